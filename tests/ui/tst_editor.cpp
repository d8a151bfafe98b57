#include "model/bson/builder.h"
#include "model/items/valuetreemodel.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/keychip.h"
#include "ui/editor/recordheader.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/editor/wholetext.h"
#include "ui/widgets/badge.h"

#include <QApplication>
#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

std::shared_ptr<const LoadedRecord> loaded(const std::function<void(bson::Builder &)> &value)
{
    bson::Builder builder;
    builder.appendString("_id", "record");
    builder.openDocument("data");
    value(builder);
    builder.close();
    auto record = std::make_shared<LoadedRecord>();
    record->record.row = {1};
    record->record.body = builder.finish().toByteArray();
    record->record.appId = "app";
    return record;
}

std::shared_ptr<const LoadedRecord> withTexts(int count, qsizetype size)
{
    return loaded([&](bson::Builder &builder) {
        for (int i = 0; i < count; ++i)
            builder.appendString("field" + QByteArray::number(i), QByteArray(size, 'x'));
    });
}

} // namespace

class tst_Editor : public QObject
{
    Q_OBJECT

private slots:
    void leavesShortLinesAlone();
    void cutsLongLinesBetweenCharacters();
    void showsTheValueAsTreeAndText();
    void showsTheWholeDocument();
    void writesCanonicalJsonOnDemand();
    void keepsTheSelectedPathWhenTheRecordChanges();
    void makesTheTextByAJob();
    void asksBeforeShowingTenMegabytes();
    void findsInTheText();
    void copiesPathValueAndJson();
    void showsAChipForEachAssociation();
    void asksForTheGroupOfAClickedChip();
    void namesEveryMark();
    void dumpsBytesAsHex();
};

void tst_Editor::leavesShortLinesAlone()
{
    bool wasCut = true;
    const QByteArray text = QByteArray(kMaxDisplayRow, 'x') + "\nshort\n";
    QCOMPARE(cutIntoDisplayRows(text, wasCut), text);
    QVERIFY(!wasCut);
}

void tst_Editor::cutsLongLinesBetweenCharacters()
{
    bool wasCut = false;
    const QByteArray text = "head\n" + QByteArray("\xe2\x82\xac").repeated(10'000) + "\ntail";
    const QByteArray cut = cutIntoDisplayRows(text, wasCut);
    QVERIFY(wasCut);
    for (const QByteArray &line : cut.split('\n')) {
        QVERIFY(line.size() <= kMaxDisplayRow);
        QVERIFY(!QString::fromUtf8(line).contains(QChar::ReplacementCharacter));
    }
    QByteArray joined = cut;
    QCOMPARE(joined.replace("\n", ""), QByteArray(text).replace("\n", ""));
}

void tst_Editor::showsTheValueAsTreeAndText()
{
    ValueView view;
    view.show();
    view.setRecord(loaded([](bson::Builder &builder) { builder.appendInt64("n", 9007199254740993); }));
    QCOMPARE(view.tree()->model()->index(0, 1).data().toString(), u"9007199254740993"_s);
    view.setForm(ValueView::Form::Text);
    QTRY_VERIFY(!view.text()->isBuilding());
    QCOMPARE(view.text()->view()->text(), "{\n  \"n\": 9007199254740993\n}");
}

void tst_Editor::showsTheWholeDocument()
{
    ValueView view;
    view.setRecord(loaded([](bson::Builder &) {}));
    QCOMPARE(view.tree()->model()->rowCount(), 0);
    view.setWholeDocument(true);
    QCOMPARE(view.tree()->model()->index(0, 0).data().toString(), u"_id"_s);
}

void tst_Editor::writesCanonicalJsonOnDemand()
{
    TextPage page;
    page.show();
    page.setCanonical(true);
    page.setRecord(loaded([](bson::Builder &builder) { builder.appendInt32("n", 1); }), false);
    QTRY_VERIFY(page.view()->text().contains("$numberInt"));
}

void tst_Editor::keepsTheSelectedPathWhenTheRecordChanges()
{
    const auto record = [](int n) {
        return loaded([n](bson::Builder &builder) {
            for (int i = 0; i < n; ++i)
                builder.appendNull("other" + QByteArray::number(i));
            builder.openDocument("rating");
            builder.appendInt32("stars", n);
            builder.close();
        });
    };
    ValueView view;
    view.setRecord(record(1));
    auto *model = static_cast<ValueTreeModel *>(view.tree()->model());
    const QList<QByteArray> path = {"rating", "stars"};
    view.tree()->setCurrentIndex(model->find(path));
    view.setRecord(record(5));
    QCOMPARE(view.tree()->currentPath(), path);
    QCOMPARE(view.tree()->currentIndex().siblingAtColumn(1).data().toString(), u"5"_s);
    view.setRecord(withTexts(2, 1)); // has no such field
    view.setRecord(record(3));
    QCOMPARE(view.tree()->currentPath(), path);
}

void tst_Editor::makesTheTextByAJob()
{
    TextPage page;
    page.show();
    page.setRecord(withTexts(2'000, 1'000), false);
    QVERIFY(page.isBuilding()); // and the window goes on
    QSignalSpy built(&page, &TextPage::built);
    QVERIFY(built.wait(20'000));
    QVERIFY(!page.isAsking());
    QCOMPARE(built.front().front().toBool(), true);
}

void tst_Editor::asksBeforeShowingTenMegabytes()
{
    TextPage page;
    page.show();
    page.setRecord(withTexts(3, 4'000'000), false);
    QSignalSpy built(&page, &TextPage::built);
    QVERIFY(built.wait(20'000));
    QVERIFY(page.isAsking());
    QVERIFY(page.view()->text().isEmpty());
    page.setRecord(withTexts(1, 10), false);
    QVERIFY(built.wait(20'000));
    QVERIFY(!page.isAsking());
}

void tst_Editor::findsInTheText()
{
    ValueView view;
    view.show();
    view.setRecord(loaded([](bson::Builder &builder) {
        builder.appendString("a", "needle");
        builder.appendString("b", "needle");
    }));
    view.openFind();
    QCOMPARE(view.form(), ValueView::Form::Text);
    QTRY_VERIFY(!view.text()->isBuilding());
    auto *box = view.findChild<QWidget *>(u"findText"_s);
    QVERIFY(box);
    QTest::keyClicks(box, u"needle"_s);
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_COMPARE(view.text()->view()->selectedText(), u"needle"_s);
}

void tst_Editor::copiesPathValueAndJson()
{
    ValueView view;
    view.setRecord(loaded([](bson::Builder &builder) {
        builder.openArray("list");
        builder.openDocument("0");
        builder.appendString("a b", "x\ny");
        builder.close();
        builder.close();
    }));
    auto *model = static_cast<ValueTreeModel *>(view.tree()->model());
    view.tree()->setCurrentIndex(model->find({"list", "0", "a b"}));
    view.tree()->copyPath();
    QCOMPARE(QApplication::clipboard()->text(), u"list[0][\"a b\"]"_s);
    view.tree()->copyValue();
    QCOMPARE(QApplication::clipboard()->text(), u"x\ny"_s);
    view.tree()->copyJson();
    QTRY_COMPARE(QApplication::clipboard()->text(), u"\"x\\ny\""_s);
}

void tst_Editor::showsAChipForEachAssociation()
{
    LoadedRecord record = *loaded([](bson::Builder &) {});
    record.key = {{{{1}, {2}, {3}}, ModelKind::Stored, "room", "GENERAL", "#general"},
                  {{{1}, {4}, {5}}, ModelKind::Stored, "misc", "<b>x", {}}};
    RecordHeader header;
    header.showRecord(record);
    QCOMPARE(header.chips().size(), 2);
    QCOMPARE(header.chips()[0]->accessibleName(), u"room #general GENERAL"_s);
    QCOMPARE(header.chips()[1]->accessibleName(), u"misc <b>x"_s);
    QVERIFY(!header.chips()[1]->toolTip().contains(u"<b>"_s));
}

void tst_Editor::asksForTheGroupOfAClickedChip()
{
    LoadedRecord record = *loaded([](bson::Builder &) {});
    const Group group{{1}, {2}, {3}};
    record.key = {{group, ModelKind::Stored, "room", "GENERAL", {}}};
    RecordHeader header;
    header.showRecord(record);
    QSignalSpy requested(&header, &RecordHeader::groupRequested);
    header.chips().front()->click();
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested.front().front().value<Group>(), group);
}

void tst_Editor::namesEveryMark()
{
    LoadedRecord record = *loaded([](bson::Builder &) {});
    record.record.marks = RecordMarks(RecordMark::LegacyShape | RecordMark::NoUpdatedAt).toInt();
    RecordHeader header;
    header.showRecord(record);
    QStringList texts;
    for (const Badge *badge : header.findChildren<Badge *>())
        texts << badge->text();
    QCOMPARE(texts, (QStringList{u"legacy shape"_s, u"likely written by hand (no _updatedAt)"_s}));
    QCOMPARE(markTexts().size(), 9);
}

void tst_Editor::dumpsBytesAsHex()
{
    QCOMPARE(hexDump(QByteArrayView("abc\0", 4), 100), "00000000  61 62 63 00" + QByteArray(36, ' ') + "  abc.\n");
    QCOMPARE(hexDump(QByteArray(100, 'x'), 16).count('\n'), 1);
}

QTEST_MAIN(tst_Editor)
#include "tst_editor.moc"
