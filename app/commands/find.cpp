#include "app/commands/command.h"
#include "app/commands/console.h"
#include "app/commands/filterargument.h"
#include "app/commands/opened.h"
#include "app/commands/recordtext.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/preview.h"
#include "model/find/filterhelp.h"
#include "model/find/finder.h"
#include "model/find/valuecounts.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

constexpr size_t kMaxPlaces = 8;
constexpr int kPreview = 100;

enum class FindOutput { Text, Json, Ids, Count };

void declare(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("WORKSPACE"), Texts::tr("The workspace, or a dump."));
    parser.addPositionalArgument(QStringLiteral("FILTER"), Texts::tr("Which records:\n%1").arg(filterHelpText()),
                                 QStringLiteral("FILTER …"));
    parser.addOption({QStringLiteral("app"), Texts::tr("Only this app, by its id or name."), QStringLiteral("APP")});
    parser.addOption({QStringLiteral("json"), Texts::tr("Print each document as one line of canonical Extended JSON.")});
    parser.addOption({QStringLiteral("ids"), Texts::tr("Print record ids alone, a line each.")});
    parser.addOption({QStringLiteral("count"), Texts::tr("Print only how many there are.")});
    parser.addOption({QStringLiteral("limit"), Texts::tr("Stop after so many."), QStringLiteral("NUMBER")});
    parser.addOption({QStringLiteral("values"),
                      Texts::tr("Count the values at this path in the records found, the most frequent first; [] stands for each item."),
                      QStringLiteral("PATH")});
    declareAllowHuge(parser);
}

/// Prints hits as they come, the newest state of each record.
class HitPrinter final
{
public:
    HitPrinter(Reader &reader, const FilterMatcher &matcher, FindOutput output, qint64 limit)
        : m_reader(reader)
        , m_matcher(matcher)
        , m_output(output)
        , m_limit(limit)
    {
    }

    /// False once there is enough, or something failed.
    bool print(std::span<const Hit> hits)
    {
        for (const Hit &hit : hits) {
            if (m_limit >= 0 && m_printed >= m_limit)
                return false;
            ++m_printed;
            if (m_output == FindOutput::Count)
                continue;
            const auto record = m_reader.record(hit.row);
            if (!record) {
                m_failure = record.error();
                return false;
            }
            printRecord(*record);
        }
        return m_limit < 0 || m_printed < m_limit;
    }

    [[nodiscard]] qint64 printed() const { return m_printed; }
    [[nodiscard]] const Result<void> &failure() const { return m_failure; }

private:
    void printRecord(const Record &record)
    {
        const bson::DocumentView document(record.body);
        if (m_output == FindOutput::Json) {
            m_json.resize(0);
            bson::writeExtendedJson(document, {bson::JsonMode::Canonical, 0}, m_json);
            console::printJson(m_json + '\n');
            return;
        }
        indexRecord(document, record.collection, m_index);
        if (m_output == FindOutput::Ids)
            console::print(recordIdText(m_index) + u'\n');
        else
            printText(record, document);
    }

    void printText(const Record &record, bson::DocumentView document)
    {
        console::print(QStringLiteral("%1  %2\n").arg(recordIdText(m_index), recordKeyText(m_reader, m_index)));
        QStringList seen;
        for (const HitPlace &place : m_matcher.places({record.row, record.collection, record.body, 0}, kMaxPlaces)) {
            const auto value = place.path.resolve(document);
            const QString path = console::shown(place.path.toText());
            // The key and the id are in the first line already.
            const bool isShown = place.path.isEmpty() || path.startsWith(QStringLiteral("associations[")) || path == QStringLiteral("_id");
            if (!value || isShown || seen.contains(path))
                continue;
            seen.append(path);
            console::print(QStringLiteral("    %1: %2\n").arg(path, bson::preview(*value, kPreview)));
        }
    }

    Reader &m_reader;
    const FilterMatcher &m_matcher;
    FindOutput m_output;
    qint64 m_limit;
    qint64 m_printed = 0;
    Result<void> m_failure;
    RecordIndex m_index;
    QByteArray m_json;
};

FindOutput outputOf(const QCommandLineParser &parser)
{
    if (parser.isSet(QStringLiteral("count")))
        return FindOutput::Count;
    if (parser.isSet(QStringLiteral("ids")))
        return FindOutput::Ids;
    return parser.isSet(QStringLiteral("json")) ? FindOutput::Json : FindOutput::Text;
}

Result<void> reportTotal(FindOutput output, qint64 printed, bool isCut, qint64 damaged)
{
    if (output == FindOutput::Count)
        console::print(QByteArray::number(printed) + '\n');
    if (output == FindOutput::Text) {
        const QString count = printed == 1 ? Texts::tr("1 record") : Texts::tr("%1 records").arg(console::number(printed));
        console::print(isCut ? Texts::tr("The first %1; there may be more.\n").arg(count) : Texts::tr("%1.\n").arg(count));
    }
    if (damaged == 0)
        return {};
    return Error{
        ErrorKind::Damaged,
        Texts::tr("%1 damaged records could not be searched and are not among them. The file was not changed. \"verify\" tells more.")
            .arg(console::number(damaged)),
        {}};
}

/// One value with its count, as text or as a line of JSON; nothing: records without one.
void printCount(const std::optional<CountedValue> &value, qint64 records, bool asJson)
{
    if (asJson) {
        bson::Builder builder;
        if (value && !value->isCut)
            builder.appendRaw("value", value->type, value->bytes);
        builder.appendString("type", value ? filterTypeName(value->type) : "missing");
        console::appendNumber(builder, "records", records);
        console::printJson(console::plainJson(builder.finish()) + '\n');
        return;
    }
    const QString shown = !value ? Texts::tr("(missing)")
                          : value->isCut
                              ? Texts::tr("(a large value: %1)").arg(bson::typeName(value->type))
                              : QStringLiteral("%1 (%2)").arg(bson::preview(value->element(), kPreview), bson::typeName(value->type));
    console::print(QStringLiteral("%1  %2\n").arg(console::number(records), shown));
}

Result<void> printValues(const Workspace &workspace, const Filter &filter, const QCommandLineParser &parser, Progress &progress)
{
    const QByteArray text = parser.value(QStringLiteral("values")).toUtf8();
    bson::PathError error;
    const auto path = FieldPath::parse(text, &error);
    if (!path)
        return Error{
            ErrorKind::Failed,
            Texts::tr("This is no path: %1 (at byte %2 of \"%3\").").arg(error.reason, QString::number(error.offset), console::shown(text)),
            {}};
    const auto matcher = FilterMatcher::compile(workspace, filter, progress);
    if (!matcher)
        return matcher.error();
    const auto counts = countValues(workspace, Group(), filter.isEmpty() ? nullptr : *matcher, *path, progress);
    if (!counts)
        return counts.error();
    const bool asJson = parser.isSet(QStringLiteral("json"));
    for (const CountedValue &value : counts->values)
        printCount(value, value.records, asJson);
    if (counts->missing > 0)
        printCount({}, counts->missing, asJson);
    if (!asJson && counts->unlisted > 0)
        console::print(Texts::tr("%1  other values\n").arg(console::number(counts->unlisted)));
    if (!asJson)
        console::print(
            Texts::tr("%1 different values in %2 records.\n").arg(console::number(counts->distinct), console::number(counts->records)));
    return reportTotal(FindOutput::Json, 0, false, counts->damaged);
}

Result<void> run(const QCommandLineParser &parser, Progress &progress)
{
    const QStringList arguments = parser.positionalArguments();
    const bool countsValues = parser.isSet(QStringLiteral("values"));
    if (arguments.size() < (countsValues ? 1 : 2))
        return Error{ErrorKind::Failed, Texts::tr("Name a workspace or dump and a filter: find WORKSPACE FILTER."), {}};
    bool isNumber = true;
    const qint64 limit = parser.isSet(QStringLiteral("limit")) ? parser.value(QStringLiteral("limit")).toLongLong(&isNumber) : -1;
    if (!isNumber || (limit < 0 && parser.isSet(QStringLiteral("limit"))))
        return Error{ErrorKind::Failed, Texts::tr("--limit takes a number, not \"%1\".").arg(parser.value(QStringLiteral("limit"))), {}};
    auto filter = filterOf(arguments.mid(1));
    if (!filter)
        return filter.error();
    const auto opened = Opened::open(arguments.constFirst(), progress, hugeRatioOf(parser));
    if (!opened)
        return opened.error();
    if (auto told = (*opened)->tellIncomplete(); !told)
        return told;
    Reader &reader = (*opened)->reader();
    if (parser.isSet(QStringLiteral("app")))
        filter = withinApp(*filter, parser.value(QStringLiteral("app")), reader);
    if (!filter)
        return filter.error();
    if (countsValues)
        return (*opened)->finish(printValues((*opened)->workspace(), *filter, parser, progress));
    const auto matcher = FilterMatcher::compile((*opened)->workspace(), *filter, progress);
    if (!matcher)
        return matcher.error();
    const FindOutput output = outputOf(parser);
    HitPrinter printer(reader, **matcher, output, limit);
    const auto total =
        Finder((*opened)->workspace(), *matcher).find(Group(), progress, [&](std::span<const Hit> hits) { return printer.print(hits); });
    if (!total)
        return total.error();
    if (!printer.failure())
        return printer.failure();
    return (*opened)->finish(reportTotal(output, printer.printed(), limit >= 0 && printer.printed() >= limit, total->damaged));
}

} // namespace

const Command kFindCommand = {"find", "WORKSPACE FILTER … [--app APP] [--json | --ids | --count] [--limit N] [--values PATH]",
                              QT_TRANSLATE_NOOP("Command", "Finds records by text, key, field, date or size, and shows where they match."),
                              &declare, &run};

} // namespace persistence
