#include "tests/model/bson/codecmain.h"
#include "tests/model/bson/randomdocument.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/validation.h"

#include <QTest>

using namespace persistence::bson;

/// Random documents of all types through both kinds of text and back. PB_SEED and PB_DOCUMENTS repeat or lengthen a run.
class tst_RandomDocuments : public QObject
{
    Q_OBJECT

private slots:
    void comeBackByteEqualFromEveryText();
    void truncationsAndBitFlipsNeverPassForSomethingElse();

private:
    static quint64 seed();
    static int count() { return qEnvironmentVariableIsSet("PB_DOCUMENTS") ? qEnvironmentVariableIntValue("PB_DOCUMENTS") : 10'000; }
};

quint64 tst_RandomDocuments::seed()
{
    const quint64 value = qEnvironmentVariableIsSet("PB_SEED") ? qEnvironmentVariable("PB_SEED").toULongLong() : std::random_device()();
    qInfo("PB_SEED=%llu", static_cast<unsigned long long>(value));
    return value;
}

void tst_RandomDocuments::comeBackByteEqualFromEveryText()
{
    RandomDocument random(seed());
    ExtendedJsonReader reader;
    for (int i = 0; i < count(); ++i) {
        const QByteArray document = random.next();
        QVERIFY(validate(document).isStrict());
        for (const JsonFormat format :
             {JsonFormat{JsonMode::Canonical, 0}, JsonFormat{JsonMode::Relaxed, 0}, JsonFormat{JsonMode::Relaxed, 4}}) {
            QByteArray text;
            QVERIFY(writeExtendedJson(DocumentView(document), format, text));
            QVERIFY2(reader.readDocument(text), qPrintable(reader.error().toDisplayText() + QString::fromUtf8(text)));
            QCOMPARE(reader.document().toByteArray().toHex(), document.toHex());
        }
    }
}

void tst_RandomDocuments::truncationsAndBitFlipsNeverPassForSomethingElse()
{
    const quint64 start = seed();
    RandomDocument random(start);
    std::mt19937_64 engine(start);
    for (int i = 0; i < count() / 10; ++i) {
        QByteArray document = random.next();
        QVERIFY(!validate(QByteArrayView(document).first(qsizetype(engine() % quint64(document.size())))).isStrict());
        const auto place = qsizetype(engine() % quint64(document.size()));
        document[place] = char(document[place] ^ (1 << (engine() % 8)));
        // Its own allocation, so that a sanitizer sees every byte read outside.
        const QByteArray damaged(document.constData(), document.size());
        QByteArray text;
        const bool isLossless = writeExtendedJson(DocumentView(damaged), {}, text);
        if (validate(damaged).isStrict())
            QCOMPARE(roundTrips(DocumentView(damaged)), isLossless);
    }
}

PB_CODEC_MAIN(tst_RandomDocuments)
#include "tst_randomdocuments.moc"
