#include "app/commands/bulkedit.h"
#include "app/commands/changing.h"
#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/editsteps.h"

#include <QCoreApplication>
#include <QFile>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace."));
    parser.addPositionalArgument(
        QStringLiteral("RECORD"),
        Texts::tr("The record id, as text or with its type as Extended JSON: {\"$oid\":\"…\"}. Not with --script."));
    const auto add = [&](const char *name, const QString &description, const char *value) {
        parser.addOption({QString::fromUtf8(name), description, QString::fromUtf8(value)});
    };
    add("set", Texts::tr("Set a field of the value, as rating=5 or 'items[2].name=\"text\"'. Repeatable; all steps apply in their order."),
        "PATH=JSON");
    add("unset", Texts::tr("Remove a field or an item of the value. Repeatable."), "PATH");
    add("rename", Texts::tr("Rename a field of the value. Repeatable."), "PATH=NAME");
    add("value", Texts::tr("Replace the whole value; - reads it from standard input."), "JSON");
    add("key", Texts::tr("Replace the key, as room:GENERAL,user:u1; a backslash stands before a comma in an id."), "KEY");
    add("app", Texts::tr("Move the record to another app."), "APPID");
    add("replace", Texts::tr("Replace a text in the texts of the value; a backslash stands before an equals sign in OLD. Repeatable."),
        "OLD=NEW");
    add("replace-association",
        Texts::tr("Replace an association in the key, as room:OLD=room:NEW; room:OLD= removes it. Records without it stay. Repeatable."),
        "OLD=NEW");
    add("within", Texts::tr("--replace only there, as in data.comment or data.items[].name."), "PATH");
    add("where", Texts::tr("All records that pass the filter, in one change; see \"find --help\"."), "FILTER");
    add("nth", Texts::tr("Which one of several records with the same id."), "NUMBER");
    add("script",
        Texts::tr("Many edits, one JSON object a line, each a change of its own: "
                  "{\"record\":\"id\",\"set\":{\"path\":1},\"unset\":[\"path\"],\"rename\":{\"path\":\"name\"},"
                  "\"value\":{},\"key\":\"model:id\",\"app\":\"id\",\"delete\":true,\"document\":true,\"nth\":1}. Stops at the first that "
                  "fails; - reads standard input."),
        "FILE");
    parser.addOption({QStringLiteral("in-key"), Texts::tr("--replace also in the ids of the key.")});
    parser.addOption({QStringLiteral("ignore-case"), Texts::tr("--replace in either case.")});
    parser.addOption({QStringLiteral("whole-word"), Texts::tr("--replace only whole words.")});
    parser.addOption({QStringLiteral("regex"),
                      Texts::tr("OLD of --replace is a regular expression; \\1 to \\9 in NEW stand for its groups, \\0 for the hit.")});
    parser.addOption({QStringLiteral("dry-run"),
                      Texts::tr("With --where: print what would change, marking new keys that another record has, and change nothing.")});
    parser.addOption({QStringLiteral("document"), Texts::tr("Paths start at the whole document, not at its value.")});
    parser.addOption({QStringLiteral("ack"), Texts::tr("Print \"ACK n\" as soon as change n is on the disk.")});
}

Result<QByteArray> readAll(const QString &name)
{
    QFile file(name);
    const bool isOpen = name == u'-' ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return Error{ErrorKind::Failed, Texts::tr("%1 cannot be read: %2.").arg(console::shown(name.toUtf8()), file.errorString()), {}};
    return file.readAll();
}

Result<EditStep> stepOf(const QString &option, const QString &text, const TextReplacement &options)
{
    const QByteArray utf8 = text.toUtf8();
    if (option == QStringLiteral("set"))
        return parseSet(utf8);
    if (option == QStringLiteral("unset"))
        return parseUnset(utf8);
    if (option == QStringLiteral("rename"))
        return parseRename(utf8);
    if (option == QStringLiteral("key"))
        return parseKey(utf8);
    if (option == QStringLiteral("replace"))
        return parseReplace(utf8, options);
    if (option == QStringLiteral("replace-association"))
        return parseAssociation(utf8);
    EditStep step;
    if (option == QStringLiteral("app")) {
        step.kind = EditStep::Kind::App;
        step.text = utf8;
        return step;
    }
    const auto json = text == u'-' ? readAll(text) : Result<QByteArray>(utf8);
    if (!json)
        return json.error();
    auto value = FieldValue::fromJson(*json);
    if (!value)
        return value.error();
    step.kind = EditStep::Kind::Value;
    step.value = *std::move(value);
    return step;
}

/// How and where texts are replaced: holds for every --replace.
Result<TextReplacement> replacementOptions(const QCommandLineParser &parser)
{
    TextReplacement options;
    options.includesKey = parser.isSet(QStringLiteral("in-key"));
    options.isCaseless = parser.isSet(QStringLiteral("ignore-case"));
    options.isWholeWord = parser.isSet(QStringLiteral("whole-word"));
    options.isRegex = parser.isSet(QStringLiteral("regex"));
    if (!parser.isSet(QStringLiteral("within")))
        return options;
    bson::PathError error;
    options.within = FieldPath::parse(parser.value(QStringLiteral("within")).toUtf8(), &error);
    if (!options.within)
        return Error{
            ErrorKind::Failed, Texts::tr("--within takes a path: %1 (at byte %2).").arg(error.reason, QString::number(error.offset)), {}};
    return options;
}

/// The steps in the order of the command line.
Result<std::vector<EditStep>> stepsOf(const QCommandLineParser &parser)
{
    const auto options = replacementOptions(parser);
    if (!options)
        return options.error();
    std::vector<EditStep> steps;
    QHash<QString, qsizetype> taken;
    for (const QString &option : parser.optionNames()) {
        if (!QStringList{QStringLiteral("set"), QStringLiteral("unset"), QStringLiteral("rename"), QStringLiteral("value"),
                         QStringLiteral("key"), QStringLiteral("app"), QStringLiteral("replace"), QStringLiteral("replace-association")}
                 .contains(option))
            continue;
        auto step = stepOf(option, parser.values(option).value(taken[option]++), *options);
        if (!step)
            return step.error();
        steps.push_back(*std::move(step));
    }
    return steps;
}

Result<void> applySteps(Changing &changing, const ScriptLine &line, bool ack)
{
    const auto row = findRecord(changing.reader(), line.record, line.nth);
    if (!row)
        return row.error();
    const auto record = changing.reader().record(*row);
    if (!record)
        return record.error();
    const auto edit =
        line.isDeletion ? Result<Edit>(deletionOf(std::span(&*record, 1))) : editBy(line.steps, *record, line.isWholeDocument);
    if (!edit)
        return edit.error();
    return reportApplied(changing.session().apply(*edit), ack);
}

Result<void> runScript(Changing &changing, const QString &name, bool ack, Progress &progress)
{
    QFile file(name);
    const bool isOpen = name == u'-' ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen)
        return Error{ErrorKind::Failed, Texts::tr("%1 cannot be read: %2.").arg(console::shown(name.toUtf8()), file.errorString()), {}};
    for (qint64 number = 1;; ++number) {
        if (progress.isCancelled())
            return Error::cancelled();
        const QByteArray text = file.readLine();
        if (text.isEmpty())
            return {};
        if (text.trimmed().isEmpty())
            continue;
        const auto line = parseScriptLine(text);
        const auto done = line ? applySteps(changing, *line, ack) : Result<void>(line.error());
        if (done)
            continue;
        return Error{done.error().kind,
                     Texts::tr("Line %1: %2 The lines before it are saved, this one and those after it are not.")
                         .arg(QString::number(number), done.error().message),
                     done.error().detail};
    }
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    const bool isScript = parser.isSet(QStringLiteral("script"));
    const bool isBulk = parser.isSet(QStringLiteral("where"));
    if (arguments.size() != (isScript || isBulk ? 1 : 2) || (isScript && isBulk))
        return Error{ErrorKind::Failed,
                     Texts::tr("Name a workspace and a record id, a filter or a script: edit WORKSPACE RECORD --set PATH=JSON, edit "
                               "WORKSPACE --where FILTER "
                               "--set PATH=JSON, edit WORKSPACE --script FILE."),
                     {}};
    auto steps = stepsOf(parser);
    if (!steps)
        return steps.error();
    if (steps->empty() != isScript)
        return Error{ErrorKind::Failed,
                     isScript ? Texts::tr("A script says itself what to do: --set and the like do not go with it.")
                              : Texts::tr("Say what to do: --set, --unset, --rename, --replace, --replace-association, --value, --key or "
                                          "--app."),
                     {}};
    const bool isDryRun = parser.isSet(QStringLiteral("dry-run"));
    if (isBulk)
        return runBulkEdit({arguments[0], parser.value(QStringLiteral("where")), *std::move(steps),
                            parser.isSet(QStringLiteral("document")), isDryRun, parser.isSet(QStringLiteral("ack"))},
                           progress);
    if (isDryRun)
        return Error{ErrorKind::Failed, Texts::tr("--dry-run goes with --where."), {}};
    const auto changing = Changing::open(arguments[0], progress);
    if (!changing)
        return changing.error();
    const bool ack = parser.isSet(QStringLiteral("ack"));
    if (isScript)
        return runScript(**changing, parser.value(QStringLiteral("script")), ack, progress);
    return applySteps(
        **changing,
        {arguments[1], parser.value(QStringLiteral("nth")).toInt(), false, parser.isSet(QStringLiteral("document")), *std::move(steps)},
        ack);
}

} // namespace

const Command kEditCommand = {
    "edit",
    "WORKSPACE [RECORD | --where FILTER | --script FILE] [--set PATH=JSON] [--unset PATH] [--replace OLD=NEW] [--key MODEL:ID,…] "
    "[--replace-association OLD=NEW] [--dry-run] [--ack]",
    QT_TRANSLATE_NOOP("Command",
                      "Changes fields, texts, value, key or app of a record, or of all that pass a filter, at once and with a way back."),
    &declare, &run};

} // namespace persistence
