#include "tests/model/edit/editing.h"
#include "ui/editor/compareview.h"
#include "ui/editor/textview.h"

#include <Qsci/qsciscintilla.h>

#include <QCheckBox>
#include <QClipboard>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

/// The view of two documents, driven by mouse and keys.
class TestCompareView final : public QObject
{
    Q_OBJECT

private:
    template <typename Widget>
    Widget *child(const QString &name) const
    {
        return m_view->findChild<Widget *>(name);
    }

    void compare(const QByteArray &before, const QByteArray &after) const
    {
        QSignalSpy compared(m_view->model(), &DifferenceModel::compared);
        m_view->showDifferences({documentOf(before), documentOf(after), u"<b>&%1</b>"_s, u"Now"_s});
        QVERIFY(compared.wait(20'000));
    }

    std::unique_ptr<CompareView> m_view;

private slots:
    void init();
    void showsOnlyDifferencesUntilAskedForAll();
    void filtersWhileTyping();
    void copiesTheSelectedDifferencesAsText();
    void showsBothDocumentsAsTextOnDemand();
    void stepsThroughDifferences();
    void stepsThroughDifferencesOfTheTexts();
    void saysThatEqualDocumentsAreEqual();
    void offersToRevertOnlyWhereItIsAllowed();
};

void TestCompareView::init()
{
    m_view = std::make_unique<CompareView>();
    m_view->resize(900, 400);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestCompareView::showsOnlyDifferencesUntilAskedForAll()
{
    compare(R"({"a":1,"b":2})", R"({"a":1,"b":3})");
    QCOMPARE(m_view->table()->model()->rowCount(), 1);
    QTest::mouseClick(child<QCheckBox>(u"onlyDifferences"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QCOMPARE(m_view->table()->model()->rowCount(), 2);
    QCOMPARE(m_view->model()->summary(), u"1 changed"_s);
}

void TestCompareView::filtersWhileTyping()
{
    compare(R"({"rating":1,"text":"a"})", R"({"rating":2,"text":"b"})");
    QTest::keyClicks(child<QLineEdit>(u"differenceFilter"_s), u"rat"_s);
    QCOMPARE(m_view->table()->model()->rowCount(), 1);
    QTest::keyClicks(child<QLineEdit>(u"differenceFilter"_s), u"x"_s);
    QVERIFY(child<QWidget>(u"compareEmpty"_s)->isVisible());
}

void TestCompareView::copiesTheSelectedDifferencesAsText()
{
    compare(R"({"a":1,"b":2})", R"({"a":2,"b":"<i>%1</i>"})");
    QTableView *table = m_view->table();
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(1, 0)).center());
    QTest::keySequence(table, QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"~ b: 2 (Int32) → <i>%1</i> (Text)"_s);
    table->clearSelection();
    m_view->copyDifferences();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"~ a: 1 → 2\n~ b: 2 (Int32) → <i>%1</i> (Text)"_s);
}

void TestCompareView::showsBothDocumentsAsTextOnDemand()
{
    compare(R"({"a":1})", R"({"a":2})");
    QTest::mouseClick(child<QToolButton>(u"compareAsText"_s), Qt::LeftButton);
    QTRY_COMPARE(child<TextView>(u"textBefore"_s)->text(), QByteArray("{\n  \"a\": 1\n}"));
    QCOMPARE(child<TextView>(u"textAfter"_s)->text(), QByteArray("{\n  \"a\": 2\n}"));
    compare(R"({"a":3})", R"({"a":2})");
    QTRY_COMPARE(child<TextView>(u"textBefore"_s)->text(), QByteArray("{\n  \"a\": 3\n}"));
}

void TestCompareView::stepsThroughDifferences()
{
    compare(R"({"a":1,"b":2,"c":3,"d":4})", R"({"a":1,"b":9,"c":3,"d":9})");
    child<QCheckBox>(u"onlyDifferences"_s)->setChecked(false);
    const auto path = [&] { return m_view->table()->currentIndex().siblingAtColumn(DifferenceModel::PathColumn).data().toString(); };
    QTest::mouseClick(child<QToolButton>(u"nextDifference"_s), Qt::LeftButton);
    QCOMPARE(path(), u"b"_s);
    m_view->table()->setFocus();
    QTest::keyClick(m_view->table(), Qt::Key_F7);
    QCOMPARE(path(), u"d"_s);
    QTest::keyClick(m_view->table(), Qt::Key_F7);
    QCOMPARE(path(), u"b"_s);
    QTest::keyClick(m_view->table(), Qt::Key_F7, Qt::ShiftModifier);
    QCOMPARE(path(), u"d"_s);
    m_view->table()->setCurrentIndex({});
    QTest::mouseClick(child<QToolButton>(u"previousDifference"_s), Qt::LeftButton);
    QCOMPARE(path(), u"d"_s);
    compare(R"({"a":1})", R"({"a":1})");
    QVERIFY(!child<QToolButton>(u"nextDifference"_s)->isEnabled());
}

void TestCompareView::stepsThroughDifferencesOfTheTexts()
{
    QByteArray before = "{", after = "{";
    for (int i = 0; i < 300; ++i) {
        const QByteArray name = (i > 0 ? ",\"f" : "\"f") + QByteArray::number(i) + "\":";
        before += name + "1";
        after += name + (i == 7 || i == 290 ? "2" : "1");
    }
    compare(before + '}', after + '}');
    QTest::mouseClick(child<QToolButton>(u"compareAsText"_s), Qt::LeftButton);
    auto *editor = child<TextView>(u"textAfter"_s)->findChild<QsciScintilla *>();
    const auto line = [&] {
        int at = 0, column = 0;
        editor->getCursorPosition(&at, &column);
        return at;
    };
    QTRY_COMPARE(line(), 8);
    QTest::mouseClick(child<QToolButton>(u"nextDifference"_s), Qt::LeftButton);
    QCOMPARE(line(), 291);
    QCOMPARE(editor->markersAtLine(291) != 0, true);
    QCOMPARE(editor->markersAtLine(290), 0U);
    QTest::mouseClick(child<QToolButton>(u"nextDifference"_s), Qt::LeftButton);
    QCOMPARE(line(), 8);
}

void TestCompareView::saysThatEqualDocumentsAreEqual()
{
    compare(R"({"a":1})", R"({"a":1})");
    QVERIFY(child<QWidget>(u"compareEmpty"_s)->isVisible());
    QCOMPARE(m_view->model()->summary(), u"No difference"_s);
}

void TestCompareView::offersToRevertOnlyWhereItIsAllowed()
{
    compare(R"({"a":1,"b":{"c":1}})", R"({"a":1,"b":{"c":2}})");
    m_view->table()->setCurrentIndex(m_view->model()->index(0, 0));
    QVERIFY(!m_view->revertiblePath());
    m_view->setRevertible(true);
    QCOMPARE(m_view->revertiblePath()->toText(), QByteArray("b.c"));
}

QTEST_MAIN(TestCompareView)
#include "tst_compareview.moc"
