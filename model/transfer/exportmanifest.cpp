#include "model/transfer/exportmanifest.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/transfer/exporttarget.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QFile>

#include <limits>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

Result<QByteArray> sha256Of(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return Error{ErrorKind::Failed, Texts::tr("The file could not be read back for its manifest: %1.").arg(file.errorString()), {}};
    return hash.result().toHex();
}

/// An int32 if it fits, so that it stands without a wrapper.
void appendNumber(bson::Builder &builder, QByteArrayView name, qint64 value)
{
    if (value <= std::numeric_limits<qint32>::max())
        builder.appendInt32(name, qint32(value));
    else
        builder.appendInt64(name, value);
}

} // namespace

Result<ExportManifest> ExportManifest::of(const QStringList &files, const QStringList &names, const ExportRequest &request,
                                          const ExportResult &result)
{
    bson::Builder builder;
    builder.appendString("program", "persistence-browser " PB_VERSION);
    builder.appendString("source", request.sourceName.toUtf8());
    builder.appendString("filter", request.filter.toUtf8());
    builder.appendString("format", exportFormat(request.options.format).id);
    builder.openArray("fields");
    for (size_t i = 0; i < request.options.fields.size(); ++i)
        builder.appendString(QByteArray::number(i), request.options.fields[i].toText());
    builder.close();
    appendNumber(builder, "records", result.records);
    appendNumber(builder, "inexact", result.inexact);
    if (request.redaction) {
        builder.openDocument("redaction");
        builder.appendString("profile", request.redaction->name.toUtf8());
        appendNumber(builder, "masked", result.redacted.masked);
        appendNumber(builder, "hashed", result.redacted.hashed);
        appendNumber(builder, "dropped", result.redacted.dropped);
        builder.close();
    }
    builder.openArray("files");
    for (qsizetype i = 0; i < files.size(); ++i) {
        const auto hash = sha256Of(files[i]);
        if (!hash)
            return hash.error();
        builder.openDocument(QByteArray::number(i));
        builder.appendString("name", names[i].toUtf8());
        appendNumber(builder, "bytes", QFile(files[i]).size());
        builder.appendString("sha256", *hash);
        builder.close();
    }
    builder.close();
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(builder.finish()), {bson::JsonMode::Relaxed, 2}, text);
    return ExportManifest(text + '\n');
}

Result<void> ExportManifest::write(const QString &path) const
{
    auto file = ExportFile::create(path, {});
    if (!file)
        return file.error();
    auto done = (*file)->writer().write(m_text);
    if (done)
        done = (*file)->writer().finish();
    if (done)
        done = (*file)->writer().readBack([](QByteArrayView) {});
    return done ? (*file)->publish() : done;
}

} // namespace persistence
