#include "model/bson/displaytext.h"
#include "model/bson/extendedjsonreader.h"
#include "model/bson/preview.h"

#include <QTest>

#include <ctime>

using namespace persistence::bson;

namespace {

QString previewOf(QByteArrayView json, int maxCharacters = 80)
{
    ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        qFatal("%s", qPrintable(reader.error().toDisplayText()));
    return preview(*DocumentView(reader.document()).begin(), maxCharacters);
}

} // namespace

class tst_Preview : public QObject
{
    Q_OBJECT

private slots:
    void showsEachTypeInOneLine_data();
    void showsEachTypeInOneLine();
    void endsWithAnEllipsisWhenCut();
    void neverWalksALargeValue();
    void makesHiddenCharactersVisible_data();
    void makesHiddenCharactersVisible();
    void showsEveryForbiddenCharacterAsToken();
    void cutsTextBetweenCharacters();
    void namesEveryType();
};

void tst_Preview::showsEachTypeInOneLine_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("line");
    const auto row = [](const char *json, const char *line) { QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(line); };
    row(R"({"v":{"name":"Anna","tags":["a","b"],"n":null}})", "{name: Anna, tags: [a, b], n: null}");
    row(R"({"v":{}})", "{}");
    row(R"({"v":[]})", "[]");
    row(R"({"v":"two\nlines"})", "two↵lines");
    row(R"({"v":1700000000123.0})", "1700000000123");
    row(R"({"v":-0.0})", "-0");
    row(R"({"v":0.1})", "0.1");
    row(R"({"v":1e300})", "1E+300");
    row(R"({"v":{"$numberDouble":"-Infinity"}})", "-Infinity");
    row(R"({"v":{"$numberLong":"-5"}})", "-5");
    row(R"({"v":{"$numberDecimal":"1.10"}})", "1.10");
    row(R"({"v":{"$date":"2024-01-02T03:04:05.678Z"}})", "2024-01-02T03:04:05.678Z");
    row(R"({"v":{"$date":{"$numberLong":"-1"}}})", "-1 ms since 1970");
    row(R"({"v":{"$oid":"56e1fc72e0c917e9c4714161"}})", "56e1fc72e0c917e9c4714161");
    row(R"({"v":{"$binary":{"base64":"AAAAAAAAAAAAAAAA","subType":"00"}}})", "binary, 12 bytes");
    row(R"({"v":{"$binary":{"base64":"AA==","subType":"00"}}})", "binary, 1 byte");
    row(R"({"v":{"$regex":"a%2b","$options":"i"}})", "/a%2b/i");
    row(R"({"v":{"$timestamp":{"t":1,"i":2}}})", "1, 2");
    row(R"({"v":{"$minKey":1}})", "MinKey");
    row(R"({"v":{"$undefined":true}})", "Undefined");
    row(R"({"v":{"$code":"return 1","$scope":{}}})", "return 1");
    row(R"({"v":true})", "true");
}

void tst_Preview::showsEachTypeInOneLine()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, line);
    QCOMPARE(previewOf(json), line);
}

void tst_Preview::endsWithAnEllipsisWhenCut()
{
    QCOMPARE(previewOf(R"({"v":"abcdef"})", 6), QStringLiteral("abcdef"));
    QCOMPARE(previewOf(R"({"v":"abcdefg"})", 6), QStringLiteral("abcde…"));
    QCOMPARE(previewOf(R"({"v":{"a":[1,2,3]}})", 8), QStringLiteral("{a: [1,…"));
    QCOMPARE(previewOf("{\"v\":\"a\xf0\x9f\x98\x80 and more\"}", 3), QStringLiteral("a…"));
    QCOMPARE(previewOf(R"({"v":"abc"})", 1), QStringLiteral("…"));
}

void tst_Preview::neverWalksALargeValue()
{
    Builder builder;
    builder.openArray("v");
    for (int i = 0; i < 200'000; ++i)
        builder.appendString("0", "a text of some length that fills the value");
    builder.close();
    const QByteArray document = builder.finish().toByteArray();
    const Element value = *DocumentView(document).begin();
    const std::clock_t start = std::clock();
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(preview(value, 60).size(), 60);
    // A walk over all of it would take a thousand times as long. Of the processor's time, not of the clock's.
    const auto milliseconds = (std::clock() - start) / (CLOCKS_PER_SEC / 1000);
    QVERIFY2(milliseconds < 3000, qPrintable(QString::number(milliseconds)));
}

void tst_Preview::makesHiddenCharactersVisible_data()
{
    QTest::addColumn<QByteArray>("utf8");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, QByteArray utf8, const char *text) { QTest::newRow(name) << utf8 << QString::fromUtf8(text); };
    row("plain", "caf\xc3\xa9 \xf0\x9f\x98\x80", "café 😀");
    row("nul", QByteArray("a\0b", 3), "a␀b");
    row("tab and delete", "\t\r\x7f", "⇥␍␡");
    row("right-to-left override",
        "\xe2\x80\xae"
        "evil",
        "‹U+202E›evil");
    row("byte order mark", "\xef\xbb\xbfx", "‹U+FEFF›x");
    row("c1", "\xc2\x85", "‹U+0085›");
    row("tag", "\xf3\xa0\x81\x81", "‹U+E0041›");
    row("private use", "\xee\x80\x80", "‹U+E000›");
    row("selector behind a letter", "a\xef\xb8\x8f", "a‹U+FE0F›");
    row("selector behind a heart", "\xe2\x9d\xa4\xef\xb8\x8f", "❤️");
    row("latin 1", "caf\xe9!", "caf\\xe9!");
    row("surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
    row("html is just text", "<img src=x>&amp;%2", "<img src=x>&amp;%2");
}

void tst_Preview::makesHiddenCharactersVisible()
{
    QFETCH(QByteArray, utf8);
    QFETCH(QString, text);
    QCOMPARE(displayText(utf8, 1000), text);
}

void tst_Preview::showsEveryForbiddenCharacterAsToken()
{
    // The list of the reliability guide, section 3.7.
    static constexpr std::pair<char32_t, char32_t> kRanges[] = {
        {0, 0x1f},        {0x7f, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e},   {0x200b, 0x200f}, {0x2028, 0x202e},
        {0x2060, 0x2064}, {0x2066, 0x2069}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}, {0xe000, 0xf8ff}};
    for (const auto &[first, last] : kRanges) {
        for (char32_t c = first; c <= last; ++c) {
            QString raw;
            raw += QChar::fromUcs4(c); // QString::fromUcs4() drops a byte order mark
            QVERIFY2(!displayText(raw.toUtf8(), 100).contains(raw), qPrintable(QString::number(uint(c), 16)));
        }
    }
}

void tst_Preview::cutsTextBetweenCharacters()
{
    QCOMPARE(displayText("a\xc3\xa9z", 2), QStringLiteral("a…"));
    QCOMPARE(displayText("a\xc3\xa9z", 3), QStringLiteral("aé…"));
    QCOMPARE(displayText("a\xc3\xa9z", 4), QStringLiteral("aéz"));
    QCOMPARE(displayText({}, 0), QString());
    QCOMPARE(displayText("abc", 0), QStringLiteral("…"));
}

void tst_Preview::namesEveryType()
{
    for (int type : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 0x7f, 0xff})
        QVERIFY(!typeName(Type(type)).isEmpty());
    QCOMPARE(typeName(Type::Int32), QStringLiteral("Int32"));
}

QTEST_GUILESS_MAIN(tst_Preview)
#include "tst_preview.moc"
