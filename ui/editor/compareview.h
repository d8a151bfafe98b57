#pragma once

#include "model/items/differencemodel.h"

#include <QWidget>

class QCheckBox;
class QDialog;
class QLineEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace persistence {

class EmptyState;
class PlainLabel;
class TextPair;

/// Two documents compared field by field: two versions of a record, a draft and what is saved, two records. On demand both as text side by
/// side. It changes nothing itself.
class CompareView final : public QWidget
{
    Q_OBJECT

public:
    explicit CompareView(QWidget *parent = nullptr);
    ~CompareView() override;

    /// Compares \a comparison by a job; what is shown stays until then.
    void showDifferences(const Comparison &comparison);
    /// Shows nothing but a hint.
    void clear(const QString &title, const QString &sentence);
    void setLocalTime(bool localTime);
    /// Presentation mode: neither shows nor copies a value.
    void setValuesHidden(bool areHidden);
    /// Offers to bring a field back to what it was before: see revertRequested().
    void setRevertible(bool isRevertible);

    [[nodiscard]] DifferenceModel *model() const { return m_model; }
    [[nodiscard]] QTableView *table() const { return m_table; }
    /// Puts the selected rows, or all if none is, on the clipboard as text.
    void copyDifferences() const;

    /// Goes to the next (1) or previous (-1) field that differs, beyond the end to the first again.
    void stepDifference(int direction);

    /// The path of the current field, if it can be brought back.
    [[nodiscard]] std::optional<bson::Path> revertiblePath() const;

signals:
    /// The field is to be again what it was in the first document.
    void revertRequested(const persistence::bson::Path &path);
    /// Another field is current, or none, or it can be brought back or not.
    void currentFieldChanged();

private:
    QWidget *createBar();
    void createTable();
    void connectSignals();
    void addStep(QToolButton *button, int direction, const QString &text, const QKeySequence &key);
    void showContents();
    void showMenu(const QPoint &position);
    void copyCell(int column) const;

    DifferenceModel *m_model;
    QLineEdit *m_filter;
    QCheckBox *m_onlyDifferences;
    PlainLabel *m_summary;
    QToolButton *m_previous;
    QToolButton *m_next;
    QToolButton *m_asText;
    QStackedWidget *m_pages;
    QTableView *m_table;
    TextPair *m_texts;
    EmptyState *m_empty;
    bool m_isRevertible = false;
    bool m_hasHint = true;
    bool m_areValuesHidden = false;
};

/// Opens a window with the differences of two documents, which deletes itself when it is closed. Does not block.
QDialog *openDifferences(QWidget *parent, const QString &title, const Comparison &comparison, bool localTime);

} // namespace persistence
