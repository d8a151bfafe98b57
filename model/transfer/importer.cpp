#include "model/transfer/importer.h"

#include "model/bson/displaytext.h"
#include "model/transfer/batchqueue.h"
#include "model/transfer/formats.h"
#include "model/transfer/recordloader.h"
#include "model/workspace/bulkwriter.h"
#include "model/workspace/mergewriter.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <exception>
#include <new>
#include <system_error>
#include <thread>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Import)
};

/// Path, size and time of a source, to know it again; empty for standard input.
QByteArray identityOf(const QString &source)
{
    const QFileInfo info(source);
    if (source == QStringLiteral("-") || !info.exists())
        return {};
    return info.canonicalFilePath().toUtf8() + '\0' + QByteArray::number(info.size()) + '\0' +
           QByteArray::number(info.lastModified().toMSecsSinceEpoch());
}

/// The longest file name in what is told while it is read.
constexpr qsizetype kMaxStageBytes = 200;

QString displayName(const QString &source)
{
    return source == QStringLiteral("-") ? Texts::tr("standard input") : QFileInfo(source).fileName();
}

/// Reads one source on a thread of its own and writes what it gives on the caller's thread.
class SourceImport final
{
public:
    SourceImport(ImportWriter &writer, ImportProgress &progress, const QString &path, HugeRatio hugeRatio)
        : m_writer(writer)
        , m_progress(progress)
        , m_path(path)
        , m_hugeRatio(hugeRatio)
    {
    }

    Result<void> run()
    {
        auto source = openSource(m_path, m_hugeRatio);
        if (!source)
            return source.error();
        m_progress.setStage(Texts::tr("Reading %1").arg(bson::displayText(displayName(m_path).toUtf8(), kMaxStageBytes)));
        const auto position =
            m_writer.begin({displayName(m_path), (*source)->format(), identityOf(m_path), QDateTime::currentMSecsSinceEpoch()});
        if (!position)
            return position.error();

        RecordLoader loader(**source, m_progress, *position);
        const qint64 importRow = m_writer.imports().last().row;
        std::exception_ptr failure;
        auto written = [&] {
            const Reading reading(m_queue, [&] {
                try {
                    loader.run(m_queue, importRow);
                } catch (...) {
                    failure = std::current_exception();
                    m_queue.close();
                }
            });
            return writeBatches();
        }();
        if (failure)
            std::rethrow_exception(failure);
        if (!written && written.error().kind != ErrorKind::Cancelled)
            return written;
        const bool isTooLarge = !loader.state() && loader.state().error().kind == ErrorKind::TooLarge;
        if (m_progress.isCancelled() || isTooLarge) {
            // Whether more is read is for the user to say; it goes on from here.
            if (auto kept = m_writer.keep(); !kept)
                return kept;
            return m_progress.isCancelled() ? Error::cancelled() : loader.state().error();
        }
        // A source that cannot be read on is incomplete; what arrived is kept.
        const QString reason = loader.state() ? (*source)->incompleteReason() : loader.state().error().message;
        return m_writer.end((*source)->format(), reason);
    }

private:
    using Queue = BatchQueue<RecordBatch>;

    /// The thread that reads. Ends with this, whatever stops the writing.
    class Reading final
    {
    public:
        template <typename Work>
        Reading(Queue &queue, Work work) : m_queue(queue)
                                         , m_thread(std::move(work))
        {
        }
        ~Reading()
        {
            m_queue.stop();
            m_thread.join();
        }
        Q_DISABLE_COPY_MOVE(Reading)

    private:
        Queue &m_queue;
        std::thread m_thread;
    };

    Result<void> writeBatches()
    {
        while (RecordBatch *batch = m_queue.takeFull()) {
            if (m_progress.isCancelled())
                return Error::cancelled();
            if (auto appended = m_writer.append(*batch); !appended)
                return appended;
            m_progress.records += qint64(batch->rows().size());
            m_progress.problems += qint64(batch->problems().size());
            m_queue.giveBack(batch);
        }
        return {};
    }

    ImportWriter &m_writer;
    ImportProgress &m_progress;
    QString m_path;
    HugeRatio m_hugeRatio;
    Queue m_queue;
};

/// Bytes of all sources, for the progress; 0 if one of them is not known.
qint64 totalSize(const QStringList &sources)
{
    qint64 total = 0;
    for (const QString &source : sources) {
        const QFileInfo info(source);
        if (!info.isFile())
            return 0;
        total += info.size();
    }
    return total;
}

/// Memory and threads that the system does not give are an error like any other.
template <typename Work>
Result<ImportResult> withinMemory(Work work)
{
    const auto error = [](const char *detail) {
        return Error{ErrorKind::Failed,
                     Texts::tr("There is not enough memory for this import. Close other programs, or import fewer files."),
                     QString::fromUtf8(detail)};
    };
    try {
        return work();
    } catch (const std::bad_alloc &failure) {
        return error(failure.what());
    } catch (const std::system_error &failure) {
        return error(failure.what());
    }
}

Result<ImportResult> importSources(ImportWriter &writer, const ImportOptions &options, ImportProgress &progress)
{
    progress.total = totalSize(options.sources);
    for (const QString &source : options.sources) {
        if (auto imported = SourceImport(writer, progress, source, options.hugeRatio).run(); !imported)
            return imported.error();
    }
    if (auto finished = writer.finish(progress); !finished)
        return finished.error();
    ImportResult result;
    result.imports = writer.imports();
    result.differing = writer.differing();
    for (const ImportSummary &import : result.imports) {
        result.read += import.read;
        result.good += import.good;
        result.problems += import.problems;
        result.replaced += import.replaced;
        result.unchanged += import.unchanged;
        result.labels += import.labels;
        result.skipped += import.skipped;
        result.isComplete = result.isComplete && import.isComplete;
    }
    return result;
}

/// What a person wants to know after a failure: what became of their data.
Error withFate(Error error, const QString &fate)
{
    error.message += u' ' + fate;
    return error;
}

/// Every source is looked at before the first one is read: a wrong name must not show after a long import.
Result<void> checkSources(const ImportOptions &options, const QString &workspacePath)
{
    if (options.sources.isEmpty())
        return Error{ErrorKind::Failed, Texts::tr("Nothing to import: no file was named."), {}};
    for (const QString &source : options.sources) {
        if (source == QStringLiteral("-"))
            continue;
        if (QFileInfo(source).canonicalFilePath() == QFileInfo(workspacePath).canonicalFilePath() && QFileInfo::exists(source))
            return Error{ErrorKind::Failed, Texts::tr("%1 is the workspace itself and cannot be imported into it.").arg(source), {}};
        if (auto opened = openSource(source, options.hugeRatio); !opened)
            return opened.error();
    }
    return {};
}

} // namespace

std::vector<ImportProgress::GroupCount> ImportProgress::counts() const
{
    const std::lock_guard lock(m_countsMutex);
    return m_counts;
}

void ImportProgress::setCounts(std::vector<GroupCount> counts)
{
    const std::lock_guard lock(m_countsMutex);
    m_counts = std::move(counts);
}

Result<ImportResult> importToNewWorkspace(const QString &path, const ImportOptions &options, ImportProgress &progress)
{
    if (auto checked = checkSources(options, path); !checked)
        return checked.error();
    auto result = withinMemory([&]() -> Result<ImportResult> {
        auto writer = BulkWriter::create(path, options.sameId);
        if (!writer)
            return writer.error();
        return importSources(**writer, options, progress);
    });
    if (!result)
        return withFate(result.error(), Texts::tr("No workspace was made; the sources are unchanged."));
    return result;
}

Result<ImportResult> importToWorkspace(Workspace &workspace, const ImportOptions &options, ImportProgress &progress)
{
    if (workspace.isReadOnly())
        return workspace.readOnlyError();
    if (auto checked = checkSources(options, workspace.path()); !checked)
        return checked.error();
    MergeWriter writer(workspace, options.sameId);
    auto result = withinMemory([&] { return importSources(writer, options, progress); });
    if (!result)
        return withFate(
            result.error(),
            Texts::tr(
                "What was there before is kept, and so is what arrived until then; importing the same sources again goes on from there."));
    return result;
}

} // namespace persistence
