#include "model/items/recordcomparisonmodel.h"

#include "model/find/finder.h"
#include "model/items/differencemodel.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"

#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr size_t kFirstChunk = 64;
constexpr qint64 kChunkMs = 100;
constexpr qsizetype kMaxAppBytes = 200;

/// Gathers what is found and hands it on: soon at first, then a few times a second.
class ComparedChunks final
{
public:
    explicit ComparedChunks(std::function<void(std::vector<ComparedRecord>)> send) : m_send(std::move(send)) { m_clock.start(); }

    void add(const RecordDifference &pair)
    {
        m_chunk.push_back({pair.before ? pair.before->row : RecordRow(), pair.after ? pair.after->row : RecordRow(), pair.kind,
                           quint32(std::min<qint64>(pair.fields, std::numeric_limits<quint32>::max()))});
        const bool isFirst = !m_hasSent && m_chunk.size() >= kFirstChunk;
        if (isFirst || m_clock.elapsed() >= kChunkMs)
            send();
    }

    void send()
    {
        m_hasSent = true;
        m_clock.restart();
        m_send(std::exchange(m_chunk, {}));
    }

private:
    std::function<void(std::vector<ComparedRecord>)> m_send;
    std::vector<ComparedRecord> m_chunk;
    QElapsedTimer m_clock;
    bool m_hasSent = false;
};

/// Marks the records of which one side passes the filter.
Result<void> markPassing(const Workspace &workspace, const Filter &filter, std::span<const ComparedRecord> records,
                         RecordRow ComparedRecord::*side, Progress &progress, std::vector<bool> &passing)
{
    const auto matcher = FilterMatcher::compile(workspace, filter, progress);
    if (!matcher)
        return matcher.error();
    std::vector<RecordRow> rows;
    std::vector<quint32> places;
    for (size_t i = 0; i < records.size(); ++i) {
        if (!(records[i].*side).isValid())
            continue;
        rows.push_back(records[i].*side);
        places.push_back(quint32(i));
    }
    // Hits come in the order of the rows.
    size_t next = 0;
    const auto found = Finder(workspace, *matcher).find(rows, progress, [&](std::span<const Hit> hits) {
        for (const Hit &hit : hits) {
            while (next < rows.size() && rows[next] != hit.row)
                ++next;
            if (next < rows.size())
                passing[places[next]] = true;
        }
        return true;
    });
    return found ? Result<void>() : found.error();
}

} // namespace

/// What is known of both sides of a row; an invalid row where there is no record, or where it is gone.
struct RecordComparisonModel::Lines
{
    RecordLine before;
    RecordLine after;

    [[nodiscard]] const RecordLine &shown() const { return before.row.isValid() ? before : after; }
    [[nodiscard]] bool areBoth() const { return before.row.isValid() && after.row.isValid(); }
};

RecordComparisonModel::RecordComparisonModel(QObject *parent) : QAbstractTableModel(parent)
{
}

RecordComparisonModel::~RecordComparisonModel() = default;

void RecordComparisonModel::clear()
{
    empty();
    // Nothing of the workspaces may be in use behind this.
    m_job.stop();
    m_filterJob.stop();
}

void RecordComparisonModel::empty()
{
    m_job.drop();
    m_filterJob.drop();
    beginResetModel();
    ++m_ticket;
    m_order = {};
    for (auto &lines : m_lines)
        lines.clear();
    for (auto &reader : m_readers)
        reader.reset();
    m_records.clear();
    m_rows.clear();
    m_passing.reset();
    m_total = {};
    m_isComplete = false;
    endResetModel();
    emit changed();
}

void RecordComparisonModel::compare(const ComparisonOrder &order)
{
    empty();
    m_order = order;
    openReaders();
    // All jobs end before this model does; what it posted is dropped with the model, or by its ticket.
    const auto send = [this, ticket = m_ticket](std::vector<ComparedRecord> records) {
        QMetaObject::invokeMethod(
            this, [this, ticket, records = std::move(records)] { receive(ticket, records); }, Qt::QueuedConnection);
    };
    const auto work = [order, send](Progress &progress) {
        ComparedChunks chunks(send);
        const CompareOptions options{order.by, order.what, {order.before.group, nullptr}, {order.after.group, nullptr}};
        auto total = compareWorkspaces(*order.before.workspace, *order.after.workspace, options, progress, [&](const auto &pair) {
            chunks.add(pair);
            return true;
        });
        chunks.send();
        return total;
    };
    m_job.start(work, [this](const Result<ComparisonTotal> &total) {
        m_isComplete = total.isOk();
        if (total)
            m_total = *total;
        else if (total.error().kind != ErrorKind::Cancelled)
            emit failed(total.error());
        startFilter();
        emit changed();
    });
    emit changed();
}

void RecordComparisonModel::stop()
{
    m_job.cancel();
    m_filterJob.cancel();
}

std::shared_ptr<Progress> RecordComparisonModel::progress() const
{
    return m_job.isRunning() ? m_job.progress() : m_filterJob.progress();
}

void RecordComparisonModel::openReaders()
{
    m_appNames.clear();
    const ComparedSide *sides[] = {&m_order.before, &m_order.after};
    for (int side = 0; side < 2; ++side) {
        auto reader = sides[side]->workspace->reader();
        const auto apps = reader ? (*reader)->apps() : Result<QList<AppSummary>>(reader.error());
        if (!apps) {
            emit failed(apps.error());
            continue;
        }
        for (const AppSummary &app : *apps) {
            if (!app.name.isEmpty())
                m_appNames.insert(app.appId, app.name);
        }
        m_readers[side] = *std::move(reader);
    }
}

void RecordComparisonModel::receive(quint64 ticket, const std::vector<ComparedRecord> &records)
{
    if (ticket != m_ticket || records.empty())
        return;
    std::vector<quint32> rows;
    for (const ComparedRecord &record : records) {
        m_records.push_back(record);
        // While it runs; at the end come the real counts.
        if (m_job.isRunning())
            ++m_total.counts[size_t(record.kind)];
        if (isShown(m_records.size() - 1))
            rows.push_back(quint32(m_records.size() - 1));
    }
    if (!rows.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + int(rows.size()) - 1);
        m_rows.insert(m_rows.end(), rows.begin(), rows.end());
        endInsertRows();
    }
    emit changed();
}

void RecordComparisonModel::setKindShown(DifferenceKind kind, bool isShown)
{
    if (isShown == !m_isHidden[size_t(kind)])
        return;
    m_isHidden[size_t(kind)] = !isShown;
    chooseRows();
}

void RecordComparisonModel::setFilter(const QString &text)
{
    if (text == m_filter)
        return;
    m_filter = text;
    startFilter();
    emit changed();
}

/// Looks at all records that were found. While more are being found it waits: the filter runs once all are there.
void RecordComparisonModel::startFilter()
{
    m_filterJob.drop();
    FilterError error;
    const auto filter = Filter::parse(m_filter.toUtf8(), &error);
    if (!filter)
        emit filterRefused(error.reason);
    if (!filter || m_job.isRunning() || !hasOrder())
        return;
    if (filter->isEmpty()) {
        takePassing(nullptr);
        return;
    }
    auto work = [order = m_order, records = m_records, filter = *filter](Progress &progress) -> Result<std::shared_ptr<const Passing>> {
        progress.setStage(tr("Filtering what differs"));
        auto passing = std::make_shared<Passing>(records.size());
        auto done = markPassing(*order.before.workspace, filter, records, &ComparedRecord::before, progress, *passing);
        if (done)
            done = markPassing(*order.after.workspace, filter, records, &ComparedRecord::after, progress, *passing);
        return done ? Result<std::shared_ptr<const Passing>>(std::move(passing)) : done.error();
    };
    m_filterJob.start(std::move(work), [this](const Result<std::shared_ptr<const Passing>> &passing) {
        if (passing)
            takePassing(*passing);
        else if (passing.error().kind != ErrorKind::Cancelled)
            emit failed(passing.error());
        emit changed();
    });
}

void RecordComparisonModel::takePassing(std::shared_ptr<const Passing> passing)
{
    if (!passing && !m_passing)
        return;
    m_passing = std::move(passing);
    chooseRows();
}

void RecordComparisonModel::chooseRows()
{
    beginResetModel();
    m_rows.clear();
    for (size_t i = 0; i < m_records.size(); ++i) {
        if (isShown(i))
            m_rows.push_back(quint32(i));
    }
    endResetModel();
    emit changed();
}

bool RecordComparisonModel::isShown(size_t place) const
{
    return !m_isHidden[size_t(m_records[place].kind)] && (!m_passing || (place < m_passing->size() && (*m_passing)[place]));
}

void RecordComparisonModel::setTimeZone(TimeZone zone)
{
    m_zone = zone;
    if (!m_rows.empty())
        emit dataChanged(index(0, UpdatedColumn), index(rowCount() - 1, UpdatedColumn), {Qt::DisplayRole});
}

const ComparedRecord *RecordComparisonModel::recordAt(int row) const
{
    return row >= 0 && row < rowCount() ? &m_records[m_rows[size_t(row)]] : nullptr;
}

std::vector<ComparedRecord> RecordComparisonModel::records(const QList<int> &rows) const
{
    std::vector<ComparedRecord> records;
    for (const int row : rows) {
        if (const ComparedRecord *record = recordAt(row))
            records.push_back(*record);
    }
    return records;
}

std::vector<ComparedRecord> RecordComparisonModel::shownRecords() const
{
    std::vector<ComparedRecord> records;
    records.reserve(m_rows.size());
    for (const quint32 place : m_rows)
        records.push_back(m_records[place]);
    return records;
}

int RecordComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int RecordComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

RecordComparisonModel::Lines RecordComparisonModel::linesAt(int row) const
{
    const ComparedRecord &record = *recordAt(row);
    const auto lineOf = [&](int side, RecordRow ComparedRecord::*member) {
        if (!(record.*member).isValid() || !m_readers[side])
            return RecordLine();
        const auto line = m_lines[side].at(*m_readers[side], row, rowCount(), [&](qint64 i) { return recordAt(int(i))->*member; });
        return line ? *line : RecordLine();
    };
    return {lineOf(0, &ComparedRecord::before), lineOf(1, &ComparedRecord::after)};
}

QVariant RecordComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ComparedRecord &record = *recordAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case ToolTipTextRole:
        return toolTip(index.row(), index.column());
    case CopyTextRole:
        return text(index.row(), index.column()).toUtf8();
    case IconIdRole:
        return index.column() == KindColumn ? QVariant(int(differenceIcon(record.kind))) : QVariant();
    case RecordRowRole:
        return QVariant::fromValue(record.before);
    case Qt::TextAlignmentRole:
        return index.column() == FieldsColumn ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

QVariant RecordComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && section == FieldsColumn)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case KindColumn:
        return tr("Difference");
    case AppColumn:
        return tr("App");
    case KeyColumn:
        return tr("Key");
    case RecordIdColumn:
        return tr("Record id");
    case FieldsColumn:
        return tr("Fields");
    case UpdatedColumn:
        return tr("Updated");
    default:
        return {};
    }
}

QString RecordComparisonModel::text(int row, int column) const
{
    const ComparedRecord &record = *recordAt(row);
    if (column == KindColumn)
        return differenceWord(record.kind);
    if (column == FieldsColumn)
        return record.fields > 0 ? numberText(record.fields) : QString();
    const Lines lines = linesAt(row);
    const RecordLine &shown = lines.shown();
    if (!shown.row.isValid())
        return column == KeyColumn ? tr("(deleted meanwhile)") : QString();
    switch (column) {
    case AppColumn: {
        const QByteArray id = appIdOf(shown);
        return visibleText(m_appNames.value(id, id), kMaxAppBytes);
    }
    case KeyColumn:
        return shown.key.isEmpty() ? tr("(no key)") : shown.key;
    case RecordIdColumn:
        return lines.areBoth() && lines.before.encodedId != lines.after.encodedId
                   ? tr("%1 → %2").arg(lines.before.recordId, lines.after.recordId)
                   : shown.recordId;
    case UpdatedColumn: {
        const auto updated = record.after.isValid() ? lines.after.updated : lines.before.updated;
        return updated ? dateText(*updated, m_zone) : QString();
    }
    default:
        return {};
    }
}

QString RecordComparisonModel::toolTip(int row, int column) const
{
    if (column != KeyColumn)
        return text(row, column);
    const Lines lines = linesAt(row);
    return lines.areBoth() && lines.before.key != lines.after.key ? tr("%1\n→ %2").arg(lines.before.key, lines.after.key)
                                                                  : text(row, column);
}

} // namespace persistence
