#include "model/bson/builder.h"
#include "model/edit/editbuffer.h"
#include "model/edit/verbs.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/repairdialog.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textstatus.h"
#include "ui/editor/textview.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

/// A page with a record and its buffer, shown offscreen.
struct Fixture
{
    std::shared_ptr<LoadedRecord> record = std::make_shared<LoadedRecord>();
    std::unique_ptr<EditBuffer> buffer;
    TextPage page;
    CodeEditor *editor = page.findChild<CodeEditor *>(u"text"_s);

    explicit Fixture(const std::function<void(bson::Builder &)> &value, bool isLocked = false)
    {
        bson::Builder builder;
        builder.appendString("_id", "record");
        builder.openDocument("data");
        value(builder);
        builder.close();
        record->record.row = {1};
        record->record.body = builder.finish().toByteArray();
        record->record.appId = "app";
        buffer = std::make_unique<EditBuffer>(record->record);
        page.resize(600, 400);
        page.show();
        page.setRecord(record, false);
        page.setBuffer(buffer.get(), isLocked);
    }

    bool waitForText()
    {
        return QTest::qWaitFor([this] { return !page.isBuilding() && !page.view()->text().isEmpty(); });
    }
    QString status() const { return page.findChild<TextStatus *>()->text(); }
    QByteArray text() const { return page.view()->text(); }
    void type(const QByteArray &before, const QString &keys)
    {
        page.view()->goTo(text().indexOf(before));
        QTest::keyClicks(editor, keys);
    }
};

void twoFields(bson::Builder &builder)
{
    builder.appendInt32("a", 1);
    builder.appendString("b", "needle");
}

} // namespace

class tst_TextPage : public QObject
{
    Q_OBJECT

private slots:
    void takesWhatIsTypedIntoTheBuffer();
    void flushesAtOnce();
    void neverTakesATextThatNobodyTyped();
    void forgetsTheDraftWhenTheTextIsTypedBack();
    void marksErrorsAndKeepsTheTextAsTyped();
    void refusesAValueThatNoRecordCanHave();
    void warnsOfAFieldThatIsThereTwice();
    void followsOtherViewsWithoutMovingTheCursor();
    void showsTextAsItWasTyped();
    void takesOneUndoForAForeignChange();
    void forgetsUndoWithTheRecord();
    void onlyReadsWhatIsLockedOrNotExact();
    void keepsTheCursorWhenItIsUnlocked();
    void onlyReadsLargeTextsAndLongLines();
    void showsCanonicalTextThatCanBeEdited();
    void sortsFieldsForReadingOnly();
    void laysTextOut();
    void repairsAfterShowingTheDifference();
    void leavesTheKeysOfTheWindowAlone();
    void followsThePaletteAtOnce();
    void refusesHugePastes();
    void laysOutALongLineThatIsPasted();
    void findsCountsAndReplaces();
    void namesTheErrorOfARegularExpression();
    void keepsHostileTextsByteForByte();
};

void tst_TextPage::takesWhatIsTypedIntoTheBuffer()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    QCOMPARE(f.status(), u"Valid JSON · 29 characters · exact"_s);
    f.type("1", u"4"_s);
    QTRY_VERIFY(f.buffer->isChanged());
    QCOMPARE(f.buffer->value()->toDocument().find("a")->toInt32(), 41);
    QCOMPARE(f.buffer->text(), f.text());
    QCOMPARE(f.buffer->undoTitle(), u"Edit text"_s);
    f.buffer->undo();
    QTRY_VERIFY(f.text().contains("\"a\": 1,"));
}

void tst_TextPage::flushesAtOnce()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.type("1", u"7"_s);
    QVERIFY(!f.buffer->isChanged());
    f.page.flush();
    QCOMPARE(f.buffer->value()->toDocument().find("a")->toInt32(), 71);
}

void tst_TextPage::neverTakesATextThatNobodyTyped()
{
    Fixture f(twoFields);
    QSignalSpy changed(f.buffer.get(), &EditBuffer::changed);
    QVERIFY(f.waitForText());
    f.page.flush();
    f.page.setCanonical(true);
    f.page.setCanonical(false);
    f.page.setRecord(nullptr, false);
    QCOMPARE(changed.size(), 0);
    QVERIFY(!f.buffer->hasText());
}

void tst_TextPage::forgetsTheDraftWhenTheTextIsTypedBack()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.type("1", u"9"_s);
    f.page.flush();
    QVERIFY(f.buffer->isChanged());
    QTest::keyClick(f.editor, Qt::Key_Backspace);
    f.page.flush();
    QVERIFY(!f.buffer->isChanged());
    QVERIFY(!f.buffer->hasText());
    f.type("1", u" "_s);
    f.page.flush();
    QVERIFY(f.buffer->isLayoutOnly());
}

void tst_TextPage::marksErrorsAndKeepsTheTextAsTyped()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    const QByteArray body = f.buffer->body();
    f.type(",", u"]"_s);
    QTRY_VERIFY(f.buffer->textError());
    QCOMPARE(f.status(), u"Line 2, column 9: this brace is not closed, opened at line 1."_s);
    QCOMPARE(f.buffer->text(), f.text());
    QCOMPARE(f.buffer->body(), body);
    QVERIFY(f.page.findChild<QPushButton *>(u"repairText"_s)->isVisible());
    f.page.view()->goTo(0);
    QTest::mouseClick(f.page.findChild<QPushButton *>(u"goToTextError"_s), Qt::LeftButton);
    QCOMPARE(f.editor->selection().begin, f.text().indexOf(']'));
}

void tst_TextPage::refusesAValueThatNoRecordCanHave()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.page.view()->typeText("\n 12");
    f.page.flush();
    QCOMPARE(f.status(), u"Line 2, column 2: the value of a record is an object, an array or null: the server stores nothing else."_s);
    QCOMPARE(f.buffer->text(), "\n 12");
}

void tst_TextPage::warnsOfAFieldThatIsThereTwice()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.page.view()->typeText("{\"a\": 1, \"a\": 2}");
    f.page.flush();
    QVERIFY(!f.buffer->textError());
    QVERIFY(f.status().contains(u"the object has a field of this name already"_s));
    QVERIFY(!f.page.findChild<QPushButton *>(u"repairText"_s)->isVisible());
}

void tst_TextPage::followsOtherViewsWithoutMovingTheCursor()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.page.view()->goTo(f.text().indexOf("needle"));
    const bson::Path path = inValue(f.buffer->stored(), *bson::Path::parse("a"));
    QVERIFY(f.buffer->change(u"Set a"_s, setField(f.buffer->edited(), path, *FieldValue::fromJson("12345"))));
    QTRY_VERIFY(f.text().contains("12345"));
    QCOMPARE(f.editor->selection().begin, f.text().indexOf("needle"));
    QVERIFY(!f.buffer->hasText());
}

void tst_TextPage::showsTextAsItWasTyped()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.page.view()->typeText("{ \"a\" : 1 }");
    f.page.flush();
    f.page.hide();
    f.page.show();
    QCOMPARE(f.text(), "{ \"a\" : 1 }");
    f.buffer->setBrokenText("{ oh", {2, 1, 3, u"x"_s});
    QTRY_COMPARE(f.text(), "{ oh");
    f.buffer->dropText();
    QTRY_COMPARE(f.text(), "{\n  \"a\": 1\n}");
}

void tst_TextPage::takesOneUndoForAForeignChange()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.type("1", u"5"_s);
    f.page.flush();
    const QByteArray typed = f.text();
    f.buffer->undo();
    QTRY_VERIFY(f.text() != typed);
    f.page.view()->undo();
    QCOMPARE(f.text(), typed);
    f.page.flush();
    QCOMPARE(f.buffer->value()->toDocument().find("a")->toInt32(), 51);
}

void tst_TextPage::forgetsUndoWithTheRecord()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.type("1", u"5"_s);
    QVERIFY(f.page.view()->canUndo());
    auto other = std::make_shared<LoadedRecord>(*f.record);
    other->record.row = {2};
    EditBuffer otherBuffer(other->record);
    f.page.setRecord(other, false);
    f.page.setBuffer(&otherBuffer, false);
    QVERIFY(f.buffer->isChanged()); // what was typed was taken first
    QTRY_VERIFY(f.text().contains("\"a\": 1,"));
    QVERIFY(!f.page.view()->canUndo());
    QVERIFY(!otherBuffer.isChanged());
    f.page.setBuffer(nullptr, false);
}

void tst_TextPage::onlyReadsWhatIsLockedOrNotExact()
{
    Fixture locked(twoFields, true);
    QVERIFY(locked.waitForText());
    QVERIFY(!locked.page.view()->isEditable());
    Fixture odd([](bson::Builder &builder) { builder.appendString("a", "\xff"); });
    QVERIFY(odd.waitForText());
    QVERIFY(!odd.page.view()->isEditable());
    QVERIFY(odd.status().startsWith(u"This text does not read back to the same bytes"_s));
    odd.page.setRecord(odd.record, true);
    QTRY_VERIFY(odd.status().startsWith(u"The whole document is only read"_s));
}

void tst_TextPage::keepsTheCursorWhenItIsUnlocked()
{
    Fixture f(twoFields, true);
    QVERIFY(f.waitForText());
    f.page.view()->goTo(12);
    f.page.setBuffer(f.buffer.get(), false);
    QTRY_VERIFY(f.page.view()->isEditable());
    QCOMPARE(f.editor->selection().begin, 12);
    QVERIFY(!f.page.view()->canUndo());
}

void tst_TextPage::onlyReadsLargeTextsAndLongLines()
{
    Fixture longLine([](bson::Builder &builder) { builder.appendString("a", QByteArray(CodeEditor::kMaxEditedLine + 1, 'x')); });
    QVERIFY(longLine.waitForText());
    QVERIFY(!longLine.page.view()->isEditable());
    QVERIFY(longLine.status().startsWith(u"Lines are edited up to 100 KB"_s));
    Fixture large([](bson::Builder &builder) {
        for (int i = 0; i < 500; ++i)
            builder.appendString(QByteArray::number(i), QByteArray(9'000, 'x'));
    });
    QVERIFY(large.waitForText());
    QVERIFY(!large.page.view()->isEditable());
    QVERIFY(large.status().startsWith(u"Text is edited up to 4 MB"_s));
}

void tst_TextPage::showsCanonicalTextThatCanBeEdited()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.page.setCanonical(true);
    QTRY_VERIFY(f.text().contains("$numberInt"));
    f.type("1\"", u"3"_s);
    f.page.flush();
    QCOMPARE(f.buffer->value()->toDocument().find("a")->toInt32(), 31);
    f.page.setCanonical(false);
    QTRY_VERIFY(f.text().contains("\"a\": 31"));
}

void tst_TextPage::sortsFieldsForReadingOnly()
{
    Fixture f([](bson::Builder &builder) {
        builder.appendInt32("b", 1);
        builder.appendInt32("a", 2);
    });
    QVERIFY(f.waitForText());
    f.page.setSorted(true);
    QTRY_COMPARE(f.text(), "{\n  \"a\": 2,\n  \"b\": 1\n}");
    QVERIFY(!f.page.view()->isEditable());
    QVERIFY(f.status().startsWith(u"The fields are sorted for reading"_s));
    f.page.setSorted(false);
    QTRY_COMPARE(f.text(), "{\n  \"b\": 1,\n  \"a\": 2\n}");
    QVERIFY(f.page.view()->isEditable());
    QVERIFY(!f.buffer->isChanged());
}

void tst_TextPage::laysTextOut()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    const QByteArray before = f.text();
    f.page.minify();
    QTRY_COMPARE(f.text(), "{\"a\":1,\"b\":\"needle\"}");
    f.page.flush();
    QVERIFY(f.buffer->isLayoutOnly());
    f.page.view()->undo();
    QCOMPARE(f.text(), before);
    f.page.minify();
    QTRY_VERIFY(f.text() != before);
    f.page.format();
    QTRY_COMPARE(f.text(), before);
    f.page.flush();
    QVERIFY(!f.buffer->hasText());
}

void tst_TextPage::repairsAfterShowingTheDifference()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    const QByteArray broken = "{\n  a: 1\n  \"b\": True,\n}";
    f.page.view()->typeText(broken);
    f.page.repair();
    QTRY_VERIFY(f.page.findChild<QDialog *>(u"repairDialog"_s));
    auto *dialog = f.page.findChild<QDialog *>(u"repairDialog"_s);
    QCOMPARE(dialog->findChild<TextView *>()->text(), " {\n-  a: 1\n-  \"b\": True,\n+  \"a\": 1,\n+  \"b\": true\n }\n");
    QCOMPARE(f.text(), broken);
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"replaceBrokenText"_s), Qt::LeftButton);
    QTRY_COMPARE(f.text(), "{\n  \"a\": 1,\n  \"b\": true\n}");
    f.page.flush();
    QVERIFY(!f.buffer->textError());
    f.page.view()->undo();
    QCOMPARE(f.text(), broken);
}

/// Scintilla would delete, copy and swap lines.
void tst_TextPage::leavesTheKeysOfTheWindowAlone()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    const QByteArray before = f.text();
    for (const Qt::Key key : {Qt::Key_L, Qt::Key_D, Qt::Key_T, Qt::Key_U, Qt::Key_Return}) {
        for (const Qt::KeyboardModifiers modifiers :
             {Qt::KeyboardModifiers(Qt::ControlModifier), Qt::ControlModifier | Qt::ShiftModifier}) {
            QKeyEvent question(QEvent::ShortcutOverride, key, modifiers);
            question.ignore();
            QApplication::sendEvent(f.editor, &question);
            QVERIFY(!question.isAccepted());
            QTest::keyClick(f.editor, key, modifiers);
        }
    }
    QCOMPARE(f.text(), before);
}

void tst_TextPage::followsThePaletteAtOnce()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    QPalette dark(Qt::white, QColor(30, 30, 30));
    dark.setColor(QPalette::Base, QColor(20, 20, 20));
    f.page.setPalette(dark);
    QCOMPARE(f.editor->SendScintilla(QsciScintillaBase::SCI_STYLEGETBACK, 0UL), 20L * 0x010101L);
}

void tst_TextPage::refusesHugePastes()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    QSignalSpy noticed(f.page.view(), &TextView::noticed);
    const QByteArray before = f.text();
    QApplication::clipboard()->setText(QString(5'000'000, u'\n'));
    f.editor->paste();
    QCOMPARE(f.text(), before);
    QCOMPARE(noticed.size(), 1);
    QVERIFY(noticed.front().front().toString().startsWith(u"The pasted text is 5.0 MB"_s));
    QApplication::clipboard()->setText(QString(200'000, u'x'));
    f.editor->paste();
    QCOMPARE(f.text(), before);
    QCOMPARE(noticed.size(), 2);
}

void tst_TextPage::laysOutALongLineThatIsPasted()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.editor->selectAll();
    QApplication::clipboard()->setText(u"["_s + QString(u"123456,"_s).repeated(50'000) + u"1]"_s);
    f.editor->paste();
    QVERIFY(longestLine(f.text()) < 100);
    f.page.flush();
    QVERIFY(!f.buffer->textError());
}

void tst_TextPage::findsCountsAndReplaces()
{
    Fixture f([](bson::Builder &builder) {
        for (int i = 0; i < 1'200; ++i)
            builder.appendString("f" + QByteArray::number(i), "needle Needle needles");
    });
    QVERIFY(f.waitForText());
    f.page.view()->openReplace();
    auto *find = f.page.findChild<QLineEdit *>(u"findText"_s);
    auto *with = f.page.findChild<QLineEdit *>(u"replaceText"_s);
    const auto result = [&f] { return f.page.findChild<QLabel *>(u"findResult"_s)->text(); };
    QTest::keyClicks(find, u"needle"_s);
    QTRY_COMPARE(result(), u"The first 1,000 hits are counted"_s);
    QTest::mouseClick(f.page.findChild<QPushButton *>(u"findContinue"_s), Qt::LeftButton);
    QTRY_COMPARE(result(), u"The first 2,000 hits are counted"_s);
    for (QAbstractButton *box : f.page.findChildren<QAbstractButton *>()) {
        if (box->text() == u"Match case"_s || box->text() == u"Whole word"_s)
            box->click();
    }
    QTRY_COMPARE(f.page.view()->selectedText(), u"needle"_s);
    QTRY_VERIFY(result().startsWith(u"The first 1,000"_s));
    QTest::keyClicks(with, u"pin"_s);
    QTest::mouseClick(f.page.findChild<QPushButton *>(u"replaceOne"_s), Qt::LeftButton);
    QVERIFY(f.text().contains("\"f0\": \"pin Needle needles\""));
    QTest::mouseClick(f.page.findChild<QPushButton *>(u"replaceAll"_s), Qt::LeftButton);
    QTRY_COMPARE(result(), u"1,199 replaced"_s);
    QCOMPARE(f.text().count("pin"), 1'200);
    QCOMPARE(f.text().count("needles"), 1'200);
    f.page.view()->undo();
    QCOMPARE(f.text().count("pin"), 1);
    f.page.flush();
    QVERIFY(f.buffer->isChanged());
}

void tst_TextPage::namesTheErrorOfARegularExpression()
{
    Fixture f(twoFields);
    QVERIFY(f.waitForText());
    f.page.view()->openFind();
    for (QAbstractButton *box : f.page.findChildren<QAbstractButton *>()) {
        if (box->text() == u"Regular expression"_s)
            box->click();
    }
    auto *find = f.page.findChild<QLineEdit *>(u"findText"_s);
    QTest::keyClicks(find, u"(n"_s);
    QTest::keyClick(find, Qt::Key_Return);
    QTRY_VERIFY(f.page.findChild<QLabel *>(u"findResult"_s)->text().startsWith(u"The regular expression has an error at character 3"_s));
    find->setText(u"ne+"_s);
    QTest::keyClick(find, Qt::Key_Return);
    QTRY_COMPARE(f.page.view()->selectedText(), u"nee"_s);
}

void tst_TextPage::keepsHostileTextsByteForByte()
{
    const QByteArray hostile = QByteArrayLiteral("\0 \xe2\x80\xae <img src=x> %2 & \xef\xbb\xbf \x7f \xe2\x80\xa8 \xf0\x9f\x98\x80");
    Fixture f([&hostile](bson::Builder &builder) {
        builder.appendString("a", hostile);
        builder.appendInt32("n", 1);
    });
    QVERIFY(f.waitForText());
    QVERIFY(f.page.view()->isEditable());
    f.type("1\n", u"2"_s);
    f.page.flush();
    QCOMPARE(f.buffer->value()->toDocument().find("n")->toInt32(), 21);
    QCOMPARE(f.buffer->value()->toDocument().find("a")->toText().toByteArray(), hostile);
}

int main(int argc, char **argv)
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    tst_TextPage test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_textpage.moc"
