#include "model/bson/isodate.h"
#include "model/bson/jsonoutput.h"

#include <QDateTime>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace persistence::bson;

namespace {

QByteArray quoted(const QByteArray &text, bool &isUtf8)
{
    // Exactly as large as the text, so that the address sanitizer sees every look beyond it.
    const std::unique_ptr<char[]> copy(new char[size_t(text.size())]);
    std::copy(text.begin(), text.end(), copy.get());
    QByteArray out = "before ";
    isUtf8 = JsonOutput(out).putQuoted(QByteArrayView(copy.get(), text.size()));
    return out;
}

/// What the writer is to make of a byte on its own.
QByteArray escaped(char c)
{
    static const QByteArray kSpecial = "\"\\\b\f\n\r\t", kNames = "\"\\bfnrt";
    if (const qsizetype i = kSpecial.indexOf(c); i >= 0 && c != '\0')
        return '\\' + kNames.mid(i, 1);
    if (quint8(c) < 0x20)
        return "\\u00" + QByteArray(1, c).toHex();
    return quint8(c) < 0x80 ? QByteArray(1, c) : "\\\\x" + QByteArray(1, c).toHex();
}

} // namespace

class tst_JsonOutput : public QObject
{
    Q_OBJECT

private slots:
    void escapesEachByteAtEachPlaceOfTextsOfAnyLength();
    void keepsCharactersBeyondAsciiAtEachPlace();
    void growsAroundWhatIsThere();
    void writesDatesAsQtDoes();
};

void tst_JsonOutput::escapesEachByteAtEachPlaceOfTextsOfAnyLength()
{
    for (qsizetype size = 0; size < 40; ++size) {
        for (qsizetype place = 0; place < size; ++place) {
            for (int byte = 0; byte < 256; ++byte) {
                QByteArray text(size, 'x');
                text[place] = char(byte);
                bool isUtf8 = true;
                const QByteArray expected =
                    "before \"" + QByteArray(place, 'x') + escaped(char(byte)) + QByteArray(size - place - 1, 'x') + '"';
                if (quoted(text, isUtf8) != expected || isUtf8 != (byte < 0x80))
                    QFAIL(qPrintable(
                        QStringLiteral("byte %1 at %2 of %3").arg(QString::number(byte), QString::number(place), QString::number(size))));
            }
        }
    }
}

void tst_JsonOutput::keepsCharactersBeyondAsciiAtEachPlace()
{
    for (const char *character : {"ß", "€", "😀"}) {
        for (qsizetype size = 0; size < 24; ++size) {
            for (qsizetype place = 0; place <= size; ++place) {
                QByteArray text(size, 'x');
                text.insert(place, character);
                bool isUtf8 = false;
                QCOMPARE(quoted(text, isUtf8), "before \"" + text + '"');
                QVERIFY(isUtf8);
            }
        }
    }
}

void tst_JsonOutput::growsAroundWhatIsThere()
{
    QByteArray out, expected;
    for (int i = 0; i < 2000; ++i) {
        JsonOutput to(out);
        to.putInteger(i);
        to.put(':');
        to.putQuoted(QByteArray(i % 70, 'y'));
        to.putSpaces(i % 5);
        expected += QByteArray::number(i) + ":\"" + QByteArray(i % 70, 'y') + '"' + QByteArray(i % 5, ' ');
    }
    QCOMPARE(out, expected);
}

void tst_JsonOutput::writesDatesAsQtDoes()
{
    quint64 state = 1;
    for (int i = 0; i < 100'000; ++i) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        qint64 milliseconds = qint64((state >> 16) % 253402300800000ULL);
        milliseconds -= i % 3 == 0 ? milliseconds % 1000 : 0;
        QByteArray text;
        appendIsoDate(text, milliseconds);
        const QDateTime date = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
        QCOMPARE(text, date.toString(milliseconds % 1000 == 0 ? Qt::ISODate : Qt::ISODateWithMs).toLatin1());
    }
}

QTEST_APPLESS_MAIN(tst_JsonOutput)
#include "tst_jsonoutput.moc"
