#include "model/workspace/drafts.h"
#include "tests/model/edit/editing.h"
#include "tests/model/workspace/workspacefiles.h"

#include <QSignalSpy>
#include <QTest>

#include <sqlite3.h>

using namespace persistence;
using namespace persistence::test;

namespace {

/// An open workspace and what a test asks of it.
struct Opened
{
    std::shared_ptr<Workspace> workspace;
    std::unique_ptr<Session> session;

    explicit Opened(const QString &path)
    {
        auto opened = Workspace::open(path, Workspace::Access::ReadWrite);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        workspace = *std::move(opened);
        session = std::make_unique<Session>(workspace, QStringLiteral("tester"));
    }

    [[nodiscard]] std::optional<Record> find(const QByteArray &id) const
    {
        const auto reader = workspace->reader();
        const auto rows = (*reader)->findRecords(RecordId::candidates(QString::fromUtf8(id)).first());
        return rows->empty() ? std::nullopt : std::optional((*reader)->record(rows->front()).value());
    }

    [[nodiscard]] Record record(const QByteArray &id) const { return find(id).value(); }

    [[nodiscard]] QByteArray text(const QByteArray &id) const
    {
        const auto there = find(id);
        return there ? pathOf("data.text").resolve(bson::DocumentView(there->body))->toText().toByteArray() : QByteArray("gone");
    }

    [[nodiscard]] Edit setText(const QByteArray &id, const QByteArray &text) const
    {
        const Record before = record(id);
        return editOf(QStringLiteral("Set text"), before, setField(before, pathOf("data.text"), FieldValue::fromText(text)).value());
    }

    [[nodiscard]] QByteArray fingerprint() const
    {
        Progress progress;
        const auto reader = workspace->reader();
        return persistence::fingerprint(**reader, progress).value();
    }

    [[nodiscard]] QStringList violations() const
    {
        Progress progress;
        return workspace->verify(progress).value();
    }

    [[nodiscard]] QList<Change> changes() const { return (*workspace->history())->changes({}, 1000).value(); }
};

#define VERIFY_SOUND(opened) QCOMPARE((opened).violations(), QStringList())

} // namespace

class SessionTest final : public QObject
{
    Q_OBJECT

private slots:
    void isDurableAndHasAHistoryEntry();
    void keepsTheBytesAsTheyCameUntilTheyAreBack();
    void writesNothingForEqualBytes();
    void refusesToOverwriteWhatChangedMeanwhile();
    void refusesToWriteWhatIsNoRecord();
    void writesAllOrNothing();
    void movesARecordToAnotherKeyAndApp();
    void addsDeletesAndBringsBack();
    void neverGivesTheNumberOfADeletedRecordToAnother();
    void undoesAndRedoesAcrossRestarts();
    void endsTheListOfRedoWithANewChange();
    void doesNotUndoWhatAnImportReplaced();
    void revertsOneChangeWhereverItStands();
    void revertsAnImport();
    void revertsEverythingSinceAChange();
    void revertsOneRecordToAnyVersion();
    void editsManyInOneChangeAndCancelsWithoutATrace();
    void saysWhatChangedOnce();
    void refusesToWriteReadOnly();
    void refusesToWriteToAFileThatWasReplaced();
    void keepsDraftsExactlyAsTyped();
    void discardsADraftWithTheEditThatSavesIt();
    void tellsWhenTheHistoryIsOverItsLimit();
    void keepsASmallEditOfALargeDocumentInFewBytes();
    void readsEveryVersionOfALongHistory();
    void neverShowsAVersionThatIsNotWhatItWas();
    void findsABrokenHistory_data();
    void findsABrokenHistory();

private:
    WorkspaceFiles m_files;
    Progress m_progress;
};

void SessionTest::isDurableAndHasAHistoryEntry()
{
    const QString path = m_files.make(QStringLiteral("durable.pbw"));
    {
        const Opened opened(path);
        const auto applied = opened.session->apply(opened.setText("id3", "new text"));
        QVERIFY(applied.isOk());
        QVERIFY(applied->isWritten());
        QCOMPARE(applied->count, 1);
        VERIFY_SOUND(opened);
    }
    const Opened opened(path);
    QCOMPARE(opened.text("id3"), QByteArray("new text"));
    const QList<Change> changes = opened.changes();
    QCOMPARE(changes.size(), 1);
    QCOMPARE(changes[0].title, QStringLiteral("Set text"));
    QCOMPARE(changes[0].author, QStringLiteral("tester"));
    QCOMPARE(changes[0].images, 1);
    QCOMPARE(*(*opened.workspace->history())->version(opened.record("id3").row, ChangeRow()), std::optional(WorkspaceFiles::record("id3")));
    VERIFY_SOUND(opened);
}

void SessionTest::keepsTheBytesAsTheyCameUntilTheyAreBack()
{
    const Opened opened(m_files.make(QStringLiteral("original.pbw")));
    QVERIFY(opened.session->apply(opened.setText("id1", "one")).isOk());
    QCOMPARE(opened.record("id1").original, WorkspaceFiles::record("id1"));
    QVERIFY(opened.session->apply(opened.setText("id1", "two")).isOk());
    QCOMPARE(opened.record("id1").original, WorkspaceFiles::record("id1"));
    QVERIFY(opened.session->apply(opened.setText("id1", "text")).isOk());
    QVERIFY(opened.record("id1").original.isEmpty());
    VERIFY_SOUND(opened);
}

void SessionTest::writesNothingForEqualBytes()
{
    const Opened opened(m_files.make(QStringLiteral("nothing.pbw")));
    const auto applied = opened.session->apply(opened.setText("id1", "text"));
    QVERIFY(applied.isOk());
    QVERIFY(!applied->isWritten());
    QVERIFY(opened.changes().isEmpty());
    QCOMPARE(opened.record("id1").version, 1);
}

void SessionTest::refusesToOverwriteWhatChangedMeanwhile()
{
    const Opened opened(m_files.make(QStringLiteral("conflict.pbw")));
    const Edit old = opened.setText("id1", "mine");
    QVERIFY(opened.session->apply(opened.setText("id1", "theirs")).isOk());
    const auto conflict = opened.session->apply(old);
    QCOMPARE(conflict.error().kind, ErrorKind::Conflict);
    QVERIFY(conflict.error().message.contains(QStringLiteral("id1")));
    QCOMPARE(opened.text("id1"), QByteArray("theirs"));
    const std::vector<Record> record = {opened.record("id1")};
    QVERIFY(opened.session->apply(deletionOf(record)).isOk());
    QCOMPARE(opened.session->apply(old).error().kind, ErrorKind::Conflict);
    // Deleted and brought back with other bytes than the editor began with.
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.session->apply(old).error().kind, ErrorKind::Conflict);
    QCOMPARE(opened.text("id1"), QByteArray("theirs"));
    VERIFY_SOUND(opened);
}

void SessionTest::refusesToWriteWhatIsNoRecord()
{
    const Opened opened(m_files.make(QStringLiteral("norecord.pbw")));
    const Record record = opened.record("id1");
    QVERIFY(!opened.session->apply(editOf({}, record, unsetField(record, pathOf("appId")).value())));
    QVERIFY(!opened.session->apply(editOf({}, record, record.body + '\0')));
    QVERIFY(!opened.session->apply(editOf({}, record, record.body.chopped(1))));
    const QByteArray huge = setField(record, pathOf("data.text"), FieldValue::fromText(QByteArray(16 * 1024 * 1024, 'x'))).value();
    QVERIFY(!opened.session->apply(editOf({}, record, huge)));
    QVERIFY(opened.changes().isEmpty());
    QCOMPARE(opened.record("id1").body, record.body);
    VERIFY_SOUND(opened);
}

void SessionTest::writesAllOrNothing()
{
    const Opened opened(m_files.make(QStringLiteral("all.pbw")));
    Edit edit = opened.setText("id1", "x");
    const Edit second = opened.setText("id2", "x");
    edit.images.push_back(second.images.front());
    QVERIFY(opened.session->apply(second).isOk());
    const QByteArray before = opened.fingerprint();
    QVERIFY(!opened.session->apply(edit));
    QCOMPARE(opened.fingerprint(), before);
    QCOMPARE(opened.changes().size(), 1);
    VERIFY_SOUND(opened);
}

void SessionTest::movesARecordToAnotherKeyAndApp()
{
    const Opened opened(m_files.make(QStringLiteral("move.pbw"), 1));
    const std::vector<KeyItem> key = {{"misc", "m"}, {"misc", "m"}};
    Record record = opened.record("id0");
    const auto keyed = opened.session->apply(editOf(QStringLiteral("Key"), record, setKey(record, key).value()));
    QVERIFY(keyed.isOk());
    QVERIFY(keyed->areGroupsChanged);
    VERIFY_SOUND(opened);
    // The only record of its app: the old app goes and a new one comes in one change.
    record = opened.record("id0");
    QVERIFY(opened.session->apply(editOf(QStringLiteral("App"), record, setAppId(record, "another").value())).isOk());
    VERIFY_SOUND(opened);
    const auto apps = (*opened.workspace->reader())->apps();
    QCOMPARE(apps->size(), 1);
    QCOMPARE(apps->first().appId, QByteArray("another"));
    QVERIFY(opened.session->undo(m_progress).isOk());
    VERIFY_SOUND(opened);
    QVERIFY(opened.session->undo(m_progress).isOk());
    VERIFY_SOUND(opened);
    QCOMPARE(opened.record("id0").body, WorkspaceFiles::record("id0"));
}

void SessionTest::addsDeletesAndBringsBack()
{
    const Opened opened(m_files.make(QStringLiteral("add.pbw"), 2));
    const QByteArray before = opened.fingerprint();
    const std::vector<KeyItem> key = {{"room", "GENERAL"}};
    const QByteArray body = newRecord("poll", key, valueOf(R"({"text":"made here"})"), "made");
    QVERIFY(opened.session->apply(additionOf(body)).isOk());
    QCOMPARE(opened.record("made").import, 0);
    VERIFY_SOUND(opened);
    QVERIFY(opened.session->apply(opened.setText("made", "changed here")).isOk());
    // Made here: there are no bytes that it came with.
    QVERIFY(opened.record("made").original.isEmpty());
    QVERIFY(opened.session->apply(opened.setText("id1", "changed")).isOk());
    const std::vector<Record> all = {opened.record("made"), opened.record("id0"), opened.record("id1")};
    QVERIFY(opened.session->apply(deletionOf(all)).isOk());
    VERIFY_SOUND(opened);
    QCOMPARE((*opened.workspace->reader())->recordCount().value(), 0);
    QVERIFY(opened.session->undo(m_progress).isOk());
    VERIFY_SOUND(opened);
    QCOMPARE(opened.text("made"), QByteArray("changed here"));
    QCOMPARE(opened.record("id1").row, all[2].row);
    QCOMPARE(opened.record("id1").original, WorkspaceFiles::record("id1"));
    for (int i = 0; i < 3; ++i)
        QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.fingerprint(), before);
    VERIFY_SOUND(opened);
}

void SessionTest::neverGivesTheNumberOfADeletedRecordToAnother()
{
    const Opened opened(m_files.make(QStringLiteral("numbers.pbw"), 3));
    const std::vector<Record> last = {opened.record("id2")};
    QVERIFY(opened.session->apply(deletionOf(last)).isOk());
    QVERIFY(opened.session->apply(additionOf(newRecord("poll", {}, valueOf("{}"), "other"))).isOk());
    QVERIFY(opened.record("other").row != last[0].row);
    VERIFY_SOUND(opened);
}

void SessionTest::undoesAndRedoesAcrossRestarts()
{
    const QString path = m_files.make(QStringLiteral("undo.pbw"));
    QList<QByteArray> fingerprints;
    {
        const Opened opened(path);
        fingerprints.append(opened.fingerprint());
        for (const char *text : {"a", "b", "c"}) {
            QVERIFY(opened.session->apply(opened.setText("id1", text)).isOk());
            fingerprints.append(opened.fingerprint());
        }
    }
    for (int i = 2; i >= 0; --i) {
        const Opened opened(path);
        const auto undone = opened.session->undo(m_progress);
        QVERIFY(undone.isOk());
        QCOMPARE(undone->title, QStringLiteral("Undo: Set text"));
        QCOMPARE(opened.fingerprint(), fingerprints[i]);
        VERIFY_SOUND(opened);
    }
    QVERIFY(!Opened(path).session->undo(m_progress));
    for (int i = 1; i <= 3; ++i) {
        const Opened opened(path);
        QVERIFY(opened.session->redo(m_progress).isOk());
        QCOMPARE(opened.fingerprint(), fingerprints[i]);
        VERIFY_SOUND(opened);
    }
    const Opened opened(path);
    QVERIFY(!opened.session->redo(m_progress));
    // Every step is a line of the history.
    QCOMPARE(opened.changes().size(), 9);
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.fingerprint(), fingerprints[2]);
}

void SessionTest::endsTheListOfRedoWithANewChange()
{
    const Opened opened(m_files.make(QStringLiteral("redo.pbw")));
    for (const char *text : {"a", "b"})
        QVERIFY(opened.session->apply(opened.setText("id1", text)).isOk());
    QVERIFY(opened.session->undo(m_progress).isOk());
    QVERIFY(opened.session->apply(opened.setText("id2", "c")).isOk());
    QVERIFY(!opened.session->redo(m_progress));
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.text("id2"), QByteArray("text"));
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.text("id1"), QByteArray("text"));
    VERIFY_SOUND(opened);
}

void SessionTest::doesNotUndoWhatAnImportReplaced()
{
    const QString path = m_files.make(QStringLiteral("replaced.pbw"));
    const Opened opened(path);
    QVERIFY(opened.session->apply(opened.setText("id1", "mine")).isOk());
    ImportProgress progress;
    QVERIFY(importToWorkspace(*opened.workspace, {{path + QStringLiteral(".bson")}, SameId::Replace}, progress).isOk());
    QCOMPARE(opened.text("id1"), QByteArray("text"));
    QVERIFY(opened.record("id1").original.isEmpty());
    VERIFY_SOUND(opened);
    QCOMPARE(opened.session->undo(m_progress).error().kind, ErrorKind::Conflict);
    // What the import replaced is in the history.
    const auto reverted = opened.session->revertChange(opened.changes().first().row, m_progress);
    QVERIFY(reverted.isOk());
    QCOMPARE(opened.text("id1"), QByteArray("mine"));
    VERIFY_SOUND(opened);
}

void SessionTest::revertsOneChangeWhereverItStands()
{
    const Opened opened(m_files.make(QStringLiteral("revert.pbw")));
    const auto first = opened.session->apply(opened.setText("id1", "a"));
    QVERIFY(opened.session->apply(opened.setText("id2", "b")).isOk());
    const auto reverted = opened.session->revertChange(first->change, m_progress);
    QVERIFY(reverted.isOk());
    QCOMPARE(opened.text("id1"), QByteArray("text"));
    QCOMPARE(opened.text("id2"), QByteArray("b"));
    // Once more there is nothing left to revert.
    QVERIFY(!opened.session->revertChange(first->change, m_progress)->isWritten());
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.text("id1"), QByteArray("a"));
    QVERIFY(opened.session->apply(opened.setText("id1", "later")).isOk());
    QCOMPARE(opened.session->revertChange(first->change, m_progress).error().kind, ErrorKind::Conflict);
    QVERIFY(!opened.session->revertChange(ChangeRow{999}, m_progress));
    VERIFY_SOUND(opened);
}

void SessionTest::revertsAnImport()
{
    const QString path = m_files.make(QStringLiteral("import.pbw"), 5);
    const QString more = m_files.make(QStringLiteral("more.pbw"), 8);
    const Opened opened(path);
    QVERIFY(opened.session->apply(opened.setText("id1", "mine")).isOk());
    const QByteArray before = opened.fingerprint();
    ImportProgress progress;
    QVERIFY(importToWorkspace(*opened.workspace, {{more + QStringLiteral(".bson")}, SameId::Replace}, progress).isOk());
    QCOMPARE((*opened.workspace->reader())->recordCount().value(), 8);
    const Change import = opened.changes().first();
    QCOMPARE(import.source, ChangeSource::Import);
    const auto reverted = opened.session->revertChange(import.row, m_progress);
    QVERIFY(reverted.isOk());
    QCOMPARE(reverted->count, 4);
    QCOMPARE(opened.fingerprint(), before);
    VERIFY_SOUND(opened);
    QVERIFY(opened.session->undo(m_progress).isOk());
    QVERIFY(opened.session->apply(opened.setText("id7", "edited")).isOk());
    QCOMPARE(opened.session->revertChange(import.row, m_progress).error().kind, ErrorKind::Conflict);
    VERIFY_SOUND(opened);
}

void SessionTest::revertsEverythingSinceAChange()
{
    const QString path = m_files.make(QStringLiteral("since.pbw"), 5);
    const QString more = m_files.make(QStringLiteral("sincemore.pbw"), 8);
    const Opened opened(path);
    QVERIFY(opened.session->apply(opened.setText("id0", "kept")).isOk());
    const QByteArray before = opened.fingerprint();
    const auto first = opened.session->apply(opened.setText("id1", "a"));
    QVERIFY(opened.session->apply(opened.setText("id1", "b")).isOk());
    const std::vector<Record> gone = {opened.record("id2"), opened.record("id0")};
    QVERIFY(opened.session->apply(deletionOf(gone)).isOk());
    QVERIFY(opened.session->apply(additionOf(newRecord("poll", {}, valueOf("{}"), "made"))).isOk());
    ImportProgress progress;
    QVERIFY(importToWorkspace(*opened.workspace, {{more + QStringLiteral(".bson")}, SameId::Replace}, progress).isOk());
    QVERIFY(opened.session->apply(opened.setText("id7", "edited")).isOk());
    QVERIFY(opened.session->undo(m_progress).isOk());
    const QByteArray after = opened.fingerprint();
    QVERIFY(opened.session->revertSince(first->change, m_progress).isOk());
    QCOMPARE(opened.fingerprint(), before);
    VERIFY_SOUND(opened);
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.fingerprint(), after);
    VERIFY_SOUND(opened);
}

void SessionTest::revertsOneRecordToAnyVersion()
{
    const Opened opened(m_files.make(QStringLiteral("record.pbw")));
    const auto first = opened.session->apply(opened.setText("id1", "a"));
    QVERIFY(opened.session->apply(opened.setText("id1", "b")).isOk());
    const std::vector<Record> record = {opened.record("id1")};
    QVERIFY(opened.session->apply(deletionOf(record)).isOk());
    QVERIFY(opened.session->revertRecord(record[0].row, first->change, m_progress).isOk());
    QCOMPARE(opened.text("id1"), QByteArray("a"));
    QVERIFY(opened.session->revertRecord(record[0].row, ChangeRow(), m_progress).isOk());
    QCOMPARE(opened.record("id1").body, WorkspaceFiles::record("id1"));
    VERIFY_SOUND(opened);
}

void SessionTest::editsManyInOneChangeAndCancelsWithoutATrace()
{
    const Opened opened(m_files.make(QStringLiteral("many.pbw"), 300));
    const QByteArray before = opened.fingerprint();
    const auto rows = (*opened.workspace->reader())->records(Group(), m_progress);
    const BodyVerb verb = [](const Record &record) -> Result<std::optional<QByteArray>> {
        auto after = replaceAssociation(record, {"room", "GENERAL"}, Association{"room", "other"});
        return after ? Result<std::optional<QByteArray>>(*std::move(after)) : after.error();
    };
    Progress progress;
    const auto applied = opened.session->applyToMany(QStringLiteral("Re-key"), *rows, verb, progress);
    QVERIFY(progress.stage().endsWith(QStringLiteral("writing to the disk")));
    QVERIFY(progress.canCancel());
    // The last thing it tells: a large change is written for some time after the last record.
    QCOMPARE(progress.stage(), QStringLiteral("Re-key: writing to the disk"));
    QCOMPARE(progress.total.load(), 0);
    QVERIFY(applied.isOk());
    QCOMPARE(applied->count, 300);
    QCOMPARE(progress.done.load(), 300);
    QCOMPARE(opened.changes().size(), 1);
    VERIFY_SOUND(opened);
    QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.fingerprint(), before);

    Progress cancelled;
    int count = 0;
    const BodyVerb cancelling = [&](const Record &record) {
        if (++count == 150)
            cancelled.cancel();
        return verb(record);
    };
    QCOMPARE(opened.session->applyToMany(QStringLiteral("Re-key"), *rows, cancelling, cancelled).error().kind, ErrorKind::Cancelled);
    QCOMPARE(opened.fingerprint(), before);
    QCOMPARE(opened.changes().size(), 2);
    VERIFY_SOUND(opened);
    // And it works again at once.
    QVERIFY(opened.session->apply(opened.setText("id1", "x")).isOk());
}

void SessionTest::saysWhatChangedOnce()
{
    const Opened opened(m_files.make(QStringLiteral("signal.pbw")));
    QSignalSpy spy(opened.session.get(), &Session::changed);
    const RecordRow row = opened.record("id1").row;
    QVERIFY(opened.session->apply(opened.setText("id1", "x")).isOk());
    QCOMPARE(spy.size(), 1);
    const Applied applied = spy.takeFirst().first().value<Applied>();
    QCOMPARE(applied.records, std::vector<RecordRow>{row});
    QVERIFY(!applied.areGroupsChanged);
    QVERIFY(opened.session->apply(opened.setText("id1", "x")).isOk());
    QVERIFY(!opened.session->redo(m_progress));
    QCOMPARE(spy.size(), 0);
}

void SessionTest::refusesToWriteReadOnly()
{
    auto opened = Workspace::open(m_files.make(QStringLiteral("readonly.pbw")), Workspace::Access::ReadOnly);
    QVERIFY(opened.isOk());
    Session session(*opened);
    const auto refused = session.apply(additionOf(newRecord("a", {}, valueOf("{}"), "x")));
    QVERIFY(!refused);
    QCOMPARE(refused.error().message, (*opened)->readOnlyReason());
    QVERIFY(!Drafts(**opened).keep({}));
}

void SessionTest::refusesToWriteToAFileThatWasReplaced()
{
    const QString path = m_files.make(QStringLiteral("moved.pbw"));
    const Opened opened(path);
    const Edit edit = opened.setText("id1", "x");
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")));
    QVERIFY(!opened.session->apply(edit));
    QVERIFY(QFile::rename(path + QStringLiteral(".away"), path));
    QVERIFY(opened.session->apply(edit).isOk());
}

void SessionTest::keepsDraftsExactlyAsTyped()
{
    const QString path = m_files.make(QStringLiteral("drafts.pbw"));
    Draft draft;
    {
        const Opened opened(path);
        Drafts drafts(*opened.workspace);
        draft.record = opened.record("id1").row;
        draft.base = opened.record("id1").body;
        draft.text = QByteArray("{ \"broken\": \0 \xff", 16);
        draft.row = drafts.keep(draft).value();
        draft.text += " more";
        QCOMPARE(drafts.keep(draft).value(), draft.row);
        // Without its number it is still the draft of that record.
        Draft same = draft;
        same.row = DraftRow();
        QCOMPARE(drafts.keep(same).value(), draft.row);
        Draft fresh;
        fresh.kind = DraftKind::New;
        fresh.text = "";
        QVERIFY(drafts.keep(fresh).value() != draft.row);
    }
    const Opened opened(path);
    Drafts drafts(*opened.workspace);
    QCOMPARE(drafts.list()->size(), 2);
    auto kept = drafts.ofRecord(draft.record).value();
    QVERIFY(kept);
    QVERIFY(kept->madeAt > 0);
    kept->madeAt = kept->changedAt = 0;
    QCOMPARE(*kept, draft);
    VERIFY_SOUND(opened);
    QVERIFY(drafts.discard(draft.row).isOk());
    QVERIFY(!*drafts.ofRecord(draft.record));
    QVERIFY(drafts.discardAll().isOk());
    QVERIFY(drafts.list()->isEmpty());
}

void SessionTest::discardsADraftWithTheEditThatSavesIt()
{
    const Opened opened(m_files.make(QStringLiteral("saved.pbw")));
    Drafts drafts(*opened.workspace);
    Draft draft;
    draft.record = opened.record("id1").row;
    draft.base = opened.record("id1").body;
    Edit edit = opened.setText("id1", "x");
    edit.drafts = {drafts.keep(draft).value()};
    const Edit stale = edit;
    QVERIFY(opened.session->apply(edit).isOk());
    QVERIFY(drafts.list()->isEmpty());
    // A save that fails keeps the draft.
    QVERIFY(drafts.keep(draft).isOk());
    QVERIFY(!opened.session->apply(stale));
    QCOMPARE(drafts.list()->size(), 1);
    // A draft without any difference only goes.
    QVERIFY(!opened.session->apply({{}, {}, stale.drafts})->isWritten());
    QVERIFY(drafts.list()->isEmpty());
    QCOMPARE(opened.changes().size(), 1);
    VERIFY_SOUND(opened);
}

void SessionTest::tellsWhenTheHistoryIsOverItsLimit()
{
    const Opened opened(m_files.make(QStringLiteral("limit.pbw")));
    QVERIFY(opened.session->setHistoryLimit(1000).isOk());
    QVERIFY(!opened.session->apply(opened.setText("id1", QByteArray(2000, 'x')))->isHistoryOverLimit);
    QVERIFY(opened.session->apply(opened.setText("id1", QByteArray(2000, 'y')))->isHistoryOverLimit);
    QCOMPARE(opened.changes().size(), 2);
    QVERIFY((*opened.workspace->history())->usage()->bytes > 1000);
}

void SessionTest::keepsASmallEditOfALargeDocumentInFewBytes()
{
    const Opened opened(m_files.make(QStringLiteral("large.pbw")));
    QVERIFY(opened.session->apply(opened.setText("id1", QByteArray(1'000'000, 'x'))).isOk());
    const QByteArray before = opened.record("id1").body;
    const Edit edit = editOf(QStringLiteral("Set n"), opened.record("id1"),
                             setField(opened.record("id1"), pathOf("data.n"), FieldValue::fromJson("7").value()).value());
    QVERIFY(opened.session->apply(edit).isOk());
    QVERIFY(opened.changes().first().bytes < 200);
    const auto images = (*opened.workspace->history())->imageNumbers(opened.changes().first().row);
    const auto image = (*opened.workspace->history())->image(images->front()).value();
    QVERIFY(image->before == before);
    QVERIFY(image->after == opened.record("id1").body);
    VERIFY_SOUND(opened);
}

void SessionTest::readsEveryVersionOfALongHistory()
{
    const QString path = m_files.make(QStringLiteral("versions.pbw"));
    const RecordRow row = Opened(path).record("id1").row;
    const QByteArray first = Opened(path).fingerprint();
    std::vector<QByteArray> versions;
    {
        const Opened opened(path);
        for (int i = 0; i < 100; ++i) {
            versions.push_back(opened.record("id1").body);
            QVERIFY(opened.session->apply(opened.setText("id1", QByteArray(600 + i % 7, 'x') + QByteArray::number(i))).isOk());
        }
        const std::vector<Record> record = {opened.record("id1")};
        versions.push_back(record.front().body);
        QVERIFY(opened.session->apply(deletionOf(record)).isOk());
        VERIFY_SOUND(opened);
    }
    const Opened opened(path);
    const auto history = opened.workspace->history();
    for (size_t i = 0; i < versions.size(); ++i) {
        QVERIFY((*history)->version(row, ChangeRow{qint64(i)})->value() == versions[i]);
        const auto image = (*history)->image((*history)->imageNumbers(ChangeRow{qint64(i + 1)})->front()).value();
        QVERIFY(image->before == versions[i]);
        QVERIFY(i + 1 < versions.size() ? image->after == versions[i + 1] : !image->after);
    }
    for (size_t i = 0; i < versions.size(); ++i)
        QVERIFY(opened.session->undo(m_progress).isOk());
    QCOMPARE(opened.fingerprint(), first);
    VERIFY_SOUND(opened);
}

void SessionTest::neverShowsAVersionThatIsNotWhatItWas()
{
    const QString path = m_files.make(QStringLiteral("damagedversion.pbw"));
    RecordRow row;
    {
        const Opened opened(path);
        row = opened.record("id1").row;
        for (const char *text : {"a", "b", "c"})
            QVERIFY(opened.session->apply(opened.setText("id1", text)).isOk());
    }
    sqlite3 *handle = nullptr;
    QCOMPARE(sqlite3_open(QFile::encodeName(path).constData(), &handle), SQLITE_OK);
    constexpr const char *kDamage = R"sql(
        UPDATE change_image SET before = CAST(substr(before, 1, length(before) - 1) || x'58' AS BLOB) WHERE id = 2)sql";
    QCOMPARE(sqlite3_exec(handle, kDamage, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
    const Opened opened(path);
    const auto history = opened.workspace->history();
    QVERIFY((*history)->version(row, ChangeRow{2}).isOk());
    const auto damaged = (*history)->version(row, ChangeRow{1});
    QVERIFY(!damaged && damaged.error().kind == ErrorKind::Damaged);
    QVERIFY(!opened.violations().isEmpty());
}

void SessionTest::findsABrokenHistory_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("end") << QByteArray("UPDATE change_image SET after = x'0500000000' WHERE id = 3");
    QTest::newRow("middle") << QByteArray("UPDATE change_image SET before = x'0500000000' WHERE id = 2");
    QTest::newRow("image missing") << QByteArray("DELETE FROM change_image WHERE id = 1");
    QTest::newRow("change missing") << QByteArray("DELETE FROM change WHERE id = 1");
    QTest::newRow("original") << QByteArray("UPDATE record SET original = body");
    QTest::newRow("removed") << QByteArray("DELETE FROM removed");
    QTest::newRow("draft") << QByteArray("INSERT INTO draft (record, kind, made_at, changed_at) VALUES (999, 0, 0, 0)");
}

void SessionTest::findsABrokenHistory()
{
    QFETCH(QByteArray, sql);
    const QString path = m_files.make(QString::fromUtf8(QTest::currentDataTag()) + QStringLiteral("broken.pbw"));
    {
        const Opened opened(path);
        for (const char *text : {"a", "b", "c"})
            QVERIFY(opened.session->apply(opened.setText("id1", text)).isOk());
        const std::vector<Record> record = {opened.record("id2")};
        QVERIFY(opened.session->apply(deletionOf(record)).isOk());
        VERIFY_SOUND(opened);
    }
    sqlite3 *handle = nullptr;
    QCOMPARE(sqlite3_open(QFile::encodeName(path).constData(), &handle), SQLITE_OK);
    QCOMPARE(sqlite3_exec(handle, sql.constData(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
    QVERIFY(!Opened(path).violations().isEmpty());
}

QTEST_GUILESS_MAIN(SessionTest)
#include "tst_session.moc"
