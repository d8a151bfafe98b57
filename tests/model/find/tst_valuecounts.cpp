#include "model/find/valuecounts.h"
#include "model/bson/preview.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using tests::record;
using tests::SmallWorkspace;

/// The values of one path in many records.
class tst_valuecounts : public QObject
{
    Q_OBJECT

private slots:
    void countsValuesNullAndWhatIsMissing();
    void tellsTypesApart();
    void countsARecordOnceForEachValueOfAList();
    void keepsToAGroupAndAFilter();
    void tellsLongValuesApartByAllOfThem();
    void listsTheMostFrequentAndSumsTheRest();
    void findsWhatItCounted_data();
    void findsWhatItCounted();
    void stopsWhenItIsCancelled();

private:
    static ValueCounts counted(const SmallWorkspace &small, const QByteArray &path, const QByteArray &filter = {}, const Group &group = {})
    {
        Progress progress;
        const auto matcher = *FilterMatcher::compile(*small.workspace(), *Filter::parse(filter), progress);
        const auto counts = countValues(*small.workspace(), group, matcher, *FieldPath::parse(path), progress);
        if (!counts)
            qFatal("%s", qPrintable(counts.error().message));
        return *counts;
    }

    /// "2 5 (Int32), 1 null (Null), 3 missing".
    static QString picture(const ValueCounts &counts)
    {
        QStringList parts;
        for (const CountedValue &value : counts.values)
            parts << u"%1 %2 (%3)"_s.arg(QString::number(value.records), bson::preview(value.element(), 40), bson::typeName(value.type));
        if (counts.missing > 0)
            parts << u"%1 missing"_s.arg(counts.missing);
        return parts.join(u", "_s);
    }
};

void tst_valuecounts::countsValuesNullAndWhatIsMissing()
{
    const SmallWorkspace small(record("1", "a", "room R", R"({"rating":5})") + record("2", "a", "room R", R"({"rating":5})") +
                               record("3", "a", "room R", R"({"rating":null})") + record("4", "a", "room R", R"({"other":1})") +
                               record("5", "a", "room R", "[]"));
    const ValueCounts counts = counted(small, "data.rating");
    QCOMPARE(picture(counts), u"2 5 (Int32), 1 null (Null), 2 missing"_s);
    QCOMPARE(counts.records, 5);
    QCOMPARE(counts.distinct, 2);
    QVERIFY(!counts.isCapped);
}

void tst_valuecounts::tellsTypesApart()
{
    const SmallWorkspace small(record("1", "a", "room R", R"({"n":1})") + record("2", "a", "room R", R"({"n":1.0})") +
                               record("3", "a", "room R", R"({"n":"1"})"));
    QCOMPARE(picture(counted(small, "data.n")), u"1 1 (Double), 1 1 (Text), 1 1 (Int32)"_s);
}

void tst_valuecounts::countsARecordOnceForEachValueOfAList()
{
    const SmallWorkspace small(record("1", "a", "room R", R"({"tags":["x","x","y"]})") + record("2", "a", "room R", R"({"tags":["x"]})") +
                               record("3", "a", "room R", R"({"tags":[]})"));
    QCOMPARE(picture(counted(small, "data.tags[]")), u"2 x (Text), 1 y (Text), 1 missing"_s);
    QCOMPARE(inEachItem(*FieldPath::parse("data.a[3].b[0]")).toText(), QByteArray("data.a[].b[]"));
}

void tst_valuecounts::keepsToAGroupAndAFilter()
{
    const SmallWorkspace small(record("1", "a", "room R", R"({"n":1,"m":1})") + record("2", "b", "room R", R"({"n":1,"m":2})"));
    QCOMPARE(picture(counted(small, "data.n", "data.m=2")), u"1 1 (Int32)"_s);
    const auto reader = *small.workspace()->reader();
    QCOMPARE(counted(small, "data.n", {}, {reader->apps()->first().row, {}, {}}).records, 1);
}

void tst_valuecounts::tellsLongValuesApartByAllOfThem()
{
    const QByteArray front(300, 'x');
    const SmallWorkspace small(record("1", "a", "room R", R"({"t":")" + front + "1\"}") +
                               record("2", "a", "room R", R"({"t":")" + front + "2\"}") +
                               record("3", "a", "room R", R"({"t":")" + front + "2\"}"));
    const ValueCounts counts = counted(small, "data.t");
    QCOMPARE(counts.values.size(), 2);
    QCOMPARE(counts.values[0].records, 2);
    QVERIFY(counts.values[0].isCut);
}

void tst_valuecounts::listsTheMostFrequentAndSumsTheRest()
{
    QByteArray lines;
    for (int i = 0; i < 1'200; ++i)
        lines += record("r" + QByteArray::number(i), "a", "room R", R"({"n":)" + QByteArray::number(i < 100 ? 7 : i) + "}");
    const ValueCounts counts = counted(SmallWorkspace(lines), "data.n");
    QCOMPARE(counts.values.size(), ValueCounts::kMaxListed);
    QCOMPARE(counts.values[0].records, 100);
    QCOMPARE(counts.distinct, 1'101);
    QCOMPARE(counts.unlisted, 101);
}

void tst_valuecounts::findsWhatItCounted_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("number") << QByteArray("5");
    QTest::newRow("text") << QByteArray(R"("a b")");
    QTest::newRow("text like a number") << QByteArray(R"("5")");
    QTest::newRow("long text") << QByteArray('"' + QByteArray("\xe2\x82\xac").repeated(100) + '"');
    QTest::newRow("null") << QByteArray("null");
    QTest::newRow("object") << QByteArray(R"({"x":1})");
    QTest::newRow("truth value") << QByteArray("true");
    QTest::newRow("date") << QByteArray(R"({"$date":"2026-01-31T12:00:00Z"})");
}

void tst_valuecounts::findsWhatItCounted()
{
    QFETCH(QByteArray, json);
    const SmallWorkspace small(record("1", "a", "room R", R"({"v":)" + json + "}") +
                               record("2", "a", "room R", R"({"v":"something else"})"));
    const ValueCounts counts = counted(small, "data.v");
    QCOMPARE(counts.values.size(), 2);
    const auto path = *FieldPath::parse("data.v");
    for (const CountedValue &value : counts.values)
        QCOMPARE(counted(small, "data.v", Filter(termOf(path, value)).toText()).records, 1);
}

void tst_valuecounts::stopsWhenItIsCancelled()
{
    const SmallWorkspace small(record("1", "a", "room R"));
    Progress progress;
    progress.cancel();
    const auto counts = countValues(*small.workspace(), {}, nullptr, *FieldPath::parse("data.x"), progress);
    QVERIFY(!counts && counts.error().kind == ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(tst_valuecounts)
#include "tst_valuecounts.moc"
