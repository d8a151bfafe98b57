#include "model/sinks/csvsink.h"
#include "model/transfer/sinkmaker.h"
#include "tests/model/sinks/sinkoutput.h"

#include <QTest>

using namespace persistence;
using namespace persistence::tests;

namespace {

QByteArray csvOf(const QByteArrayList &lines, ExportOptions options = {}, const NameOf &nameOf = {})
{
    options.format = ExportFormat::Csv;
    ExportColumns columns;
    QByteArrayList documents;
    for (const QByteArray &line : lines) {
        documents.append(documentOf(line));
        columns.fields->add(bson::DocumentView(documents.last()));
    }
    columns.fields->finish();
    MemorySink output;
    const auto sink = makeStreamSink(output, options, columns, nameOf);
    const auto poured = pour(*sink, documents);
    return poured ? output.bytes.replace("\r\n", "\n") : poured.error().message.toUtf8();
}

} // namespace

class CsvSinkTest final : public QObject
{
    Q_OBJECT

private slots:
    void takesTheFieldsOfAllRecordsForColumns();
    void quotesEveryTextAndNoNumber();
    void letsNoTextBecomeAFormula_data();
    void letsNoTextBecomeAFormula();
    void leavesFormulasOnRequest();
    void writesDatesAsAsked();
    void writesACommaInNumbersAsAsked();
    void putsNamesBesideIds();
    void startsWithAByteOrderMarkOnRequest();
};

void CsvSinkTest::takesTheFieldsOfAllRecordsForColumns()
{
    QCOMPARE(csvOf({R"({"_id": "1", "data": {"a": 1}})", R"({"_id": "2", "data": {"a": 2, "b": {"c": true}}})",
                    R"({"_id": "3", "data": [1, 2]})"}),
             "_id,data,data.a,data.b.c\n"
             "\"1\",,1,\n"
             "\"2\",,2,true\n"
             "\"3\",\"[1,2]\",,\n");
}

void CsvSinkTest::quotesEveryTextAndNoNumber()
{
    QCOMPARE(
        csvOf(
            {R"({"a": "007", "b": -5, "c": 1.5, "d": "say \"hi\", you", "e": "two\nlines", "f": null, "g": "", "h": {"$numberLong": "9007199254740993"}})",
             R"({"a": "true", "b": 1e300, "c": {"$numberDouble": "NaN"}, "d": {"$oid": "0123456789abcdef01234567"}, "e": 3.0, "f": [], "g": {}, "h": {"$numberDecimal": "1.10"}})"}),
        "a,b,c,d,e,f,g,h\n"
        "\"007\",-5,1.5,\"say \"\"hi\"\", you\",\"two\nlines\",,\"\",9007199254740993\n"
        "\"true\",1E+300,\"NaN\",\"0123456789abcdef01234567\",3,\"[]\",\"{}\",\"1.10\"\n");
}

void CsvSinkTest::letsNoTextBecomeAFormula_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1",
                             "\xef\xbc\x9d"
                             "1",
                             "\xef\xbc\x8b"
                             "1",
                             "\xef\xbc\x8d"
                             "1",
                             "\xef\xbc\xa0"
                             "A"})
        QTest::newRow(text) << QByteArray(text);
}

void CsvSinkTest::letsNoTextBecomeAFormula()
{
    QFETCH(const QByteArray, text);
    bson::Builder builder;
    builder.appendString("a", text);
    MemorySink output;
    ExportColumns columns;
    const QByteArray document = builder.finish().toByteArray();
    columns.fields->add(bson::DocumentView(document));
    columns.fields->finish();
    ExportOptions options;
    options.format = ExportFormat::Csv;
    QVERIFY(pour(*makeStreamSink(output, options, columns, {}), {document}));
    QCOMPARE(output.bytes, "a\r\n\"'" + text + "\"\r\n");
}

void CsvSinkTest::leavesFormulasOnRequest()
{
    ExportOptions options;
    options.escapesFormulas = false;
    QCOMPARE(csvOf({R"({"a": "=1+1"})"}, options), "a\n\"=1+1\"\n");
}

void CsvSinkTest::writesDatesAsAsked()
{
    const QByteArrayList lines = {R"({"a": {"$date": "2026-01-31T12:00:05.678Z"}})", R"({"a": {"$date": {"$numberLong": "-1"}}})"};
    ExportOptions options;
    QCOMPARE(csvOf(lines, options), "a\n2026-01-31T12:00:05.678Z\n\"'-1 ms\"\n");
    options.cells.dates = CellDates::Spreadsheet;
    QCOMPARE(csvOf(lines, options), "a\n2026-01-31 12:00:05\n\"'-1 ms\"\n");
    options.cells.dates = CellDates::Milliseconds;
    QCOMPARE(csvOf(lines, options), "a\n1769860805678\n-1\n");
}

void CsvSinkTest::writesACommaInNumbersAsAsked()
{
    ExportOptions options;
    options.cells.decimalPoint = ',';
    QCOMPARE(csvOf({R"({"a": 1.5, "b": 2})"}, options), "a,b\n\"1,5\",2\n");
    options.separator = ';';
    QCOMPARE(csvOf({R"({"a": 1.5, "b": 2})"}, options), "a;b\n1,5;2\n");
}

void CsvSinkTest::putsNamesBesideIds()
{
    ExportOptions options;
    options.hasNames = true;
    const auto nameOf = [](QByteArrayView model, QByteArrayView id) { return '<' + model.toByteArray() + ' ' + id.toByteArray() + '>'; };
    QCOMPARE(csvOf({R"({"appId": "poll", "associations": [{"model": "room", "id": "GENERAL"}]})"}, options, nameOf),
             "appId,app,associations[0].model,associations[0].id,associations[0].name\n"
             "\"poll\",\"<app poll>\",\"room\",\"GENERAL\",\"<room GENERAL>\"\n");
}

void CsvSinkTest::startsWithAByteOrderMarkOnRequest()
{
    ExportOptions options;
    options.hasByteOrderMark = true;
    QCOMPARE(csvOf({R"({"a": 1})"}, options), "\xef\xbb\xbf"
                                              "a\n1\n");
}

QTEST_GUILESS_MAIN(CsvSinkTest)
#include "tst_csvsink.moc"
