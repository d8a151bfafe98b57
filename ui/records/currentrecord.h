#pragma once

#include "model/workspace/groups.h"

#include <QList>
#include <QObject>

#include <vector>

namespace persistence {

class EditBuffer;
class RecordTableModel;
class RecordTableView;
struct FieldColumn;

/// The record that is current in the table, told each time it is another one, and those that are selected. A record may be chosen before
/// its row has come. Model and view outlive this.
class CurrentRecord final : public QObject
{
    Q_OBJECT

public:
    CurrentRecord(RecordTableModel *model, RecordTableView *view, QObject *parent);

    /// Makes a record current, now or once its row comes; an invalid one: none, which is not told.
    void select(RecordRow row);
    /// The same for the draft of a new record.
    void selectDraft(const EditBuffer *draft);
    /// Other records are to be shown: none is current, and none is waited for.
    void clear();
    /// All rows are about to come anew: what is current now becomes so again.
    void keep();
    /// Rows came; the one that is waited for may be among them.
    void takeRows();

    /// From top to bottom.
    [[nodiscard]] std::vector<RecordRow> selectedRecords() const;
    /// The drafts of the selected records, those of new ones included.
    [[nodiscard]] QList<EditBuffer *> selectedDrafts() const;
    /// The field of the current cell; null where it is no field, or the record lacks it.
    [[nodiscard]] const FieldColumn *field() const;

signals:
    void recordSelected(RecordRow row);
    /// The draft of a new record was selected.
    void draftSelected(EditBuffer *draft);

private:
    void announce();
    void leaveNewRow();

    RecordTableModel *m_model;
    RecordTableView *m_view;
    RecordRow m_awaited;                          ///< to select when its row comes
    RecordRow m_announced;                        ///< what recordSelected() told last
    const EditBuffer *m_announcedDraft = nullptr; ///< what draftSelected() told last, only to be compared
};

} // namespace persistence
