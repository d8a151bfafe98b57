#include "ui/window/activityrecorder.h"

#include "model/workspace/workspace.h"
#include "ui/window/exportrunner.h"
#include "ui/window/opener.h"

namespace persistence {

namespace {

using Kind = ActivityModel::Kind;
using Outcome = ActivityModel::Outcome;

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
