#include "model/transfer/exporter.h"
#include "model/transfer/importer.h"
#include "model/workspace/workspace.h"
#include "tests/model/bson/randomdocument.h"
#include "tests/model/sinks/sinkoutput.h"
#include "tests/support/dumpwriter.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <clocale>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

namespace {

/// A document that no text takes for the wrapper of a typed value.
QByteArray randomValue(RandomDocument &random)
{
    QByteArray document = random.next();
    while (bson::TypeWrapper::looksLikeWrapper(bson::DocumentView(document)))
        document = random.next();
    return document;
}

/// Records of every type of value, some with fields in unusual order, some that no text holds.
QByteArray randomRecords(int count)
{
    RandomDocument random(20260131);
    QByteArray dump;
    for (int i = 0; i < count; ++i) {
        bson::Builder builder;
        const bool isOdd = i % 100 == 0;
        if (isOdd)
            builder.appendContainer("data", bson::Type::Document, randomValue(random));
        if (i % 7 == 0)
            builder.appendObjectId("_id", QByteArray::number(i).rightJustified(12, '\0'));
        else
            builder.appendString("_id", QByteArray::number(i));
        builder.appendString("appId", "app" + QByteArray::number(i % 3));
        builder.openArray("associations");
        builder.openDocument("0");
        builder.appendString("model", "room");
        builder.appendString("id", QByteArray::number(i % 50));
        builder.close();
        builder.close();
        if (!isOdd)
            builder.appendContainer("data", bson::Type::Document, randomValue(random));
        dump += builder.finish();
    }
    return dump;
}

/// What no text of Extended JSON keeps: bytes that are not UTF-8, and a document that looks like a wrapper.
QByteArray inexactRecords()
{
    bson::Builder builder;
    builder.appendString("_id", "invalid");
    builder.appendString("appId", "app");
    builder.appendString("text", "\xff\xfe");
    QByteArray dump = builder.finish().toByteArray();
    builder.clear();
    builder.appendString("_id", "wrapper");
    builder.appendString("appId", "app");
    builder.openDocument("data");
    builder.appendString("$oid", "0123456789abcdef01234567");
    builder.close();
    return dump + builder.finish().toByteArray();
}

} // namespace

class ExporterTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void givesEveryDocumentBack_data();
    void givesEveryDocumentBack();
    void countsWhatTextCannotKeep();
    void writesTheRecordsInTheOrderOfTheRows();
    void namesNoCollectionInAnArchiveOfWhichItHoldsNothing();
    void writesOnlyTheChosenFields();
    void keepsTheOldFileWhenCancelled();
    void failsIfARecordIsGone();
    void writesEqualManifestsForEqualExports();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    std::shared_ptr<Workspace> import(const QString &source, const QString &name);
    QByteArray fingerprintOf(const Workspace &workspace);
    ExportRequest requestFor(const Workspace &workspace, ExportFormat format);

    QTemporaryDir m_folder;
    std::shared_ptr<Workspace> m_workspace;
    QByteArray m_fingerprint;
};

std::shared_ptr<Workspace> ExporterTest::import(const QString &source, const QString &name)
{
    ImportProgress progress;
    ImportOptions options;
    options.sources = {source};
    const auto imported = importToNewWorkspace(path(name), options, progress);
    if (!imported)
        qFatal("%s", qPrintable(imported.error().message));
    if (imported->problems > 0 || !imported->isComplete)
        qFatal("%s: %lld problems", qPrintable(source), static_cast<long long>(imported->problems));
    return *Workspace::open(path(name), Workspace::Access::ReadOnly);
}

QByteArray ExporterTest::fingerprintOf(const Workspace &workspace)
{
    Progress progress;
    return *fingerprint(**workspace.reader(), progress);
}

ExportRequest ExporterTest::requestFor(const Workspace &workspace, ExportFormat format)
{
    Progress progress;
    ExportRequest request;
    request.rows = *(*workspace.reader())->records(Group(), progress);
    request.options.format = format;
    return request;
}

void ExporterTest::initTestCase()
{
    std::setlocale(LC_NUMERIC, "C");
    const int count = qEnvironmentVariableIsSet("PB_DOCUMENTS") ? qEnvironmentVariableIntValue("PB_DOCUMENTS") : 10'000;
    QFile file(path(u"random.bson"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(randomRecords(count)) > 0);
    file.close();
    m_workspace = import(file.fileName(), u"random.pbw"_s);
    m_fingerprint = fingerprintOf(*m_workspace);
}

void ExporterTest::givesEveryDocumentBack_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<bool>("isGzipped");
    for (const ExportFormatInfo &info : exportFormats()) {
        if (!info.isLossless && info.format != ExportFormat::Relaxed)
            continue;
        QTest::newRow(info.id) << QString::fromLatin1(info.id) << false;
        if (info.isStream() || info.format == ExportFormat::Folder)
            QTest::newRow(qPrintable(QString::fromLatin1(info.id) + u", gzip"_s)) << QString::fromLatin1(info.id) << true;
    }
}

void ExporterTest::givesEveryDocumentBack()
{
    QFETCH(const QString, format);
    QFETCH(const bool, isGzipped);
    ExportRequest request = requestFor(*m_workspace, exportFormat(format)->format);
    request.options.isGzipped = isGzipped;
    const QString target = path(u"out-%1-%2"_s.arg(format, isGzipped ? u"gz"_s : u"plain"_s));
    Progress progress;
    const auto exported = exportRecords(*m_workspace, request, target, progress);
    QVERIFY2(exported, exported ? "" : qPrintable(exported.error().message));
    QCOMPARE(exported->records, qint64(request.rows.size()));
    QCOMPARE(exported->inexact, 0);
    if (request.options.format == ExportFormat::Workspace)
        QCOMPARE(fingerprintOf(**Workspace::open(target, Workspace::Access::ReadOnly)), m_fingerprint);
    else
        QCOMPARE(fingerprintOf(*import(target, format + (isGzipped ? u".gz.pbw"_s : u".pbw"_s))), m_fingerprint);
}

void ExporterTest::countsWhatTextCannotKeep()
{
    QFile file(path(u"inexact.bson"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(inexactRecords()) > 0);
    file.close();
    const auto workspace = import(file.fileName(), u"inexact.pbw"_s);
    Progress progress;
    const auto lines = exportRecords(*workspace, requestFor(*workspace, ExportFormat::Canonical), path(u"inexact.json"_s), progress);
    QVERIFY(lines);
    QCOMPARE(lines->inexact, 2);
    // An exact CSV falls back to the bytes.
    const auto csv = exportRecords(*workspace, requestFor(*workspace, ExportFormat::CsvExact), path(u"inexact.csv"_s), progress);
    QVERIFY(csv);
    QCOMPARE(csv->inexact, 0);
    QCOMPARE(fingerprintOf(*import(path(u"inexact.csv"_s), u"inexact.csv.pbw"_s)), fingerprintOf(*workspace));
}

void ExporterTest::writesTheRecordsInTheOrderOfTheRows()
{
    ExportRequest request = requestFor(*m_workspace, ExportFormat::Csv);
    request.rows = {request.rows[20], request.rows[3], request.rows[4], request.rows[11]};
    request.options.fields = {*bson::Path::parse("_id")};
    Progress progress;
    QVERIFY(exportRecords(*m_workspace, request, path(u"order.csv"_s), progress));
    QFile file(path(u"order.csv"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "_id\r\n\"20\"\r\n\"3\"\r\n\"4\"\r\n\"11\"\r\n");
}

// "mongorestore --drop" empties each collection that an archive names.
void ExporterTest::namesNoCollectionInAnArchiveOfWhichItHoldsNothing()
{
    bson::Builder record;
    record.appendString("_id", "record");
    record.appendString("appId", "app");
    bson::Builder message;
    message.appendString("_id", "message");
    message.openDocument("customFields");
    message.appendInt32("n", 1);
    message.close();
    QFile file(path(u"both.archive"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(archiveOf({{"rocketchat", "rocketchat_apps_persistence", {record.finish().toByteArray()}},
                                  {"rocketchat", "rocketchat_message", {message.finish().toByteArray()}}})) > 0);
    file.close();
    const auto workspace = import(file.fileName(), u"both.pbw"_s);
    ExportRequest request = requestFor(*workspace, ExportFormat::Archive);
    QCOMPARE(request.rows.size(), 2);

    Progress progress;
    MemorySink both;
    const auto all = exportRecords(*workspace, request, both, progress);
    QVERIFY(all);
    QVERIFY(both.bytes.contains("rocketchat_message"));
    QCOMPARE(all->notes.size(), 1); // that --drop would delete all other messages
    request.rows.pop_back();
    MemorySink one;
    const auto records = exportRecords(*workspace, request, one, progress);
    QVERIFY(records);
    QVERIFY(!one.bytes.contains("rocketchat_message"));
    QCOMPARE(records->notes, QStringList());
}

void ExporterTest::writesOnlyTheChosenFields()
{
    ExportRequest request = requestFor(*m_workspace, ExportFormat::Relaxed);
    request.rows.resize(2);
    request.options.fields = {*bson::Path::parse("appId"), *bson::Path::parse("associations[0].id")};
    Progress progress;
    QVERIFY(exportRecords(*m_workspace, request, path(u"fields.json"_s), progress));
    QFile file(path(u"fields.json"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), R"({"appId":"app0","associations":[{"model":"room","id":"0"}]})"
                             "\n"
                             R"({"appId":"app1","associations":[{"model":"room","id":"1"}]})"
                             "\n");
}

void ExporterTest::keepsTheOldFileWhenCancelled()
{
    QFile file(path(u"old.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("old") == 3);
    file.close();
    Progress progress;
    progress.cancel();
    const auto exported = exportRecords(*m_workspace, requestFor(*m_workspace, ExportFormat::Canonical), file.fileName(), progress);
    QVERIFY(!exported);
    QCOMPARE(exported.error().kind, ErrorKind::Cancelled);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "old");
    QVERIFY(QDir(m_folder.path()).entryList({u"*.exporting"_s}, QDir::Files | QDir::Hidden).isEmpty());
}

void ExporterTest::failsIfARecordIsGone()
{
    ExportRequest request = requestFor(*m_workspace, ExportFormat::Canonical);
    request.rows.push_back(RecordRow{1'000'000'000});
    Progress progress;
    const auto exported = exportRecords(*m_workspace, request, path(u"gone.json"_s), progress);
    QVERIFY(!exported);
    QCOMPARE(exported.error().kind, ErrorKind::Conflict);
    QVERIFY(!QFile::exists(path(u"gone.json"_s)));
}

/// The manifest of equal exports is equal too, so it can be kept beside the data in a repository.
void ExporterTest::writesEqualManifestsForEqualExports()
{
    ExportRequest request = requestFor(*m_workspace, ExportFormat::Csv);
    request.hasManifest = true;
    request.sourceName = u"random.bson"_s;
    QByteArrayList manifests;
    for (int i = 0; i < 2; ++i) {
        Progress progress;
        QVERIFY(exportRecords(*m_workspace, request, path(u"m.csv"_s), progress));
        QFile file(path(u"m.csv.manifest.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        manifests.append(file.readAll());
    }
    QVERIFY(manifests[0].contains("\"sha256\": \""));
    QCOMPARE(manifests[0], manifests[1]);
}

QTEST_GUILESS_MAIN(ExporterTest)
#include "tst_exporter.moc"
