#include "model/items/recordcomparisonmodel.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/compareview.h"
#include "ui/panels/recordcomparisonpanel.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/comparedock.h"
#include "ui/window/groupsdialog.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace persistence;
using namespace Qt::StringLiterals;
using tests::record;

/// The whole window, offscreen: workspaces, dumps and groups compared.
class tst_Comparing : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void comparesWithADumpAndShowsTheFieldsOfARecord();
    void goesToTheRecordByReturn();
    void saysWhereARecordIsThatIsNotOpen();
    void comparesByKeyAndTheOtherWayRound();
    void hidesKindsAndFilters();
    void copiesTheListForASpreadsheet();
    void comparesTwoGroupsThatArePicked();
    void refusesToCompareAWorkspaceWithItself();
    void forgetsTheOtherSideWhenTheWorkspaceIsClosed();
    void hidesFieldsInPresentationMode();

private:
    void compareWith(const QByteArray &lines) const
    {
        m_window->findChild<CompareDock *>()->compareWith({writeFile(u"after.json"_s, lines)});
        QTRY_VERIFY_WITH_TIMEOUT(model()->isComplete(), 20'000);
    }

    template <typename Widget>
    Widget *child(const QString &name) const
    {
        return panel()->findChild<Widget *>(name);
    }

    void select(int row) const
    {
        list()->setFocus();
        list()->setCurrentIndex(model()->index(row, 0));
    }

    /// A room of the only app.
    Group groupOf(const QByteArray &room) const
    {
        const auto reader = *m_window->opened().workspace->reader();
        const AppRow app = reader->apps()->first().row;
        for (const ModelSummary &model : *reader->models(app)) {
            const TargetList targets = *reader->targets(app, model.row);
            for (qint64 i = 0; model.name == "room" && i < targets.size(); ++i) {
                const TargetRow row = targets.at(i);
                if (reader->targetSummaries(std::span(&row, 1))->first().id == room)
                    return {app, model.row, row};
            }
        }
        return {};
    }

    RecordComparisonPanel *panel() const { return m_window->findChild<RecordComparisonPanel *>(); }
    RecordComparisonModel *model() const { return panel()->model(); }
    QTableView *list() const { return child<QTableView>(u"comparisonTable"_s); }
    QString title() const { return child<QLabel>(u"comparisonTitle"_s)->text(); }
};

void tst_Comparing::init()
{
    showWindow();
    open({writeFile(u"before.json"_s, record("a", "app", "room R,misc m", R"({"rating":1})") +
                                          record("b", "app", "room R,misc n", R"({"rating":1})") +
                                          record("c", "app", "room S,misc m", R"({"rating":1})"))});
}

void tst_Comparing::comparesWithADumpAndShowsTheFieldsOfARecord()
{
    compareWith(record("a", "app", "room R,misc m", R"({"rating":2})") + record("c", "app", "room S,misc m", R"({"rating":1})"));
    QVERIFY(panel()->isVisible());
    QCOMPARE(title(), u"before.json → after.json"_s);
    QCOMPARE(model()->rowCount(), 2);
    QCOMPARE(child<QLabel>(u"sameRecords"_s)->text(), u"1 same"_s);
    QCOMPARE(child<QToolButton>(u"kind0"_s)->text(), u"0 added"_s);
    // The first record is selected, so that there is something to see.
    QTRY_COMPARE(panel()->compareView()->model()->copyText({0}), u"~ data.rating: 1 → 2"_s);
    select(1);
    QTRY_VERIFY(panel()->compareView()->model()->copyText({0}).startsWith(u"- _id: b"_s));
}

void tst_Comparing::goesToTheRecordByReturn()
{
    compareWith(record("a", "app", "room R,misc m", R"({"rating":2})"));
    select(1);
    QTest::keyClick(list(), Qt::Key_Return);
    QTRY_COMPARE(browser()->place().record, model()->recordAt(1)->before);
}

void tst_Comparing::saysWhereARecordIsThatIsNotOpen()
{
    compareWith(record("new", "app", "room R"));
    select(3);
    QCOMPARE(model()->recordAt(3)->kind, DifferenceKind::Added);
    QTest::keyClick(list(), Qt::Key_Return);
    QVERIFY(panel()->findChild<MessageBar *>()->text().contains(u"only in after.json"_s));
}

void tst_Comparing::comparesByKeyAndTheOtherWayRound()
{
    compareWith(record("x", "app", "room R,misc m", R"({"rating":1})"));
    QCOMPARE(model()->rowCount(), 4);
    auto *by = child<QComboBox>(u"compareBy"_s);
    by->setCurrentIndex(1);
    emit by->activated(1);
    QTRY_VERIFY(model()->isComplete());
    QVERIFY(child<QCheckBox>(u"onlyValues"_s)->isChecked());
    QCOMPARE(model()->total().of(DifferenceKind::Same), 1);
    QCOMPARE(model()->total().of(DifferenceKind::Removed), 2);
    child<QToolButton>(u"swapSides"_s)->click();
    QTRY_VERIFY(model()->isComplete());
    QCOMPARE(title(), u"after.json → before.json"_s);
    QCOMPARE(model()->total().of(DifferenceKind::Added), 2);
}

void tst_Comparing::hidesKindsAndFilters()
{
    compareWith(record("new", "app", "room R"));
    child<QToolButton>(u"kind1"_s)->click();
    QCOMPARE(model()->rowCount(), 1);
    child<QToolButton>(u"kind1"_s)->click();
    QTest::keyClicks(child<QLineEdit>(u"comparisonFilter"_s), u"room:S"_s);
    QTest::keyClick(child<QLineEdit>(u"comparisonFilter"_s), Qt::Key_Return);
    QTRY_COMPARE(model()->rowCount(), 1);
    QTest::keyClicks(child<QLineEdit>(u"comparisonFilter"_s), u" nowhere"_s);
    QTRY_VERIFY(child<QWidget>(u"comparisonEmpty"_s)->isVisible());
}

void tst_Comparing::copiesTheListForASpreadsheet()
{
    compareWith(record("a", "app", "room R,misc m", R"({"rating":2})"));
    QGuiApplication::clipboard()->clear();
    select(0);
    QTest::keySequence(list(), QKeySequence::Copy);
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), u"changed\tapp\troom R · misc m\ta\troom R · misc m\ta\t1\n"_s);
    QTRY_VERIFY(child<QToolButton>(u"copyComparison"_s)->isEnabled());
    child<QToolButton>(u"copyComparison"_s)->click();
    QTRY_COMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 4);
}

void tst_Comparing::comparesTwoGroupsThatArePicked()
{
    action(ActionId::CompareGroups)->trigger();
    auto *dialog = m_window->findChild<GroupsDialog *>();
    QVERIFY(dialog);
    auto *compare = dialog->findChild<QPushButton *>(u"compareGroupsButton"_s);
    QVERIFY(!compare->isEnabled());
    dialog->choose(0, groupOf("R"));
    QVERIFY(!compare->isEnabled());
    dialog->choose(1, groupOf("R"));
    QVERIFY(!compare->isEnabled());
    dialog->choose(1, groupOf("S"));
    QVERIFY(compare->isEnabled());
    compare->click();
    QTRY_VERIFY(model()->isComplete());
    QCOMPARE(title(), u"app room R → app room S"_s);
    QCOMPARE(model()->total().of(DifferenceKind::Same), 1);
    QCOMPARE(model()->total().of(DifferenceKind::Removed), 1);
}

void tst_Comparing::refusesToCompareAWorkspaceWithItself()
{
    QSignalSpy failed(m_window->opener(), &Opener::failed);
    m_window->findChild<CompareDock *>()->compareWith({filePath(u"before.json"_s)});
    QVERIFY(failed.wait(20'000));
    QVERIFY(m_window->messageBar()->text().contains(u"is what is open here"_s));
    QVERIFY(m_window->hasWorkspace());
}

void tst_Comparing::forgetsTheOtherSideWhenTheWorkspaceIsClosed()
{
    compareWith(record("a", "app", "room R"));
    const std::weak_ptr<Workspace> other = model()->order().after.workspace;
    action(ActionId::Close)->trigger();
    QVERIFY(!model()->hasOrder());
    QTRY_VERIFY(other.expired());
}

void tst_Comparing::hidesFieldsInPresentationMode()
{
    compareWith(record("a", "app", "room R,misc m", R"({"rating":2})"));
    action(ActionId::HideValues)->setChecked(true);
    select(0);
    QTest::qWait(1);
    QCOMPARE(panel()->compareView()->model()->rowCount(), 0);
}

QTEST_MAIN(tst_Comparing)
#include "tst_comparing.moc"
