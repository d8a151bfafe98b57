#include "model/items/historymodel.h"

#include "model/items/listdifference.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPageSize = 64;
constexpr int kFilterPage = 1'000;

bool isUndone(const Change &change)
{
    return change.state == ChangeState::Undone || change.state == ChangeState::Abandoned;
}

bool isNumberColumn(int column)
{
    return column == HistoryModel::NumberColumn || column == HistoryModel::RecordsColumn || column == HistoryModel::SizeColumn;
}

bool matches(const Change &change, const QString &text)
{
    for (const QString &part : {change.title, change.author, sourceText(change.source), QString::number(change.row.value)}) {
        if (part.contains(text, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

Result<std::vector<qint64>> matchingChanges(History &history, const QString &filter, Progress &progress)
{
    std::vector<qint64> numbers;
    ChangeRow before;
    while (!progress.isCancelled()) {
        const auto page = history.changes(before, kFilterPage);
        if (!page)
            return page.error();
        for (const Change &change : *page) {
            if (matches(change, filter))
                numbers.push_back(change.row.value);
        }
        if (page->size() < kFilterPage)
            return numbers;
        before = page->last().row;
    }
    return Error::cancelled();
}

Result<std::vector<qint64>> changesOfRecord(History &history, RecordRow record, const QString &filter, Progress &progress)
{
    const auto all = history.changeNumbersOf(record);
    if (!all)
        return all.error();
    std::vector<qint64> numbers;
    for (const ChangeRow row : *all) {
        if (progress.isCancelled())
            return Error::cancelled();
        if (!filter.isEmpty()) {
            const auto change = history.change(row);
            if (!change)
                return change.error();
            if (!*change || !matches(**change, filter))
                continue;
        }
        numbers.push_back(row.value);
    }
    if (all->empty() || !filter.isEmpty())
        return numbers;
    const auto first = history.version(record, {});
    if (!first)
        return first.error();
    if (*first)
        numbers.push_back(0);
    return numbers;
}

} // namespace

QString sourceText(ChangeSource source)
{
    switch (source) {
    case ChangeSource::Import:
        return HistoryModel::tr("import");
    case ChangeSource::Edit:
        return HistoryModel::tr("edit");
    case ChangeSource::BulkEdit:
        return HistoryModel::tr("bulk edit");
    case ChangeSource::Revert:
        return HistoryModel::tr("revert");
    case ChangeSource::Undo:
        return HistoryModel::tr("undo");
    case ChangeSource::Redo:
        return HistoryModel::tr("redo");
    case ChangeSource::Pull:
        return HistoryModel::tr("pull");
    case ChangeSource::Push:
        return HistoryModel::tr("push");
    case ChangeSource::Compaction:
        return HistoryModel::tr("compaction");
    }
    return {};
}

HistoryModel::HistoryModel(QObject *parent) : QAbstractTableModel(parent)
{
}

HistoryModel::~HistoryModel() = default;

void HistoryModel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_job.stop();
    m_history.reset();
    m_workspace = std::move(workspace);
    if (m_workspace) {
        if (auto history = m_workspace->history())
            m_history = std::move(*history);
        else
            report(history.error());
    }
    show(false, {}, m_filter);
}

void HistoryModel::showAll()
{
    if (!m_isShowingAll)
        show(true, {}, m_filter);
}

void HistoryModel::showRecord(RecordRow record)
{
    if (m_isShowingAll || record != m_record)
        show(false, record, m_filter);
}

void HistoryModel::setFilter(const QString &text)
{
    if (text != m_filter)
        show(m_isShowingAll, m_record, text);
}

/// Empties the table and fills it again.
void HistoryModel::show(bool isShowingAll, RecordRow record, const QString &filter)
{
    m_job.drop();
    beginResetModel();
    m_isShowingAll = isShowingAll;
    m_record = record;
    m_filter = filter;
    m_span = {};
    m_numbers.clear();
    m_changes.clear();
    endResetModel();
    refresh();
}

void HistoryModel::refresh()
{
    forgetPages();
    if (!m_history)
        emit loadingChanged();
    else if (isSpan())
        readSpan();
    else
        readList();
}

/// What was undone since says so.
void HistoryModel::forgetPages()
{
    m_changes.clear();
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void HistoryModel::readSpan()
{
    const auto span = m_history->span();
    if (!span) {
        report(span.error());
        return;
    }
    const bool isGrown =
        m_span.newest.isValid() && span->newest >= m_span.newest && span->oldest >= m_span.oldest && span->oldest <= m_span.newest;
    if (!isGrown) {
        beginResetModel();
        m_span = *span;
        endResetModel();
    } else {
        if (span->newest > m_span.newest) {
            beginInsertRows({}, 0, int(span->newest.value - m_span.newest.value) - 1);
            m_span.newest = span->newest;
            endInsertRows();
        }
        if (span->oldest > m_span.oldest) {
            const int gone = int(span->oldest.value - m_span.oldest.value);
            beginRemoveRows({}, rowCount() - gone, rowCount() - 1);
            m_span.oldest = span->oldest;
            endRemoveRows();
        }
    }
    emit loadingChanged();
}

void HistoryModel::readList()
{
    if (!m_record.isValid() && !m_isShowingAll) {
        emit loadingChanged();
        return;
    }
    auto work = [workspace = m_workspace, record = m_record, filter = m_filter](Progress &progress) -> Result<std::vector<qint64>> {
        const auto history = workspace->history();
        if (!history)
            return history.error();
        return record.isValid() ? changesOfRecord(**history, record, filter, progress) : matchingChanges(**history, filter, progress);
    };
    m_job.start(std::move(work), [this](Result<std::vector<qint64>> numbers) { takeList(std::move(numbers)); });
    emit loadingChanged();
}

void HistoryModel::takeList(Result<std::vector<qint64>> numbers)
{
    struct Rows
    {
        HistoryModel &model;
        void remove(int first, int count)
        {
            model.beginRemoveRows({}, first, first + count - 1);
            model.m_numbers.erase(model.m_numbers.begin() + first, model.m_numbers.begin() + first + count);
            model.endRemoveRows();
        }
        void insert(int first, const qint64 *keys, int count)
        {
            model.beginInsertRows({}, first, first + count - 1);
            model.m_numbers.insert(model.m_numbers.begin() + first, keys, keys + count);
            model.endInsertRows();
        }
        void move(int, int) { Q_UNREACHABLE(); } // both lists fall
    };
    if (numbers)
        applyDifference(m_numbers, *numbers, Rows{*this});
    else
        report(numbers.error());
    emit loadingChanged();
}

ChangeRow HistoryModel::numberAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return ChangeRow{isSpan() ? m_span.newest.value - row : m_numbers[size_t(row)]};
}

bool HistoryModel::isOrigin(int row) const
{
    return row >= 0 && row < rowCount() && !numberAt(row).isValid();
}

int HistoryModel::rowOf(ChangeRow change) const
{
    if (!change.isValid())
        return -1;
    if (isSpan())
        return change >= m_span.oldest && change <= m_span.newest ? int(m_span.newest.value - change.value) : -1;
    const auto found = std::find(m_numbers.begin(), m_numbers.end(), change.value);
    return found == m_numbers.end() ? -1 : int(found - m_numbers.begin());
}

Change HistoryModel::changeAt(int row) const
{
    const ChangeRow number = numberAt(row);
    if (!number.isValid() || !m_history)
        return {};
    if (const Change *cached = m_changes.object(number.value))
        return *cached;
    if (!isSpan()) {
        const auto change = m_history->change(number);
        if (!change)
            report(change.error());
        m_changes.insert(number.value, new Change(change && *change ? **change : Change()));
        return *m_changes.object(number.value);
    }
    const int first = row - row % kPageSize;
    const auto page = m_history->changes(ChangeRow{numberAt(first).value + 1}, kPageSize);
    if (!page) {
        report(page.error());
        return {};
    }
    for (const Change &change : *page)
        m_changes.insert(change.row.value, new Change(change));
    const Change *read = m_changes.object(number.value);
    return read ? *read : Change();
}

void HistoryModel::setTimeZone(TimeZone zone)
{
    m_timeZone = zone;
    if (rowCount() > 0)
        emit dataChanged(index(0, TimeColumn), index(rowCount() - 1, TimeColumn), {Qt::DisplayRole});
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    if (!isSpan())
        return int(m_numbers.size());
    return m_span.newest.isValid() ? int(m_span.newest.value - m_span.oldest.value) + 1 : 0;
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (isOrigin(index.row())) {
        const bool isText = role == Qt::DisplayRole || role == ToolTipTextRole || role == SearchTextRole;
        return isText && index.column() == TitleColumn ? QVariant(tr("Before the first change")) : QVariant();
    }
    switch (role) {
    case ToolTipTextRole:
        if (const Change change = changeAt(index.row()); index.column() == RecordsColumn && change.import != 0)
            return tr("%1 new, %2 replaced").arg(numberText(change.added), numberText(change.images));
        [[fallthrough]];
    case Qt::DisplayRole:
        return text(changeAt(index.row()), index.column());
    case SearchTextRole:
        return text(changeAt(index.row()), TitleColumn);
    case CopyTextRole:
        return text(changeAt(index.row()), index.column()).toUtf8();
    case IconIdRole:
        return index.column() == TitleColumn ? QVariant(int(iconOf(changeAt(index.row())))) : QVariant();
    case Qt::TextAlignmentRole:
        return isNumberColumn(index.column()) ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    default:
        return {};
    }
}

void HistoryModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    if (rowCount() > 0)
        emit dataChanged(index(0, TitleColumn), index(rowCount() - 1, TitleColumn));
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Vertical)
        return role == Qt::DisplayRole ? QVariant(section + 1) : QVariant();
    if (role == Qt::TextAlignmentRole && isNumberColumn(section))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NumberColumn:
        return tr("No.");
    case TimeColumn:
        return tr("Time");
    case TitleColumn:
        return tr("Change");
    case SourceColumn:
        return tr("Source");
    case AuthorColumn:
        return tr("Who");
    case RecordsColumn:
        return tr("Records");
    case SizeColumn:
        return tr("Size");
    default:
        return {};
    }
}

QString HistoryModel::text(const Change &change, int column) const
{
    if (!change.row.isValid())
        return {};
    switch (column) {
    case NumberColumn:
        return QString::number(change.row.value);
    case TimeColumn:
        return dateText(change.madeAt, m_timeZone);
    case TitleColumn: {
        const QString title = visibleText((m_areValuesHidden ? titleWithoutTexts(change.title) : change.title).toUtf8());
        return isUndone(change) ? tr("%1 (undone)").arg(title) : title;
    }
    case SourceColumn:
        return sourceText(change.source);
    case AuthorColumn:
        return visibleText(change.author.toUtf8());
    case RecordsColumn:
        return numberText(change.images + change.added);
    case SizeColumn:
        return sizeText(change.bytes);
    default:
        return {};
    }
}

IconId HistoryModel::iconOf(const Change &change) const
{
    if (isUndone(change))
        return IconId::Undone;
    switch (change.source) {
    case ChangeSource::Import:
    case ChangeSource::Pull:
        return IconId::Import;
    case ChangeSource::Revert:
    case ChangeSource::Undo:
        return IconId::Revert;
    case ChangeSource::BulkEdit:
        return IconId::ChangeRecords;
    default:
        return IconId::Record;
    }
}

void HistoryModel::report(const Error &error) const
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    // Later, because a view may be drawing just now.
    auto *self = const_cast<HistoryModel *>(this);
    QMetaObject::invokeMethod(
        self, [self, error] { emit self->failed(error); }, Qt::QueuedConnection);
}

} // namespace persistence
