#include "model/edit/draftkeeper.h"
#include "model/edit/newrecords.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "ui/editor/recordview.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/window/actions.h"
#include "ui/window/browser.h"
#include "ui/window/mainwindow.h"
#include "ui/window/opener.h"
#include "ui/window/theme.h"
#include "ui/window/windowsession.h"

#include <QAbstractScrollArea>
#include <QAction>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

/// What is typed; found nowhere else.
const QByteArray kTyped = "qwertz";

enum class State { Unedited, TreeEdit, TypedText, BrokenText, OpenCell, KeyEdit, NewRecord, Deletion };
enum class Act {
    OtherRecord,
    OtherGroup,
    NextByKey,
    Refresh,
    FilterTree,
    SwitchForm,
    WholeDocument,
    Undo,
    Redo,
    Save,
    SaveNext,
    Lock,
    CloseWindow,
    OpenAnother,
    CloseFile,
    ImportMore,
    ChangeBehind,
    LoseFocus
};

constexpr std::pair<State, const char *> kStates[] = {
    {State::Unedited, "unedited"},      {State::TreeEdit, "edit in the tree"}, {State::TypedText, "typed text"},
    {State::BrokenText, "broken text"}, {State::OpenCell, "open cell"},        {State::KeyEdit, "edited key"},
    {State::NewRecord, "new record"},   {State::Deletion, "deletion"},
};
constexpr std::pair<Act, const char *> kActs[] = {
    {Act::OtherRecord, "other record"},
    {Act::OtherGroup, "other group"},
    {Act::NextByKey, "next record by key"},
    {Act::Refresh, "refresh"},
    {Act::FilterTree, "filter"},
    {Act::SwitchForm, "switch form"},
    {Act::WholeDocument, "whole document"},
    {Act::Undo, "undo"},
    {Act::Redo, "redo"},
    {Act::Save, "save"},
    {Act::SaveNext, "save and next"},
    {Act::Lock, "lock"},
    {Act::CloseWindow, "close window"},
    {Act::OpenAnother, "open another file"},
    {Act::CloseFile, "close file"},
    {Act::ImportMore, "import more"},
    {Act::ChangeBehind, "change behind"},
    {Act::LoseFocus, "lose focus"},
};

} // namespace

/// What is typed is a draft or saved after whatever is done next, and never in another record (reliability guide, U1).
class tst_EditingPairs : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void losesNothingThatWasTyped_data();
    void losesNothingThatWasTyped();

private:
    void openWindow(const QString &path);
    [[nodiscard]] bool bringInto(State state);
    void doAct(Act act);
    void selectRow(int row) const;
    [[nodiscard]] bool isSomewhere() const;
    [[nodiscard]] QList<QByteArray> otherRecords() const;
    [[nodiscard]] RecordView *view() const { return m_window->browser()->recordView(); }
    [[nodiscard]] EditBuffer *buffer() const { return view()->buffer(); }
    void trigger(ActionId id) const { m_window->actions()[id]->trigger(); }

    QTemporaryDir m_folder;
    QString m_path;
    int m_number = 0;
    RecordRow m_edited;
    std::unique_ptr<WindowSession> m_session;
    std::unique_ptr<ThemeSwitch> m_theme;
    std::unique_ptr<MainWindow> m_window;
};

void tst_EditingPairs::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    m_theme = std::make_unique<ThemeSwitch>();
}

void tst_EditingPairs::openWindow(const QString &path)
{
    m_window.reset();
    m_session = std::make_unique<WindowSession>(m_folder.filePath(u"%1.ini"_s.arg(m_number)));
    m_window = std::make_unique<MainWindow>(*m_session, *m_theme);
    m_window->resize(1200, 800);
    m_window->show();
    m_window->open({path});
    QTRY_VERIFY(m_window->hasWorkspace());
    // Three records; a kept draft of a new one has a row as well.
    QTRY_VERIFY(m_window->browser()->findChild<QTableView *>(u"recordTable"_s)->model()->rowCount() >= 3);
}

void tst_EditingPairs::selectRow(int row) const
{
    auto *table = m_window->browser()->findChild<QTableView *>(u"recordTable"_s);
    table->setCurrentIndex(table->model()->index(row, 0));
    QTRY_VERIFY(!view()->isBusy());
}

/// The documents of the records that nobody edits.
QList<QByteArray> tst_EditingPairs::otherRecords() const
{
    QList<QByteArray> bodies;
    const auto reader = m_window->editing()->workspace().reader();
    for (const char *id : {"r2", "r3"}) {
        const QByteArray name = id;
        bson::Builder builder;
        builder.appendString("_id", name);
        const QByteArray document = builder.finish().toByteArray();
        const auto rows = (*reader)->findRecords(RecordId(*bson::DocumentView(document).find("_id")));
        bodies.append((*reader)->record(rows->front())->body);
    }
    return bodies;
}

/// False if this window cannot be brought into it.
bool tst_EditingPairs::bringInto(State state)
{
    ValueView *value = view()->value();
    const Record edited = buffer()->edited();
    bool isDone = true;
    switch (state) {
    case State::Unedited:
        break;
    case State::TreeEdit:
        isDone =
            bool(buffer()->change(u"Set a"_s, setField(edited, inValue(edited, *bson::Path::parse("a")), FieldValue::fromText(kTyped))));
        break;
    case State::TypedText:
    case State::BrokenText: {
        value->setForm(ValueView::Form::Text);
        auto *page = value->text();
        isDone = QTest::qWaitFor([page] { return !page->isBuilding(); });
        page->view()->setFocus();
        auto *editor = page->view()->findChild<QAbstractScrollArea *>();
        QWidget *target = editor ? static_cast<QWidget *>(editor) : page->view();
        target->setFocus();
        QTest::keyClick(target, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(target, state == State::TypedText ? u"{\"a\": \""_s + QString::fromLatin1(kTyped) + u"\"}"_s
                                                           : u"{\"a\": "_s + QString::fromLatin1(kTyped));
        break;
    }
    case State::OpenCell: {
        ValueTreeView *tree = value->tree();
        const QModelIndex cell = tree->model()->index(0, 1);
        tree->setFocus();
        tree->setCurrentIndex(cell);
        QTest::keyClick(tree, Qt::Key_F2);
        auto *editor = tree->findChild<QLineEdit *>();
        if (!editor)
            return false;
        editor->selectAll();
        QTest::keyClicks(editor, QString::fromLatin1(kTyped));
        break;
    }
    case State::KeyEdit: {
        const KeyItem item{"misc", kTyped, -1};
        isDone = bool(buffer()->change(u"Change the key"_s, setKey(edited, {&item, 1})));
        break;
    }
    case State::NewRecord: {
        const auto clone = cloneOfRecord(edited);
        m_window->browser()->goToDraft(m_window->drafts()->openNew(*clone));
        isDone = bool(buffer()->change(
            u"Set a"_s, setField(buffer()->edited(), inValue(edited, *bson::Path::parse("a")), FieldValue::fromText(kTyped))));
        break;
    }
    case State::Deletion:
        buffer()->setDeletion(true);
        break;
    }
    return isDone;
}

void tst_EditingPairs::doAct(Act act)
{
    auto *table = m_window->browser()->findChild<QTableView *>(u"recordTable"_s);
    switch (act) {
    case Act::OtherRecord:
        selectRow(1);
        break;
    case Act::OtherGroup:
        m_window->browser()->goTo({Group{AppRow{1}, {}, {}}, {}});
        break;
    case Act::NextByKey:
        trigger(ActionId::NextRecord);
        break;
    case Act::Refresh:
        trigger(ActionId::Refresh);
        break;
    case Act::FilterTree:
        m_window->browser()->findChild<QLineEdit *>()->setText(u"zzz"_s);
        break;
    case Act::SwitchForm:
        view()->value()->setForm(view()->value()->form() == ValueView::Form::Tree ? ValueView::Form::Text : ValueView::Form::Tree);
        break;
    case Act::WholeDocument:
        view()->value()->setWholeDocument(true);
        break;
    case Act::Undo:
        trigger(ActionId::Undo);
        break;
    case Act::Redo:
        trigger(ActionId::Redo);
        break;
    case Act::Save:
        view()->save();
        break;
    case Act::SaveNext:
        view()->save();
        m_window->browser()->stepRecord(1);
        break;
    case Act::Lock:
        trigger(ActionId::Lock);
        break;
    case Act::CloseWindow:
        m_window->close();
        openWindow(m_path);
        break;
    case Act::OpenAnother: {
        const tests::SmallWorkspace other(tests::record("o1", "app", "misc x"));
        const QString path = m_folder.filePath(u"%1-other.pbw"_s.arg(m_number));
        Progress progress;
        QVERIFY(other.workspace()->copyTo(path, progress));
        const QSignalSpy opened(m_window->opener(), &Opener::opened);
        m_window->open({path});
        QTRY_COMPARE(opened.count(), 1);
        openWindow(m_path);
        break;
    }
    case Act::CloseFile:
        trigger(ActionId::Close);
        openWindow(m_path);
        break;
    case Act::ImportMore: {
        const QString path = m_folder.filePath(u"%1-more.json"_s.arg(m_number));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(tests::record("r1", "app", "room GENERAL", R"({"a": "imported"})"));
        file.close();
        const QSignalSpy merged(m_window->opener(), &Opener::merged);
        m_window->importMore({path});
        QTRY_COMPARE(merged.count(), 1);
        break;
    }
    case Act::ChangeBehind: {
        const auto reader = m_window->editing()->workspace().reader();
        const Record record = *(*reader)->record(m_edited);
        const Edit edit = editOf(u"Behind"_s, record, *setField(record, *bson::Path::parse("data.b"), FieldValue::fromText("behind")));
        const QSignalSpy changed(m_window->editing(), &Editing::changed);
        m_window->editing()->run(
            u"Behind"_s, [edit](Session &session, Progress &) { return session.apply(edit); }, this);
        QTRY_COMPARE(changed.count(), 1);
        break;
    }
    case Act::LoseFocus:
        table->setFocus();
        break;
    }
    QTRY_VERIFY(!view()->isBusy());
    view()->flush();
    QTRY_VERIFY(!m_window->editing()->isBusy());
}

/// Whether what was typed is in a draft, or saved in its record.
bool tst_EditingPairs::isSomewhere() const
{
    const QList<EditBuffer *> drafts = m_window->drafts()->drafts();
    for (const EditBuffer *draft : drafts) {
        if (draft->body().contains(kTyped) || draft->text().contains(kTyped))
            return true;
    }
    const auto reader = m_window->editing()->workspace().reader();
    Progress progress;
    const auto rows = (*reader)->records(Group(), progress);
    for (const RecordRow row : *rows) {
        if ((*reader)->record(row)->body.contains(kTyped))
            return true;
    }
    return false;
}

void tst_EditingPairs::losesNothingThatWasTyped_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<int>("act");
    for (const auto &[state, stateName] : kStates) {
        for (const auto &[act, actName] : kActs)
            QTest::addRow("%s, then %s", stateName, actName) << int(state) << int(act);
    }
}

void tst_EditingPairs::losesNothingThatWasTyped()
{
    QFETCH(int, state);
    QFETCH(int, act);
    const tests::SmallWorkspace files(tests::record("r1", "app", "room GENERAL", R"({"a": "one", "b": "x"})") +
                                      tests::record("r2", "app", "room GENERAL", R"({"a": "two"})") +
                                      tests::record("r3", "app", "room GENERAL", R"({"a": "three"})"));
    m_path = m_folder.filePath(u"%1.pbw"_s.arg(++m_number));
    Progress progress;
    QVERIFY(files.workspace()->copyTo(m_path, progress));
    openWindow(m_path);
    selectRow(0);
    m_edited = view()->record();
    const QList<QByteArray> others = otherRecords();
    if (!bringInto(State(state)))
        QSKIP("cells of the tree have no editor of one line");
    const bool isTyped = State(state) != State::Unedited && State(state) != State::Deletion;
    doAct(Act(act));

    QCOMPARE(otherRecords(), others);
    for (const EditBuffer *draft : m_window->drafts()->drafts())
        QVERIFY(draft->isNew() || draft->stored().row == m_edited);
    if (isTyped && Act(act) != Act::Undo)
        QVERIFY(isSomewhere());
    if (State(state) == State::Deletion && Act(act) != Act::Save && Act(act) != Act::SaveNext && Act(act) != Act::Undo)
        QCOMPARE(m_window->drafts()->drafts().size(), 1);
    if (State(state) == State::Unedited)
        QVERIFY(m_window->drafts()->drafts().isEmpty());
}

QTEST_MAIN(tst_EditingPairs)
#include "tst_editingpairs.moc"
