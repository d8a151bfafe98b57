#include "model/edit/fieldedits.h"
#include "model/items/valuetreenode.h"

#include <QDataStream>
#include <QIODevice>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Rows of this program on their way; means nothing to others.
const QString kRowsType = u"application/x-persistence-browser-rows"_s;

void writePath(QDataStream &stream, const bson::Path &path)
{
    stream << quint32(path.steps().size());
    for (const bson::PathStep &step : path.steps())
        stream << step.name << step.index << step.occurrence;
}

bson::Path readPath(QDataStream &stream)
{
    quint32 count = 0;
    stream >> count;
    std::vector<bson::PathStep> steps;
    for (quint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        bson::PathStep step;
        stream >> step.name >> step.index >> step.occurrence;
        steps.push_back(std::move(step));
    }
    return bson::Path(std::move(steps));
}

} // namespace

Qt::ItemFlags ValueTreeModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractItemModel::flags(index);
    if (!isEditable())
        return flags;
    if (!index.isValid())
        return flags | Qt::ItemIsDropEnabled;
    const Node &node = m_nodes[nodeOf(index)];
    const MemberRow row = rowOf(node);
    if (node.isRange || !row.isThere())
        return flags;
    const bson::Type type = elementOf(node).type();
    const bool isRoot = m_rootKind == RootKind::Scalar;
    if (!isRoot)
        flags |= Qt::ItemIsDragEnabled;
    if (type == bson::Type::Document || type == bson::Type::Array)
        flags |= Qt::ItemIsDropEnabled;
    const bool hasName = !isRoot && !m_nodes[containerOf(nodeOf(index))].isArray;
    if (index.column() == NameColumn ? hasName : index.column() == ValueColumn && !isOpenable(type))
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ValueTreeModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const bson::Path path = editPath(index);
    const auto edited = index.column() == NameColumn ? editName(*m_buffer, path, value.toByteArray())
                                                     : editValue(*m_buffer, path, value.value<FieldValue>());
    if (!edited)
        emit refused(edited.error());
    return edited.isOk();
}

QStringList ValueTreeModel::mimeTypes() const
{
    return {kRowsType};
}

QMimeData *ValueTreeModel::mimeData(const QModelIndexList &indexes) const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    for (const QModelIndex &index : indexes) {
        if (index.column() == NameColumn)
            writePath(stream, editPath(index));
    }
    auto *data = new QMimeData;
    data->setData(kRowsType, bytes);
    return data;
}

bool ValueTreeModel::dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int, const QModelIndex &parent)
{
    if (!isEditable() || action != Qt::MoveAction || !data->hasFormat(kRowsType))
        return false;
    QDataStream stream(data->data(kRowsType));
    std::vector<bson::Path> paths;
    while (!stream.atEnd())
        paths.push_back(readPath(stream));
    if (paths.empty())
        return false;
    // Between two rows, or on a row: then at its end.
    Place target;
    if (row >= 0 && row < rowCount(parent)) {
        target = place(index(row, 0, parent));
    } else {
        target.container = editPath(parent);
        target.position = std::numeric_limits<qint64>::max();
    }
    const auto edited = editPlaces(*m_buffer, paths, target.container, target.position);
    if (!edited)
        emit refused(edited.error());
    return edited.isOk();
}

} // namespace persistence
