#include "tests/model/bson/corpus.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/validation.h"

#include <QTest>

using namespace persistence::bson;

namespace {

/// The document in hex, or the error: what a failed comparison shows.
QByteArray readToHex(QByteArrayView json)
{
    ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        return reader.error().toDisplayText().toUtf8() + " in " + json.toByteArray();
    return reader.document().toByteArray().toHex();
}

} // namespace

/// The BSON corpus of MongoDB, all of it.
class tst_BsonCorpus : public QObject
{
    Q_OBJECT

private slots:
    void readsCanonicalTextToTheSameBytes();
    void readsDegenerateTextToCanonicalBytes();
    void readsConvertedText();
    void refusesEveryBrokenText();
    void acceptsEveryValidDocument();
    void refusesEveryBrokenDocument();
};

void tst_BsonCorpus::readsCanonicalTextToTheSameBytes()
{
    const auto cases = bsonCorpus(QLatin1StringView("valid"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases) {
        if (!test.has(QLatin1StringView("lossy")))
            QCOMPARE(test.name.toUtf8() + ' ' + readToHex(test.text(QLatin1StringView("canonical_extjson"))),
                     test.name.toUtf8() + ' ' + test.bytes(QLatin1StringView("canonical_bson")).toHex());
    }
}

void tst_BsonCorpus::readsDegenerateTextToCanonicalBytes()
{
    QList<CorpusCase> cases;
    for (const CorpusCase &test : bsonCorpus(QLatin1StringView("valid"))) {
        if (test.has(QLatin1StringView("degenerate_extjson")) && !test.has(QLatin1StringView("lossy")))
            cases.append(test);
    }
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases)
        QCOMPARE(test.name.toUtf8() + ' ' + readToHex(test.text(QLatin1StringView("degenerate_extjson"))),
                 test.name.toUtf8() + ' ' + test.bytes(QLatin1StringView("canonical_bson")).toHex());
}

void tst_BsonCorpus::readsConvertedText()
{
    QList<CorpusCase> cases;
    for (const CorpusCase &test : bsonCorpus(QLatin1StringView("valid"))) {
        if (test.has(QLatin1StringView("converted_extjson")))
            cases.append(test);
    }
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases)
        QCOMPARE(test.name.toUtf8() + ' ' + readToHex(test.text(QLatin1StringView("converted_extjson"))),
                 test.name.toUtf8() + ' ' + test.bytes(QLatin1StringView("converted_bson")).toHex());
}

void tst_BsonCorpus::refusesEveryBrokenText()
{
    const auto cases = bsonCorpus(QLatin1StringView("parseErrors"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases) {
        QByteArray json = test.text(QLatin1StringView("string"));
        // Decimal128 cases give the number alone.
        if (test.bsonType == QLatin1StringView("0x13"))
            json = QJsonDocument(QJsonObject{{QStringLiteral("d"), QJsonObject{{QStringLiteral("$numberDecimal"), QString::fromUtf8(json)}}}}).toJson();
        ExtendedJsonReader reader;
        QVERIFY2(!reader.readDocument(json), qPrintable(test.name));
        QVERIFY2(!reader.error().reason.isEmpty(), qPrintable(test.name));
    }
}

void tst_BsonCorpus::acceptsEveryValidDocument()
{
    const auto cases = bsonCorpus(QLatin1StringView("valid"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases)
        QVERIFY2(validate(test.bytes(QLatin1StringView("canonical_bson"))).isStrict(), qPrintable(test.name));
}

void tst_BsonCorpus::refusesEveryBrokenDocument()
{
    const auto cases = bsonCorpus(QLatin1StringView("decodeErrors"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases)
        QVERIFY2(!validate(test.bytes(QLatin1StringView("bson"))).isStrict(), qPrintable(test.name));
}

QTEST_GUILESS_MAIN(tst_BsonCorpus)
#include "tst_bsoncorpus.moc"
