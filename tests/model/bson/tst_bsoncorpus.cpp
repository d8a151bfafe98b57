#include "tests/model/bson/codecmain.h"
#include "tests/model/bson/corpus.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
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

QByteArray write(QByteArrayView document, JsonMode mode, int indent = 0)
{
    QByteArray text;
    writeExtendedJson(DocumentView(document), {mode, indent}, text);
    return text;
}

/// Relaxed text of ours wraps an int64 that would read back as int32; the corpus prints all int64 as plain numbers. That is the one
/// intended difference, so both sides are compared without this wrapper.
QJsonValue withoutNumberLong(const QJsonValue &value)
{
    if (value.isArray()) {
        QJsonArray array;
        for (const QJsonValue &item : value.toArray())
            array.append(withoutNumberLong(item));
        return array;
    }
    if (!value.isObject())
        return value;
    const QJsonObject object = value.toObject();
    if (object.size() == 1 && object.contains(QLatin1StringView("$numberLong")))
        return object.begin().value().toString().toDouble();
    QJsonObject result;
    for (auto it = object.begin(); it != object.end(); ++it)
        result.insert(it.key(), withoutNumberLong(it.value()));
    return result;
}

QByteArray normalised(const QByteArray &json)
{
    return QJsonDocument(withoutNumberLong(QJsonDocument::fromJson(json).object()).toObject()).toJson();
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
    void writesCanonicalText();
    void writesRelaxedText();
    void textOfEitherModeReadsBackToTheSameBytes();
    void knowsWhatTextCannotHold();
    void writesDegenerateBytesAsCanonicalText();
    void keepsBinaryVectors();
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
            json =
                QJsonDocument(QJsonObject{{QStringLiteral("d"), QJsonObject{{QStringLiteral("$numberDecimal"), QString::fromUtf8(json)}}}})
                    .toJson();
        ExtendedJsonReader reader;
        QVERIFY2(!reader.readDocument(json), qPrintable(test.name));
        QVERIFY2(!reader.error().reason.isEmpty(), qPrintable(test.name));
    }
}

void tst_BsonCorpus::writesCanonicalText()
{
    const auto cases = bsonCorpus(QLatin1StringView("valid"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases)
        QCOMPARE(test.name.toUtf8() +
                     QJsonDocument::fromJson(write(test.bytes(QLatin1StringView("canonical_bson")), JsonMode::Canonical)).toJson(),
                 test.name.toUtf8() + QJsonDocument::fromJson(test.text(QLatin1StringView("canonical_extjson"))).toJson());
}

void tst_BsonCorpus::writesRelaxedText()
{
    QList<CorpusCase> cases;
    for (const CorpusCase &test : bsonCorpus(QLatin1StringView("valid"))) {
        if (test.has(QLatin1StringView("relaxed_extjson")))
            cases.append(test);
    }
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases)
        QCOMPARE(test.name.toUtf8() + normalised(write(test.bytes(QLatin1StringView("canonical_bson")), JsonMode::Relaxed)),
                 test.name.toUtf8() + normalised(test.text(QLatin1StringView("relaxed_extjson"))));
}

void tst_BsonCorpus::textOfEitherModeReadsBackToTheSameBytes()
{
    const auto cases = bsonCorpus(QLatin1StringView("valid"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases) {
        const QByteArray bytes = test.bytes(QLatin1StringView("canonical_bson"));
        if (test.has(QLatin1StringView("lossy")))
            continue;
        QCOMPARE(test.name.toUtf8() + readToHex(write(bytes, JsonMode::Canonical)), test.name.toUtf8() + bytes.toHex());
        QCOMPARE(test.name.toUtf8() + readToHex(write(bytes, JsonMode::Relaxed)), test.name.toUtf8() + bytes.toHex());
        QCOMPARE(test.name.toUtf8() + readToHex(write(bytes, JsonMode::Relaxed, 2)), test.name.toUtf8() + bytes.toHex());
    }
}

void tst_BsonCorpus::knowsWhatTextCannotHold()
{
    const auto cases = bsonCorpus(QLatin1StringView("valid"));
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases) {
        for (const auto field : {QLatin1StringView("canonical_bson"), QLatin1StringView("degenerate_bson")}) {
            const QByteArray bytes = test.bytes(field);
            if (bytes.isEmpty())
                continue;
            QByteArray text;
            const bool isLossless = writeExtendedJson(DocumentView(bytes), {}, text);
            QCOMPARE(test.name.toUtf8() + (isLossless ? " kept" : " lost"),
                     test.name.toUtf8() + (readToHex(text) == bytes.toHex() ? " kept" : " lost"));
            QCOMPARE(roundTrips(DocumentView(bytes)), isLossless);
        }
    }
}

void tst_BsonCorpus::writesDegenerateBytesAsCanonicalText()
{
    QList<CorpusCase> cases;
    for (const CorpusCase &test : bsonCorpus(QLatin1StringView("valid"))) {
        if (test.has(QLatin1StringView("degenerate_bson")))
            cases.append(test);
    }
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases) {
        const QByteArray text = write(test.bytes(QLatin1StringView("degenerate_bson")), JsonMode::Canonical);
        QCOMPARE(test.name.toUtf8() + QJsonDocument::fromJson(text).toJson(),
                 test.name.toUtf8() + QJsonDocument::fromJson(test.text(QLatin1StringView("canonical_extjson"))).toJson());
    }
}

void tst_BsonCorpus::keepsBinaryVectors()
{
    QList<CorpusCase> cases;
    for (const CorpusCase &test : bsonCorpus(QLatin1StringView("tests"))) {
        if (test.has(QLatin1StringView("canonical_bson")))
            cases.append(test);
    }
    PB_NEED_CASES(cases);
    for (const CorpusCase &test : cases) {
        const QByteArray bytes = test.bytes(QLatin1StringView("canonical_bson"));
        QVERIFY2(validate(bytes).isStrict(), qPrintable(test.name));
        QCOMPARE(readToHex(write(bytes, JsonMode::Canonical)), bytes.toHex());
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

PB_CODEC_MAIN(tst_BsonCorpus)
#include "tst_bsoncorpus.moc"
