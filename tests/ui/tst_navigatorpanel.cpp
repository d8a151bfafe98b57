#include "model/items/navigatormodel.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/tree/navigatorview.h"
#include "ui/widgets/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QIdentityProxyModel>
#include <QLineEdit>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

namespace {

/// What the view shows, one row a line; `>` marks the current one.
QString printView(const NavigatorView &view)
{
    QString text;
    for (QModelIndex index = view.model()->index(0, 0); index.isValid(); index = view.indexBelow(index)) {
        int level = 0;
        for (QModelIndex above = index.parent(); above.isValid(); above = above.parent())
            ++level;
        text += (index == view.currentIndex() ? u">"_s : u" "_s) + QString(level * 2, u' ') + index.data(NameRole).toString() + u'\n';
    }
    return text;
}

QByteArray manyTargets(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i).rightJustified(6, '0');
        text += record("r" + number, "app", "misc id" + number);
    }
    return text;
}

/// Counts how often a view asks for data.
class CountingModel final : public QIdentityProxyModel
{
public:
    QVariant data(const QModelIndex &index, int role) const override
    {
        ++calls;
        return QIdentityProxyModel::data(index, role);
    }
    mutable int calls = 0;
};

} // namespace

class TestNavigatorPanel final : public QObject
{
    Q_OBJECT

private:
    static NavigatorView *viewOf(const NavigatorPanel &panel) { return panel.findChild<NavigatorView *>(); }
    static QModelIndex find(const NavigatorPanel &panel, const QList<QByteArray> &path)
    {
        return static_cast<NavigatorModel *>(viewOf(panel)->model())->indexOf(path);
    }
    static void show(NavigatorPanel &panel)
    {
        panel.resize(300, 200);
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
    }

private slots:
    void opensASingleApp()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A") + record("r2", "app", "user u"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        QCOMPARE(printView(*viewOf(panel)), u" app\n   room\n   user\n"_s);
    }

    void tellsWhatIsSelected()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        QSignalSpy groups(&panel, &NavigatorPanel::groupSelected);
        QSignalSpy records(&panel, &NavigatorPanel::recordSelected);
        show(panel);
        viewOf(panel)->setCurrentIndex(find(panel, {"0app", "0room"}));
        // By the keyboard: open the model, go to the id, open it, go to the record.
        for (const Qt::Key key : {Qt::Key_Right, Qt::Key_Down, Qt::Key_Right, Qt::Key_Down})
            QTest::keyClick(viewOf(panel), key);
        QCOMPARE(groups.size(), 3);
        QVERIFY(groups[1][0].value<Group>().target.isValid());
        QCOMPARE(groups[1][0], groups[2][0]);
        QCOMPARE(records.size(), 1);
    }

    void revealsAGroupInTheModeThatHasIt()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A,user u") + record("r2", "app", "user u"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        QSignalSpy modes(&panel, &NavigatorPanel::modeChanged);
        const auto reader = workspace.workspace()->reader().value();
        const AppRow app = reader->apps()->first().row;
        panel.reveal({app, {}, {}, reader->keyShapes(app)->first().row});
        QCOMPARE(printView(*viewOf(panel)), u" app\n>  room + user\n   user\n"_s);
        panel.reveal({app, reader->models(app)->first().row, {}});
        QCOMPARE(printView(*viewOf(panel)), u" app\n>  room\n   user\n"_s);
        QCOMPARE(modes.size(), 2);
    }

    void copiesTheKeyByTheButtonOfTheRowUnderTheMouse()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        NavigatorView *view = viewOf(panel);
        view->expand(find(panel, {"0app", "0room"}));
        const QRect row = view->visualRect(find(panel, {"0app", "0room", "A"}));
        QGuiApplication::clipboard()->clear();
        // Left of the count are the buttons: first the one that copies.
        const int side = view->style()->pixelMetric(QStyle::PM_SmallIconSize);
        const int count = view->fontMetrics().horizontalAdvance(u"1"_s);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, QPoint(row.right() - 3 - count - 6 - side / 2, row.center().y()));
        QCOMPARE(QGuiApplication::clipboard()->text(), u"room A"_s);
    }

    void refreshKeepsExpansionSelectionAndScrollPosition()
    {
        SmallWorkspace workspace(manyTargets(300));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        NavigatorView *view = viewOf(panel);
        view->expand(find(panel, {"0app", "0misc"}));
        view->expand(find(panel, {"0app", "0misc", "id000100"}));
        view->setCurrentIndex(find(panel, {"0app", "0misc", "id000105"}));
        view->scrollTo(find(panel, {"0app", "0misc", "id000100"}), QAbstractItemView::PositionAtTop);
        const QModelIndex top = view->indexAt({5, 5});
        QCOMPARE(top.data(NameRole).toString(), u"id000100"_s);

        workspace.import(record("new1", "app", "misc id000000a") + record("new2", "aaa", "room A"));
        panel.refresh();
        QVERIFY(view->isExpanded(find(panel, {"0app", "0misc", "id000100"})));
        QCOMPARE(view->currentIndex().data(NameRole).toString(), u"id000105"_s);
        QCOMPARE(view->indexAt({5, 5}).data(NameRole).toString(), u"id000100"_s);
        QVERIFY(printView(*view).startsWith(u" aaa\n app\n   misc\n     id000000\n     id000000a\n"));
    }

    void keepsItsStateForTheNextSession()
    {
        const SmallWorkspace workspace(manyTargets(12'000) + record("x", "zoom", "room A"));
        QByteArray state;
        {
            NavigatorPanel panel;
            panel.setWorkspace(workspace.workspace());
            show(panel);
            const QModelIndex id = find(panel, {"0app", "0misc", "id005001"});
            viewOf(panel)->setCurrentIndex(id);
            viewOf(panel)->expand(id);
            state = panel.saveState();
        }
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.restoreState(state);
        const QModelIndex id = find(panel, {"0app", "0misc", "id005001"});
        QCOMPARE(viewOf(panel)->currentIndex(), id);
        QVERIFY(viewOf(panel)->isExpanded(id) && viewOf(panel)->isExpanded(id.parent()) && viewOf(panel)->isExpanded(id.parent().parent()));
        panel.restoreState("rubbish");
        QCOMPARE(viewOf(panel)->currentIndex(), id);
    }

    void filterShowsMatchesAndGivesTheTreeBack()
    {
        const SmallWorkspace workspace(record("r1", "app", "room GENERAL") + record("r2", "app", "room other") +
                                       record("r3", "zoom", "user u"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        NavigatorView *view = viewOf(panel);
        view->expand(find(panel, {"0app"}));
        const QString before = printView(*view);
        auto *box = panel.findChild<QLineEdit *>(u"treeFilter"_s);
        QTest::keyClicks(box, u"gener"_s);
        QCOMPARE(printView(*view), before);
        QTRY_COMPARE(printView(*view), u" app\n   room\n     GENERAL\n"_s);
        QCOMPARE(panel.findChild<PlainLabel *>(u"treeFilterNote"_s)->text(), u"1 of 3 ids"_s);
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_COMPARE(printView(*view), before);
        QVERIFY(panel.findChild<PlainLabel *>(u"treeFilterNote"_s)->isHidden());
    }

    void givesThePlaceInALargeTreeBackAfterTheFilter()
    {
        const SmallWorkspace workspace(manyTargets(12'000) + record("r", "zoom", "room GENERAL"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        NavigatorView *view = viewOf(panel);
        auto *model = panel.findChild<NavigatorModel *>();
        const QList<QByteArray> path = {"0app", "0misc", "id003900"};
        view->setCurrentIndex(find(panel, path));
        view->putOnTop(find(panel, {"0app", "0misc", "id003895"}));
        const QString top = view->topRow().data(NameRole).toString();
        QCOMPARE(top, u"id003895"_s);
        auto *box = panel.findChild<QLineEdit *>(u"treeFilter"_s);
        QTest::keyClicks(box, u"general"_s);
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(view->model()->rowCount(), 1);
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_COMPARE(model->path(view->currentIndex()), path);
        QTRY_COMPARE(view->topRow().data(NameRole).toString(), top);
        QVERIFY(view->viewport()->rect().contains(view->visualRect(view->currentIndex())));
    }

    void saysWhenTheFilterFindsNothing()
    {
        const SmallWorkspace workspace(record("r1", "app", "room GENERAL"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        auto *box = panel.findChild<QLineEdit *>(u"treeFilter"_s);
        QTest::keyClicks(box, u"nothing"_s);
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_VERIFY(panel.findChild<QWidget *>(u"treeEmpty"_s)->isVisible());
        QTest::keyClick(box, Qt::Key_Escape);
        QTRY_VERIFY(viewOf(panel)->isVisible());
    }

    void revealTakesTheFilterAway()
    {
        const SmallWorkspace workspace(record("r1", "app", "room GENERAL") + record("r2", "zoom", "user u"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        const Group zoom = find(panel, {"0zoom", "0user"}).data(GroupRole).value<Group>();
        auto *box = panel.findChild<QLineEdit *>(u"treeFilter"_s);
        box->setText(u"general"_s);
        QTest::keyClick(box, Qt::Key_Return);
        QTRY_COMPARE(viewOf(panel)->model()->rowCount(), 1);
        panel.reveal(zoom);
        QCOMPARE(viewOf(panel)->currentIndex(), find(panel, {"0zoom", "0user"}));
        QVERIFY(box->text().isEmpty());
    }

    void typingLettersJumps()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A") + record("r2", "zoom", "user u"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        viewOf(panel)->setCurrentIndex(find(panel, {"0app"}));
        QTest::keyClicks(viewOf(panel), u"zo"_s);
        QCOMPARE(viewOf(panel)->currentIndex(), find(panel, {"0zoom"}));
    }

    void starOpensWithinBounds()
    {
        const SmallWorkspace workspace(manyTargets(3'000) + record("x", "zoom", "room A,user u"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        show(panel);
        NavigatorView *view = viewOf(panel);
        QSignalSpy stopped(view, &NavigatorView::expandStopped);
        view->setCurrentIndex(find(panel, {"0zoom"}));
        QTest::keyClick(view, Qt::Key_Asterisk);
        QVERIFY(view->isExpanded(find(panel, {"0zoom", "0user", "u"})));
        QCOMPARE(stopped.size(), 0);
        view->setCurrentIndex(find(panel, {"0app"}));
        QTest::keyClick(view, Qt::Key_Asterisk);
        QVERIFY(view->isExpanded(find(panel, {"0app", "0misc"})));
        QCOMPARE(stopped.size(), 1);
    }

    void asksOnlyForRowsInSight()
    {
        const SmallWorkspace workspace(manyTargets(10'000));
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        CountingModel counting;
        counting.setSourceModel(&model);
        NavigatorView view;
        view.setModel(&counting);
        view.resize(300, 400);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        counting.calls = 0;
        const QModelIndex app = counting.index(0, 0);
        view.expand(app);
        view.expand(counting.index(0, 0, app));
        view.viewport()->repaint();
        QVERIFY2(counting.calls < 1'000, qPrintable(QString::number(counting.calls)));
    }

    void survivesHostileTexts()
    {
        const SmallWorkspace workspace(record("r1", "<b>app</b>", R"(room <img src=http://x>,misc %1 & %2,user a\u0000b,file \u202egnp)"));
        NavigatorPanel panel;
        panel.setWorkspace(workspace.workspace());
        panel.setLayoutDirection(Qt::RightToLeft);
        show(panel);
        viewOf(panel)->expandAll();
        QVERIFY(!panel.grab().isNull());
        QVERIFY(printView(*viewOf(panel)).contains(u"<img src=http://x>"));
        emit viewOf(panel)->customContextMenuRequested({20, 5});
        QVERIFY(panel.findChild<QMenu *>());
    }

    void saysWhatToDoWithoutAWorkspace()
    {
        NavigatorPanel panel;
        show(panel);
        QVERIFY(panel.findChild<QWidget *>(u"treeEmpty"_s)->isVisible());
        QVERIFY(!panel.findChild<QLineEdit *>(u"treeFilter"_s)->isEnabled());
    }
};

QTEST_MAIN(TestNavigatorPanel)
#include "tst_navigatorpanel.moc"
