#include "model/items/draftlistmodel.h"

#include "model/bson/displaytext.h"
#include "model/edit/draftkeeper.h"
#include "model/items/recordline.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"

#include <algorithm>

namespace persistence {

namespace {

constexpr qsizetype kMaxShownId = 200;

QString recordIdText(const EditBuffer &buffer)
{
    const auto id = bson::DocumentView(buffer.body()).find("_id");
    return id ? bson::displayText(RecordId(*id).toDisplayText().toUtf8(), kMaxShownId) : DraftListModel::tr("without record id");
}

} // namespace

DraftListModel::DraftListModel(QObject *parent) : QAbstractTableModel(parent)
{
}

DraftListModel::~DraftListModel() = default;

void DraftListModel::setDrafts(DraftKeeper *drafts, const std::shared_ptr<Workspace> &workspace)
{
    if (m_drafts)
        m_drafts->disconnect(this);
    beginResetModel();
    m_drafts = drafts;
    m_rows.clear();
    m_reader.reset();
    m_workspace = workspace;
    m_appNames.clear();
    endResetModel();
    if (!drafts)
        return;
    // Without names the ids are shown.
    if (auto reader = workspace->reader())
        m_reader = *std::move(reader);
    const auto apps = m_reader ? m_reader->apps() : Result<QList<AppSummary>>(QList<AppSummary>());
    if (apps) {
        for (const AppSummary &app : *apps)
            m_appNames.insert(app.appId, app.name);
    }
    connect(drafts, &DraftKeeper::draftsChanged, this, &DraftListModel::follow);
    connect(drafts, &DraftKeeper::statusChanged, this, &DraftListModel::showChanged);
    follow();
}

void DraftListModel::setTimeZone(TimeZone zone)
{
    m_timeZone = zone;
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, EditedColumn), index(rowCount() - 1, EditedColumn));
}

EditBuffer *DraftListModel::draftAt(int row) const
{
    return m_rows.value(row);
}

void DraftListModel::follow()
{
    const QList<EditBuffer *> drafts = m_drafts->drafts();
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (drafts.contains(m_rows[row]))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (EditBuffer *buffer : drafts) {
        if (m_rows.contains(buffer))
            continue;
        beginInsertRows({}, rowCount(), rowCount());
        m_rows.append(buffer);
        endInsertRows();
    }
}

void DraftListModel::showChanged(EditBuffer *buffer)
{
    const int row = int(m_rows.indexOf(buffer));
    if (row >= 0)
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int DraftListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int DraftListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant DraftListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) || !m_drafts)
        return {};
    const EditBuffer *buffer = m_rows[index.row()];
    if (!buffer)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return text(*buffer, index.column());
    case CopyTextRole:
        return text(*buffer, index.column()).toUtf8();
    case IconIdRole:
        return index.column() == RecordColumn ? QVariant(int(draftIcon(draftMark(*m_drafts, buffer)))) : QVariant();
    case RecordRowRole:
        return QVariant::fromValue(buffer->stored().row);
    default:
        return {};
    }
}

QVariant DraftListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case RecordColumn:
        return tr("Record id");
    case KeyColumn:
        return tr("Key");
    case AppColumn:
        return tr("App");
    case StateColumn:
        return tr("Draft");
    case EditedColumn:
        return tr("Edited");
    default:
        return {};
    }
}

QString DraftListModel::text(const EditBuffer &buffer, int column) const
{
    switch (column) {
    case RecordColumn:
        return recordIdText(buffer);
    case KeyColumn:
    case AppColumn: {
        RecordIndex index;
        if (!indexRecord(bson::DocumentView(buffer.body()), buffer.stored().collection, index))
            return {};
        if (column == KeyColumn)
            return keyText(index.associations,
                           [this](auto model, auto id) { return m_reader ? m_reader->label(model, id) : QByteArray(); });
        const QByteArray appId = index.appId.toByteArray();
        const QByteArray name = m_appNames.value(appId);
        return bson::displayText(name.isEmpty() ? appId : name, kMaxShownId);
    }
    case StateColumn:
        return buffer.textError() ? tr("%1, with errors").arg(draftText(draftMark(*m_drafts, &buffer)))
                                  : draftText(draftMark(*m_drafts, &buffer));
    case EditedColumn:
        return dateText(m_drafts->status(&buffer).changedAt, m_timeZone);
    default:
        return {};
    }
}

} // namespace persistence
