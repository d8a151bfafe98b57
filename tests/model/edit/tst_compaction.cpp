#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace persistence;
using namespace persistence::test;
using tests::SmallWorkspace;

/// Taking the oldest changes out of the history.
class TestCompaction final : public QObject
{
    Q_OBJECT

private:
    static RecordRow rowOf(const Workspace &workspace, const QByteArray &id)
    {
        const auto rows = (*workspace.reader())->findRecords(RecordId::candidates(QString::fromUtf8(id)).constFirst());
        return rows->empty() ? RecordRow() : rows->front();
    }

    static Applied set(Session &session, const QByteArray &id, int value)
    {
        const Record record = (*session.workspace().reader())->record(rowOf(session.workspace(), id)).value();
        auto after = setField(record, pathOf("data.n"), valueOf(QByteArray::number(value))).value();
        return session.apply(editOf(QStringLiteral("Set n"), record, after)).value();
    }

    static QStringList violations(const Workspace &workspace)
    {
        Progress progress;
        return workspace.verify(progress).value();
    }

private slots:
    void init();
    void keepsRecordsAndLaterChanges();
    void offersNoUndoOfWhatWentAndSaysSoInTheHistory();
    void neverGivesANumberTwice();
    void forgetsRemovedRecordsThatNothingCanBringBack();
    void writesNothingWhereThereIsNothingToRemove();
    void tellsWhatACutWouldTake();
    void endsRedoWhereItsFirstStepWent();

private:
    std::unique_ptr<SmallWorkspace> m_files;
    std::unique_ptr<Session> m_session;
    Progress m_progress;
};

void TestCompaction::init()
{
    m_session.reset();
    m_files = std::make_unique<SmallWorkspace>(tests::record("r1", "app", "room A") + tests::record("r2", "app", "room A"));
    m_session = std::make_unique<Session>(m_files->workspace());
}

void TestCompaction::keepsRecordsAndLaterChanges()
{
    const Workspace &workspace = *m_files->workspace();
    set(*m_session, "r1", 1);
    const Applied second = set(*m_session, "r1", 2);
    set(*m_session, "r1", 3);
    const auto before = persistence::fingerprint(**workspace.reader(), m_progress).value();
    const Applied applied = m_session->compactHistory(second.change, m_progress).value();
    QVERIFY(applied.isWritten());
    QCOMPARE(persistence::fingerprint(**workspace.reader(), m_progress).value(), before);
    QCOMPARE(violations(workspace), QStringList());
    // The version before the oldest change that is left is what the removed one made.
    const auto first = (*workspace.history())->version(rowOf(workspace, "r1"), {}).value();
    QCOMPARE(jsonOf(*first).contains("\"n\":1"), true);
    QVERIFY(m_session->undo(m_progress));
    QVERIFY(m_session->undo(m_progress));
    QCOMPARE(m_session->undo(m_progress).error().kind, ErrorKind::Failed);
    QCOMPARE(violations(workspace), QStringList());
}

void TestCompaction::offersNoUndoOfWhatWentAndSaysSoInTheHistory()
{
    const Workspace &workspace = *m_files->workspace();
    set(*m_session, "r1", 1);
    const Applied second = set(*m_session, "r2", 2);
    QVERIFY(m_session->compactHistory(ChangeRow{second.change.value + 1}, m_progress));
    const auto changes = (*workspace.history())->changes({}, 10).value();
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes.first().source, ChangeSource::Compaction);
    QCOMPARE(changes.first().title, QStringLiteral("Compact the history: 2 changes removed"));
    QVERIFY(!(*workspace.history())->toUndo().value());
    QCOMPARE(m_session->revertChange(second.change, m_progress).error().kind, ErrorKind::Failed);
    QCOMPARE(violations(workspace), QStringList());
}

void TestCompaction::neverGivesANumberTwice()
{
    const Applied first = set(*m_session, "r1", 1);
    const Applied compaction = m_session->compactHistory(ChangeRow{first.change.value + 100}, m_progress).value();
    QCOMPARE(compaction.change, ChangeRow{first.change.value + 1});
    QCOMPARE(set(*m_session, "r1", 2).change, ChangeRow{first.change.value + 2});
    QCOMPARE(violations(*m_files->workspace()), QStringList());
}

void TestCompaction::forgetsRemovedRecordsThatNothingCanBringBack()
{
    const Workspace &workspace = *m_files->workspace();
    const Record record = (*workspace.reader())->record(rowOf(workspace, "r1")).value();
    const std::vector<Record> gone{record};
    const Applied deleted = m_session->apply(deletionOf(gone)).value();
    const RecordId id = RecordId::candidates(QStringLiteral("r1")).constFirst();
    QCOMPARE((*workspace.history())->removedRecords(id)->size(), size_t(1));
    QVERIFY(m_session->compactHistory(ChangeRow{deleted.change.value + 1}, m_progress));
    QCOMPARE((*workspace.history())->removedRecords(id)->size(), size_t(0));
    QCOMPARE(violations(workspace), QStringList());
}

void TestCompaction::writesNothingWhereThereIsNothingToRemove()
{
    QVERIFY(!m_session->compactHistory(ChangeRow{5}, m_progress)->isWritten());
    set(*m_session, "r1", 1);
    QVERIFY(!m_session->compactHistory(ChangeRow{1}, m_progress)->isWritten());
}

void TestCompaction::tellsWhatACutWouldTake()
{
    set(*m_session, "r1", 1);
    set(*m_session, "r1", 2);
    const auto history = m_files->workspace()->history();
    const auto all = (*history)->cutBefore(std::numeric_limits<qint64>::max()).value();
    QCOMPARE(all.changes, 2);
    QCOMPARE(all.first, ChangeRow{3});
    QCOMPARE(all.bytes, (*history)->usage()->bytes);
    QCOMPARE((*history)->cutBefore(0)->changes, 0);
}

void TestCompaction::endsRedoWhereItsFirstStepWent()
{
    set(*m_session, "r1", 1);
    const Applied second = set(*m_session, "r1", 2);
    QVERIFY(m_session->undo(m_progress));
    QVERIFY(m_session->undo(m_progress));
    QVERIFY(m_session->compactHistory(second.change, m_progress));
    QVERIFY(!(*m_files->workspace()->history())->toRedo().value());
    QCOMPARE(violations(*m_files->workspace()), QStringList());
}

QTEST_GUILESS_MAIN(TestCompaction)
#include "tst_compaction.moc"
