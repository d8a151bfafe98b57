#pragma once

#include "model/edit/editing.h"
#include "model/items/recordlistmodel.h"

#include <QDialog>

class QPushButton;
class QTableView;

namespace persistence {

class MessageBar;
class PlainLabel;
class SelectionBox;

/// Lists every record that is to be deleted. The red button names how many and works only when the list is complete. Nothing is written
/// here: see requested().
class DeleteRecordsDialog final : public QDialog
{
    Q_OBJECT

public:
    DeleteRecordsDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, QWidget *parent = nullptr);
    ~DeleteRecordsDialog() override;

    /// Offers to export the records first; exportRequested() says when.
    void setExportOffered(bool isOffered);
    /// Presentation mode: the list shows keys only.
    void setValuesHidden(bool areHidden) { m_model->setValuesHidden(areHidden); }

signals:
    /// Deleting was accepted; \a work does it.
    void requested(const QString &title, const persistence::Editing::Work &work);
    void exportRequested(const QString &title, const std::vector<persistence::RecordRow> &rows);

private:
    void createTable();
    QWidget *createButtons();
    void showState();
    void applyTone();
    void changeEvent(QEvent *event) override;
    void accept() override;

    SelectionBox *m_selections;
    RecordListModel *m_model;
    PlainLabel *m_count;
    QPushButton *m_pause;
    MessageBar *m_messages;
    QTableView *m_table;
    QPushButton *m_export;
    QPushButton *m_delete;
    bool m_isApplying = false;
};

} // namespace persistence
