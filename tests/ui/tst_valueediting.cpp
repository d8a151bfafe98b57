#include "model/items/valuetablemodel.h"
#include "model/items/valuetreemodel.h"
#include "tests/model/edit/editing.h"
#include "ui/editor/fieldactions.h"
#include "ui/editor/fieldeditors.h"
#include "ui/editor/fieldmenu.h"
#include "ui/editor/valuetableview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/editor/valuewindows.h"
#include "ui/widgets/messagebar.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;

namespace {

/// The cell editor that is open; those that were closed are deleted a little later.
QWidget *openEditor(const QWidget &view, const QString &name)
{
    for (auto *editor : view.findChildren<QWidget *>(name)) {
        if (editor->isVisible())
            return editor;
    }
    return nullptr;
}

/// A record's value in its view, unlocked, with the keyboard in the tree.
struct Editor
{
    explicit Editor(const QByteArray &data, bool isLocked = false) : buffer(recordOf(R"({"_id":"r","appId":"a","data":)" + data + "}"))
    {
        auto loaded = std::make_shared<LoadedRecord>();
        loaded->record = buffer.stored();
        view.setRecord(loaded);
        view.setBuffer(&buffer, isLocked);
        view.resize(700, 500);
        view.show();
        view.activateWindow();
        view.tree()->setFocus();
    }

    ValueTreeView &tree() { return *view.tree(); }
    const ValueTreeModel &model() { return *static_cast<ValueTreeModel *>(view.tree()->model()); }
    void select(const QList<QByteArray> &path)
    {
        // Not by setCurrentIndex(), which looks at the keys that the test before held down.
        tree().selectionModel()->setCurrentIndex(model().find(path), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&tree(), key, modifiers); }
    QWidget *cell() { return openEditor(tree(), u"fieldEditor"_s); }
    QLineEdit *name() { return qobject_cast<QLineEdit *>(openEditor(tree(), u"fieldName"_s)); }

    /// Types into the cell editor that is open, over what is in it.
    void type(QWidget *editor, const QString &text, Qt::Key end)
    {
        QVERIFY(editor);
        auto *line = qobject_cast<QLineEdit *>(editor);
        line->selectAll();
        QTest::keyClicks(line, text);
        QTest::keyClick(line, end);
        QCoreApplication::processEvents(); // Enter is taken a moment later
    }

    QByteArray data() const
    {
        QByteArray text;
        bson::writeExtendedJson(*buffer.value(), {bson::JsonMode::Relaxed, 0}, text);
        return text;
    }
    QString message() { return view.findChild<MessageBar *>()->isVisible() ? view.findChild<MessageBar *>()->text() : QString(); }
    QPushButton *button(const QString &text)
    {
        for (auto *button : view.findChild<MessageBar *>()->findChildren<QPushButton *>()) {
            if (button->text() == text && button->isVisible())
                return button;
        }
        return nullptr;
    }

    EditBuffer buffer;
    ValueView view;
};

} // namespace

class tst_valueediting : public QObject
{
    Q_OBJECT

private slots:
    void cleanup();
    void keepsTheTypeOfWhatIsTyped_data();
    void keepsTheTypeOfWhatIsTyped();
    void saysWhatWouldBeRightAndKeepsWhatWasTyped_data();
    void saysWhatWouldBeRightAndKeepsWhatWasTyped();
    void writesNothingForWhatWasOnlyLookedAt();
    void cancelsTheCellOnly();
    void takesWhatWasTypedWhenAnotherRowIsClicked();
    void takesWhatWasTypedOnRequest();
    void offersInt64ForANumberThatIsTooLarge();
    void choosesTrueOrFalse();
    void showsDatesInTheZoneOfTheWindow();
    void goesOnWithTabAndAddsAField();
    void takesAFieldBackThatGotNoName();
    void startsArraysAndObjectsWithABracket();
    void renamesAFieldAndMarksTheSecondOfAName();
    void removesAndTakesBack();
    void removesSeveralFieldsInOneStep();
    void clonesAndMovesByKeys();
    void movesAllSelectedFieldsInOneStep();
    void movesOnlyFieldsThatStandSideBySide();
    void movesAllSelectedItemsOfATable();
    void addsAnItemLikeTheFirst();
    void changesTypesAndTellsTheLossBefore();
    void pastesFirstAndAsksAfter();
    void pastesFieldsAsTheyWere();
    void editsALongTextInAWindow();
    void editsABinaryInAWindow();
    void editsNothingWhileLocked();
    void keepsWhatIsExpandedWhileItIsEdited();
    void editsCellsOfATable();
    void addsAndRemovesItemsOfATable();
    void goesBackToTheTreeWhereThereIsNoList();
};

void tst_valueediting::cleanup()
{
    QApplication::clipboard()->clear();
}

void tst_valueediting::keepsTheTypeOfWhatIsTyped_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("after");
    const auto row = [](const char *name, const char *before, const char *typed, const char *after) {
        QTest::newRow(name) << QByteArray(before) << QString::fromUtf8(typed) << QByteArray(after);
    };
    row("int32", "1", "5", "5");
    row("int32 beyond", "1", "3000000000", "3000000000");
    row("int64", R"({"$numberLong":"1"})", "5", R"({"$numberLong":"5"})");
    row("double", "1.5", "5", "5.0");
    row("double exponent", "1.5", "1e21", "1E+21");
    row("decimal", R"({"$numberDecimal":"1.10"})", "2.50", R"({"$numberDecimal":"2.50"})");
    row("text", R"("a")", "u {x}", R"("u {x}")");
    row("number as text", R"("a")", "12", R"("12")");
    row("null", "null", "12", "12");
    row("null text", "null", "hello", R"("hello")");
    row("objectid", R"({"$oid":"000000000000000000000001"})", "00000000000000000000000A", R"({"$oid":"00000000000000000000000a"})");
    row("date", R"({"$date":"2024-01-31T12:00:00Z"})", "2024-02-01 08:30", R"({"$date":"2024-02-01T08:30:00Z"})");
    row("date of year 20000", R"({"$date":"2024-01-31T12:00:00Z"})", "568971820800000", R"({"$date":{"$numberLong":"568971820800000"}})");
    row("timestamp", R"({"$timestamp":{"t":1,"i":2}})", "3, 4", R"({"$timestamp":{"t":3,"i":4}})");
    row("regex", R"({"$regularExpression":{"pattern":"a","options":""}})", "/b\\/c/mi",
        R"({"$regularExpression":{"pattern":"b\\/c","options":"im"}})");
}

void tst_valueediting::keepsTheTypeOfWhatIsTyped()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, typed);
    Editor editor(R"({"v":)" + before + R"(,"w":1})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), typed, Qt::Key_Return);
    QFETCH(QByteArray, after);
    QCOMPARE(editor.data(), R"({"v":)" + after + R"(,"w":1})");
}

void tst_valueediting::saysWhatWouldBeRightAndKeepsWhatWasTyped_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("typed");
    QTest::newRow("int32") << QByteArray("1") << u"abc"_s;
    QTest::newRow("double") << QByteArray("1.5") << u"1,5"_s;
    QTest::newRow("objectid") << QByteArray(R"({"$oid":"000000000000000000000001"})") << u"12"_s;
    QTest::newRow("date") << QByteArray(R"({"$date":"2024-01-31T12:00:00Z"})") << u"yesterday"_s;
}

void tst_valueediting::saysWhatWouldBeRightAndKeepsWhatWasTyped()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, typed);
    Editor editor(R"({"v":)" + before + R"(,"w":1})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), typed, Qt::Key_Return);
    QVERIFY(editor.cell()); // still open, with a hint
    QVERIFY(!editor.cell()->accessibleDescription().isEmpty());
    QVERIFY(!editor.buffer.isChanged());
    editor.select({"w"});
    QCOMPARE(editor.data(), R"({"v":")" + typed.toUtf8() + R"(","w":1})");
    QVERIFY(editor.message().contains(u"stored as text"_s));
    editor.button(u"Take back"_s)->click();
    QVERIFY(!editor.buffer.isChanged());
}

void tst_valueediting::writesNothingForWhatWasOnlyLookedAt()
{
    for (const char *value :
         {"1.0", "-0.0", R"({"$numberDecimal":"1.10"})", R"({"$date":{"$numberLong":"-99999999999999"}})", "null",
          R"({"$numberDouble":"NaN"})", R"({"$minKey":1})", R"({"$dbPointer":{"$ref":"a","$id":{"$oid":"000000000000000000000001"}}})"}) {
        Editor editor(R"({"v":)" + QByteArray(value) + "}");
        editor.select({"v"});
        editor.key(Qt::Key_F2);
        QVERIFY2(editor.cell(), value);
        QTest::keyClick(editor.cell(), Qt::Key_Return);
        QCoreApplication::processEvents();
        QVERIFY2(!editor.buffer.canUndo(), value);
    }
}

void tst_valueediting::cancelsTheCellOnly()
{
    Editor editor(R"({"v":1,"w":2})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), u"5"_s, Qt::Key_Return);
    editor.select({"w"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), u"7"_s, Qt::Key_Escape);
    QCOMPARE(editor.data(), R"({"v":5,"w":2})");
}

void tst_valueediting::takesWhatWasTypedWhenAnotherRowIsClicked()
{
    Editor editor(R"({"v":1,"w":2})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    QTest::keyClicks(editor.cell(), u"5"_s);
    const QRect other = editor.tree().visualRect(editor.model().find({"w"}));
    QTest::mouseClick(editor.tree().viewport(), Qt::LeftButton, {}, other.center());
    QCOMPARE(editor.data(), R"({"v":5,"w":2})");
}

void tst_valueediting::takesWhatWasTypedOnRequest()
{
    Editor editor(R"({"v":1})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    QTest::keyClicks(editor.cell(), u"5"_s);
    editor.view.flush();
    QCOMPARE(editor.data(), R"({"v":5})");
}

void tst_valueediting::offersInt64ForANumberThatIsTooLarge()
{
    Editor editor(R"({"v":1.5})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), u"9007199254740993"_s, Qt::Key_Return);
    QCOMPARE(editor.message(), u"This number is too large to be exact."_s);
    editor.button(u"Store as Int64"_s)->click();
    QCOMPARE(editor.data(), R"({"v":9007199254740993})");
}

void tst_valueediting::choosesTrueOrFalse()
{
    Editor editor(R"({"v":true})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    auto *box = qobject_cast<QComboBox *>(editor.cell());
    QVERIFY(box);
    QTest::keyClick(box, Qt::Key_Down);
    QTest::keyClick(box, Qt::Key_Return);
    QCoreApplication::processEvents();
    QCOMPARE(editor.data(), R"({"v":false})");
}

void tst_valueediting::showsDatesInTheZoneOfTheWindow()
{
    Editor editor(R"({"v":{"$date":"2024-01-31T12:00:00Z"}})");
    editor.view.setLocalTime(true);
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    const QString text = qobject_cast<QLineEdit *>(editor.cell())->text();
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(1'706'702'400'000);
    QCOMPARE(text.left(16), local.toString(u"yyyy-MM-dd HH:mm"_s));
    editor.type(editor.cell(), local.addSecs(3600).toString(u"yyyy-MM-dd HH:mm:ss.zzz"_s), Qt::Key_Return);
    QCOMPARE(editor.data(), R"({"v":{"$date":"2024-01-31T13:00:00Z"}})");
}

void tst_valueediting::goesOnWithTabAndAddsAField()
{
    Editor editor(R"({"v":1,"o":{},"w":2})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), u"5"_s, Qt::Key_Tab);
    editor.type(editor.cell(), u"6"_s, Qt::Key_Tab); // over the object, which has no line
    editor.type(editor.name(), u"x"_s, Qt::Key_Tab);
    editor.type(editor.cell(), u"new"_s, Qt::Key_Return);
    QCOMPARE(editor.data(), R"({"v":5,"o":{},"w":6,"x":"new"})");
}

void tst_valueediting::takesAFieldBackThatGotNoName()
{
    Editor editor(R"({"v":1})");
    editor.select({"v"});
    editor.key(Qt::Key_Insert);
    QVERIFY(editor.name());
    QCOMPARE(editor.data(), R"({"v":1,"field":null})");
    QTest::keyClick(editor.name(), Qt::Key_Escape);
    QCOMPARE(editor.data(), R"({"v":1})");
}

void tst_valueediting::startsArraysAndObjectsWithABracket()
{
    Editor editor(R"({"v":null,"w":5})");
    editor.select({"v"});
    QTest::keyClicks(&editor.tree(), u"["_s);
    QCOMPARE(editor.data(), R"({"v":[],"w":5})");
    editor.select({"w"});
    QTest::keyClicks(&editor.tree(), u"{"_s); // not over a value that is there
    QCOMPARE(editor.data(), R"({"v":[],"w":5})");
    editor.select({"v"});
    editor.key(Qt::Key_Insert, Qt::AltModifier);
    editor.type(editor.cell(), u"{"_s, Qt::Key_Return);
    QCOMPARE(editor.data(), R"({"v":[{}],"w":5})");
}

void tst_valueediting::renamesAFieldAndMarksTheSecondOfAName()
{
    Editor editor(R"({"v":1,"w":2})");
    editor.select({"w"});
    editor.key(Qt::Key_F2, Qt::ShiftModifier);
    editor.type(editor.name(), u"v"_s, Qt::Key_Return);
    QCOMPARE(editor.data(), R"({"v":1,"v":2})");
    QVERIFY(!editor.model().index(0, 0).data(ValueTreeModel::IsDuplicateRole).toBool());
    QVERIFY(editor.model().index(1, 0).data(ValueTreeModel::IsDuplicateRole).toBool());
}

void tst_valueediting::removesAndTakesBack()
{
    Editor editor(R"({"v":1,"w":2})");
    editor.select({"v"});
    editor.key(Qt::Key_Delete);
    QCOMPARE(editor.data(), R"({"w":2})");
    QCOMPARE(editor.model().state(editor.model().index(0, 0)), FieldState::Removed);
    editor.tree().actions().takeBack(editor.model().index(0, 0));
    QVERIFY(!editor.buffer.isChanged());
}

void tst_valueediting::removesSeveralFieldsInOneStep()
{
    Editor editor(R"({"a":1,"b":{"c":2,"d":3},"e":4})");
    editor.tree().expandAll();
    auto *selection = editor.tree().selectionModel();
    editor.select({"a"});
    for (const QList<QByteArray> &path : {QList<QByteArray>{"b"}, QList<QByteArray>{"b", "c"}})
        selection->select(editor.model().find(path), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    editor.key(Qt::Key_Delete);
    QCOMPARE(editor.data(), R"({"e":4})");
    editor.buffer.undo();
    QVERIFY(!editor.buffer.isChanged());
}

void tst_valueediting::clonesAndMovesByKeys()
{
    Editor editor(R"({"v":1,"w":2})");
    editor.select({"v"});
    editor.key(Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(editor.data(), R"({"v":1,"v copy":1,"w":2})");
    editor.key(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"({"v copy":1,"v":1,"w":2})");
    QCOMPARE(editor.tree().currentPath(), QList<QByteArray>{"v"});
    editor.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    editor.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"({"v":1,"v copy":1,"w":2})");
}

void tst_valueediting::movesAllSelectedFieldsInOneStep()
{
    Editor editor(R"({"a":1,"b":2,"c":3,"d":{"x":1,"y":2}})");
    editor.select({"d"});
    editor.tree().expandAll();
    editor.tree().selectionModel()->select(editor.model().find({"b"}), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    editor.tree().selectionModel()->select(editor.model().find({"d", "y"}), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const auto selected = [&] {
        QStringList names;
        for (const QModelIndex &row : editor.tree().selectionModel()->selectedRows())
            names << row.data().toString();
        std::sort(names.begin(), names.end());
        return names.join(u' ');
    };
    editor.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"({"b":2,"a":1,"d":{"x":1,"y":2},"c":3})");
    QCOMPARE(selected(), u"b d"_s);
    QCOMPARE(editor.tree().currentPath(), QList<QByteArray>{"d"});
    editor.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"({"b":2,"d":{"x":1,"y":2},"a":1,"c":3})");
    editor.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier); // no room
    editor.buffer.undo();
    QCOMPARE(editor.data(), R"({"b":2,"a":1,"d":{"x":1,"y":2},"c":3})");
    editor.buffer.undo();
    QCOMPARE(editor.data(), R"({"a":1,"b":2,"c":3,"d":{"x":1,"y":2}})");
    editor.buffer.redo();
    editor.key(Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"({"a":1,"b":2,"c":3,"d":{"x":1,"y":2}})");
}

void tst_valueediting::movesOnlyFieldsThatStandSideBySide()
{
    Editor editor(R"({"a":1,"b":2,"d":{"x":1,"y":2}})");
    editor.select({"b"});
    editor.tree().expandAll();
    editor.tree().selectionModel()->select(editor.model().find({"d", "y"}), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    editor.key(Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"({"a":1,"b":2,"d":{"x":1,"y":2}})");
    QCOMPARE(editor.message(), u"Only fields of one object or list move together. Nothing was moved."_s);
}

void tst_valueediting::movesAllSelectedItemsOfATable()
{
    Editor editor(R"([{"n":0},{"n":1},{"n":2},{"n":3}])");
    editor.view.setForm(ValueView::Form::Table);
    ValueTableView &table = *editor.view.table();
    table.setCurrentIndex(table.model()->index(0, 0));
    table.selectionModel()->select(table.model()->index(2, 0), QItemSelectionModel::Select);
    QTest::keyClick(&table, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"([{"n":1},{"n":0},{"n":3},{"n":2}])");
    QCOMPARE(table.currentIndex().row(), 1);
    QList<int> rows;
    for (const QModelIndex &cell : table.selectionModel()->selectedIndexes())
        rows << cell.row();
    std::sort(rows.begin(), rows.end());
    QCOMPARE(rows, (QList<int>{1, 3}));
    QTest::keyClick(&table, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"([{"n":1},{"n":3},{"n":0},{"n":2}])");
    editor.buffer.undo();
    editor.buffer.undo();
    QCOMPARE(editor.data(), R"([{"n":0},{"n":1},{"n":2},{"n":3}])");
}

void tst_valueediting::addsAnItemLikeTheFirst()
{
    Editor editor(R"({"l":[{"name":"a","n":1.5,"sub":{"x":true},"tags":[1]}]})");
    editor.select({"l"});
    editor.tree().actions().addLikeFirst();
    QCOMPARE(editor.data(), R"({"l":[{"name":"a","n":1.5,"sub":{"x":true},"tags":[1]},{"name":"","n":0.0,"sub":{"x":false},"tags":[]}]})");
}

void tst_valueediting::changesTypesAndTellsTheLossBefore()
{
    Editor editor(R"({"v":2.5})");
    editor.select({"v"});
    QMenu menu;
    fillTypeMenu(menu, editor.tree().actions(), editor.model());
    QStringList texts;
    for (const QAction *action : menu.actions())
        texts << action->text();
    QVERIFY2(texts.contains(u"Int32 – 2.5 becomes 2."_s), qPrintable(texts.join(u'\n')));
    QVERIFY(texts.contains(u"Text"_s));
    editor.tree().actions().changeType(bson::Type::String);
    QCOMPARE(editor.data(), R"({"v":"2.5"})");
    editor.tree().actions().changeType(bson::Type::Array);
    QCOMPARE(editor.data(), R"({"v":["2.5"]})");
    editor.tree().actions().changeType(bson::Type::Int32);
    QCOMPARE(editor.data(), R"({"v":0})");
}

void tst_valueediting::pastesFirstAndAsksAfter()
{
    Editor editor(R"({"v":1})");
    editor.select({"v"});
    QApplication::clipboard()->setText(u"{\"a\": [1]}"_s);
    editor.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(editor.data(), R"({"v":1,"pasted":"{\"a\": [1]}"})");
    QCOMPARE(editor.message(), u"You pasted JSON as text."_s);
    QVERIFY(editor.button(u"Leave as is"_s));
    editor.button(u"Paste as JSON instead"_s)->click();
    QCOMPARE(editor.data(), R"({"v":1,"pasted":{"a":[1]}})");
    QVERIFY(editor.message().isEmpty());
}

void tst_valueediting::pastesFieldsAsTheyWere()
{
    Editor editor(R"({"d":{"$numberDecimal":"1.10"},"o":{}})");
    editor.select({"d"});
    editor.key(Qt::Key_C, Qt::ControlModifier);
    editor.tree().actions().copyFields();
    editor.select({"o"});
    editor.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(editor.data(), R"({"d":{"$numberDecimal":"1.10"},"o":{},"d 2":{"$numberDecimal":"1.10"}})");
}

void tst_valueediting::editsALongTextInAWindow()
{
    Editor editor(R"({"v":"first\nsecond\r\n\u2028\u00a0end"})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    QVERIFY(!editor.cell()); // a line would alter the text
    auto *window = editor.view.findChild<QDialog *>(u"textWindow"_s);
    QVERIFY(window);
    window->accept();
    QVERIFY(!editor.buffer.isChanged());
    editor.key(Qt::Key_F2);
    window = editor.view.findChild<QDialog *>(u"textWindow"_s);
    auto *text = window->findChild<QWidget *>(u"largeText"_s);
    QTest::keyClicks(text, u"new "_s);
    window->findChild<QPushButton *>(u"takeValue"_s)->click();
    QCOMPARE(editor.data(), QByteArray(R"({"v":"new first\nsecond\r\n)") + "\xe2\x80\xa8\xc2\xa0"
                                                                           R"(end"})");
}

void tst_valueediting::editsABinaryInAWindow()
{
    Editor editor(R"({"v":{"$binary":{"base64":"AQI=","subType":"05"}}})");
    editor.select({"v"});
    editor.key(Qt::Key_F2);
    auto *window = editor.view.findChild<QDialog *>(u"hexWindow"_s);
    QVERIFY(window);
    auto *hex = window->findChild<QPlainTextEdit *>(u"hexText"_s);
    auto *take = window->findChild<QPushButton *>(u"takeValue"_s);
    QCOMPARE(hex->toPlainText(), u"01 02\n"_s);
    hex->setPlainText(u"01 0x"_s);
    QVERIFY(!take->isEnabled());
    hex->setPlainText(u"ff00 01"_s);
    take->click();
    QCOMPARE(editor.data(), R"({"v":{"$binary":{"base64":"/wAB","subType":"05"}}})");
}

void tst_valueediting::editsNothingWhileLocked()
{
    Editor editor(R"({"v":1,"w":2})", true);
    editor.select({"v"});
    for (const Qt::Key key : {Qt::Key_F2, Qt::Key_Return, Qt::Key_Delete, Qt::Key_Insert})
        editor.key(key);
    editor.key(Qt::Key_D, Qt::ControlModifier);
    QTest::mouseDClick(editor.tree().viewport(), Qt::LeftButton, {}, editor.tree().visualRect(editor.model().index(0, 1)).center());
    QVERIFY(!editor.cell());
    QVERIFY(!editor.name());
    QVERIFY(!editor.buffer.isChanged());
}

void tst_valueediting::keepsWhatIsExpandedWhileItIsEdited()
{
    Editor editor(R"({"a":{"b":{"c":1}},"z":{"y":1}})");
    editor.tree().collapse(editor.model().find({"z"}));
    QVERIFY(editor.tree().isExpanded(editor.model().find({"a", "b"})));
    editor.select({"a", "b", "c"});
    editor.key(Qt::Key_F2);
    editor.type(editor.cell(), u"2"_s, Qt::Key_Return);
    editor.buffer.undo();
    QVERIFY(editor.tree().isExpanded(editor.model().find({"a", "b"})));
    QVERIFY(!editor.tree().isExpanded(editor.model().find({"z"})));
    QCOMPARE(editor.tree().currentPath(), (QList<QByteArray>{"a", "b", "c"}));
}

void tst_valueediting::editsCellsOfATable()
{
    Editor editor(R"({"l":[{"n":1.5,"t":"x"},{"n":2.5}]})");
    editor.view.setForm(ValueView::Form::Table);
    QCOMPARE(editor.view.form(), ValueView::Form::Table);
    ValueTableView &table = *editor.view.table();
    table.setFocus();
    table.setCurrentIndex(table.model()->index(1, 0));
    QTest::keyClick(&table, Qt::Key_F2);
    QTest::keyClicks(openEditor(table, u"fieldEditor"_s), u"5"_s);
    QTest::keyClick(openEditor(table, u"fieldEditor"_s), Qt::Key_Tab);
    QTest::keyClicks(openEditor(table, u"fieldEditor"_s), u"new"_s);
    editor.view.setForm(ValueView::Form::Tree); // takes what was typed
    QCOMPARE(editor.data(), R"({"l":[{"n":1.5,"t":"x"},{"n":5.0,"t":"new"}]})");
}

void tst_valueediting::addsAndRemovesItemsOfATable()
{
    Editor editor(R"([{"n":1},{"n":2},{"n":3}])");
    editor.view.setForm(ValueView::Form::Table);
    ValueTableView &table = *editor.view.table();
    table.setCurrentIndex(table.model()->index(0, 0));
    QTest::keyClick(&table, Qt::Key_Insert);
    QCOMPARE(editor.data(), R"([{"n":1},{},{"n":2},{"n":3}])");
    QCOMPARE(table.currentIndex().row(), 1);
    QTest::keyClick(&table, Qt::Key_Delete, Qt::ControlModifier);
    QCOMPARE(editor.data(), R"([{"n":1},{"n":2},{"n":3}])");
    table.setCurrentIndex(table.model()->index(2, 0));
    QTest::keyClick(&table, Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(editor.data(), R"([{"n":1},{"n":3},{"n":2}])");
    table.sortByColumn(0, Qt::DescendingOrder);
    QCOMPARE(editor.data(), R"([{"n":1},{"n":3},{"n":2}])");
    table.selectAll();
    table.copyCells();
    QCOMPARE(QApplication::clipboard()->text(), u"3\n2\n1"_s);
}

void tst_valueediting::goesBackToTheTreeWhereThereIsNoList()
{
    Editor editor(R"({"n":1})");
    QVERIFY(!editor.view.findChild<QTabBar *>(u"valueForm"_s)->isTabEnabled(int(ValueView::Form::Table)));
    editor.view.setForm(ValueView::Form::Table);
    QCOMPARE(editor.view.form(), ValueView::Form::Tree);
    QVERIFY(editor.buffer.change(u"x"_s, setWholeValue(editor.buffer.edited(), valueOf(R"([{"n":1}])"))));
    editor.view.setForm(ValueView::Form::Table);
    QCOMPARE(editor.view.form(), ValueView::Form::Table);
    editor.buffer.undo();
    QCOMPARE(editor.view.form(), ValueView::Form::Tree);
}

QTEST_MAIN(tst_valueediting)
#include "tst_valueediting.moc"
