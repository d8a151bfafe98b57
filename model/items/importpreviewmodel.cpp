#include "model/items/importpreviewmodel.h"

#include "model/items/itemtext.h"
#include "model/items/navigatortext.h"
#include "model/items/roles.h"

#include <algorithm>

namespace persistence {

ImportPreviewModel::ImportPreviewModel(QObject *parent) : QAbstractItemModel(parent)
{
}

void ImportPreviewModel::setCounts(const std::vector<ImportProgress::GroupCount> &counts)
{
    for (const ImportProgress::GroupCount &count : counts)
        setCount(count);
}

void ImportPreviewModel::clear()
{
    beginResetModel();
    m_apps.clear();
    endResetModel();
}

void ImportPreviewModel::setCount(const ImportProgress::GroupCount &count)
{
    const auto found = std::find_if(m_apps.begin(), m_apps.end(), [&](const AppRow &app) { return app.appId == count.appId; });
    const int row = int(found - m_apps.begin());
    if (found == m_apps.end()) {
        beginInsertRows({}, row, row);
        m_apps.push_back({count.appId, 0, {}});
        endInsertRows();
    }
    if (!count.model.isEmpty()) {
        setModelCount(row, count);
    } else if (m_apps[size_t(row)].records != count.records) {
        m_apps[size_t(row)].records = count.records;
        emit dataChanged(index(row, 0), index(row, 0));
    }
}

void ImportPreviewModel::setModelCount(int row, const ImportProgress::GroupCount &count)
{
    std::vector<ModelRow> &models = m_apps[size_t(row)].models;
    const auto found = std::find_if(models.begin(), models.end(), [&](const ModelRow &model) { return model.name == count.model; });
    const int modelRow = int(found - models.begin());
    if (found == models.end()) {
        beginInsertRows(index(row, 0), modelRow, modelRow);
        models.push_back({count.model, count.records});
        endInsertRows();
    } else if (found->records != count.records) {
        found->records = count.records;
        const QModelIndex changed = index(modelRow, 0, index(row, 0));
        emit dataChanged(changed, changed);
    }
}

QModelIndex ImportPreviewModel::index(int row, int column, const QModelIndex &parent) const
{
    if (column != 0 || row < 0 || row >= rowCount(parent))
        return {};
    return createIndex(row, 0, parent.isValid() ? quintptr(parent.row()) + 1 : 0);
}

QModelIndex ImportPreviewModel::parent(const QModelIndex &index) const
{
    return index.isValid() && index.internalId() > 0 ? createIndex(int(index.internalId()) - 1, 0, quintptr(0)) : QModelIndex();
}

int ImportPreviewModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_apps.size());
    return parent.internalId() == 0 && parent.column() == 0 ? int(m_apps[size_t(parent.row())].models.size()) : 0;
}

int ImportPreviewModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant ImportPreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isApp = index.internalId() == 0;
    const AppRow &app = m_apps[isApp ? size_t(index.row()) : size_t(index.internalId() - 1)];
    const qint64 records = isApp ? app.records : app.models[size_t(index.row())].records;
    if (role == CountTextRole)
        return tr("%1 so far").arg(numberText(records));
    if (isApp) {
        AppSummary summary;
        summary.appId = app.appId;
        summary.records = records;
        if (app.appId.isEmpty())
            summary.collection = Collection::Messages;
        return role == ToolTipTextRole ? QVariant() : appData(summary, {}, role);
    }
    ModelSummary summary;
    summary.name = app.models[size_t(index.row())].name;
    summary.records = records;
    return role == ToolTipTextRole ? QVariant() : modelData(summary, {}, role);
}

} // namespace persistence
