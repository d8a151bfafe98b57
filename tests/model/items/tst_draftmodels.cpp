#include "model/edit/draftkeeper.h"
#include "model/items/conflictmodel.h"
#include "model/items/draftlistmodel.h"
#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;
using tests::SmallWorkspace;

namespace {

QString picture(const QAbstractItemModel &model, const QList<int> &columns)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (const int column : columns)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(u" | "));
    }
    return lines.join(u'\n');
}

const QByteArray kHostile = "<img src='file:///x'>&%1";

} // namespace

class tst_DraftModels : public QObject
{
    Q_OBJECT

private slots:
    void listsDraftsAsTheyComeAndGo();
    void marksRecordsWithADraft();
    void showsHostileTextsAsTheyAre();
    void leavesConflictsOpenUntilSomebodyChooses();
    void takesAnEditedValueForAField();
};

void tst_DraftModels::listsDraftsAsTheyComeAndGo()
{
    const SmallWorkspace files(tests::record("r1", "app", "room GENERAL", R"({"a": 1})") +
                               tests::record("r2", "app", "misc x", R"({"a": 1})"));
    Editing editing(files.workspace(), {});
    DraftKeeper keeper(editing);
    DraftListModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDrafts(&keeper, files.workspace());
    Progress progress;
    const auto reader = files.workspace()->reader();
    const auto rows = (*reader)->records(Group(), progress);
    const QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    EditBuffer *first = keeper.open(*(*reader)->record((*rows)[0]));
    QCOMPARE(inserted.count(), 0);
    QVERIFY(first->change(u"Set"_s, setField(first->edited(), pathOf("data.a"), valueOf("2"))));
    keeper.open(*(*reader)->record((*rows)[1]))->setDeletion(true);
    QCOMPARE(inserted.count(), 2);
    const QString shown =
        picture(model, {DraftListModel::RecordColumn, DraftListModel::KeyColumn, DraftListModel::AppColumn, DraftListModel::StateColumn});
    QVERIFY2(shown.contains(u"Edited, not saved"_s) && shown.contains(u"To be deleted"_s) && shown.contains(u"room GENERAL"_s),
             qPrintable(shown));
    const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    first->undo();
    QCOMPARE(removed.count(), 1);
    QCOMPARE(model.rowCount(), 1);
    keeper.discard(keeper.drafts());
    QCOMPARE(model.rowCount(), 0);
}

void tst_DraftModels::marksRecordsWithADraft()
{
    const SmallWorkspace files(tests::record("r1", "app", "room GENERAL", R"({"a": 1})") +
                               tests::record("r2", "app", "room GENERAL", R"({"a": 1})"));
    Editing editing(files.workspace(), {});
    DraftKeeper keeper(editing);
    RecordTableModel model;
    model.setWorkspace(files.workspace());
    model.showGroup(Group());
    QTRY_COMPARE(model.rowCount(), 2);
    const auto reader = files.workspace()->reader();
    EditBuffer *buffer = keeper.open(*(*reader)->record(model.recordAt(1)));
    QVERIFY(buffer->change(u"Set"_s, setField(buffer->edited(), pathOf("data.a"), valueOf("2"))));
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setEditing(&editing, &keeper);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(model.index(1, RecordTableModel::KeyColumn).data(IconIdRole).toInt(), int(IconId::Draft));
    QVERIFY(model.index(1, RecordTableModel::KeyColumn).data(ToolTipTextRole).toString().endsWith(u"Edited, not saved"));
    QCOMPARE(model.index(0, RecordTableModel::KeyColumn).data(IconIdRole).toInt(), int(IconId::Record));
    model.setEditing(&editing, &keeper);
    QCOMPARE(changed.count(), 1);
    model.setValuesHidden(true);
    QCOMPARE(model.index(0, RecordTableModel::ValueColumn).data().toString(), hiddenText());
    QVERIFY(!model.copyText({0}, {RecordTableModel::ValueColumn}).contains(u"\"a\""));
}

void tst_DraftModels::showsHostileTextsAsTheyAre()
{
    const SmallWorkspace files;
    Editing editing(files.workspace(), {});
    DraftKeeper keeper(editing);
    DraftListModel model;
    model.setDrafts(&keeper, files.workspace());
    Record record;
    const KeyItem item{kHostile, kHostile, -1};
    record.appId = kHostile;
    record.body = newRecord(kHostile, {&item, 1}, valueOf("{}"), kHostile);
    (void)keeper.openNew(record);
    const QString shown =
        picture(model, {DraftListModel::RecordColumn, DraftListModel::KeyColumn, DraftListModel::AppColumn, DraftListModel::StateColumn});
    const QString text = QString::fromUtf8(kHostile);
    QCOMPARE(shown, u"%1 | %2 %3 | %4 | New, not saved"_s.arg(text, text, text, text));
}

void tst_DraftModels::leavesConflictsOpenUntilSomebodyChooses()
{
    ConflictModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setDocuments(documentOf(R"({"a": 1, "b": 1, "c": 1})"), documentOf(R"({"a": 2, "b": 2, "c": 1})"),
                       documentOf(R"({"a": 3, "b": 1, "c": 4})"));
    QCOMPARE(picture(model, {0, 1, 2, 3, 4}), u"a | 1 | 2 | 3 | not decided\nb | 1 | 2 | 1 | 2\nc | 1 | 1 | 4 | 4"_s);
    QCOMPARE(model.conflictCount(), 1);
    QCOMPARE(model.openCount(), 1);
    QVERIFY(!model.merged());
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.keepMine(0);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(jsonOf(*model.merged()), jsonOf(documentOf(R"({"a": 2, "b": 2, "c": 4})")));
    model.takeNow(0);
    QCOMPARE(jsonOf(*model.merged()), jsonOf(documentOf(R"({"a": 3, "b": 2, "c": 4})")));
}

void tst_DraftModels::takesAnEditedValueForAField()
{
    ConflictModel model;
    model.setDocuments(documentOf(R"({"a": 1})"), documentOf(R"({"a": 2})"), documentOf(R"({"a": 3})"));
    QCOMPARE(model.resultJson(0), QByteArray("2"));
    QVERIFY(!model.setResult(0, "{broken"));
    QCOMPARE(model.openCount(), 1);
    QVERIFY(model.setResult(0, R"({"x": [1]})"));
    QCOMPARE(jsonOf(*model.merged()), jsonOf(documentOf(R"({"a": {"x": [1]}})")));
}

QTEST_GUILESS_MAIN(tst_DraftModels)
#include "tst_draftmodels.moc"
