#include "model/edit/fieldedits.h"
#include "model/items/valuetreemodel.h"
#include "tests/model/edit/editing.h"
#include "tests/support/random.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;

namespace {

/// The opened tree as indented lines: name, value, type and how it stands against what is stored.
QString printed(const QAbstractItemModel &model, const QModelIndex &parent = {}, int depth = 0)
{
    static const QStringList kStates = {{}, u" changed"_s, u" added"_s, u" removed"_s};
    QString out;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const auto text = [&](int column) { return index.siblingAtColumn(column).data().toString(); };
        out += QString(depth * 2, u' ') +
               u"%1: %2 (%3)%4%5\n"_s.arg(text(0), text(1), text(2), kStates[index.data(ValueTreeModel::StateRole).toInt()],
                                          index.data(ValueTreeModel::IsDuplicateRole).toBool() ? u" again"_s : QString());
        out += printed(model, index, depth + 1);
    }
    return out;
}

/// Counts the signals of a model.
struct Spies
{
    explicit Spies(ValueTreeModel &model)
        : changed(&model, &QAbstractItemModel::dataChanged)
        , inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , moved(&model, &QAbstractItemModel::rowsMoved)
        , reset(&model, &QAbstractItemModel::modelReset)
    {
    }

    /// What happened since the last call: "changed 1 inserted 2".
    QString take()
    {
        QStringList parts;
        const auto add = [&](const QString &name, QSignalSpy &spy) {
            if (!spy.isEmpty())
                parts << u"%1 %2"_s.arg(name, QString::number(spy.size()));
            spy.clear();
        };
        add(u"changed"_s, changed);
        add(u"inserted"_s, inserted);
        add(u"removed"_s, removed);
        add(u"moved"_s, moved);
        add(u"reset"_s, reset);
        return parts.join(u' ');
    }

    QSignalSpy changed, inserted, removed, moved, reset;
};

struct Followed
{
    explicit Followed(const QByteArray &data)
        : buffer(recordOf(R"({"_id":"r","appId":"a","data":)" + data + "}"))
        , tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal)
    {
        model.follow(&buffer, false, false);
    }

    QString tree() const { return printed(model); }

    EditBuffer buffer;
    ValueTreeModel model;
    QAbstractItemModelTester tester;
};

bson::Path inData(const QByteArray &path)
{
    return pathOf(path.isEmpty() || path.startsWith('[') ? "data" + path : "data." + path);
}

/// A tree that was never edited, for the same bytes.
QString freshTree(const EditBuffer &buffer)
{
    EditBuffer other(buffer.stored());
    (void)other.change(u"x"_s, buffer.body());
    ValueTreeModel model;
    model.follow(&other, false, false);
    return printed(model);
}

} // namespace

class tst_valuetreeupdate : public QObject
{
    Q_OBJECT

private slots:
    void tellsOnlyTheRowThatWasSet();
    void keepsARemovedFieldInItsPlaceUntilItIsSaved();
    void takesARemovedFieldBack();
    void keepsTheRowOfARenamedField();
    void marksAddedFieldsAndTheirObject();
    void movesRowsOfItems();
    void opensAnEmptyObjectThatGetsAField();
    void replacesTheRowsWhenAnObjectBecomesAnArray();
    void resetsWhenTheValueBecomesAnotherKind();
    void keepsRowsOfArraysWhileItemsComeAndGo();
    void changesOneRangeOfALongArray();
    void makesABarWhenAListGetsLongAndTakesItAway();
    void tellsApartFieldsOfOneName();
    void refusesEditsWhileLocked();
    void movesARowThatIsDropped();
    void movesAllRowsThatAreDroppedAsOneStep();
    void endsEachRandomEditAsAFreshModelWould_data();
    void endsEachRandomEditAsAFreshModelWould();
    void endsEachRandomEditOfLongListsAsAFreshModelWould();
    void followsAnEditInAMegabyteByOneRow();
};

void tst_valuetreeupdate::tellsOnlyTheRowThatWasSet()
{
    Followed f(R"({"a":1,"b":{"c":2,"d":3},"e":4})");
    QVERIFY(!f.tree().isEmpty());
    Spies spies(f.model);
    const QPersistentModelIndex d = f.model.find({"b", "d"});
    QVERIFY(editValue(f.buffer, inData("b.d"), valueOf("5")));
    QCOMPARE(spies.take(), u"changed 2"_s); // the field and the object around it, which is marked
    QCOMPARE(f.tree(), u"a: 1 (Int32)\n"
                       "b: { 2 fields } (Object) changed\n"
                       "  c: 2 (Int32)\n"
                       "  d: 5 (Int32) changed\n"
                       "e: 4 (Int32)\n"_s);
    QCOMPARE(d.data().toString(), u"d"_s);
    f.buffer.undo();
    QCOMPARE(spies.take(), u"changed 2"_s);
    QVERIFY(!f.tree().contains(u"changed"_s));
}

void tst_valuetreeupdate::keepsARemovedFieldInItsPlaceUntilItIsSaved()
{
    Followed f(R"({"a":1,"b":2,"c":3})");
    Spies spies(f.model);
    QVERIFY(editRemoval(f.buffer, {inData("b")}));
    QCOMPARE(spies.take(), u"changed 1"_s);
    QCOMPARE(f.tree(), u"a: 1 (Int32)\nb: 2 (Int32) removed\nc: 3 (Int32)\n"_s);
    QVERIFY(!f.model.flags(f.model.index(1, 1)).testFlag(Qt::ItemIsEditable));
    Record saved = f.buffer.edited();
    f.buffer.setStored(saved);
    QCOMPARE(spies.take(), u"removed 1"_s);
    QCOMPARE(f.tree(), u"a: 1 (Int32)\nc: 3 (Int32)\n"_s);
}

void tst_valuetreeupdate::takesARemovedFieldBack()
{
    Followed f(R"({"a":1,"b":2,"c":3})");
    QVERIFY(editRemoval(f.buffer, {inData("b")}));
    const QModelIndex gone = f.model.index(1, 0);
    const auto place = f.model.place(gone);
    QCOMPARE(place.position, 1);
    Spies spies(f.model);
    QVERIFY(editInsertion(f.buffer, place.container, place.position, "b", FieldValue(*f.model.storedElement(gone))));
    QCOMPARE(spies.take(), u"changed 1"_s);
    QVERIFY(!f.buffer.isChanged());
}

void tst_valuetreeupdate::keepsTheRowOfARenamedField()
{
    Followed f(R"({"a":1,"b":{"c":2},"d":3})");
    QVERIFY(!f.tree().isEmpty());
    const QPersistentModelIndex c = f.model.find({"b", "c"});
    Spies spies(f.model);
    QVERIFY(editName(f.buffer, inData("b"), "new"));
    QCOMPARE(spies.take(), u"changed 1"_s);
    QVERIFY(c.isValid());
    QCOMPARE(f.tree(), u"a: 1 (Int32)\nnew: { 1 field } (Object) changed\n  c: 2 (Int32)\nd: 3 (Int32)\n"_s);
    QVERIFY(f.model.index(1, 0).data(Qt::ToolTipRole).toString().contains(u"The name was b."_s));
}

void tst_valuetreeupdate::marksAddedFieldsAndTheirObject()
{
    Followed f(R"({"a":{"b":1}})");
    QVERIFY(!f.tree().isEmpty());
    Spies spies(f.model);
    QVERIFY(editInsertion(f.buffer, inData("a"), 0, "x", valueOf(R"({"y":[1]})")));
    QCOMPARE(spies.take(), u"changed 1 inserted 1"_s);
    QCOMPARE(f.tree(), u"a: { 2 fields } (Object) changed\n"
                       "  x: { 1 field } (Object) added\n"
                       "    y: [ 1 item ] (Array) added\n"
                       "      0: 1 (Int32) added\n"
                       "  b: 1 (Int32)\n"_s);
}

void tst_valuetreeupdate::movesRowsOfItems()
{
    Followed f(R"({"l":["a","b","c","d"]})");
    QVERIFY(!f.tree().isEmpty());
    const QPersistentModelIndex d = f.model.find({"l", "3"});
    Spies spies(f.model);
    QVERIFY(editPlaces(f.buffer, std::vector{inData("l[3]")}, inData("l"), 1));
    QCOMPARE(spies.moved.size(), 1);
    QCOMPARE(spies.removed.size() + spies.inserted.size() + spies.reset.size(), 0);
    QCOMPARE(d.row(), 1);
    QCOMPARE(d.data().toString(), u"1"_s); // named by its place
    QCOMPARE(f.tree().section(u'\n', 1, 4), u"  0: a (Text)\n  1: d (Text)\n  2: b (Text)\n  3: c (Text)"_s);
}

void tst_valuetreeupdate::opensAnEmptyObjectThatGetsAField()
{
    Followed f(R"({"a":{},"b":{"c":1}})");
    Spies spies(f.model);
    QVERIFY(editInsertion(f.buffer, inData("a"), 0, "x", valueOf("1")));
    QCOMPARE(spies.inserted.size(), 1); // so that a view learns that there is something to expand
    QVERIFY(f.model.hasChildren(f.model.index(0, 0)));
    f.buffer.undo();
    QCOMPARE(spies.removed.size(), 1);
    QVERIFY(!f.model.hasChildren(f.model.index(0, 0)));
}

void tst_valuetreeupdate::replacesTheRowsWhenAnObjectBecomesAnArray()
{
    Followed f(R"({"a":{"x":1,"y":2}})");
    QVERIFY(!f.tree().isEmpty());
    QVERIFY(editValue(f.buffer, inData("a"), valueOf("[1,2]")));
    QCOMPARE(f.tree(), u"a: [ 2 items ] (Array) changed\n  0: 1 (Int32) added\n  1: 2 (Int32) added\n"_s);
    QVERIFY(editValue(f.buffer, inData("a"), valueOf("7")));
    QCOMPARE(f.tree(), u"a: 7 (Int32) changed\n"_s);
    f.buffer.undo();
    f.buffer.undo();
    QCOMPARE(f.tree(), u"a: { 2 fields } (Object)\n  x: 1 (Int32)\n  y: 2 (Int32)\n"_s);
}

void tst_valuetreeupdate::resetsWhenTheValueBecomesAnotherKind()
{
    Followed f(R"({"a":1})");
    Spies spies(f.model);
    QVERIFY(editValue(f.buffer, inData(""), valueOf("[1]")));
    QCOMPARE(spies.take(), u"reset 1"_s);
    QVERIFY(editValue(f.buffer, inData(""), valueOf("null")));
    QCOMPARE(f.tree(), u"data: null (Null) changed\n"_s);
    QVERIFY(!editValue(f.buffer, inData(""), valueOf("5"))); // the server stores no such value
    f.buffer.discard();
    QCOMPARE(f.tree(), u"a: 1 (Int32)\n"_s);
}

void tst_valuetreeupdate::keepsRowsOfArraysWhileItemsComeAndGo()
{
    Followed f(R"([{"n":1},{"n":2},{"n":3}])");
    QVERIFY(!f.tree().isEmpty());
    const QPersistentModelIndex third = f.model.find({"2", "n"});
    QVERIFY(editRemoval(f.buffer, {inData("[0]")}));
    QVERIFY(third.isValid());
    QCOMPARE(f.model.editPath(third), inData("[1].n"));
    QVERIFY(editInsertion(f.buffer, inData(""), 1, {}, valueOf("9")));
    QCOMPARE(f.model.editPath(third), inData("[2].n"));
    QCOMPARE(f.tree(), u"0: { 1 field } (Object) removed\n  n: 1 (Int32) removed\n"
                       "0: { 1 field } (Object)\n  n: 2 (Int32)\n"
                       "1: 9 (Int32) added\n"
                       "2: { 1 field } (Object)\n  n: 3 (Int32)\n"_s);
}

void tst_valuetreeupdate::changesOneRangeOfALongArray()
{
    QByteArray json = "[";
    for (int i = 0; i < 1'050; ++i)
        json += QByteArray::number(i) + ',';
    json.back() = ']';
    Followed f(json);
    QCOMPARE(f.model.rowCount(), 101);
    const QPersistentModelIndex row = f.model.find({"345"});
    const QPersistentModelIndex later = f.model.find({"399"});
    Spies spies(f.model);
    QVERIFY(editValue(f.buffer, inData("[345]"), valueOf("-1")));
    QCOMPARE(spies.inserted.size() + spies.removed.size() + spies.reset.size(), 0);
    QCOMPARE(row.sibling(row.row(), 1).data().toString(), u"-1"_s);
    QVERIFY(editInsertion(f.buffer, inData(""), 350, {}, valueOf("-2")));
    QCOMPARE(spies.reset.size(), 0);
    QCOMPARE(f.model.editPath(row), inData("[345]"));
    QVERIFY(!later.isValid()); // it is the first of the next range now
    QCOMPARE(f.model.find({"400"}).siblingAtColumn(1).data().toString(), u"399"_s);
    const QModelIndex bar = f.model.index(100, 0);
    QCOMPARE(f.model.index(9, 0, bar).data().toString(), u"Items 1,000–1,050"_s);
    QCOMPARE(bar.data().toString(), u"Items 100–1,050"_s);
}

void tst_valuetreeupdate::makesABarWhenAListGetsLongAndTakesItAway()
{
    QByteArray json = "[";
    for (int i = 0; i < 125; ++i)
        json += QByteArray::number(i) + ',';
    json.back() = ']';
    Followed f(json);
    QCOMPARE(f.model.rowCount(), 125);
    const QPersistentModelIndex early = f.model.find({"50"});
    QVERIFY(editInsertion(f.buffer, inData(""), 0, {}, valueOf("-1")));
    QCOMPARE(f.model.rowCount(), 101);
    QCOMPARE(f.model.index(100, 0).data().toString(), u"Items 100–125"_s);
    QCOMPARE(f.model.editPath(early), inData("[51]"));
    QCOMPARE(f.tree(), freshTree(f.buffer));
    f.buffer.undo();
    QCOMPARE(f.model.rowCount(), 125);
    QCOMPARE(f.model.editPath(early), inData("[50]"));
}

void tst_valuetreeupdate::tellsApartFieldsOfOneName()
{
    bson::Builder builder;
    builder.appendString("_id", "r");
    builder.openDocument("data");
    builder.appendInt32("a", 1);
    builder.appendInt32("b", 2);
    builder.appendInt32("a", 3);
    builder.close();
    Record record = recordOf("{}");
    record.body = builder.finish().toByteArray();
    EditBuffer buffer(record);
    ValueTreeModel model;
    model.follow(&buffer, false, false);
    QVERIFY(model.setData(model.index(2, 1), QVariant::fromValue(valueOf("4")), Qt::EditRole));
    QCOMPARE(printed(model), u"a: 1 (Int32)\nb: 2 (Int32)\na: 4 (Int32) changed again\n"_s);
    QCOMPARE(model.findPath(model.editPath(model.index(2, 0))), model.index(2, 0));
    QVERIFY(model.setData(model.index(2, 0), QByteArray("c"), Qt::EditRole));
    QCOMPARE(printed(model), u"a: 1 (Int32)\nb: 2 (Int32)\na: 3 (Int32) removed\nc: 4 (Int32) added\n"_s);
    QVERIFY(model.setData(model.index(1, 0), QByteArray("a"), Qt::EditRole));
    QCOMPARE(printed(model), u"a: 1 (Int32)\nb: 2 (Int32) removed\na: 2 (Int32) changed again\nc: 4 (Int32) added\n"_s);
    QVERIFY(editRemoval(buffer, {model.editPath(model.index(2, 0))}));
    QCOMPARE(jsonOf(buffer.body()), R"({"_id":"r","data":{"a":1,"c":4}})");
}

void tst_valuetreeupdate::refusesEditsWhileLocked()
{
    Followed f(R"({"a":1})");
    f.model.follow(&f.buffer, false, true);
    QVERIFY(!f.model.setData(f.model.index(0, 1), QVariant::fromValue(valueOf("2")), Qt::EditRole));
    QVERIFY(!f.buffer.isChanged());
    QVERIFY(f.model.index(0, 1).data(Qt::ToolTipRole).toString().contains(u"Locked"_s));
}

void tst_valuetreeupdate::movesARowThatIsDropped()
{
    Followed f(R"({"a":1,"b":{"c":2},"d":[3]})");
    const auto drop = [&](const QModelIndex &what, int row, const QModelIndex &parent) {
        const std::unique_ptr<QMimeData> data(f.model.mimeData({what}));
        return f.model.dropMimeData(data.get(), Qt::MoveAction, row, 0, parent);
    };
    QVERIFY(drop(f.model.index(0, 0), 2, {}));
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":{"b":{"c":2},"a":1,"d":[3]}})");
    QVERIFY(drop(f.model.find({"a"}), -1, f.model.find({"d"})));
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":{"b":{"c":2},"d":[3,1]}})");
    QVERIFY(drop(f.model.find({"d", "0"}), -1, f.model.find({"b"})));
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":{"b":{"c":2,"item":3},"d":[1]}})");
    QSignalSpy refused(&f.model, &ValueTreeModel::refused);
    QVERIFY(!drop(f.model.find({"b"}), -1, f.model.find({"b"})));
    QCOMPARE(refused.size(), 1);
}

void tst_valuetreeupdate::movesAllRowsThatAreDroppedAsOneStep()
{
    Followed f(R"({"a":1,"b":2,"c":{"x":0},"d":[3]})");
    const QModelIndexList rows{f.model.find({"b"}), f.model.find({"b"}).siblingAtColumn(1), f.model.find({"a"}), f.model.find({"d", "0"})};
    const std::unique_ptr<QMimeData> data(f.model.mimeData(rows));
    QVERIFY(f.model.dropMimeData(data.get(), Qt::MoveAction, 0, 0, f.model.find({"c"})));
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":{"c":{"a":1,"b":2,"item":3,"x":0},"d":[]}})");
    QCOMPARE(f.buffer.undoTitle(), u"Move 3 fields"_s);
    f.buffer.undo();
    QCOMPARE(jsonOf(f.buffer.body()), R"({"_id":"r","appId":"a","data":{"a":1,"b":2,"c":{"x":0},"d":[3]}})");
}

void tst_valuetreeupdate::endsEachRandomEditAsAFreshModelWould_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 8; ++seed)
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
}

void tst_valuetreeupdate::endsEachRandomEditAsAFreshModelWould()
{
    QFETCH(int, seed);
    Random random{quint64(seed)};
    Followed f(R"({"a":1,"b":{"c":2,"d":{"e":[1,2,3]}},"l":[{"x":1},{"x":2},{"y":[]}],"m":[1,1,1,2],"z":{}})");
    QList<QPersistentModelIndex> rows;
    static const QByteArray kValues[] = {"1", "2", "\"t\"", "{}", "[]", R"({"x":1,"y":{"z":2}})", "[1,{\"x\":1}]", "null"};
    for (int step = 0; step < 150; ++step) {
        const QString before = f.tree();
        QModelIndexList all;
        QModelIndexList level{QModelIndex()};
        while (!level.isEmpty()) {
            const QModelIndex parent = level.takeLast();
            for (int row = 0; row < f.model.rowCount(parent); ++row) {
                const QModelIndex index = f.model.index(row, 0, parent);
                level.append(index);
                if (f.model.state(index) != FieldState::Removed)
                    all.append(index);
            }
        }
        const auto pick = [&] { return all.isEmpty() ? QModelIndex() : all[random.below(quint64(all.size()))]; };
        const QModelIndex row = pick(), other = pick();
        const auto place = f.model.place(other);
        const QByteArray name = "n" + QByteArray::number(random.below(5));
        switch (random.below(8)) {
        case 0:
        case 1:
            if (row.isValid())
                (void)editValue(f.buffer, f.model.editPath(row), valueOf(random.pick(kValues)));
            break;
        case 2:
            if (row.isValid())
                (void)editName(f.buffer, f.model.editPath(row), name);
            break;
        case 3:
            (void)editInsertion(f.buffer, other.isValid() ? place.container : inData(""), place.position + random.below(2), name,
                                valueOf(random.pick(kValues)));
            break;
        case 4:
            if (row.isValid() && other.isValid())
                (void)editRemoval(f.buffer, {f.model.editPath(row), f.model.editPath(other)});
            break;
        case 5:
            if (row.isValid() && other.isValid())
                (void)editPlaces(f.buffer, std::vector{f.model.editPath(row)}, place.container, place.position);
            break;
        case 6:
            if (row.isValid())
                (void)editCopy(f.buffer, f.model.editPath(row));
            break;
        default:
            if (random.chance(50))
                f.buffer.undo();
            else if (random.chance(20))
                f.buffer.setStored(f.buffer.edited());
        }
        const QString expected = freshTree(f.buffer);
        if (f.tree() != expected)
            qWarning().noquote() << "before\n" << before << "\nstep" << step;
        QCOMPARE(f.tree(), expected);
        for (const QModelIndex &index : all)
            QVERIFY(f.model.checkIndex(f.model.index(0, 0)) || index.isValid());
    }
}

void tst_valuetreeupdate::endsEachRandomEditOfLongListsAsAFreshModelWould()
{
    // Around the lengths at which bars come and go, and one list whose bar holds ranges.
    static const QByteArray kLists[] = {"a", "o", "r"};
    Random random{7};
    QByteArray json = R"({"a":[)", object = "{", ranges;
    for (int i = 0; i < 124; ++i)
        json += (i > 0 ? "," : "") + QByteArray::number(i);
    for (int i = 0; i < 49; ++i)
        object += (i > 0 ? ",\"f" : "\"f") + QByteArray::number(i) + "\":1";
    for (int i = 0; i < 301; ++i)
        ranges += (i > 0 ? "," : "") + QByteArray::number(i);
    Followed f(json + R"(],"o":)" + object + R"(},"r":[)" + ranges + "]}");
    QVERIFY(!f.tree().isEmpty());
    for (int step = 0; step < 120; ++step) {
        const QByteArray list = random.pick(kLists);
        const qint64 size = list == "a" ? 124 : list == "o" ? 49 : 300;
        const QModelIndex row =
            f.model.find({list, list == "o" ? "f" + QByteArray::number(random.below(size)) : QByteArray::number(random.below(size))});
        const bool isMember = f.model.editPath(row).steps().size() == 3;
        switch (random.below(6)) {
        case 0:
        case 1:
        case 2:
            (void)editInsertion(f.buffer, inData(list), random.below(size), "n" + QByteArray::number(step), valueOf("1"));
            break;
        case 3:
            if (isMember)
                (void)editRemoval(f.buffer, {f.model.editPath(row)});
            break;
        case 4:
            if (isMember)
                (void)editPlaces(f.buffer, std::vector{f.model.editPath(row)}, inData(list), random.below(size));
            break;
        default:
            random.chance(50) ? f.buffer.undo() : f.buffer.setStored(f.buffer.edited());
        }
        QCOMPARE(f.tree(), freshTree(f.buffer));
    }
}

void tst_valuetreeupdate::followsAnEditInAMegabyteByOneRow()
{
    QByteArray json = "{";
    for (int i = 0; i < 200; ++i)
        json += "\"f" + QByteArray::number(i) + R"(":{"n":1,"text":")" + QByteArray(5'000, 'x') + "\"},";
    json.back() = '}';
    Followed f(json);
    QVERIFY(f.buffer.body().size() > 1'000'000);
    QVERIFY(!f.tree().isEmpty());
    const QByteArray body = setField(f.buffer.edited(), inData("f100.n"), valueOf("2")).value();
    const Spies spies(f.model);
    QElapsedTimer clock;
    clock.start();
    QVERIFY(f.buffer.change(u"Set"_s, body));
    qInfo("one edit in a megabyte: %lld ms", clock.elapsed());
    QVERIFY(spies.inserted.isEmpty() && spies.removed.isEmpty() && spies.reset.isEmpty());
}

QTEST_GUILESS_MAIN(tst_valuetreeupdate)
#include "tst_valuetreeupdate.moc"
