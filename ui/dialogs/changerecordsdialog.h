#pragma once

#include "model/edit/bulk.h"
#include "model/edit/editing.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace persistence {

class BulkPreview;
class PlainLabel;
class SelectionBox;

/// Sets, removes or renames one field in many records: on the left what, on the right before and after of the first records that change.
/// The button names how many do; it works when every record was looked at. Nothing is written here: see requested().
class ChangeRecordsDialog final : public QDialog
{
    Q_OBJECT

public:
    ChangeRecordsDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, QWidget *parent = nullptr);
    ~ChangeRecordsDialog() override;

signals:
    /// The change was accepted; \a work makes it.
    void requested(const QString &title, const persistence::Editing::Work &work);

private:
    QWidget *createForm();
    void connectSignals();
    void showKind();
    void look();
    void accept() override;
    [[nodiscard]] Result<FieldChange> change() const;

    SelectionBox *m_selections;
    QPushButton *m_change;
    BulkPreview *m_preview;
    QTimer m_pause;
    QComboBox *m_kind;
    QLineEdit *m_path;
    PlainLabel *m_valueLabel;
    QPlainTextEdit *m_value;
    PlainLabel *m_nameLabel;
    QLineEdit *m_name;
    PlainLabel *m_problem;
};

} // namespace persistence
