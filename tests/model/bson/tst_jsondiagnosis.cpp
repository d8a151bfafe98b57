#include "tests/model/bson/codecmain.h"
#include "tests/model/bson/corpus.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/jsondiagnosis.h"

#include <QTest>

using namespace persistence::bson;

class tst_JsonDiagnosis : public QObject
{
    Q_OBJECT

private slots:
    void saysWhatToMend_data();
    void saysWhatToMend();
    void staysInsideOfTheText();
    void findsAReasonForEveryBadText();
};

namespace {

QString errorOf(const QByteArray &json)
{
    ExtendedJsonReader reader;
    Builder builder;
    return reader.readValue(json, "v", builder) ? QStringLiteral("none") : reader.error().toDisplayText();
}

} // namespace

void tst_JsonDiagnosis::saysWhatToMend_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *json, const char *message) { QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(message); };
    row("{\"a\": 1\n \"b\": 2}", "Line 2, column 2: a comma is missing.");
    row("[1 2]", "Line 1, column 4: a comma is missing.");
    row("[\"a\" {}]", "Line 1, column 6: a comma is missing.");
    row("[1,]", "Line 1, column 4: there is a comma too many before this.");
    row("{\"a\":1,}", "Line 1, column 8: there is a comma too many before this.");
    row("[1,,2]", "Line 1, column 4: there is a comma too many.");
    row("[,1]", "Line 1, column 2: a value is missing before the comma.");
    row("{a: 1}", "Line 1, column 2: a name must be in double quotes.");
    row("{'a': 1}", "Line 1, column 2: a name must be in double quotes.");
    row("{1: 1}", "Line 1, column 2: a name must be in double quotes.");
    row("{\"a\": 'x'}", "Line 1, column 7: a text must be in double quotes.");
    row("{\"a\": \xe2\x80\x9cx\xe2\x80\x9d}", "Line 1, column 7: a text must be in double quotes.");
    row("{\"a\": hello}", "Line 1, column 7: a text must be in double quotes.");
    row("{\"a\" 1}", "Line 1, column 6: a colon is missing after the field name.");
    row("{\"a\"}", "Line 1, column 5: a colon and a value are missing after the field name.");
    row("{\"a\": }", "Line 1, column 7: a value is missing after the colon.");
    row("{\"a\": \"b\": 1}", "Line 1, column 10: a colon can only follow a field name.");
    row("{\n\"a\": [1,\n 2", "Line 3, column 3: this bracket is not closed, opened at line 2.");
    row("{\n\"a\": [1, 2}", "Line 2, column 11: this bracket is not closed, opened at line 2.");
    row("{\"a\": {\"b\": 1}", "Line 1, column 15: this brace is not closed, opened at line 1.");
    row("[1]]", "Line 1, column 4: nothing is open that this could close.");
    row("[True]", "Line 1, column 2: “True” is not JSON; write true.");
    row("[undefined]", "Line 1, column 2: “undefined” is not JSON; write null.");
    row("[NaN]", "Line 1, column 2: “NaN” is not JSON; write {\"$numberDouble\": \"NaN\"}.");
    row("[-Infinity]", "Line 1, column 2: “-Infinity” is not JSON; write {\"$numberDouble\": \"-Infinity\"}.");
    row("[ObjectId(\"x\")]", "Line 1, column 2: “ObjectId” is not JSON; write {\"$oid\": \"…\"}.");
    row("[tru]", "Line 1, column 2: a text must be in double quotes.");
    row("[01]", "Line 1, column 2: a number cannot begin with a zero.");
    row("[+1]", "Line 1, column 2: a number cannot begin with a plus sign.");
    row("[.5]", "Line 1, column 2: a digit is missing before the decimal point.");
    row("[-]", "Line 1, column 2: a digit is missing after the minus sign.");
    row("[0x1f]", "Line 1, column 2: a number cannot be hexadecimal.");
    row("[1-2]", "Line 1, column 2: this is not a number; a text must be in double quotes.");
    row("[1 // one\n]", "Line 1, column 4: JSON has no comments.");
    row("# x\n[]", "Line 1, column 1: JSON has no comments.");
    row("[\"a, [\", 1 2]", "Line 1, column 12: a comma is missing.");
    row("\xef\xbb\xbf[1 2]", "Line 1, column 7: a comma is missing.");
}

void tst_JsonDiagnosis::saysWhatToMend()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, message);
    QCOMPARE(errorOf(json), message);
}

void tst_JsonDiagnosis::staysInsideOfTheText()
{
    const QByteArray text = "{\"a\": [1, tru, \"x\\\"\", {}], \xe2\x80\x9c: -0.5e+3}";
    for (qsizetype length = 0; length <= text.size(); ++length) {
        const QByteArray part = text.first(length);
        for (qsizetype offset = -1; offset <= length + 1; ++offset) {
            const auto diagnosis = diagnoseJson(part, offset);
            QVERIFY(!diagnosis || (diagnosis->offset >= 0 && diagnosis->offset <= length && !diagnosis->reason.isEmpty()));
        }
    }
}

void tst_JsonDiagnosis::findsAReasonForEveryBadText()
{
    QDirIterator paths(corpusFolder(QStringLiteral("json-test-suite/test_parsing")), {QStringLiteral("n_*.json")}, QDir::Files);
    QStringList cases;
    while (paths.hasNext()) {
        QFile file(paths.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        cases << paths.fileName();
        ExtendedJsonReader reader;
        Builder builder;
        QVERIFY2(!reader.readValue(text, "v", builder), qPrintable(paths.fileName()));
        QVERIFY2(!reader.error().reason.isEmpty(), qPrintable(paths.fileName()));
        QVERIFY2(reader.error().offset >= 0 && reader.error().offset <= text.size(), qPrintable(paths.fileName()));
        QVERIFY2(reader.error().reason != QStringLiteral("this is not a value"), qPrintable(paths.fileName()));
    }
    PB_NEED_CASES(cases);
}

PB_CODEC_MAIN(tst_JsonDiagnosis)
#include "tst_jsondiagnosis.moc"
