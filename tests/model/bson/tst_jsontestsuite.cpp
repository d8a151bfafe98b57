#include "tests/model/bson/codecmain.h"
#include "tests/model/bson/corpus.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"

#include <QTest>

using namespace persistence::bson;

/// JSONTestSuite: which texts a JSON parser must accept and refuse, and what we decided about those in between.
class tst_JsonTestSuite : public QObject
{
    Q_OBJECT

private slots:
    void acceptsEveryGoodText();
    void refusesEveryBadText();
    void decidesTheOpenCasesAsPinned();
    void transformsAsPinned_data();
    void transformsAsPinned();

private:
    struct File
    {
        QString name;
        QByteArray content;
    };

    static QList<File> files(const QString &folder, const QString &pattern);
};

namespace {

/// Open cases that we accept; all others are refused. 500 nested arrays exceed the depth that MongoDB stores, numbers that no double holds
/// would change, and everything else is broken text.
constexpr const char *kAccepted[] = {"i_structure_UTF-8_BOM_empty_object.json"};

} // namespace

QList<tst_JsonTestSuite::File> tst_JsonTestSuite::files(const QString &folder, const QString &pattern)
{
    QList<File> result;
    QDirIterator paths(corpusFolder(QStringLiteral("json-test-suite/") + folder), {pattern}, QDir::Files);
    while (paths.hasNext()) {
        QFile file(paths.next());
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(file.fileName()));
        result.append({paths.fileName(), file.readAll()});
    }
    return result;
}

void tst_JsonTestSuite::acceptsEveryGoodText()
{
    const auto cases = files(QStringLiteral("test_parsing"), QStringLiteral("y_*.json"));
    PB_NEED_CASES(cases);
    ExtendedJsonReader reader;
    for (const File &test : cases) {
        // BSON names hold no NUL; this is the one good text that cannot become BSON.
        const bool isAccepted = test.name != QLatin1StringView("y_object_escaped_null_in_key.json");
        Builder builder;
        QVERIFY2(reader.readValue(test.content, "v", builder) == isAccepted, qPrintable(test.name + reader.error().toDisplayText()));
        if (!isAccepted)
            continue;
        const QByteArray first = builder.finish().toByteArray();
        QVERIFY2(roundTrips(DocumentView(first)), qPrintable(test.name));
    }
}

void tst_JsonTestSuite::refusesEveryBadText()
{
    const auto cases = files(QStringLiteral("test_parsing"), QStringLiteral("n_*.json"));
    PB_NEED_CASES(cases);
    ExtendedJsonReader reader;
    for (const File &test : cases) {
        Builder builder;
        QVERIFY2(!reader.readValue(test.content, "v", builder), qPrintable(test.name));
        QVERIFY2(!reader.error().reason.isEmpty(), qPrintable(test.name));
        QVERIFY2(reader.error().offset >= 0 && reader.error().offset <= test.content.size(), qPrintable(test.name));
    }
}

void tst_JsonTestSuite::decidesTheOpenCasesAsPinned()
{
    const auto cases = files(QStringLiteral("test_parsing"), QStringLiteral("i_*.json"));
    PB_NEED_CASES(cases);
    ExtendedJsonReader reader;
    for (const File &test : cases) {
        Builder builder;
        const bool isAccepted =
            std::any_of(std::begin(kAccepted), std::end(kAccepted), [&](const char *name) { return test.name == QLatin1StringView(name); });
        QVERIFY2(reader.readValue(test.content, "v", builder) == isAccepted, qPrintable(test.name));
    }
}

void tst_JsonTestSuite::transformsAsPinned_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("relaxed");
    const auto row = [](const char *file, const char *relaxed) { QTest::newRow(file) << QString::fromLatin1(file) << QByteArray(relaxed); };
    row("number_1.0.json", "[1.0]");
    row("number_1.000000000000000005.json", "[1.0]");
    row("number_1000000000000000.json", "[1000000000000000]");
    row("number_10000000000000000999.json", "refused");
    row("number_1e-999.json", "refused");
    row("number_1e6.json", "[1000000.0]");
    row("number_9223372036854775807.json", "[9223372036854775807]");
    row("number_9223372036854775808.json", "refused");
    row("number_-9223372036854775808.json", "[-9223372036854775808]");
    row("number_-9223372036854775809.json", "refused");
    row("object_key_nfc_nfd.json", "{\"\xc3\xa9\":\"NFC\",\"e\xcc\x81\":\"NFD\"}");
    row("object_key_nfd_nfc.json", "{\"e\xcc\x81\":\"NFD\",\"\xc3\xa9\":\"NFC\"}");
    row("object_same_key_different_values.json", "{\"a\":1,\"a\":2}");
    row("object_same_key_same_value.json", "{\"a\":1,\"a\":1}");
    row("object_same_key_unclear_values.json", "{\"a\":0,\"a\":-0.0}");
    row("string_1_escaped_invalid_codepoint.json", "refused");
    row("string_1_invalid_codepoint.json", "refused");
    row("string_2_escaped_invalid_codepoints.json", "refused");
    row("string_2_invalid_codepoints.json", "refused");
    row("string_3_escaped_invalid_codepoints.json", "refused");
    row("string_3_invalid_codepoints.json", "refused");
    row("string_with_escaped_NULL.json", "[\"A\\u0000B\"]");
}

void tst_JsonTestSuite::transformsAsPinned()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, relaxed);
    const auto cases = files(QStringLiteral("test_transform"), file);
    PB_NEED_CASES(cases);
    ExtendedJsonReader reader;
    Builder builder;
    QByteArray text = "refused";
    if (reader.readValue(cases.first().content, "v", builder)) {
        text.clear();
        writeExtendedJson(*DocumentView(builder.finish()).begin(), {JsonMode::Relaxed, 0}, text);
    }
    QCOMPARE(text, relaxed);
}

PB_CODEC_MAIN(tst_JsonTestSuite)
#include "tst_jsontestsuite.moc"
