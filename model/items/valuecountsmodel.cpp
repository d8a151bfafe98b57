#include "model/items/valuecountsmodel.h"

#include "model/bson/preview.h"
#include "model/items/iconid.h"
#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMaxPreview = 200;

} // namespace

ValueCountsModel::ValueCountsModel(QObject *parent) : QAbstractTableModel(parent)
{
}

ValueCountsModel::~ValueCountsModel() = default;

void ValueCountsModel::count(std::shared_ptr<Workspace> workspace, const Group &group, const FieldPath &path)
{
    const FieldPath each = inEachItem(path);
    auto progress = std::make_shared<Progress>();
    progress->setStage(tr("Counting values"));
    auto work = [workspace = std::move(workspace), group, each](Progress &running) {
        return countValues(*workspace, group, nullptr, each, running);
    };
    const auto done = [this, each](Result<ValueCounts> counts) {
        if (counts)
            take(each, *std::move(counts));
        else if (counts.error().kind != ErrorKind::Cancelled)
            emit failed(counts.error());
        emit changed();
    };
    m_job.start(std::move(work), done, std::move(progress));
    emit changed();
}

void ValueCountsModel::stop()
{
    m_job.cancel();
}

void ValueCountsModel::clear()
{
    // Nothing of the workspace may be in use behind this.
    m_job.stop();
    beginResetModel();
    m_path = {};
    m_counts = {};
    m_hasCounts = false;
    endResetModel();
    emit changed();
}

void ValueCountsModel::take(const FieldPath &path, ValueCounts counts)
{
    beginResetModel();
    m_path = path;
    m_counts = std::move(counts);
    m_hasCounts = true;
    endResetModel();
}

void ValueCountsModel::setLocalTime(bool localTime)
{
    m_localTime = localTime;
    if (rowCount() > 0)
        emit dataChanged(index(0, ValueColumn), index(rowCount() - 1, ValueColumn), {Qt::DisplayRole});
}

QString ValueCountsModel::summary() const
{
    if (!m_hasCounts)
        return {};
    const QString records = countedText(m_counts.records, tr("1 record"), tr("%1 records"));
    if (m_counts.isCapped)
        return tr("More than %1 different values in %2: those met later are not told apart")
            .arg(numberText(ValueCounts::kMaxDistinct), records);
    const QString values = countedText(m_counts.distinct, tr("1 value"), tr("%1 different values"));
    return m_counts.damaged == 0 ? tr("%1 in %2").arg(values, records)
                                 : tr("%1 in %2; %3 damaged ones left out").arg(values, records, numberText(m_counts.damaged));
}

ValueCountsModel::RowKind ValueCountsModel::kindOf(int row) const
{
    if (row < m_counts.values.size())
        return RowKind::Value;
    return row == m_counts.values.size() && m_counts.unlisted > 0 ? RowKind::Others : RowKind::Missing;
}

qint64 ValueCountsModel::recordsOf(int row) const
{
    switch (kindOf(row)) {
    case RowKind::Value:
        return m_counts.values[row].records;
    case RowKind::Others:
        return m_counts.unlisted;
    case RowKind::Missing:
        break;
    }
    return m_counts.missing;
}

std::optional<Filter> ValueCountsModel::filterAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    switch (kindOf(row)) {
    case RowKind::Value:
        return Filter(termOf(m_path, m_counts.values[row]));
    case RowKind::Others:
        return {};
    case RowKind::Missing:
        break;
    }
    return Filter::notOf(Filter(hasTerm(m_path)));
}

QString ValueCountsModel::copyText(const QList<int> &rows) const
{
    QStringList lines;
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < ColumnCount; ++column)
            cells.append(text(row, column));
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n');
}

int ValueCountsModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid() || !m_hasCounts)
        return 0;
    return int(m_counts.values.size()) + (m_counts.unlisted > 0 ? 1 : 0) + (m_counts.missing > 0 ? 1 : 0);
}

int ValueCountsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ValueCountsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int row = index.row();
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return text(row, index.column());
    case CopyTextRole:
        return text(row, index.column()).toUtf8();
    case IconIdRole:
        if (index.column() != ValueColumn)
            return {};
        return int(kindOf(row) == RowKind::Value ? typeIcon(m_counts.values[row].type) : IconId::None);
    case Qt::TextAlignmentRole:
        return index.column() >= RecordsColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

QVariant ValueCountsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section >= RecordsColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case ValueColumn:
        return tr("Value");
    case TypeColumn:
        return tr("Type");
    case RecordsColumn:
        return tr("Records");
    case ShareColumn:
        return tr("Share");
    default:
        return {};
    }
}

QString ValueCountsModel::text(int row, int column) const
{
    switch (column) {
    case ValueColumn:
        return valueText(row);
    case TypeColumn:
        return kindOf(row) == RowKind::Value ? bson::typeName(m_counts.values[row].type) : QString();
    case RecordsColumn:
        return numberText(recordsOf(row));
    case ShareColumn:
        return m_counts.records > 0 ? shareText(double(recordsOf(row)) / double(m_counts.records)) : QString();
    default:
        return {};
    }
}

QString ValueCountsModel::valueText(int row) const
{
    if (kindOf(row) == RowKind::Missing)
        return tr("(missing)");
    if (kindOf(row) == RowKind::Others)
        return tr("(other values)");
    const CountedValue &value = m_counts.values[row];
    if (value.isCut && value.type == bson::Type::String)
        return tr("%1…").arg(visibleText(QByteArrayView(value.bytes).sliced(sizeof(qint32)), kMaxPreview));
    if (value.isCut)
        return tr("(a large value)");
    const bson::Element element = value.element();
    return element.isContainer() ? bson::preview(element, kMaxPreview) : cellText(element, 0, m_localTime);
}

} // namespace persistence
