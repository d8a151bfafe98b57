#include "model/transfer/importer.h"
#include "model/workspace/database.h"
#include "model/workspace/incompleteimports.h"
#include "model/workspace/mergewriter.h"
#include "model/workspace/workspace.h"
#include "tests/support/recorddocument.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QTranslator>

#include <sqlite3.h>

using namespace persistence;

namespace {

QByteArray record(const QByteArray &id, const QByteArray &app, const QList<KeyedBy> &key, const QByteArray &text)
{
    return recordDocument(
        id, app, key, [&](bson::Builder &value) { value.appendString("text", text); }, 1'700'000'000'000);
}

/// Apps, association models and ids with their counts, one line each, indented.
QString printGroups(Reader &reader)
{
    QString text;
    const auto apps = reader.apps();
    for (const AppSummary &app : *apps) {
        text += QStringLiteral("%1 %2\n").arg(QString::fromUtf8(app.appId), QString::number(app.records));
        const auto models = reader.models(app.row);
        for (const ModelSummary &model : *models) {
            const QString name = model.kind == ModelKind::Stored  ? QString::fromUtf8(model.name)
                                 : model.kind == ModelKind::NoKey ? QStringLiteral("(no key)")
                                                                  : QStringLiteral("(unreadable)");
            text += QStringLiteral("  %1 %2\n").arg(name, QString::number(model.records));
            const auto targets = reader.targets(app.row, model.row);
            for (qint64 i = 0; i < targets->size(); ++i) {
                const TargetRow row = targets->at(i);
                const auto summaries = reader.targetSummaries({&row, 1});
                text +=
                    QStringLiteral("    %1 %2\n").arg(QString::fromUtf8(summaries->at(0).id), QString::number(summaries->at(0).records));
            }
        }
    }
    return text;
}

/// Another language: every sentence of it is the same.
class OtherLanguage final : public QTranslator
{
public:
    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *, const char *, int) const override { return QStringLiteral("Ein Satz."); }
};

} // namespace

class ImporterTest final : public QObject
{
    Q_OBJECT

private slots:
    void filesARecordUnderEveryAssociationOfItsKey();
    void countsARecordOnceWhereItsKeyRepeats();
    void keepsEveryByteOfADocument();
    void replacesARecordOfTheSameIdAndKeepsTheOldOneInHistory();
    void storesEqualBytesOnce();
    void givesTheSameFingerprintForAMergeAsForANewWorkspace();
    void leavesNothingBehindWhenCancelled();
    void refusesToReplaceAnExistingFile();
    void goesOnWithAnIncompleteMerge();
    void knowsAStoppedMergeInEveryLanguage();
    void mergesNewAndChangedRecordsInAnyOrder();
    void keepsWhatIsNoRecordAsAProblem();

private:
    QString write(const QString &name, const QList<QByteArray> &documents);
    QString path(const QString &name) const { return m_folder.filePath(name); }
    std::shared_ptr<Workspace> import(const QString &name, const QStringList &sources, SameId sameId = SameId::Replace);

    QTemporaryDir m_folder;
    ImportResult m_result;
    int m_files = 0;
};

QString ImporterTest::write(const QString &name, const QList<QByteArray> &documents)
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(documents.join()) < 0)
        qFatal("cannot write %s", qPrintable(file.fileName()));
    return file.fileName();
}

std::shared_ptr<Workspace> ImporterTest::import(const QString &name, const QStringList &sources, SameId sameId)
{
    ImportProgress progress;
    auto imported = importToNewWorkspace(path(name), {sources, sameId}, progress);
    if (!imported)
        qFatal("%s", qPrintable(imported.error().message + imported.error().detail));
    m_result = *imported;
    auto workspace = Workspace::open(path(name), Workspace::Access::ReadWrite);
    if (!workspace)
        qFatal("%s", qPrintable(workspace.error().message));
    Progress verification;
    const auto violations = (*workspace)->verify(verification);
    if (!violations || !violations->isEmpty())
        qFatal("%s", qPrintable(violations ? violations->join(u'\n') : violations.error().message));
    return *workspace;
}

void ImporterTest::filesARecordUnderEveryAssociationOfItsKey()
{
    const QString dump = write(QStringLiteral("many.bson"), {record("1", "poll", {{"room", "GENERAL"}, {"user", "alice"}}, "a"),
                                                             record("2", "poll", {{"room", "GENERAL"}}, "b"), record("3", "poll", {}, "c"),
                                                             record("4", "notion", {{"misc", "x"}}, "d")});
    const auto workspace = import(QStringLiteral("many.pbw"), {dump});
    QCOMPARE(m_result.read, 4);
    QCOMPARE(m_result.good, 4);
    QCOMPARE(printGroups(**workspace->reader()), QStringLiteral("notion 1\n"
                                                                "  misc 1\n"
                                                                "    x 1\n"
                                                                "poll 3\n"
                                                                "  room 2\n"
                                                                "    GENERAL 2\n"
                                                                "  user 1\n"
                                                                "    alice 1\n"
                                                                "  (no key) 1\n"
                                                                "     1\n"));
}

void ImporterTest::countsARecordOnceWhereItsKeyRepeats()
{
    const QString dump = write(QStringLiteral("repeat.bson"), {record("1", "a", {{"misc", "x"}, {"misc", "y"}, {"misc", "x"}}, "t")});
    const auto workspace = import(QStringLiteral("repeat.pbw"), {dump});
    const auto reader = workspace->reader();
    QCOMPARE(printGroups(**reader), QStringLiteral("a 1\n  misc 1\n    x 1\n    y 1\n"));
    Progress progress;
    const auto apps = (*reader)->apps();
    const auto models = (*reader)->models(apps->at(0).row);
    QCOMPARE((*reader)->records(Group{apps->at(0).row, models->at(0).row, {}}, progress)->size(), size_t(1));
}

void ImporterTest::keepsEveryByteOfADocument()
{
    bson::Builder builder;
    builder.appendDouble("data", -0.0);
    builder.appendObjectId("_id", QByteArray(12, '\x7f'));
    builder.appendString("appId", QByteArray("a\0b", 3));
    builder.appendInt32("data", 1);
    const QByteArray odd = builder.finish().toByteArray();
    const QString dump = write(QStringLiteral("odd.bson"), {odd});
    const auto workspace = import(QStringLiteral("odd.pbw"), {dump});
    const auto reader = workspace->reader();
    Progress progress;
    const auto rows = (*reader)->records(Group(), progress);
    QCOMPARE(rows->size(), size_t(1));
    QCOMPARE((*reader)->record(rows->front())->body, odd);
    QCOMPARE((*reader)->findRecords(RecordId::candidates(QStringLiteral("7f7f7f7f7f7f7f7f7f7f7f7f")).at(1))->size(), size_t(1));
}

void ImporterTest::replacesARecordOfTheSameIdAndKeepsTheOldOneInHistory()
{
    const QString first = write(QStringLiteral("old.bson"), {record("1", "a", {{"room", "r"}}, "old"), record("2", "a", {}, "same")});
    const QString second = write(QStringLiteral("new.bson"), {record("1", "b", {{"user", "u"}}, "new"), record("2", "a", {}, "same")});
    const auto workspace = import(QStringLiteral("replace.pbw"), {first, second});
    QCOMPARE(m_result.replaced, 1);
    QCOMPARE(m_result.unchanged, 1);
    QCOMPARE(printGroups(**workspace->reader()), QStringLiteral("a 1\n  (no key) 1\n     1\nb 1\n  user 1\n    u 1\n"));
}

void ImporterTest::storesEqualBytesOnce()
{
    const QString dump = write(QStringLiteral("twice.bson"), {record("1", "a", {}, "x"), record("1", "a", {}, "x")});
    const auto workspace = import(QStringLiteral("twice.pbw"), {dump});
    QCOMPARE(m_result.good, 2);
    QCOMPARE(m_result.unchanged, 1);
    QCOMPARE(*(*workspace->reader())->recordCount(), 1);
}

void ImporterTest::givesTheSameFingerprintForAMergeAsForANewWorkspace()
{
    QList<QByteArray> documents;
    for (int i = 0; i < 500; ++i)
        documents.append(
            record(QByteArray::number(i), "app" + QByteArray::number(i % 3), {{"room", QByteArray::number(i % 7)}, {"user", "u"}}, "t"));
    const QString all = write(QStringLiteral("all.bson"), documents);
    const QString half = write(QStringLiteral("half.bson"), documents.mid(250));
    const auto whole = import(QStringLiteral("whole.pbw"), {all});
    const auto merged = import(QStringLiteral("merged.pbw"), {half});
    ImportProgress progress;
    const auto result = importToWorkspace(*merged, {{all}, SameId::Replace}, progress);
    QVERIFY(result.isOk());
    QCOMPARE(result->unchanged, 250);
    Progress verification;
    QCOMPARE(*merged->verify(verification), QStringList());
    QCOMPARE(printGroups(**merged->reader()), printGroups(**whole->reader()));
    QCOMPARE(*fingerprint(**merged->reader(), verification), *fingerprint(**whole->reader(), verification));
}

void ImporterTest::leavesNothingBehindWhenCancelled()
{
    QTemporaryDir folder;
    const QString dump = write(QStringLiteral("cancel.bson"), {record("1", "a", {}, "x")});
    ImportProgress progress;
    progress.cancel();
    const auto imported = importToNewWorkspace(folder.filePath(QStringLiteral("w.pbw")), {{dump}, SameId::Replace}, progress);
    QVERIFY(!imported);
    QCOMPARE(imported.error().kind, ErrorKind::Cancelled);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
}

void ImporterTest::refusesToReplaceAnExistingFile()
{
    const QString dump = write(QStringLiteral("exists.bson"), {record("1", "a", {}, "x")});
    ImportProgress progress;
    QVERIFY(!importToNewWorkspace(dump, {{dump}, SameId::Replace}, progress));
    QFile file(dump);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), record("1", "a", {}, "x"));
}

void ImporterTest::goesOnWithAnIncompleteMerge()
{
    QList<QByteArray> documents;
    for (int i = 0; i < 20'000; ++i)
        documents.append(record(QByteArray::number(i), "a", {{"room", "r"}}, "t"));
    const QString dump = write(QStringLiteral("resume.bson"), documents);
    const QString small = write(QStringLiteral("small.bson"), {record("x", "a", {}, "x")});
    const auto workspace = import(QStringLiteral("resume.pbw"), {small});
    {
        // Stopped while the second batch is written, by its first row.
        ImportProgress progress;
        const auto stop = [](void *running, int, const char *, const char *, sqlite3_int64) {
            auto *const import = static_cast<ImportProgress *>(running);
            if (import->records > 0)
                import->cancel();
        };
        sqlite3 *writer = workspace->writer()->handle();
        sqlite3_update_hook(writer, stop, &progress);
        const auto stopped = importToWorkspace(*workspace, {{dump}, SameId::Replace}, progress);
        sqlite3_update_hook(writer, nullptr, nullptr);
        QVERIFY(!stopped);
        QVERIFY(!(*workspace->reader())->imports()->last().isComplete);
        QVERIFY(*(*workspace->reader())->recordCount() < 20'001);
    }
    ImportProgress progress;
    const auto finished = importToWorkspace(*workspace, {{dump}, SameId::Replace}, progress);
    QVERIFY(finished.isOk());
    QCOMPARE(finished->unchanged, 0);
    QCOMPARE(finished->good, 20'000);
    QCOMPARE(*(*workspace->reader())->recordCount(), 20'001);
    Progress verification;
    QCOMPARE(*workspace->verify(verification), QStringList());
}

void ImporterTest::knowsAStoppedMergeInEveryLanguage()
{
    const auto workspace = import(QStringLiteral("language.pbw"), {write(QStringLiteral("one.bson"), {record("1", "a", {}, "x")})});
    {
        MergeWriter writer(*workspace, SameId::Replace);
        QVERIFY(writer.begin({QStringLiteral("more.bson"), QStringLiteral("BSON"), {}, 0}).isOk());
        RecordBatch batch;
        batch.importRow = writer.imports().last().row;
        const QByteArray body = record("2", "a", {}, "y");
        RecordIndex index;
        indexRecord(bson::DocumentView(body), Collection::Persistence, index);
        batch.addRecord(body, index);
        QVERIFY(writer.append(batch).isOk());
        QVERIFY(writer.keep().isOk());
    }
    OtherLanguage language;
    QCoreApplication::installTranslator(&language);
    const auto incomplete = incompleteImports(*workspace);
    QCOMPARE(incomplete->size(), size_t(1));
    QVERIFY(incomplete->front().import.wasStopped());
    QCOMPARE(incomplete->front().import.incompleteReason, QString());
}

void ImporterTest::mergesNewAndChangedRecordsInAnyOrder()
{
    const auto key = [](int i) { return QList<KeyedBy>{{"room", i % 2 == 0 ? "even" : "odd"}}; };
    QList<QByteArray> before, after;
    for (int i = 0; i < 2'000; ++i)
        before.append(record(QByteArray::number(i), "a", key(i), "t"));
    // New ones come between others of which a third is as before, a third has another value and a third another key or app; one of the new
    // ones comes a second time with another key.
    for (int i = 0; i < 2'000; ++i) {
        const QByteArray id = QByteArray::number(i);
        after.append(record("new" + id, i % 5 == 0 ? "b" : "a", key(i), "t"));
        if (i % 3 == 0)
            after.append(before[i]);
        else if (i % 3 == 1)
            after.append(record(id, "a", key(i), "a longer text"));
        else
            after.append(record(id, i % 7 == 0 ? "b" : "a", {{"user", "u"}, {"misc", id}}, "t"));
        if (i % 100 == 0)
            after.append(record("new" + id, "a", {{"user", "u"}}, "t"));
    }
    const auto workspace = import(QStringLiteral("order.pbw"), {write(QStringLiteral("before.bson"), before)});
    ImportProgress progress;
    const auto merged = importToWorkspace(*workspace, {{write(QStringLiteral("after.bson"), after)}, SameId::Replace}, progress);
    QVERIFY(merged.isOk());
    QCOMPARE(merged->good, qint64(after.size()));
    QCOMPARE(merged->unchanged, 667);
    QCOMPARE(merged->replaced, 1'333 + 20);
    QCOMPARE(*(*workspace->reader())->recordCount(), 4'000);
    Progress verification;
    QCOMPARE(*workspace->verify(verification), QStringList());
}

void ImporterTest::keepsWhatIsNoRecordAsAProblem()
{
    bson::Builder builder;
    builder.appendString("_id", "x");
    const QByteArray stranger = builder.finish().toByteArray();
    const QString dump = write(QStringLiteral("rocketchat_apps_persistence.bson"), {record("1", "a", {}, "x"), stranger});
    const auto workspace = import(QStringLiteral("problem.pbw"), {dump});
    QCOMPARE(m_result.read, 2);
    QCOMPARE(m_result.problems, 1);
    const auto reader = workspace->reader();
    const auto problems = (*reader)->problems({}, 10);
    QCOMPARE(problems->size(), 1);
    QCOMPARE(problems->at(0).offset, record("1", "a", {}, "x").size());
    QCOMPARE(*(*reader)->problemBytes(problems->at(0).row), stranger);
}

QTEST_GUILESS_MAIN(ImporterTest)
#include "tst_importer.moc"
