#include "model/bson/extendedjsonreader.h"
#include "model/bson/path.h"

#include <QTest>

using namespace persistence::bson;

class tst_Path : public QObject
{
    Q_OBJECT

private slots:
    void printsWhatItParses_data();
    void printsWhatItParses();
    void saysWhereTheTextIsWrong_data();
    void saysWhereTheTextIsWrong();
    void findsTheValue_data();
    void findsTheValue();
};

void tst_Path::printsWhatItParses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("printed");
    const auto row = [](const char *text, const char *printed) { QTest::newRow(text) << QByteArray(text) << QByteArray(printed); };
    row("", "");
    row("data", "data");
    row("data.items[2].name", "data.items[2].name");
    row("data[\"a.b\"]", "data[\"a.b\"]");
    row("data[\"ab\"]", "data.ab");
    row("[\"a b\"].c", "[\"a b\"].c");
    row("[\"\"]", "[\"\"]");
    row("a[\"]\\\"\\\\\"][0][1]", "a[\"]\\\"\\\\\"][0][1]");
    row("a[\"\\u00e9\"]", "a.\xc3\xa9");
    row("$set.user-name_1", "$set.user-name_1");
    row("a.0", "a.0");
}

void tst_Path::printsWhatItParses()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, printed);
    const auto path = Path::parse(text);
    QVERIFY(path);
    QCOMPARE(path->toText(), printed);
    QVERIFY(Path::parse(printed) == path);
}

void tst_Path::saysWhereTheTextIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("offset");
    const auto row = [](const char *text, int offset) { QTest::newRow(text) << QByteArray(text) << offset; };
    row(".a", 0);
    row("a.", 2);
    row("a..b", 2);
    row("a b", 1);
    row("a[", 2);
    row("a[x]", 2);
    row("a[-1]", 2);
    row("a[-0]", 2);
    row("a[1", 2);
    row("a[1]b", 4);
    row("a[\"b]", 2);
    row("a[\"b\"", 5);
    row("a[\"\\q\"]", 3);
    row("a[\"\\u0000\"]", 2);
    row("a[99999999999999999999]", 2);
    row("a[\"b\\", 2);
}

void tst_Path::saysWhereTheTextIsWrong()
{
    QFETCH(QByteArray, text);
    QFETCH(int, offset);
    PathError error;
    QVERIFY(!Path::parse(text, &error));
    QCOMPARE(error.offset, qsizetype(offset));
    QVERIFY(!error.reason.isEmpty());
}

void tst_Path::findsTheValue_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("value");
    const auto row = [](const char *path, int value) { QTest::newRow(path) << QByteArray(path) << value; };
    row("a.b[1].c", 5);
    row("[\"x.y\"]", 6);
    row("twice", 7);
    row("a.b[2]", -1);
    row("a.b.1", -1);
    row("a[0]", -1);
    row("twice.x", -1);
    row("missing.x", -1);
    row("a.1", 9);
}

void tst_Path::findsTheValue()
{
    QFETCH(QByteArray, path);
    QFETCH(int, value);
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument(R"({"a":{"b":[4,{"c":5}],"1":9},"x.y":6,"twice":7,"twice":8})"));
    const auto element = Path::parse(path)->resolve(DocumentView(reader.document()));
    QCOMPARE(element ? element->toInt32() : -1, value);
    QVERIFY(!Path().resolve(DocumentView(reader.document())));
}

QTEST_GUILESS_MAIN(tst_Path)
#include "tst_path.moc"
