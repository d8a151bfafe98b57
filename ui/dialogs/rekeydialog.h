#pragma once

#include "model/edit/bulk.h"
#include "model/edit/editing.h"
#include "model/insight/rekeyplan.h"
#include "ui/editor/lookupjob.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QPushButton;
class QTableView;

namespace persistence {

class AssociationEdit;
class MessageBar;
class PlainLabel;
class RekeyModel;
class SelectionBox;

/// Where a re-keying begins.
struct RekeyStart
{
    QByteArray appId;     ///< whose ids are offered
    AssociationText from; ///< may be empty
};

/// Replaces one association in the keys of many records: shows each old and new key, marks clashes, and says which reads would stop
/// matching. Does not block; deletes itself when it is closed. Nothing is written here: see requested().
class RekeyDialog final : public QDialog
{
    Q_OBJECT

public:
    RekeyDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, RekeyStart start,
                QWidget *parent = nullptr);
    ~RekeyDialog() override;

    [[nodiscard]] RekeyModel *model() const { return m_model; }
    [[nodiscard]] bool isPlanning() const { return m_pause.isActive() || m_planning.isBusy(); }

signals:
    /// The change was accepted; \a work makes it.
    void requested(const QString &title, const persistence::Editing::Work &work);

private:
    void createForm();
    QWidget *createList();
    void connectSignals();
    [[nodiscard]] Rekey wanted() const;
    void wait();
    void plan();
    void takePlan(Result<RekeyPlan> plan);
    void showPlan();
    void accept() override;

    std::shared_ptr<Workspace> m_workspace;
    RekeyStart m_start;
    SelectionBox *m_selections;
    AssociationEdit *m_from;
    AssociationEdit *m_to;
    QCheckBox *m_remove;
    PlainLabel *m_summary;
    PlainLabel *m_reads;
    QTableView *m_table;
    RekeyModel *m_model;
    MessageBar *m_message;
    QPushButton *m_change;
    QTimer m_pause;
    LookupJob<RekeyPlan> m_planning;
};

} // namespace persistence
