#include "model/items/bulkpreviewmodel.h"

#include "model/items/differencemodel.h"
#include "model/items/itemtext.h"
#include "model/items/recordline.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"

namespace persistence {

namespace {

constexpr size_t kMaxLinesOfRecord = 100;

QString recordName(Reader &reader, const Record &record)
{
    RecordSummary summary;
    summary.row = record.row;
    summary.collection = record.collection;
    summary.head = record.body;
    const RecordLine line = recordLine(summary, [&](QByteArrayView model, QByteArrayView id) { return reader.label(model, id); });
    return line.key.isEmpty() ? BulkPreviewModel::tr("(no key)") : line.key;
}

} // namespace

/// One look at all records, on a pool thread.
class BulkPreviewModel::Look final
{
public:
    using Send = std::function<void(std::vector<Line>)>;

    Look(Reader &reader, const BodyVerb &verb, const TextReplacer *replacer, int samples, Progress &progress, Send send)
        : m_reader(reader)
        , m_verb(verb)
        , m_replacer(replacer)
        , m_wanted(samples)
        , m_progress(progress)
        , m_send(std::move(send))
    {
    }

    Result<BulkCount> run(const RecordSelection &selection)
    {
        Result<void> state;
        auto read = rowsOf(m_reader, selection, m_progress, [&](std::span<const RecordRow> rows) {
            for (const RecordRow row : rows) {
                state = look(row);
                if (!state || m_progress.isCancelled())
                    return false;
            }
            return true;
        });
        if (read && m_progress.isCancelled())
            read = Error::cancelled();
        if (!read || !state)
            return read ? state.error() : read.error();
        if (m_samples < m_wanted)
            m_send(std::move(m_lines));
        return std::move(m_count);
    }

private:
    Result<void> look(RecordRow row)
    {
        Record record;
        const auto after = countChange(m_reader, row, m_verb, m_count, record);
        if (!after)
            return after.error();
        ++m_progress.done;
        if (*after && m_samples < m_wanted) {
            addLines(record, **after);
            if (++m_samples == m_wanted)
                m_send(std::move(m_lines));
        }
        return {};
    }

    void addLines(const Record &record, const QByteArray &after)
    {
        const QString name = recordName(m_reader, record);
        size_t count = 0;
        for (const Difference &difference : differences(bson::DocumentView(record.body), bson::DocumentView(after))) {
            // An item of an array may count as one that went and one that came: the first says both.
            if (m_replacer && !difference.before)
                continue;
            if (++count > kMaxLinesOfRecord)
                return;
            m_lines.push_back(lineOf(name, difference));
        }
    }

    Line lineOf(const QString &name, const Difference &difference) const
    {
        Line line{differenceIcon(difference.kind),
                  {name, visibleText(difference.path.toText()), differenceText(difference, difference.before, false),
                   differenceText(difference, difference.after, false)}};
        if (m_replacer && difference.before && difference.before->type() == bson::Type::String) {
            const ReplacedText replaced = replacedText(difference.before->toText(), *m_replacer);
            line.texts[BeforeColumn] = replaced.before.text;
            line.texts[AfterColumn] = replaced.after.text;
            line.marks[BeforeColumn] = replaced.before.marks;
            line.marks[AfterColumn] = replaced.after.marks;
        }
        return line;
    }

    Reader &m_reader;
    const BodyVerb &m_verb;
    const TextReplacer *m_replacer;
    int m_wanted;
    Progress &m_progress;
    Send m_send;
    BulkCount m_count;
    std::vector<Line> m_lines;
    int m_samples = 0;
};

BulkPreviewModel::BulkPreviewModel(std::shared_ptr<Workspace> workspace, RecordSelection selection, int samples, QObject *parent)
    : QAbstractTableModel(parent)
    , m_workspace(std::move(workspace))
    , m_selection(std::move(selection))
    , m_samples(samples)
{
}

BulkPreviewModel::~BulkPreviewModel() = default;

void BulkPreviewModel::setSelection(RecordSelection selection)
{
    clear();
    m_selection = std::move(selection);
}

void BulkPreviewModel::preview(const BodyVerb &verb, const std::shared_ptr<const TextReplacer> &replacer)
{
    m_job.drop();
    m_isComplete = false;
    m_count = {};
    const quint64 ticket = ++m_ticket;
    // All jobs end before this model does; what it posted is dropped with the model, or by its ticket.
    const auto send = [this, ticket](std::vector<Line> lines) {
        QMetaObject::invokeMethod(
            this,
            [this, ticket, lines = std::move(lines)]() mutable {
                if (ticket == m_ticket)
                    showLines(std::move(lines));
            },
            Qt::QueuedConnection);
    };
    const auto work = [workspace = m_workspace, selection = m_selection, verb, replacer, samples = m_samples,
                       send](Progress &progress) -> Result<BulkCount> {
        const auto reader = workspace->reader();
        return reader ? Look(**reader, verb, replacer.get(), samples, progress, send).run(selection) : reader.error();
    };
    m_job.start(work, [this](Result<BulkCount> count) {
        m_isComplete = count.isOk();
        if (count)
            m_count = *std::move(count);
        else if (count.error().kind != ErrorKind::Cancelled)
            emit failed(count.error());
        emit changed();
    });
    emit changed();
}

void BulkPreviewModel::clear()
{
    m_job.drop();
    ++m_ticket;
    m_isComplete = false;
    m_count = {};
    showLines({});
}

void BulkPreviewModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    if (rowCount() > 0)
        emit dataChanged(index(0, BeforeColumn), index(rowCount() - 1, AfterColumn));
}

qint64 BulkPreviewModel::seen() const
{
    return m_job.isRunning() ? m_job.progress()->done.load() : m_count.seen;
}

void BulkPreviewModel::showLines(std::vector<Line> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    endResetModel();
    emit changed();
}

int BulkPreviewModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int BulkPreviewModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant BulkPreviewModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Line &line = m_lines[size_t(index.row())];
    const bool isHidden = m_areValuesHidden && index.column() >= BeforeColumn && !line.texts[index.column()].isEmpty();
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return isHidden ? hiddenText() : line.texts[index.column()];
    case CopyTextRole:
        return isHidden ? QByteArray() : line.texts[index.column()].toUtf8();
    case MarksRole:
        return isHidden ? QVariant() : QVariant::fromValue(line.marks[index.column()]);
    case IconIdRole:
        return index.column() == PathColumn ? QVariant(int(line.icon)) : QVariant();
    default:
        return {};
    }
}

QVariant BulkPreviewModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case RecordColumn:
        return tr("Record");
    case PathColumn:
        return tr("Path");
    case BeforeColumn:
        return tr("Before");
    case AfterColumn:
        return tr("After");
    default:
        return {};
    }
}

} // namespace persistence
