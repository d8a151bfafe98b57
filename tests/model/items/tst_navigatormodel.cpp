#include "model/items/navigatormodel.h"
#include "tests/support/printtree.h"
#include "tests/support/smallworkspace.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

QByteArray lines(const QByteArrayList &records)
{
    return records.join();
}

QByteArray pollRecords()
{
    return lines({record("r1", "poll", "room GENERAL,misc feedback", R"({"rating": 5})"),
                  record("r2", "poll", "room GENERAL", R"({"rating": 4})"), record("r3", "poll", "user u1", R"({"name": "Anna"})"),
                  record("r4", "zoom", "", "[1]")});
}

QByteArray labels()
{
    return R"({"_id":"GENERAL","t":"c","name":"general","msgs":3,"usersCount":2})"
           "\n"
           R"({"_id":"u1","username":"alice","name":"Alice","type":"user","roles":["user"],"status":"online","emails":[]})"
           "\n";
}

QByteArray manyTargets(int first, int count)
{
    QByteArray text;
    for (int i = first; i < first + count; ++i) {
        const QByteArray number = QByteArray::number(i).rightJustified(6, '0');
        text += record("r" + number, "app", "misc id" + number);
    }
    return text;
}

/// Counts every signal that changes rows.
class ChangeSpy final
{
public:
    explicit ChangeSpy(const QAbstractItemModel &model)
        : m_inserted(&model, &QAbstractItemModel::rowsInserted)
        , m_removed(&model, &QAbstractItemModel::rowsRemoved)
        , m_moved(&model, &QAbstractItemModel::rowsMoved)
        , m_changed(&model, &QAbstractItemModel::dataChanged)
        , m_layout(&model, &QAbstractItemModel::layoutChanged)
        , m_reset(&model, &QAbstractItemModel::modelReset)
    {
    }

    QString text()
    {
        QStringList parts;
        for (const auto &[name, spy] : {std::pair{"inserted", &m_inserted}, std::pair{"removed", &m_removed}, std::pair{"moved", &m_moved},
                                        std::pair{"changed", &m_changed}, std::pair{"layout", &m_layout}, std::pair{"reset", &m_reset}}) {
            if (!spy->isEmpty())
                parts.append(u"%1 %2"_s.arg(QLatin1StringView(name), QString::number(spy->size())));
            spy->clear();
        }
        return parts.join(u", ");
    }

private:
    QSignalSpy m_inserted, m_removed, m_moved, m_changed, m_layout, m_reset;
};

} // namespace

class TestNavigatorModel final : public QObject
{
    Q_OBJECT

private slots:
    void groupsByKeyShape()
    {
        SmallWorkspace workspace(pollRecords() + record("r5", "poll", "room R5,misc feedback") +
                                 record("r6", "poll", "misc feedback,room R5"));
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.setMode(NavigatorMode::Shapes);
        QCOMPARE(printTree(model, 2),
                 u"poll 5\n  misc + room 1\n  room 1\n  room + misc 2\n  user 1\nzoom 1\n  Records without a key 1\n"_s);
        const QModelIndex shape = model.indexOf({"0poll", "room + misc"});
        QCOMPARE(model.rowCount(shape), 2);
        QCOMPARE(shape.data(GroupRole).value<Group>(), model.index(0, 0, shape).data(GroupRole).value<Group>());
        QCOMPARE(model.indexOf(shape.data(GroupRole).value<Group>()), shape);

        ChangeSpy spy(model);
        workspace.import(record("r7", "poll", "room R7,misc feedback") + record("r8", "poll", "user u1,room R7"));
        model.refresh();
        QCOMPARE(printTree(model, 2),
                 u"poll 7\n  misc + room 1\n  room 1\n  room + misc 3\n  user 1\n  user + room 1\nzoom 1\n  Records without a key 1\n"_s);
        QCOMPARE(model.rowCount(shape), 3);

        model.setMode(NavigatorMode::Models);
        QVERIFY(!model.indexOf({"0poll", "room + misc"}).isValid());
        QVERIFY(model.indexOf({"0poll", "0room"}).isValid());
    }

    void showsRangesOfALargeKeyShape()
    {
        const SmallWorkspace workspace(manyTargets(0, 10'500));
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.setMode(NavigatorMode::Shapes);
        const QModelIndex shape = model.indexOf({"0app", "misc"});
        QCOMPARE(model.rowCount(shape), 11);
        QCOMPARE(model.rowCount(model.index(10, 0, shape)), 500);
        QCOMPARE(model.index(10, 0, shape).data(NameRole).toString(), u"10,001–10,500"_s);
        QCOMPARE(model.index(10, 0, shape).data(CountTextRole).toString(), u"500"_s);
        QCOMPARE(model.index(0, 0, model.index(0, 0, shape)).data(KindRole).toInt(), int(NavigatorKind::Record));
    }

    void filtersKeyShapesByTheirModels()
    {
        const SmallWorkspace workspace(pollRecords());
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        model.setMode(NavigatorMode::Shapes);
        Progress progress;
        model.setMatches(*TreeMatches::find(**workspace.workspace()->reader(), u"feedback"_s, progress));
        QCOMPARE(printTree(model, 2).section(u'\n', 1), u"  room + misc 1\n"_s);
    }

    void showsAppsModelsIdsAndRecords()
    {
        const SmallWorkspace workspace(pollRecords());
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        QCOMPARE(printTree(model), uR"(poll 3
  misc 1
    feedback 1
      {rating: 5} [r1]
  room 2
    GENERAL 2
      {rating: 5} [r1]
      {rating: 4} [r2]
  user 1
    u1 1
      {name: Anna} [r3]
zoom 1
  Records without a key 1
    [1] [r4]
)"_s);
    }

    void showsResolvedNamesBesideIds()
    {
        const SmallWorkspace workspace(pollRecords() + labels());
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        QVERIFY2(printTree(model).contains(u"    #general [GENERAL] 2\n"), qPrintable(printTree(model)));
        QVERIFY2(printTree(model).contains(u"    @alice [u1] 1\n"), qPrintable(printTree(model)));
    }

    void countsRecordsOfManyHomesOnce()
    {
        const SmallWorkspace workspace(record("r1", "app", "room A,room B,misc x") + record("r2", "app", "room A,room A"));
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        QCOMPARE(printTree(model, 3), u"app 2\n  misc 1\n    x 1\n  room 2\n    A 2\n    B 1\n"_s);
    }

    void showsUnreadableAssociationsAndUnknownModels()
    {
        const SmallWorkspace workspace(R"({"_id":"r1","appId":"app","associations":[{"model":"room","id":5}],"data":{}})"
                                       "\n" +
                                       record("r2", "app", "spaceship USS"));
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        const QString tree = printTree(model, 3);
        QVERIFY2(tree.contains(u"  spaceship 1\n    USS 1\n"), qPrintable(tree));
        QVERIFY2(tree.contains(u"  Unreadable associations 1\n    {}"), qPrintable(tree));
        const QModelIndex unknown = model.index(0, 0, model.index(0, 0));
        QCOMPARE(unknown.data(IconIdRole).toInt(), int(IconId::UnknownModel));
    }

    void saysNothingWhenNothingChanged()
    {
        const SmallWorkspace workspace(pollRecords() + labels());
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        printTree(model);
        ChangeSpy spy(model);
        model.refresh();
        QCOMPARE(spy.text(), QString());
    }

    void refreshSignalsOnlyDifferences()
    {
        SmallWorkspace workspace(pollRecords());
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        printTree(model);
        const QPersistentModelIndex general = model.indexOf(QList<QByteArray>{"0poll", "0room", "GENERAL"});
        const QPersistentModelIndex zoom = model.indexOf(QList<QByteArray>{"0zoom"});
        QVERIFY(general.isValid());
        ChangeSpy spy(model);
        workspace.import(record("r5", "app2", "room X") + record("r6", "poll", "room AAA"));
        model.refresh();
        // One app and one id came; the rows of poll, of its rooms changed their counts.
        QCOMPARE(spy.text(), u"inserted 2, changed 2"_s);
        QCOMPARE(general.row(), 1);
        QCOMPARE(general.data(NameRole).toString(), u"GENERAL"_s);
        QCOMPARE(zoom.row(), 2);
        QCOMPARE(printTree(model, 3), u"app2 1\n  room 1\n    X 1\npoll 4\n  misc 1\n    feedback 1\n  room 3\n    AAA 1\n    GENERAL 2\n"
                                      "  user 1\n    u1 1\nzoom 1\n  Records without a key 1\n    [1] [r4]\n"_s);
    }

    void namesRowsThatSurviveASession()
    {
        const SmallWorkspace workspace(pollRecords());
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        const QModelIndex index = model.indexOf(QList<QByteArray>{"0poll", "0room", "GENERAL"});
        const QModelIndex child = model.index(1, 0, index);
        QCOMPARE(model.indexOf(model.path(child)), child);
        QCOMPARE(model.indexOf(index.data(GroupRole).value<Group>()), index);
        QVERIFY(!model.indexOf(QList<QByteArray>{"0poll", "0room", "gone"}).isValid());
    }

    void showsRangesBeyondTenThousandIds()
    {
        const SmallWorkspace workspace(manyTargets(0, 12'000));
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        const QModelIndex misc = model.index(0, 0, model.index(0, 0));
        QCOMPARE(model.rowCount(misc), 12);
        QCOMPARE(model.index(1, 0, misc).data(NameRole).toString(), u"id001000 … id001999"_s);
        QCOMPARE(model.index(1, 0, misc).data(CountTextRole).toString(), u"1,000 ids"_s);
        QCOMPARE(model.rowCount(model.index(11, 0, misc)), 1000);
        const QModelIndex found = model.indexOf(QList<QByteArray>{"0app", "0misc", "id011500"});
        QCOMPARE(found.row(), 500);
        QCOMPARE(found.parent(), model.index(11, 0, misc));
        QCOMPARE(model.path(found), (QList<QByteArray>{"0app", "0misc", "id011500"}));
        QCOMPARE(model.rowCount(found), 1);
    }

    void keepsRowsWhoseRangeMoved()
    {
        SmallWorkspace workspace(manyTargets(1, 12'000));
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        const QPersistentModelIndex border = model.indexOf(QList<QByteArray>{"0app", "0misc", "id001000"});
        const QPersistentModelIndex child = model.index(0, 0, border);
        QCOMPARE(border.parent().row(), 0);
        QVERIFY(child.isValid());
        ChangeSpy spy(model);
        workspace.import(record("rx", "app", "misc id000000"));
        model.refresh();
        QVERIFY2(spy.text().startsWith(u"changed 2, layout 1"), qPrintable(spy.text()));
        QCOMPARE(border.parent().row(), 1);
        QCOMPARE(border.row(), 0);
        QCOMPARE(border.data(NameRole).toString(), u"id001000"_s);
        QCOMPARE(child.parent(), QModelIndex(border));
        QCOMPARE(child.data(RawIdRole).toString(), u"r001000"_s);
        QCOMPARE(model.rowCount(border.parent().parent()), 13);
    }

    void readsLargeGroupsLater()
    {
        QByteArray text;
        for (int i = 0; i < 20'001; ++i)
            text += record("r" + QByteArray::number(i), "app", "room GENERAL");
        const SmallWorkspace workspace(text);
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        const QModelIndex room = model.indexOf(QList<QByteArray>{"0app", "0room", "GENERAL"});
        QSignalSpy loaded(&model, &NavigatorModel::loaded);
        QVERIFY(model.hasChildren(room));
        QCOMPARE(model.rowCount(room), 0);
        QVERIFY(room.data(IsLoadingRole).toBool());
        QVERIFY(loaded.wait(20'000));
        QVERIFY(!room.data(IsLoadingRole).toBool());
        QCOMPARE(model.rowCount(room), 21);
        QCOMPARE(model.index(20, 0, room).data(CountRole).toLongLong(), 1);
    }

    void dropsLateAnswers()
    {
        QByteArray text;
        for (int i = 0; i < 20'001; ++i)
            text += record("r" + QByteArray::number(i), "app", "room GENERAL");
        const SmallWorkspace workspace(text);
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        QCOMPARE(model.rowCount(model.indexOf(QList<QByteArray>{"0app", "0room", "GENERAL"})), 0);
        QSignalSpy loaded(&model, &NavigatorModel::loaded);
        model.setWorkspace({});
        QTest::qWait(100);
        QCOMPARE(loaded.size(), 0);
        QCOMPARE(model.rowCount(), 0);
    }

    void findsByTypingLetters()
    {
        const SmallWorkspace workspace(manyTargets(0, 12'000) + pollRecords() + labels());
        NavigatorModel model;
        model.setWorkspace(workspace.workspace());
        const auto typed = [&](const QModelIndex &start, const QString &text) {
            const QModelIndexList found = model.match(start, Qt::DisplayRole, text, 1, Qt::MatchStartsWith | Qt::MatchWrap);
            return found.isEmpty() ? u"nothing"_s : found.first().data(NameRole).toString();
        };
        QCOMPARE(typed(model.index(0, 0), u"ZO"_s), u"zoom"_s);
        const QModelIndex general = model.indexOf(QList<QByteArray>{"0poll", "0room", "GENERAL"});
        QCOMPARE(typed(general, u"gen"_s), u"#general"_s);
        const QModelIndex misc = model.indexOf(QList<QByteArray>{"0app", "0misc"});
        QCOMPARE(typed(model.index(0, 0, misc), u"id0110"_s), u"id011000 … id011999"_s);
        QCOMPARE(typed(model.index(0, 0, misc), u"nope"_s), u"nothing"_s);
    }

    void showsHostileTextAsText()
    {
        const QByteArray longId(1'000'000, 'x');
        const SmallWorkspace workspace(record("r1", "app", R"(room <img src=x>,misc %2 & %1,user a\u0000b,file \u202egnp.exe)") +
                                       record("r2", "app", "message " + longId));
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        const QString tree = printTree(model, 3);
        QVERIFY(tree.contains(u"<img src=x> 1"));
        QVERIFY(tree.contains(u"%2 & %1 1"));
        QVERIFY(tree.contains(u"a␀b 1"));
        QVERIFY(!tree.contains(QChar(0x202e)));
        QVERIFY(tree.size() < 2000);
        const QModelIndex huge = model.indexOf(QList<QByteArray>{"0app", "0message", longId});
        QCOMPARE(huge.data(CopyTextRole).toByteArray(), longId);
        QVERIFY(huge.data(ToolTipTextRole).toString().size() < 2000);
    }

    void filterLeavesMatchingIdsAndTheirParents()
    {
        SmallWorkspace workspace(pollRecords() + labels());
        NavigatorModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.setWorkspace(workspace.workspace());
        printTree(model);
        const QPersistentModelIndex alice = model.indexOf(QList<QByteArray>{"0poll", "0user", "u1"});
        const auto reader = workspace.workspace()->reader();
        Progress progress;
        auto matches = TreeMatches::find(**reader, u"ALI"_s, progress);
        QVERIFY(matches.isOk());
        model.setMatches(*matches);
        QCOMPARE(printTree(model, 3), u"poll 1 of 3 ids\n  user 1 of 1 ids\n    @alice [u1] 1\n"_s);
        QVERIFY(alice.isValid());
        model.setMatches({});
        QVERIFY(alice.isValid());
        QVERIFY(printTree(model).contains(u"zoom"));
    }
};

QTEST_GUILESS_MAIN(TestNavigatorModel)
#include "tst_navigatormodel.moc"
