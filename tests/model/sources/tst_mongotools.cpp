// Files that MongoDB's own tools wrote, not the generators of this program; tests/data/README.md tells how.
#include "model/transfer/importer.h"
#include "model/workspace/workspace.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

/// Everything that the server held: 20 records of all BSON types, 7 messages with custom fields, 45 names.
constexpr char kServer[] = "b5e3cba318d05e7f2f82be11c8b29181089343652a47f78113afbcbbed132071";
/// The records alone.
constexpr char kRecords[] = "986a1a06e4d9bb10849761bffcb4c3fec5d021ebb78950c0a29f469d789910f8";
/// The same with each int64 that fits as int32, which relaxed JSON cannot tell apart.
constexpr char kRelaxed[] = "60e5cc69c2e9e8843be3f8e91f06c5bb1fdf10e3cfda482e686220505c82de48";
/// The records but for one.
constexpr char kPlain[] = "45a510f701b15991f02b6548a5ac9c98415946842777df01c345eb2a0d8dd6cf";

} // namespace

class MongoToolsTest final : public QObject
{
    Q_OBJECT

private slots:
    void readsWhatTheyWrite_data();
    void readsWhatTheyWrite();
};

void MongoToolsTest::readsWhatTheyWrite_data()
{
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<int>("records");
    QTest::addColumn<int>("names");
    for (const char *path : {"dump", "dump-gzip", "server.archive", "server.archive.gz"})
        QTest::newRow(QByteArray("mongo-tools-100.18/").append(path).constData()) << QByteArray(kServer) << 27 << 45;
    QTest::newRow("mongo-tools-100.18/dump/rocketchat/rocketchat_apps_persistence.bson") << QByteArray(kRecords) << 20 << 0;
    for (const char *path : {"canonical.json", "canonical-pretty.json"})
        QTest::newRow(QByteArray("mongo-tools-100.18/").append(path).constData()) << QByteArray(kRecords) << 20 << 0;
    QTest::newRow("mongo-tools-100.18/relaxed-array.json") << QByteArray(kRelaxed) << 20 << 0;
    for (const char *path : {"mongo-tools-100.18/records.csv", "mongo-tools-4.0/v1.json", "mongo-tools-4.0/v1-pretty.json"})
        QTest::newRow(path) << QByteArray(kPlain) << 19 << 0;
}

void MongoToolsTest::readsWhatTheyWrite()
{
    QFETCH(const QByteArray, expected);
    QFETCH(const int, records);
    QFETCH(const int, names);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"tools.pbw"_s);
    ImportProgress importing;
    ImportOptions options;
    options.sources = {QStringLiteral(PB_TEST_DATA) + u'/' + QString::fromLatin1(QTest::currentDataTag())};
    const auto imported = importToNewWorkspace(path, options, importing);
    QVERIFY2(imported, imported ? "" : qPrintable(imported.error().message));
    QVERIFY(imported->isComplete);
    QCOMPARE(imported->problems, 0);
    QCOMPARE(imported->good, records);
    QCOMPARE(imported->labels, names);

    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    QVERIFY(workspace);
    const auto reader = (*workspace)->reader();
    QVERIFY(reader);
    Progress progress;
    const auto found = fingerprint(**reader, progress);
    QVERIFY(found);
    QCOMPARE(*found, expected);
}

QTEST_GUILESS_MAIN(MongoToolsTest)
#include "tst_mongotools.moc"
