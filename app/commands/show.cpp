#include "app/commands/changing.h"
#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/opened.h"
#include "app/commands/recordtext.h"
#include "app/commands/treeprinter.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/preview.h"
#include "model/record/recordindex.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace, or a dump."));
    parser.addPositionalArgument(QStringLiteral("RECORD"),
                                 Texts::tr("The record id, as text or with its type as Extended JSON, such as {\"$oid\":\"…\"}."));
    parser.addOption({QStringLiteral("canonical"), Texts::tr("Canonical Extended JSON, which names every type; else relaxed.")});
    parser.addOption({QStringLiteral("value"), Texts::tr("Print the value alone.")});
    parser.addOption({QStringLiteral("document"), Texts::tr("Print the whole document alone.")});
    declareAllowHuge(parser);
}

QStringList markTexts(RecordMarks marks)
{
    const std::pair<RecordMark, QString> texts[] = {
        {RecordMark::NoAssociations, Texts::tr("no key")},
        {RecordMark::EmptyKey, Texts::tr("empty key")},
        {RecordMark::OddAssociation, Texts::tr("odd association")},
        {RecordMark::LegacyShape, Texts::tr("legacy shape")},
        {RecordMark::NoUpdatedAt, Texts::tr("no _updatedAt, so likely written by hand")},
        {RecordMark::InvalidText, Texts::tr("text that is not UTF-8")},
        {RecordMark::TooDeep, Texts::tr("nested too deep")},
        {RecordMark::RepeatedAssociation, Texts::tr("the same association twice")},
    };
    QStringList names;
    for (const auto &[mark, text] : texts) {
        if (marks.testFlag(mark))
            names.append(text);
    }
    return names;
}

QString appText(const QList<AppSummary> &apps, const Record &record)
{
    if (record.collection == Collection::Messages)
        return Texts::tr("none: custom fields of a message");
    const auto app = std::find_if(apps.begin(), apps.end(), [&](const AppSummary &summary) { return summary.row == record.app; });
    return nameAndId(app == apps.end() ? QByteArray() : app->name, record.appId);
}

void printHead(Reader &reader, const QList<AppSummary> &apps, const Record &record)
{
    RecordIndex index;
    const bson::DocumentView document(record.body);
    indexRecord(document, record.collection, index);
    const auto line = [](const QString &name, const QString &text) { console::print(name.leftJustified(10) + text + u'\n'); };
    if (const auto id = document.find("_id"))
        line(Texts::tr("Record id"),
             QStringLiteral("%1 (%2)").arg(console::shown(RecordId(*id).toDisplayText().toUtf8()), bson::typeName(id->type())));
    line(Texts::tr("App"), appText(apps, record));
    line(Texts::tr("Key"), recordKeyText(reader, index));
    if (const auto updated = document.find("_updatedAt"))
        line(Texts::tr("Updated"), bson::preview(*updated, 60));
    line(Texts::tr("Size"), Texts::tr("%1 bytes").arg(console::number(record.body.size())));
    if (const QStringList marks = markTexts(RecordMarks(int(record.marks))); !marks.isEmpty())
        line(Texts::tr("Marks"), marks.join(QStringLiteral(", ")));
    line(Texts::tr("Value"), QString());
}

Result<void> showRecord(Reader &reader, RecordRow row, const QCommandLineParser &parser)
{
    const auto record = reader.record(row);
    if (!record)
        return record.error();
    const bson::JsonFormat format{parser.isSet(QStringLiteral("canonical")) ? bson::JsonMode::Canonical : bson::JsonMode::Relaxed, 2};
    QByteArray text;
    if (parser.isSet(QStringLiteral("document"))) {
        bson::writeExtendedJson(bson::DocumentView(record->body), format, text);
        console::printJson(text + '\n');
        return {};
    }
    if (!parser.isSet(QStringLiteral("value"))) {
        const auto apps = reader.apps();
        if (!apps)
            return apps.error();
        printHead(reader, *apps, *record);
    }
    const auto value = recordValue(bson::DocumentView(record->body), record->collection);
    if (value)
        bson::writeExtendedJson(*value, format, text);
    console::printJson(value ? text + '\n' : Texts::tr("The record has no value.\n").toUtf8());
    return {};
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() != 2)
        return Error{ErrorKind::Failed, Texts::tr("Name a workspace and a record id: show WORKSPACE RECORD."), {}};
    const auto opened = Opened::open(arguments[0], progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    Reader &reader = (*opened)->reader();
    const auto ids = recordIdsOf(arguments[1]);
    if (!ids)
        return ids.error();
    bool isFound = false;
    for (const RecordId &id : *ids) {
        const auto rows = reader.findRecords(id);
        if (!rows)
            return rows.error();
        for (const RecordRow row : *rows) {
            isFound = true;
            if (auto shown = showRecord(reader, row, parser); !shown)
                return shown;
        }
    }
    if (isFound)
        return (*opened)->finish({});
    return Error{
        ErrorKind::Failed,
        Texts::tr("No record has the id \"%1\". \"tree --depth 4\" lists the record ids.").arg(console::shown(arguments[1].toUtf8())),
        {}};
}

} // namespace

const Command kShowCommand = {"show", "WORKSPACE RECORD [--canonical] [--value | --document]",
                              QT_TRANSLATE_NOOP("Command", "Shows one record: its key and its value as Extended JSON."), &declare, &run};

} // namespace persistence
