#include "model/edit/draftkeeper.h"
#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;
using tests::SmallWorkspace;

/// Drafts of a small workspace with two records; a new keeper stands for the next session.
class tst_DraftKeeper : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void keepsWhatWasTypedOnTheDiskWithinASecond();
    void keepsBrokenTextByteForByte();
    void writesNothingForARecordThatIsOnlyLookedAt();
    void savesOneDraftAndTakesItFromTheDisk();
    void savesSeveralDraftsAsOneChange();
    void leavesOtherDraftsAloneWhenOneIsSaved();
    void noticesWhenTheRecordChangesBehindADraft();
    void noticesWhenTheRecordGoes();
    void savesADraftOfAGoneRecordAsANewOne();
    void deletesARecordByADraft();
    void makesANewRecord();
    void bringsDiscardedDraftsBack();
    void keepsADraftThatCannotBeSaved();

private:
    void restart();
    [[nodiscard]] Record stored(int number) const { return *(*m_files->workspace()->reader())->record(m_rows[size_t(number)]); }
    [[nodiscard]] QByteArray storedJson(int number) const { return jsonOf(stored(number).body); }
    void set(EditBuffer *buffer, const QByteArray &path, const QByteArray &json) const;
    void applyBehind(const Edit &edit);

    std::unique_ptr<SmallWorkspace> m_files;
    std::unique_ptr<Editing> m_editing;
    std::unique_ptr<DraftKeeper> m_keeper;
    std::vector<RecordRow> m_rows;
};

void tst_DraftKeeper::init()
{
    m_files = std::make_unique<SmallWorkspace>();
    m_rows.clear();
    Session session(m_files->workspace());
    for (const char *id : {"r1", "r2"})
        m_rows.push_back(session.apply(additionOf(newRecord("app", {}, valueOf(R"({"a": 1, "b": 2})"), id)))->records.front());
    restart();
}

void tst_DraftKeeper::cleanup()
{
    m_keeper.reset();
    m_editing.reset();
    m_files.reset();
}

void tst_DraftKeeper::restart()
{
    m_keeper.reset();
    m_editing = std::make_unique<Editing>(m_files->workspace(), QString());
    m_keeper = std::make_unique<DraftKeeper>(*m_editing);
    m_keeper->takeUp(*readDrafts(*m_files->workspace()));
}

void tst_DraftKeeper::set(EditBuffer *buffer, const QByteArray &path, const QByteArray &json) const
{
    QVERIFY(buffer->change(u"Set"_s, setField(buffer->edited(), pathOf("data." + path), valueOf(json))));
}

void tst_DraftKeeper::applyBehind(const Edit &edit)
{
    const QSignalSpy changed(m_editing.get(), &Editing::changed);
    m_editing->run(
        u"Behind"_s, [edit](Session &session, Progress &) { return session.apply(edit); }, this);
    QTRY_COMPARE(changed.count(), 1);
}

void tst_DraftKeeper::keepsWhatWasTypedOnTheDiskWithinASecond()
{
    static_assert(DraftKeeper::kKeepPauseMs < 500); // behind it comes only the time that a disk takes
    set(m_keeper->open(stored(0)), "a", "5");
    QTRY_VERIFY_WITH_TIMEOUT(Drafts(*m_files->workspace()).list()->size() == 1, 30'000);
    restart();
    QCOMPARE(m_keeper->drafts().size(), 1);
    EditBuffer *buffer = m_keeper->open(stored(0));
    QVERIFY(buffer->isChanged());
    QVERIFY(jsonOf(buffer->body()).contains(R"("a": 5)") || jsonOf(buffer->body()).contains(R"("a":5)"));
    QVERIFY(!m_keeper->open(stored(1))->isChanged());
}

void tst_DraftKeeper::keepsBrokenTextByteForByte()
{
    const QByteArray typed("{\"a\": 1,, \xff\0 tail", 18);
    m_keeper->open(stored(0))->setBrokenText(typed, bson::JsonError{8, 1, 9, u"a name is missing"_s});
    restart();
    QCOMPARE(m_keeper->open(stored(0))->text(), typed);
    QVERIFY(m_keeper->open(stored(0))->textError());
}

void tst_DraftKeeper::writesNothingForARecordThatIsOnlyLookedAt()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    set(buffer, "a", "5");
    buffer->undo();
    m_keeper->release(buffer);
    QVERIFY(m_keeper->keepNow());
    QVERIFY(m_keeper->drafts().isEmpty());
    QVERIFY(Drafts(*m_files->workspace()).list()->isEmpty());
}

void tst_DraftKeeper::savesOneDraftAndTakesItFromTheDisk()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    set(buffer, "a", "5");
    QVERIFY(m_keeper->keepNow());
    QSignalSpy saved(m_keeper.get(), &DraftKeeper::saved);
    m_keeper->save({buffer});
    QCOMPARE(m_keeper->status(buffer).save, SaveState::Saving);
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(m_keeper->status(buffer).save, SaveState::Saved);
    QCOMPARE(stored(0).body, buffer->body());
    QVERIFY(!buffer->isChanged());
    QVERIFY(Drafts(*m_files->workspace()).list()->isEmpty());
    QCOMPARE((*(*m_files->workspace()->history())->toUndo())->title, u"Set a"_s);
}

void tst_DraftKeeper::savesSeveralDraftsAsOneChange()
{
    for (const int number : {0, 1})
        set(m_keeper->open(stored(number)), "a", "7");
    const QSignalSpy changed(m_editing.get(), &Editing::changed);
    m_keeper->save(m_keeper->drafts());
    QTRY_COMPARE(changed.count(), 1);
    QVERIFY(m_keeper->drafts().isEmpty());
    QCOMPARE((*(*m_files->workspace()->history())->toUndo())->title, u"Save 2 drafts"_s);
    QCOMPARE((*(*m_files->workspace()->history())->toUndo())->images, 2);
}

void tst_DraftKeeper::leavesOtherDraftsAloneWhenOneIsSaved()
{
    EditBuffer *first = m_keeper->open(stored(0));
    EditBuffer *second = m_keeper->open(stored(1));
    set(first, "a", "5");
    set(second, "a", "6");
    QSignalSpy saved(m_keeper.get(), &DraftKeeper::saved);
    m_keeper->save({first});
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(m_keeper->status(second).save, SaveState::Idle);
    QVERIFY(second->isChanged());
    QCOMPARE(m_keeper->drafts(), QList{second});
}

void tst_DraftKeeper::noticesWhenTheRecordChangesBehindADraft()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    set(buffer, "a", "5");
    const QByteArray mine = buffer->body();
    applyBehind(editOf(u"Behind"_s, stored(0), *setField(stored(0), pathOf("data.b"), valueOf("9"))));
    QTRY_COMPARE(m_keeper->status(buffer).behind, Behind::Changed);
    QCOMPARE(buffer->body(), mine);
    // Nothing is overwritten by a save.
    const QByteArray now = storedJson(0);
    m_keeper->save({buffer});
    QCOMPARE(m_keeper->status(buffer).save, SaveState::Idle);
    QCOMPARE(storedJson(0), now);
    m_keeper->rebase(buffer);
    QSignalSpy saved(m_keeper.get(), &DraftKeeper::saved);
    m_keeper->save({buffer});
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(stored(0).body, mine);
}

void tst_DraftKeeper::noticesWhenTheRecordGoes()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    set(buffer, "a", "5");
    const Record record = stored(0);
    applyBehind(deletionOf({&record, 1}));
    QTRY_COMPARE(m_keeper->status(buffer).behind, Behind::Gone);
    // Also in the next session.
    restart();
    QCOMPARE(m_keeper->drafts().size(), 1);
    QCOMPARE(m_keeper->status(m_keeper->drafts().front()).behind, Behind::Gone);
}

void tst_DraftKeeper::savesADraftOfAGoneRecordAsANewOne()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    set(buffer, "a", "5");
    const Record record = stored(0);
    applyBehind(deletionOf({&record, 1}));
    QTRY_COMPARE(m_keeper->status(buffer).behind, Behind::Gone);
    QSignalSpy saved(m_keeper.get(), &DraftKeeper::saved);
    m_keeper->saveAsNew(buffer);
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!buffer->isNew());
    QCOMPARE(*(*m_files->workspace()->reader())->recordCount(), 2);
    QCOMPARE((*(*m_files->workspace()->reader())->record(buffer->stored().row)).body, buffer->body());
}

void tst_DraftKeeper::deletesARecordByADraft()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    buffer->setDeletion(true);
    restart();
    buffer = m_keeper->open(stored(0));
    QVERIFY(buffer->isDeletion());
    QSignalSpy closed(m_keeper.get(), &DraftKeeper::closed);
    m_keeper->save({buffer});
    QTRY_COMPARE(closed.count(), 1);
    QCOMPARE(*(*m_files->workspace()->reader())->recordCount(), 1);
    QVERIFY(m_keeper->drafts().isEmpty());
}

void tst_DraftKeeper::makesANewRecord()
{
    Record record;
    record.appId = "app";
    record.body = newRecord("app", {}, valueOf("{}"), "fresh");
    EditBuffer *buffer = m_keeper->openNew(record);
    set(buffer, "a", "1");
    const QByteArray body = buffer->body();
    restart();
    QCOMPARE(m_keeper->drafts().size(), 1);
    buffer = m_keeper->drafts().front();
    QVERIFY(buffer->isNew());
    QCOMPARE(buffer->body(), body);
    QSignalSpy saved(m_keeper.get(), &DraftKeeper::saved);
    m_keeper->hold(buffer);
    m_keeper->save({buffer});
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!buffer->isNew());
    QCOMPARE(*(*m_files->workspace()->reader())->recordCount(), 3);
}

void tst_DraftKeeper::bringsDiscardedDraftsBack()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    const QByteArray typed = "{broken";
    buffer->setBrokenText(typed, bson::JsonError{1, 1, 2, u"a name is missing"_s});
    QVERIFY(m_keeper->keepNow());
    std::vector<StoredDraft> discarded;
    connect(m_keeper.get(), &DraftKeeper::discarded, this, [&](const std::vector<StoredDraft> &drafts) { discarded = drafts; });
    m_keeper->discard({buffer});
    QVERIFY(!buffer->isChanged());
    QVERIFY(m_keeper->keepNow());
    QVERIFY(Drafts(*m_files->workspace()).list()->isEmpty());
    m_keeper->bringBack(discarded);
    QCOMPARE(buffer->text(), typed);
    QVERIFY(m_keeper->keepNow());
    QCOMPARE(Drafts(*m_files->workspace()).list()->size(), 1);
}

void tst_DraftKeeper::keepsADraftThatCannotBeSaved()
{
    EditBuffer *buffer = m_keeper->open(stored(0));
    set(buffer, "a", "5");
    const QByteArray mine = buffer->body();
    m_editing->lock(u"Locked: by you."_s);
    m_keeper->save({buffer});
    QCOMPARE(m_keeper->status(buffer).save, SaveState::Failed);
    QCOMPARE(m_keeper->status(buffer).failure.kind, ErrorKind::Permission);
    QCOMPARE(buffer->body(), mine);
    m_editing->unlock();
    QSignalSpy saved(m_keeper.get(), &DraftKeeper::saved);
    m_keeper->save({buffer});
    QTRY_COMPARE(saved.count(), 1);
}

QTEST_GUILESS_MAIN(tst_DraftKeeper)
#include "tst_draftkeeper.moc"
