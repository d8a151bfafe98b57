#include "model/items/bulkpreviewmodel.h"
#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"
#include "ui/dialogs/changerecordsdialog.h"
#include "ui/dialogs/deleterecordsdialog.h"
#include "ui/dialogs/historysizedialog.h"
#include "ui/dialogs/replacedialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;
using tests::SmallWorkspace;

/// The dialogs that change many records, or the history, driven by mouse and keys.
class TestBulkDialogs final : public QObject
{
    Q_OBJECT

private:
    qint64 recordCount() const { return (*m_files->workspace()->reader())->recordCount().value(); }

    /// Makes what a dialog asked for.
    template <typename Dialog>
    void carryOut(Dialog *dialog) const
    {
        connect(dialog, &Dialog::requested, m_editing.get(),
                [this](const QString &title, const Editing::Work &work) { m_editing->run(title, work, m_editing.get()); });
    }

    std::unique_ptr<SmallWorkspace> m_files;
    std::unique_ptr<Editing> m_editing;
    const QList<RecordSelection> m_all{{u"All of <b>&%1</b>: 12 records"_s, Group(), {}, 12},
                                       {u"Selected: 2 records"_s, {}, {RecordRow{3}, RecordRow{4}}, 2}};

private slots:
    void init();
    void cleanup();
    void changesAFieldAfterShowingBeforeAndAfter();
    void saysWhatIsWrongWithTheForm();
    void renamesAndRemoves();
    void changesOnlyTheRecordsThatAreChosen();
    void listsOtherRecordsOnceTheyAreChosen();
    void replacesTextsAfterShowingEachHit();
    void saysWhatIsWrongWithAReplacement();
    void deletesOnlyWhatItListed();
    void doesNotDeleteOnReturn();
    void setsTheLimitOfTheHistory();
    void removesTheOldestChangesByAButtonThatNamesThem();
};

void TestBulkDialogs::init()
{
    QByteArray lines;
    for (int i = 0; i < 12; ++i)
        lines += tests::record("r" + QByteArray::number(i), "app", "room A", R"({"n":)" + QByteArray::number(i) + "}");
    m_files = std::make_unique<SmallWorkspace>(lines);
    m_editing = std::make_unique<Editing>(m_files->workspace(), QString());
}

void TestBulkDialogs::cleanup()
{
    m_editing.reset();
    m_files.reset();
}

void TestBulkDialogs::changesAFieldAfterShowingBeforeAndAfter()
{
    auto *dialog = new ChangeRecordsDialog(m_files->workspace(), m_all);
    carryOut(dialog);
    dialog->open();
    QCOMPARE(dialog->findChild<QComboBox *>(u"selectionBox"_s)->currentText(), m_all.constFirst().title);
    auto *button = dialog->findChild<QPushButton *>(u"changeButton"_s);
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"changePath"_s), u"n"_s);
    QTest::keyClicks(dialog->findChild<QPlainTextEdit *>(u"changeValue"_s), u"5"_s);
    QTRY_COMPARE(button->text(), u"Change 11 records"_s);
    QVERIFY(button->isEnabled());
    QCOMPARE(dialog->findChild<QTableView *>(u"changePreview"_s)->model()->rowCount(), 10);
    QVERIFY(dialog->findChild<QLabel *>(u"changeCount"_s)->text().contains(u"1 is so already"));
    QSignalSpy changed(m_editing.get(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(changed.first().first().value<Applied>().count, 11);
    QCOMPARE((*m_files->workspace()->history())->usage()->changes, 1);
}

void TestBulkDialogs::saysWhatIsWrongWithTheForm()
{
    ChangeRecordsDialog dialog(m_files->workspace(), m_all);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    auto *problem = dialog.findChild<QLabel *>(u"changeProblem"_s);
    QTRY_COMPARE(problem->text(), u"Name a field."_s);
    QTest::keyClicks(dialog.findChild<QLineEdit *>(u"changePath"_s), u"a["_s);
    QTRY_VERIFY(problem->text().startsWith(u"This is no path"));
    dialog.findChild<QLineEdit *>(u"changePath"_s)->setText(u"n"_s);
    QTRY_COMPARE(problem->text(), u"Type a value."_s);
    QTest::keyClicks(dialog.findChild<QPlainTextEdit *>(u"changeValue"_s), u"hello"_s);
    QTRY_VERIFY2(problem->text().contains(u"A text needs quotes"), qPrintable(problem->text()));
    QVERIFY(!dialog.findChild<QPushButton *>(u"changeButton"_s)->isEnabled());
}

void TestBulkDialogs::renamesAndRemoves()
{
    for (const auto kind : {FieldChange::Kind::Rename, FieldChange::Kind::Remove}) {
        auto *dialog = new ChangeRecordsDialog(m_files->workspace(), m_all);
        carryOut(dialog);
        dialog->open();
        dialog->findChild<QComboBox *>(u"changeKind"_s)->setCurrentIndex(int(kind));
        const bool isRename = kind == FieldChange::Kind::Rename;
        QCOMPARE(dialog->findChild<QLineEdit *>(u"changeName"_s)->isVisible(), isRename);
        dialog->findChild<QLineEdit *>(u"changePath"_s)->setText(isRename ? u"n"_s : u"m"_s);
        dialog->findChild<QLineEdit *>(u"changeName"_s)->setText(u"m"_s);
        auto *button = dialog->findChild<QPushButton *>(u"changeButton"_s);
        QTRY_COMPARE(button->text(), u"Change 12 records"_s);
        QSignalSpy changed(m_editing.get(), &Editing::changed);
        QTest::mouseClick(button, Qt::LeftButton);
        QVERIFY(changed.wait(20'000));
    }
    const auto reader = m_files->workspace()->reader();
    const auto rows = (*reader)->findRecords(RecordId::candidates(u"r3"_s).constFirst());
    QVERIFY(jsonOf((*reader)->record(rows->front())->body).contains("\"data\":{}"));
}

void TestBulkDialogs::changesOnlyTheRecordsThatAreChosen()
{
    auto *dialog = new ChangeRecordsDialog(m_files->workspace(), m_all);
    carryOut(dialog);
    dialog->open();
    dialog->findChild<QLineEdit *>(u"changePath"_s)->setText(u"n"_s);
    dialog->findChild<QPlainTextEdit *>(u"changeValue"_s)->setPlainText(u"100"_s);
    auto *button = dialog->findChild<QPushButton *>(u"changeButton"_s);
    QTRY_COMPARE(button->text(), u"Change 12 records"_s);
    dialog->findChild<QComboBox *>(u"selectionBox"_s)->setCurrentIndex(1);
    QVERIFY(!button->isEnabled());
    QTRY_COMPARE(button->text(), u"Change 2 records"_s);
    QSignalSpy changed(m_editing.get(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(changed.first().first().value<Applied>().count, 2);
}

void TestBulkDialogs::listsOtherRecordsOnceTheyAreChosen()
{
    auto *dialog = new DeleteRecordsDialog(m_files->workspace(), m_all);
    carryOut(dialog);
    dialog->open();
    auto *button = dialog->findChild<QPushButton *>(u"deleteButton"_s);
    QTRY_COMPARE(button->text(), u"Delete 12 records"_s);
    dialog->findChild<QComboBox *>(u"selectionBox"_s)->setCurrentIndex(1);
    QTRY_COMPARE(button->text(), u"Delete 2 records"_s);
    QSignalSpy changed(m_editing.get(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(recordCount(), 10);
}

void TestBulkDialogs::replacesTextsAfterShowingEachHit()
{
    for (const char *data : {R"({"a":"Old and old","b":"cold"})", R"({"a":"nothing"})", R"({"a":"older","b":["old"]})"})
        m_files->import(tests::record("t" + QByteArray::number(qstrlen(data)), "app", "room A", data));
    auto *dialog = new ReplaceDialog(m_files->workspace(), m_all, {u"data.a"_s, u"data.b"_s});
    carryOut(dialog);
    dialog->open();
    auto *button = dialog->findChild<QPushButton *>(u"replaceButton"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"replaceFind"_s), u"old"_s);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"replaceWith"_s), u"new"_s);
    QTRY_COMPARE(button->text(), u"Replace in 2 records"_s);
    auto *count = dialog->findChild<QLabel *>(u"changeCount"_s);
    QCOMPARE(count->text(), u"2 records will change · 5 places · 13 without a hit stay as they are"_s);
    const QAbstractItemModel *model = dialog->findChild<QTableView *>(u"changePreview"_s)->model();
    QCOMPARE(model->rowCount(), 4);
    const QModelIndex before = model->index(0, BulkPreviewModel::BeforeColumn);
    QCOMPARE(before.data().toString(), u"Old and old"_s);
    QCOMPARE(before.data(BulkPreviewModel::MarksRole).value<QList<TextSpan>>(), QList<TextSpan>({{0, 3}, {8, 3}}));
    QCOMPARE(before.siblingAtColumn(BulkPreviewModel::AfterColumn).data().toString(), u"new and new"_s);
    QTest::mouseClick(dialog->findChild<QCheckBox *>(u"replaceWholeWord"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QTRY_VERIFY(count->text().contains(u"3 places"));
    dialog->findChild<QComboBox *>(u"replaceWithin"_s)->setEditText(u"data.b"_s);
    QTRY_COMPARE(button->text(), u"Replace in 1 record"_s);
    QSignalSpy changed(m_editing.get(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(changed.first().first().value<Applied>().title, u"Replace \"old\" by \"new\""_s);
    QCOMPARE(changed.first().first().value<Applied>().count, 1);
}

void TestBulkDialogs::saysWhatIsWrongWithAReplacement()
{
    ReplaceDialog dialog(m_files->workspace(), m_all, {});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    auto *problem = dialog.findChild<QLabel *>(u"replaceProblem"_s);
    QTest::mouseClick(dialog.findChild<QCheckBox *>(u"replaceRegex"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QTRY_COMPARE(problem->text(), u"Type a text to find."_s);
    QTest::keyClicks(dialog.findChild<QLineEdit *>(u"replaceFind"_s), u"a("_s);
    QTRY_VERIFY2(problem->text().startsWith(u"The regular expression has an error"), qPrintable(problem->text()));
    dialog.findChild<QLineEdit *>(u"replaceFind"_s)->setText(u"a"_s);
    dialog.findChild<QComboBox *>(u"replaceWithin"_s)->setEditText(u"a["_s);
    QTRY_VERIFY2(problem->text().startsWith(u"This is no path"), qPrintable(problem->text()));
    QVERIFY(!dialog.findChild<QPushButton *>(u"replaceButton"_s)->isEnabled());
}

void TestBulkDialogs::deletesOnlyWhatItListed()
{
    auto *dialog = new DeleteRecordsDialog(m_files->workspace(), m_all);
    carryOut(dialog);
    dialog->open();
    auto *button = dialog->findChild<QPushButton *>(u"deleteButton"_s);
    QTRY_COMPARE(button->text(), u"Delete 12 records"_s);
    m_files->import(tests::record("late", "app", "room A"));
    QSignalSpy changed(m_editing.get(), &Editing::changed);
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE(recordCount(), 1);
    m_editing->run(
        u"Undo"_s, [](Session &session, Progress &progress) { return session.undo(progress); }, m_editing.get());
    QVERIFY(changed.wait(20'000));
    QCOMPARE(recordCount(), 13);
}

void TestBulkDialogs::doesNotDeleteOnReturn()
{
    DeleteRecordsDialog dialog(m_files->workspace(), m_all);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QSignalSpy requested(&dialog, &DeleteRecordsDialog::requested);
    QTRY_VERIFY(dialog.findChild<QPushButton *>(u"deleteButton"_s)->isEnabled());
    QTest::keyClick(&dialog, Qt::Key_Return);
    QVERIFY(requested.isEmpty());
    QVERIFY(!dialog.isVisible());
}

void TestBulkDialogs::setsTheLimitOfTheHistory()
{
    HistorySizeDialog dialog(*m_editing);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    QTRY_VERIFY(dialog.findChild<QLabel *>(u"historyUsed"_s)->text().contains(u"0 changes"));
    QTest::mouseClick(dialog.findChild<QCheckBox *>(u"hasHistoryLimit"_s), Qt::LeftButton, {}, QPoint(8, 8));
    dialog.findChild<QDoubleSpinBox *>(u"historyLimit"_s)->setValue(2);
    QSignalSpy changed(&dialog, &HistorySizeDialog::limitChanged);
    QTest::mouseClick(dialog.findChild<QPushButton *>(u"setHistoryLimit"_s), Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE((*m_files->workspace()->history())->usage()->limit, 2'000'000);
}

void TestBulkDialogs::removesTheOldestChangesByAButtonThatNamesThem()
{
    QSignalSpy changed(m_editing.get(), &Editing::changed);
    m_editing->run(
        u"Add"_s, [](Session &session, Progress &) { return session.apply(additionOf(newRecord("app", {}, valueOf("{}"), "new"))); },
        m_editing.get());
    QVERIFY(changed.wait(20'000));
    HistorySizeDialog dialog(*m_editing);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.open();
    auto *button = dialog.findChild<QPushButton *>(u"compactButton"_s);
    QTRY_VERIFY(dialog.findChild<QLabel *>(u"compactLoss"_s)->text().startsWith(u"No change was made"));
    QVERIFY(!button->isEnabled());
    dialog.findChild<QDateTimeEdit *>(u"compactBefore"_s)->setDateTime(QDateTime::currentDateTime().addDays(1));
    QTRY_COMPARE(button->text(), u"Remove 1 change"_s);
    QVERIFY(button->isEnabled());
    QTest::mouseClick(button, Qt::LeftButton);
    QVERIFY(changed.wait(20'000));
    QCOMPARE((*m_files->workspace()->history())->changes({}, 10)->first().source, ChangeSource::Compaction);
    QCOMPARE(recordCount(), 13);
}

QTEST_MAIN(TestBulkDialogs)
#include "tst_bulkdialogs.moc"
