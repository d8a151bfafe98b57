#include "tests/model/bson/codecmain.h"
#include "tests/model/bson/corpus.h"
#include "tests/model/bson/randomdocument.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/quickjsonreader.h"

#include <QDirIterator>
#include <QTest>

using namespace persistence::bson;

namespace {

/// The text with what the quick reader may look at behind it, in an allocation of its own: a sanitizer sees every byte read outside.
QByteArray padded(const QByteArray &text)
{
    return text + QByteArray(QuickJsonReader::kPadding, '\0');
}

} // namespace

/// The quick reader against the strict one: it may decline anything, but what it reads has the same bytes. PB_SEED repeats a run.
class tst_QuickJsonReader : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatExportsAreMadeOf_data();
    void readsWhatExportsAreMadeOf();
    void declinesWhatIsNotPlain_data();
    void declinesWhatIsNotPlain();
    void stopsBehindTheDocument();
    void readsTheCorporaLikeTheStrictReader();
    void readsRandomDocumentsLikeTheStrictReader();
    void readsDamagedTextsLikeTheStrictReader();
    void hasRoomForWhatGrowsMost();

private:
    /// Whether the quick reader read the text; fails if it read it otherwise than the strict one.
    bool readsAlike(const QByteArray &text);

    QuickJsonReader m_quick;
    ExtendedJsonReader m_strict;
};

bool tst_QuickJsonReader::readsAlike(const QByteArray &text)
{
    const QByteArray copy = padded(text);
    const qsizetype taken = m_quick.readDocument(QByteArrayView(copy).first(text.size()));
    if (taken == 0)
        return false;
    const auto fail = [&] { qFatal("read otherwise: %s", text.left(500).constData()); };
    if (taken > text.size() || !m_strict.readDocument(text.first(taken)) || m_strict.document() != m_quick.document())
        fail();
    return true;
}

void tst_QuickJsonReader::readsWhatExportsAreMadeOf_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray("{}");
    QTest::newRow("nested empty") << QByteArray(R"({"a":{},"b":[],"c":[[],{}]})");
    QTest::newRow("space") << QByteArray("{ \"a\" : [ 1 ,\t2 ] ,\r\n \"b\" : { } }");
    QTest::newRow("integers") << QByteArray(
        R"({"a":[0,-0,1,-1,2147483647,2147483648,-2147483648,-2147483649,9223372036854775807,-9223372036854775808]})");
    QTest::newRow("doubles") << QByteArray(R"({"a":[0.0,-0.0,0.1,1e5,1E+5,-1.5e-7,1.7976931348623157e308,5e-324]})");
    QTest::newRow("words") << QByteArray(R"({"a":[true,false,null]})");
    QTest::newRow("escapes") << QByteArray(R"({"a\tb":"\"\\\/\b\f\n\r\t\u00e9\u20ac\ud83d\ude00\u0000"})");
    QTest::newRow("beyond ASCII") << QByteArray("{\"\xc3\xa9\":\"\xe2\x82\xac and \xf0\x9f\x98\x80 in a longer text of some blocks\"}");
    QTest::newRow("equal names") << QByteArray(R"({"a":1,"a":2})");
    QTest::newRow("object id") << QByteArray(R"({"a":{"$oid":"0123456789abcdefABCDEF00"}})");
    QTest::newRow("dates") << QByteArray(R"({"a":{"$date":"2024-01-31T12:00:00.678Z"},"b":{ "$date" : { "$numberLong" : "-1" } }})");
    QTest::newRow("numbers") << QByteArray(R"({"a":[{"$numberInt":"-5"},{"$numberLong":"5"},{"$numberDouble":"5.0"}]})");
    QTest::newRow("dollar later") << QByteArray(R"({"a":{"b":1,"$oid":"x"}})");
    QTest::newRow("twelve members") << QByteArray(R"({"a":[1,2,3,4,5,6,7,8,9,10,11,12]})");
}

void tst_QuickJsonReader::readsWhatExportsAreMadeOf()
{
    QFETCH(QByteArray, text);
    QVERIFY(readsAlike(text));
    // Every block border falls everywhere.
    for (int i = 0; i < 20; ++i)
        QVERIFY(readsAlike("{\"" + QByteArray(i, 'x') + "\":" + text + "}"));
}

void tst_QuickJsonReader::declinesWhatIsNotPlain_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"",
                             "[]",
                             "{",
                             "{\"a\"",
                             "{\"a\":",
                             "{\"a\":1",
                             "{\"a\":1,}",
                             "{,}",
                             "{\"a\":01}",
                             "{\"a\":-}",
                             "{\"a\":1.}",
                             "{\"a\":.5}",
                             "{\"a\":1e}",
                             "{\"a\":+1}",
                             "{\"a\":NaN}",
                             "{\"a\":1e999}",
                             "{\"a\":9223372036854775808}",
                             "{\"a\":tru}",
                             "{\"a\":[1,]}",
                             "{\"a\":[1}",
                             "{\"a\" 1}",
                             "{\"a\":\"\n\"}",
                             "{\"a\":\"\\x\"}",
                             "{\"a\":\"\\u12\"}",
                             "{\"a\":\"\\ud800\"}",
                             "{\"a\":\"\\udc00\"}",
                             "{\"a\\u0000\":1}",
                             "{\"a\":\"\xff\"}",
                             "{\"a\":\"\xed\xa0\x80\"}",
                             "{\"a\":{\"$oid\":\"1\"}}",
                             "{\"a\":{\"$date\":1}}",
                             "{\"a\":{\"$set\":1}}",
                             "{\"$oid\":1}",
                             "{\"a\":{\"$oid\":\"0123456789abcdef01234567\",\"b\":1}}"})
        QTest::addRow("%s", text) << QByteArray(text);
    QTest::newRow("deep") << QByteArray("{\"a\":") + QByteArray(100, '[') + QByteArray(100, ']') + "}";
}

void tst_QuickJsonReader::declinesWhatIsNotPlain()
{
    QFETCH(QByteArray, text);
    QVERIFY(!readsAlike(text));
}

void tst_QuickJsonReader::stopsBehindTheDocument()
{
    const QByteArray text = padded("{\"a\":1}\n{\"b\":2}");
    QCOMPARE(m_quick.readDocument(QByteArrayView(text).chopped(QuickJsonReader::kPadding)), 7);
    QCOMPARE(m_quick.document().size(), 12);
}

void tst_QuickJsonReader::readsTheCorporaLikeTheStrictReader()
{
    int cases = 0;
    for (const char *folder : {"json-test-suite", "simdjson-data"}) {
        QDirIterator paths(corpusFolder(QString::fromLatin1(folder)), {QStringLiteral("*.json")}, QDir::Files,
                           QDirIterator::Subdirectories);
        while (paths.hasNext()) {
            QFile file(paths.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray content = file.readAll();
            readsAlike(content);
            readsAlike("{\"v\":" + content + "}");
            ++cases;
        }
    }
    qInfo("%d texts", cases);
}

void tst_QuickJsonReader::readsRandomDocumentsLikeTheStrictReader()
{
    RandomDocument random(std::random_device{}());
    int read = 0;
    for (int i = 0; i < 10'000; ++i) {
        const QByteArray document = random.next();
        for (const JsonFormat format : {JsonFormat{JsonMode::Canonical, 0}, JsonFormat{JsonMode::Relaxed, 4}}) {
            QByteArray text;
            QVERIFY(writeExtendedJson(DocumentView(document), format, text));
            read += readsAlike(text) ? 1 : 0;
        }
    }
    qInfo("%d of 20000 read", read);
    QVERIFY(read > 1'000);
}

void tst_QuickJsonReader::readsDamagedTextsLikeTheStrictReader()
{
    const quint64 seed = qEnvironmentVariableIsSet("PB_SEED") ? qEnvironmentVariable("PB_SEED").toULongLong() : std::random_device()();
    qInfo("PB_SEED=%llu", static_cast<unsigned long long>(seed));
    std::mt19937_64 engine(seed);
    const QByteArray text =
        R"({"_id":{"$oid":"0123456789abcdef01234567"},"n":[1,-2.5e3,{"$numberLong":"7"}],"t":"a\u00e9\"b","u":{"$date":"2024-01-31T12:00:00Z"},"x":null})";
    constexpr QByteArrayView kBytes = "{}[]\",:\\u0123456789eE+-.tfn$ \n\x01\x80\xc3\xed";
    for (int i = 0; i < 100'000; ++i) {
        QByteArray damaged = text;
        for (quint64 changes = 1 + engine() % 3; changes > 0; --changes) {
            const auto place = qsizetype(engine() % quint64(damaged.size()));
            const char byte = kBytes[qsizetype(engine() % quint64(kBytes.size()))];
            if (engine() % 3 == 0)
                damaged.remove(place, 1);
            else if (engine() % 2 == 0)
                damaged.insert(place, byte);
            else
                damaged[place] = byte;
        }
        readsAlike(damaged);
    }
}

void tst_QuickJsonReader::hasRoomForWhatGrowsMost()
{
    for (const char *member : {"1,", "[],", "{},", "\"\","}) {
        const QByteArray members = QByteArray(member).repeated(1024 * 1024 / int(std::strlen(member)) - 4).chopped(1);
        QVERIFY(readsAlike("{\"a\":[" + members + "]}"));
        readsAlike("{\"a\":[" + members + members + "]}");
    }
    readsAlike("{\"a\":\"" + QByteArray(2 * 1024 * 1024, 'x') + "\"}");
}

PB_CODEC_MAIN(tst_QuickJsonReader)
#include "tst_quickjsonreader.moc"
