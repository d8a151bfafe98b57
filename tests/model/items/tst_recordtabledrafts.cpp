#include "model/edit/newrecords.h"
#include "model/items/iconid.h"
#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::tests;
using namespace Qt::StringLiterals;

/// The record table with drafts, and the way from a cell to a draft.
class tst_RecordTableDrafts : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void makesADraftOfATypedValue();
    void addsAFieldThatARecordLacks();
    void showsDraftsInTheirRows();
    void editsNothingThatIsLockedOrToBeDeleted();
    void refusesWhatIsNoField();
    void tellsWhereACellIsEdited();
    void keepsWhatWasTypedForARecordThatWent();
    void givesNewRecordsRowsInTheirGroup();
    void sortsWithNewRecordsBehindTheOthers();

private:
    static FieldColumn columnOf(const QByteArray &path)
    {
        FieldColumn column;
        column.path = *FieldPath::parse(path);
        return column;
    }
    static FieldValue value(const QByteArray &json) { return *FieldValue::fromJson(json); }
    [[nodiscard]] QModelIndex cell(int row, int field) const { return m_model->index(row, RecordTableModel::ColumnCount + field); }
    bool type(int row, int field, const QByteArray &json) const
    {
        return m_model->setData(cell(row, field), QVariant::fromValue(value(json)), Qt::EditRole);
    }
    [[nodiscard]] static DraftMark mark(const QModelIndex &index, int role) { return DraftMark(index.data(role).toInt()); }
    [[nodiscard]] QString texts(int field) const
    {
        QStringList texts;
        for (int row = 0; row < m_model->rowCount(); ++row)
            texts.append(cell(row, field).data().toString());
        return texts.join(u' ');
    }
    [[nodiscard]] Record newRecord(const QByteArray &key) const;

    std::unique_ptr<SmallWorkspace> m_files;
    std::unique_ptr<Editing> m_editing;
    std::unique_ptr<DraftKeeper> m_keeper;
    std::unique_ptr<RecordTableModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void tst_RecordTableDrafts::init()
{
    m_files = std::make_unique<SmallWorkspace>(record("r1", "app", "room A", R"({"n":1,"t":"one","o":{"x":1}})") +
                                               record("r2", "app", "room A", R"({"n":2,"o":{}})") +
                                               record("r3", "app", "room B", R"({"n":3,"t":"two\nlines"})"));
    m_editing = std::make_unique<Editing>(m_files->workspace(), QString());
    m_keeper = std::make_unique<DraftKeeper>(*m_editing);
    m_model = std::make_unique<RecordTableModel>();
    m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_model->setWorkspace(m_files->workspace());
    m_model->setEditing(m_editing.get(), m_keeper.get());
    QList<FieldColumn> fields;
    for (const char *path : {"data.n", "data.t", "data.o", "data.p.q"})
        fields.append(columnOf(path));
    m_model->setFields(fields);
    m_model->showGroup(Group());
    QTRY_COMPARE(m_model->rowCount(), 3);
}

void tst_RecordTableDrafts::cleanup()
{
    m_tester.reset();
    m_model.reset();
    m_keeper.reset();
    m_editing.reset();
    m_files.reset();
}

Record tst_RecordTableDrafts::newRecord(const QByteArray &key) const
{
    const auto reader = m_files->workspace()->reader();
    const AppRow app = (*reader)->apps()->first().row;
    Record made = *newRecordIn(**reader, Group{app, {}, {}});
    const KeyItem item{"room", key, -1};
    made.body = *setKey(made, {&item, 1});
    return made;
}

void tst_RecordTableDrafts::makesADraftOfATypedValue()
{
    const QSignalSpy drafts(m_keeper.get(), &DraftKeeper::draftsChanged);
    const QSignalSpy changed(m_model.get(), &QAbstractItemModel::dataChanged);
    QVERIFY(m_model->flags(cell(1, 0)).testFlag(Qt::ItemIsEditable));
    QVERIFY(type(1, 0, "5"));
    QCOMPARE(drafts.count(), 1);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(texts(0), u"1 5 3"_s);
    QCOMPARE(mark(cell(1, 0), RecordTableModel::CellMarkRole), DraftMark::Edited);
    QCOMPARE(mark(cell(1, 1), RecordTableModel::CellMarkRole), DraftMark::None);
    QCOMPARE(mark(cell(1, 1), RecordTableModel::RowMarkRole), DraftMark::Edited);
    QCOMPARE(mark(cell(0, 0), RecordTableModel::RowMarkRole), DraftMark::None);
    const EditBuffer *draft = m_keeper->drafts().first();
    QCOMPARE(draft->stored().row, m_model->recordAt(1));
    QCOMPARE(draft->undoTitle(), u"Set n"_s);
    // Typed back, it is no draft any more.
    QVERIFY(type(1, 0, "2"));
    QVERIFY(m_keeper->drafts().isEmpty());
    QCOMPARE(mark(cell(1, 0), RecordTableModel::RowMarkRole), DraftMark::None);
}

void tst_RecordTableDrafts::addsAFieldThatARecordLacks()
{
    QVERIFY(cell(1, 1).data(RecordTableModel::IsMissingRole).toBool());
    QVERIFY(type(1, 1, "\"new\""));
    QVERIFY(type(1, 3, "true"));
    QCOMPARE(cell(1, 1).data().toString(), u"new"_s);
    QCOMPARE(cell(1, 3).data().toString(), u"true"_s);
    QCOMPARE(mark(cell(1, 1), RecordTableModel::CellMarkRole), DraftMark::Edited);
    const bson::DocumentView document(m_keeper->drafts().first()->body());
    QCOMPARE(bson::Path::parse("data.p")->resolve(document)->type(), bson::Type::Document);
}

void tst_RecordTableDrafts::showsDraftsInTheirRows()
{
    QVERIFY(type(0, 0, "9"));
    m_keeper->drafts().first()->setDeletion(true);
    QCOMPARE(mark(cell(0, 0), RecordTableModel::RowMarkRole), DraftMark::Deletion);
    QCOMPARE(m_model->index(0, RecordTableModel::KeyColumn).data(IconIdRole).toInt(), int(IconId::Delete));
    m_keeper->discard(m_keeper->drafts());
    QCOMPARE(texts(0), u"1 2 3"_s);
    QCOMPARE(mark(cell(0, 0), RecordTableModel::RowMarkRole), DraftMark::None);
}

void tst_RecordTableDrafts::editsNothingThatIsLockedOrToBeDeleted()
{
    const QSignalSpy refused(m_model.get(), &RecordTableModel::refused);
    m_editing->lock(u"Locked by you."_s);
    QCOMPARE(m_model->reasonToRefuse(0), u"Locked by you."_s);
    QVERIFY(!m_model->flags(cell(0, 0)).testFlag(Qt::ItemIsEditable));
    QVERIFY(!type(0, 0, "9"));
    QCOMPARE(refused.count(), 1);
    QVERIFY(m_keeper->drafts().isEmpty());
    m_editing->unlock();
    const auto reader = m_files->workspace()->reader();
    m_keeper->markForDeletion(*(*reader)->record(m_model->recordAt(0)));
    QVERIFY(!m_model->flags(cell(0, 0)).testFlag(Qt::ItemIsEditable));
    QVERIFY(!m_model->reasonToRefuse(0).isEmpty());
    m_model->setValuesHidden(true);
    QVERIFY(!m_model->flags(cell(1, 0)).testFlag(Qt::ItemIsEditable));
}

void tst_RecordTableDrafts::refusesWhatIsNoField()
{
    QVERIFY(!m_model->setData(m_model->index(0, RecordTableModel::KeyColumn), QVariant::fromValue(value("1")), Qt::EditRole));
    QVERIFY(!m_model->setData(cell(0, 0), u"text"_s, Qt::EditRole));
    QVERIFY(m_keeper->drafts().isEmpty());
}

void tst_RecordTableDrafts::tellsWhereACellIsEdited()
{
    using Place = RecordTableModel::CellPlace;
    QCOMPARE(m_model->editPlace(m_model->index(0, RecordTableModel::SizeColumn)), Place::Nowhere);
    QCOMPARE(m_model->editPlace(cell(0, 0)), Place::InCell);
    QCOMPARE(m_model->editPlace(cell(0, 2)), Place::InRecord);
    QCOMPARE(m_model->editPlace(cell(2, 1)), Place::InRecord); // two lines
    QCOMPARE(m_model->editPlace(cell(2, 2)), Place::InCell);   // not there yet
    m_model->setFields({columnOf("data.list[].x")});
    QCOMPARE(m_model->editPlace(cell(0, 0)), Place::InRecord);
}

void tst_RecordTableDrafts::keepsWhatWasTypedForARecordThatWent()
{
    QSignalSpy refused(m_model.get(), &RecordTableModel::refused);
    {
        Session session(m_files->workspace());
        const auto reader = m_files->workspace()->reader();
        const Record gone = *(*reader)->record(m_model->recordAt(0));
        QVERIFY(session.apply(deletionOf({&gone, 1})));
    }
    QVERIFY(!type(0, 0, "4711"));
    QCOMPARE(refused.count(), 1);
    QVERIFY(refused[0][0].value<Error>().message.contains(u"4711"_s));
}

void tst_RecordTableDrafts::givesNewRecordsRowsInTheirGroup()
{
    const QSignalSpy inserted(m_model.get(), &QAbstractItemModel::rowsInserted);
    EditBuffer *inA = m_keeper->openNew(newRecord("A"));
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(m_model->rowCount(), 4);
    QCOMPARE(m_model->recordCount(), 3);
    QCOMPARE(m_model->draftAt(3), inA);
    QCOMPARE(m_model->rowOf(inA), 3);
    QVERIFY(!m_model->recordAt(3).isValid());
    QCOMPARE(mark(cell(3, 0), RecordTableModel::RowMarkRole), DraftMark::New);
    QCOMPARE(m_model->index(3, RecordTableModel::KeyColumn).data().toString(), u"room A"_s);
    QVERIFY(type(3, 0, "7"));
    QCOMPARE(texts(0), u"1 2 3 7"_s);
    // Only in the group that it belongs to.
    const auto reader = m_files->workspace()->reader();
    const AppRow app = (*reader)->apps()->first().row;
    const ModelRow room = (*reader)->models(app)->first().row;
    const auto targets = (*reader)->targets(app, room);
    m_model->showGroup(Group{app, room, targets->at(1)});
    QTRY_COMPARE(m_model->recordCount(), 1);
    QCOMPARE(m_model->rowCount(), 1);
    m_model->showGroup(Group{app, room, targets->at(0)});
    QTRY_COMPARE(m_model->recordCount(), 2);
    QCOMPARE(m_model->rowCount(), 3);
    const QSignalSpy leaving(m_model.get(), &RecordTableModel::newRowsLeaving);
    const KeyItem elsewhere{"room", "B", -1};
    QVERIFY(inA->change(u"Move"_s, setKey(inA->edited(), {&elsewhere, 1})));
    QCOMPARE(leaving.count(), 1);
    QCOMPARE(m_model->rowCount(), 2);
    m_keeper->discard({inA});
    m_model->showGroup(Group());
    QTRY_COMPARE(m_model->recordCount(), 3);
    QCOMPARE(m_model->rowCount(), 3);
}

void tst_RecordTableDrafts::sortsWithNewRecordsBehindTheOthers()
{
    EditBuffer *fresh = m_keeper->openNew(newRecord("A"));
    QVERIFY(type(3, 0, "0"));
    const QPersistentModelIndex kept = cell(3, 0);
    m_model->setOrder(*m_model->orderBy(RecordTableModel::ColumnCount, true));
    QTRY_COMPARE(texts(0), u"3 2 1 0"_s);
    QCOMPARE(kept.row(), 3);
    QCOMPARE(m_model->rowOf(fresh), 3);
}

QTEST_GUILESS_MAIN(tst_RecordTableDrafts)
#include "tst_recordtabledrafts.moc"
