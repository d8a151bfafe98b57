#include "model/transfer/exporter.h"

#include "model/sinks/bsonsink.h"
#include "model/sinks/gzipsink.h"
#include "model/sinks/xlsxsink.h"
#include "model/transfer/aheadsink.h"
#include "model/transfer/bodyfeed.h"
#include "model/transfer/exportmanifest.h"
#include "model/transfer/exporttarget.h"
#include "model/transfer/fieldprojection.h"
#include "model/transfer/recordcounter.h"
#include "model/transfer/sinkmaker.h"
#include "model/transfer/workspacesink.h"
#include "model/workspace/bodyreader.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

Error countMismatch(qint64 announced, qint64 written)
{
    return {ErrorKind::Failed,
            Texts::tr("%1 records were announced, but %2 would be in the file.").arg(QString::number(announced), QString::number(written)),
            {}};
}

/// One export, from the look at all records to the file with its name.
class Exporting final
{
public:
    Exporting(const Workspace &workspace, const ExportRequest &request, Progress &progress)
        : m_workspace(workspace)
        , m_request(request)
        , m_options(request.options)
        , m_info(exportFormat(request.options.format))
        , m_progress(progress)
    {
    }

    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<ExportResult> toStream(ByteSink &output);
    [[nodiscard]] Result<ExportResult> toFile(const QString &path);
    [[nodiscard]] Result<ExportResult> toFolder(const QString &path);
    [[nodiscard]] Result<ExportResult> toWorkspace(const QString &path);
    /// With what a person wants to know after a failure: what became of their file.
    [[nodiscard]] Error withFate(Error error) const;

private:
    void prepareTransform();
    [[nodiscard]] Result<void> look();
    [[nodiscard]] Result<void> lookForMessages();
    [[nodiscard]] Result<void> openNames();
    [[nodiscard]] Result<void> pour(RecordSink &sink);
    [[nodiscard]] Result<void> pourStream(ByteSink &output);
    [[nodiscard]] Result<void> pourWorkbook(ExportFile &file);
    [[nodiscard]] Result<void> pourFile(ExportFile &file);
    [[nodiscard]] Result<void> readBack(const ExportFile &file);
    [[nodiscard]] Result<void> checkCount(const Result<qint64> &counted) const;
    [[nodiscard]] ExportResult result(qint64 bytes) const;

    const Workspace &m_workspace;
    const ExportRequest &m_request;
    const ExportOptions &m_options;
    const ExportFormatInfo &m_info;
    Progress &m_progress;
    std::unique_ptr<BodyReader> m_reader;
    std::unique_ptr<Redaction> m_redaction;
    std::unique_ptr<FieldProjection> m_projection;
    BodyTransform m_transform;
    ExportColumns m_columns;
    std::unique_ptr<Reader> m_nameReader;
    QHash<QByteArray, QByteArray> m_appNames;
    NameOf m_nameOf;
    qint64 m_written = 0;
    qint64 m_inexact = 0;
    QStringList m_notes;
    bool m_isPublished = false; ///< the file has its name
};

Result<void> Exporting::prepare()
{
    if (auto checked = checkOptions(m_options); !checked)
        return checked;
    auto reader = BodyReader::open(m_workspace);
    if (!reader)
        return reader.error();
    m_reader = *std::move(reader);
    prepareTransform();
    if (auto opened = openNames(); !opened)
        return opened;
    return look();
}

void Exporting::prepareTransform()
{
    if (m_request.redaction)
        m_redaction =
            std::make_unique<Redaction>(*m_request.redaction, m_request.salt.isEmpty() ? Pseudonyms::randomSalt() : m_request.salt);
    if (!m_options.fields.empty() && !m_info.isTable)
        m_projection = std::make_unique<FieldProjection>(m_options.fields);
    if (!m_redaction && !m_projection)
        return;
    m_transform = [this](Collection, QByteArrayView body) {
        const QByteArrayView redacted = m_redaction ? m_redaction->apply(body) : body;
        return m_projection ? m_projection->apply(redacted) : redacted;
    };
}

/// The columns of a table are the fields of all records, so all are looked at before the first is written.
Result<void> Exporting::look()
{
    if (m_options.format == ExportFormat::Archive)
        return lookForMessages();
    if (!m_options.fields.empty() && m_info.isTable)
        m_columns.fields = std::make_shared<FieldTree>(m_options.fields);
    const bool isUnion = m_info.isTable && m_options.fields.empty();
    if (!isUnion && m_options.format != ExportFormat::CsvExact)
        return {};
    m_progress.setStage(Texts::tr("Looking for fields"));
    auto looked = feedBodies(*m_reader, m_request.rows, m_transform, m_progress, [&](const SinkRecord &record) -> Result<void> {
        if (isUnion)
            m_columns.fields->add(bson::DocumentView(record.body));
        else
            m_columns.exact.add(bson::DocumentView(record.body));
        return {};
    });
    m_columns.fields->finish();
    m_progress.records = 0;
    if (m_redaction)
        m_redaction->resetCounts();
    return looked;
}

/// An archive names its collections before the first record.
Result<void> Exporting::lookForMessages()
{
    if (!m_reader->holdsMessages())
        return {};
    m_progress.setStage(Texts::tr("Looking for messages"));
    return m_reader->read(m_request.rows, m_progress, [this](Collection collection, QByteArrayView) {
        m_columns.hasMessages = collection == Collection::Messages;
        return !m_columns.hasMessages && !m_progress.isCancelled();
    });
}

Result<void> Exporting::openNames()
{
    if (!m_options.hasNames)
        return {};
    auto reader = m_workspace.reader();
    if (!reader)
        return reader.error();
    m_nameReader = *std::move(reader);
    const auto apps = m_nameReader->apps();
    if (!apps)
        return apps.error();
    for (const AppSummary &app : *apps)
        m_appNames.insert(app.appId, app.name);
    m_nameOf = [this](QByteArrayView model, QByteArrayView id) {
        return model == "app" ? m_appNames.value(id.toByteArray()) : m_nameReader->label(model, id);
    };
    return {};
}

Result<void> Exporting::pour(RecordSink &sink)
{
    m_progress.setStage(Texts::tr("Exporting"));
    if (auto begun = sink.begin(); !begun)
        return begun;
    auto fed = feedBodies(*m_reader, m_request.rows, m_transform, m_progress, [&](const SinkRecord &record) {
        ++m_written;
        return sink.write(record);
    });
    if (!fed)
        return fed;
    if (m_written != qint64(m_request.rows.size()))
        return countMismatch(qint64(m_request.rows.size()), m_written);
    if (auto ended = sink.end(); !ended)
        return ended;
    m_inexact = sink.inexactRecords();
    m_notes += sink.notes();
    return {};
}

Result<void> Exporting::pourStream(ByteSink &output)
{
    const auto gzip = m_options.isGzipped ? makeGzipSink(output) : nullptr;
    AheadSink to(gzip ? *gzip : output);
    const auto sink = makeStreamSink(to, m_options, m_columns, m_nameOf);
    if (auto poured = pour(*sink); !poured)
        return poured;
    return to.finish();
}

Result<void> Exporting::pourWorkbook(ExportFile &file)
{
    const auto parts = file.makePartsFolder();
    if (!parts)
        return parts.error();
    const auto sink = makeXlsxSink(file.buildPath(), *parts, makeTableRows(m_options, m_columns, m_nameOf));
    if (auto poured = pour(*sink); !poured)
        return poured;
    return flushFile(file.buildPath());
}

Result<ExportResult> Exporting::toStream(ByteSink &output)
{
    if (!m_info.isStream())
        return Error{
            ErrorKind::Failed, Texts::tr("The format %1 cannot go to standard output. Name a file.").arg(QLatin1StringView(m_info.id)), {}};
    if (auto poured = pourStream(output); !poured)
        return poured.error();
    return result(0);
}

Result<ExportResult> Exporting::toFile(const QString &path)
{
    auto created = ExportFile::create(path, untouchableFiles(m_workspace.path(), m_request.sources));
    if (!created)
        return created.error();
    ExportFile &file = **created;
    if (auto filled = m_options.format == ExportFormat::Xlsx ? pourWorkbook(file) : pourFile(file); !filled)
        return filled.error();
    const ExportResult counted = result(QFileInfo(file.buildPath()).size());
    std::optional<ExportManifest> manifest;
    if (m_request.hasManifest) {
        auto made = ExportManifest::of({file.buildPath()}, {QFileInfo(path).fileName()}, m_request, counted);
        if (!made)
            return made.error();
        manifest = *std::move(made);
    }
    if (m_progress.isCancelled())
        return Error::cancelled();
    auto published = file.publish();
    m_isPublished = file.isPublished();
    if (published && manifest)
        published = manifest->write(path + QStringLiteral(".manifest.json"));
    return published ? Result<ExportResult>(counted) : published.error();
}

Result<void> Exporting::pourFile(ExportFile &file)
{
    auto poured = pourStream(file.writer());
    return poured ? readBack(file) : poured;
}

/// A stream that counts itself is counted while it is compared; what is compressed or has parts is read by its source.
Result<void> Exporting::readBack(const ExportFile &file)
{
    m_progress.setStage(Texts::tr("Reading back"));
    RecordCounter counter(m_options.format);
    const bool isCounted = !m_options.isGzipped && counter.count().has_value();
    auto read = file.writer().readBack([&](QByteArrayView bytes) {
        if (isCounted)
            counter.add(bytes);
    });
    if (!read)
        return read;
    if (isCounted)
        return checkCount(*counter.count());
    const bool canBeImported = m_info.isLossless || m_options.format == ExportFormat::Relaxed;
    return canBeImported ? checkCount(countBySource(file.buildPath())) : read;
}

Result<void> Exporting::checkCount(const Result<qint64> &counted) const
{
    if (!counted)
        return counted.error();
    return *counted == m_written ? Result<void>() : countMismatch(m_written, *counted);
}

Result<ExportResult> Exporting::toFolder(const QString &path)
{
    auto folder = ExportFolder::create(path);
    if (!folder)
        return folder.error();
    const auto makeFile = [&](const QByteArray &name) -> Result<ByteSink *> {
        auto file = (*folder)->makeFile(name);
        return file ? Result<ByteSink *>(*file) : file.error();
    };
    const auto sink = makeFolderSink(makeFile, m_options.isGzipped);
    auto done = pour(*sink);
    qint64 bytes = 0;
    for (const auto &file : (*folder)->files()) {
        if (done)
            done = file->readBack([](QByteArrayView) {});
        bytes += file->size();
    }
    if (done)
        done = checkCount(countBySource((*folder)->buildPath()));
    if (done)
        done = (*folder)->publish();
    if (!done)
        return done.error();
    return result(bytes);
}

Result<ExportResult> Exporting::toWorkspace(const QString &path)
{
    auto sink =
        makeWorkspaceSink(path, m_request.sourceName, *m_reader, m_redaction ? CopiedLabels::OfApps : CopiedLabels::All, m_progress);
    if (!sink)
        return sink.error();
    if (auto poured = pour(**sink); !poured)
        return poured.error();
    return result(QFileInfo(path).size());
}

ExportResult Exporting::result(qint64 bytes) const
{
    const qint64 fields = m_info.isTable ? qint64(m_columns.fields->columns().size()) : 0;
    const bool isExactKind = m_info.isLossless || m_options.format == ExportFormat::Relaxed || m_options.format == ExportFormat::Mongosh;
    return {m_written, fields, bytes, isExactKind ? m_inexact : 0, m_redaction ? m_redaction->counts() : RedactionCounts(), m_notes};
}

Error Exporting::withFate(Error error) const
{
    if (error.kind != ErrorKind::Cancelled)
        error.message += u' ' + (m_isPublished ? Texts::tr("The file itself is complete.")
                                               : Texts::tr("Nothing was exported; an older file of that name is as it was."));
    return error;
}

} // namespace

Result<ExportResult> exportRecords(const Workspace &workspace, const ExportRequest &request, const QString &path, Progress &progress)
{
    Exporting exporting(workspace, request, progress);
    if (auto prepared = exporting.prepare(); !prepared)
        return exporting.withFate(prepared.error());
    auto result = request.options.format == ExportFormat::Folder      ? exporting.toFolder(path)
                  : request.options.format == ExportFormat::Workspace ? exporting.toWorkspace(path)
                                                                      : exporting.toFile(path);
    if (!result)
        return exporting.withFate(result.error());
    return result;
}

Result<ExportResult> exportRecords(const Workspace &workspace, const ExportRequest &request, ByteSink &output, Progress &progress)
{
    Exporting exporting(workspace, request, progress);
    if (auto prepared = exporting.prepare(); !prepared)
        return prepared.error();
    return exporting.toStream(output);
}

} // namespace persistence
