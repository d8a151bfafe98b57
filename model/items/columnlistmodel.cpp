#include "model/items/columnlistmodel.h"

#include "model/bson/preview.h"
#include "model/items/roles.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The field's own title given back is no title of the user's.
void setTitle(FieldColumn &field, const QString &title)
{
    field.title.clear();
    if (title != field.shownTitle())
        field.title = title;
}

} // namespace

void ColumnListModel::setFields(const QList<FieldColumn> &shown, const QList<FieldColumn> &all)
{
    beginResetModel();
    m_entries.clear();
    for (const FieldColumn &field : shown)
        m_entries.append({field, true});
    for (const FieldColumn &field : all) {
        const bool isThere =
            std::any_of(shown.begin(), shown.end(), [&field](const FieldColumn &known) { return known.path == field.path; });
        if (!isThere)
            m_entries.append({field, false});
    }
    endResetModel();
}

QList<FieldColumn> ColumnListModel::shown() const
{
    QList<FieldColumn> fields;
    for (const Entry &entry : m_entries) {
        if (entry.isShown)
            fields.append(entry.field);
    }
    return fields;
}

void ColumnListModel::setAllShown(bool isShown)
{
    if (m_entries.isEmpty())
        return;
    for (Entry &entry : m_entries)
        entry.isShown = isShown;
    emit dataChanged(index(0, NameColumn), index(rowCount() - 1, NameColumn), {Qt::CheckStateRole});
    emit changed();
}

void ColumnListModel::move(int row, int direction)
{
    const int target = row + direction;
    if (row < 0 || row >= rowCount() || target < 0 || target >= rowCount())
        return;
    beginMoveRows({}, row, row, {}, direction > 0 ? target + 1 : target);
    m_entries.swapItemsAt(row, target);
    endMoveRows();
    emit changed();
}

QString ColumnListModel::formatName(ColumnFormat format)
{
    switch (format) {
    case ColumnFormat::Automatic:
        return tr("Automatic");
    case ColumnFormat::Raw:
        return tr("As stored");
    case ColumnFormat::Grouped:
        return tr("Number with separators");
    case ColumnFormat::Bytes:
        return tr("Size");
    case ColumnFormat::Milliseconds:
        return tr("Date from milliseconds");
    case ColumnFormat::Seconds:
        return tr("Date from seconds");
    }
    return {};
}

QList<ColumnFormat> ColumnListModel::formats()
{
    return {ColumnFormat::Automatic, ColumnFormat::Raw,          ColumnFormat::Grouped,
            ColumnFormat::Bytes,     ColumnFormat::Milliseconds, ColumnFormat::Seconds};
}

int ColumnListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int ColumnListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ColumnListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Entry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case Qt::EditRole:
        return index.column() == FormatColumn ? QVariant(int(entry.field.format)) : QVariant(entry.field.shownTitle());
    case Qt::CheckStateRole:
        return index.column() == NameColumn ? QVariant(entry.isShown ? Qt::Checked : Qt::Unchecked) : QVariant();
    case Qt::TextAlignmentRole:
        return index.column() == FillColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case ToolTipTextRole:
        return entry.field.description();
    case FillRole:
        return entry.field.total > 0 ? double(entry.field.records) / double(entry.field.total) : 0.0;
    case FormatRole:
        return int(entry.field.format);
    default:
        return {};
    }
}

QVariant ColumnListModel::text(const Entry &entry, int column) const
{
    switch (column) {
    case NameColumn:
        return entry.field.shownTitle();
    case TypesColumn: {
        QStringList names;
        for (const bson::Type type : entry.field.types.types())
            names.append(bson::typeName(type));
        return names.join(u", "_s);
    }
    case FillColumn:
        return fillText(entry.field.records, entry.field.total);
    case FormatColumn:
        return formatName(entry.field.format);
    default:
        return {};
    }
}

bool ColumnListModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return false;
    Entry &entry = m_entries[index.row()];
    if (role == Qt::CheckStateRole && index.column() == NameColumn)
        entry.isShown = value.toInt() == Qt::Checked;
    else if (role == Qt::EditRole && index.column() == NameColumn)
        setTitle(entry.field, value.toString().trimmed());
    else if (role == Qt::EditRole && index.column() == FormatColumn && formats().contains(ColumnFormat(value.toInt())))
        entry.field.format = ColumnFormat(value.toInt());
    else
        return false;
    emit dataChanged(index, index);
    emit changed();
    return true;
}

Qt::ItemFlags ColumnListModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == NameColumn)
        flags |= Qt::ItemIsUserCheckable | Qt::ItemIsEditable;
    if (index.column() == FormatColumn)
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant ColumnListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("Field");
    case TypesColumn:
        return tr("Types");
    case FillColumn:
        return tr("Filled");
    case FormatColumn:
        return tr("Format");
    default:
        return {};
    }
}

} // namespace persistence
