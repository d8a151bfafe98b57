// Presentation mode: no part of the window shows or copies a value. A word that stands only in values is looked for in every text.
#include "model/edit/draftkeeper.h"
#include "model/edit/textreplacement.h"
#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/showntexts.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/compareview.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/messagebar.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

class TestPresentation final : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void hidesValuesInEveryPane();
    void hidesValuesInHistoryAndDrafts();
    void hidesValuesOfRelatedRecords();
    void hidesValuesInComparisonsThatAreOpen();
    void hidesTextsInTheTitleOfAChangeThatRuns_data();
    void hidesTextsInTheTitleOfAChangeThatRuns();
    void hidesValuesInDialogsOfManyRecords();
    void hidesTheTextsThatTitlesQuote();
    void copiesNoValue();

private:
    [[nodiscard]] QDialog *dialog(const QString &name) const { return m_window->findChild<QDialog *>(name); }
    /// The texts with the secret, each with its place.
    [[nodiscard]] QStringList leaks() const;
    [[nodiscard]] static QStringList leaksIn(const QWidget *root);
    void replaceSecret();
};

void TestPresentation::init()
{
    showWindow();
    openDump(tests::record("r1", "app", "room A", R"({"note":"SECRET one","list":[{"n":"SECRET"}],"n":7654321})") +
             tests::record("r2", "app", "room A", R"({"note":"SECRET two","n":7654321})"));
    m_window->editing()->unlock();
    selectRow(0);
    tree()->expandAll();
}

QStringList TestPresentation::leaks() const
{
    QTest::qWait(100);
    QStringList found;
    for (const QWidget *window : QApplication::topLevelWidgets()) {
        if (window->isVisible())
            found += leaksIn(window);
    }
    return found;
}

QStringList TestPresentation::leaksIn(const QWidget *root)
{
    QStringList found;
    for (const ShownText &shown : shownTexts(root)) {
        if (shown.text.contains(u"SECRET"_s) || QString(shown.text).remove(u',').contains(u"7654321"_s))
            found.append(shown.where + u": "_s + shown.text.left(100));
    }
    return found;
}

void TestPresentation::replaceSecret()
{
    TextReplacement replacement{"SECRET", "SECRET \"new\""};
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    m_window->editing()->run(
        replacement.title(),
        [replacement](Session &session, Progress &progress) {
            const auto replacer = TextReplacer::compile(replacement).value();
            const std::vector<RecordRow> rows{RecordRow{1}, RecordRow{2}};
            return session.applyToMany(
                replacement.title(), rows,
                [&](const Record &record) -> Result<std::optional<QByteArray>> {
                    return std::optional(replacer.replaceIn(record).value());
                },
                progress);
        },
        m_window.get());
    QVERIFY(changed.wait(20'000));
}

void TestPresentation::hidesValuesInEveryPane()
{
    for (const auto form : {ValueView::Form::Tree, ValueView::Form::Table, ValueView::Form::Text}) {
        value()->setForm(form);
        QTRY_VERIFY(!leaks().isEmpty());
        table()->selectAll();
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QVERIFY(action(ActionId::HideValues)->isChecked());
        QCOMPARE(leaks(), QStringList());
        QTest::keyClick(m_window.get(), Qt::Key_F8);
        QTRY_VERIFY(!leaks().isEmpty());
    }
}

void TestPresentation::hidesValuesInHistoryAndDrafts()
{
    replaceSecret();
    QVERIFY(buffer()->change(u"Set \"SECRET\""_s, setWholeValue(buffer()->edited(), valueOf(R"({"note":"SECRET draft"})"))));
    action(ActionId::ShowHistory)->trigger();
    auto *dock = m_window->findChild<QDockWidget *>(u"historyDock"_s);
    auto *history = dock->findChild<QTableView *>(u"historyTable"_s);
    QTRY_VERIFY(history->model()->rowCount() > 0);
    history->setCurrentIndex(history->model()->index(0, 0));
    QTRY_VERIFY(leaksIn(dock).size() > 1); // the title of the change, and the fields in it
    action(ActionId::HideValues)->setChecked(true);
    QCOMPARE(leaks(), QStringList());
    action(ActionId::ShowDrafts)->trigger();
    QCOMPARE(leaks(), QStringList());
    for (auto *view : m_window->findChildren<CompareView *>()) {
        QVERIFY(!view->findChild<QToolButton *>(u"compareAsText"_s)->isEnabled());
    }
}

void TestPresentation::hidesValuesOfRelatedRecords()
{
    action(ActionId::RelatedValues)->trigger();
    valueTree()->setCurrentIndex(valueTree()->model()->index(0, 0));
    QTRY_VERIFY(leaks().join(u'\n').contains(u"relatedTable"_s));
    action(ActionId::HideValues)->setChecked(true);
    QCOMPARE(leaks(), QStringList());
}

void TestPresentation::hidesValuesInComparisonsThatAreOpen()
{
    table()->selectAll();
    action(ActionId::CompareRecords)->trigger();
    QTRY_VERIFY(dialog(u"compareWindow"_s));
    auto *view = dialog(u"compareWindow"_s)->findChild<CompareView *>();
    for (const bool isText : {false, true}) {
        view->findChild<QToolButton *>(u"compareAsText"_s)->setChecked(isText);
        QTRY_VERIFY(leaksIn(dialog(u"compareWindow"_s)).size() > 1);
        action(ActionId::HideValues)->setChecked(true);
        QCOMPARE(leaks(), QStringList());
        action(ActionId::HideValues)->setChecked(false);
    }
    dialog(u"compareWindow"_s)->close();
    QTRY_VERIFY(!dialog(u"compareWindow"_s));
    action(ActionId::HideValues)->setChecked(true);
    action(ActionId::CompareRecords)->trigger();
    QTRY_VERIFY(dialog(u"compareWindow"_s));
    QTRY_VERIFY(dialog(u"compareWindow"_s)->findChild<CompareView *>()->model()->rowCount() > 0);
    QCOMPARE(leaks(), QStringList());
}

void TestPresentation::hidesTextsInTheTitleOfAChangeThatRuns_data()
{
    QTest::addColumn<bool>("isHiddenBefore");
    QTest::newRow("hidden when it begins") << true;
    QTest::newRow("hidden while it runs") << false;
}

void TestPresentation::hidesTextsInTheTitleOfAChangeThatRuns()
{
    QFETCH(const bool, isHiddenBefore);
    action(ActionId::HideValues)->setChecked(isHiddenBefore);
    const auto shownStage = [this] {
        for (const QLabel *stage : m_window->findChildren<QLabel *>(u"jobStage"_s)) {
            if (stage->isVisible())
                return stage->text();
        }
        return QString();
    };
    QSemaphore end;
    const QSignalSpy finished(m_window->editing(), &Editing::finished);
    m_window->editing()->run(
        u"Replace \"SECRET\" by \"none\""_s,
        [&end](Session &, Progress &) -> Result<Applied> {
            end.acquire();
            return Error::cancelled();
        },
        m_window.get());
    const bool isTold = QTest::qWaitFor([&] { return !shownStage().isEmpty(); });
    const QString before = shownStage();
    action(ActionId::HideValues)->setChecked(true);
    const bool isHidden = QTest::qWaitFor([&] { return shownStage() == u"Replace \"•••••\""_s; });
    end.release();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(isTold && isHidden);
    QCOMPARE(before.contains(u"SECRET"_s), !isHiddenBefore);
}

void TestPresentation::hidesValuesInDialogsOfManyRecords()
{
    table()->selectAll();
    action(ActionId::HideValues)->setChecked(true);
    action(ActionId::ChangeRecords)->trigger();
    auto *change = dialog(u"changeRecordsDialog"_s);
    change->findChild<QLineEdit *>(u"changePath"_s)->setText(u"note"_s);
    change->findChild<QPlainTextEdit *>(u"changeValue"_s)->setPlainText(u"1"_s);
    QTRY_COMPARE(change->findChild<QPushButton *>(u"changeButton"_s)->text(), u"Change 2 records"_s);
    QCOMPARE(leaks(), QStringList());
    change->close();
    action(ActionId::ReplaceInRecords)->trigger();
    auto *replace = dialog(u"replaceDialog"_s);
    replace->findChild<QLineEdit *>(u"replaceFind"_s)->setText(u"one|two"_s);
    QTest::mouseClick(replace->findChild<QCheckBox *>(u"replaceRegex"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QTRY_COMPARE(replace->findChild<QPushButton *>(u"replaceButton"_s)->text(), u"Replace in 2 records"_s);
    QCOMPARE(leaks(), QStringList());
    replace->close();
    action(ActionId::DeleteRecords)->trigger();
    QTRY_COMPARE(dialog(u"deleteRecordsDialog"_s)->findChild<QPushButton *>(u"deleteButton"_s)->text(), u"Delete 2 records"_s);
    QCOMPARE(leaks(), QStringList());
    dialog(u"deleteRecordsDialog"_s)->close();
    action(ActionId::Export)->trigger();
    dialog(u"exportDialog"_s)->findChild<QComboBox *>(u"redaction"_s)->setCurrentIndex(1);
    QVERIFY(!dialog(u"exportDialog"_s)->findChild<QPushButton *>(u"redactionPreview"_s)->isEnabled());
    QCOMPARE(leaks(), QStringList());
}

void TestPresentation::hidesTheTextsThatTitlesQuote()
{
    action(ActionId::ShowActivity)->trigger();
    action(ActionId::HideValues)->setChecked(true);
    replaceSecret();
    QTRY_COMPARE(action(ActionId::Undo)->text(), u"Undo: Replace \"•••••\""_s);
    QCOMPARE(leaks(), QStringList());
    action(ActionId::Undo)->trigger();
    QTRY_VERIFY(action(ActionId::Redo)->isEnabled());
    QCOMPARE(leaks(), QStringList());
    action(ActionId::HideValues)->setChecked(false);
    QTRY_VERIFY(action(ActionId::Redo)->text().contains(u"SECRET"_s));
    QVERIFY(!leaksIn(m_window->findChild<QDockWidget *>(u"activityDock"_s)).isEmpty());
}

void TestPresentation::copiesNoValue()
{
    table()->selectAll();
    action(ActionId::CompareRecords)->trigger();
    QTRY_VERIFY(dialog(u"compareWindow"_s));
    auto *view = dialog(u"compareWindow"_s)->findChild<CompareView *>();
    QTRY_VERIFY(view->model()->rowCount() > 0);
    action(ActionId::HideValues)->setChecked(true);
    view->copyDifferences();
    QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
    QVERIFY(!QGuiApplication::clipboard()->text().contains(u"SECRET"_s));
    browser()->records()->copySelection();
    QVERIFY(!QGuiApplication::clipboard()->text().contains(u"SECRET"_s));
}

QTEST_MAIN(TestPresentation)
#include "tst_presentation.moc"
