#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
#include "app/commands/filterargument.h"
#include "app/commands/opened.h"
#include "app/commands/recordtext.h"
#include "app/commands/selection.h"
#include "model/edit/comparison.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

const QString kApp = QStringLiteral("app");
const QString kWithApp = QStringLiteral("with-app");
const QString kFilter = QStringLiteral("filter");
const QString kValues = QStringLiteral("values");

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("BEFORE"), Texts::tr("A workspace, or a dump."));
    parser.addPositionalArgument(QStringLiteral("AFTER"), Texts::tr("Another one; left out, two apps of the first are compared."));
    parser.addOption(
        {QStringLiteral("by"),
         Texts::tr("What makes two records the same: id, their record id (default); key, their app and key, the record ids may differ."),
         QStringLiteral("id|key"), QStringLiteral("id")});
    parser.addOption({kApp, Texts::tr("Only records of this app, by its id or name."), QStringLiteral("APP")});
    parser.addOption({kWithApp, Texts::tr("The app that it is compared with, if that has another id in AFTER."), QStringLiteral("APP")});
    parser.addOption({kFilter, Texts::tr("Only records that pass this filter, such as data.rating<=2."), QStringLiteral("FILTER")});
    parser.addOption({kValues, Texts::tr("Compare the values alone: records with other record ids, keys or dates are equal.")});
    parser.addOption({QStringLiteral("json"), Texts::tr("One JSON object a line, then one with the counts.")});
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

/// The group of an app, by its id or name.
Result<Group> groupOfApp(Reader &reader, const QString &app)
{
    const auto apps = chosenApps(reader, app.toUtf8());
    if (!apps)
        return apps.error();
    return Group{apps->first().row, {}, {}};
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
    Group groups[2];
    if (parser.isSet(kWithApp)) {
        const auto first = groupOfApp(before.reader(), parser.value(kApp));
        const auto second = groupOfApp(after.reader(), parser.value(kWithApp));
        if (!first || !second)
            return !first ? first.error() : second.error();
        groups[0] = *first;
        groups[1] = *second;
    } else if (parser.isSet(kApp)) {
        // By a filter, so that it may be missing on one side: then all of its records were added or removed.
        filter = filter->with(appTerm(parser.value(kApp).toUtf8()));
    }
    auto first = scopeOf(before, groups[0], *filter, progress);
    auto second = scopeOf(after, groups[1], *filter, progress);
    if (!first || !second)
        return !first ? first.error() : second.error();
    options.before = *std::move(first);
    options.after = *std::move(second);
    return options;
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    const bool areTwoApps = parser.isSet(kApp) && parser.isSet(kWithApp);
    if (arguments.size() != 2 && !(arguments.size() == 1 && areTwoApps))
        return Error{ErrorKind::Failed, Texts::tr("Name two workspaces or dumps: compare BEFORE AFTER."), {}};
    if (parser.isSet(kWithApp) && !areTwoApps)
        return Error{ErrorKind::Failed, Texts::tr("--with-app needs --app, the app that it is compared with."), {}};
    const auto before = Opened::open(arguments[0], progress);
    if (!before)
        return before.error();
    const auto other = arguments.size() == 2 ? Opened::open(arguments[1], progress) : Result<std::unique_ptr<Opened>>(nullptr);
    if (!other)
        return other.error();
    const Opened &after = *other ? **other : **before;
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
    // Without a message: that they differ is what was printed.
    return total->isSame() ? Result<void>() : Error{ErrorKind::Failed, {}, {}};
}

} // namespace

const Command kCompareCommand = {
    "compare", "BEFORE [AFTER] [--by id|key] [--app APP [--with-app APP]] [--filter FILTER] [--values] [--json]",
    QT_TRANSLATE_NOOP("Command",
                      "Compares two workspaces or dumps record by record and field by field; exit code 0 if they are equal, 1 if not."),
    &declare, &run};

} // namespace persistence
