#include "model/edit/editing.h"
#include "model/items/historymodel.h"
#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"
#include "ui/editor/compareview.h"
#include "ui/panels/changeview.h"
#include "ui/panels/historypanel.h"
#include "ui/widgets/messagebar.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;
using tests::SmallWorkspace;

/// The history panel on a workspace of its own, driven by mouse and keys.
class TestHistoryPanel final : public QObject
{
    Q_OBJECT

private:
    template <typename Widget>
    Widget *child(const QString &name) const
    {
        return m_panel->findChild<Widget *>(name);
    }
    QTableView *table() const { return child<QTableView>(u"historyTable"_s); }
    QTableView *differences() const { return child<QTableView>(u"differenceTable"_s); }
    MessageBar *messages() const { return m_panel->findChild<MessageBar *>(); }

    RecordRow rowOf(const QByteArray &id) const
    {
        const auto rows = (*m_files->workspace()->reader())->findRecords(RecordId::candidates(QString::fromUtf8(id)).constFirst());
        return rows->empty() ? RecordRow() : rows->front();
    }

    QByteArray json(const QByteArray &id) const { return jsonOf((*m_files->workspace()->reader())->record(rowOf(id))->body); }

    /// Sets a field of each record as one change, and waits until it is written.
    void set(const QString &title, const QByteArrayList &ids, const QByteArray &path, const QByteArray &value) const
    {
        std::vector<RecordRow> rows;
        for (const QByteArray &id : ids)
            rows.push_back(rowOf(id));
        QSignalSpy changed(m_editing.get(), &Editing::changed);
        m_editing->run(
            title,
            [=](Session &session, Progress &progress) {
                return session.applyToMany(
                    title, rows,
                    [&](const Record &record) -> Result<std::optional<QByteArray>> {
                        return std::optional(setField(record, pathOf(path), valueOf(value)).value());
                    },
                    progress);
            },
            m_editing.get());
        QVERIFY(changed.wait(20'000));
    }

    void select(int row, Qt::KeyboardModifiers modifiers = {}) const
    {
        const QRect cell = table()->visualRect(table()->model()->index(row, HistoryModel::TitleColumn));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, modifiers, cell.center());
    }

    QStringList rows() const
    {
        QStringList texts;
        const QAbstractItemModel *model = differences()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            texts.append(u"%1: %2 → %3"_s.arg(model->index(row, DifferenceModel::PathColumn).data().toString(),
                                              model->index(row, DifferenceModel::BeforeColumn).data().toString(),
                                              model->index(row, DifferenceModel::AfterColumn).data().toString()));
        }
        return texts;
    }

    void click(const QString &button) const { QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton); }

    /// The button of the message bar that has this text; null while it is not there.
    [[nodiscard]] QPushButton *answerButton(const QString &text) const
    {
        for (QPushButton *button : messages()->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text() == text)
                return button;
        }
        return nullptr;
    }
    /// Clicks it as soon as it is there: a change is on the disk before the panel hears of it.
    void answer(const QString &text) const
    {
        QTRY_VERIFY2(answerButton(text), qPrintable(u"no button "_s + text));
        QTest::mouseClick(answerButton(text), Qt::LeftButton);
    }

    std::unique_ptr<SmallWorkspace> m_files;
    std::unique_ptr<Editing> m_editing;
    std::unique_ptr<HistoryPanel> m_panel;

private slots:
    void init();
    void cleanup();
    void showsWhatTheNewestChangeDidAndOlderVersionsAgainstNow();
    void comparesTwoSelectedVersions();
    void revertsARecordToAVersionAndTakesThatBack();
    void revertsASingleField();
    void asksBeforeItRevertsAChangeOfManyRecords();
    void revertsEverythingSinceAChange();
    void saysHowManyRecordsAnImportBrought();
    void showsCountsAndHeadersInFull();
    void stepsThroughTheRecordsOfAChange();
    void saysWhyNothingCanBeRevertedWhileLocked();
    void filtersAndShowsHostileTexts();
    void saysWhatToDoWhereThereIsNothing();
};

void TestHistoryPanel::init()
{
    m_files = std::make_unique<SmallWorkspace>(tests::record("r1", "app", "room A", R"({"n":0,"t":"a"})") +
                                               tests::record("r2", "app", "room B", R"({"n":0})"));
    m_editing = std::make_unique<Editing>(m_files->workspace(), QString());
    m_panel = std::make_unique<HistoryPanel>();
    m_panel->resize(1200, 400);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    m_panel->setEditing(m_editing.get());
}

void TestHistoryPanel::cleanup()
{
    m_panel.reset();
    m_editing.reset();
    m_files.reset();
}

void TestHistoryPanel::showsWhatTheNewestChangeDidAndOlderVersionsAgainstNow()
{
    set(u"One"_s, {"r1"}, "data.n", "1");
    set(u"Two"_s, {"r1"}, "data.n", "2");
    m_panel->setRecord(rowOf("r1"));
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    QTRY_COMPARE(rows(), QStringList{u"data.n: 1 → 2"_s});
    QVERIFY(!child<QPushButton>(u"revertSelected"_s)->isEnabled());
    select(2);
    QTRY_COMPARE(rows(), QStringList{u"data.n: 0 → 2"_s});
    QVERIFY(child<QPushButton>(u"revertSelected"_s)->isEnabled());
}

void TestHistoryPanel::comparesTwoSelectedVersions()
{
    set(u"One"_s, {"r1"}, "data.n", "1");
    set(u"Two"_s, {"r1"}, "data.n", "2");
    set(u"Three"_s, {"r1"}, "data.n", "3");
    m_panel->setRecord(rowOf("r1"));
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    select(1);
    select(3, Qt::ControlModifier);
    QTRY_COMPARE(rows(), QStringList{u"data.n: 0 → 2"_s});
    select(2, Qt::ControlModifier);
    QTRY_COMPARE(differences()->model()->rowCount(), 0);
}

void TestHistoryPanel::revertsARecordToAVersionAndTakesThatBack()
{
    set(u"One"_s, {"r1"}, "data.n", "1");
    set(u"Two"_s, {"r1"}, "data.n", "2");
    m_panel->setRecord(rowOf("r1"));
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    select(2);
    QTRY_VERIFY(child<QPushButton>(u"revertSelected"_s)->isEnabled());
    click(u"revertSelected"_s);
    QTRY_VERIFY(messages()->isVisible());
    QVERIFY(json("r1").contains("\"n\":0"));
    QTRY_COMPARE(table()->model()->rowCount(), 4);
    answer(u"Undo"_s);
    QTRY_VERIFY(json("r1").contains("\"n\":2"));
    QTRY_COMPARE(table()->model()->rowCount(), 5);
}

void TestHistoryPanel::revertsASingleField()
{
    set(u"N"_s, {"r1"}, "data.n", "1");
    set(u"T"_s, {"r1"}, "data.t", "\"b\"");
    m_panel->setRecord(rowOf("r1"));
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    select(2);
    QTRY_COMPARE(rows(), QStringList({u"data.n: 0 → 1"_s, u"data.t: a → b"_s}));
    QVERIFY(!child<QPushButton>(u"revertField"_s)->isEnabled());
    QTest::mouseClick(differences()->viewport(), Qt::LeftButton, {},
                      differences()->visualRect(differences()->model()->index(0, DifferenceModel::PathColumn)).center());
    click(u"revertField"_s);
    QTRY_VERIFY(json("r1").contains("\"n\":0"));
    QVERIFY(json("r1").contains("\"t\":\"b\""));
}

void TestHistoryPanel::asksBeforeItRevertsAChangeOfManyRecords()
{
    set(u"Both"_s, {"r1", "r2"}, "data.n", "1");
    m_panel->setScope(HistoryPanel::Scope::All);
    QTRY_VERIFY(child<QPushButton>(u"revertSelected"_s)->isEnabled());
    click(u"revertSelected"_s);
    QTRY_VERIFY(messages()->isVisible());
    QVERIFY2(messages()->text().contains(u"2 records"), qPrintable(messages()->text()));
    QVERIFY(json("r1").contains("\"n\":1"));
    answer(u"Revert 2 records"_s);
    QTRY_VERIFY(json("r2").contains("\"n\":0"));
    QVERIFY(json("r1").contains("\"n\":0"));
}

void TestHistoryPanel::revertsEverythingSinceAChange()
{
    set(u"One"_s, {"r1"}, "data.n", "1");
    set(u"Two"_s, {"r2"}, "data.n", "2");
    set(u"Three"_s, {"r1"}, "data.n", "3");
    m_panel->setScope(HistoryPanel::Scope::All);
    QTRY_COMPARE(table()->model()->rowCount(), 3);
    select(1);
    click(u"revertSince"_s);
    QTRY_VERIFY(messages()->isVisible());
    answer(u"Revert 2 records"_s);
    QTRY_VERIFY(json("r1").contains("\"n\":1"));
    QTRY_VERIFY(json("r2").contains("\"n\":0"));
}

void TestHistoryPanel::saysHowManyRecordsAnImportBrought()
{
    m_files->import(tests::record("r3", "app", "room C") + tests::record("r4", "app", "room C"));
    m_panel->refresh();
    m_panel->setScope(HistoryPanel::Scope::All);
    QTRY_VERIFY(child<QPushButton>(u"revertSelected"_s)->isEnabled());
    const auto *title = m_panel->findChild<ChangeView *>()->findChild<QLabel *>(u"emptyTitle"_s);
    QTRY_COMPARE(title->text(), u"This import brought 2 records"_s);
    click(u"revertSelected"_s);
    QTRY_VERIFY(messages()->isVisible());
    QVERIFY2(messages()->text().contains(u"2 records"), qPrintable(messages()->text()));
    answer(u"Revert 2 records"_s);
    QTRY_VERIFY(!rowOf("r3").isValid());
    answer(u"Undo"_s);
    QTRY_VERIFY(rowOf("r3").isValid());
}

void TestHistoryPanel::showsCountsAndHeadersInFull()
{
    m_panel->setScope(HistoryPanel::Scope::All);
    const auto fits = [this](int column, const QString &text) {
        return table()->columnWidth(column) >= table()->fontMetrics().horizontalAdvance(text) + 8;
    };
    for (int column = 0; column < HistoryModel::ColumnCount; ++column)
        QVERIFY2(table()->columnWidth(column) >= table()->horizontalHeader()->sectionSizeHint(column), qPrintable(QString::number(column)));
    QVERIFY(fits(HistoryModel::RecordsColumn, QLocale().toString(2'000'000)));
    QVERIFY(fits(HistoryModel::NumberColumn, QLocale().toString(200'000)));
    QVERIFY(fits(HistoryModel::SourceColumn, u"compaction"_s));
}

void TestHistoryPanel::stepsThroughTheRecordsOfAChange()
{
    set(u"Both"_s, {"r1", "r2"}, "data.n", "1");
    m_panel->setScope(HistoryPanel::Scope::All);
    QTRY_COMPARE(rows(), QStringList{u"data.n: 0 → 1"_s});
    auto *view = m_panel->findChild<ChangeView *>();
    const RecordRow first = view->record();
    QTest::mouseClick(child<QToolButton>(u"nextImage"_s), Qt::LeftButton);
    QTRY_VERIFY(view->record() != first);
    QVERIFY(!child<QToolButton>(u"nextImage"_s)->isEnabled());
    QSignalSpy requested(m_panel.get(), &HistoryPanel::recordRequested);
    QTest::mouseClick(child<QToolButton>(u"goToRecord"_s), Qt::LeftButton);
    QCOMPARE(requested.size(), 1);
}

void TestHistoryPanel::saysWhyNothingCanBeRevertedWhileLocked()
{
    set(u"One"_s, {"r1"}, "data.n", "1");
    m_editing->lock(u"Locked: <b>because</b>."_s);
    m_panel->setScope(HistoryPanel::Scope::All);
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    for (const QString &name : {u"revertSelected"_s, u"revertSince"_s, u"revertField"_s}) {
        QVERIFY(!child<QPushButton>(name)->isEnabled());
        QVERIFY(child<QPushButton>(name)->toolTip().contains(u"Locked: &lt;b&gt;"));
    }
    m_editing->unlock();
    QVERIFY(child<QPushButton>(u"revertSelected"_s)->isEnabled());
}

void TestHistoryPanel::filtersAndShowsHostileTexts()
{
    const QString hostile = u"<img src=x>%1&%2"_s;
    set(hostile, {"r1"}, "data.n", "1");
    set(u"Other"_s, {"r1"}, "data.n", "2");
    m_panel->setScope(HistoryPanel::Scope::All);
    QTest::keyClicks(child<QLineEdit>(u"historyFilter"_s), u"img"_s);
    QTRY_COMPARE(table()->model()->rowCount(), 1);
    QCOMPARE(table()->model()->index(0, HistoryModel::TitleColumn).data().toString(), hostile);
    QTRY_COMPARE(rows(), QStringList{u"data.n: 0 → 1"_s});
    // It conflicts with the later change, and the message names things as they are.
    click(u"revertSelected"_s);
    QTRY_VERIFY(messages()->isVisible());
    QCOMPARE(messages()->tone(), Tone::Bad);
}

void TestHistoryPanel::saysWhatToDoWhereThereIsNothing()
{
    QVERIFY(child<QWidget>(u"historyEmpty"_s)->isVisible());
    m_panel->setRecord(rowOf("r2"));
    QTRY_VERIFY(child<QWidget>(u"historyEmpty"_s)->isVisible());
    m_panel->setEditing(nullptr);
    QVERIFY(child<QWidget>(u"historyEmpty"_s)->isVisible());
}

QTEST_MAIN(TestHistoryPanel)
#include "tst_historypanel.moc"
