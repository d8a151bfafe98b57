#include "tests/support/samplewriter.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/validation.h"
#include "model/record/recordindex.h"
#include "tests/support/mongojson.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <set>

#include <zlib.h>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

void forEachRecord(const SampleOptions &options, const std::function<void(QByteArrayView)> &look)
{
    SampleGenerator generator(options);
    while (generator.next()) {
        if (generator.collection() == Collection::Persistence)
            look(generator.document());
    }
}

QByteArray everything(const SampleOptions &options)
{
    QByteArray bytes;
    SampleGenerator generator(options);
    while (generator.next())
        bytes += generator.document();
    return bytes;
}

void collectTypes(bson::DocumentView document, std::set<bson::Type> &types)
{
    for (const bson::Element &element : document) {
        types.insert(element.type());
        if (element.isContainer())
            collectTypes(element.toDocument(), types);
    }
}

QByteArray inflated(const QString &path)
{
    QByteArray content;
    gzFile file = gzopen(QFile::encodeName(path).constData(), "rb");
    char buffer[1 << 16];
    for (int read = 1; file && read > 0;) {
        read = gzread(file, buffer, sizeof buffer);
        content.append(buffer, qMax(read, 0));
    }
    gzclose(file);
    return content;
}

} // namespace

class tst_samplegenerator : public QObject
{
    Q_OBJECT

private slots:
    void makesTheBundledSample();
    void givesEqualBytesForEqualOptions();
    void makesTheNumberOfRecordsThatWasAskedFor_data();
    void makesTheNumberOfRecordsThatWasAskedFor();
    void makesSoundDocumentsOnly();
    void holdsEveryBsonType();
    void holdsEveryOddShape();
    void holdsFeedbackForAWalkthrough();
    void holdsDuplicatesOfOneKey();
    void printsCanonicalJsonThatReadsBackToTheSameBytes_data();
    void printsCanonicalJsonThatReadsBackToTheSameBytes();
    void makesFlatRecordsOfTheMeasuredShape();
};

void tst_samplegenerator::makesTheBundledSample()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"sample.archive"_s);
    SampleGenerator generator({});
    const Result<qint64> written = writeSample(generator, SampleFormat::Archive, path);
    QVERIFY(written);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(QFileInfo(QString::fromUtf8(PB_SAMPLE)).size() < 150 * 1024);
    QVERIFY2(inflated(QString::fromUtf8(PB_SAMPLE)) == file.readAll(),
             "The generator changed: write resources/samples again, see resources/samples/README.md");
}

void tst_samplegenerator::givesEqualBytesForEqualOptions()
{
    const SampleOptions options{300, 7, SampleProfile::Apps};
    QCOMPARE(everything(options), everything(options));
    QVERIFY(everything(options) != everything({300, 8, SampleProfile::Apps}));
}

void tst_samplegenerator::makesTheNumberOfRecordsThatWasAskedFor_data()
{
    QTest::addColumn<qint64>("records");
    for (const qint64 records : {0, 1, 63, 64, 65, 1000, 12345})
        QTest::newRow(qPrintable(QString::number(records))) << records;
}

void tst_samplegenerator::makesTheNumberOfRecordsThatWasAskedFor()
{
    QFETCH(const qint64, records);
    for (const SampleProfile profile : {SampleProfile::Apps, SampleProfile::Flat}) {
        qint64 made = 0;
        forEachRecord({records, 1, profile}, [&](QByteArrayView) { ++made; });
        QCOMPARE(made, records);
    }
}

void tst_samplegenerator::makesSoundDocumentsOnly()
{
    for (const SampleProfile profile : {SampleProfile::Apps, SampleProfile::Flat}) {
        SampleGenerator generator({2000, 3, profile});
        while (generator.next()) {
            const bson::Validation validation = bson::validate(generator.document());
            QVERIFY2(validation.isStrict(), MongoJson(MongoJson::Canonical).document(generator.document()).constData());
        }
    }
}

void tst_samplegenerator::holdsEveryBsonType()
{
    std::set<bson::Type> types;
    forEachRecord({}, [&](QByteArrayView record) { collectTypes(bson::DocumentView(record), types); });
    QCOMPARE(types.size(), size_t(21));
}

void tst_samplegenerator::holdsEveryOddShape()
{
    RecordMarks seen;
    std::set<bson::Type> ids;
    RecordIndex index;
    forEachRecord({600, 1, SampleProfile::Apps}, [&](QByteArrayView record) {
        QVERIFY(indexRecord(bson::DocumentView(record), Collection::Persistence, index));
        seen |= index.marks;
        ids.insert(index.recordId.type());
    });
    const RecordMarks all = RecordMark::NoAssociations | RecordMark::EmptyKey | RecordMark::OddAssociation | RecordMark::LegacyShape |
                            RecordMark::NoUpdatedAt | RecordMark::RepeatedAssociation;
    QCOMPARE(seen & all, all);
    QCOMPARE(ids, (std::set{bson::Type::String, bson::Type::ObjectId, bson::Type::Int64, bson::Type::Document}));
}

void tst_samplegenerator::holdsFeedbackForAWalkthrough()
{
    qint64 feedback = 0;
    forEachRecord({}, [&](QByteArrayView record) {
        feedback += record.contains(QByteArrayView("feedback")) && record.contains(QByteArrayView("comment")) &&
                    record.contains(QByteArrayView("submittedAt"));
    });
    QVERIFY2(feedback >= 50, qPrintable(QString::number(feedback)));
}

void tst_samplegenerator::holdsDuplicatesOfOneKey()
{
    qint64 counters = 0;
    forEachRecord({}, [&](QByteArrayView record) { counters += record.contains(QByteArrayView("message-count")); });
    QVERIFY(counters >= 40);
}

void tst_samplegenerator::printsCanonicalJsonThatReadsBackToTheSameBytes_data()
{
    QTest::addColumn<bool>("indented");
    QTest::newRow("on one line") << false;
    QTest::newRow("indented") << true;
}

void tst_samplegenerator::printsCanonicalJsonThatReadsBackToTheSameBytes()
{
    QFETCH(const bool, indented);
    MongoJson json(MongoJson::Canonical, indented);
    bson::ExtendedJsonReader reader;
    forEachRecord({}, [&](QByteArrayView record) {
        const QByteArray text = json.document(record);
        QVERIFY2(reader.readDocument(text), qPrintable(reader.error().toDisplayText() + QString::fromUtf8(text)));
        QVERIFY2(reader.document() == record, text.constData());
    });
}

void tst_samplegenerator::makesFlatRecordsOfTheMeasuredShape()
{
    constexpr qint64 kRecords = 50'000;
    qint64 bytes = 0;
    qint64 associations = 0;
    std::set<QByteArray> targets;
    std::set<QByteArray> apps;
    RecordIndex index;
    MongoJson json(MongoJson::Relaxed);
    forEachRecord({kRecords, 1, SampleProfile::Flat}, [&](QByteArrayView record) {
        bytes += json.document(record).size() + 1;
        QVERIFY(indexRecord(bson::DocumentView(record), Collection::Persistence, index));
        apps.insert(index.appId.toByteArray());
        associations += qint64(index.associations.size());
        for (const Association &association : index.associations)
            targets.insert(index.appId.toByteArray() + association.model.toByteArray() + '/' + association.id.toByteArray());
    });
    const auto isNear = [](qint64 value, double expected) { return qAbs(double(value) / kRecords - expected) < expected * 0.05; };
    QCOMPARE(apps.size(), size_t(20));
    QVERIFY2(isNear(associations, 1.73), qPrintable(QString::number(associations)));
    QVERIFY2(isNear(bytes, 403), qPrintable(QString::number(bytes)));
    QVERIFY2(isNear(qint64(targets.size()), 0.85), qPrintable(QString::number(targets.size())));
}

QTEST_GUILESS_MAIN(tst_samplegenerator)
#include "tst_samplegenerator.moc"
