#include "model/bson/builder.h"
#include "model/bson/validation.h"
#include "tests/model/edit/editing.h"

#include <QTest>

using namespace persistence;

namespace {

QByteArray document(const QByteArray &json)
{
    return test::documentOf(json);
}

QByteArray json(const QByteArray &bytes)
{
    return test::jsonOf(bytes);
}

FieldValue value(const QByteArray &text)
{
    return test::valueOf(text);
}

bson::Path path(const QByteArray &text)
{
    return test::pathOf(text);
}

} // namespace

class SpliceTest final : public QObject
{
    Q_OBJECT

private slots:
    void changesOneValue_data();
    void changesOneValue();
    void refusesPlacesThatAreNotThere_data();
    void refusesPlacesThatAreNotThere();
    void keepsEveryByteAroundTheValue();
    void keepsTheOddNamesOfItemsThatStay();
    void givesTheSameBytesForTheSameValue();
    void findsPlacesInDeepDocumentsWithoutRecursion();
};

void SpliceTest::changesOneValue_data()
{
    using Change = Result<QByteArray> (*)(bson::DocumentView);
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, Change change, const char *after) {
        QTest::newRow(name) << QByteArray(before) << change << QByteArray(after);
    };
    row(
        "set", R"({"a":1,"b":2})", [](bson::DocumentView d) { return withValue(d, path("a"), value("3")); }, R"({"a":3,"b":2})");
    row(
        "set another type", R"({"a":1,"b":2})", [](bson::DocumentView d) { return withValue(d, path("a"), value(R"("x")")); },
        R"({"a":"x","b":2})");
    row(
        "set deep", R"({"a":{"b":[1,{"c":true}]},"z":0})",
        [](bson::DocumentView d) { return withValue(d, path("a.b[1].c"), value("[1,2]")); }, R"({"a":{"b":[1,{"c":[1,2]}]},"z":0})");
    row(
        "add", R"({"a":{}})", [](bson::DocumentView d) { return withValue(d, path("a.b"), value("null")); }, R"({"a":{"b":null}})");
    row(
        "append", R"({"a":[1]})", [](bson::DocumentView d) { return withValue(d, path("a[1]"), value("2")); }, R"({"a":[1,2]})");
    row(
        "first of equal names", R"({"a":1,"a":2})", [](bson::DocumentView d) { return withValue(d, path("a"), value("3")); },
        R"({"a":3,"a":2})");
    row(
        "unset", R"({"a":1,"b":{"c":2,"d":3}})", [](bson::DocumentView d) { return withoutValue(d, path("b.c")); },
        R"({"a":1,"b":{"d":3}})");
    row(
        "unset item", R"({"a":[1,2,3,{"x":4}]})", [](bson::DocumentView d) { return withoutValue(d, path("a[1]")); },
        R"({"a":[1,3,{"x":4}]})");
    row(
        "rename", R"({"a":1,"b":{"c":2}})", [](bson::DocumentView d) { return withName(d, path("b.c"), "d.e"); },
        R"({"a":1,"b":{"d.e":2}})");
    row(
        "insert field", R"({"a":1,"b":2})", [](bson::DocumentView d) { return withInserted(d, {}, 1, "x", value("9")); },
        R"({"a":1,"x":9,"b":2})");
    row(
        "insert item", R"({"a":[1,2]})", [](bson::DocumentView d) { return withInserted(d, path("a"), 0, {}, value("9")); },
        R"({"a":[9,1,2]})");
    row(
        "insert at the end", R"({"a":[1,2]})", [](bson::DocumentView d) { return withInserted(d, path("a"), 99, {}, value("9")); },
        R"({"a":[1,2,9]})");
    row(
        "move field", R"({"a":1,"b":2,"c":3})", [](bson::DocumentView d) { return withMoved(d, path("c"), 0); }, R"({"c":3,"a":1,"b":2})");
    row(
        "move item", R"({"a":[1,2,3]})", [](bson::DocumentView d) { return withMoved(d, path("a[0]"), 2); }, R"({"a":[2,3,1]})");
}

void SpliceTest::changesOneValue()
{
    using Change = Result<QByteArray> (*)(bson::DocumentView);
    QFETCH(QByteArray, before);
    QFETCH(Change, change);
    QFETCH(QByteArray, after);
    const QByteArray bytes = document(before);
    const auto changed = change(bson::DocumentView(bytes));
    QVERIFY(changed.isOk());
    QCOMPARE(json(*changed), after);
    // Equal to what the reader makes of that text, to the last byte: lengths and numbers of items too.
    QCOMPARE(*changed, document(after));
    QVERIFY(bson::validate(*changed).isStrict());
}

void SpliceTest::refusesPlacesThatAreNotThere_data()
{
    QTest::addColumn<QByteArray>("place");
    for (const char *place : {"x.y", "a.b.c.d", "a[0]", "list.x", "list[5]", "list[0].x"})
        QTest::newRow(place) << QByteArray(place);
}

void SpliceTest::refusesPlacesThatAreNotThere()
{
    QFETCH(QByteArray, place);
    const QByteArray bytes = document(R"({"a":{"b":1},"list":[1,2]})");
    const auto set = withValue(bson::DocumentView(bytes), path(place), value("1"));
    QVERIFY(!set);
    QVERIFY(set.error().message.contains(QString::fromUtf8(place)));
    QVERIFY(!withoutValue(bson::DocumentView(bytes), path(place)));
    QVERIFY(!withName(bson::DocumentView(bytes), path(place), "n"));
    QVERIFY(!withMoved(bson::DocumentView(bytes), path(place), 0));
    QVERIFY(!withName(bson::DocumentView(bytes), path("a"), "list"));
}

void SpliceTest::keepsEveryByteAroundTheValue()
{
    // A double that no text shows exactly, and a negative zero: a rewritten document would be a different one.
    const QByteArray bytes = document(R"({"a":-0.0,"b":{"c":"old","d":{"$numberDouble":"NaN"}},"e":{"$numberDecimal":"1.10"},"a":2})");
    const auto changed = withValue(bson::DocumentView(bytes), path("b.c"), value(R"("newer")"));
    QVERIFY(changed.isOk());
    QCOMPARE(changed->size(), bytes.size() + 2);
    // Besides the value only the lengths of the document and of `b` differ.
    const qsizetype inner = bytes.indexOf("b") + 2;
    const qsizetype text = bytes.indexOf("old") - 4;
    QCOMPARE(changed->mid(4, inner - 4), bytes.mid(4, inner - 4));
    QCOMPARE(changed->mid(inner + 4, text - inner - 4), bytes.mid(inner + 4, text - inner - 4));
    QCOMPARE(changed->mid(text + 4 + 6), bytes.mid(text + 4 + 4));
}

void SpliceTest::keepsTheOddNamesOfItemsThatStay()
{
    bson::Builder builder;
    builder.openArray("list");
    builder.appendInt32("zero", 0);
    builder.appendInt32("one", 1);
    builder.appendInt32("two", 2);
    builder.close();
    const QByteArray bytes = builder.finish().toByteArray();
    const auto changed = withoutValue(bson::DocumentView(bytes), path("list[1]"));
    QVERIFY(changed.isOk());
    QVERIFY(changed->contains("zero"));
    QVERIFY(!changed->contains("two"));
    QCOMPARE(json(*changed), QByteArray(R"({"list":[0,2]})"));
}

void SpliceTest::givesTheSameBytesForTheSameValue()
{
    const QByteArray bytes = document(R"({"a":{"b":[1.5,"x"]}})");
    QCOMPARE(withValue(bson::DocumentView(bytes), path("a.b[0]"), value("1.5")).value(), bytes);
    QCOMPARE(withName(bson::DocumentView(bytes), path("a.b"), "b").value(), bytes);
    QCOMPARE(withMoved(bson::DocumentView(bytes), path("a.b[1]"), 1).value(), bytes);
    // The same number of another type is another value.
    QVERIFY(withValue(bson::DocumentView(bytes), path("a.b[0]"), value(R"({"$numberDecimal":"1.5"})")).value() != bytes);
}

void SpliceTest::findsPlacesInDeepDocumentsWithoutRecursion()
{
    constexpr int kDepth = 180;
    const QByteArray bytes = document(QByteArray(R"({"a":)").repeated(kDepth) + "1" + QByteArray("}").repeated(kDepth));
    const bson::Path deep(std::vector<bson::PathStep>(kDepth, {"a", -1}));
    const auto changed = withValue(bson::DocumentView(bytes), deep, value("2"));
    QVERIFY(changed.isOk());
    QCOMPARE(*changed, document(QByteArray(R"({"a":)").repeated(kDepth) + "2" + QByteArray("}").repeated(kDepth)));
}

QTEST_APPLESS_MAIN(SpliceTest)
#include "tst_splice.moc"
