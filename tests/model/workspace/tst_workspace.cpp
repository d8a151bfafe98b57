#include "model/workspace/database.h"
#include "model/workspace/schema.h"
#include "model/workspace/statement.h"
#include "tests/model/workspace/workspacefiles.h"

#include <QDir>
#include <QLockFile>
#include <QProcess>
#include <QTest>
#include <QtEndian>

#include <sqlite3.h>

using namespace persistence;

namespace {

/// Changes a closed workspace file with a plain connection, as another program would.
void change(const QString &path, const char *sql)
{
    sqlite3 *handle = nullptr;
    if (sqlite3_open(QFile::encodeName(path).constData(), &handle) != SQLITE_OK ||
        sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(handle));
    sqlite3_close(handle);
}

QByteArray content(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void overwrite(const QString &path, qint64 offset, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadWrite) || !file.seek(offset) || file.write(bytes) != bytes.size())
        qFatal("cannot change %s", qPrintable(path));
}

QStringList filesBeside(const QString &path)
{
    const QFileInfo info(path);
    return QDir(info.absolutePath()).entryList({info.fileName() + u'*', u'.' + info.fileName() + u'*'}, QDir::Files | QDir::Hidden);
}

/// A workspace as an older version wrote it: 96 records, names, an edit, another key, a deletion.
void makeOld(const QString &path, int version = 1)
{
    const QString golden = QStringLiteral(PB_TEST_DATA "/workspace-%1.pbw.gz").arg(version);
    QProcess unzip;
    unzip.setStandardOutputFile(path);
    unzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc"), golden});
    if (!unzip.waitForFinished() || unzip.exitCode() != 0)
        qFatal("%s cannot be read", qPrintable(golden));
}

Result<std::shared_ptr<Workspace>> open(const QString &path)
{
    return Workspace::open(path, Workspace::Access::ReadWrite);
}

} // namespace

class WorkspaceTest final : public QObject
{
    Q_OBJECT

private slots:
    void isOnePlainFileAtRest();
    void opensTheSameFileOnce();
    void knowsAFileThatWasOpenedWhileItWasClosed();
    void leavesNoSideFilesWhereItOnlyReads();
    void opensReadOnlyBesideAnotherInstanceAndNamesIt();
    void takesOverTheLockOfADeadProgram();
    void refusesAFileThatIsNoWorkspace_data();
    void refusesAFileThatIsNoWorkspace();
    void refusesANewerVersionAndLeavesItAsItIs();
    void refusesASchemaWithAnythingExtra_data();
    void refusesASchemaWithAnythingExtra();
    void refusesSchemaChangesAndAttach();
    void showsNoRecordWhoseBytesAreDamaged();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void findsDamageByTheQuickCheck();
    void copiesItselfWhole();
    void copiesItselfThoughItsFileWentOrWasReplaced();
    void migratesInOneTransaction();
    void keepsTheOldSchemaWhereAMigrationFails();
    void bringsOlderWorkspacesToThePresentFormat_data();
    void bringsOlderWorkspacesToThePresentFormat();
    void leavesAnOldWorkspaceAloneThatIsNotOurs();
    void tellsThatAnOldWorkspaceMustBeMigratedFirst();
    void tellsACopyThatWasMadeWhileItWasOpen();
    void writesNothingToAFileThatWasReplaced();
    void answersWhileTheWriterHoldsItsTransaction();
    void listsAllRecordsWhetherOrNotRowsAreMissing_data();
    void listsAllRecordsWhetherOrNotRowsAreMissing();
    void stopsSoonAfterCancel();

private:
    WorkspaceFiles m_files;
};

void WorkspaceTest::isOnePlainFileAtRest()
{
    const QString path = m_files.make(QStringLiteral("rest.pbw"));
    {
        const auto workspace = open(path);
        QVERIFY(workspace.isOk());
        QVERIFY(!(*workspace)->isReadOnly());
        QVERIFY(filesBeside(path).contains(QStringLiteral("rest.pbw-wal")));
    }
    QCOMPARE(filesBeside(path), QStringList({QStringLiteral("rest.pbw"), QStringLiteral("rest.pbw.bson")}));
}

void WorkspaceTest::opensTheSameFileOnce()
{
    const QString path = m_files.make(QStringLiteral("once.pbw"));
    const QString link = m_files.path(QStringLiteral("link.pbw"));
    QVERIFY(QFile::link(path, link));
    const auto first = open(path);
    const auto second = open(link);
    QCOMPARE(first->get(), second->get());
}

void WorkspaceTest::knowsAFileThatWasOpenedWhileItWasClosed()
{
    struct Opening
    {
        QString path;
        std::shared_ptr<Workspace> opened;
    } opening{m_files.make(QStringLiteral("reopened.pbw")), nullptr};
    {
        const auto closing = open(opening.path);
        // Closing writes, which this hears of.
        const auto reopen = [](void *to) {
            auto *const wanted = static_cast<Opening *>(to);
            if (!wanted->opened)
                wanted->opened = *Workspace::open(wanted->path, Workspace::Access::ReadOnly);
            return 0;
        };
        sqlite3_commit_hook((*closing)->writer()->handle(), reopen, &opening);
    }
    QVERIFY(opening.opened);
    QCOMPARE(open(opening.path)->get(), opening.opened.get());
}

void WorkspaceTest::leavesNoSideFilesWhereItOnlyReads()
{
    const QString path = m_files.make(QStringLiteral("read.pbw"));
    const QByteArray before = content(path);
    {
        const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
        QVERIFY(workspace.isOk());
        QCOMPARE(*(*(*workspace)->reader())->recordCount(), 20);
        QVERIFY((*workspace)->isReadOnly());
    }
    QCOMPARE(filesBeside(path), QStringList({QStringLiteral("read.pbw"), QStringLiteral("read.pbw.bson")}));
    QCOMPARE(content(path), before);
}

void WorkspaceTest::opensReadOnlyBesideAnotherInstanceAndNamesIt()
{
    const QString path = m_files.make(QStringLiteral("second.pbw"));
    QLockFile other(path + QStringLiteral(".lock"));
    other.setStaleLockTime(0);
    QVERIFY(other.tryLock());
    const auto workspace = open(path);
    QVERIFY(workspace.isOk());
    QVERIFY((*workspace)->isReadOnly());
    QVERIFY2((*workspace)->readOnlyReason().contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable((*workspace)->readOnlyReason()));
    QCOMPARE(*(*(*workspace)->reader())->recordCount(), 20);
}

void WorkspaceTest::takesOverTheLockOfADeadProgram()
{
    const QString path = m_files.make(QStringLiteral("stale.pbw"));
    QFile lock(path + QStringLiteral(".lock"));
    QVERIFY(lock.open(QIODevice::WriteOnly));
    // A process number that cannot be in use: the kernel's limit is 2^22.
    lock.write("99999999\nprogram\n" + QSysInfo::machineHostName().toUtf8() + "\n" + QSysInfo::machineUniqueId() + "\n" +
               QSysInfo::bootUniqueId() + "\n");
    lock.close();
    const auto workspace = open(path);
    QVERIFY(workspace.isOk());
    QVERIFY2(!(*workspace)->isReadOnly(), qPrintable((*workspace)->readOnlyReason()));
}

void WorkspaceTest::refusesAFileThatIsNoWorkspace_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("{\"_id\": 1}\n");
    QTest::newRow("shorter than a header") << QByteArray("SQLite format 3\0", 16);
    QTest::newRow("another program's database") << QByteArray("SQLite format 3\0", 16) + QByteArray(84, '\0');
}

void WorkspaceTest::refusesAFileThatIsNoWorkspace()
{
    QFETCH(const QByteArray, bytes);
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("foreign.pbw"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    QVERIFY(!Workspace::isWorkspace(path));
    QVERIFY(!open(path));
    QCOMPARE(content(path), bytes);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void WorkspaceTest::refusesANewerVersionAndLeavesItAsItIs()
{
    const QString path = m_files.make(QStringLiteral("newer.pbw"));
    char version[4];
    qToBigEndian(quint32(kSchemaVersion + 1), version);
    overwrite(path, 60, QByteArray(version, 4));
    const QByteArray before = content(path);
    const auto workspace = open(path);
    QVERIFY(!workspace);
    QCOMPARE(workspace.error().kind, ErrorKind::NewerVersion);
    QCOMPARE(content(path), before);
}

void WorkspaceTest::refusesASchemaWithAnythingExtra_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("trigger") << QByteArray("CREATE TRIGGER evil AFTER INSERT ON record BEGIN DELETE FROM record; END");
    QTest::newRow("view") << QByteArray("CREATE VIEW evil AS SELECT 1");
    QTest::newRow("table") << QByteArray("CREATE TABLE evil (x)");
    QTest::newRow("column") << QByteArray("ALTER TABLE record ADD COLUMN evil TEXT");
    QTest::newRow("index") << QByteArray("CREATE INDEX evil ON record (version)");
    QTest::newRow("table missing") << QByteArray("DROP TABLE label");
}

void WorkspaceTest::refusesASchemaWithAnythingExtra()
{
    QFETCH(const QByteArray, sql);
    const QString path = m_files.make(QStringLiteral("extra-%1.pbw").arg(QString::fromUtf8(QTest::currentDataTag())));
    change(path, sql.constData());
    const QByteArray before = content(path);
    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    QVERIFY(!workspace);
    QCOMPARE(workspace.error().kind, ErrorKind::Damaged);
    QCOMPARE(content(path), before);
}

void WorkspaceTest::refusesSchemaChangesAndAttach()
{
    const QString path = m_files.make(QStringLiteral("strict.pbw"));
    const auto workspace = open(path);
    Database &writer = *(*workspace)->writer();
    QVERIFY(!writer.execute("CREATE TABLE x (y)"));
    QVERIFY(!writer.execute("ATTACH ':memory:' AS other"));
    QVERIFY(!writer.execute("DROP TABLE record"));
    auto reader = Database::open(path, Database::Mode::ReadOnly);
    QVERIFY(!(*reader)->execute("DELETE FROM record"));
}

void WorkspaceTest::showsNoRecordWhoseBytesAreDamaged()
{
    const QString path = m_files.make(QStringLiteral("flip.pbw"));
    const QByteArray record = WorkspaceFiles::record("id7");
    const qint64 at = content(path).indexOf(record);
    QVERIFY(at > 0);
    overwrite(path, at + record.size() - 20, "!");
    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    const auto reader = (*workspace)->reader();
    const auto rows = (*reader)->findRecords(RecordId::candidates(QStringLiteral("id7")).first());
    const auto damaged = (*reader)->record(rows->front());
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().kind, ErrorKind::Damaged);
    Progress progress;
    QCOMPARE((*workspace)->verify(progress)->size(), 1);
}

void WorkspaceTest::namesWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("app count") << QByteArray("UPDATE app SET records = records + 1");
    QTest::newRow("app bytes") << QByteArray("UPDATE app SET bytes = bytes + 1");
    QTest::newRow("model count") << QByteArray("UPDATE model_count SET records = records - 1 WHERE model = 3");
    QTest::newRow("number range") << QByteArray("UPDATE model_count SET first_target = first_target + 1 WHERE targets > 1");
    QTest::newRow("target count") << QByteArray("UPDATE target SET records = 9 WHERE id = 1");
    QTest::newRow("target id") << QByteArray("UPDATE target SET target_id = x'41' WHERE id = 2");
    QTest::newRow("association missing") << QByteArray("DELETE FROM association WHERE record = 3 AND position = 1");
    QTest::newRow("association extra") << QByteArray("INSERT INTO association VALUES (1, 3, 7)");
    QTest::newRow("record id") << QByteArray("UPDATE record_id SET record_id = x'00' WHERE record = 4");
    QTest::newRow("updated") << QByteArray("UPDATE record SET updated = 5 WHERE id = 4");
    QTest::newRow("body") << QByteArray("UPDATE record SET body = x'0500000000' WHERE id = 4");
    QTest::newRow("name") << QByteArray("INSERT INTO label VALUES (1, x'41', x'42', x'', x'', x'', 7)");
    QTest::newRow("shape count") << QByteArray("UPDATE key_shape SET records = records - 1");
    QTest::newRow("shape bytes") << QByteArray("UPDATE key_shape SET bytes = 7");
    QTest::newRow("shape models") << QByteArray("UPDATE key_shape SET models = x'00000003'");
    QTest::newRow("shape record missing") << QByteArray("UPDATE shape_record SET records = substr(records, 1, 3)");
    QTest::newRow("shape list of no shape") << QByteArray("INSERT INTO shape_record VALUES (99, 1, x'00')");
    QTest::newRow("import sums") << QByteArray("UPDATE import SET good = good - 1");
}

void WorkspaceTest::namesWhatIsWrong()
{
    QFETCH(const QByteArray, sql);
    const QString path = m_files.make(QStringLiteral("wrong-%1.pbw").arg(QString::fromUtf8(QTest::currentDataTag())));
    {
        const auto sound = Workspace::open(path, Workspace::Access::ReadOnly);
        Progress progress;
        QCOMPARE(*(*sound)->verify(progress), QStringList());
    }
    change(path, sql.constData());
    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    Progress progress;
    const auto violations = (*workspace)->verify(progress);
    QVERIFY(violations.isOk());
    QVERIFY(!violations->isEmpty());
}

void WorkspaceTest::findsDamageByTheQuickCheck()
{
    const QString path = m_files.make(QStringLiteral("pages.pbw"), 2000);
    const qint64 size = QFileInfo(path).size();
    overwrite(path, size / 2 / 8192 * 8192, QByteArray(8192, '\xff'));
    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    Progress progress;
    const auto checked = workspace ? (*workspace)->quickCheck(progress) : Result<void>(workspace.error());
    QVERIFY(!checked);
    QCOMPARE(checked.error().kind, ErrorKind::Damaged);
}

void WorkspaceTest::copiesItselfWhole()
{
    const QString path = m_files.make(QStringLiteral("source.pbw"));
    const QString target = m_files.path(QStringLiteral("copy.pbw"));
    const auto workspace = open(path);
    Progress progress;
    QVERIFY((*workspace)->copyTo(target, progress).isOk());
    QVERIFY(!(*workspace)->copyTo(target, progress));
    const auto copy = Workspace::open(target, Workspace::Access::ReadOnly);
    QVERIFY(copy.isOk());
    QCOMPARE(*(*copy)->verify(progress), QStringList());
    QCOMPARE(*fingerprint(**(*copy)->reader(), progress), *fingerprint(**(*workspace)->reader(), progress));
}

void WorkspaceTest::copiesItselfThoughItsFileWentOrWasReplaced()
{
    const QString path = m_files.make(QStringLiteral("gone.pbw"));
    const QString other = m_files.make(QStringLiteral("stranger.pbw"), 3);
    const QStringList targets{m_files.path(QStringLiteral("rescued.pbw")), m_files.path(QStringLiteral("rescued-again.pbw"))};
    const auto workspace = open(path);
    Progress progress;
    const QByteArray before = *fingerprint(**(*workspace)->reader(), progress);
    QVERIFY(QFile::remove(path));
    QVERIFY((*workspace)->copyTo(targets[0], progress).isOk());
    QVERIFY(QFile::copy(other, path));
    QCOMPARE((*workspace)->reader().error().kind, ErrorKind::Conflict);
    QVERIFY((*workspace)->copyTo(targets[1], progress).isOk());
    for (const QString &target : targets) {
        const auto copy = Workspace::open(target, Workspace::Access::ReadOnly);
        QVERIFY(copy.isOk());
        QCOMPARE(*(*copy)->verify(progress), QStringList());
        QCOMPARE(*fingerprint(**(*copy)->reader(), progress), before);
    }
}

void WorkspaceTest::migratesInOneTransaction()
{
    const QString path = m_files.make(QStringLiteral("migrate.pbw"));
    auto database = Database::open(path, Database::Mode::Writer);
    const MigrationStep steps[] = {{kSchemaVersion, "ALTER TABLE record ADD COLUMN note BLOB"},
                                   {kSchemaVersion + 1, "CREATE TABLE extra (x INTEGER) STRICT"}};
    QVERIFY(migrate(**database, steps, kSchemaVersion + 2).isOk());
    QCOMPARE(*(*database)->queryInteger("PRAGMA user_version"), kSchemaVersion + 2);
    QCOMPARE(*(*database)->queryInteger("SELECT count(note IS NULL) FROM record"), 20);
}

void WorkspaceTest::keepsTheOldSchemaWhereAMigrationFails()
{
    const QString path = m_files.make(QStringLiteral("unmigrated.pbw"));
    {
        auto database = Database::open(path, Database::Mode::Writer);
        const MigrationStep steps[] = {{kSchemaVersion, "ALTER TABLE record ADD COLUMN note BLOB"}, {kSchemaVersion + 1, "no SQL"}};
        QVERIFY(!migrate(**database, steps, kSchemaVersion + 2));
        const MigrationStep gap[] = {{kSchemaVersion + 1, "ALTER TABLE record ADD COLUMN note BLOB"}};
        QVERIFY(!migrate(**database, gap, kSchemaVersion + 2));
    }
    QVERIFY(open(path).isOk());
}

void WorkspaceTest::bringsOlderWorkspacesToThePresentFormat_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < kSchemaVersion; ++version)
        QTest::addRow("version %d", version) << version;
}

void WorkspaceTest::bringsOlderWorkspacesToThePresentFormat()
{
    QFETCH(const int, version);
    const QString path = m_files.path(QStringLiteral("old-%1.pbw").arg(version));
    const QString suffix = QStringLiteral(".v%1.bak").arg(version);
    makeOld(path, version);
    const QByteArray before = content(path);
    {
        const auto workspace = open(path);
        QVERIFY2(workspace.isOk(), workspace ? "" : qPrintable(workspace.error().message));
        QVERIFY((*workspace)->notice().contains(QFileInfo(path).fileName() + suffix));
        Progress progress;
        QCOMPARE(*(*workspace)->verify(progress), QStringList());
        const auto reader = (*workspace)->reader();
        QCOMPARE(*fingerprint(**reader, progress), QByteArray("4001b263391f93c96e2acf1894242b806aeb50a1792157c0754c5b2eced3a69f"));
        QCOMPARE((*reader)->apps()->first().name, QByteArray("Feedback"));
        QCOMPARE((*reader)->label("room", "GENERAL"), QByteArray("#general"));
        QCOMPARE((*(*workspace)->history())->changes(ChangeRow(), 10)->size(), 3);
    }
    // The copy is whole, of the old format, and never overwritten.
    const QString backup = path + suffix;
    const QByteArray copy = content(backup);
    QCOMPARE(qFromBigEndian<quint32>(copy.constData() + 60), quint32(version));
    QVERIFY((*open(path))->notice().isEmpty());
    overwrite(path, 0, before);
    QVERIFY(QFile::resize(path, before.size()));
    QVERIFY(open(path).isOk());
    QCOMPARE(content(backup), copy);
}

void WorkspaceTest::leavesAnOldWorkspaceAloneThatIsNotOurs()
{
    const QString path = m_files.path(QStringLiteral("strange.pbw"));
    makeOld(path);
    change(path, "CREATE TABLE extra (x)");
    const auto refused = open(path);
    QVERIFY(!refused && refused.error().kind == ErrorKind::Damaged);
    auto database = Database::open(path, Database::Mode::ReadOnly);
    QCOMPARE(*(*database)->queryInteger("PRAGMA user_version"), 1);
}

void WorkspaceTest::tellsThatAnOldWorkspaceMustBeMigratedFirst()
{
    const QString path = m_files.path(QStringLiteral("unread.pbw"));
    makeOld(path);
    const auto refused = Workspace::open(path, Workspace::Access::ReadOnly);
    QVERIFY(!refused && refused.error().kind == ErrorKind::OlderVersion);
    QVERIFY(refused.error().message.contains(QStringLiteral("migrate")));
}

void WorkspaceTest::tellsACopyThatWasMadeWhileItWasOpen()
{
    const QString path = m_files.make(QStringLiteral("marked.pbw"));
    const QString copy = m_files.path(QStringLiteral("careless.pbw"));
    {
        const auto workspace = open(path);
        QCOMPARE((*workspace)->notice(), QString());
        QVERIFY(QProcess::execute(QStringLiteral("cp"), {path, copy}) == 0);
    }
    QCOMPARE((*open(path))->notice(), QString());
    QVERIFY((*open(copy))->notice().contains(QStringLiteral("copied")));
}

void WorkspaceTest::writesNothingToAFileThatWasReplaced()
{
    const QString path = m_files.make(QStringLiteral("moved.pbw"));
    const QString other = m_files.make(QStringLiteral("other.pbw"), 3);
    const auto workspace = open(path);
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
    QVERIFY(QFile::copy(other, path));
    const QByteArray before = content(path);
    ImportProgress progress;
    const auto imported = importToWorkspace(**workspace, {{other + QStringLiteral(".bson")}, SameId::KeepBoth}, progress);
    QVERIFY(!imported);
    QCOMPARE(imported.error().kind, ErrorKind::Conflict);
    QCOMPARE(content(path), before);
}

void WorkspaceTest::answersWhileTheWriterHoldsItsTransaction()
{
    const QString path = m_files.make(QStringLiteral("busy.pbw"));
    const auto workspace = open(path);
    Database &writer = *(*workspace)->writer();
    Transaction transaction(writer, Transaction::Kind::Write);
    QVERIFY(transaction.begun().isOk());
    QVERIFY(writer.execute("DELETE FROM record WHERE id = 1").isOk());
    Progress progress;
    QCOMPARE((*(*workspace)->reader())->records(Group(), progress)->size(), size_t(20));
}

void WorkspaceTest::listsAllRecordsWhetherOrNotRowsAreMissing_data()
{
    QTest::addColumn<QList<int>>("missing");
    QTest::newRow("none") << QList<int>();
    QTest::newRow("first") << QList<int>{1, 2};
    QTest::newRow("last") << QList<int>{20};
    QTest::newRow("middle") << QList<int>{7, 12};
    QTest::newRow("everywhere") << QList<int>{1, 9, 10, 20};
}

void WorkspaceTest::listsAllRecordsWhetherOrNotRowsAreMissing()
{
    QFETCH(QList<int>, missing);
    const QString path = m_files.make(QStringLiteral("missing-%1.pbw").arg(QLatin1StringView(QTest::currentDataTag())));
    std::vector<RecordRow> expected;
    for (int row = 1; row <= 20; ++row) {
        if (missing.contains(row))
            change(path, "DELETE FROM record WHERE id = " + QByteArray::number(row) + "; UPDATE app SET records = records - 1");
        else
            expected.push_back({row});
    }
    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    Progress progress;
    QVERIFY(*(*(*workspace)->reader())->records(Group(), progress) == expected);
}

void WorkspaceTest::stopsSoonAfterCancel()
{
    const QString path = m_files.make(QStringLiteral("cancel.pbw"), 20'000);
    const auto workspace = Workspace::open(path, Workspace::Access::ReadOnly);
    Progress progress;
    progress.cancel();
    const auto rows = (*(*workspace)->reader())->records(Group(), progress);
    QVERIFY(!rows);
    QCOMPARE(rows.error().kind, ErrorKind::Cancelled);
    QVERIFY(!(*workspace)->verify(progress));
}

QTEST_GUILESS_MAIN(WorkspaceTest)
#include "tst_workspace.moc"
