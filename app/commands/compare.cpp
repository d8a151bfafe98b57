#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
#include "app/commands/filterargument.h"
#include "app/commands/groupargument.h"
#include "app/commands/opened.h"
#include "app/commands/recordtext.h"
#include "model/edit/comparison.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const QString kApp = QStringLiteral("app");
const QString kModel = QStringLiteral("model");
const QString kId = QStringLiteral("id");
const QString kWithApp = QStringLiteral("with-app");
const QString kWithModel = QStringLiteral("with-model");
const QString kWithId = QStringLiteral("with-id");
const QString kFilter = QStringLiteral("filter");
const QString kValues = QStringLiteral("values");

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("BEFORE"), Texts::tr("A workspace, or a dump."));
    parser.addPositionalArgument(QStringLiteral("AFTER"), Texts::tr("Another one; left out, two groups of the first are compared."));
    parser.addOption(
        {QStringLiteral("by"),
         Texts::tr("What makes two records the same: id, their record id (default); key, their app and key, the record ids may differ."),
         QStringLiteral("id|key"), QStringLiteral("id")});
    parser.addOption({kApp, Texts::tr("Only records of this app, by its id or name."), QStringLiteral("APP")});
    parser.addOption({kModel, Texts::tr("Only records of that app under this association model."), QStringLiteral("MODEL")});
    parser.addOption({kId, Texts::tr("Only records under this id of the model, itself or its resolved name."), QStringLiteral("ID")});
    parser.addOption({kWithApp, Texts::tr("The app that it is compared with, if that is another one."), QStringLiteral("APP")});
    parser.addOption(
        {kWithModel, Texts::tr("The association model that it is compared with, if that is another one."), QStringLiteral("MODEL")});
    parser.addOption({kWithId, Texts::tr("The id that it is compared with, if that is another one."), QStringLiteral("ID")});
    parser.addOption({kFilter, Texts::tr("Only records that pass this filter, such as data.rating<=2."), QStringLiteral("FILTER")});
    parser.addOption({kValues, Texts::tr("Compare the values alone: records with other record ids, keys or dates are equal.")});
    parser.addOption({QStringLiteral("json"), Texts::tr("One JSON object a line, then one with the counts.")});
    declareAllowHuge(parser);
}

/// How a kind of record is called in a line and in JSON, and what signs stand before its fields.
std::pair<char, const char *> nameOf(DifferenceKind kind)
{
    switch (kind) {
    case DifferenceKind::Added:
        return {'+', "added"};
    case DifferenceKind::Removed:
        return {'-', "removed"};
    case DifferenceKind::Retyped:
        return {'t', "type"};
    case DifferenceKind::Moved:
        return {'>', "order"};
    case DifferenceKind::Changed:
    case DifferenceKind::Same:
        break;
    }
    return {'~', "changed"};
}

class DifferencePrinter final
{
public:
    DifferencePrinter(Reader &before, Reader &after, CompareWhat what, bool asJson)
        : m_before(before)
        , m_after(after)
        , m_what(what)
        , m_asJson(asJson)
    {
    }

    void print(const RecordDifference &pair)
    {
        const StoredRecord &shown = pair.before ? *pair.before : *pair.after;
        indexRecord(bson::DocumentView(shown.body), shown.collection, m_index);
        m_documents = {};
        if (pair.before && pair.after)
            m_documents = {comparedDocument(pair.before->body, pair.before->collection, m_what),
                           comparedDocument(pair.after->body, pair.after->collection, m_what)};
        if (m_asJson)
            printJson(pair);
        else
            printText(pair);
    }

    void printTotal(const ComparisonTotal &total) const
    {
        if (m_asJson) {
            bson::Builder builder;
            console::appendNumber(builder, "equal", total.of(DifferenceKind::Same));
            for (const DifferenceKind kind :
                 {DifferenceKind::Added, DifferenceKind::Removed, DifferenceKind::Changed, DifferenceKind::Retyped, DifferenceKind::Moved})
                console::appendNumber(builder, nameOf(kind).second, total.of(kind));
            console::appendNumber(builder, "damaged", total.damaged);
            console::printJson(console::plainJson(builder.finish()) + '\n');
            return;
        }
        const auto number = [&](DifferenceKind kind) { return console::number(total.of(kind)); };
        QString text = Texts::tr("%1 equal, %2 added, %3 removed, %4 changed")
                           .arg(number(DifferenceKind::Same), number(DifferenceKind::Added), number(DifferenceKind::Removed),
                                number(DifferenceKind::Changed));
        if (total.of(DifferenceKind::Retyped) > 0)
            text += Texts::tr(", %1 type only").arg(number(DifferenceKind::Retyped));
        if (total.of(DifferenceKind::Moved) > 0)
            text += Texts::tr(", %1 order only").arg(number(DifferenceKind::Moved));
        console::print(text + QStringLiteral(".\n"));
    }

private:
    [[nodiscard]] std::vector<Difference> fields() const
    {
        if (m_documents.first.isEmpty())
            return {};
        return differences(bson::DocumentView(m_documents.first), bson::DocumentView(m_documents.second));
    }

    void printText(const RecordDifference &pair)
    {
        Reader &reader = pair.before ? m_before : m_after;
        console::print(QStringLiteral("%1 %2  %3\n")
                           .arg(QString(QLatin1Char(nameOf(pair.kind).first)), recordIdText(m_index), recordKeyText(reader, m_index)));
        for (const Difference &difference : fields())
            console::print(QStringLiteral("    ") + differenceLine(difference) + u'\n');
    }

    void printJson(const RecordDifference &pair)
    {
        bson::Builder builder;
        builder.appendString("kind", nameOf(pair.kind).second);
        if (!m_index.marks.testFlag(RecordMark::NoRecordId))
            builder.appendRaw("record", m_index.recordId.type(), m_index.recordId.value());
        builder.appendString("app", m_index.appId);
        if (pair.before && pair.after) {
            builder.openArray("differences");
            qint64 number = 0;
            for (const Difference &difference : fields()) {
                builder.openDocument(QByteArray::number(number++));
                appendDifference(builder, difference);
                builder.close();
            }
            builder.close();
        }
        console::printJson(console::plainJson(builder.finish()) + '\n');
    }

    Reader &m_before;
    Reader &m_after;
    CompareWhat m_what;
    bool m_asJson;
    RecordIndex m_index;
    std::pair<QByteArray, QByteArray> m_documents; ///< what is compared of the record on both sides; empty if one side has none
};

/// The groups of both sides as the options name them: what is not named of the second is as in the first.
std::pair<GroupArgument, GroupArgument> namedGroups(const QCommandLineParser &parser)
{
    const auto either = [&](const QString &option, const QString &other) { return parser.value(parser.isSet(option) ? option : other); };
    return {{parser.value(kApp), parser.value(kModel), parser.value(kId)},
            {either(kWithApp, kApp), either(kWithModel, kModel), either(kWithId, kId)}};
}

bool areTwoGroups(const QCommandLineParser &parser)
{
    return parser.isSet(kWithApp) || parser.isSet(kWithModel) || parser.isSet(kWithId);
}

/// What is wrong with the options for groups; empty if nothing is.
QString wrongGroups(const QCommandLineParser &parser)
{
    if (!parser.isSet(kApp) && parser.isSet(kWithApp))
        return Texts::tr("--with-app needs --app, the app that it is compared with.");
    if (!parser.isSet(kApp) && (parser.isSet(kModel) || parser.isSet(kId) || areTwoGroups(parser)))
        return Texts::tr("A group is a part of an app: name the app with --app.");
    if (!parser.isSet(kModel) && (parser.isSet(kId) || parser.isSet(kWithModel) || parser.isSet(kWithId)))
        return Texts::tr("--id, --with-model and --with-id need --model, the association model in the app of --app.");
    if (!parser.isSet(kId) && parser.isSet(kWithId))
        return Texts::tr("--with-id needs --id, the id that it is compared with.");
    return {};
}

/// The error says in which of two files the group is missing.
Result<Group> groupIn(const Opened &opened, const GroupArgument &argument, const QString &file, Progress &progress)
{
    auto group = groupOf(opened.reader(), argument, progress);
    if (group || group.error().kind != ErrorKind::Failed)
        return group;
    return Error{ErrorKind::Failed, Texts::tr("%1: %2").arg(file, group.error().message), {}};
}

/// Which records of one side: \a group, and what the filter lets pass.
Result<CompareScope> scopeOf(const Opened &opened, const Group &group, const Filter &filter, Progress &progress)
{
    CompareScope scope{group, nullptr};
    if (filter.isEmpty())
        return scope;
    auto matcher = FilterMatcher::compile(opened.workspace(), filter, progress);
    if (!matcher)
        return matcher.error();
    scope.filter = *std::move(matcher);
    return scope;
}

/// What is compared of both sides; all records if they are to be told by a filter. One group has to be somewhere, two on their sides.
Result<std::pair<Group, Group>> groupsOf(const QCommandLineParser &parser, const Opened &before, const Opened &after, Progress &progress)
{
    if (!parser.isSet(kApp))
        return std::pair<Group, Group>();
    const QStringList files = parser.positionalArguments();
    const auto named = namedGroups(parser);
    const auto first = groupIn(before, named.first, files.first(), progress);
    const auto second = groupIn(after, named.second, files.last(), progress);
    if (!areTwoGroups(parser))
        return first || second ? Result<std::pair<Group, Group>>(std::pair<Group, Group>()) : first.error();
    if (!first || !second)
        return !first ? first.error() : second.error();
    return std::pair(*first, *second);
}

Result<CompareOptions> optionsOf(const QCommandLineParser &parser, const Opened &before, const Opened &after, Progress &progress)
{
    CompareOptions options;
    options.what = parser.isSet(kValues) ? CompareWhat::Value : CompareWhat::Document;
    const QString by = parser.value(QStringLiteral("by"));
    if (by != u"id" && by != u"key")
        return Error{ErrorKind::Failed, Texts::tr("--by takes id or key, not \"%1\".").arg(by), {}};
    options.by = by == u"key" ? CompareBy::Key : CompareBy::RecordId;
    auto filter = filterOf({parser.value(kFilter)});
    if (!filter)
        return filter.error();
    const auto groups = groupsOf(parser, before, after, progress);
    if (!groups)
        return groups.error();
    // By a filter, so that the group may be missing on one side: then all of its records were added or removed.
    if (parser.isSet(kApp) && !areTwoGroups(parser))
        filter = Filter::allOf({*filter, filterWithin(namedGroups(parser).first)});
    auto first = scopeOf(before, groups->first, *filter, progress);
    auto second = scopeOf(after, groups->second, *filter, progress);
    if (!first || !second)
        return !first ? first.error() : second.error();
    options.before = *std::move(first);
    options.after = *std::move(second);
    return options;
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() != 2 && !(arguments.size() == 1 && areTwoGroups(parser)))
        return Error{
            ErrorKind::Failed,
            Texts::tr("Name two workspaces or dumps: compare BEFORE AFTER. Two groups of one are named by --app, --model and --id, and "
                      "by --with-app, --with-model or --with-id."),
            {}};
    if (const QString wrong = wrongGroups(parser); !wrong.isEmpty())
        return Error{ErrorKind::Failed, wrong, {}};
    const auto before = Opened::open(arguments[0], progress, hugeRatioOf(parser));
    if (!before)
        return before.error();
    const auto other =
        arguments.size() == 2 ? Opened::open(arguments[1], progress, hugeRatioOf(parser)) : Result<std::unique_ptr<Opened>>(nullptr);
    if (!other)
        return other.error();
    const Opened &after = *other ? **other : **before;
    for (const Opened *side : {before->get(), other->get()}) {
        if (auto told = side ? side->tellIncomplete() : Result<void>(); !told)
            return told;
    }
    const auto options = optionsOf(parser, **before, after, progress);
    if (!options)
        return options.error();
    DifferencePrinter printer((*before)->reader(), after.reader(), options->what, parser.isSet(QStringLiteral("json")));
    const auto total = compareWorkspaces((*before)->workspace(), after.workspace(), *options, progress, [&](const RecordDifference &pair) {
        printer.print(pair);
        return true;
    });
    if (!total)
        return total.error();
    printer.printTotal(*total);
    if (total->damaged > 0)
        return Error{ErrorKind::Damaged,
                     Texts::tr("%1 damaged records were not compared. The files were not changed. \"verify\" tells more.")
                         .arg(console::number(total->damaged)),
                     {}};
    for (const Opened *side : {before->get(), other->get()}) {
        if (auto whole = side ? side->finish({}) : Result<void>(); !whole)
            return whole;
    }
    // Without a message: that they differ is what was printed.
    return total->isSame() ? Result<void>() : Error{ErrorKind::Failed, {}, {}};
}

} // namespace

const Command kCompareCommand = {
    "compare",
    "BEFORE [AFTER] [--by id|key] [--app APP [--model MODEL [--id ID]]] [--with-app APP] [--with-model MODEL] [--with-id ID] "
    "[--filter FILTER] [--values] [--json]",
    QT_TRANSLATE_NOOP(
        "Command",
        "Compares two workspaces or dumps, or two groups, record by record and field by field; exit code 0 if they are equal, 1 if not."),
    &declare, &run};

} // namespace persistence
