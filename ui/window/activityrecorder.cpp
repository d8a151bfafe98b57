#include "ui/window/activityrecorder.h"

#include "model/items/recordcomparisonmodel.h"
#include "model/items/recordtablemodel.h"
#include "model/workspace/workspace.h"
#include "ui/window/exportrunner.h"
#include "ui/window/opener.h"

#include <QDateTime>

namespace persistence {

namespace {

using Kind = ActivityModel::Kind;

QString recordsText(qint64 count)
{
    return countedText(count, ActivityRecorder::tr("1 record"), ActivityRecorder::tr("%1 records"));
}

QString importText(const ImportResult &result)
{
    return ActivityRecorder::tr("%1 read, %2 good, %3 problems")
        .arg(numberText(result.read), numberText(result.good), numberText(result.problems));
}

} // namespace

ActivityRecorder::ActivityRecorder(ActivityModel &log, const Opener &opener, const ExportRunner &exports, QObject *parent)
    : QObject(parent)
    , m_log(log)
{
    m_slow.setSingleShot(true);
    connect(&m_slow, &QTimer::timeout, this, &ActivityRecorder::beginSearch);
    watchOpener(opener);
    watchExports(exports);
}

void ActivityRecorder::watchOpener(const Opener &opener)
{
    connect(&opener, &Opener::started, this, [this](const std::shared_ptr<Progress> &progress, bool isWriting) {
        m_opening = m_log.begin(progress->stage(), isWriting ? Kind::Writes : Kind::Reads);
    });
    // Whoever stopped it hears no more; any other outcome follows.
    connect(&opener, &Opener::idle, this, [this] { m_log.end(m_opening, Outcome::Stopped); });
    // What is asked for while another job runs is refused at once, which is no outcome of that one.
    const auto done = [this](const OpenedFiles &opened) {
        m_log.end(m_opening, Outcome::Done, opened.import ? importText(*opened.import) : QString());
    };
    connect(&opener, &Opener::opened, this, done);
    connect(&opener, &Opener::openedBeside, this, done);
    connect(&opener, &Opener::merged, this,
            [this](const ImportResult &result) { m_log.end(m_opening, Outcome::Done, importText(result)); });
    connect(&opener, &Opener::mergeStopped, this, [this](const QStringList &, const Error &error) { fail(m_opening, error); });
    connect(&opener, &Opener::copySaved, this, [this](const QString &path) { m_log.end(m_opening, Outcome::Done, path); });
    connect(&opener, &Opener::failed, this, [this, &opener](const QStringList &, const Error &error) {
        if (!opener.isBusy())
            fail(m_opening, error);
    });
}

void ActivityRecorder::watchExports(const ExportRunner &exports)
{
    connect(&exports, &ExportRunner::working, this,
            [this](const std::shared_ptr<Progress> &, const QString &title) { m_export = m_log.begin(title, Kind::Writes); });
    connect(&exports, &ExportRunner::idle, this, [this] { m_log.end(m_export, Outcome::Stopped); });
    connect(&exports, &ExportRunner::exported, this,
            [this](const ExportOrder &, const ExportResult &result) { m_log.end(m_export, Outcome::Done, recordsText(result.records)); });
    connect(&exports, &ExportRunner::failed, this, [this, &exports](const Error &error) {
        if (!exports.isBusy())
            fail(m_export, error);
    });
}

void ActivityRecorder::watchSearches(const RecordTableModel &table, int slow)
{
    m_slow.setInterval(slow);
    connect(&table, &RecordTableModel::loadingChanged, this, [this, &table] {
        if (table.isLoading()) {
            endSearch(Outcome::Stopped);
            m_search = 0;
            m_searched = QString::fromUtf8(table.filter().toText());
            m_searchedSince = QDateTime::currentMSecsSinceEpoch();
            if (!m_searched.isEmpty())
                m_slow.start();
        } else if (table.isComplete() && table.group()) {
            endSearch(Outcome::Done, recordsText(table.recordCount()));
            m_search = 0;
        } else {
            endSearch(Outcome::Stopped);
        }
    });
    // Follows the end of the search.
    connect(&table, &RecordTableModel::failed, this, [this](const Error &error) {
        if (m_search > 0)
            fail(m_search, error);
    });
}

/// It takes long by now. What is searched for stands in quotation marks, so that it is left out while values are hidden.
void ActivityRecorder::beginSearch()
{
    if (m_search == 0)
        m_search = m_log.begin(tr("Search \"%1\"").arg(m_searched), Kind::Reads, m_searchedSince);
}

void ActivityRecorder::endSearch(Outcome outcome, const QString &text)
{
    m_slow.stop();
    if (m_searched.isEmpty())
        return;
    // The window may have been too busy to notice in time.
    if (QDateTime::currentMSecsSinceEpoch() - m_searchedSince >= m_slow.interval())
        beginSearch();
    m_searched.clear();
    if (m_search > 0)
        m_log.end(m_search, outcome, text);
}

void ActivityRecorder::watchComparisons(const RecordComparisonModel &comparison)
{
    connect(&comparison, &RecordComparisonModel::changed, this, [this, &comparison] { followComparison(comparison); });
    connect(&comparison, &RecordComparisonModel::failed, this, [this, &comparison](const Error &error) {
        if (!m_isComparing || comparison.isBusy())
            return;
        m_isComparing = false;
        fail(m_comparison, error);
    });
}

void ActivityRecorder::followComparison(const RecordComparisonModel &comparison)
{
    if (comparison.isBusy() == m_isComparing)
        return;
    m_isComparing = comparison.isBusy();
    const ComparisonOrder &order = comparison.order();
    const ComparisonTotal &total = comparison.total();
    if (m_isComparing)
        m_comparison = m_log.begin(tr("Compare %1 with %2").arg(order.before.title, order.after.title), Kind::Reads);
    else if (comparison.isComplete())
        m_log.end(m_comparison, Outcome::Done,
                  tr("%1 equal, %2 differ").arg(numberText(total.of(DifferenceKind::Same)), numberText(total.differing())));
    else
        m_log.end(m_comparison, Outcome::Stopped);
}

void ActivityRecorder::setEditing(const Editing *editing)
{
    if (m_editing)
        m_editing->disconnect(this);
    m_editing = editing;
    if (!editing)
        return;
    connect(editing, &Editing::started, this,
            [this](const std::shared_ptr<Progress> &, const QString &title) { m_change = m_log.begin(title, Kind::Writes); });
    connect(editing, &Editing::finished, this, [this](const Result<Applied> &result) {
        if (!result)
            fail(m_change, result.error());
        else
            m_log.end(m_change, Outcome::Done, result->isWritten() ? recordsText(result->count) : tr("nothing to write"));
    });
}

void ActivityRecorder::fail(int number, const Error &error)
{
    m_log.end(number, error.kind == ErrorKind::Cancelled ? Outcome::Stopped : Outcome::Failed, error.message);
}

} // namespace persistence
