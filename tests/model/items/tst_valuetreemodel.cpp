#include "model/items/valuetreemodel.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

QByteArray bytes(bson::Builder &builder)
{
    return builder.finish().toByteArray();
}

// The opened tree as indented lines: name, value, type.
QString printed(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0, int deepest = 8)
{
    QString out;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const auto text = [&](int column) { return model.index(row, column, parent).data().toString(); };
        out += QString(depth * 2, u' ') + u"%1: %2 (%3)\n"_s.arg(text(0), text(1), text(2));
        if (depth < deepest)
            out += printed(model, model.index(row, 0, parent), depth + 1, deepest);
    }
    return out;
}

QByteArray arrayOf(int count)
{
    bson::Builder builder;
    builder.openArray("items");
    for (int i = 0; i < count; ++i)
        builder.appendInt32(QByteArray::number(i), i);
    builder.close();
    return bytes(builder);
}

} // namespace

class tst_ValueTreeModel : public QObject
{
    Q_OBJECT

private slots:
    void printsEveryKindOfRow();
    void opensRowsOnlyWhenAsked();
    void putsTheRestOfALongArrayBehindABar();
    void leadsFromABarToItsStartMiddleAndEnd();
    void putsTheRestOfALongObjectBehindABar();
    void tellsTheSizeOfWhatCanBeOpenedWhole();
    void tellsOnWhichLineOfTheTextAFieldStands();
    void findsAPathThroughRanges();
    void keepsTheNearestPathWhenAFieldIsMissing();
    void marksDuplicateNames();
    void showsInvalidTextAsBytes();
    void cutsLongTextsWithoutSplittingACharacter();
    void showsControlCharactersAsTokens();
    void showsASingleRowForAScalar();
    void opensSixteenMebibytesAtOnce();
    void opensTenThousandLevelsWithoutRecursion();
    void tellsTheViewWhenDatesChange();
    void showsDatesOutsideOfTheCalendar();
};

void tst_ValueTreeModel::printsEveryKindOfRow()
{
    bson::Builder builder;
    builder.appendString("text", "a\nb");
    builder.appendDouble("double", 1.0);
    builder.appendInt64("big", 9007199254740993);
    builder.appendBool("yes", true);
    builder.appendNull("none");
    builder.appendDate("date", 0);
    builder.openDocument("object");
    builder.appendInt32("n", 1);
    builder.close();
    builder.openArray("empty");
    builder.close();
    ValueTreeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.showDocument(bytes(builder));
    QCOMPARE(printed(model), u"text: a↵b (Text)\n"
                             "double: 1.0 (Double)\n"
                             "big: 9007199254740993 (Int64)\n"
                             "yes: true (Boolean)\n"
                             "none: null (Null)\n"
                             "date: 1970-01-01 00:00:00.000Z (Date)\n"
                             "object: { 1 field } (Object)\n"
                             "  n: 1 (Int32)\n"
                             "empty: [] (Array)\n"_s);
}

void tst_ValueTreeModel::opensRowsOnlyWhenAsked()
{
    ValueTreeModel model;
    model.showDocument(arrayOf(50));
    const QModelIndex items = model.index(0, 0);
    QVERIFY(model.hasChildren(items));
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QCOMPARE(model.rowCount(items), 50);
    QCOMPARE(inserted.size(), 0); // rows that were there always are not announced
}

void tst_ValueTreeModel::putsTheRestOfALongArrayBehindABar()
{
    ValueTreeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.showDocument(arrayOf(25'050));
    const QModelIndex items = model.index(0, 0);
    QCOMPARE(model.rowCount(items), 101);
    QCOMPARE(model.index(99, 1, items).data().toString(), u"99"_s);
    const QModelIndex bar = model.index(100, 0, items);
    QVERIFY(bar.data(ValueTreeModel::IsBarRole).toBool());
    QCOMPARE(bar.data().toString(), u"Items 100–25,049"_s);
    QCOMPARE(bar.siblingAtColumn(1).data().toString(), u"show 100–199 · 12,500–12,599 · 25,000–25,049"_s);
    QCOMPARE(model.rowCount(bar), 25); // of 1,000 each
    const QModelIndex last = model.index(24, 0, bar);
    QCOMPARE(last.data().toString(), u"Items 24,100–25,049"_s);
    QVERIFY(!last.data(ValueTreeModel::IsBarRole).toBool());
    const QModelIndex second = model.index(1, 0, bar);
    QCOMPARE(model.rowCount(second), 10);
    QCOMPARE(model.index(3, 1, model.index(9, 0, second)).data().toString(), u"2003"_s);
}

void tst_ValueTreeModel::leadsFromABarToItsStartMiddleAndEnd()
{
    ValueTreeModel model;
    model.showDocument(arrayOf(25'050));
    const QModelIndex bar = model.index(100, 0, model.index(0, 0));
    QStringList first;
    for (const auto &[text, row] : model.rangeLinks(bar)) {
        const QModelIndex range = model.rangeRow(bar, row);
        QCOMPARE(range.data().toString(), u"Items %1"_s.arg(text));
        first << model.index(0, 1, range).data().toString();
    }
    QCOMPARE(first, QStringList({u"100"_s, u"12500"_s, u"25000"_s}));
    // A short rest opens at once, and needs no links.
    model.showDocument(arrayOf(150));
    QVERIFY(model.rangeLinks(model.index(100, 0, model.index(0, 0))).empty());
    model.showDocument(arrayOf(125));
    QCOMPARE(model.rowCount(model.index(0, 0)), 125);
}

void tst_ValueTreeModel::putsTheRestOfALongObjectBehindABar()
{
    bson::Builder builder;
    for (int i = 0; i < 300; ++i)
        builder.appendInt32("f" + QByteArray::number(i), i);
    ValueTreeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.showDocument(bytes(builder));
    QCOMPARE(model.rowCount(), 26);
    const QModelIndex bar = model.index(25, 0);
    QCOMPARE(bar.data().toString(), u"Show 275 more fields"_s);
    QCOMPARE(bar.data(ValueTreeModel::OpenTextRole).toString(), u"Hide them"_s);
    QCOMPARE(bar.siblingAtColumn(1).data().toString(), u"f25 … f299"_s);
    QCOMPARE(model.rowCount(bar), 3);
    QCOMPARE(model.index(0, 0, bar).data().toString(), u"Fields 26–125"_s);
}

void tst_ValueTreeModel::tellsTheSizeOfWhatCanBeOpenedWhole()
{
    bson::Builder builder;
    builder.appendString("short", QByteArray(1'000, 'x'));
    builder.appendString("long", QByteArray(1'001, 'x'));
    builder.appendBinary("bytes", 0, QByteArray(33, 'x'));
    builder.appendInt32("number", 1);
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QStringList sizes;
    for (int row = 0; row < model.rowCount(); ++row)
        sizes << model.index(row, 1).data(ValueTreeModel::WholeSizeRole).toString();
    QCOMPARE(sizes, QStringList({{}, u"1001"_s, u"33"_s, {}}));
}

void tst_ValueTreeModel::tellsOnWhichLineOfTheTextAFieldStands()
{
    bson::Builder builder;
    builder.openDocument("a");
    builder.appendDate("date", 0);
    builder.openArray("list");
    builder.appendInt32("0", 1);
    builder.openDocument("1");
    builder.appendInt32("x", 1);
    builder.close();
    builder.close();
    builder.close();
    builder.openArray("empty");
    builder.close();
    builder.appendString("last", "<b>%1</b>");
    const QByteArray document = bytes(builder);
    ValueTreeModel model;
    model.showDocument(document);
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(document), {bson::JsonMode::Relaxed, 2}, text);
    const QList<QByteArray> lines = text.split('\n');
    const QList<QList<QByteArray>> paths = {{"a"}, {"a", "date"}, {"a", "list"}, {"a", "list", "1", "x"}, {"empty"}, {"last"}};
    for (const QList<QByteArray> &path : paths) {
        const auto line = std::find_if(lines.begin(), lines.end(),
                                       [&](const QByteArray &row) { return row.trimmed().startsWith('"' + path.last() + '"'); });
        const QString toolTip = model.find(path).data(Qt::ToolTipRole).toString();
        QVERIFY2(toolTip.contains(u"Line %1 of the text"_s.arg(line - lines.begin() + 1)), qPrintable(toolTip));
        QVERIFY2(toolTip.contains(QString::fromUtf8(path.last())), qPrintable(toolTip));
    }
}

void tst_ValueTreeModel::findsAPathThroughRanges()
{
    ValueTreeModel model;
    model.showDocument(arrayOf(25'050));
    const QList<QByteArray> path = {"items", "12345"};
    const QModelIndex found = model.find(path);
    QCOMPARE(found.siblingAtColumn(1).data().toString(), u"12345"_s);
    QCOMPARE(model.path(found), path);
}

void tst_ValueTreeModel::keepsTheNearestPathWhenAFieldIsMissing()
{
    bson::Builder builder;
    builder.openDocument("a");
    builder.appendInt32("b", 1);
    builder.close();
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QCOMPARE(model.path(model.find({"a", "gone"})), QList<QByteArray>{"a"});
    QVERIFY(!model.find({"gone"}).isValid());
}

void tst_ValueTreeModel::marksDuplicateNames()
{
    bson::Builder builder;
    builder.appendInt32("a", 1);
    builder.appendInt32("b", 2);
    builder.appendInt32("a", 3);
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QCOMPARE(model.index(0, 0).data(ValueTreeModel::IsDuplicateRole).toBool(), false);
    QCOMPARE(model.index(2, 0).data(ValueTreeModel::IsDuplicateRole).toBool(), true);
}

void tst_ValueTreeModel::showsInvalidTextAsBytes()
{
    bson::Builder builder;
    builder.appendString("te\xfft", "a\xc3(\xed\xa0\x80z");
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QCOMPARE(model.index(0, 0).data().toString(), u"te\\xfft"_s);
    QCOMPARE(model.index(0, 1).data().toString(), u"a\\xc3(\\xed\\xa0\\x80z"_s);
}

void tst_ValueTreeModel::cutsLongTextsWithoutSplittingACharacter()
{
    bson::Builder builder;
    builder.appendString("long", QByteArray("x") + QByteArray("\xe2\x82\xac").repeated(2'000'000));
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    const QString shown = model.index(0, 1).data().toString();
    QVERIFY(shown.size() < 1'400);
    QVERIFY(shown.endsWith(u"€…"_s));
    QVERIFY(model.index(0, 0).data(ValueTreeModel::IsCutRole).toBool());
    QCOMPARE(model.element(model.index(0, 0))->toText().size(), 6'000'001);
}

void tst_ValueTreeModel::showsControlCharactersAsTokens()
{
    bson::Builder builder;
    builder.appendString("c", QByteArrayView("\0\x1b\xe2\x80\xae\xef\xbb\xbf", 8));
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QCOMPARE(model.index(0, 1).data().toString(), u"␀␛‹U+202E›‹U+FEFF›"_s);
}

void tst_ValueTreeModel::showsASingleRowForAScalar()
{
    bson::Builder builder;
    builder.appendString("other", "x");
    builder.appendNull("data");
    const QByteArray document = bytes(builder);
    ValueTreeModel model;
    model.showElement(document, *bson::DocumentView(document).find("data"));
    QCOMPARE(printed(model), u"data: null (Null)\n"_s);
}

void tst_ValueTreeModel::opensSixteenMebibytesAtOnce()
{
    // 100,000 objects of 150 bytes: opening the document must look at one element, not at all of them.
    bson::Builder builder;
    builder.openArray("items");
    for (int i = 0; i < 100'000; ++i) {
        builder.openDocument(QByteArray::number(i));
        builder.appendString("text", QByteArray(130, 'x'));
        builder.close();
    }
    builder.close();
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QCOMPARE(model.rowCount(), 1);
    const QModelIndex items = model.index(0, 0);
    QCOMPARE(items.siblingAtColumn(1).data().toString(), u"[ 100,000 items ]"_s);
    QCOMPARE(model.rowCount(items), 101);
}

void tst_ValueTreeModel::opensTenThousandLevelsWithoutRecursion()
{
    bson::Builder builder;
    for (int i = 0; i < 10'000; ++i)
        builder.openDocument("d");
    builder.appendInt32("n", 7);
    for (int i = 0; i < 10'000; ++i)
        builder.close();
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QList<QByteArray> path(10'000, "d");
    path.append("n");
    QCOMPARE(model.find(path).siblingAtColumn(1).data().toString(), u"7"_s);
}

void tst_ValueTreeModel::tellsTheViewWhenDatesChange()
{
    bson::Builder builder;
    builder.appendDate("date", 0);
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setLocalTime(true);
    QCOMPARE(changed.size(), 1);
    model.setLocalTime(true);
    QCOMPARE(changed.size(), 1);
}

void tst_ValueTreeModel::showsDatesOutsideOfTheCalendar()
{
    bson::Builder builder;
    builder.appendDate("date", std::numeric_limits<qint64>::max());
    ValueTreeModel model;
    model.showDocument(bytes(builder));
    QCOMPARE(model.index(0, 1).data().toString(), u"9223372036854775807 ms since 1970"_s);
}

QTEST_GUILESS_MAIN(tst_ValueTreeModel)
#include "tst_valuetreemodel.moc"
