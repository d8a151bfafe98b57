#include "model/edit/diff.h"
#include "tests/model/edit/editing.h"

#include <QTest>

using namespace persistence;
using namespace persistence::test;

namespace {

/// One difference as a short text: a sign and the path.
QByteArray textOf(const Difference &difference)
{
    switch (difference.kind) {
    case DifferenceKind::Added:
        return '+' + difference.path.toText();
    case DifferenceKind::Removed:
        return '-' + difference.path.toText();
    case DifferenceKind::Changed:
        return '~' + difference.path.toText();
    case DifferenceKind::Retyped:
        return 't' + difference.path.toText();
    case DifferenceKind::Moved:
        return '>' + difference.path.toText();
    case DifferenceKind::Same:
        return '=' + difference.path.toText();
    }
    return {};
}

} // namespace

class DiffTest final : public QObject
{
    Q_OBJECT

private slots:
    void namesTheFieldsThatDiffer_data();
    void namesTheFieldsThatDiffer();
    void tellsEqualFieldsWhenAsked();
    void comparesDeepDocumentsWithoutRecursion();
    void comparesLongArrays();
};

void DiffTest::namesTheFieldsThatDiffer_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *before, const char *after, const char *expected) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(after) << QByteArray(expected);
    };
    row("equal", R"({"a":1})", R"({"a":1})", "");
    row("changed", R"({"a":1,"b":2})", R"({"a":1,"b":3})", "~b");
    row("added and removed", R"({"a":1,"b":2})", R"({"a":1,"c":2})", "+c -b");
    row("nested", R"({"a":{"b":{"c":1}}})", R"({"a":{"b":{"c":2,"d":3}}})", "~a.b.c +a.b.d");
    row("int to double", R"({"a":1})", R"({"a":1.0})", "ta");
    row("int to text", R"({"a":1})", R"({"a":"1"})", "ta");
    row("int to long", R"({"a":1})", R"({"a":{"$numberLong":"1"}})", "ta");
    row("negative zero", R"({"a":0})", R"({"a":-0.0})", "~a");
    row("id to text", R"({"a":{"$oid":"0123456789abcdef01234567"}})", R"({"a":"0123456789abcdef01234567"})", "ta");
    row("null to text", R"({"a":null})", R"({"a":"null"})", "~a");
    row("object to array", R"({"a":{}})", R"({"a":[]})", "~a");
    row("order", R"({"a":1,"b":2,"c":3})", R"({"c":3,"a":1,"b":2})", ">c");
    row("order and value", R"({"a":1,"b":2,"c":3})", R"({"b":2,"c":3,"a":4})", ">a ~a");
    row("equal names", R"({"a":1,"a":2})", R"({"a":1,"a":3,"a":4})", "~a +a");
    row("item inserted", R"({"a":[1,2,3]})", R"({"a":[1,9,2,3]})", "+a[1]");
    row("item removed", R"({"a":[1,2,3]})", R"({"a":[1,3]})", "-a[1]");
    row("item changed", R"({"a":[1,{"x":2},3]})", R"({"a":[1,{"x":5},3]})", "~a[1].x");
    row("odd name", R"({"a.b":{"c":1}})", R"({"a.b":{"c":2}})", R"(~["a.b"].c)");
}

void DiffTest::namesTheFieldsThatDiffer()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    const QByteArray first = documentOf(before), second = documentOf(after);
    QByteArrayList texts;
    for (const Difference &difference : differences(bson::DocumentView(first), bson::DocumentView(second)))
        texts.append(textOf(difference));
    QTEST(texts.join(' '), "expected");
}

void DiffTest::tellsEqualFieldsWhenAsked()
{
    const QByteArray before = documentOf(R"({"a":1,"b":{"c":2,"d":[1,2,3,4]},"e":{"f":1}})");
    const QByteArray after = documentOf(R"({"a":1,"b":{"c":3,"d":[1,9,3,4]},"e":{"f":1}})");
    QByteArrayList told;
    for (const Difference &difference : differences(bson::DocumentView(before), bson::DocumentView(after), EqualFields::Keep))
        told.append(textOf(difference));
    QCOMPARE(told.join(' '), QByteArray("=a ~b.c =b.d[0] ~b.d[1] =b.d[2] =b.d[3] =e"));
    told.clear();
    for (const Difference &difference : differences(bson::DocumentView(before), bson::DocumentView(before), EqualFields::Keep))
        told.append(textOf(difference));
    QCOMPARE(told.join(' '), QByteArray("=a =b =e"));
}

void DiffTest::comparesDeepDocumentsWithoutRecursion()
{
    // Deeper than what is looked into: built by hand, since the reader refuses such text.
    const auto nested = [](qint32 value) {
        bson::Builder builder;
        for (int i = 0; i < 50'000; ++i)
            builder.openDocument("a");
        builder.appendInt32("n", value);
        for (int i = 0; i < 50'000; ++i)
            builder.close();
        return builder.finish().toByteArray();
    };
    const QByteArray first = nested(1), second = nested(2);
    const auto found = differences(bson::DocumentView(first), bson::DocumentView(second));
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(found[0].path.steps().size(), size_t(bson::kMaxDepth));
}

void DiffTest::comparesLongArrays()
{
    QByteArrayList items;
    for (int i = 0; i < 20'000; ++i)
        items.append(QByteArray::number(i));
    const QByteArray first = documentOf("{\"a\":[" + items.join(',') + "]}");
    items.removeAt(10'000);
    const QByteArray second = documentOf("{\"a\":[" + items.join(',') + "]}");
    const auto found = differences(bson::DocumentView(first), bson::DocumentView(second));
    QCOMPARE(found.size(), size_t(1));
    QCOMPARE(textOf(found[0]), QByteArray("-a[10000]"));
}

QTEST_APPLESS_MAIN(DiffTest)
#include "tst_diff.moc"
