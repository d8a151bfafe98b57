#include "model/edit/draftkeeper.h"
#include "model/edit/newrecords.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/window/opener.h"

#include <QAbstractScrollArea>
#include <QLineEdit>
#include <QSignalSpy>
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
class tst_EditingPairs : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void losesNothingThatWasTyped_data();
    void losesNothingThatWasTyped();

private:
    void openWindow(const QString &path);
    [[nodiscard]] bool bringInto(State state);
    void doAct(Act act);
    [[nodiscard]] bool isSomewhere() const;
    [[nodiscard]] QList<QByteArray> otherRecords() const;

    QString m_path;
    RecordRow m_edited;
};

void tst_EditingPairs::openWindow(const QString &path)
{
    showWindow();
    open({path});
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
        value()->setForm(ValueView::Form::Text);
        auto *page = value()->text();
        if (!QTest::qWaitFor([page] { return !page->isBuilding(); }, 20'000))
            qFatal("the text of the value did not come");
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
        valueTree()->setFocus();
        valueTree()->setCurrentIndex(valueTree()->model()->index(0, 1));
        QTest::keyClick(valueTree(), Qt::Key_F2);
        auto *editor = valueTree()->findChild<QLineEdit *>();
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
        browser()->goToDraft(m_window->drafts()->openNew(*clone));
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
    switch (act) {
    case Act::OtherRecord:
        selectRow(1);
        break;
    case Act::OtherGroup:
        browser()->goTo({Group{AppRow{1}, {}, {}}, {}});
        break;
    case Act::NextByKey:
        action(ActionId::NextRecord)->trigger();
        break;
    case Act::Refresh:
        action(ActionId::Refresh)->trigger();
        break;
    case Act::FilterTree:
        browser()->findChild<QLineEdit *>()->setText(u"zzz"_s);
        break;
    case Act::SwitchForm:
        value()->setForm(value()->form() == ValueView::Form::Tree ? ValueView::Form::Text : ValueView::Form::Tree);
        break;
    case Act::WholeDocument:
        value()->setWholeDocument(true);
        break;
    case Act::Undo:
        action(ActionId::Undo)->trigger();
        break;
    case Act::Redo:
        action(ActionId::Redo)->trigger();
        break;
    case Act::Save:
        recordView()->save();
        break;
    case Act::SaveNext:
        recordView()->save();
        browser()->stepRecord(1);
        break;
    case Act::Lock:
        action(ActionId::Lock)->trigger();
        break;
    case Act::CloseWindow:
        m_window->close();
        openWindow(m_path);
        break;
    case Act::OpenAnother: {
        const tests::SmallWorkspace other(tests::record("o1", "app", "misc x"));
        const QString path = filePath(u"other.pbw"_s);
        Progress progress;
        QVERIFY(other.workspace()->copyTo(path, progress));
        open({path});
        openWindow(m_path);
        break;
    }
    case Act::CloseFile:
        action(ActionId::Close)->trigger();
        openWindow(m_path);
        break;
    case Act::ImportMore: {
        const QString path = writeFile(u"more.json"_s, tests::record("r1", "app", "room GENERAL", R"({"a": "imported"})"));
        const QSignalSpy merged(m_window->opener(), &Opener::merged);
        m_window->importMore({path});
        QTRY_COMPARE_WITH_TIMEOUT(merged.count(), 1, 20'000);
        break;
    }
    case Act::ChangeBehind: {
        const auto reader = m_window->editing()->workspace().reader();
        const Record record = *(*reader)->record(m_edited);
        applyBehind(editOf(u"Behind"_s, record, *setField(record, *bson::Path::parse("data.b"), FieldValue::fromText("behind"))));
        break;
    }
    case Act::LoseFocus:
        table()->setFocus();
        break;
    }
    QTRY_VERIFY(!recordView()->isBusy());
    recordView()->flush();
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
    m_path = filePath(u"records.pbw"_s);
    Progress progress;
    QVERIFY(files.workspace()->copyTo(m_path, progress));
    openWindow(m_path);
    selectRow(0);
    m_edited = recordView()->record();
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
