#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/preview.h"

#include <QTest>

#include <clocale>
#include <cstdlib>

using namespace persistence::bson;

/// The codec must not depend on LC_NUMERIC, even if somebody sets it to a locale with a decimal comma.
class tst_NumericLocale : public QObject
{
    Q_OBJECT

private slots:
    void givesTheSameBytesUnderADecimalComma();
};

void tst_NumericLocale::givesTheSameBytesUnderADecimalComma()
{
    if (!std::setlocale(LC_NUMERIC, "de_DE.UTF-8")) {
        QVERIFY2(!qEnvironmentVariableIsSet("PB_LOCALES"), "the locale de_DE.UTF-8 is not installed");
        QSKIP("the locale de_DE.UTF-8 is not installed");
    }
    QCOMPARE(std::strtod("1,5", nullptr), 1.5); // the locale is really in effect
    const QByteArray text =
        R"({"a":1234.5,"b":1E+300,"c":{"$numberDecimal":"1234.5E-10"},"d":{"$date":"2024-01-02T03:04:05.678Z"},"e":-1234567})";
    ExtendedJsonReader reader;
    QVERIFY(reader.readDocument(text));
    const DocumentView document(reader.document());
    QCOMPARE(document.begin()->toDouble(), 1234.5);
    QByteArray canonical;
    QVERIFY(writeExtendedJson(document, {JsonMode::Canonical, 0}, canonical));
    QCOMPARE(canonical, QByteArray(R"({"a":{"$numberDouble":"1234.5"},"b":{"$numberDouble":"1E+300"},"c":{"$numberDecimal":"1.2345E-7"},)"
                                   R"("d":{"$date":{"$numberLong":"1704164645678"}},"e":{"$numberInt":"-1234567"}})"));
    QByteArray relaxed;
    QVERIFY(writeExtendedJson(document, {JsonMode::Relaxed, 0}, relaxed));
    QVERIFY(relaxed.startsWith(R"({"a":1234.5,"b":1E+300,)"));
    QCOMPARE(preview(*document.begin(), 20), QStringLiteral("1234.5"));
    QVERIFY(roundTrips(document));
}

QTEST_GUILESS_MAIN(tst_NumericLocale)
#include "tst_numericlocale.moc"
