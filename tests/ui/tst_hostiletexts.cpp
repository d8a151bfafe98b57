// Stored texts that try to be HTML, to break lines, to vanish or to turn others around, in every place of the window that shows them.
// Reliability guide, section 5, row U4.
#include "model/edit/draftkeeper.h"
#include "model/find/filter.h"
#include "model/workspace/workspace.h"
#include "tests/model/bson/corpus.h"
#include "tests/model/edit/editing.h"
#include "tests/ui/showntexts.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/recordfooter.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/comparedock.h"

#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

/// All at once: HTML, an ampersand, places for arguments, line breaks, a tab, and signs that turn, hide and end lines. Without NUL, which
/// names of fields cannot hold.
const QByteArray kHostile = "HOSTILE<img src='file:///HOSTILE.png'>&amp;&x %1%2\n\r\t<b>\u202Egnp.\u2066\u2028\u200B\uFEFF</b>";

QByteArray quoted(const QByteArray &utf8)
{
    QByteArray json = "\"";
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            json += '\\';
        if (uchar(c) < 0x20)
            json += "\\u00" + QByteArray::number(uchar(c), 16).rightJustified(2, '0');
        else
            json += c;
    }
    return json + '"';
}

/// A record with \a text in every part that is text.
QByteArray recordLine(const QByteArray &id, const QByteArray &app, const QByteArray &text, const QByteArray &value)
{
    const QByteArray key = quoted(text.contains('\0') ? QByteArray("nul") : text);
    return R"({"_id":)" + quoted(id) + R"(,"appId":)" + quoted(app) + R"(,"associations":[{"model":)" + quoted(text) + R"(,"id":)" +
           quoted(text) + R"(},{"model":"user","id":"u1"}],"data":{)" + key + ":" + quoted(value) + R"(,"list":[{)" + key + ":" +
           quoted(text) + "}]}}\n";
}

QList<QByteArray> naughtyStrings()
{
    QFile file(corpusFolder(u"blns"_s) + u"/blns.json"_s);
    QList<QByteArray> strings;
    if (!file.open(QIODevice::ReadOnly))
        return strings;
    for (const QJsonValue &value : QJsonDocument::fromJson(file.readAll()).array())
        strings.append(value.toString().toUtf8());
    return strings;
}

} // namespace

class TestHostileTexts final : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void areShownAsTheyAreInEveryPane();
    void areShownAsTheyAreInDrafts();
    void areShownAsTheyAreInTheHistory();
    void areShownAsTheyAreInComparisons();
    void areShownAsTheyAreInRelatedValues();
    void areShownAsTheyAreInConflicts();
    void areShownAsTheyAreInDialogs();
    void areShownAsTheyAreInWindowsOfAField();
    void areShownAsTheyAreInMenus();
    void areShownAsTheyAreInErrors();
    void areShownAsTheyAreForEveryNaughtyString();
    void keepTheSizeOfTheWindow();

private:
    /// The path of a new file whose name is hostile as well.
    [[nodiscard]] QString writeHostileFile(const QByteArray &lines, const QString &ending) const;
    void openHostile(const QByteArray &lines);
    /// Changes a field of the record that is shown, as its editor would.
    void edit(const QByteArray &json);
    /// Fails if anything that is shown is not safe; returns how many texts have the mark of a hostile one.
    int check(const QWidget *root) const;
    void checkDialog(ActionId id, const QString &name);
};

void TestHostileTexts::init()
{
    showWindow();
}

QString TestHostileTexts::writeHostileFile(const QByteArray &lines, const QString &ending) const
{
    // A file name holds all of it but the slash.
    return writeFile(QString::fromUtf8(kHostile).replace(u'/', u'_').left(60) + ending, lines);
}

void TestHostileTexts::openHostile(const QByteArray &lines)
{
    open({writeHostileFile(lines, u".json"_s)});
    m_window->editing()->unlock();
    browser()->goTo({});
    QTRY_VERIFY(table()->model()->rowCount() > 0);
}

void TestHostileTexts::edit(const QByteArray &json)
{
    QVERIFY(buffer()->change(QString::fromUtf8(kHostile), setWholeValue(buffer()->edited(), valueOf(json))));
}

int TestHostileTexts::check(const QWidget *root) const
{
    int hostile = 0;
    for (const ShownText &shown : shownTexts(root)) {
        const QString why = whyUnsafe(shown);
        hostile += shown.text.contains(u"HOSTILE"_s) ? 1 : 0;
        // Texts of ours may have several lines, or a letter underlined; one with a stored text may not.
        if (!why.isEmpty() && shown.text.contains(u"HOSTILE"_s))
            QTest::qFail(qPrintable(u"%1 %2: %3"_s.arg(shown.where, why, shown.text.left(300))), __FILE__, __LINE__);
    }
    return hostile;
}

void TestHostileTexts::areShownAsTheyAreInEveryPane()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile + QByteArray(1, '\0')) +
                recordLine("large", kHostile, kHostile, QByteArray(1 << 20, 'x') + kHostile) + R"({"_id":"u1","username":)" +
                quoted(kHostile) + R"(,"name":)" + quoted(kHostile) +
                R"(,"emails":[]})"
                "\n");
    tree()->expandAll();
    for (int row = 0; row < 2; ++row) {
        selectRow(row);
        for (const auto form : {ValueView::Form::Tree, ValueView::Form::Table, ValueView::Form::Text}) {
            value()->setForm(form);
            QTest::qWait(50);
            QTRY_VERIFY(check(m_window.get()) > 10);
        }
    }
    action(ActionId::GroupByKeyShape)->setChecked(true);
    QTest::qWait(50);
    tree()->expandAll();
    QTRY_VERIFY(check(m_window.get()) > 10);
}

void TestHostileTexts::areShownAsTheyAreInDrafts()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile));
    selectRow(0);
    edit("{" + quoted(kHostile) + ":1}");
    action(ActionId::ShowDrafts)->trigger();
    QTRY_VERIFY(m_window->findChild<QWidget *>(u"draftsDock"_s)->isVisible());
    QTest::qWait(50);
    QTRY_VERIFY(check(m_window.get()) > 10);
}

void TestHostileTexts::areShownAsTheyAreInTheHistory()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile));
    selectRow(0);
    edit("{" + quoted(kHostile) + ":1}");
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    action(ActionId::Save)->trigger();
    QVERIFY(changed.wait(20'000));
    Edit addition = additionOf(documentOf(R"({"_id":"n","appId":"a"})"));
    addition.title = QString::fromUtf8(kHostile);
    applyBehind(addition);
    action(ActionId::ShowHistory)->trigger();
    auto *history = m_window->findChild<QTableView *>(u"historyTable"_s);
    QTRY_VERIFY(history->model()->rowCount() >= 2);
    action(ActionId::ShowActivity)->trigger();
    QTRY_VERIFY(check(m_window->findChild<QWidget *>(u"activityDock"_s)) > 1);
    action(ActionId::ShowHistory)->trigger();
    for (int row = 0; row < history->model()->rowCount(); ++row) {
        history->setCurrentIndex(history->model()->index(row, 0));
        QTest::qWait(50);
        QTRY_VERIFY(check(m_window->findChild<QWidget *>(u"historyDock"_s)) > 0);
        QTRY_VERIFY(check(m_window.get()) > 10);
    }
}

void TestHostileTexts::areShownAsTheyAreInComparisons()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile) + recordLine("r2", kHostile, kHostile, "HOSTILE other"));
    table()->selectAll();
    action(ActionId::CompareRecords)->trigger();
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"compareWindow"_s));
    auto *window = m_window->findChild<QDialog *>(u"compareWindow"_s);
    for (const bool isText : {false, true}) {
        window->findChild<QToolButton *>(u"compareAsText"_s)->setChecked(isText);
        QTest::qWait(50);
        QTRY_VERIFY(check(window) > 2);
    }
    window->close();

    auto *dock = m_window->findChild<CompareDock *>();
    dock->compareWith({writeHostileFile(recordLine(kHostile, kHostile, kHostile, "HOSTILE new"), u" after.json"_s)});
    auto *list = dock->findChild<QTableView *>(u"comparisonTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 2, 20'000);
    for (int row = 0; row < 2; ++row) {
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::qWait(50);
        QTRY_VERIFY(check(dock) > 5);
    }
    checkDialog(ActionId::CompareGroups, u"groupsDialog"_s);
}

void TestHostileTexts::areShownAsTheyAreInRelatedValues()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile));
    selectRow(0);
    action(ActionId::RelatedValues)->trigger();
    valueTree()->setCurrentIndex(valueTree()->model()->index(0, 0));
    auto *dock = m_window->findChild<QWidget *>(u"relatedDock"_s);
    auto *list = dock->findChild<QTableView *>(u"relatedTable"_s);
    QTRY_VERIFY(list->model()->rowCount() > 0);
    QTRY_VERIFY(check(dock) > 1);
}

/// A draft of a record that was changed behind it, with what the other change made of it.
void TestHostileTexts::areShownAsTheyAreInConflicts()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile));
    selectRow(0);
    edit("{" + quoted(kHostile) + ":" + quoted(kHostile + " mine") + "}");
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    const FieldValue theirs = valueOf("{" + quoted(kHostile) + ":" + quoted(kHostile + " theirs") + "}");
    const std::vector rows{browser()->place().record};
    m_window->editing()->run(
        QString::fromUtf8(kHostile),
        [rows, theirs](Session &session, Progress &progress) {
            const auto verb = [&](const Record &record) -> Result<std::optional<QByteArray>> {
                return std::optional(*setWholeValue(record, theirs));
            };
            return session.applyToMany(QString::fromUtf8(kHostile), rows, verb, progress);
        },
        m_window.get());
    QVERIFY(changed.wait(20'000));
    const QString showBoth = u"footerButton%1"_s.arg(int(FooterAction::ShowBoth));
    QTRY_VERIFY(recordView()->findChild<QPushButton *>(showBoth));
    QTRY_VERIFY(check(m_window.get()) > 10);
    recordView()->findChild<QPushButton *>(showBoth)->click();
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"conflictView"_s));
    auto *conflict = m_window->findChild<QDialog *>(u"conflictView"_s);
    auto *table = conflict->findChild<QTableView *>(u"conflictTable"_s);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::qWait(50);
    QTRY_VERIFY(check(conflict) > 2);
}

void TestHostileTexts::checkDialog(ActionId id, const QString &name)
{
    action(id)->trigger();
    QTRY_VERIFY2(m_window->findChild<QDialog *>(name), qPrintable(name));
    auto *dialog = m_window->findChild<QDialog *>(name);
    for (QLineEdit *edit : dialog->findChildren<QLineEdit *>()) {
        if (edit->isVisible() && !edit->isReadOnly())
            edit->setText(QString::fromUtf8(kHostile));
    }
    QTest::qWait(500);
    check(dialog);
    dialog->close();
    QTRY_VERIFY(!m_window->findChild<QDialog *>(name));
}

void TestHostileTexts::areShownAsTheyAreInDialogs()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile) + recordLine("r2", "other", kHostile, kHostile));
    browser()->records()->setFilter(*Filter::parse(quoted("HOSTILE<img src='file:///HOSTILE.png'>&amp;&x %1%2")));
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    table()->selectAll();
    checkDialog(ActionId::ChangeRecords, u"changeRecordsDialog"_s);
    checkDialog(ActionId::ChangeKeys, u"rekeyDialog"_s);
    checkDialog(ActionId::MoveRecords, u"appChooser"_s);
    checkDialog(ActionId::ReplaceInRecords, u"replaceDialog"_s);
    checkDialog(ActionId::DeleteRecords, u"deleteRecordsDialog"_s);
    checkDialog(ActionId::Export, u"exportDialog"_s);
}

void TestHostileTexts::areShownAsTheyAreInWindowsOfAField()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile));
    selectRow(0);
    valueTree()->setCurrentIndex(valueTree()->model()->index(0, 0));
    action(ActionId::OpenWhole)->trigger();
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"wholeText"_s));
    auto *whole = m_window->findChild<QDialog *>(u"wholeText"_s);
    QTRY_VERIFY(check(whole) > 0);
    whole->close();
}

void TestHostileTexts::areShownAsTheyAreInMenus()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile));
    tree()->expandAll();
    for (QAbstractItemView *view : {static_cast<QAbstractItemView *>(tree()), static_cast<QAbstractItemView *>(table())}) {
        for (int row = 0; row < view->model()->rowCount(); ++row) {
            emit view->customContextMenuRequested(view->visualRect(view->model()->index(row, 0)).center());
            for (QMenu *menu : m_window->findChildren<QMenu *>()) {
                if (menu->isVisible())
                    check(menu);
                menu->close();
            }
        }
    }
}

void TestHostileTexts::areShownAsTheyAreInErrors()
{
    openHostile(recordLine(kHostile, kHostile, kHostile, kHostile) + "{\"_id\":" + quoted(kHostile) + ",\"appId\":\"HOSTILE<b>\n");
    action(ActionId::ShowProblems)->trigger();
    QTRY_VERIFY(check(m_window->findChild<QWidget *>(u"problemsDock"_s)) > 0);
    QSignalSpy failed(m_window->opener(), &Opener::failed);
    m_window->open({filePath(u"HOSTILE <img src=x>\n& no such file"_s)});
    QVERIFY(failed.count() > 0 || failed.wait(20'000));
    QVERIFY(check(m_window->messageBar()) > 0);
    auto *filter = browser()->records()->findChild<QLineEdit *>(u"filterEdit"_s);
    for (const QString &text : {u"HOSTILE<img src=x>:("_s, u"data.HOSTILE~/(<b>/"_s, u"\"HOSTILE<img"_s}) {
        filter->setText(text);
        QTest::keyClick(filter, Qt::Key_Return);
        check(m_window.get());
    }
}

void TestHostileTexts::areShownAsTheyAreForEveryNaughtyString()
{
    const QList<QByteArray> strings = naughtyStrings();
    PB_NEED_CASES(strings);
    QByteArray lines;
    int number = 0;
    for (const QByteArray &text : strings) {
        const QByteArray hostile = "HOSTILE" + text;
        lines += recordLine("r" + QByteArray::number(++number), "app", hostile, hostile);
    }
    openHostile(lines);
    QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), int(strings.size()), 20'000);
    constexpr int kPage = 20;
    for (int row = 0; row < table()->model()->rowCount(); row += kPage) {
        table()->scrollTo(table()->model()->index(row, 0), QAbstractItemView::PositionAtTop);
        selectRow(row);
        QTest::qWait(10);
        QTRY_VERIFY(check(m_window.get()) > 0);
    }
}

/// A text with many lines, or of a million characters, must not make the window wider or higher, wherever it is shown.
void TestHostileTexts::keepTheSizeOfTheWindow()
{
    const QByteArray long1 = QByteArray("HOSTILE long ").repeated(400);
    openHostile(recordLine(long1, long1, long1, long1) + R"({"_id":"u1","username":)" + quoted(long1) +
                R"(,"name":"x","emails":[]})"
                "\n");
    m_window->resize(900, 640);
    selectRow(0);
    QTest::qWait(50);
    QCOMPARE(m_window->size(), QSize(900, 640));
    QVERIFY2(m_window->minimumSizeHint().width() <= 900, qPrintable(QString::number(m_window->minimumSizeHint().width())));
    QVERIFY2(m_window->minimumSizeHint().height() <= 640, qPrintable(QString::number(m_window->minimumSizeHint().height())));
    table()->selectAll();
    for (const ActionId id :
         {ActionId::ChangeRecords, ActionId::ChangeKeys, ActionId::MoveRecords, ActionId::ReplaceInRecords, ActionId::DeleteRecords}) {
        action(id)->trigger();
        QTest::qWait(300);
        for (auto *dialog : m_window->findChildren<QDialog *>()) {
            QVERIFY2(dialog->minimumSizeHint().width() <= 1100, qPrintable(dialog->objectName()));
            dialog->close();
        }
        QTest::qWait(10);
    }
}

QTEST_MAIN(TestHostileTexts)
#include "tst_hostiletexts.moc"
