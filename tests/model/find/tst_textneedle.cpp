#include "model/find/bytepair.h"
#include "model/find/textneedle.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

class tst_textneedle : public QObject
{
    Q_OBJECT

private slots:
    void findsInEitherCase_data();
    void findsInEitherCase();
    void findsWhatAPlainSearchFinds();
    void aPairIsFoundWithRegistersOfEachWidth();
};

void tst_textneedle::findsInEitherCase_data()
{
    QTest::addColumn<QByteArray>("needle");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qsizetype>("start");
    QTest::addColumn<qsizetype>("size");
    const auto row = [](const char *name, const char *needle, QByteArray text, qsizetype start, qsizetype size) {
        QTest::newRow(name) << QByteArray(needle) << text << start << size;
    };
    row("at the start", "ab", "abc", 0, 2);
    row("at the end", "BC", "abc", 1, 2);
    row("not there", "x", "abc", 0, 0);
    row("longer than the text", "abcd", "abc", 0, 0);
    row("marks are no letters", "[@`{", "{`@[ [@`{", 5, 4);
    row("the dotless i is another letter", "i", "I\xc4\xb1", 0, 1);
    row("in a long text", "needle", QByteArray(1000, 'e') + "NEEDLE" + QByteArray(50, 'e'), 1000, 6);
    row("behind a NUL", "b", QByteArray("a\0b", 3), 2, 1);
    row("umlaut",
        "\xc3\xbc"
        "ber",
        "\xc3\x9c"
        "BER",
        0, 5);
    row("Cyrillic", "\xd0\xbf\xd1\x80", "\xd0\x9f\xd0\xa0", 0, 4);
    row("final sigma", "\xcf\x83", "\xcf\x82", 0, 2);
    row("other size in the other case", "\xc8\xba", "x\xe2\xb1\xa5", 1, 3);
    row("the Kelvin sign is no k", "k", "\xe2\x84\xaa", 0, 0);
    row("bad bytes equal themselves", "\xff\xc3", "a\xff\xc3", 1, 2);
    row("no half characters", "\xc3", "\xc3\xbc", 0, 0);
}

void tst_textneedle::findsInEitherCase()
{
    QFETCH(const QByteArray, needle);
    QFETCH(const QByteArray, text);
    const TextSpan span = TextNeedle(needle).findIn(text, 0);
    QTEST(span.start, "start");
    QTEST(span.size, "size");
    QCOMPARE(TextNeedle(needle).isIn(text), span.size > 0);
}

void tst_textneedle::findsWhatAPlainSearchFinds()
{
    QRandomGenerator random(20261125);
    const QByteArray letters = "abAB@`[{ 1";
    const auto make = [&](int most) {
        QByteArray text;
        for (int i = random.bounded(most); i >= 0; --i)
            text += letters[random.bounded(int(letters.size()))];
        return text;
    };
    for (int round = 0; round < 20'000; ++round) {
        const QByteArray text = make(100), needle = make(4);
        const qsizetype expected = text.toLower().indexOf(needle.toLower());
        const TextSpan span = TextNeedle(needle).findIn(text, 0);
        QCOMPARE(span.size > 0 ? span.start : -1, expected);
    }
}

void tst_textneedle::aPairIsFoundWithRegistersOfEachWidth()
{
    constexpr qsizetype kWidest = 32;
    QRandomGenerator random(20261126);
    for (int round = 0; round < 2'000; ++round) {
        QByteArray text(random.bounded(40, 400), '.');
        for (char &c : text)
            c = "aAbB@["[random.bounded(6)];
        const BytePair::Anchor first{random.bounded(8), 'a'}, second{random.bounded(8), '['};
        qsizetype expected = 0;
        const qsizetype end = text.size() - std::max(first.offset, second.offset);
        while (expected < end && (tolower(text[expected + first.offset]) != 'a' || text[expected + second.offset] != '['))
            ++expected;
        for (const auto registers : {BytePair::Registers::Widest, BytePair::Registers::Narrow}) {
            const qsizetype found = BytePair(first, second, registers).findIn(text, 0);
            // Behind the last whole register positions are given without a look.
            QVERIFY(found == expected || (found < expected && found > end - kWidest));
        }
    }
}

QTEST_GUILESS_MAIN(tst_textneedle)
#include "tst_textneedle.moc"
