#include "tests/model/bson/codecmain.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"

#include <QTest>

#include <limits>

using namespace persistence::bson;

namespace {

QByteArray document(QByteArrayView json)
{
    ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        qFatal("%s", qPrintable(reader.error().toDisplayText()));
    return reader.document().toByteArray();
}

QByteArray write(const QByteArray &bytes, JsonMode mode, int indent = 0)
{
    QByteArray text;
    writeExtendedJson(DocumentView(bytes), {mode, indent}, text);
    return text;
}

bool isLossless(const QByteArray &bytes)
{
    QByteArray text;
    const bool result = writeExtendedJson(DocumentView(bytes), {JsonMode::Relaxed, 0}, text);
    if (roundTrips(DocumentView(bytes)) != result)
        qFatal("roundTrips() disagrees about %s", text.constData());
    return result;
}

} // namespace

class tst_ExtendedJsonWriter : public QObject
{
    Q_OBJECT

private slots:
    void printsDoublesShortestAndNeverAsIntegers_data();
    void printsDoublesShortestAndNeverAsIntegers();
    void wrapsOnlySmallInt64InRelaxedText();
    void printsDatesOf1970To9999AsText_data();
    void printsDatesOf1970To9999AsText();
    void indentsAndKeepsEmptyContainersShort();
    void appendsToWhatIsThere();
    void escapesTexts();
    void printsInvalidUtf8AsEscapesAndSaysSo();
    void saysWhenDataLooksLikeAWrapper_data();
    void saysWhenDataLooksLikeAWrapper();
    void saysWhenArrayIndexesAreOutOfOrder();
    void writesOneValue();
    void survivesDeepAndBrokenDocuments();
};

void tst_ExtendedJsonWriter::printsDoublesShortestAndNeverAsIntegers_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](double value, const char *text) { QTest::newRow(text) << value << QByteArray(text); };
    row(1, "1.0");
    row(-0.0, "-0.0");
    row(0.1, "0.1");
    row(1700000000123, "1700000000123.0");
    row(9999999999999998, "9999999999999998.0");
    row(1e16, "1E+16");
    row(1e300, "1E+300");
    row(0.00001, "0.00001");
    row(0.000001, "1E-06");
    row(5e-324, "5E-324");
    row(1.2345678921232E+18, "1.2345678921232E+18");
}

void tst_ExtendedJsonWriter::printsDoublesShortestAndNeverAsIntegers()
{
    QFETCH(double, value);
    QFETCH(QByteArray, text);
    Builder builder;
    builder.appendDouble("a", value);
    const QByteArray bytes = builder.finish().toByteArray();
    QCOMPARE(write(bytes, JsonMode::Relaxed), "{\"a\":" + text + "}");
    QCOMPARE(write(bytes, JsonMode::Canonical), "{\"a\":{\"$numberDouble\":\"" + text + "\"}}");
    QVERIFY(isLossless(bytes));
}

void tst_ExtendedJsonWriter::wrapsOnlySmallInt64InRelaxedText()
{
    Builder builder;
    builder.appendInt64("a", 1);
    builder.appendInt64("b", 2147483648);
    builder.appendInt32("c", 1);
    const QByteArray bytes = builder.finish().toByteArray();
    QCOMPARE(write(bytes, JsonMode::Relaxed), QByteArray("{\"a\":{\"$numberLong\":\"1\"},\"b\":2147483648,\"c\":1}"));
    QVERIFY(isLossless(bytes));
}

void tst_ExtendedJsonWriter::printsDatesOf1970To9999AsText_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("epoch") << qint64(0) << QByteArray("\"1970-01-01T00:00:00Z\"");
    QTest::newRow("before") << qint64(-1) << QByteArray("{\"$numberLong\":\"-1\"}");
    QTest::newRow("last") << qint64(253402300799999) << QByteArray("\"9999-12-31T23:59:59.999Z\"");
    QTest::newRow("after") << qint64(253402300800000) << QByteArray("{\"$numberLong\":\"253402300800000\"}");
    QTest::newRow("leap day") << qint64(1709210096007) << QByteArray("\"2024-02-29T12:34:56.007Z\"");
    QTest::newRow("smallest") << std::numeric_limits<qint64>::min() << QByteArray("{\"$numberLong\":\"-9223372036854775808\"}");
}

void tst_ExtendedJsonWriter::printsDatesOf1970To9999AsText()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QByteArray, text);
    Builder builder;
    builder.appendDate("a", milliseconds);
    const QByteArray bytes = builder.finish().toByteArray();
    QCOMPARE(write(bytes, JsonMode::Relaxed), "{\"a\":{\"$date\":" + text + "}}");
    QVERIFY(isLossless(bytes));
}

void tst_ExtendedJsonWriter::indentsAndKeepsEmptyContainersShort()
{
    const QByteArray bytes =
        document(R"({"a":{"b":[1,{"$oid":"000000000000000000000000"}],"c":[]},"d":{},"e":{"$code":"f","$scope":{"x":1}}})");
    const QByteArray expected = R"({
  "a": {
    "b": [
      1,
      {"$oid": "000000000000000000000000"}
    ],
    "c": []
  },
  "d": {},
  "e": {"$code": "f", "$scope": {
    "x": 1
  }}
})";
    QCOMPARE(write(bytes, JsonMode::Relaxed, 2), expected);
    QCOMPARE(document(expected), bytes);
}

void tst_ExtendedJsonWriter::appendsToWhatIsThere()
{
    QByteArray text = "before ";
    QVERIFY(writeExtendedJson(DocumentView(document("{}")), {}, text));
    QCOMPARE(text, QByteArray("before {}"));
}

void tst_ExtendedJsonWriter::escapesTexts()
{
    Builder builder;
    static constexpr char kText[] = "\0\b\f\n\r\t\x1f\x7f/\"\\ plain text of more than eight bytes \xc3\xa9";
    builder.appendString("\"\\", QByteArrayView(kText, qsizetype(sizeof(kText)) - 1));
    const QByteArray bytes = builder.finish().toByteArray();
    QVERIFY(write(bytes, JsonMode::Relaxed).startsWith("{\"\\\"\\\\\":\"\\u0000\\b\\f\\n\\r\\t\\u001f\x7f/\\\"\\\\ plain"));
    QVERIFY(isLossless(bytes));
}

void tst_ExtendedJsonWriter::printsInvalidUtf8AsEscapesAndSaysSo()
{
    Builder builder;
    builder.appendString("a", "caf\xe9 \xed\xa0\x80 ok \xc3\xa9");
    const QByteArray bytes = builder.finish().toByteArray();
    QCOMPARE(write(bytes, JsonMode::Relaxed), QByteArray("{\"a\":\"caf\\\\xe9 \\\\xed\\\\xa0\\\\x80 ok \xc3\xa9\"}"));
    QVERIFY(!isLossless(bytes));
}

void tst_ExtendedJsonWriter::saysWhenDataLooksLikeAWrapper_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("lossless");
    for (const char *key : {"$oid", "$date", "$numberInt", "$numberLong", "$numberDouble", "$numberDecimal", "$binary", "$uuid", "$code",
                            "$symbol", "$timestamp", "$regularExpression", "$dbPointer", "$undefined", "$minKey", "$maxKey"})
        QTest::newRow(key) << QByteArray(key) << false;
    for (const char *key : {"$type", "$scope", "$regex", "$options", "$ref", "$id", "$set", "$", "$oidx", "oid"})
        QTest::newRow(key) << QByteArray(key) << true;
}

void tst_ExtendedJsonWriter::saysWhenDataLooksLikeAWrapper()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, lossless);
    Builder builder;
    builder.openArray("a");
    builder.openDocument("0");
    builder.appendString(key, "x");
    builder.close();
    builder.close();
    QCOMPARE(isLossless(builder.finish().toByteArray()), lossless);

    builder.clear();
    Builder scope;
    scope.appendString(key, "x");
    builder.appendCodeWithScope("a", "f", scope.finish());
    QCOMPARE(isLossless(builder.finish().toByteArray()), lossless);

    builder.clear();
    builder.appendString(key, "x");
    QVERIFY(isLossless(builder.finish().toByteArray()));

    builder.clear();
    builder.openDocument("a");
    builder.appendNull("other");
    builder.appendString(key, "x");
    builder.close();
    QVERIFY(isLossless(builder.finish().toByteArray()));
}

void tst_ExtendedJsonWriter::saysWhenArrayIndexesAreOutOfOrder()
{
    for (const char *index : {"1", "00", "-0", "+0", "", "a"}) {
        Builder builder;
        builder.openArray("a");
        builder.appendNull(index);
        builder.close();
        QVERIFY2(!isLossless(builder.finish().toByteArray()), index);
    }
}

void tst_ExtendedJsonWriter::writesOneValue()
{
    const QByteArray bytes = document("{\"a\":[1,{\"b\":null}],\"c\":\"x\"}");
    QByteArray text;
    for (const Element &element : DocumentView(bytes))
        writeExtendedJson(element, {JsonMode::Relaxed, 0}, text);
    QCOMPARE(text, QByteArray("[1,{\"b\":null}]\"x\""));
}

void tst_ExtendedJsonWriter::survivesDeepAndBrokenDocuments()
{
    Builder builder;
    for (int i = 0; i < 100'000; ++i)
        builder.openDocument("a");
    for (int i = 0; i < 100'000; ++i)
        builder.close();
    QVERIFY(!isLossless(builder.finish().toByteArray()));
    QCOMPARE(write(QByteArray("\x05\0\0", 3), JsonMode::Canonical), QByteArray("{}"));
    QCOMPARE(write(QByteArray("\x20\0\0\0\x02"
                              "a\0\xff\xff\xff\x7fx",
                              12),
                   JsonMode::Canonical),
             QByteArray("{}"));
}

PB_CODEC_MAIN(tst_ExtendedJsonWriter)
#include "tst_extendedjsonwriter.moc"
