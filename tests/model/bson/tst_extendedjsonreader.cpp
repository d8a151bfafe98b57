#include "tests/model/bson/codecmain.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/validation.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace persistence::bson;

namespace {

/// The type of the value and its canonical text, or the error: a whole picture to compare with.
QByteArray picture(QByteArrayView json, JsonDialect dialect = JsonDialect::Strict)
{
    ExtendedJsonReader reader(dialect);
    Builder builder;
    if (!reader.readValue(json, "v", builder))
        return reader.error().toDisplayText().toUtf8();
    const QByteArray document = builder.finish().toByteArray();
    const Element value = *DocumentView(document).begin();
    QByteArray text;
    writeExtendedJson(value, {}, text);
    return text;
}

QByteArray nested(int depth, const QByteArray &inner)
{
    return QByteArray("{\"a\":").repeated(depth) + inner + QByteArray(depth, '}');
}

} // namespace

class tst_ExtendedJsonReader : public QObject
{
    Q_OBJECT

private slots:
    void choosesTheTypeOfANumber_data();
    void choosesTheTypeOfANumber();
    void keepsNegativeZero();
    void readsWrappers_data();
    void readsWrappers();
    void saysWhereAndWhyItStops_data();
    void saysWhereAndWhyItStops();
    void countsLinesAndColumnsInBytes();
    void refusesAnythingButAnObjectAsDocument();
    void takesTheRootAlwaysForADocument();
    void skipsAByteOrderMarkAndKeepsOffsets();
    void keepsNulInTexts();
    void keepsFieldOrderAndDuplicates();
    void reportsTheFirstDuplicateAmongManyFields();
    void readsBareSpecialNumbersOnlyInLegacyTexts();
    void readsBareDatesOnlyInLegacyTexts();
    void refusesLoneSurrogates_data();
    void refusesLoneSurrogates();
    void refusesControlCharactersOfEachKind();
    void decodes200LevelsAndNoMore();
    void doesNotCountWrappersAsLevels();
    void survivesHopelessNesting();
    void refusesDocumentsBeyond16MiB();
    void givesEqualBytesForEqualTextWhenReused();
    void leavesTheBuilderAloneOnErrors();
    void readsEveryPrefixWithoutCrash();
};

void tst_ExtendedJsonReader::choosesTheTypeOfANumber_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *json, const char *canonical) { QTest::newRow(json) << QByteArray(json) << QByteArray(canonical); };
    row("0", "{\"$numberInt\":\"0\"}");
    row("2147483647", "{\"$numberInt\":\"2147483647\"}");
    row("2147483648", "{\"$numberLong\":\"2147483648\"}");
    row("-2147483648", "{\"$numberInt\":\"-2147483648\"}");
    row("-2147483649", "{\"$numberLong\":\"-2147483649\"}");
    row("9223372036854775807", "{\"$numberLong\":\"9223372036854775807\"}");
    row("-9223372036854775808", "{\"$numberLong\":\"-9223372036854775808\"}");
    row("-0", "{\"$numberDouble\":\"-0.0\"}");
    row("0.0", "{\"$numberDouble\":\"0.0\"}");
    row("-0.0e5", "{\"$numberDouble\":\"-0.0\"}");
    row("1.0", "{\"$numberDouble\":\"1.0\"}");
    row("1e3", "{\"$numberDouble\":\"1000.0\"}");
    row("1.700000000123E+12", "{\"$numberDouble\":\"1700000000123.0\"}");
    row("1700000000123", "{\"$numberLong\":\"1700000000123\"}");
    row("0.1", "{\"$numberDouble\":\"0.1\"}");
    row("5e-324", "{\"$numberDouble\":\"5E-324\"}");
    row("2.2250738585072011e-308", "{\"$numberDouble\":\"2.225073858507201E-308\"}");
    row("1.7976931348623157e308", "{\"$numberDouble\":\"1.7976931348623157E+308\"}");
    row("9007199254740993.0", "{\"$numberDouble\":\"9007199254740992.0\"}");
}

void tst_ExtendedJsonReader::choosesTheTypeOfANumber()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, canonical);
    QCOMPARE(picture(json), canonical);
}

void tst_ExtendedJsonReader::keepsNegativeZero()
{
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument("{\"a\":-0}"));
    QVERIFY(std::signbit(DocumentView(reader.document()).begin()->toDouble()));
}

void tst_ExtendedJsonReader::readsWrappers_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("canonical");
    const auto row = [](const char *json, const char *canonical) {
        QTest::newRow(json) << QByteArray(json) << QByteArray(canonical ? canonical : json);
    };
    row(R"({"$date":"2012-12-24T12:15:30.501Z"})", R"({"$date":{"$numberLong":"1356351330501"}})");
    row(R"({"$date":"2012-12-24T12:15:30.501+0000"})", R"({"$date":{"$numberLong":"1356351330501"}})");
    row(R"({"$date":"2012-12-24T13:45:30.501+0130"})", R"({"$date":{"$numberLong":"1356351330501"}})");
    row(R"({"$date":"2012-12-24T04:15:30.501-08:00"})", R"({"$date":{"$numberLong":"1356351330501"}})");
    row(R"({"$date":"2012-12-24T13:15:30.501+01"})", R"({"$date":{"$numberLong":"1356351330501"}})");
    row(R"({"$date":"2012-12-24T12:15:30.5Z"})", R"({"$date":{"$numberLong":"1356351330500"}})");
    row(R"({"$date":"2012-12-24T12:15Z"})", R"({"$date":{"$numberLong":"1356351300000"}})");
    row(R"({"$date":"1960-12-24T12:15:30.499Z"})", R"({"$date":{"$numberLong":"-284643869501"}})");
    row(R"({"$date":"0000-01-01T00:00:00Z"})", R"({"$date":{"$numberLong":"-62167219200000"}})");
    row(R"({"$date":{"$numberLong":"-1"}})", nullptr);
    row(R"({"$binary":"//8=","$type":"00"})", R"({"$binary":{"base64":"//8=","subType":"00"}})");
    row(R"({"$type":"3","$binary":"//8="})", R"({"$binary":{"base64":"//8=","subType":"03"}})");
    row(R"({"$binary":{"base64":"//8=","subType":"02"}})", nullptr);
    row(R"({"$regex":"a+","$options":"xi"})", R"({"$regularExpression":{"pattern":"a+","options":"ix"}})");
    row(R"({"$options":"","$regex":"a+"})", R"({"$regularExpression":{"pattern":"a+","options":""}})");
    row(R"({"$regex":"a+"})", nullptr);
    row(R"({"$options":"i"})", nullptr);
    row(R"({"$regex":"a","$options":"i","x":null})", nullptr);
    row(R"({"$regex":{"$regularExpression":{"pattern":"a","options":""}},"$options":"i"})", nullptr);
    row(R"({"$scope":{"x":{"$oid":"000000000000000000000000"}},"$code":"f"})",
        R"({"$code":"f","$scope":{"x":{"$oid":"000000000000000000000000"}}})");
    row(R"({"$scope":"x"})", nullptr);
    row(R"({"$type":"string"})", nullptr);
    row(R"({"$ref":"b","$id":{"$oid":"56e1fc72e0c917e9c4714161"}})", nullptr);
    row(R"({"$set":{"a":{"$inc":"b"}}})", nullptr);
    row(R"({"a":null,"$oid":"not one"})", nullptr);
    row(R"({"$oid":"ABCDEFABCDEFABCDEFABCDEF"})", R"({"$oid":"abcdefabcdefabcdefabcdef"})");
    row(R"({"$undefined":true})", nullptr);
    row(R"({"$numberInt":"-0"})", R"({"$numberInt":"0"})");
    row(R"([{"$minKey":1},{"$maxKey":1},{"$symbol":"s"},{"$timestamp":{"t":4294967295,"i":0}}])", nullptr);
    row(R"({"$numberDecimal":"1E+3"})", nullptr);
    row(R"({"\u0024oid":"000000000000000000000000"})", R"({"$oid":"000000000000000000000000"})");
}

void tst_ExtendedJsonReader::readsWrappers()
{
    QFETCH(QByteArray, json);
    QFETCH(QByteArray, canonical);
    QCOMPARE(picture(json), canonical);
}

void tst_ExtendedJsonReader::saysWhereAndWhyItStops_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *json, const char *message) { QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(message); };
    row("", "Line 1, column 1: the text is empty.");
    row("{\"a\":1 \"b\":2}", "Line 1, column 8: a comma is missing.");
    row("{\"a\" 1}", "Line 1, column 6: a colon is missing after the field name.");
    row("{a:1}", "Line 1, column 2: a name must be in double quotes.");
    row("{\"a\":1,}", "Line 1, column 8: there is a comma too many before this.");
    row("[1 2]", "Line 1, column 4: a comma is missing.");
    row("{\"a\":1}\n\n  x", "Line 3, column 3: there is more text after the value.");
    row("{\"a\":", "Line 1, column 6: this brace is not closed, opened at line 1.");
    row("{\"a\":tru}", "Line 1, column 6: a text must be in double quotes.");
    row("{\"a\":1.}", "Line 1, column 8: a digit is missing after the decimal point.");
    row("{\"a\":1e}", "Line 1, column 8: a digit is missing in the exponent.");
    row("{\"a\":\"x\n,\"b\":1}", "Line 1, column 8: the closing quote of a text is missing; a line break within a text is written as \\n.");
    row("{\"a\":\"x\ty\"}", "Line 1, column 8: a text holds a control character; write it as an escape such as \\n or \\u0001.");
    row("{\"a\":\"\\q\"}", "Line 1, column 7: this character cannot follow a backslash.");
    row("{\"a\":\"\\u12x4\"}", "Line 1, column 7: four hexadecimal digits are missing after \\u.");
    row("{\"a\":9223372036854775808}",
        "Line 1, column 6: the integer is too large for 64 bits; write it as {\"$numberDecimal\": \"…\"} or as text.");
    row("{\"a\":1E400}",
        "Line 1, column 6: the number is too large or too small for a double; write it as {\"$numberDecimal\": \"…\"} or as text.");
    row("{\"a\":1E-400}",
        "Line 1, column 6: the number is too large or too small for a double; write it as {\"$numberDecimal\": \"…\"} or as text.");
    row("{\"a\":{\"$oid\":\"123\"}}",
        "Line 1, column 8: the value of “$oid” is not of the form that its type needs, or the object has other fields.");
    row("{\"a\":{\"$date\":\"2024-02-30T00:00:00Z\"}}",
        "Line 1, column 8: the value of “$date” is not of the form that its type needs, or the object has other fields.");
    row("{\"a\":\"\xff\"}", "Line 1, column 7: the text is not valid UTF-8.");
}

void tst_ExtendedJsonReader::saysWhereAndWhyItStops()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, message);
    QCOMPARE(QString::fromUtf8(picture(json)), message);
}

void tst_ExtendedJsonReader::countsLinesAndColumnsInBytes()
{
    ExtendedJsonReader reader;
    QVERIFY(!reader.readDocument("{\r\n\"\xc3\xa9\": \"\xc3\xa9\\n\",\n \"\xc3\xa9\": x}"));
    QCOMPARE(reader.error().offset, 24);
    QCOMPARE(reader.error().line, 3);
    QCOMPARE(reader.error().column, 8);
}

void tst_ExtendedJsonReader::refusesAnythingButAnObjectAsDocument()
{
    ExtendedJsonReader reader;
    for (const char *text : {"[]", "1", "\"a\"", "null", "true"}) {
        QVERIFY2(!reader.readDocument(text), text);
        QCOMPARE(reader.error().reason, QStringLiteral("the text is not an object"));
    }
    QVERIFY(!reader.readDocument("{}{}"));
}

void tst_ExtendedJsonReader::takesTheRootAlwaysForADocument()
{
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument("{\"$oid\":\"x\"}"));
    QCOMPARE(DocumentView(reader.document()).begin()->toText(), QByteArrayView("x"));
}

void tst_ExtendedJsonReader::skipsAByteOrderMarkAndKeepsOffsets()
{
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument("\xef\xbb\xbf {} "));
    QVERIFY(!reader.readDocument("\xef\xbb\xbf{x}"));
    QCOMPARE(reader.error().offset, 4);
    QVERIFY(!reader.readDocument("\xef\xbb\xbf\xef\xbb\xbf{}"));
}

void tst_ExtendedJsonReader::keepsNulInTexts()
{
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument("{\"a\":\"x\\u0000y\"}"));
    QCOMPARE(DocumentView(reader.document()).begin()->toText(), QByteArrayView("x\0y", 3));
    QVERIFY(!reader.readDocument("{\"a\\u0000b\":1}"));
    QCOMPARE(reader.error().offset, 2);
    QVERIFY(!reader.readDocument("{\"a\":{\"$regex\":\"\\u0000\",\"$options\":\"\"}}"));
    QVERIFY(!reader.readDocument(QByteArrayView("{}\0", 3)));
    QVERIFY(!reader.readDocument(QByteArrayView("{\"a\":\"x\0y\"}", 12)));
}

void tst_ExtendedJsonReader::keepsFieldOrderAndDuplicates()
{
    ExtendedJsonReader reader;
    const QByteArray text = "{\"b\":1,\"a\":{\"x\":1},\"b\":2,\"a\":3}";
    QVERIFY(reader.readDocument(text));
    QByteArray out;
    QVERIFY(writeExtendedJson(DocumentView(reader.document()), {JsonMode::Relaxed, 0}, out));
    QCOMPARE(out, text);
    QVERIFY(reader.duplicateField());
    QCOMPARE(reader.duplicateField()->offset, 20);
    QVERIFY(reader.readDocument("{\"a\":{\"a\":[{\"a\":1},{\"a\":2}]}}"));
    QVERIFY(!reader.duplicateField());
}

void tst_ExtendedJsonReader::reportsTheFirstDuplicateAmongManyFields()
{
    QByteArray text = "{";
    for (int i = 0; i < 1000; ++i)
        text += "\"f" + QByteArray::number(i) + "\":0,";
    const qsizetype place = text.size() + 1;
    text += "\"f7\":0,\"f3\":0}";
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument(text));
    QVERIFY(reader.duplicateField());
    QCOMPARE(reader.duplicateField()->offset, qint64(place));
}

void tst_ExtendedJsonReader::readsBareSpecialNumbersOnlyInLegacyTexts()
{
    QCOMPARE(picture("[NaN,Infinity,-Infinity,+Infinity,\"+Infinity\\\"\"]", JsonDialect::Legacy),
             QByteArray("[{\"$numberDouble\":\"NaN\"},{\"$numberDouble\":\"Infinity\"},{\"$numberDouble\":\"-Infinity\"},"
                        "{\"$numberDouble\":\"Infinity\"},\"+Infinity\\\"\"]"));
    ExtendedJsonReader strict;
    ExtendedJsonReader legacy(JsonDialect::Legacy);
    for (const char *word : {"NaN", "Infinity", "-Infinity", "+Infinity", "Inf", "-Inf", "-NaN", "+1", "nan", "+-Infinity", "++Infinity"}) {
        const QByteArray text = "{\"a\":" + QByteArray(word) + "}";
        QVERIFY2(!strict.readDocument(text), word);
        const bool isKnown = QByteArrayView(word) == "NaN" || QByteArrayView(word).endsWith("Infinity");
        const bool isDouble = QByteArrayView(word).startsWith("+-") || QByteArrayView(word).startsWith("++");
        QVERIFY2(legacy.readDocument(text) == (isKnown && !isDouble), word);
    }
}

void tst_ExtendedJsonReader::readsBareDatesOnlyInLegacyTexts()
{
    for (const char *json : {"{\"$date\":1356351330501}", "{\"$date\":42}"}) {
        QVERIFY(picture(json).startsWith("Line"));
        QVERIFY(picture(json, JsonDialect::Legacy).startsWith("{\"$date\":{\"$numberLong\":"));
    }
}

void tst_ExtendedJsonReader::refusesLoneSurrogates_data()
{
    QTest::addColumn<QByteArray>("json");
    for (const char *json :
         {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\udbff\u0041")", R"("\udfff\ud800")", R"({"\udc00":1})", R"("a\uDEADb")"})
        QTest::newRow(json) << QByteArray(json);
}

void tst_ExtendedJsonReader::refusesLoneSurrogates()
{
    QFETCH(QByteArray, json);
    QVERIFY(picture(json).endsWith("half of a surrogate pair stands alone, which is no character."));
    QCOMPARE(picture(R"("\ud83d\ude00\ud7ff\ue000")"), QByteArray("\"\xf0\x9f\x98\x80\xed\x9f\xbf\xee\x80\x80\""));
}

void tst_ExtendedJsonReader::refusesControlCharactersOfEachKind()
{
    // In long texts too: RapidJSON overlooks some of them 16 bytes at a time.
    ExtendedJsonReader reader;
    for (int c = 0; c < 0x20; ++c) {
        for (int before = 0; before < 40; ++before) {
            QByteArray text = "{\"a\":\"" + QByteArray(before, 'x') + char(c) + QByteArray(40, 'y') + "\"}";
            QVERIFY2(!reader.readDocument(text), qPrintable(QString::number(c)));
            QCOMPARE(reader.error().offset, 6 + before);
        }
    }
}

void tst_ExtendedJsonReader::decodes200LevelsAndNoMore()
{
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument(nested(199, "{}")));
    QVERIFY(validate(reader.document()).isStrict());
    QVERIFY(!reader.readDocument(nested(200, "{}")));
    QVERIFY(reader.error().reason.contains(QStringLiteral("200")));
    QVERIFY(reader.readDocument(nested(198, "[[]]").replace("[[]]", "[]")));
}

void tst_ExtendedJsonReader::doesNotCountWrappersAsLevels()
{
    ExtendedJsonReader reader;
    const QByteArray pointer = R"({"$dbPointer":{"$ref":"b","$id":{"$oid":"56e1fc72e0c917e9c4714161"}}})";
    QVERIFY(reader.readDocument(nested(200, pointer)));
    QVERIFY(validate(reader.document()).isStrict());
    QVERIFY(roundTrips(DocumentView(reader.document())));
    QVERIFY(!reader.readDocument(nested(201, pointer)));
    // A scope is a level of BSON and two of text.
    const QByteArray scope = "{\"$code\":\"\",\"$scope\":{\"a\":";
    QVERIFY(reader.readDocument("{\"a\":" + scope.repeated(199) + "1" + QByteArray("}}").repeated(199) + "}"));
    QVERIFY(!reader.readDocument("{\"a\":" + scope.repeated(200) + "1" + QByteArray("}}").repeated(200) + "}"));
}

void tst_ExtendedJsonReader::survivesHopelessNesting()
{
    ExtendedJsonReader reader;
    QVERIFY(!reader.readDocument("{\"a\":" + QByteArray(5'000'000, '[')));
    QVERIFY(!reader.readDocument(QByteArray("{\"$regex\":").repeated(1'000'000)));
}

void tst_ExtendedJsonReader::refusesDocumentsBeyond16MiB()
{
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument("{\"a\":\"" + QByteArray(kMaxDocumentSize - 13, 'x') + "\"}"));
    QCOMPARE(reader.document().size(), kMaxDocumentSize);
    QVERIFY(!reader.readDocument("{\"a\":\"" + QByteArray(kMaxDocumentSize - 12, 'x') + "\"}"));
    QVERIFY(reader.error().reason.contains(QStringLiteral("16 MiB")));
}

void tst_ExtendedJsonReader::givesEqualBytesForEqualTextWhenReused()
{
    ExtendedJsonReader reader;
    const QByteArray text = "{\"a\":[1,2.5,{\"$date\":\"2024-01-01T00:00:00Z\"},\"x\\ty\"],\"b\":{\"$oid\":\"56e1fc72e0c917e9c4714161\"}}";
    QVERIFY(reader.readDocument(text));
    const QByteArray first = reader.document().toByteArray();
    QVERIFY(!reader.readDocument("{\"a\":[[[\"" + QByteArray(1000, 'z')));
    QVERIFY(reader.readDocument("  " + text + "\n"));
    QCOMPARE(reader.document().toByteArray(), first);
}

void tst_ExtendedJsonReader::leavesTheBuilderAloneOnErrors()
{
    ExtendedJsonReader reader;
    Builder builder;
    builder.appendNull("a");
    QVERIFY(!reader.readValue("[1,", "b", builder));
    QVERIFY(reader.readValue("[1]", "c", builder));
    QByteArray text;
    writeExtendedJson(DocumentView(builder.finish()), {JsonMode::Relaxed, 0}, text);
    QCOMPARE(text, QByteArray("{\"a\":null,\"c\":[1]}"));
}

void tst_ExtendedJsonReader::readsEveryPrefixWithoutCrash()
{
    const QByteArray text = R"({"a":[1,-2.5e3,true,false,null,"\u00e9\ud83d\ude00"],"b":{"$binary":{"base64":"//8=","subType":"00"}}})";
    ExtendedJsonReader reader;
    for (qsizetype size = 0; size < text.size(); ++size) {
        // Its own allocation, so that a sanitizer sees every byte read behind the end.
        const QByteArray prefix(text.constData(), size);
        QVERIFY(!reader.readDocument(prefix));
        QVERIFY(reader.error().offset <= size);
    }
    QVERIFY(reader.readDocument(text));
}

PB_CODEC_MAIN(tst_ExtendedJsonReader)
#include "tst_extendedjsonreader.moc"
