#include "model/items/conflictmodel.h"

#include "model/bson/displaytext.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/preview.h"
#include "model/items/iconid.h"
#include "model/items/roles.h"

#include <algorithm>

namespace persistence {

namespace {

constexpr qsizetype kMaxShownPath = 300;
constexpr int kMaxShownValue = 300;

MergeValue valueIn(const std::optional<bson::Element> &element)
{
    return element ? MergeValue(FieldValue(*element)) : MergeValue();
}

QString shown(const std::optional<bson::Element> &element)
{
    return element ? bson::preview(*element, kMaxShownValue) : ConflictModel::tr("(not there)");
}

QString sideText(MergeSide side)
{
    switch (side) {
    case MergeSide::Mine:
        return ConflictModel::tr("Settled: changed only here");
    case MergeSide::Now:
        return ConflictModel::tr("Settled: changed only there");
    case MergeSide::Same:
        return ConflictModel::tr("Settled: changed alike on both sides");
    case MergeSide::Both:
        return ConflictModel::tr("Conflict: changed on both sides");
    }
    return {};
}

} // namespace

ConflictModel::ConflictModel(QObject *parent) : QAbstractTableModel(parent)
{
}

ConflictModel::~ConflictModel() = default;

void ConflictModel::setDocuments(const QByteArray &before, const QByteArray &mine, const QByteArray &now)
{
    beginResetModel();
    m_before = before;
    m_mine = mine;
    m_now = now;
    m_fields = mergeFields(bson::DocumentView(m_before), bson::DocumentView(m_mine), bson::DocumentView(m_now));
    m_choices.clear();
    for (const MergeField &field : m_fields) {
        switch (field.side) {
        case MergeSide::Mine:
            m_choices.emplace_back(valueIn(field.mine));
            break;
        case MergeSide::Now:
        case MergeSide::Same:
            m_choices.emplace_back(valueIn(field.now));
            break;
        case MergeSide::Both:
            m_choices.emplace_back();
            break;
        }
    }
    endResetModel();
}

void ConflictModel::keepMine(int row)
{
    choose(row, valueIn(m_fields[size_t(row)].mine));
}

void ConflictModel::takeNow(int row)
{
    choose(row, valueIn(m_fields[size_t(row)].now));
}

Result<void> ConflictModel::setResult(int row, QByteArrayView json)
{
    auto value = FieldValue::fromJson(json);
    if (!value)
        return value.error();
    choose(row, *std::move(value));
    return {};
}

QByteArray ConflictModel::resultJson(int row) const
{
    const MergeField &field = m_fields[size_t(row)];
    const Choice &choice = m_choices[size_t(row)];
    const MergeValue value = choice ? *choice : valueIn(field.mine ? field.mine : field.now);
    QByteArray text;
    if (value)
        bson::writeExtendedJson(bson::Element(value->type, {}, value->bytes), {bson::JsonMode::Relaxed, 2}, text);
    return text;
}

int ConflictModel::conflictCount() const
{
    return int(std::count_if(m_fields.begin(), m_fields.end(), [](const MergeField &field) { return field.side == MergeSide::Both; }));
}

int ConflictModel::openCount() const
{
    return int(std::count(m_choices.begin(), m_choices.end(), Choice()));
}

Result<QByteArray> ConflictModel::merged() const
{
    if (openCount() > 0)
        return Error{ErrorKind::Conflict, tr("%1 fields are not decided yet.").arg(openCount()), {}};
    std::vector<MergeValue> values;
    for (const Choice &choice : m_choices)
        values.push_back(*choice);
    return mergedDocument(m_now, m_fields, values);
}

int ConflictModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_fields.size());
}

int ConflictModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConflictModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const MergeField &field = m_fields[size_t(index.row())];
    const bool isChosen = m_choices[size_t(index.row())].has_value();
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case ToolTipTextRole:
        return index.column() == FieldColumn ? sideText(field.side) : text(index.row(), index.column());
    case CopyTextRole:
        return text(index.row(), index.column()).toUtf8();
    case IconIdRole:
        if (index.column() == FieldColumn)
            return int(field.side == MergeSide::Both ? IconId::Warning : IconId::Check);
        return index.column() == ResultColumn && isChosen ? QVariant(int(IconId::Check)) : QVariant();
    case IsConflictRole:
        return field.side == MergeSide::Both;
    case IsChosenRole:
        return isChosen;
    default:
        return {};
    }
}

QVariant ConflictModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case FieldColumn:
        return tr("Field");
    case BeforeColumn:
        return tr("Before");
    case MineColumn:
        return tr("Mine");
    case NowColumn:
        return tr("Now");
    case ResultColumn:
        return tr("Result");
    default:
        return {};
    }
}

void ConflictModel::choose(int row, MergeValue value)
{
    m_choices[size_t(row)] = std::move(value);
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

QString ConflictModel::text(int row, int column) const
{
    const MergeField &field = m_fields[size_t(row)];
    const Choice &choice = m_choices[size_t(row)];
    switch (column) {
    case FieldColumn:
        return field.path.isEmpty() ? tr("(the whole document)") : bson::displayText(field.path.toText(), kMaxShownPath);
    case BeforeColumn:
        return shown(field.before);
    case MineColumn:
        return shown(field.mine);
    case NowColumn:
        return shown(field.now);
    case ResultColumn:
        if (!choice)
            return tr("not decided");
        return *choice ? shown(bson::Element((*choice)->type, {}, (*choice)->bytes)) : shown(std::nullopt);
    default:
        return {};
    }
}

} // namespace persistence
