#include "model/find/recordsort.h"
#include "model/record/recordid.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

namespace {

FieldPath pathOf(const QByteArray &text)
{
    return FieldPath::parse(text).value();
}

std::vector<RecordRow> allRows(const Workspace &workspace)
{
    Progress progress;
    return (*workspace.reader())->records(Group(), progress).value();
}

/// The record ids in their order, one word each.
QString printIds(const Workspace &workspace, const std::vector<RecordRow> &rows)
{
    const auto reader = *workspace.reader();
    QStringList ids;
    for (const RecordSummary &summary : reader->recordSummaries(rows).value())
        ids.append(summary.recordId.toDisplayText());
    return ids.join(u' ');
}

QString sortedIds(const SmallWorkspace &files, const RecordOrder &order)
{
    Progress progress;
    const auto sorted = sortRecords(*files.workspace(), allRows(*files.workspace()), order, progress);
    return sorted ? printIds(*files.workspace(), *sorted) : sorted.error().message;
}

} // namespace

class tst_recordsort : public QObject
{
    Q_OBJECT

private slots:
    void ordersUnlikeTypesAsMongoDbDoes();
    void comparesNumbersByWhatTheyAreWorth();
    void comparesTextsByteByByteWithoutCase();
    void putsRecordsWithoutAValueLastInEitherDirection();
    void keepsTheOrderOfEqualOnes();
    void ordersBySizeDateAndRecordId();
    void ordersByKeyAssociationByAssociation();
    void looksIntoOtherShapesOfRecords();
    void stopsWhenCancelled();
    void agreesWithASortOfTheWholeValues();
    void addsUpNumbersAndPassesOthersOver();
    void keepsIntegerSumsExact();
};

void tst_recordsort::ordersUnlikeTypesAsMongoDbDoes()
{
    const SmallWorkspace files(record("a", "app", "", R"({"v": "text"})") + record("b", "app", "", R"({"v": 3})") +
                               record("c", "app", "", R"({"v": true})") + record("d", "app", "", R"({"v": null})") +
                               record("e", "app", "", R"({"v": {"x": 1}})") + record("f", "app", "", R"({"v": [1]})") +
                               record("g", "app", "", R"({"v": {"$date": "2026-01-01T00:00:00Z"}})") +
                               record("h", "app", "", R"({"v": {"$oid": "0123456789abcdef01234567"}})"));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), false}), u"d b a e f h c g"_s);
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), true}), u"g c h f e a b d"_s);
}

void tst_recordsort::comparesNumbersByWhatTheyAreWorth()
{
    const SmallWorkspace files(record("a", "app", "", R"({"v": 9007199254740993})") + record("b", "app", "", R"({"v": 9007199254740992})") +
                               record("c", "app", "", R"({"v": 2.5})") + record("d", "app", "", R"({"v": {"$numberDecimal": "2.4"}})") +
                               record("e", "app", "", R"({"v": {"$numberDouble": "NaN"}})") + record("f", "app", "", R"({"v": -7})") +
                               record("g", "app", "", R"({"v": {"$numberDouble": "-Infinity"}})"));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), false}), u"e g f d c b a"_s);
}

void tst_recordsort::comparesTextsByteByByteWithoutCase()
{
    const SmallWorkspace files(record("a", "app", "", R"({"v": "the same front, z"})") +
                               record("b", "app", "", R"({"v": "The Same Front, a"})") + record("c", "app", "", R"({"v": ""})") +
                               record("d", "app", "", R"({"v": "the"})") + record("e", "app", "", R"({"v": "the\u0000"})") +
                               record("f", "app", "", R"({"v": "\u00e9"})"));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), false}), u"c d e b a f"_s);
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), true}), u"f a b e d c"_s);
}

void tst_recordsort::putsRecordsWithoutAValueLastInEitherDirection()
{
    const SmallWorkspace files(record("a", "app", "", "{}") + record("b", "app", "", R"({"v": 1})") +
                               record("c", "app", "", R"({"v": 2})"));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), false}), u"b c a"_s);
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), true}), u"c b a"_s);
}

void tst_recordsort::keepsTheOrderOfEqualOnes()
{
    QByteArray lines;
    QStringList expected;
    for (int i = 0; i < 600; ++i) {
        const QByteArray id = "r" + QByteArray::number(i).rightJustified(4, '0');
        lines += record(id, "app", "room A", R"({"v": "Same"})");
        expected.append(QString::fromLatin1(id));
    }
    const SmallWorkspace files(lines);
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), true}), expected.join(u' '));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Group, {}, false}), expected.join(u' '));
    std::reverse(expected.begin(), expected.end());
    QCOMPARE(sortedIds(files, {RecordOrder::By::Group, {}, true}), expected.join(u' '));
}

void tst_recordsort::ordersBySizeDateAndRecordId()
{
    const SmallWorkspace files(
        R"({"_id": "b", "appId": "app", "data": {"long": "xxxxxxxxxx"}, "_updatedAt": {"$date": "2026-01-01T00:00:00Z"}}
{"_id": "a", "appId": "app", "data": {}, "_updatedAt": {"$date": "2026-03-01T00:00:00Z"}}
{"_id": "c", "appId": "app", "data": {"x": 1}}
)");
    QCOMPARE(sortedIds(files, {RecordOrder::By::Size, {}, false}), u"c a b"_s);
    QCOMPARE(sortedIds(files, {RecordOrder::By::Updated, {}, true}), u"a b c"_s);
    QCOMPARE(sortedIds(files, {RecordOrder::By::RecordId, {}, true}), u"c b a"_s);
}

void tst_recordsort::ordersByKeyAssociationByAssociation()
{
    const SmallWorkspace files(record("a", "app", "room B") + record("b", "app", "misc z,room A") + record("c", "app", "") +
                               record("d", "app", "misc z") + record("e", "app", "misc a,room Z") + record("f", "app", "room A") +
                               record("g", "app", "miscellany a"));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Key, {}, false}), u"e d b g f a c"_s);
    QCOMPARE(sortedIds(files, {RecordOrder::By::Key, {}, true}), u"a f g b d e c"_s);
}

void tst_recordsort::looksIntoOtherShapesOfRecords()
{
    const SmallWorkspace files(R"({"_id": "old", "appId": "app", "key": "k", "value": {"v": 1}}
)" + record("new", "app", "", R"({"v": 2})"));
    QCOMPARE(sortedIds(files, {RecordOrder::By::Field, pathOf("data.v"), false}), u"old new"_s);
}

void tst_recordsort::stopsWhenCancelled()
{
    const SmallWorkspace files(record("a", "app", ""));
    Progress progress;
    progress.cancel();
    const auto sorted = sortRecords(*files.workspace(), allRows(*files.workspace()), {RecordOrder::By::Size, {}, false}, progress);
    QVERIFY(!sorted);
    QCOMPARE(sorted.error().kind, ErrorKind::Cancelled);
}

void tst_recordsort::agreesWithASortOfTheWholeValues()
{
    QByteArray lines;
    std::vector<std::pair<int, QByteArray>> expected;
    for (int i = 0; i < 2'000; ++i) {
        const int value = (i * 7919) % 501 - 250;
        const QByteArray id = "r" + QByteArray::number(i).rightJustified(4, '0');
        lines += record(id, "app", "room A", "{\"v\": " + QByteArray::number(value) + (i % 3 == 0 ? ".0}" : "}"));
        expected.emplace_back(value, id);
    }
    std::sort(expected.begin(), expected.end());
    QStringList ids;
    for (const auto &[value, id] : expected)
        ids.append(QString::fromLatin1(id));
    QCOMPARE(sortedIds(SmallWorkspace(lines), {RecordOrder::By::Field, pathOf("data.v"), false}), ids.join(u' '));
}

void tst_recordsort::addsUpNumbersAndPassesOthersOver()
{
    const SmallWorkspace files(record("a", "app", "", R"({"v": 1.5})") + record("b", "app", "", R"({"v": 2})") +
                               record("c", "app", "", R"({"v": "3"})") + record("d", "app", "", R"({"v": {"$numberDouble": "NaN"}})") +
                               record("e", "app", "", "{}"));
    Progress progress;
    const auto sum = sumColumn(*files.workspace(), allRows(*files.workspace()), pathOf("data.v"), progress);
    QVERIFY(sum);
    QCOMPARE(sum->records, 5);
    QCOMPARE(sum->values, 4);
    QCOMPARE(sum->numbers, 2);
    QCOMPARE(sum->sum, 3.5);
    QCOMPARE(sum->average(), 1.75);
    QCOMPARE(sum->smallest, 1.5);
    QCOMPARE(sum->largest, 2.0);
    QVERIFY(!sum->integerSum);
}

void tst_recordsort::keepsIntegerSumsExact()
{
    const SmallWorkspace files(record("a", "app", "", R"({"v": 9007199254740993})") + record("b", "app", "", R"({"v": 9007199254740993})") +
                               record("c", "app", "", R"({"v": 1})"));
    Progress progress;
    const auto sum = sumColumn(*files.workspace(), allRows(*files.workspace()), pathOf("data.v"), progress);
    QVERIFY(sum);
    QCOMPARE(sum->integerSum, std::optional<qint64>(18014398509481987));
}

QTEST_GUILESS_MAIN(tst_recordsort)
#include "tst_recordsort.moc"
