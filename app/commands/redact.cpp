#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
#include "app/commands/exporting.h"
#include "app/commands/opened.h"
#include "app/commands/selection.h"
#include "model/edit/diff.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const QString kProfile = QStringLiteral("profile");
const QString kPreview = QStringLiteral("preview");

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace, or a dump."));
    declareRedaction(parser, kProfile);
    declareSelection(parser);
    parser.addOption({{QStringLiteral("o"), QStringLiteral("output")}, Texts::tr("The new workspace."), Texts::tr("workspace")});
    parser.addOption({kPreview, Texts::tr("Write nothing, but show what would change in the first records."), Texts::tr("count")});
    declareAllowHuge(parser);
}

Result<void> preview(Reader &reader, const ExportRequest &request, qsizetype count)
{
    Redaction redaction(*request.redaction, request.salt.isEmpty() ? Pseudonyms::randomSalt() : request.salt);
    for (size_t i = 0; i < std::min(request.rows.size(), size_t(count)); ++i) {
        const auto record = reader.record(request.rows[i]);
        if (!record)
            return record.error();
        const bson::DocumentView before(record->body);
        const QByteArray redacted = redaction.apply(record->body).toByteArray();
        const auto id = before.find("_id");
        console::print(
            Texts::tr("Record %1\n").arg(id ? console::shown(RecordId(*id).toDisplayText().toUtf8()) : Texts::tr("without an id")));
        for (const Difference &difference : differences(before, bson::DocumentView(redacted)))
            printDifference(difference);
    }
    return {};
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const bool isPreview = parser.isSet(kPreview);
    const QString output = parser.value(QStringLiteral("output"));
    if (parser.positionalArguments().size() != 1 || !parser.isSet(kProfile) || isPreview == !output.isEmpty())
        return Error{ErrorKind::Failed,
                     Texts::tr("Name a workspace, a profile and the new workspace: redact WORKSPACE --profile PROFILE -o WORKSPACE."),
                     {}};
    bool isNumber = true;
    const int count = isPreview ? parser.value(kPreview).toInt(&isNumber) : 0;
    if (!isNumber || count < 0)
        return Error{ErrorKind::Failed, Texts::tr("--preview takes a number of records, not \"%1\".").arg(parser.value(kPreview)), {}};
    ExportRequest request;
    request.options.format = ExportFormat::Workspace;
    if (auto read = readRedaction(parser, kProfile, request); !read)
        return read;
    const QString source = parser.positionalArguments().constFirst();
    const auto opened = Opened::open(source, progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    if (auto told = (*opened)->tellIncomplete(); !told)
        return told;
    auto rows = selectedRows(parser, **opened, progress);
    if (!rows)
        return rows.error();
    request.rows = *std::move(rows);
    request.sourceName = QFileInfo(source).fileName();
    return (*opened)->finish(isPreview ? preview((*opened)->reader(), request, count)
                                       : exportAndReport((*opened)->workspace(), request, output, false, progress));
}

} // namespace

const Command kRedactCommand = {
    "redact", "WORKSPACE --profile PROFILE [--salt TEXT] [--app APP] [--filter FILTER] -o WORKSPACE | --preview COUNT",
    QT_TRANSLATE_NOOP("Command", "Makes a workspace in which what is private is hidden, for handing it on."), &declare, &run};

} // namespace persistence
