#include "model/items/valuetreemodel.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/keychip.h"
#include "ui/editor/recordheader.h"
#include "ui/editor/valuetableview.h"
#include "ui/records/recordspanel.h"

#include <QComboBox>
#include <QContextMenuEvent>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// What the filter found, as the record on screen shows it, in the whole window and by real keys.
class tst_Hits : public WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void marksTheValueTreeAndGoesFromHitToHit();
    void marksTheChipsOfTheKey();
    void marksTheTableOfAValue();
    void marksTheTextAndFindsOnInIt();
    void marksTheTextOnlyInTheFieldsThatTheFilterNames();
    void marksTheTextAnewAfterAnEdit();
    void keepsWhatWasTypedIntoTheFindBar();
    void forgetsTheMarksWithTheFilter();
    void marksWhatIsEditedMeanwhile();
    void marksTheLettersThatTheTreeIsFilteredBy();
    void looksInTheValueOnScreenAlone();
    void widensWithEachCtrlF();
    void filtersByAFieldOfTheValue();
    void filtersBetweenTwoValues();

private:
    void filter(const QByteArray &text) const;
    void rename(const QByteArray &path, const QByteArray &name) const;
    [[nodiscard]] QString currentField() const
    {
        return valueTree()->currentIndex().siblingAtColumn(ValueTreeModel::NameColumn).data().toString();
    }
    [[nodiscard]] QString detail() const { return m_window->findChild<QLabel *>(u"footerDetail"_s)->text(); }
    /// Whether the colour of the marker pen is on it.
    static bool isMarked(QWidget *widget)
    {
        const QImage image = widget->grab().toImage();
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (image.pixelColor(x, y) == QColor(0xff, 0xd5, 0x4a))
                    return true;
            }
        }
        return false;
    }
    static QByteArray markedText(const CodeEditor &editor);
    /// Chooses from the context menu of a field.
    void chooseForField(const QByteArray &path, const QString &text) const;
    [[nodiscard]] QLineEdit *filterLine() const { return m_window->findChild<QLineEdit *>(u"filterEdit"_s); }
    [[nodiscard]] QComboBox *scope() const { return m_window->findChild<QComboBox *>(u"filterScope"_s); }
};

void tst_Hits::init()
{
    showWindow();
    openDump(record("1", "app", "room GENERAL,misc crash-log",
                    R"({"title":"x","note":"a crash","list":[{"n":1,"t":"crash \"2\""},{"n":2,"t":"y"}],"crashes":3})"));
    selectRow(0);
}

void tst_Hits::filter(const QByteArray &text) const
{
    browser()->records()->setFilter(Filter::parse(text).value());
    QTRY_VERIFY(!recordView()->isBusy());
}

void tst_Hits::rename(const QByteArray &path, const QByteArray &name) const
{
    QVERIFY(buffer()->change(u"Rename"_s, renameField(buffer()->edited(), *bson::Path::parse(path), name)));
}

QByteArray tst_Hits::markedText(const CodeEditor &editor)
{
    constexpr int kFilterIndicator = 11;
    QByteArray marked;
    bool isIn = false;
    const QByteArray text = editor.bytes();
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isMarked =
            editor.SendScintilla(QsciScintillaBase::SCI_INDICATORVALUEAT, static_cast<unsigned long>(kFilterIndicator), long(i)) != 0;
        if (isMarked && !isIn && !marked.isEmpty())
            marked += '|';
        if (isMarked)
            marked += text[i];
        isIn = isMarked;
    }
    return marked;
}

void tst_Hits::marksTheValueTreeAndGoesFromHitToHit()
{
    QVERIFY(!isMarked(valueTree()->viewport()));
    filter("crash");
    QTRY_VERIFY(isMarked(valueTree()->viewport()));
    valueTree()->setFocus();
    QStringList fields;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(valueTree(), Qt::Key_F3);
        fields.append(currentField());
    }
    QCOMPARE(fields.join(u' '), u"note t crashes note"_s);
    QVERIFY2(detail().endsWith(u"hit 1 of 3"), qPrintable(detail()));
    QTest::keyClick(valueTree(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(currentField(), u"crashes"_s);
    QCOMPARE(value()->form(), ValueView::Form::Tree);
}

void tst_Hits::marksTheChipsOfTheKey()
{
    filter("crash");
    const QList<KeyChip *> chips = recordView()->header()->chips();
    QCOMPARE(chips.size(), 2);
    QTRY_VERIFY(isMarked(chips[1]));
    QVERIFY(!isMarked(chips[0]));
}

void tst_Hits::marksTheTableOfAValue()
{
    value()->setForm(ValueView::Form::Table);
    QCOMPARE(value()->form(), ValueView::Form::Table);
    filter("data.list[].t~crash");
    QTRY_VERIFY(isMarked(value()->table()->viewport()));
    QTest::keyClick(value()->table(), Qt::Key_F3);
    QCOMPARE(value()->table()->currentIndex().data().toString(), u"crash \"2\""_s);
}

void tst_Hits::marksTheTextAndFindsOnInIt()
{
    value()->setForm(ValueView::Form::Text);
    auto *editor = value()->findChild<CodeEditor *>(u"text"_s);
    QTRY_VERIFY(editor->size() > 0);
    filter("\"crash \\\"2\\\"\" or note");
    QTRY_COMPARE(markedText(*editor), QByteArray("note|crash \\\"2\\\""));
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_F3);
    QTRY_COMPARE(editor->selectedText(), u"crash \\\"2\\\""_s);
    action(ActionId::Find)->trigger();
    QCOMPARE(value()->findChild<QLineEdit *>(u"findText"_s)->text(), u"crash \\\"2\\\""_s);
}

void tst_Hits::marksTheTextOnlyInTheFieldsThatTheFilterNames()
{
    value()->setForm(ValueView::Form::Text);
    auto *editor = value()->findChild<CodeEditor *>(u"text"_s);
    QTRY_VERIFY(editor->size() > 0);
    const std::pair<QByteArray, QByteArray> marks[] = {
        {"data.note~CRASH", "crash"},
        {"data.list~crash", "crash"},
        {"data.list[].t~/[0-9]/", "2"},
        {"data.list[].t=\"crash \\\"2\\\"\"", "crash \\\"2\\\""},
        {"data.crashes>=3", "3"},
        {"has:data.note", "a crash"},
        {"data.note~crash title", "title|crash"},
        {"crash", "crash|crash|crash"},
        {"misc:crash-log", ""},
    };
    for (const auto &[text, expected] : marks) {
        filter(text);
        QTRY_COMPARE(markedText(*editor), expected);
    }
    filter("misc:crash-log");
    value()->setWholeDocument(true);
    QTRY_COMPARE(markedText(*editor), QByteArray("crash-log"));
    filter("data.note~crash");
    QTRY_COMPARE(markedText(*editor), QByteArray("crash"));
}

void tst_Hits::marksTheTextAnewAfterAnEdit()
{
    value()->setForm(ValueView::Form::Text);
    auto *editor = value()->findChild<CodeEditor *>(u"text"_s);
    QTRY_VERIFY(editor->size() > 0);
    filter("data.title~x");
    QTRY_COMPARE(markedText(*editor), QByteArray("x"));
    rename("data.title", "name");
    QTRY_COMPARE(markedText(*editor), QByteArray());
    rename("data.name", "title");
    QTRY_COMPARE(markedText(*editor), QByteArray("x"));
}

void tst_Hits::keepsWhatWasTypedIntoTheFindBar()
{
    value()->setForm(ValueView::Form::Text);
    auto *editor = value()->findChild<CodeEditor *>(u"text"_s);
    QTRY_VERIFY(editor->size() > 0);
    editor->setFocus();
    action(ActionId::Find)->trigger();
    auto *find = value()->findChild<QLineEdit *>(u"findText"_s);
    QTest::keyClicks(find, u"title"_s);
    QTest::keyClick(find, Qt::Key_Escape);
    filter("crash");
    QCOMPARE(find->text(), u"title"_s);
}

void tst_Hits::forgetsTheMarksWithTheFilter()
{
    filter("crash");
    QTRY_VERIFY(isMarked(valueTree()->viewport()));
    filter("");
    QTRY_VERIFY(!isMarked(valueTree()->viewport()));
    QVERIFY(!isMarked(recordView()->header()->chips()[1]));
}

void tst_Hits::marksWhatIsEditedMeanwhile()
{
    filter("title");
    QTRY_VERIFY(isMarked(valueTree()->viewport()));
    rename("data.title", "name");
    QTRY_VERIFY(!isMarked(valueTree()->viewport()));
    rename("data.note", "subtitle");
    QTRY_VERIFY(isMarked(valueTree()->viewport()));
}

void tst_Hits::marksTheLettersThatTheTreeIsFilteredBy()
{
    auto *box = browser()->findChild<QLineEdit *>(u"treeFilter"_s);
    QVERIFY(!isMarked(tree()->viewport()));
    box->setFocus();
    QTest::keyClicks(box, u"ASH-l"_s);
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_VERIFY(isMarked(tree()->viewport()));
    box->clear();
    QTRY_VERIFY(!isMarked(tree()->viewport()));
}

void tst_Hits::looksInTheValueOnScreenAlone()
{
    scope()->setCurrentIndex(0);
    filterLine()->setFocus();
    QTest::keyClicks(filterLine(), u"crash"_s);
    QTest::keyClick(filterLine(), Qt::Key_Escape); // the list of offers, if it is open
    if (filterLine()->text().isEmpty())
        QTest::keyClicks(filterLine(), u"crash"_s);
    QTRY_VERIFY(isMarked(valueTree()->viewport()));
    QVERIFY(browser()->records()->filter().isEmpty());
    QTest::keyClick(filterLine(), Qt::Key_Return);
    QTRY_COMPARE(currentField(), u"note"_s);
    QTest::keyClick(filterLine(), Qt::Key_Return);
    QTRY_COMPARE(currentField(), u"t"_s);
    QVERIFY(filterLine()->hasFocus());
    scope()->setCurrentIndex(1);
    QTRY_COMPARE(browser()->records()->filter().toText(), QByteArray("crash"));
}

void tst_Hits::widensWithEachCtrlF()
{
    valueTree()->setFocus();
    QTest::keyClick(valueTree(), Qt::Key_F, Qt::ControlModifier);
    auto *find = value()->findChild<QLineEdit *>(u"findText"_s);
    QTRY_VERIFY(find->hasFocus());
    QTest::keyClicks(find, u"a: b"_s);
    QTest::keyClick(find, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filterLine()->hasFocus());
    QCOMPARE(filterLine()->text(), u"\"a: b\""_s);
    QCOMPARE(scope()->currentIndex(), 1);
    QTest::keyClick(filterLine(), Qt::Key_F, Qt::ControlModifier);
    QCOMPARE(scope()->currentIndex(), 2);
}

void tst_Hits::chooseForField(const QByteArray &path, const QString &text) const
{
    ValueTreeView *tree = valueTree();
    tree->revealField(*bson::Path::parse(path));
    const QPoint place = tree->visualRect(tree->currentIndex()).center();
    QContextMenuEvent event(QContextMenuEvent::Keyboard, place, tree->viewport()->mapToGlobal(place));
    QApplication::sendEvent(tree->viewport(), &event);
    const QList<QMenu *> menus = tree->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(!menus.isEmpty());
    QMenu *menu = menus.last(); // one that is closed goes later
    for (QAction *action : menu->actions()) {
        if (action->text() == text) {
            action->trigger();
            menu->close();
            return;
        }
    }
    QFAIL(qPrintable(u"no action "_s + text));
}

void tst_Hits::filtersByAFieldOfTheValue()
{
    chooseForField("data.list[0].n", u"Only this value"_s);
    QCOMPARE(filterLine()->text(), u"data.list[].n=1"_s);
    chooseForField("data.note", u"Add to filter"_s);
    QCOMPARE(filterLine()->text(), u"data.list[].n=1 data.note=\"a crash\""_s);
    chooseForField("data.note", u"Remove from filter"_s);
    chooseForField("data.title", u"Without this value"_s);
    QCOMPARE(filterLine()->text(), u"data.list[].n=1 not data.title=\"x\""_s);
}

void tst_Hits::filtersBetweenTwoValues()
{
    chooseForField("data.crashes", u"Between this and…"_s);
    auto *dialog = m_window->findChild<QInputDialog *>(u"otherEnd"_s);
    QVERIFY(dialog);
    QCOMPARE(dialog->textValue(), u"3"_s);
    dialog->setTextValue(u"-2"_s);
    dialog->accept();
    QCOMPARE(filterLine()->text(), u"data.crashes=-2..3"_s);
}

QTEST_MAIN(tst_Hits)
#include "tst_hits.moc"
