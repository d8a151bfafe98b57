#include "model/items/recordtablemodel.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/widgets/messagebar.h"

#include <QClipboard>
#include <QMenu>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// "Copy as" in the whole window.
class tst_CopyCommands : public WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void opensTheFormsByKeyAndCopiesTheSelectedRecords();
    void copiesTheCurrentFieldOfTheValue();
    void copiesNothingWhileValuesAreHidden();

private:
    [[nodiscard]] QMenu *menu() const { return m_window->findChild<QMenu *>(u"copyAsMenu"_s); }
    void choose(const QString &text) const;
};

void tst_CopyCommands::init()
{
    showWindow();
    openDump(record("r1", "app", "misc feedback", R"({"a/b":[1]})") + record("r2", "app", "misc feedback", R"({"a/b":[2]})") +
             record("r3", "app", "misc feedback", R"({"a/b":[3]})"));
    table()->setFocus();
    QTRY_VERIFY(!m_window->opener()->isBusy());
    table()->selectOnly(0);
    QTRY_VERIFY(action(ActionId::CopyAs)->isEnabled());
    QTRY_VERIFY(!recordView()->isBusy());
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
    action(ActionId::CopyAs)->trigger();
    choose(u"JSON, one record a line"_s);
    QTRY_COMPARE(QApplication::clipboard()->text().count(u'\n'), 2);
    action(ActionId::CopyAs)->trigger();
    choose(u"Tab-separated cells"_s);
    QTRY_COMPARE(QApplication::clipboard()->text().count(u'\t'), 8);
}

void tst_CopyCommands::copiesTheCurrentFieldOfTheValue()
{
    valueTree()->revealField(*bson::Path::parse("data[\"a/b\"][0]"));
    valueTree()->setFocus();
    QTRY_VERIFY(valueTree()->hasFocus());
    QTRY_VERIFY(action(ActionId::CopyAs)->isEnabled());
    QCOMPARE(valueTree()->currentIndex().data().toString(), u"0"_s);
    action(ActionId::CopyAs)->trigger();
    choose(u"JSON Pointer"_s);
    QCOMPARE(QApplication::clipboard()->text(), u"/a~1b/0"_s);
    action(ActionId::CopyAs)->trigger();
    choose(u"mongosh filter"_s);
    QTRY_COMPARE(QApplication::clipboard()->text(), u"{ _id: 'r1' }"_s);
}

void tst_CopyCommands::copiesNothingWhileValuesAreHidden()
{
    action(ActionId::HideValues)->setChecked(true);
    QVERIFY(!action(ActionId::CopyAs)->isEnabled());
}

QTEST_MAIN(tst_CopyCommands)
#include "tst_copycommands.moc"
