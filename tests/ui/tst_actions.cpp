#include "ui/window/actions.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

/// The menus, without a window behind them.
class tst_Actions : public QObject
{
    Q_OBJECT

private slots:
    void haveALetterOfTheirOwnInEachMenu();
    void haveKeysOfTheirOwn();

private:
    QMainWindow m_window;
    Actions m_actions{&m_window};
    QMenu m_recent{u"Open &recent"_s};
};

void tst_Actions::haveALetterOfTheirOwnInEachMenu()
{
    m_actions.fill(m_window.menuBar(), &m_recent);
    QList<QMenu *> menus = m_window.menuBar()->findChildren<QMenu *>();
    QVERIFY(menus.size() > 5);
    for (const QMenu *menu : menus) {
        QHash<QString, QString> taken;
        for (const QAction *action : menu->actions()) {
            const QString letter = QKeySequence::mnemonic(action->text()).toString();
            if (letter.isEmpty())
                continue;
            QVERIFY2(!taken.contains(letter), qPrintable(u"%1: %2 and %3"_s.arg(menu->title(), taken.value(letter), action->text())));
            taken.insert(letter, action->text());
        }
    }
}

void tst_Actions::haveKeysOfTheirOwn()
{
    QHash<QKeySequence, QString> taken;
    for (const QAction *action : m_window.actions()) {
        for (const QKeySequence &keys : action->shortcuts()) {
            QVERIFY2(!taken.contains(keys), qPrintable(u"%1: %2 and %3"_s.arg(keys.toString(), taken.value(keys), action->text())));
            taken.insert(keys, action->text());
        }
    }
    QVERIFY(taken.size() > 30);
}

QTEST_MAIN(tst_Actions)
#include "tst_actions.moc"
