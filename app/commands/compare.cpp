#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/differenceline.h"
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

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("BEFORE"), Texts::tr("A workspace, or a dump."));
    parser.addPositionalArgument(QStringLiteral("AFTER"), Texts::tr("Another one."));
    parser.addOption(
        {QStringLiteral("by"),
         Texts::tr("What makes two records the same: id, their record id (default); key, their app and key, the record ids may differ."),
         QStringLiteral("id|key"), QStringLiteral("id")});
    parser.addOption({QStringLiteral("app"), Texts::tr("Only records of this app, by its id."), QStringLiteral("APP")});
    parser.addOption({QStringLiteral("json"), Texts::tr("One JSON object a line, then one with the counts.")});
}

/// An empty document: what a record that is not there is compared with.
const QByteArray kNoDocument("\5\0\0\0\0", bson::kMinDocumentSize);

class DifferencePrinter final
{
public:
    DifferencePrinter(Reader &before, Reader &after, bool asJson) : m_before(before), m_after(after), m_asJson(asJson) {}

    void print(const RecordDifference &pair)
    {
        const StoredRecord &shown = pair.before ? *pair.before : *pair.after;
        indexRecord(bson::DocumentView(shown.body), shown.collection, m_index);
        const char *kind = !pair.before ? "added" : !pair.after ? "removed" : "changed";
        if (m_asJson)
            printJson(pair, kind);
        else
            printText(pair);
    }

    void printTotal(const ComparisonTotal &total) const
    {
        if (m_asJson) {
            bson::Builder builder;
            console::appendNumber(builder, "equal", total.equal);
            console::appendNumber(builder, "added", total.added);
            console::appendNumber(builder, "removed", total.removed);
            console::appendNumber(builder, "changed", total.changed);
            console::appendNumber(builder, "damaged", total.damaged);
            console::printJson(console::plainJson(builder.finish()) + '\n');
            return;
        }
        console::print(Texts::tr("%1 equal, %2 added, %3 removed, %4 changed.\n")
                           .arg(console::number(total.equal), console::number(total.added), console::number(total.removed),
                                console::number(total.changed)));
    }

private:
    void printText(const RecordDifference &pair)
    {
        const char sign = !pair.before ? '+' : !pair.after ? '-' : '~';
        Reader &reader = pair.before ? m_before : m_after;
        console::print(
            QStringLiteral("%1 %2  %3\n").arg(QString(QLatin1Char(sign)), recordIdText(m_index), recordKeyText(reader, m_index)));
        if (!pair.before || !pair.after)
            return;
        for (const Difference &difference : differences(bson::DocumentView(pair.before->body), bson::DocumentView(pair.after->body)))
            console::print(QStringLiteral("    ") + differenceLine(difference) + u'\n');
    }

    void printJson(const RecordDifference &pair, const char *kind)
    {
        bson::Builder builder;
        builder.appendString("kind", kind);
        if (!m_index.marks.testFlag(RecordMark::NoRecordId))
            builder.appendRaw("record", m_index.recordId.type(), m_index.recordId.value());
        builder.appendString("app", m_index.appId);
        if (pair.before && pair.after) {
            builder.openArray("differences");
            qint64 number = 0;
            for (const Difference &difference : differences(bson::DocumentView(pair.before->body), bson::DocumentView(pair.after->body))) {
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
    bool m_asJson;
    RecordIndex m_index;
};

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() != 2)
        return Error{ErrorKind::Failed, Texts::tr("Name two workspaces or dumps: compare BEFORE AFTER."), {}};
    const QString by = parser.value(QStringLiteral("by"));
    if (by != u"id" && by != u"key")
        return Error{ErrorKind::Failed, Texts::tr("--by takes id or key, not \"%1\".").arg(by), {}};
    const auto before = Opened::open(arguments[0], progress);
    if (!before)
        return before.error();
    const auto after = Opened::open(arguments[1], progress);
    if (!after)
        return after.error();
    CompareOptions options;
    options.by = by == u"key" ? CompareBy::Key : CompareBy::RecordId;
    if (parser.isSet(QStringLiteral("app")))
        options.appId = parser.value(QStringLiteral("app")).toUtf8();
    DifferencePrinter printer((*before)->reader(), (*after)->reader(), parser.isSet(QStringLiteral("json")));
    const auto total =
        compareWorkspaces((*before)->workspace(), (*after)->workspace(), options, progress, [&](const RecordDifference &pair) {
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
    "compare", "BEFORE AFTER [--by id|key] [--app APP] [--json]",
    QT_TRANSLATE_NOOP("Command",
                      "Compares two workspaces or dumps record by record and field by field; exit code 0 if they are equal, 1 if not."),
    &declare, &run};

} // namespace persistence
