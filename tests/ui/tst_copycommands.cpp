#include "model/items/recordtablemodel.h"
#include "tests/support/smallworkspace.h"
#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/mainwindow.h"
#include "ui/window/theme.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QMenu>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// "Copy as" in the whole window.
class tst_CopyCommands : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_window.reset(); }

    void opensTheFormsByKeyAndCopiesTheSelectedRecords();
    void copiesTheCurrentFieldOfTheValue();
    void copiesNothingWhileValuesAreHidden();

private:
    [[nodiscard]] RecordTableView *table() const { return m_window->browser()->findChild<RecordTableView *>(); }
    [[nodiscard]] QMenu *menu() const { return m_window->findChild<QMenu *>(u"copyAsMenu"_s); }
    void choose(const QString &text) const;

    QTemporaryDir m_folder;
    std::unique_ptr<WindowSession> m_session;
    std::unique_ptr<ThemeSwitch> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void tst_CopyCommands::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    m_theme = std::make_unique<ThemeSwitch>();
}

void tst_CopyCommands::init()
{
    const QString name = QLatin1String(QTest::currentTestFunction());
    m_session = std::make_unique<WindowSession>(m_folder.filePath(name + u".ini"_s));
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->resize(1200, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    const QString path = m_folder.filePath(name + u".json"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 1; i <= 3; ++i)
        file.write(record("r" + QByteArray::number(i), "app", "misc feedback", "{\"a/b\":[" + QByteArray::number(i) + "]}"));
    file.close();
    m_window->open({path});
    QTRY_VERIFY(m_window->hasWorkspace());
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    table()->setFocus();
    QTRY_VERIFY(!m_window->opener()->isBusy());
    table()->selectOnly(0);
    QTRY_VERIFY(m_window->actions()[ActionId::CopyAs]->isEnabled());
    QTRY_VERIFY(!m_window->browser()->recordView()->isBusy());
    QApplication::clipboard()->clear();
}

void tst_CopyCommands::choose(const QString &text) const
{
    QTRY_VERIFY(menu());
    for (QAction *action : menu()->actions()) {
        if (action->text() == text) {
            action->trigger();
            menu()->close();
            QTRY_VERIFY(!menu());
            return;
        }
    }
    QFAIL(qPrintable(u"no form "_s + text));
}

void tst_CopyCommands::opensTheFormsByKeyAndCopiesTheSelectedRecords()
{
    QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(table(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    choose(u"mongosh filter"_s);
    QTRY_COMPARE(QApplication::clipboard()->text(), u"{ _id: { $in: [\n    'r1',\n    'r2',\n] } }"_s);
    m_window->actions()[ActionId::CopyAs]->trigger();
    choose(u"JSON, one record a line"_s);
    QTRY_COMPARE(QApplication::clipboard()->text().count(u'\n'), 2);
    m_window->actions()[ActionId::CopyAs]->trigger();
    choose(u"Tab-separated cells"_s);
    QTRY_COMPARE(QApplication::clipboard()->text().count(u'\t'), 8);
}

void tst_CopyCommands::copiesTheCurrentFieldOfTheValue()
{
    ValueTreeView *tree = m_window->browser()->recordView()->value()->tree();
    tree->revealField(*bson::Path::parse("data[\"a/b\"][0]"));
    tree->setFocus();
    QTRY_VERIFY(tree->hasFocus());
    QTRY_VERIFY(m_window->actions()[ActionId::CopyAs]->isEnabled());
    QCOMPARE(tree->currentIndex().data().toString(), u"0"_s);
    m_window->actions()[ActionId::CopyAs]->trigger();
    choose(u"JSON Pointer"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"/a~1b/0"_s);
    m_window->actions()[ActionId::CopyAs]->trigger();
    choose(u"mongosh filter"_s);
    QTRY_COMPARE(QApplication::clipboard()->text(), u"{ _id: 'r1' }"_s);
}

void tst_CopyCommands::copiesNothingWhileValuesAreHidden()
{
    m_window->actions()[ActionId::HideValues]->setChecked(true);
    QVERIFY(!m_window->actions()[ActionId::CopyAs]->isEnabled());
}

QTEST_MAIN(tst_CopyCommands)
#include "tst_copycommands.moc"
