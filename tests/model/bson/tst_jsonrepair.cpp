#include "tests/model/bson/codecmain.h"
#include "tests/model/bson/corpus.h"
#include "tests/model/bson/randomdocument.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/jsonrepair.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace persistence::bson;

class tst_JsonRepair : public QObject
{
    Q_OBJECT

private slots:
    void mendsWhatPeopleType_data();
    void mendsWhatPeopleType();
    void leavesSoundTextAlone();
    void saysWhenItCannot_data();
    void saysWhenItCannot();
    void keepsWordsOfTexts();
    void givesSoundTextForRandomDamage();
    void mendsOrRefusesEveryBadTextOfTheCorpus();
    void mendsMegabytes();
};

namespace {

bool reads(const QByteArray &text)
{
    ExtendedJsonReader reader;
    Builder builder;
    return reader.readValue(text, "v", builder);
}

} // namespace

void tst_JsonRepair::mendsWhatPeopleType_data()
{
    QTest::addColumn<QByteArray>("broken");
    QTest::addColumn<QByteArray>("mended");
    const auto row = [](const char *broken, const char *mended) { QTest::newRow(broken) << QByteArray(broken) << QByteArray(mended); };
    // Commas.
    row("{\"a\": 1 \"b\": 2}", "{\"a\": 1, \"b\": 2}");
    row("{\n  \"a\": 1\n  \"b\": 2\n}", "{\n  \"a\": 1,\n  \"b\": 2\n}");
    row("[1 2 3]", "[1, 2, 3]");
    row("[\"a\" \"b\"]", "[\"a\", \"b\"]");
    row("[1, 2, ]", "[1, 2 ]");
    row("{\"a\": 1,\n}", "{\"a\": 1\n}");
    row("[,1,,2]", "[1,2]");
    // Quotes.
    row("{'a': 'it\\'s'}", "{\"a\": \"it's\"}");
    row("{'a': 'don't'}", "{\"a\": \"don't\"}");
    row("{'a': 'say \"x\"'}", "{\"a\": \"say \\\"x\\\"\"}");
    row("{\"a\": \"say \"hi\" now\"}", "{\"a\": \"say \\\"hi\\\" now\"}");
    row("{a: 1, b_2: two words}", "{\"a\": 1, \"b_2\": \"two words\"}");
    row("{a: http://x.y/z}", "{\"a\": \"http://x.y/z\"}");
    row("{\xe2\x80\x9c"
        "a\xe2\x80\x9d: \xe2\x80\x98x\xe2\x80\x99}",
        "{\"a\": \"x\"}");
    row("{`a`: `b`}", "{\"a\": \"b\"}");
    // Texts that are not closed or run over lines.
    row("{\"a\": \"hello,\n \"b\": 1}", "{\"a\": \"hello\",\n \"b\": 1}");
    row("{\"a\": \"x, \"b\": \"y\"}", "{\"a\": \"x\", \"b\": \"y\"}");
    row("{\"a\": \"hello}", "{\"a\": \"hello\"}");
    row("[{\"a\": \"hello}]", "[{\"a\": \"hello\"}]");
    row("[\"abc", "[\"abc\"]");
    row("[\"one\ntwo\", 1]", "[\"one\\ntwo\", 1]");
    row("[\"tab\there\"]", "[\"tab\\there\"]");
    row("[\"\\q \\x41 \\u12 \\ud800\"]", "[\"\\\\q \\u0041 \\\\u12 \\\\ud800\"]");
    // Comments and odd spaces.
    row("{\"a\": 1, // one\n \"b\": 2 /* two */}", "{\"a\": 1,\n \"b\": 2 }");
    row("# head\n[1]", "\n[1]");
    row("[1,\xc2\xa0"
        "2]",
        "[1, 2]");
    row("```json\n[1,]\n```", "[1]\n");
    // Words and numbers.
    row("[undefined, None, True, FALSE, NULL]", "[null, null, true, false, null]");
    row("[NaN, -Infinity]", "[{\"$numberDouble\": \"NaN\"}, {\"$numberDouble\": \"-Infinity\"}]");
    row("[.5, 5., +1, 0x1F, 12n, -.5]", "[0.5, 5.0, 1, 31, 12, -0.5]");
    row("[007, 1-2]", "[\"007\", \"1-2\"]");
    // Calls of the shell.
    row("[ObjectId(\"507f1f77bcf86cd799439011\")]", "[{\"$oid\": \"507f1f77bcf86cd799439011\"}]");
    row("[ISODate('2024-01-02T03:04:05Z'), new Date(5)]", "[{\"$date\": \"2024-01-02T03:04:05Z\"}, {\"$date\": {\"$numberLong\": \"5\"}}]");
    row("[ISODate(\"2024-01-02\")]", "[{\"$date\": \"2024-01-02T00:00:00Z\"}]");
    row("[NumberLong(5), NumberLong(\"-6\"), NumberInt(7), NumberDecimal(\"1.20\")]",
        "[{\"$numberLong\": \"5\"}, {\"$numberLong\": \"-6\"}, {\"$numberInt\": \"7\"}, {\"$numberDecimal\": \"1.20\"}]");
    row("[Timestamp(5, 6), MinKey, MaxKey()]", "[{\"$timestamp\": {\"t\": 5, \"i\": 6}}, {\"$minKey\": 1}, {\"$maxKey\": 1}]");
    row("[BinData(0, \"AQI=\"), /a\\d/i]", "[{\"$binary\": {\"base64\": \"AQI=\", \"subType\": \"00\"}}, {\"$regularExpression\": "
                                           "{\"pattern\": \"a\\\\d\", \"options\": \"i\"}}]");
    row("[ObjectId(\"no\")]", "[\"ObjectId(\\\"no\\\")\"]");
    // Brackets, colons and whole values.
    row("{\"a\": [1, {\"b\": 2", "{\"a\": [1, {\"b\": 2}]}");
    row("{\"a\": [1, 2}\n", "{\"a\": [1, 2]}\n");
    row("[1]]", "[1]");
    row("[{\"a\": 1, {\"b\": 2}]", "[{\"a\": 1}, {\"b\": 2}]");
    row("{\"a\" 1, \"b\", \"c\":, d}", "{\"a\": 1, \"b\": null, \"c\": null, \"d\": null}");
    row("{\"a\": 1,x\n \"b\": 2, \"c\":\n \"d\": 3}", "{\"a\": 1,\"x\": null,\n \"b\": 2, \"c\": null,\n \"d\": 3}");
    row("{\"a\": 1}\n{\"a\": 2}\n", "[{\"a\": 1},\n{\"a\": 2}]\n");
    row("\"a\": 1, \"b\": 2", "{\"a\": 1, \"b\": 2}");
    row("callback({\"a\": 1});", "{\"a\": 1}");
    row("{a = 1; }", "{\"a\" : 1 }");
}

void tst_JsonRepair::mendsWhatPeopleType()
{
    QFETCH(QByteArray, broken);
    QFETCH(QByteArray, mended);
    const auto result = repairJson(broken);
    QVERIFY(result);
    QCOMPARE(*result, mended);
    QVERIFY(reads(mended));
}

void tst_JsonRepair::leavesSoundTextAlone()
{
    RandomDocument documents(1);
    for (int i = 0; i < 500; ++i) {
        QByteArray text;
        const QByteArray document = documents.next();
        writeExtendedJson(DocumentView(document), {JsonMode::Relaxed, i % 3}, text);
        if (reads(text))
            QCOMPARE(repairJson(text), text);
    }
    QCOMPARE(repairJson(" [1 , 2]\n"), QByteArray(" [1 , 2]\n"));
}

void tst_JsonRepair::saysWhenItCannot_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("only a comment") << QByteArray("// x");
    QTest::newRow("no UTF-8") << QByteArray("[\xff");
    QTest::newRow("an integer beyond 64 bits") << QByteArray("[9223372036854775808,]");
    QTest::newRow("a wrapper that is none") << QByteArray("[{\"$oid\": \"x\"},]");
    QTest::newRow("endless nesting") << QByteArray(100'000, '[');
    QTest::newRow("only closing brackets") << QByteArray("}}]");
}

void tst_JsonRepair::saysWhenItCannot()
{
    QFETCH(QByteArray, text);
    QVERIFY(!repairJson(text));
}

/// Damage of the structure must not cost a word of a text or of a name.
void tst_JsonRepair::keepsWordsOfTexts()
{
    const QByteArray text = "{\n  \"alpha\": \"bravo charlie\",\n  \"delta\": [\"echo\", {\"foxtrot\": \"golf, hotel: india\"}, 42],\n"
                            "  \"juliet\": {\"kilo\": \"lima [mike] {november}\"}\n}\n";
    static const QRegularExpression kWord(QStringLiteral("[a-z]{3,}"));
    const auto wordsOf = [](const QByteArray &json) {
        QSet<QString> words;
        for (auto it = kWord.globalMatch(QString::fromUtf8(json)); it.hasNext();)
            words.insert(it.next().captured());
        return words;
    };
    const QSet<QString> words = wordsOf(text);
    int mended = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (std::isalpha(quint8(text[i])))
            continue;
        for (const QByteArray &with : {QByteArray(), QByteArray("\""), QByteArray(","), QByteArray("}"), QByteArray("'")}) {
            QByteArray broken = text;
            broken.replace(i, 1, with);
            const auto result = repairJson(broken);
            QVERIFY2(result, broken.constData());
            QVERIFY2(reads(*result), broken.constData());
            // Two words may become one where the sign between them was lost, never none.
            for (const QString &word : words)
                QVERIFY2(QString::fromUtf8(*result).contains(word), (broken + "\n=>\n" + *result + "\nlost " + word.toUtf8()).constData());
            ++mended;
        }
    }
    QVERIFY(mended > 200);
}

void tst_JsonRepair::givesSoundTextForRandomDamage()
{
    RandomDocument documents(7);
    std::mt19937_64 random(7);
    const QByteArray signs("{}[],:\"'\\/#\n 0a-.\xe2\x80\x9c$()=`");
    int mended = 0;
    for (int i = 0; i < 1'500; ++i) {
        const QByteArray document = documents.next();
        QByteArray text;
        writeExtendedJson(DocumentView(document), {JsonMode::Relaxed, i % 3}, text);
        for (int damage = 0; damage <= i % 4 && !text.isEmpty(); ++damage) {
            const qsizetype at = qsizetype(random() % quint64(text.size()));
            text.replace(at, qsizetype(random() % 3), QByteArray(1, signs[qsizetype(random() % quint64(signs.size()))]));
        }
        if (const auto result = repairJson(text)) {
            QVERIFY2(reads(*result), text.constData());
            ++mended;
        }
    }
    QVERIFY2(mended > 500, QByteArray::number(mended).constData());
}

void tst_JsonRepair::mendsOrRefusesEveryBadTextOfTheCorpus()
{
    QDirIterator paths(corpusFolder(QStringLiteral("json-test-suite/test_parsing")), {QStringLiteral("[ni]_*.json")}, QDir::Files);
    QStringList cases;
    int mended = 0;
    while (paths.hasNext()) {
        QFile file(paths.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        cases << paths.fileName();
        const QByteArray text = file.readAll();
        const auto result = repairJson(text);
        QVERIFY2(!result || reads(*result), qPrintable(paths.fileName()));
        mended += result ? 1 : 0;
    }
    PB_NEED_CASES(cases);
    QVERIFY2(mended > 100, QByteArray::number(mended).constData());
}

void tst_JsonRepair::mendsMegabytes()
{
    const QByteArray member = "  {name: 'a \"b\" c', list: [1 2 3,], when: ISODate('2024-01-02')} // x\n";
    const auto result = repairJson('[' + member.repeated(4'000));
    QVERIFY(result);
    QVERIFY(result->trimmed().endsWith("}]") && result->count("\"$date\"") == 4'000);
    // One line of brackets and one of quotes, which make careless code look at everything again and again.
    QVERIFY(!repairJson(QByteArray("]}").repeated(200'000)));
    QVERIFY(repairJson(QByteArray("\"\n").repeated(100'000)));
    QVERIFY(repairJson(QByteArray("1]").repeated(100'000)));
}

PB_CODEC_MAIN(tst_JsonRepair)
#include "tst_jsonrepair.moc"
