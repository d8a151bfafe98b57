#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

QString printTable(const RecordTableModel &model)
{
    QString text;
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column)
            text += (column > 0 ? u" | "_s : QString()) + model.index(row, column).data().toString();
        text += u'\n';
    }
    return text;
}

QList<FieldColumn> fieldsOf(const QList<QByteArray> &paths)
{
    QList<FieldColumn> fields;
    for (const QByteArray &path : paths) {
        FieldColumn field;
        field.path = FieldPath::parse(path).value();
        fields.append(field);
    }
    return fields;
}

/// The titles and cells of the columns of fields.
QString printFields(const RecordTableModel &model)
{
    QString text;
    for (int row = -1; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = RecordTableModel::ColumnCount; column < model.columnCount(); ++column)
            cells.append(row < 0 ? model.headerData(column, Qt::Horizontal).toString() : model.index(row, column).data().toString());
        text += cells.join(u" | "_s) + u'\n';
    }
    return text;
}

QByteArray manyRecords(int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += record("r" + QByteArray::number(i), "app", "room GENERAL");
    return text;
}

} // namespace

class TestRecordTableModel final : public QObject
{
    Q_OBJECT

private slots:
    void showsKeyValueDateSizeAndId()
    {
        const SmallWorkspace workspace(record("r1", "app", "room GENERAL,misc feedback", R"({"rating":5})") +
                                       record("r2", "app", "", "[]") +
                                       R"({"_id":"GENERAL","t":"c","name":"general","msgs":3,"usersCount":2})");
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_VERIFY(model.isComplete());
        QCOMPARE(printTable(model), u"room #general · misc feedback | {rating: 5} | 2026-01-31 12:00:05Z | 175 bytes | r1\n"
                                    "(no key) | [] | 2026-01-31 12:00:05Z | 82 bytes | r2\n"_s);
        QCOMPARE(model.copyText({1}, {0, 1, 2, 3, 4}), u"(no key)\t[]\t2026-01-31 12:00:05Z\t82\tr2"_s);
        QCOMPARE(model.copyText({0, 1}, {4, 0}), u"r1\troom #general · misc feedback\nr2\t(no key)"_s);
    }

    void readsRowsInTheBackground()
    {
        const SmallWorkspace workspace(manyRecords(9'000));
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        QSignalSpy loading(&model, &RecordTableModel::loadingChanged);
        QSignalSpy inserted(&model, &RecordTableModel::rowsInserted);
        model.showGroup(Group());
        QVERIFY(model.isLoading());
        QCOMPARE(model.rowCount(), 0);
        QTRY_COMPARE(model.rowCount(), 9'000);
        QTRY_VERIFY(!model.isLoading());
        QVERIFY(model.isComplete());
        QCOMPARE(loading.size(), 2);
        QVERIFY(inserted.size() < 20);
    }

    void dropsRowsOfAnEarlierGroup()
    {
        const SmallWorkspace workspace(manyRecords(5'000) + record("x", "zoom", "user u"));
        RecordTableModel model;
        model.setWorkspace(workspace.workspace());
        const auto reader = workspace.workspace()->reader();
        const auto apps = (*reader)->apps();
        model.showGroup(Group{apps->at(0).row, {}, {}});
        model.showGroup(Group{apps->at(1).row, {}, {}});
        QTRY_VERIFY(model.isComplete());
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, RecordTableModel::RecordIdColumn).data().toString(), u"x"_s);
    }

    void showsOnlyWhatTheLastOfManyFiltersLetsPass()
    {
        const SmallWorkspace small(manyRecords(20'000));
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(small.workspace());
        model.showGroup(Group());
        // None of these is waited for, and none may send its rows or its end to the next one.
        for (int i = 0; i < 50; ++i)
            model.setFilter(Filter::parse("r" + QByteArray::number(i)).value());
        model.setFilter(Filter::parse("r19999").value());
        QVERIFY(model.isLoading());
        QTRY_VERIFY(!model.isLoading());
        QCOMPARE(model.rowCount(), 1);
        QTest::qWait(100); // Nothing may come, so there is nothing to wait for.
        QCOMPARE(model.rowCount(), 1);
    }

    void keepsWhatIsThereWhenCancelled()
    {
        const SmallWorkspace workspace(manyRecords(5'000));
        RecordTableModel model;
        QSignalSpy failed(&model, &RecordTableModel::failed);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        model.cancel();
        QTRY_VERIFY(!model.isLoading());
        QVERIFY(failed.isEmpty());
    }

    void refreshKeepsRows()
    {
        SmallWorkspace workspace(record("r1", "app", "room A") + record("r3", "app", "room C"));
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_COMPARE(model.rowCount(), 2);
        QTRY_VERIFY(model.isComplete());
        const QPersistentModelIndex last = model.index(1, 0);
        QSignalSpy inserted(&model, &RecordTableModel::rowsInserted);
        QSignalSpy removed(&model, &RecordTableModel::rowsRemoved);
        QSignalSpy reset(&model, &RecordTableModel::modelReset);
        workspace.import(record("r2", "app", "room B"));
        model.refresh();
        QTRY_COMPARE(model.rowCount(), 3);
        QCOMPARE(inserted.size(), 1);
        QVERIFY(removed.isEmpty() && reset.isEmpty());
        QVERIFY(last.isValid());
        QCOMPARE(last.sibling(last.row(), RecordTableModel::RecordIdColumn).data().toString(), u"r3"_s);
    }

    void showsTheFrontOfAHugeValue()
    {
        const QByteArray text(200'000, 'y');
        const SmallWorkspace workspace(record("r1", "app", "room A", R"({"first": 1, "text": ")" + text + R"("})"));
        RecordTableModel model;
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_COMPARE(model.rowCount(), 1);
        const QString value = model.index(0, RecordTableModel::ValueColumn).data().toString();
        QVERIFY2(value.startsWith(u"{first: 1"), qPrintable(value));
        QVERIFY(value.size() < 300);
    }

    void showsFieldsOfRecordsAsColumns()
    {
        const SmallWorkspace workspace(
            record("r1", "app", "room A", R"({"rating": 5, "by": "KuSyxQmXtYsDcQEWp", "at": 1700000000123.0, "tags": ["a", "b"]})") +
            record("r2", "app", "room A", R"({"rating": null})") +
            R"({"_id":"KuSyxQmXtYsDcQEWp","username":"alice","name":"Alice","services":{},"type":"user"})");
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_COMPARE(model.rowCount(), 2);
        QSignalSpy inserted(&model, &RecordTableModel::columnsInserted);
        model.setFields(fieldsOf({"data.rating", "data.by", "data.at", "data.tags"}));
        QCOMPARE(inserted.size(), 1);
        QCOMPARE(printFields(model), u"rating | by | at | tags\n5 | @alice | 1700000000123.0 | [a, b]\nnull |  |  | \n"_s);
        QCOMPARE(model.index(1, RecordTableModel::ColumnCount).data(RecordTableModel::IsMissingRole).toBool(), false);
        QCOMPARE(model.index(1, RecordTableModel::ColumnCount + 1).data(RecordTableModel::IsMissingRole).toBool(), true);
        QCOMPARE(model.index(0, RecordTableModel::ColumnCount + 1).data(CopyTextRole).toByteArray(), QByteArray("KuSyxQmXtYsDcQEWp"));
    }

    void writesCellsInTheFormatOfTheirColumn()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A", R"({"n": 1700000000123.0})"));
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_COMPARE(model.rowCount(), 1);
        const auto shownAs = [&model](ColumnFormat format) {
            QList<FieldColumn> fields = fieldsOf({"data.n"});
            fields.first().format = format;
            model.setFields(fields);
            return model.index(0, RecordTableModel::ColumnCount).data().toString();
        };
        QCOMPARE(shownAs(ColumnFormat::Milliseconds), u"2023-11-14 22:13:20Z"_s);
        QCOMPARE(shownAs(ColumnFormat::Grouped), numberText(1'700'000'000'123));
        QCOMPARE(shownAs(ColumnFormat::Bytes), sizeText(1'700'000'000'123));
        QCOMPARE(shownAs(ColumnFormat::Raw), u"1700000000123.0"_s);
    }

    void readsFieldsBehindTheHeadOfALargeRecord()
    {
        const QByteArray filler(100'000, 'y');
        const SmallWorkspace workspace(record("r1", "app", "room A", R"({"text": ")" + filler + R"(", "last": 7})"));
        RecordTableModel model;
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_COMPARE(model.rowCount(), 1);
        model.setFields(fieldsOf({"data.last"}));
        QCOMPARE(model.index(0, RecordTableModel::ColumnCount).data().toString(), u"7"_s);
    }

    void sortsTheWholeGroupAndKeepsIdentities()
    {
        QByteArray lines;
        for (int i = 0; i < 300; ++i)
            lines += record("r" + QByteArray::number(i).rightJustified(3, '0'), "app", "room A",
                            "{\"v\": " + QByteArray::number((i * 7) % 300) + "}");
        const SmallWorkspace workspace(lines);
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_VERIFY(model.isComplete());
        model.setFields(fieldsOf({"data.v"}));
        const QPersistentModelIndex watched = model.index(17, 0);
        const RecordRow record = model.recordAt(17);
        QSignalSpy reset(&model, &RecordTableModel::modelReset);
        QSignalSpy layout(&model, &RecordTableModel::layoutChanged);
        model.setOrder(*model.orderBy(RecordTableModel::ColumnCount, true));
        QVERIFY(model.isLoading());
        QTRY_COMPARE(layout.size(), 1);
        QTRY_VERIFY(model.isComplete());
        for (int row = 0; row < 300; ++row)
            QCOMPARE(model.index(row, RecordTableModel::ColumnCount).data().toString(), QString::number(299 - row));
        QVERIFY(reset.isEmpty());
        QCOMPARE(model.recordAt(watched.row()), record);
    }

    void staysSortedWhenRecordsComeAndGo()
    {
        SmallWorkspace workspace(record("r1", "app", "room A", R"({"v": 1})") + record("r3", "app", "room A", R"({"v": 3})"));
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_VERIFY(model.isComplete());
        model.setFields(fieldsOf({"data.v"}));
        model.setOrder(*model.orderBy(RecordTableModel::ColumnCount, true));
        QTRY_VERIFY(model.isComplete());
        workspace.import(record("r2", "app", "room A", R"({"v": 2})") + record("r1", "app", "room A", R"({"v": 9})"));
        model.refresh();
        QTRY_COMPARE(printFields(model), u"v\n9\n3\n2\n"_s);
    }

    void coloursRowsByTheValueOfAField()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A", R"({"v": 1})") + record("r2", "app", "room A", R"({"v": 2})") +
                                       record("r3", "app", "room A", R"({"v": {"$numberLong": "1"}})") +
                                       record("r4", "app", "room A", R"({"v": "good"})") +
                                       record("r5", "app", "room A", R"({"v": "good"})") + record("r6", "app", "room A", R"({})"));
        RecordTableModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_VERIFY(model.isComplete());
        const auto colourOf = [&model](int row) { return model.index(row, 0).data(RecordTableModel::ColourRole); };
        QVERIFY(!colourOf(0).isValid());
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setColouring(*FieldPath::parse("data.v"));
        QCOMPARE(changed.size(), 1);
        QVERIFY(colourOf(0).isValid());
        QCOMPARE(colourOf(1).toInt(), colourOf(0).toInt() + 1);
        QCOMPARE(colourOf(2), colourOf(0));
        QCOMPARE(colourOf(4), colourOf(3));
        QVERIFY(!colourOf(5).isValid());
        // A colour would tell which values are equal.
        model.setValuesHidden(true);
        QVERIFY(!colourOf(0).isValid());
        model.setValuesHidden(false);
        model.setColouring({});
        QVERIFY(!colourOf(0).isValid());
    }

    void showsDatesInLocalTimeByChoice()
    {
        qputenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3"); // by its rules: the names of cities need tzdata
        tzset();
        const SmallWorkspace workspace(record("r1", "app", "room A"));
        RecordTableModel model;
        model.setWorkspace(workspace.workspace());
        model.showGroup(Group());
        QTRY_COMPARE(model.rowCount(), 1);
        model.setTimeZone(TimeZone::Local);
        QCOMPARE(model.index(0, RecordTableModel::UpdatedColumn).data().toString(), u"2026-01-31 13:00:05+01:00"_s);
    }
};

QTEST_GUILESS_MAIN(TestRecordTableModel)
#include "tst_recordtablemodel.moc"
