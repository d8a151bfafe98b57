#pragma once

#include "model/edit/fieldtext.h"

#include <QComboBox>
#include <QLineEdit>

namespace persistence {

/// A widget that edits one value in its cell.
class FieldEditor
{
public:
    virtual ~FieldEditor() = default;

    /// Shows a value as it is before the edit.
    virtual void load(const bson::Element &element) = 0;
    /// Whether the person changed anything. What was only looked at is not written.
    [[nodiscard]] virtual bool isChanged() const = 0;
    /// What stands in the cell now, as a value; or what would be right.
    [[nodiscard]] virtual Result<TypedField> field() const = 0;
    /// The same as text, for what is no value.
    [[nodiscard]] virtual QString typedText() const = 0;
    /// Says why the value cannot be taken, at the cell.
    virtual void showError(const QString &sentence) = 0;
};

/// Makes the editor for a value of \a type; null for what is not edited in a cell: objects, arrays, binaries.
[[nodiscard]] QWidget *makeFieldEditor(bson::Type type, DateZone zone, QWidget *parent);

/// A line of text, read as a value of one type. Dates have a calendar at its end.
class LineFieldEditor final : public QLineEdit, public FieldEditor
{
    Q_OBJECT

public:
    LineFieldEditor(bson::Type type, DateZone zone, QWidget *parent);

    void load(const bson::Element &element) override;
    [[nodiscard]] bool isChanged() const override { return text() != m_loaded; }
    [[nodiscard]] Result<TypedField> field() const override { return parseField(m_type, text(), m_zone); }
    [[nodiscard]] QString typedText() const override { return text(); }
    void showError(const QString &sentence) override;

private:
    void addCalendar();
    void openCalendar();
    void takeDay(QDate day);

    bson::Type m_type;
    DateZone m_zone;
    QString m_loaded;
};

/// True or false.
class ChoiceFieldEditor final : public QComboBox, public FieldEditor
{
    Q_OBJECT

public:
    explicit ChoiceFieldEditor(QWidget *parent);

    void load(const bson::Element &element) override;
    [[nodiscard]] bool isChanged() const override { return currentIndex() != m_loaded; }
    [[nodiscard]] Result<TypedField> field() const override { return parseField(bson::Type::Bool, currentText(), DateZone::Utc); }
    [[nodiscard]] QString typedText() const override { return currentText(); }
    void showError(const QString &) override {}

private:
    int m_loaded = 0;
};

} // namespace persistence
