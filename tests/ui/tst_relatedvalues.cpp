#include "model/items/valuecountsmodel.h"
#include "tests/support/smallworkspace.h"
#include "ui/panels/relatedvaluespanel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using tests::record;
using tests::SmallWorkspace;

/// The panel that lists the values of a field in all records of a group.
class tst_RelatedValues : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void listsTheValuesOfTheSelectedField();
    void filtersByAClick();
    void asksForRecordsWithoutTheField();
    void countsOnlyWhileItIsVisible();
    void copiesRows();
    void hidesValues();

private:
    static bson::Path path(const QByteArray &text) { return *bson::Path::parse(text); }
    void waitForRows(int rows) const { QTRY_COMPARE(m_panel->model()->rowCount(), rows); }
    QString cell(int row, int column) const { return m_panel->model()->index(row, column).data().toString(); }
    QTableView *table() const { return m_panel->findChild<QTableView *>(u"relatedTable"_s); }

    std::unique_ptr<SmallWorkspace> m_small;
    std::unique_ptr<RelatedValuesPanel> m_panel;
};

void tst_RelatedValues::init()
{
    m_small = std::make_unique<SmallWorkspace>(record("1", "a", "room R", R"({"rating":5,"list":[{"x":"<b>%1</b>"}]})") +
                                               record("2", "a", "room R", R"({"rating":5})") + record("3", "a", "room S", R"({})"));
    m_panel = std::make_unique<RelatedValuesPanel>();
    m_panel->resize(360, 400);
    m_panel->setWorkspace(m_small->workspace());
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

void tst_RelatedValues::listsTheValuesOfTheSelectedField()
{
    const QAbstractItemModelTester tester(m_panel->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
    m_panel->setPath(path("data.rating"));
    waitForRows(2);
    QCOMPARE(cell(0, ValueCountsModel::ValueColumn), u"5"_s);
    QCOMPARE(cell(0, ValueCountsModel::TypeColumn), u"Int32"_s);
    QCOMPARE(cell(0, ValueCountsModel::RecordsColumn), u"2"_s);
    QCOMPARE(cell(1, ValueCountsModel::ValueColumn), u"(missing)"_s);
    QCOMPARE(m_panel->findChild<QLabel *>(u"relatedPath"_s)->text(), u"data.rating"_s);
    QCOMPARE(m_panel->model()->summary(), u"1 value in 3 records"_s);
    m_panel->setPath(path("data.list[0].x"));
    QTRY_COMPARE(m_panel->findChild<QLabel *>(u"relatedPath"_s)->text(), u"data.list[].x"_s);
    QCOMPARE(cell(0, ValueCountsModel::ValueColumn), u"<b>%1</b>"_s);
}

void tst_RelatedValues::filtersByAClick()
{
    QSignalSpy requested(m_panel.get(), &RelatedValuesPanel::filterRequested);
    m_panel->setPath(path("data.rating"));
    waitForRows(2);
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(m_panel->model()->index(0, 0)).center());
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested[0][0].value<Filter>().toText(), QByteArray("data.rating=5"));
}

void tst_RelatedValues::asksForRecordsWithoutTheField()
{
    QSignalSpy requested(m_panel.get(), &RelatedValuesPanel::filterRequested);
    m_panel->setPath(path("data.rating"));
    waitForRows(2);
    table()->setFocus();
    table()->setCurrentIndex(m_panel->model()->index(1, 0));
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested[0][0].value<Filter>(), *Filter::parse("not has:data.rating"));
}

void tst_RelatedValues::countsOnlyWhileItIsVisible()
{
    m_panel->hide();
    m_panel->setPath(path("data.rating"));
    QVERIFY(!m_panel->model()->isBusy());
    QCOMPARE(m_panel->model()->rowCount(), 0);
    m_panel->show();
    waitForRows(2);
}

void tst_RelatedValues::copiesRows()
{
    m_panel->setPath(path("data.rating"));
    waitForRows(2);
    table()->setFocus();
    table()->selectAll();
    QTest::keySequence(table(), QKeySequence::Copy);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"5\tInt32\t2\t66%\n(missing)\t\t1\t33%"_s);
}

void tst_RelatedValues::hidesValues()
{
    m_panel->setPath(path("data.rating"));
    waitForRows(2);
    m_panel->setValuesHidden(true);
    QVERIFY(!table()->isVisible());
}

QTEST_MAIN(tst_RelatedValues)
#include "tst_relatedvalues.moc"
