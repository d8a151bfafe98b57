#include "model/edit/fieldedits.h"
#include "model/items/valuetablemodel.h"
#include "model/items/valuetreemodel.h"
#include "tests/model/edit/editing.h"
#include "tests/support/random.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;

namespace {

/// The table as lines: names of the columns, then "number | cell | cell", changed cells with a mark.
QString printed(const QAbstractItemModel &model)
{
    static const QStringList kStates = {{}, u"~"_s, u"+"_s, u"-"_s};
    QStringList columns;
    for (int column = 0; column < model.columnCount(); ++column)
        columns << model.headerData(column, Qt::Horizontal).toString();
    QString out = columns.join(u" | ") + u'\n';
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells{model.headerData(row, Qt::Vertical).toString()};
        for (int column = 0; column < model.columnCount(); ++column) {
            const QModelIndex cell = model.index(row, column);
            cells << kStates[cell.data(ValueTreeModel::StateRole).toInt()] + cell.data().toString();
        }
        out += cells.join(u" | ") + u'\n';
    }
    return out;
}

struct FollowedTable
{
    explicit FollowedTable(const QByteArray &data)
        : buffer(recordOf(R"({"_id":"r","appId":"a","data":)" + data + "}"))
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal)
    {
        model.follow(&buffer, pathOf("data"), false);
    }

    EditBuffer buffer;
    ValueTableModel model;
    QAbstractItemModelTester tester;
};

} // namespace

class tst_valuetablemodel : public QObject
{
    Q_OBJECT

private slots:
    void showsTheUnionOfAllFields();
    void tellsMissingFromNull();
    void showsObjectsOfObjects();
    void findsTheListThatAPathIsIn_data();
    void findsTheListThatAPathIsIn();
    void editsACellAndAddsAMissingField();
    void growsAndLosesColumns();
    void sortsTheViewOnlyAndKeepsRowsWhileEdited();
    void refusesEditsWhileLocked();
    void opensAHundredThousandItems();
    void saysWhenTheListIsGone();
    void endsEachRandomEditAsAFreshTableWould();
};

void tst_valuetablemodel::showsTheUnionOfAllFields()
{
    FollowedTable f(R"([{"a":1,"b":"x"},{"b":"y","c":{"d":[1,2]}},null])");
    QCOMPARE(printed(f.model), u"a | b | c | (no object)\n"
                               "0 | 1 | x | — | —\n"
                               "1 | — | y | {d: [1, 2]} | —\n"
                               "2 | — | — | — | null\n"_s);
}

void tst_valuetablemodel::tellsMissingFromNull()
{
    FollowedTable f(R"([{"a":null},{}])");
    QCOMPARE(f.model.index(0, 0).data().toString(), u"null"_s);
    QVERIFY(!f.model.index(0, 0).data(ValueTreeModel::IsMissingRole).toBool());
    QVERIFY(f.model.index(1, 0).data(ValueTreeModel::IsMissingRole).toBool());
}

void tst_valuetablemodel::showsObjectsOfObjects()
{
    FollowedTable f(R"({"anna":{"n":1},"ben":{"n":2}})");
    QCOMPARE(printed(f.model), u"n\nanna | 1\nben | 2\n"_s);
    QVERIFY(f.model.setData(f.model.index(1, 0), QVariant::fromValue(valueOf("3")), Qt::EditRole));
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":{"anna":{"n":1},"ben":{"n":3}}})");
}

void tst_valuetablemodel::findsTheListThatAPathIsIn_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("found");
    QTest::newRow("the list") << QByteArray("data.l") << QByteArray("data.l");
    QTest::newRow("in the list") << QByteArray("data.l[1].x") << QByteArray("data.l");
    QTest::newRow("beside it") << QByteArray("data.n") << QByteArray("data.l");
    QTest::newRow("above it") << QByteArray("data") << QByteArray("data.l");
    QTest::newRow("no list") << QByteArray("other") << QByteArray();
}

void tst_valuetablemodel::findsTheListThatAPathIsIn()
{
    QFETCH(QByteArray, path);
    const QByteArray document = documentOf(R"({"other":{"l":[1]},"data":{"n":1,"l":[{"x":1},{"x":2}]}})");
    const auto found = ValueTableModel::tablePath(bson::DocumentView(document), pathOf(path));
    QTEST(found ? found->toText() : QByteArray(), "found");
}

void tst_valuetablemodel::editsACellAndAddsAMissingField()
{
    FollowedTable f(R"([{"a":1},{"b":2}])");
    QSignalSpy changed(&f.model, &QAbstractItemModel::dataChanged);
    QVERIFY(f.model.setData(f.model.index(0, 0), QVariant::fromValue(valueOf("5")), Qt::EditRole));
    QCOMPARE(changed.size(), 1);
    QVERIFY(f.model.setData(f.model.index(0, 1), QVariant::fromValue(valueOf("6")), Qt::EditRole));
    QCOMPARE(printed(f.model), u"a | b\n0 | ~5 | +6\n1 | — | 2\n"_s);
    QVERIFY(editRemoval(f.buffer, {f.model.cellPath(f.model.index(0, 0))}));
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":[{"b":6},{"b":2}]})");
}

void tst_valuetablemodel::growsAndLosesColumns()
{
    FollowedTable f(R"([{"a":1},{"a":2}])");
    QSignalSpy inserted(&f.model, &QAbstractItemModel::columnsInserted), removed(&f.model, &QAbstractItemModel::columnsRemoved);
    QVERIFY(editInsertion(f.buffer, pathOf("data"), 1, {}, valueOf(R"({"b":9})")));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(printed(f.model), u"a | b\n0 | 1 | —\n1 | — | +9\n2 | 2 | —\n"_s);
    QVERIFY(editRemoval(f.buffer, {pathOf("data[1]")}));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(printed(f.model), u"a\n0 | 1\n1 | 2\n"_s);
}

void tst_valuetablemodel::sortsTheViewOnlyAndKeepsRowsWhileEdited()
{
    FollowedTable f(R"([{"n":10},{"n":9.5},{},{"n":null},{"n":"t"},{"n":9223372036854775807}])");
    const QByteArray before = f.buffer.body();
    const QPersistentModelIndex first = f.model.index(0, 0);
    f.model.sort(0, Qt::AscendingOrder);
    QCOMPARE(printed(f.model), u"n\n2 | —\n3 | null\n1 | 9.5\n0 | 10\n5 | 9223372036854775807\n4 | t\n"_s);
    QCOMPARE(f.buffer.body(), before);
    QCOMPARE(first.row(), 3);
    QVERIFY(f.model.setData(first, QVariant::fromValue(valueOf("1")), Qt::EditRole));
    QCOMPARE(first.row(), 3); // it does not jump away while one works on it
    QVERIFY(editRemoval(f.buffer, {pathOf("data[1]")}));
    QCOMPARE(printed(f.model), u"n\n1 | —\n2 | null\n0 | ~1\n4 | 9223372036854775807\n3 | t\n"_s);
    f.model.sort(-1, Qt::AscendingOrder);
    QCOMPARE(f.model.headerData(0, Qt::Vertical).toString(), u"0"_s);
}

void tst_valuetablemodel::refusesEditsWhileLocked()
{
    FollowedTable f(R"([{"n":1}])");
    f.model.follow(&f.buffer, pathOf("data"), true);
    QVERIFY(!f.model.setData(f.model.index(0, 0), QVariant::fromValue(valueOf("2")), Qt::EditRole));
    QVERIFY(!f.buffer.isChanged());
}

void tst_valuetablemodel::opensAHundredThousandItems()
{
    bson::Builder builder;
    builder.openArray("data");
    for (int i = 0; i < 100'000; ++i) {
        builder.openDocument(QByteArray::number(i));
        builder.appendInt32("n", 100'000 - i);
        builder.appendString("text", "something");
        builder.close();
    }
    builder.close();
    Record record = recordOf("{}");
    record.body = builder.finish().toByteArray();
    EditBuffer buffer(record);
    ValueTableModel model;
    model.follow(&buffer, pathOf("data"), false);
    QVERIFY(model.isBusy()); // the window goes on meanwhile
    QTRY_COMPARE(model.rowCount(), 100'000);
    QCOMPARE(model.index(99'999, 0).data().toString(), u"1"_s);
    model.sort(0, Qt::AscendingOrder);
    QTRY_COMPARE(model.index(0, 0).data().toString(), u"1"_s);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(model.setData(model.index(0, 0), QVariant::fromValue(valueOf("-1")), Qt::EditRole));
    qInfo("one edit among 100,000 items: %lld ms", clock.elapsed());
    QCOMPARE(model.index(0, 0).data().toString(), u"-1"_s);
}

void tst_valuetablemodel::saysWhenTheListIsGone()
{
    FollowedTable f(R"([{"n":1}])");
    QSignalSpy gone(&f.model, &ValueTableModel::gone);
    QVERIFY(editValue(f.buffer, pathOf("data"), valueOf("null")));
    QCOMPARE(gone.size(), 1);
}

void tst_valuetablemodel::endsEachRandomEditAsAFreshTableWould()
{
    Random random(7);
    FollowedTable f(R"([{"a":1,"b":2},{"a":3},{"c":{"x":1}},null])");
    static const QByteArray kItems[] = {R"({"a":7})", R"({"d":1,"a":2})", "{}", "null", "5"};
    for (int step = 0; step < 300; ++step) {
        const int rows = f.model.rowCount();
        const int row = rows > 0 ? int(random.below(quint64(rows))) : 0;
        switch (random.below(5)) {
        case 0:
            (void)editInsertion(f.buffer, pathOf("data"), random.below(quint64(rows + 1)), {}, valueOf(random.pick(kItems)));
            break;
        case 1:
            if (rows > 0)
                (void)editRemoval(f.buffer, {f.model.itemPath(row)});
            break;
        case 2:
            if (rows > 0)
                (void)editPlaces(f.buffer, std::vector{f.model.itemPath(row)}, pathOf("data"), random.below(quint64(rows)));
            break;
        case 3:
            if (rows > 0 && f.model.columnCount() > 0)
                (void)f.model.setData(f.model.index(row, int(random.below(quint64(f.model.columnCount())))),
                                      QVariant::fromValue(valueOf(random.pick(kItems))), Qt::EditRole);
            break;
        default:
            f.buffer.undo();
        }
        // Columns may stand in another order than in a fresh table; what they hold may not.
        ValueTableModel fresh;
        EditBuffer other(f.buffer.stored());
        (void)other.change(u"x"_s, f.buffer.body());
        fresh.follow(&other, pathOf("data"), false);
        QCOMPARE(f.model.rowCount(), fresh.rowCount());
        QCOMPARE(f.model.columnCount(), fresh.columnCount());
        for (int column = 0; column < fresh.columnCount(); ++column) {
            const QString name = fresh.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
            int same = 0;
            while (f.model.headerData(same, Qt::Horizontal, Qt::DisplayRole).toString() != name)
                QVERIFY(++same < f.model.columnCount());
            for (int i = 0; i < fresh.rowCount(); ++i) {
                QCOMPARE(f.model.index(i, same).data().toString(), fresh.index(i, column).data().toString());
                QCOMPARE(f.model.state(f.model.index(i, same)), fresh.state(fresh.index(i, column)));
            }
        }
    }
}

QTEST_GUILESS_MAIN(tst_valuetablemodel)
#include "tst_valuetablemodel.moc"
