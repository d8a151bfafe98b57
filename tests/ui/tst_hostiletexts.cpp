// Stored texts that try to be HTML, to break lines, to vanish or to turn others around, in every place of the window that shows them.
// Reliability guide, section 5, row U4.
#include "model/edit/draftkeeper.h"
#include "model/find/filter.h"
#include "model/workspace/workspace.h"
#include "tests/model/bson/corpus.h"
#include "tests/model/edit/editing.h"
#include "tests/ui/showntexts.h"
#include "ui/editor/recordfooter.h"
#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/comparedock.h"
#include "ui/window/mainwindow.h"
#include "ui/window/theme.h"
#include "ui/window/windowsession.h"

#include <QAction>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

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

class TestHostileTexts final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

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
    [[nodiscard]] Browser *browser() const { return m_window->browser(); }
    [[nodiscard]] QTableView *table() const { return browser()->records()->findChild<QTableView *>(u"recordTable"_s); }
    [[nodiscard]] QAction *action(ActionId id) const { return m_window->actions()[id]; }
    /// The path of a new file whose name is hostile as well.
    [[nodiscard]] QString writeFile(const QByteArray &lines, const QString &ending) const;
    void open(const QByteArray &lines);
    void showRecord(int row);
    /// Changes a field of the record that is shown, as its editor would.
    void edit(const QByteArray &json);
    /// Fails if anything that is shown is not safe; returns how many texts have the mark of a hostile one.
    int check(const QWidget *root) const;
    void checkDialog(ActionId id, const QString &name);

    QTemporaryDir m_folder;
    std::unique_ptr<WindowSession> m_session;
    std::unique_ptr<ThemeSwitch> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void TestHostileTexts::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    m_theme = std::make_unique<ThemeSwitch>();
}

void TestHostileTexts::init()
{
    m_session = std::make_unique<WindowSession>(m_folder.filePath(QLatin1String(QTest::currentTestFunction()) + u".ini"_s));
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->resize(1200, 800);
    m_window->show();
}

void TestHostileTexts::cleanup()
{
    m_window.reset();
}

QString TestHostileTexts::writeFile(const QByteArray &lines, const QString &ending) const
{
    // A file name holds all of it but the slash.
    const QString name = QString::fromUtf8(kHostile).replace(u'/', u'_').left(60);
    const QDir folder(m_folder.filePath(QLatin1String(QTest::currentTestFunction())));
    folder.mkpath(u"."_s);
    QFile file(folder.filePath(name + ending));
    if (!file.open(QIODevice::WriteOnly) || file.write(lines) != lines.size())
        qFatal("cannot write a file of the test: %s", qPrintable(file.errorString()));
    return file.fileName();
}

void TestHostileTexts::open(const QByteArray &lines)
{
    m_window->open({writeFile(lines, u".json"_s)});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->hasWorkspace(), 20'000);
    m_window->editing()->unlock();
    browser()->goTo({});
    QTRY_VERIFY(table()->model()->rowCount() > 0);
}

void TestHostileTexts::showRecord(int row)
{
    table()->setCurrentIndex(table()->model()->index(row, 0));
    QTRY_VERIFY(browser()->recordView()->buffer());
}

void TestHostileTexts::edit(const QByteArray &json)
{
    EditBuffer *buffer = browser()->recordView()->buffer();
    QVERIFY(buffer->change(QString::fromUtf8(kHostile), setWholeValue(buffer->edited(), valueOf(json))));
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
    open(recordLine(kHostile, kHostile, kHostile, kHostile + QByteArray(1, '\0')) +
         recordLine("large", kHostile, kHostile, QByteArray(1 << 20, 'x') + kHostile) + R"({"_id":"u1","username":)" + quoted(kHostile) +
         R"(,"name":)" + quoted(kHostile) +
         R"(,"emails":[]})"
         "\n");
    browser()->navigator()->findChild<QTreeView *>()->expandAll();
    for (int row = 0; row < 2; ++row) {
        showRecord(row);
        for (const auto form : {ValueView::Form::Tree, ValueView::Form::Table, ValueView::Form::Text}) {
            browser()->recordView()->value()->setForm(form);
            QTest::qWait(50);
            QVERIFY(check(m_window.get()) > 10);
        }
    }
    action(ActionId::GroupByKeyShape)->setChecked(true);
    QTest::qWait(50);
    browser()->navigator()->findChild<QTreeView *>()->expandAll();
    QVERIFY(check(m_window.get()) > 10);
}

void TestHostileTexts::areShownAsTheyAreInDrafts()
{
    open(recordLine(kHostile, kHostile, kHostile, kHostile));
    showRecord(0);
    edit("{" + quoted(kHostile) + ":1}");
    action(ActionId::ShowDrafts)->trigger();
    QTRY_VERIFY(m_window->findChild<QWidget *>(u"draftsDock"_s)->isVisible());
    QTest::qWait(50);
    QVERIFY(check(m_window.get()) > 10);
}

void TestHostileTexts::areShownAsTheyAreInTheHistory()
{
    open(recordLine(kHostile, kHostile, kHostile, kHostile));
    showRecord(0);
    edit("{" + quoted(kHostile) + ":1}");
    QSignalSpy changed(m_window->editing(), &Editing::changed);
    action(ActionId::Save)->trigger();
    QVERIFY(changed.wait());
    Edit addition = additionOf(documentOf(R"({"_id":"n","appId":"a"})"));
    addition.title = QString::fromUtf8(kHostile);
    m_window->editing()->run(
        addition.title, [addition](Session &session, Progress &) { return session.apply(addition); }, m_window.get());
    QVERIFY(changed.wait());
    action(ActionId::ShowHistory)->trigger();
    auto *history = m_window->findChild<QTableView *>(u"historyTable"_s);
    QTRY_VERIFY(history->model()->rowCount() >= 2);
    action(ActionId::ShowActivity)->trigger();
    QVERIFY(check(m_window->findChild<QWidget *>(u"activityDock"_s)) > 1);
    action(ActionId::ShowHistory)->trigger();
    for (int row = 0; row < history->model()->rowCount(); ++row) {
        history->setCurrentIndex(history->model()->index(row, 0));
        QTest::qWait(50);
        QVERIFY(check(m_window->findChild<QWidget *>(u"historyDock"_s)) > 0);
        QVERIFY(check(m_window.get()) > 10);
    }
}

void TestHostileTexts::areShownAsTheyAreInComparisons()
{
    open(recordLine(kHostile, kHostile, kHostile, kHostile) + recordLine("r2", kHostile, kHostile, "HOSTILE other"));
    table()->selectAll();
    action(ActionId::CompareRecords)->trigger();
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"compareWindow"_s));
    auto *window = m_window->findChild<QDialog *>(u"compareWindow"_s);
    for (const bool isText : {false, true}) {
        window->findChild<QToolButton *>(u"compareAsText"_s)->setChecked(isText);
        QTest::qWait(50);
        QVERIFY(check(window) > 2);
    }
    window->close();

    auto *dock = m_window->findChild<CompareDock *>();
    dock->compareWith({writeFile(recordLine(kHostile, kHostile, kHostile, "HOSTILE new"), u" after.json"_s)});
    auto *list = dock->findChild<QTableView *>(u"comparisonTable"_s);
    QTRY_COMPARE(list->model()->rowCount(), 2);
    for (int row = 0; row < 2; ++row) {
        list->setCurrentIndex(list->model()->index(row, 0));
        QTest::qWait(50);
        QVERIFY(check(dock) > 5);
    }
    checkDialog(ActionId::CompareGroups, u"groupsDialog"_s);
}

void TestHostileTexts::areShownAsTheyAreInRelatedValues()
{
    open(recordLine(kHostile, kHostile, kHostile, kHostile));
    showRecord(0);
    action(ActionId::RelatedValues)->trigger();
    auto *tree = browser()->recordView()->value()->tree();
    tree->setCurrentIndex(tree->model()->index(0, 0));
    auto *dock = m_window->findChild<QWidget *>(u"relatedDock"_s);
    auto *list = dock->findChild<QTableView *>(u"relatedTable"_s);
    QTRY_VERIFY(list->model()->rowCount() > 0);
    QVERIFY(check(dock) > 1);
}

/// A draft of a record that was changed behind it, with what the other change made of it.
void TestHostileTexts::areShownAsTheyAreInConflicts()
{
    open(recordLine(kHostile, kHostile, kHostile, kHostile));
    showRecord(0);
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
    QVERIFY(changed.wait());
    const QString showBoth = u"footerButton%1"_s.arg(int(FooterAction::ShowBoth));
    QTRY_VERIFY(browser()->recordView()->findChild<QPushButton *>(showBoth));
    QVERIFY(check(m_window.get()) > 10);
    browser()->recordView()->findChild<QPushButton *>(showBoth)->click();
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"conflictView"_s));
    auto *conflict = m_window->findChild<QDialog *>(u"conflictView"_s);
    auto *table = conflict->findChild<QTableView *>(u"conflictTable"_s);
    table->setCurrentIndex(table->model()->index(0, 0));
    QTest::qWait(50);
    QVERIFY(check(conflict) > 2);
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
    open(recordLine(kHostile, kHostile, kHostile, kHostile) + recordLine("r2", "other", kHostile, kHostile));
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
    open(recordLine(kHostile, kHostile, kHostile, kHostile));
    showRecord(0);
    auto *tree = browser()->recordView()->value()->tree();
    tree->setCurrentIndex(tree->model()->index(0, 0));
    action(ActionId::OpenWhole)->trigger();
    QTRY_VERIFY(m_window->findChild<QDialog *>(u"wholeText"_s));
    auto *whole = m_window->findChild<QDialog *>(u"wholeText"_s);
    QVERIFY(check(whole) > 0);
    whole->close();
}

void TestHostileTexts::areShownAsTheyAreInMenus()
{
    open(recordLine(kHostile, kHostile, kHostile, kHostile));
    auto *tree = browser()->navigator()->findChild<QTreeView *>();
    tree->expandAll();
    for (QAbstractItemView *view : {static_cast<QAbstractItemView *>(tree), static_cast<QAbstractItemView *>(table())}) {
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
    open(recordLine(kHostile, kHostile, kHostile, kHostile) + "{\"_id\":" + quoted(kHostile) + ",\"appId\":\"HOSTILE<b>\n");
    action(ActionId::ShowProblems)->setChecked(true);
    QTest::qWait(100);
    check(m_window.get());
    m_window->open({m_folder.filePath(u"HOSTILE <img src=x>\n& no such file"_s)});
    QTRY_VERIFY(m_window->messageBar()->isVisible());
    QVERIFY(check(m_window.get()) > 0);
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
    open(lines);
    QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), int(strings.size()), 20'000);
    constexpr int kPage = 20;
    for (int row = 0; row < table()->model()->rowCount(); row += kPage) {
        table()->scrollTo(table()->model()->index(row, 0), QAbstractItemView::PositionAtTop);
        showRecord(row);
        QTest::qWait(10);
        QVERIFY(check(m_window.get()) > 0);
    }
}

/// A text with many lines, or of a million characters, must not make the window wider or higher, wherever it is shown.
void TestHostileTexts::keepTheSizeOfTheWindow()
{
    const QByteArray long1 = QByteArray("HOSTILE long ").repeated(400);
    open(recordLine(long1, long1, long1, long1) + R"({"_id":"u1","username":)" + quoted(long1) +
         R"(,"name":"x","emails":[]})"
         "\n");
    m_window->resize(900, 640);
    showRecord(0);
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
