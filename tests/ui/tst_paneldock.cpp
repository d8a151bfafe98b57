#include "ui/window/paneldock.h"

#include <QAction>
#include <QLineEdit>
#include <QMainWindow>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

/// Two docks in one place of a window, each with its action.
class tst_PanelDock : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void isHiddenUntilItsActionShowsIt();
    void comesBeforeTheDockThatSharesItsPlace();
    void comesToTheFrontInsteadOfClosingWhileItIsCovered();
    void closesWhenItIsSeen();
    void tellsItsActionWhenItIsClosedByItsButton();

private:
    /// The first one in front of the second.
    void showBoth();
    /// A dock that is covered is not hidden, but lies outside the window.
    static bool isSeen(const PanelDock *dock) { return !dock->panel()->visibleRegion().isEmpty(); }

    std::unique_ptr<QMainWindow> m_window;
    QAction *m_showFirst = nullptr;
    QAction *m_showSecond = nullptr;
    PanelDock *m_first = nullptr;
    PanelDock *m_second = nullptr;
};

void tst_PanelDock::init()
{
    m_window = std::make_unique<QMainWindow>();
    const auto action = [this](const QString &text) {
        auto *show = new QAction(text, m_window.get());
        show->setCheckable(true);
        return show;
    };
    m_showFirst = action(u"First"_s);
    m_showSecond = action(u"Second"_s);
    m_first = new PanelDock(u"First"_s, u"firstDock"_s, new QLineEdit, m_showFirst, m_window.get());
    m_second = new PanelDock(u"Second"_s, u"secondDock"_s, new QLineEdit, m_showSecond, m_window.get());
    m_window->addDockWidget(Qt::BottomDockWidgetArea, m_first);
    m_window->addDockWidget(Qt::BottomDockWidgetArea, m_second);
    m_window->tabifyDockWidget(m_first, m_second);
    m_window->resize(600, 400);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_PanelDock::cleanup()
{
    m_window.reset();
}

void tst_PanelDock::showBoth()
{
    m_showSecond->trigger();
    m_showFirst->trigger();
    QTRY_VERIFY(isSeen(m_first));
    QTRY_VERIFY(!isSeen(m_second));
}

void tst_PanelDock::isHiddenUntilItsActionShowsIt()
{
    QVERIFY(m_first->isHidden());
    QVERIFY(!m_showFirst->isChecked());
    m_showFirst->trigger();
    QTRY_VERIFY(isSeen(m_first));
    QVERIFY(m_showFirst->isChecked());
    QTRY_VERIFY(m_first->panel()->hasFocus());
}

void tst_PanelDock::comesBeforeTheDockThatSharesItsPlace()
{
    showBoth();
    m_second->bringUp();
    QTRY_VERIFY(isSeen(m_second));
    QTRY_VERIFY(!isSeen(m_first));
    QTRY_VERIFY(m_second->panel()->hasFocus());
}

void tst_PanelDock::comesToTheFrontInsteadOfClosingWhileItIsCovered()
{
    showBoth();
    QVERIFY(m_showSecond->isChecked());
    m_showSecond->trigger();
    QTRY_VERIFY(isSeen(m_second));
    QVERIFY(m_showSecond->isChecked());
    QVERIFY(m_showFirst->isChecked());
}

void tst_PanelDock::closesWhenItIsSeen()
{
    showBoth();
    m_showFirst->trigger();
    QTRY_VERIFY(m_first->isHidden());
    QVERIFY(!m_showFirst->isChecked());
    QTRY_VERIFY(isSeen(m_second));
}

void tst_PanelDock::tellsItsActionWhenItIsClosedByItsButton()
{
    showBoth();
    m_first->close();
    QTRY_VERIFY(!m_showFirst->isChecked());
    QVERIFY(m_showSecond->isChecked());
}

QTEST_MAIN(tst_PanelDock)
#include "tst_paneldock.moc"
