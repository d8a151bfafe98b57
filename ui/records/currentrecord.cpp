#include "ui/records/currentrecord.h"

#include "model/items/recordtablemodel.h"
#include "ui/records/recordtableview.h"

namespace persistence {

CurrentRecord::CurrentRecord(RecordTableModel *model, RecordTableView *view, QObject *parent)
    : QObject(parent)
    , m_model(model)
    , m_view(view)
{
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &CurrentRecord::announce);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CurrentRecord::announce);
    connect(m_model, &RecordTableModel::newRowsLeaving, this, &CurrentRecord::leaveNewRow);
}

void CurrentRecord::select(RecordRow row)
{
    m_awaited = row;
    if (row.isValid())
        takeRows();
    else
        m_view->setCurrentIndex({});
}

void CurrentRecord::selectDraft(const EditBuffer *draft)
{
    m_awaited = {};
    m_announcedDraft = draft;
    if (const int row = m_model->rowOf(draft); row >= 0 && m_view->currentIndex().row() != row)
        m_view->selectOnly(row);
}

void CurrentRecord::clear()
{
    m_awaited = {};
    m_announced = {};
    m_announcedDraft = nullptr;
}

void CurrentRecord::keep()
{
    m_awaited = m_announced;
}

void CurrentRecord::takeRows()
{
    if (!m_awaited.isValid())
        return;
    const int row = m_model->rowOf(m_awaited);
    if (row < 0)
        return;
    m_awaited = {};
    // What is current already may be one of several selected ones.
    if (m_view->currentIndex().row() != row || !m_view->selectionModel()->isRowSelected(row))
        m_view->setCurrentIndex(m_model->index(row, 0));
    m_view->revealRow(row);
}

std::vector<RecordRow> CurrentRecord::selectedRecords() const
{
    std::vector<RecordRow> records;
    for (const int row : m_view->selectedRows()) {
        if (row < m_model->recordCount())
            records.push_back(m_model->recordAt(row));
    }
    return records;
}

QList<EditBuffer *> CurrentRecord::selectedDrafts() const
{
    QList<EditBuffer *> drafts;
    for (const int row : m_view->selectedRows()) {
        if (EditBuffer *draft = m_model->draftAt(row))
            drafts.append(draft);
    }
    return drafts;
}

const FieldColumn *CurrentRecord::field() const
{
    const QModelIndex current = m_view->currentIndex();
    const bool isThere = current.isValid() && !current.data(RecordTableModel::IsMissingRole).toBool();
    return isThere ? m_model->fieldAt(current.column()) : nullptr;
}

/// The current row counts once it is selected: a view that gets the focus makes its first row current though nobody chose it.
void CurrentRecord::announce()
{
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid() || !m_view->selectionModel()->isRowSelected(current.row()))
        return;
    const RecordRow record = m_model->recordAt(current.row());
    EditBuffer *draft = record.isValid() ? nullptr : m_model->draftAt(current.row());
    if (record == m_announced && draft == m_announcedDraft)
        return;
    m_announced = record;
    m_announcedDraft = draft;
    if (draft)
        emit draftSelected(draft);
    else
        emit recordSelected(record);
}

/// A view chooses the neighbour of a row that goes; nobody else chose it.
void CurrentRecord::leaveNewRow()
{
    if (m_view->currentIndex().row() >= m_model->recordCount())
        m_view->setCurrentIndex({});
}

} // namespace persistence
