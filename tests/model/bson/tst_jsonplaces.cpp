#include "model/bson/jsonplaces.h"

#include <QTest>

using namespace persistence;
using namespace persistence::bson;

/// Where values are in a JSON text that somebody may be typing.
class tst_jsonplaces : public QObject
{
    Q_OBJECT

private slots:
    void findsAValueByItsPath_data();
    void findsAValueByItsPath();
    void findsManyAtOnce();
    void findsTheWholeText();
    void tellsFieldsOfOneNameApart();
    void findsNothingOnceItIsCancelled();
    void goesThroughDeepTexts();

private:
    /// "name: value", or "none".
    static QByteArray picture(const QByteArray &json, const JsonPlace &place)
    {
        if (place.value.size == 0)
            return "none";
        return json.mid(place.name.start, place.name.size) + ": " + json.mid(place.value.start, place.value.size);
    }
    static QByteArray found(const QByteArray &json, const QByteArray &path)
    {
        const Path paths[] = {*Path::parse(path)};
        return picture(json, findInJson(json, paths, Progress()).front());
    }
};

void tst_jsonplaces::findsAValueByItsPath_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *json, const char *path, const char *expected) {
        QTest::addRow("%s in %s", path, json) << QByteArray(json) << QByteArray(path) << QByteArray(expected);
    };
    row(R"({"a": 1, "b": "x"})", "b", R"("b": "x")");
    row(R"({"a":{"b":[1,{"c":true}]}})", "a.b[1].c", R"("c": true)");
    row(R"({"a":{"b":[1,{"c":true}]}})", "a.b[0]", ": 1");
    row(R"({"a":{"b":1},"b":2})", "b", R"("b": 2)");
    row(R"({"when": {"$date": "2026"} , "x":1})", "when", R"("when": {"$date": "2026"})");
    row(R"({"a":"}, \"b\": \\","b":2})", "b", R"("b": 2)");
    row(R"({"a\u0062\"": 5})", R"(["ab\""])", R"("a\u0062\"": 5)");
    row("{\"a\": \"cut\nin two\", \"b\": 2}", "b", R"("b": 2)");
    row(R"([[], {}, -1.5e3])", "[2]", ": -1.5e3");
    row(R"({"a": 1, "b" 2, "c": 3})", "a", R"("a": 1)");
    row(R"({"a": 1, "b" 2, "c": 3})", "c", "none");
    row(R"({"a": "no end)", "a", "none");
    row(R"({"a": 1)", "a", R"("a": 1)");
    row(R"({"a": 1})", "a.b", "none");
    row("", "a", "none");
}

void tst_jsonplaces::findsAValueByItsPath()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, path);
    QTEST(found(json, path), "expected");
}

void tst_jsonplaces::findsManyAtOnce()
{
    const QByteArray json = R"({"a":{"b":1,"c":2},"d":[3]})";
    const Path paths[] = {*Path::parse("d[0]"), *Path::parse("a"), *Path::parse("a.c"), *Path::parse("a.c")};
    QByteArrayList pictures;
    for (const JsonPlace &place : findInJson(json, paths, Progress()))
        pictures << picture(json, place);
    QCOMPARE(pictures.join('|'), QByteArray(R"(: 3|"a": {"b":1,"c":2}|"c": 2|"c": 2)"));
}

void tst_jsonplaces::findsTheWholeText()
{
    const Path paths[] = {Path()};
    const QByteArray json = "  [1, 2] ";
    QCOMPARE(picture(json, findInJson(json, paths, Progress()).front()), QByteArray(": [1, 2]"));
}

void tst_jsonplaces::tellsFieldsOfOneNameApart()
{
    const Path paths[] = {Path({{"a", -1, 1}})};
    const QByteArray json = R"({"a":1,"a":2})";
    QCOMPARE(picture(json, findInJson(json, paths, Progress()).front()), QByteArray(R"("a": 2)"));
}

void tst_jsonplaces::findsNothingOnceItIsCancelled()
{
    Progress progress;
    progress.cancel();
    const Path paths[] = {*Path::parse("a")};
    QCOMPARE(findInJson(R"({"a":1})", paths, progress).front(), JsonPlace());
}

void tst_jsonplaces::goesThroughDeepTexts()
{
    const QByteArray json = R"({"deep":)" + QByteArray(1'000'000, '[') + QByteArray(1'000'000, ']') + R"(,"b":1})";
    QCOMPARE(found(json, "b"), QByteArray(R"("b": 1)"));
}

QTEST_GUILESS_MAIN(tst_jsonplaces)
#include "tst_jsonplaces.moc"
