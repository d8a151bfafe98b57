#include "model/edit/draftkeeper.h"
#include "model/items/recordtablemodel.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/records/recordspanel.h"
#include "ui/widgets/messagebar.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// Editing in the cells of the record table, in the whole window and by real keys.
class tst_CellEdit : public WindowTest
{
    Q_OBJECT

private slots:
    void init();

    void editsByF2AndSavesByCtrlS();
    void editsByTypingAndByDoubleClick();
    void setsAFieldThatIsMissing();
    void showsTheSameDraftInTheRecordBelow();
    void losesNothingWhenTheRowIsLeft();
    void losesNothingWhenTheListIsFilteredSortedOrRead();
    void storesAsTextWhatIsNoNumberAndOffersToTakeItBack();
    void keepsTheEditorOpenOverAWrongValue();
    void savesTheDraftsOfAllSelectedRecords();
    void goesToTheRecordForWhatNeedsMoreRoom();
    void letsLettersJumpWhereNothingIsEdited();
    void editsInPinnedColumns();
    void saysThatDelMeansTheWholeRecord();
    void showsANewRecordInTheTable();

private:
    void unlock() const;
    [[nodiscard]] RecordTableModel *model() const { return browser()->findChild<RecordTableModel *>(); }
    [[nodiscard]] DraftKeeper *drafts() const { return m_window->drafts(); }
    /// By its title.
    [[nodiscard]] QModelIndex cell(int row, const QString &title) const;
    void choose(const QModelIndex &cell) const;
    [[nodiscard]] QLineEdit *editor() const { return table()->findChild<QLineEdit *>(u"fieldEditor"_s); }
    [[nodiscard]] QString column(const QString &title) const;
    /// Presses Enter in the editor, which closes a moment later.
    void enter() const
    {
        QTest::keyClick(editor(), Qt::Key_Return);
        QTRY_VERIFY(!editor());
    }
};

void tst_CellEdit::init()
{
    showWindow();
    openDump(record("1", "app", "misc feedback", R"({"n":1,"t":"text 1","list":[1]})") +
             record("2", "app", "misc feedback", R"({"n":2,"t":"text 2","late":true,"list":[1]})") +
             record("3", "app", "misc feedback", R"({"n":3,"t":"text 3","list":[1]})"));
    const auto reader = m_window->opened().workspace->reader();
    const AppRow app = (*reader)->apps()->first().row;
    browser()->goTo({Group{app, (*reader)->models(app)->first().row, {}}, {}});
    QTRY_COMPARE(model()->rowCount(), 3);
    QTRY_COMPARE(model()->fields().size(), 4);
}

void tst_CellEdit::unlock() const
{
    m_window->editing()->unlock();
    QVERIFY(!m_window->editing()->isLocked());
}

QModelIndex tst_CellEdit::cell(int row, const QString &title) const
{
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (model()->headerData(column, Qt::Horizontal).toString() == title)
            return model()->index(row, column);
    }
    return {};
}

void tst_CellEdit::choose(const QModelIndex &cell) const
{
    QVERIFY(cell.isValid());
    table()->setFocus();
    table()->setCurrentIndex(cell);
    QTRY_VERIFY(!recordView()->isBusy());
}

QString tst_CellEdit::column(const QString &title) const
{
    QStringList texts;
    for (int row = 0; row < model()->rowCount(); ++row)
        texts.append(cell(row, title).data().toString());
    return texts.join(u'|');
}

void tst_CellEdit::editsByF2AndSavesByCtrlS()
{
    choose(cell(1, u"n"_s));
    QTest::keyClick(table(), Qt::Key_F2);
    QVERIFY(!editor()); // locked
    unlock();
    QTest::keyClick(table(), Qt::Key_F2);
    QVERIFY(editor());
    QCOMPARE(editor()->text(), u"2"_s);
    QTest::keyClicks(editor(), u"25"_s);
    enter();
    QCOMPARE(column(u"n"_s), u"1|25|3"_s);
    QCOMPARE(drafts()->drafts().size(), 1);
    QTRY_VERIFY(action(ActionId::Save)->isEnabled());
    QTest::keyClick(table(), Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(drafts()->drafts().isEmpty());
    QTRY_COMPARE(column(u"n"_s), u"1|25|3"_s);
    QCOMPARE(cell(1, u"n"_s).data(RecordTableModel::BsonTypeRole).toInt(), int(bson::Type::Int32));
}

void tst_CellEdit::editsByTypingAndByDoubleClick()
{
    unlock();
    choose(cell(0, u"t"_s));
    QTest::keyClick(table(), 'x');
    QVERIFY(editor());
    QCOMPARE(editor()->text(), u"x"_s);
    // Ctrl+S from inside of the cell takes what is typed there.
    QTest::keyClicks(editor(), u"yz"_s);
    QTest::keyClick(editor(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(column(u"t"_s), u"xyz|text 2|text 3"_s);
    QTRY_VERIFY(drafts()->drafts().isEmpty());
    const QPoint place = table()->visualRect(cell(2, u"n"_s)).center();
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, place);
    QTest::mouseDClick(table()->viewport(), Qt::LeftButton, {}, place);
    QVERIFY(editor());
    QTest::keyClick(editor(), Qt::Key_Escape);
    QVERIFY(drafts()->drafts().isEmpty());
}

void tst_CellEdit::setsAFieldThatIsMissing()
{
    unlock();
    choose(cell(0, u"late"_s));
    QVERIFY(cell(0, u"late"_s).data(RecordTableModel::IsMissingRole).toBool());
    QTest::keyClick(table(), Qt::Key_F2);
    QVERIFY(editor());
    QTest::keyClicks(editor(), u"false"_s);
    enter();
    QCOMPARE(column(u"late"_s), u"false|true|"_s);
    QCOMPARE(cell(0, u"late"_s).data(RecordTableModel::BsonTypeRole).toInt(), int(bson::Type::Bool));
    choose(cell(1, u"late"_s));
    QTest::keyClick(table(), Qt::Key_F2);
    QVERIFY(table()->findChild<QComboBox *>(u"fieldEditor"_s));
}

void tst_CellEdit::showsTheSameDraftInTheRecordBelow()
{
    unlock();
    choose(cell(1, u"n"_s));
    QTest::keyClick(table(), '7');
    enter();
    EditBuffer *shown = buffer();
    QCOMPARE(shown, drafts()->drafts().first());
    QCOMPARE(shown->undoTitle(), u"Set n"_s);
    shown->undo();
    QCOMPARE(column(u"n"_s), u"1|2|3"_s);
    QVERIFY(drafts()->drafts().isEmpty());
}

void tst_CellEdit::losesNothingWhenTheRowIsLeft()
{
    unlock();
    choose(cell(0, u"n"_s));
    QTest::keyClick(table(), '8');
    QVERIFY(editor());
    QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, table()->visualRect(cell(2, u"t"_s)).center());
    QCOMPARE(column(u"n"_s), u"8|2|3"_s);
    QCOMPARE(drafts()->drafts().size(), 1);
    choose(cell(2, u"n"_s));
    QTest::keyClick(table(), '9');
    m_window->findChild<QLineEdit *>(u"filterEdit"_s)->setFocus();
    QCOMPARE(column(u"n"_s), u"8|2|9"_s);
}

void tst_CellEdit::losesNothingWhenTheListIsFilteredSortedOrRead()
{
    unlock();
    const auto typeInto = [this](int row, char digit) {
        choose(cell(row, u"n"_s));
        QTest::keyClick(table(), digit);
        QVERIFY(editor());
    };
    typeInto(0, '7');
    browser()->records()->setFilter(*Filter::parse("data.n>=2"));
    QTRY_COMPARE(model()->rowCount(), 2);
    browser()->records()->setFilter({});
    QTRY_COMPARE(column(u"n"_s), u"7|2|3"_s);
    typeInto(1, '8');
    browser()->records()->refresh();
    QTRY_COMPARE(column(u"n"_s), u"7|8|3"_s);
    typeInto(2, '9');
    model()->setOrder(*model()->orderBy(cell(0, u"t"_s).column(), true));
    QTRY_VERIFY(cell(0, u"t"_s).data() == u"text 3"_s);
    browser()->flush();
    QCOMPARE(column(u"n"_s), u"9|8|7"_s);
    typeInto(0, '6');
    browser()->goTo({});
    QCOMPARE(drafts()->drafts().size(), 3);
}

void tst_CellEdit::storesAsTextWhatIsNoNumberAndOffersToTakeItBack()
{
    unlock();
    choose(cell(0, u"n"_s));
    QTest::keyClick(table(), 'm');
    QTest::keyClicks(editor(), u"any"_s);
    choose(cell(1, u"n"_s));
    QCOMPARE(column(u"n"_s), u"many|2|3"_s);
    const auto *bar = browser()->records()->findChild<MessageBar *>();
    QVERIFY(bar->text().contains(u"stored as text"_s));
    bar->findChild<QPushButton *>()->click();
    QCOMPARE(column(u"n"_s), u"1|2|3"_s);
}

void tst_CellEdit::keepsTheEditorOpenOverAWrongValue()
{
    unlock();
    choose(cell(0, u"n"_s));
    QTest::keyClick(table(), 'm');
    QTest::keyClick(editor(), Qt::Key_Return);
    QVERIFY(editor() && editor()->isVisible());
    QVERIFY(!editor()->accessibleDescription().isEmpty());
    QVERIFY(drafts()->drafts().isEmpty());
}

void tst_CellEdit::savesTheDraftsOfAllSelectedRecords()
{
    unlock();
    for (int row = 0; row < 3; ++row) {
        choose(cell(row, u"n"_s));
        QTest::keyClick(table(), '5');
        enter();
    }
    QCOMPARE(drafts()->drafts().size(), 3);
    table()->setFocus();
    table()->selectRow(0);
    QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(action(ActionId::Save)->text(), u"Save 2 drafts"_s);
    QTest::keyClick(table(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(drafts()->drafts().size(), 1);
    QCOMPARE(drafts()->drafts().first()->stored().row, model()->recordAt(2));
}

void tst_CellEdit::goesToTheRecordForWhatNeedsMoreRoom()
{
    unlock();
    choose(cell(1, u"list"_s));
    QTest::keyClick(table(), Qt::Key_F2);
    QVERIFY(!editor());
    QTRY_COMPARE(valueTree()->currentIndex().siblingAtColumn(0).data().toString(), u"list"_s);
    QVERIFY(valueTree()->isAncestorOf(QApplication::focusWidget()) || valueTree()->hasFocus());
}

void tst_CellEdit::letsLettersJumpWhereNothingIsEdited()
{
    unlock();
    choose(model()->index(0, RecordTableModel::RecordIdColumn));
    QTest::keyClick(table(), '3');
    QVERIFY(!editor());
    QTRY_COMPARE(table()->currentIndex().row(), 2);
}

void tst_CellEdit::editsInPinnedColumns()
{
    unlock();
    choose(cell(1, u"n"_s));
    table()->setPinned(2); // the key and the first field
    auto *pinned = table()->findChild<QTableView *>(u"pinnedColumns"_s);
    QTest::keyClick(table(), '4');
    auto *line = pinned->findChild<QLineEdit *>(u"fieldEditor"_s);
    QVERIFY(line);
    QCOMPARE(line->text(), u"4"_s);
    QTest::keyClick(line, Qt::Key_Return);
    QTRY_COMPARE(column(u"n"_s), u"1|4|3"_s);
    QTRY_VERIFY(table()->hasFocus());
    QTest::mouseClick(pinned->viewport(), Qt::LeftButton, {}, pinned->visualRect(cell(0, u"n"_s)).center());
    QTest::mouseDClick(pinned->viewport(), Qt::LeftButton, {}, pinned->visualRect(cell(0, u"n"_s)).center());
    QTRY_VERIFY(pinned->findChild<QLineEdit *>(u"fieldEditor"_s));
}

void tst_CellEdit::saysThatDelMeansTheWholeRecord()
{
    unlock();
    choose(cell(1, u"n"_s));
    QTest::keyClick(table(), Qt::Key_Delete);
    QTRY_COMPARE(drafts()->drafts().size(), 1);
    QVERIFY(drafts()->drafts().first()->isDeletion());
    QVERIFY2(m_window->messageBar()->text().contains(u"as a whole"_s), qPrintable(m_window->messageBar()->text()));
    QPushButton *onlyField = nullptr;
    for (QPushButton *button : m_window->messageBar()->findChildren<QPushButton *>())
        onlyField = button->text().contains(u"Remove only n"_s) ? button : onlyField;
    QVERIFY(onlyField);
    onlyField->click();
    QVERIFY(!drafts()->drafts().first()->isDeletion());
    QCOMPARE(column(u"n"_s), u"1||3"_s);
    QCOMPARE(column(u"t"_s), u"text 1|text 2|text 3"_s);
}

void tst_CellEdit::showsANewRecordInTheTable()
{
    unlock();
    action(ActionId::NewRecord)->trigger();
    QTRY_COMPARE(model()->rowCount(), 4);
    QTRY_COMPARE(table()->currentIndex().row(), 3);
    EditBuffer *fresh = buffer();
    QVERIFY(fresh && fresh->isNew());
    choose(cell(3, u"n"_s));
    QTest::keyClick(table(), '4');
    enter();
    QCOMPARE(column(u"n"_s), u"1|2|3|4"_s);
    // To another row and back: the same draft is shown.
    choose(cell(0, u"n"_s));
    QVERIFY(buffer() != fresh);
    choose(cell(3, u"n"_s));
    QCOMPARE(buffer(), fresh);
    QTest::keyClick(table(), Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(model()->recordCount(), 4);
    QTRY_COMPARE(model()->rowCount(), 4);
    QTRY_VERIFY(!recordView()->isBusy());
    const RecordRow saved = recordView()->record();
    QVERIFY(saved.isValid());
    QTRY_COMPARE(model()->recordAt(table()->currentIndex().row()), saved);
    // One that is discarded goes from the table.
    action(ActionId::NewRecord)->trigger();
    QTRY_COMPARE(model()->rowCount(), 5);
    QTRY_COMPARE(table()->currentIndex().row(), 4);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Delete);
    QTRY_COMPARE(model()->rowCount(), 4);
}

QTEST_MAIN(tst_CellEdit)
#include "tst_celledit.moc"
