#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"
#include "ui/editor/associationedit.h"
#include "ui/editor/keychip.h"
#include "ui/editor/keyeditor.h"
#include "ui/editor/keyhintlist.h"
#include "ui/editor/recordheader.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QCompleter>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;
using persistence::tests::record;
using persistence::tests::SmallWorkspace;

namespace {

constexpr const char *kGeneral = R"({"_id":"GENERAL","t":"c","name":"general","usersCount":3})"
                                 "\n";

QByteArray raw(const QByteArray &id, const QByteArray &associations)
{
    return R"({"_id":")" + id + R"(","appId":"app","associations":)" + associations + R"(,"data":{}})" + "\n";
}

/// The header of the first record of a workspace, unlocked, as the window shows it.
struct Shown
{
    explicit Shown(const QByteArray &lines, bool isLocked = false) : files(lines)
    {
        auto reader = *files.workspace()->reader();
        Progress progress;
        loaded = *loadRecord(*reader, reader->records(Group(), progress)->front());
        buffer = std::make_unique<EditBuffer>(loaded.record);
        header.setWorkspace(files.workspace());
        header.showRecord(loaded);
        header.setBuffer(buffer.get(), isLocked);
        header.resize(700, 200);
        header.show();
        QApplication::setActiveWindow(&header);
        (void)QTest::qWaitForWindowActive(&header);
    }

    [[nodiscard]] KeyEditor *key() { return header.key(); }
    [[nodiscard]] KeyChip *chip(int index) { return header.chips().at(index); }
    template <typename Widget>
    [[nodiscard]] Widget *find(const QString &name)
    {
        return header.findChild<Widget *>(name);
    }
    /// The key as JSON.
    [[nodiscard]] QByteArray json()
    {
        QByteArray text;
        if (const auto list = bson::DocumentView(buffer->body()).find("associations"))
            bson::writeExtendedJson(*list, {bson::JsonMode::Relaxed, 0}, text);
        return text;
    }
    /// The key in short: "room GENERAL,misc x".
    [[nodiscard]] QByteArray shortKey()
    {
        QByteArray text;
        for (const bson::Element &element : keyElements(bson::DocumentView(buffer->body())).value_or(KeyElements())) {
            const auto pair = pairOf(element);
            text += text.isEmpty() ? "" : ",";
            text += pair ? pair->model.toByteArray() + ' ' + pair->id.toByteArray() : QByteArray("odd");
        }
        return text;
    }
    void focusChip(int index)
    {
        chip(index)->setFocus();
        QVERIFY(chip(index)->hasFocus());
    }
    /// The hints once they were looked for.
    [[nodiscard]] QStringList hints()
    {
        (void)QTest::qWaitFor([this] { return !key()->isLookingForHints(); });
        QStringList lines;
        for (const KeyHint &hint : key()->hints()->hints())
            lines << keyHintText(hint);
        return lines;
    }

    SmallWorkspace files;
    LoadedRecord loaded;
    std::unique_ptr<EditBuffer> buffer;
    RecordHeader header;
};

} // namespace

class tst_keyeditor : public QObject
{
    Q_OBJECT

private slots:
    void goesToTheGroupWhileLocked();
    void editsAnIdInPlaceByKeys();
    void keepsATextThatNobodyTouched();
    void givesUpOnEscape();
    void takesWhatWasTypedWhenTheFocusGoes();
    void takesWhatWasTypedWhenAnotherRecordComes();
    void addsRemovesAndMovesByKeys();
    void movesByDragging();
    void removesAndGoesByTheButtonsOfAChip();
    void undoesStepByStep();
    void offersNamesAndWritesIds();
    void showsOddAssociationsAndNormalisesThem();
    void offersAnAssociationWhereThereIsNoKey();
    void opensTheHintsWhileTheKeyIsEdited();
    void keepsTheHintsOfAStoredKeyBehindAButton();
    void doesNotLookAgainWhenOnlyTheValueChanges();
    void refusesWhileTheTextHasErrors();
    void marksUnknownModels();
    void movesARecordToAnotherApp();
    void showsHostileTextsAsPlainText();
};

void tst_keyeditor::goesToTheGroupWhileLocked()
{
    Shown shown(record("r1", "app", "room GENERAL,misc x"), true);
    QSignalSpy groups(&shown.header, &RecordHeader::groupRequested);
    QTest::mouseClick(shown.chip(1), Qt::LeftButton);
    QCOMPARE(groups.count(), 1);
    QCOMPARE(groups.front().front().value<Group>(), shown.chip(1)->part().group);
    QTest::keyClick(shown.chip(0), Qt::Key_F2);
    QTest::keyClick(shown.chip(0), Qt::Key_Delete);
    QTest::mouseDClick(shown.chip(0), Qt::LeftButton);
    QVERIFY(!shown.key()->openEditor());
    QVERIFY(!shown.buffer->isChanged());
    QVERIFY(!shown.find<QToolButton>(u"addAssociation"_s)->isVisible());
}

void tst_keyeditor::editsAnIdInPlaceByKeys()
{
    Shown shown(record("r1", "app", "room GENERAL,misc x"));
    shown.focusChip(1);
    QTest::keyClick(shown.chip(1), Qt::Key_F2);
    AssociationEdit *edit = shown.key()->openEditor();
    QVERIFY(edit && edit->idField()->hasFocus());
    QCOMPARE(edit->modelBox()->currentText(), u"misc"_s);
    QTest::keyClicks(edit->idField(), u"feedback"_s); // replaces, because all of it is selected
    QTest::keyClick(edit->idField(), Qt::Key_Return);
    QVERIFY(!shown.key()->openEditor());
    QCOMPARE(shown.json(), QByteArray(R"([{"model":"room","id":"GENERAL"},{"model":"misc","id":"feedback"}])"));
    QVERIFY(shown.chip(1)->hasFocus());
    QCOMPARE(shown.buffer->undoTitle(), u"Edit association"_s);
}

void tst_keyeditor::keepsATextThatNobodyTouched()
{
    Shown shown(raw("r1", R"([{"model":"misc","id":"a\u0000b\nc"},{"id":"x","model":"room"}])"));
    const QByteArray before = shown.buffer->body();
    for (int i = 0; i < 2; ++i) {
        QTest::mouseDClick(shown.chip(i), Qt::LeftButton, {}, QPoint(20, 10));
        QVERIFY(shown.key()->openEditor());
        QTest::keyClick(shown.key()->openEditor()->idField(), Qt::Key_Return);
        QCOMPARE(shown.buffer->body(), before);
    }
    // Another model, the same id: every byte of the id stays.
    QTest::mouseDClick(shown.chip(0), Qt::LeftButton, {}, QPoint(20, 10));
    shown.key()->openEditor()->modelBox()->setEditText(u"user"_s);
    QTest::keyClick(shown.key()->openEditor()->idField(), Qt::Key_Return);
    QVERIFY(shown.json().startsWith(R"([{"model":"user","id":"a\u0000b\nc"},{"id":"x","model":"room"})"));
}

void tst_keyeditor::givesUpOnEscape()
{
    Shown shown(record("r1", "app", "misc x"));
    shown.focusChip(0);
    QTest::keyClick(shown.chip(0), Qt::Key_Return);
    QTest::keyClicks(shown.key()->openEditor()->idField(), u"other"_s);
    QTest::keyClick(shown.key()->openEditor()->idField(), Qt::Key_Escape);
    QVERIFY(!shown.key()->openEditor());
    QVERIFY(!shown.buffer->isChanged());
    QVERIFY(shown.chip(0)->hasFocus());
}

void tst_keyeditor::takesWhatWasTypedWhenTheFocusGoes()
{
    Shown shown(record("r1", "app", "misc x,misc y"));
    shown.focusChip(0);
    QTest::keyClick(shown.chip(0), Qt::Key_F2);
    QTest::keyClicks(shown.key()->openEditor()->idField(), u"typed"_s);
    QTest::mouseClick(shown.chip(1), Qt::LeftButton, {}, QPoint(20, 10));
    QVERIFY(!shown.key()->openEditor());
    QCOMPARE(shown.shortKey(), QByteArray("misc typed,misc y"));
    QVERIFY(!shown.chip(0)->hasFocus()); // it went where the click was
}

void tst_keyeditor::takesWhatWasTypedWhenAnotherRecordComes()
{
    Shown shown(record("r1", "app", "misc x"));
    QTest::keyClick(shown.chip(0), Qt::Key_F2);
    QTest::keyClicks(shown.key()->openEditor()->idField(), u"typed"_s);
    EditBuffer other(recordOf(R"({"_id":"r2","appId":"app","associations":[{"model":"misc","id":"other"}],"data":{}})"));
    LoadedRecord loaded;
    loaded.record = other.stored();
    shown.header.showRecord(loaded);
    shown.header.setBuffer(&other, false);
    QCOMPARE(shown.shortKey(), QByteArray("misc typed"));
    QVERIFY(!other.isChanged());
    QCOMPARE(shown.chip(0)->accessibleName(), u"misc other"_s);
}

void tst_keyeditor::addsRemovesAndMovesByKeys()
{
    Shown shown(record("r1", "app", "misc a,misc b"));
    shown.focusChip(0);
    QTest::keyClick(shown.chip(0), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(shown.shortKey(), QByteArray("misc b,misc a"));
    QVERIFY(shown.chip(1)->hasFocus());
    QTest::keyClick(shown.chip(1), Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier); // it is the last one
    QCOMPARE(shown.shortKey(), QByteArray("misc b,misc a"));
    QTest::keyClick(shown.chip(1), Qt::Key_Left);
    QVERIFY(shown.chip(0)->hasFocus());
    QTest::keyClick(shown.chip(0), Qt::Key_Delete);
    QCOMPARE(shown.shortKey(), QByteArray("misc a"));
    QVERIFY(shown.chip(0)->hasFocus());

    QTest::keyClick(shown.chip(0), Qt::Key_Plus, Qt::ShiftModifier);
    AssociationEdit *edit = shown.key()->openEditor();
    QVERIFY(edit && edit->modelBox()->lineEdit()->hasFocus());
    QTest::keyClicks(edit->modelBox()->lineEdit(), u"room"_s);
    QTest::keyClick(edit->modelBox()->lineEdit(), Qt::Key_Return); // on to the id
    QVERIFY(edit->idField()->hasFocus());
    QTest::keyClicks(edit->idField(), u"GENERAL"_s);
    QTest::keyClick(edit->idField(), Qt::Key_Return);
    QCOMPARE(shown.shortKey(), QByteArray("misc a,room GENERAL"));

    QTest::keyClick(shown.chip(1), Qt::Key_Delete);
    QTest::keyClick(shown.chip(0), Qt::Key_Delete);
    QCOMPARE(shown.json(), QByteArray("[]"));
    QVERIFY(shown.find<QToolButton>(u"addAssociation"_s)->hasFocus());
    // Nothing typed is nothing added.
    QTest::keyClick(shown.find<QToolButton>(u"addAssociation"_s), Qt::Key_Space);
    QTest::keyClick(shown.key()->openEditor()->idField(), Qt::Key_Return);
    QCOMPARE(shown.json(), QByteArray("[]"));
}

void tst_keyeditor::movesByDragging()
{
    Shown shown(record("r1", "app", "misc a,misc b,misc c"));
    const QPoint start(20, 10);
    const QPoint behind = shown.chip(0)->mapFromGlobal(shown.chip(2)->mapToGlobal(QPoint(shown.chip(2)->width() - 2, 10)));
    QTest::mousePress(shown.chip(0), Qt::LeftButton, {}, start);
    QMouseEvent move(QEvent::MouseMove, behind, shown.chip(0)->mapToGlobal(behind), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(shown.chip(0), &move);
    QTest::mouseRelease(shown.chip(0), Qt::LeftButton, {}, behind);
    QCOMPARE(shown.shortKey(), QByteArray("misc b,misc c,misc a"));
}

void tst_keyeditor::removesAndGoesByTheButtonsOfAChip()
{
    Shown shown(record("r1", "app", "misc a,misc b"));
    QSignalSpy groups(&shown.header, &RecordHeader::groupRequested);
    const auto place = [&shown](int fromRight) { return QPoint(shown.chip(0)->width() - 3 - fromRight, shown.chip(0)->height() / 2); };
    const int size = shown.chip(0)->fontMetrics().height() + 4;
    QTest::mouseClick(shown.chip(0), Qt::LeftButton, {}, QPoint(20, 10));
    QCOMPARE(groups.count(), 0);
    QTest::mouseClick(shown.chip(0), Qt::LeftButton, {}, place(size + size / 2));
    QCOMPARE(groups.count(), 1);
    QTest::mouseClick(shown.chip(0), Qt::LeftButton, {}, place(size / 2));
    QCOMPARE(shown.shortKey(), QByteArray("misc b"));
}

void tst_keyeditor::undoesStepByStep()
{
    Shown shown(record("r1", "app", "misc a,misc b"));
    shown.focusChip(0);
    QTest::keyClick(shown.chip(0), Qt::Key_Delete);
    QTest::keyClick(shown.chip(0), Qt::Key_Delete);
    QCOMPARE(shown.header.chips().size(), 0);
    shown.buffer->undo();
    QCOMPARE(shown.header.chips().size(), 1);
    shown.buffer->undo();
    QCOMPARE(shown.header.chips().size(), 2);
    QVERIFY(!shown.buffer->isChanged());
    shown.buffer->redo();
    QCOMPARE(shown.chip(0)->accessibleName(), u"misc b"_s);
}

void tst_keyeditor::offersNamesAndWritesIds()
{
    Shown shown(kGeneral + record("r1", "app", "room x") + record("r2", "app", "room GENERAL"));
    shown.focusChip(0);
    QTest::keyClick(shown.chip(0), Qt::Key_F2);
    AssociationEdit *edit = shown.key()->openEditor();
    QTest::keyClicks(edit->idField(), u"#gen"_s);
    QTRY_VERIFY(edit->completer()->popup()->isVisible());
    const QAbstractItemModel *offers = edit->completer()->model();
    QCOMPARE(offers->rowCount(), 1);
    QCOMPARE(offers->index(0, 0).data().toString(), u"#general · GENERAL"_s);
    QTest::keyClick(edit->completer()->popup(), Qt::Key_Down);
    QTest::keyClick(edit->completer()->popup(), Qt::Key_Return);
    QCOMPARE(edit->idField()->text(), u"GENERAL"_s);
    QTest::keyClick(edit->idField(), Qt::Key_Return);
    QCOMPARE(shown.shortKey(), QByteArray("room GENERAL"));
    QTRY_COMPARE(shown.chip(0)->accessibleName(), u"room #general GENERAL"_s);
}

void tst_keyeditor::showsOddAssociationsAndNormalisesThem()
{
    Shown shown(raw("r1", R"([{"id":"a","model":"room"},{"model":"misc","id":5},{"model":7},{"model":"misc","id":"x"}])"));
    QCOMPARE(shown.header.chips().size(), 4);
    QVERIFY(shown.chip(0)->toolTip().contains(u"Normalise writes it as a model and an id."_s));
    QVERIFY(shown.chip(2)->toolTip().contains(u"It cannot be normalised"_s));
    QVERIFY(!shown.chip(3)->toolTip().contains(u"ormalise"_s));
    auto *normalise = shown.find<QToolButton>(u"normaliseKey"_s);
    QVERIFY(normalise->isVisible());
    QTest::mouseClick(normalise, Qt::LeftButton);
    QCOMPARE(shown.json(), QByteArray(R"([{"model":"room","id":"a"},{"model":"misc","id":"5"},{"model":7},{"model":"misc","id":"x"}])"));
    QVERIFY(!normalise->isVisible());
    QCOMPARE(shown.buffer->undoTitle(), u"Normalise key"_s);
}

void tst_keyeditor::offersAnAssociationWhereThereIsNoKey()
{
    Shown shown(R"({"_id":"r1","appId":"app","data":{}})"
                "\n");
    QVERIFY(shown.find<QWidget>(u"noKey"_s)->isVisible());
    auto *add = shown.find<QToolButton>(u"addAssociation"_s);
    QCOMPARE(add->toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
    QTest::mouseClick(add, Qt::LeftButton);
    AssociationEdit *edit = shown.key()->openEditor();
    edit->modelBox()->setEditText(u"misc"_s);
    QTest::keyClicks(edit->idField(), u"x"_s);
    QTest::keyClick(edit->idField(), Qt::Key_Return);
    QCOMPARE(jsonOf(shown.buffer->body()),
             QByteArray(R"({"_id":"r1","appId":"app","associations":[{"model":"misc","id":"x"}],"data":{}})"));
    QVERIFY(!shown.find<QWidget>(u"noKey"_s)->isVisible());
    QCOMPARE(shown.hints(), QStringList());
}

void tst_keyeditor::opensTheHintsWhileTheKeyIsEdited()
{
    Shown shown(record("r1", "app", "misc a,user u") + record("r2", "app", "misc b") + record("r3", "app", "misc a"));
    QCOMPARE(shown.hints(), QStringList());
    QVERIFY(!shown.key()->hints()->isVisible());
    QTest::keyClick(shown.chip(1), Qt::Key_Delete);
    const QStringList hints = shown.hints();
    QCOMPARE(hints.front(), u"Clash: 1 other record of this app has this key; an update reaches only the first one."_s);
    QVERIFY(hints.contains(u"Reads by user u would stop matching; they would find no record any more."_s));
    QVERIFY(shown.key()->hints()->isVisible());
    QSignalSpy places(&shown.header, &RecordHeader::placeRequested);
    QTest::mouseClick(shown.find<QToolButton>(u"showHintRecords"_s), Qt::LeftButton);
    QCOMPARE(places.count(), 1);
    QCOMPARE(places.front().at(1).value<RecordRow>(), (RecordRow{3}));
    QTest::keyClick(shown.chip(0), Qt::Key_Plus);
}

void tst_keyeditor::keepsTheHintsOfAStoredKeyBehindAButton()
{
    Shown shown(record("r1", "app", "misc a") + record("r2", "app", "misc a"), true);
    QCOMPARE(shown.hints().size(), 1);
    QVERIFY(!shown.key()->hints()->isVisible());
    auto *toggle = shown.find<QToolButton>(u"keyHintToggle"_s);
    QVERIFY(toggle->isVisible());
    QCOMPARE(toggle->text(), u"1 hint"_s);
    QTest::mouseClick(toggle, Qt::LeftButton);
    QVERIFY(shown.key()->hints()->isVisible());
}

void tst_keyeditor::doesNotLookAgainWhenOnlyTheValueChanges()
{
    Shown shown(record("r1", "app", "misc a"));
    (void)shown.hints();
    QVERIFY(shown.buffer->change(u"x"_s, setWholeValue(shown.buffer->edited(), valueOf("[1]"))).isOk());
    QVERIFY(!shown.key()->isLookingForHints());
    QCOMPARE(shown.header.chips().size(), 1);
}

void tst_keyeditor::refusesWhileTheTextHasErrors()
{
    Shown shown(record("r1", "app", "misc a"));
    shown.buffer->setBrokenText("{", {});
    QTest::keyClick(shown.chip(0), Qt::Key_F2);
    QVERIFY(!shown.key()->openEditor());
    QTest::keyClick(shown.chip(0), Qt::Key_Delete);
    QCOMPARE(shown.shortKey(), QByteArray("misc a"));
    QCOMPARE(shown.buffer->text(), QByteArray("{"));
}

void tst_keyeditor::marksUnknownModels()
{
    Shown shown(record("r1", "app", "rum a"));
    QCOMPARE(shown.chip(0)->accessibleName(), u"rum unknown model a"_s);
}

void tst_keyeditor::movesARecordToAnotherApp()
{
    Shown shown(record("r1", "app", "misc a") + record("r2", "other", "misc a"));
    shown.find<QAction>(u"moveToApp"_s)->trigger();
    auto *dialog = shown.header.findChild<QDialog *>(u"appChooser"_s);
    QVERIFY(dialog && dialog->isVisible());
    auto *agree = dialog->findChild<QPushButton *>(u"moveRecords"_s);
    QCOMPARE(agree->text(), u"Move 1 record"_s);
    QVERIFY(!agree->isEnabled());
    dialog->findChild<QComboBox *>(u"chosenApp"_s)->setEditText(u"other"_s);
    QVERIFY(dialog->findChild<QLabel *>(u"moveConsequence"_s)->text().startsWith(u"1 record moves from app to other."_s));
    QTest::mouseClick(agree, Qt::LeftButton);
    QVERIFY(jsonOf(shown.buffer->body()).startsWith(R"({"_id":"r1","appId":"other",)"));
    QCOMPARE(shown.find<QLabel>(u"recordApp"_s)->text(), u"app → other"_s);
    QCOMPARE(shown.hints().size(), 2);
}

void tst_keyeditor::showsHostileTextsAsPlainText()
{
    Shown shown(
        raw("<b>r</b>", R"([{"model":"<img src=x>","id":"%1 %2 &amp; <b>\u202e"},{"model":"misc","id":""},{"model":"","id":"x"}])"));
    QVERIFY(!shown.chip(0)->toolTip().contains(u"<img"_s));
    QVERIFY(shown.chip(0)->accessibleName().contains(u"%1 %2 &amp; <b>‹U+202E›"_s));
    QCOMPARE(shown.chip(1)->accessibleName(), u"misc (empty)"_s);
    QVERIFY(shown.hints().join(u'\n').contains(u"<img src=x> is no association model"_s));
    for (const QLabel *label : shown.header.findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
}

QTEST_MAIN(tst_keyeditor)
#include "tst_keyeditor.moc"
