#include "app/commands/exporting.h"

#include "app/commands/console.h"
#include "model/sinks/bytesink.h"

#include <QCommandLineParser>
#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const QString kSalt = QStringLiteral("salt");

/// Standard output; what goes wrong there is told at the end of the command.
class OutputSink final : public ByteSink
{
public:
    Result<void> write(QByteArrayView bytes) override
    {
        console::print(bytes.toByteArray());
        return {};
    }
    Result<void> finish() override { return console::flush(); }
};

bool isStandardOutput(const QString &output)
{
    return output == QStringLiteral("-");
}

void printCounts(const ExportResult &result, const QString &output)
{
    bson::Builder builder;
    console::appendNumber(builder, "records", result.records);
    console::appendNumber(builder, "fields", result.fields);
    console::appendNumber(builder, "bytes", result.bytes);
    console::appendNumber(builder, "inexact", result.inexact);
    console::appendNumber(builder, "masked", result.redacted.masked);
    console::appendNumber(builder, "hashed", result.redacted.hashed);
    console::appendNumber(builder, "dropped", result.redacted.dropped);
    const QByteArray text = console::plainJson(builder.finish());
    if (isStandardOutput(output))
        console::printError(QString::fromUtf8(text));
    else
        console::print(text + '\n');
}

void report(const ExportRequest &request, const ExportResult &result, const QString &output)
{
    const QString count = console::number(result.records);
    if (!isStandardOutput(output))
        console::print(
            Texts::tr("%1: %2 of %3 records.\n").arg(console::shown(output.toUtf8()), count, console::number(qint64(request.rows.size()))));
    if (request.redaction)
        console::printError(Texts::tr("Redacted with the profile %1: %2 values masked, %3 hashed, %4 dropped.")
                                .arg(request.redaction->name, console::number(result.redacted.masked),
                                     console::number(result.redacted.hashed), console::number(result.redacted.dropped)));
}

void reportLosses(const ExportResult &result)
{
    for (const QString &note : result.notes)
        console::printError(note);
    if (result.inexact > 0)
        console::printError(
            Texts::tr("Records with something that this format cannot write exactly, such as text that is not UTF-8: %1. The formats "
                      "bson, archive, folder, csv-exact and workspace keep them byte for byte.")
                .arg(console::number(result.inexact)));
}

} // namespace

void declareRedaction(QCommandLineParser &parser, const QString &name)
{
    parser.addOption(
        {name, Texts::tr("Hide what is private: share for the built-in profile, or the name of a file with rules."), Texts::tr("profile")});
    parser.addOption({kSalt, Texts::tr("What pseudonyms depend on, so that exports with the same salt have the same; random by default."),
                      Texts::tr("text")});
}

Result<void> readRedaction(const QCommandLineParser &parser, const QString &name, ExportRequest &request)
{
    if (!parser.isSet(name))
        return {};
    auto profile = RedactionProfile::load(parser.value(name));
    if (!profile)
        return profile.error();
    request.redaction = *std::move(profile);
    request.salt = parser.value(kSalt).toUtf8();
    return {};
}

Result<void> exportAndReport(const Workspace &workspace, const ExportRequest &request, const QString &output, bool isJson,
                             Progress &progress)
{
    const auto result = [&] {
        const console::ProgressLine line(progress);
        OutputSink sink;
        return isStandardOutput(output) ? exportRecords(workspace, request, sink, progress)
                                        : exportRecords(workspace, request, output, progress);
    }();
    if (!result)
        return result.error();
    if (isJson)
        printCounts(*result, output);
    else
        report(request, *result, output);
    reportLosses(*result);
    return {};
}

} // namespace persistence
