#include "model/edit/newrecords.h"
#include "model/insight/keyinsight.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QRandomGenerator>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;
using persistence::tests::record;
using persistence::tests::SmallWorkspace;

namespace {

constexpr const char *kLabels = R"({"_id":"uAliceAliceAliceA","username":"alice","name":"Alice","type":"user"})"
                                "\n"
                                R"({"_id":"GENERAL","t":"c","name":"general","usersCount":3})"
                                "\n";

QByteArray raw(const QByteArray &id, const QByteArray &associations)
{
    return R"({"_id":")" + id + R"(","appId":"app","associations":)" + associations + R"(,"data":{}})" + "\n";
}

struct Setup
{
    explicit Setup(const QByteArray &lines)
        : files(lines)
        , lookup(*KeyLookup::open(*files.workspace()))
        , reader(*files.workspace()->reader())
    {
    }

    Record recordOf(const QByteArray &id)
    {
        bson::Builder builder;
        builder.appendString("_id", id);
        const QByteArray document = builder.finish().toByteArray();
        const auto rows = reader->findRecords(RecordId(*bson::DocumentView(document).begin()));
        return *reader->record(rows->front());
    }

    /// What is said when the key of record \a id becomes \a key, one line for each hint.
    QStringList hints(const QByteArray &id, std::vector<KeyItem> key)
    {
        const Record record = recordOf(id);
        return texts({record.row, record.body, *setKey(record, key)});
    }
    QStringList hints(const QByteArray &id)
    {
        const Record record = recordOf(id);
        return texts({record.row, record.body, record.body});
    }
    QStringList texts(const KeyQuestion &question)
    {
        Progress progress;
        const auto insight = keyInsight(*lookup, question, progress);
        if (!insight)
            qFatal("%s", qPrintable(insight.error().message));
        QStringList lines;
        for (const KeyHint &hint : insight->hints)
            lines << keyHintText(hint);
        return lines;
    }

    SmallWorkspace files;
    std::unique_ptr<KeyLookup> lookup;
    std::unique_ptr<Reader> reader;
};

} // namespace

class tst_keyinsight : public QObject
{
    Q_OBJECT

private slots:
    void saysNothingOfAKeyThatNobodyElseHas();
    void tellsClashesAndOtherOrders();
    void countsNeitherItselfNorOtherApps();
    void tellsEveryReadThatWouldStopMatching();
    void tellsSingleReadsOfLongKeys();
    void tellsThatAMovedRecordLeavesAllReads();
    void explainsOddAssociationsAndMissingKeys();
    void knowsWhatAnIdStandsFor();
    void countsLikeANaiveScan();
    void stopsCountingAndSaysSo();
    void endsSoonWhenCancelled();
    void offersIdsAndNames();
    void makesRecordsInAGroup();
};

void tst_keyinsight::saysNothingOfAKeyThatNobodyElseHas()
{
    Setup setup(record("r1", "app", "room GENERAL,misc feedback") + record("r2", "app", "room GENERAL,misc other"));
    QCOMPARE(setup.hints("r1"), QStringList());
}

void tst_keyinsight::tellsClashesAndOtherOrders()
{
    Setup setup(record("r1", "app", "room a,misc b") + record("r2", "app", "room a,misc b") + record("r3", "app", "room a,misc b") +
                record("r4", "app", "misc b,room a") + record("r5", "app", "room a,misc b,user c"));
    QCOMPARE(
        setup.hints("r1"),
        QStringList({u"Clash: 2 other records of this app have this key; an update reaches only the first one."_s,
                     u"1 other record has the same associations in another order: reads find both, an update reaches only one order."_s}));
}

void tst_keyinsight::countsNeitherItselfNorOtherApps()
{
    Setup setup(record("r1", "app", "room a") + record("r2", "other", "room a"));
    QCOMPARE(setup.hints("r1"), QStringList());
}

void tst_keyinsight::tellsEveryReadThatWouldStopMatching()
{
    Setup setup(QByteArray(kLabels) + record("r1", "app", "room GENERAL,misc b") + record("r2", "app", "room GENERAL") +
                record("r3", "app", "misc b,room GENERAL"));
    QCOMPARE(setup.hints("r1", {{"room", "other"}, {"misc", "b"}}),
             QStringList({u"Reads by room #general would stop matching; they would still find 2 other records."_s,
                          u"Reads by room #general · misc b would stop matching; they would still find 1 other record."_s,
                          u"Updates by the old key would stop matching; the app would change nothing, or insert a new record."_s}));
    QCOMPARE(setup.hints("r1", {{"misc", "b"}, {"room", "GENERAL"}}),
             QStringList({u"Clash: 1 other record of this app has this key; an update reaches only the first one."_s,
                          u"Updates by the old key would stop matching; the app would change nothing, or insert a new record."_s}));
}

void tst_keyinsight::tellsSingleReadsOfLongKeys()
{
    Setup setup(record("r1", "app", "misc a,misc b,misc c,misc d,misc e"));
    QCOMPARE(setup.hints("r1", {{"misc", "a"}, {"misc", "b"}, {"misc", "c"}, {"misc", "d"}}),
             QStringList({u"Reads by misc e would stop matching; they would find no record any more."_s,
                          u"Reads by misc a · misc b · misc c · misc d · misc e would stop matching; they would find no record any more."_s,
                          u"Updates by the old key would stop matching; the app would change nothing, or insert a new record."_s}));
}

void tst_keyinsight::tellsThatAMovedRecordLeavesAllReads()
{
    Setup setup(record("r1", "app", "room a") + record("r2", "other", "room a"));
    const Record moved = setup.recordOf("r1");
    QCOMPARE(setup.texts({moved.row, moved.body, *setAppId(moved, "other")}),
             QStringList({u"Clash: 1 other record of this app has this key; an update reaches only the first one."_s,
                          u"The app that owns the record now would not find it any more, by whatever it asks."_s}));
}

void tst_keyinsight::explainsOddAssociationsAndMissingKeys()
{
    Setup setup(raw("r1", R"([{"id":"a","model":"room"},{"model":"misc","id":5}])") + raw("r2", "[]") +
                R"({"_id":"r3","appId":"app","data":{}})" + "\n" + raw("r4", R"([{"model":"rum","id":"x"},{"model":"rum","id":"x"}])"));
    QCOMPARE(setup.hints("r1").size(), 2);
    QVERIFY(setup.hints("r1").front().startsWith(u"No app finds the record under association 1. The id stands before the model"_s));
    QCOMPARE(setup.hints("r2"), QStringList(u"No key: apps can read this record only by its record id."_s));
    QCOMPARE(setup.hints("r3"), setup.hints("r2"));
    QCOMPARE(setup.hints("r4").front(), u"The key holds rum x twice. Reads see no difference; an update must name it twice as well."_s);
    QVERIFY(setup.hints("r4").last().startsWith(u"rum is no association model of Rocket.Chat."_s));
}

void tst_keyinsight::knowsWhatAnIdStandsFor()
{
    Setup setup(QByteArray(kLabels) + record("r1", "app", "room uAliceAliceAliceA") + record("r2", "app", "user uAliceAliceAliceA") +
                record("r3", "app", "misc GENERAL") + record("r4", "app", "misc 4fGqAbcdeFghJkmnP") + record("r5", "app", "misc feedback"));
    QCOMPARE(setup.hints("r1"), QStringList(u"The id under room is that of the user @alice."_s));
    QCOMPARE(setup.hints("r2"), QStringList());
    QCOMPARE(setup.hints("r3"), QStringList(u"The id under misc is that of the room #general."_s));
    QCOMPARE(setup.hints("r4"), QStringList(u"The id under misc looks like that of a user, a room or a message."_s));
    QCOMPARE(setup.hints("r5"), QStringList());
}

/// Few models and ids, so that keys meet; every odd shape; the oracle reads all records for each question.
void tst_keyinsight::countsLikeANaiveScan()
{
    QRandomGenerator random(7);
    const QList<QByteArray> kinds = {R"({"model":"room","id":"a"})", R"({"model":"room","id":"b"})", R"({"model":"misc","id":"a"})",
                                     R"({"model":"misc","id":""})",  R"({"id":"a","model":"room"})", R"({"model":"misc","id":5})"};
    const auto randomKey = [&] {
        QList<QByteArray> key;
        for (quint32 i = random.bounded(4); i > 0; --i)
            key << kinds[random.bounded(kinds.size())];
        return QByteArray("[" + key.join(',') + "]");
    };
    QByteArray lines;
    for (int i = 0; i < 200; ++i)
        lines += raw("r" + QByteArray::number(i), randomKey());
    Setup setup(lines);
    Progress progress;
    const auto rows = *setup.reader->records(Group(), progress);
    const AppRow app = *setup.lookup->app("app");
    for (int round = 0; round < 60; ++round) {
        const QByteArray question = documentOf(raw("q", randomKey()));
        const KeyElements asked = *keyElements(bson::DocumentView(question));
        const RecordRow except = rows[random.bounded(quint32(rows.size()))];
        qint64 read = 0, same = 0, otherOrder = 0;
        for (const RecordRow row : rows) {
            const QByteArray body = setup.reader->record(row)->body;
            const auto key = keyElements(bson::DocumentView(body)).value_or(KeyElements());
            if (row == except || !readFinds(asked, key))
                continue;
            ++read;
            same += updateFinds(asked, key) ? 1 : 0;
            otherOrder += !updateFinds(asked, key) && readFinds(key, asked) ? 1 : 0;
        }
        const auto all = matchesOf(*setup.lookup, app, asked, except, MatchDepth::All, progress);
        const auto reads = matchesOf(*setup.lookup, app, asked, except, MatchDepth::Reads, progress);
        QVERIFY(all && reads);
        QCOMPARE(all->read, (MatchCount{read, false}));
        QCOMPARE(all->same, (MatchCount{same, false}));
        QCOMPARE(all->otherOrder, (MatchCount{otherOrder, false}));
        QCOMPARE(reads->read, all->read);
        QCOMPARE(reads->readRows, all->readRows);
        QCOMPARE(all->sameRows.size(), std::min(size_t(same), kMaxMatchRows));
    }
}

void tst_keyinsight::stopsCountingAndSaysSo()
{
    QByteArray lines;
    for (int i = 0; i < kMaxMatches + 10; ++i)
        lines += record("r" + QByteArray::number(i), "app", "misc count");
    Setup setup(lines);
    QCOMPARE(setup.hints("r0"),
             QStringList(u"Clash: 10,000 or more other records of this app have this key; an update reaches only the first one."_s));
}

void tst_keyinsight::endsSoonWhenCancelled()
{
    Setup setup(record("r1", "app", "room a") + record("r2", "app", "room a"));
    Progress progress;
    progress.cancel();
    const Record one = setup.recordOf("r1");
    const auto insight = keyInsight(*setup.lookup, {one.row, one.body, one.body}, progress);
    QVERIFY(!insight);
    QCOMPARE(insight.error().kind, ErrorKind::Cancelled);
}

void tst_keyinsight::offersIdsAndNames()
{
    Setup setup(QByteArray(kLabels) + record("r1", "app", "misc a") + record("r2", "app", "misc ab") + record("r3", "app", "misc ab") +
                record("r4", "app", "misc b") + record("r5", "app", "room GENERAL") + record("r6", "other", "misc abc"));
    const AppRow app = *setup.lookup->app("app");
    QCOMPARE(*setup.lookup->idsOf(app, "misc", "a", 10), (QList<IdOffer>{{"a", {}, 1}, {"ab", {}, 2}}));
    QCOMPARE(*setup.lookup->idsOf(app, "misc", "", 2), (QList<IdOffer>{{"a", {}, 1}, {"ab", {}, 2}}));
    QCOMPARE(*setup.lookup->idsOf(app, "room", "GEN", 10), (QList<IdOffer>{{"GENERAL", "#general", 1}}));
    QCOMPARE(*setup.lookup->idsOf(app, "rum", "", 10), QList<IdOffer>());
    Progress progress;
    const QList<IdOffer> general = {{"GENERAL", "#general", 0}};
    for (const char *typed : {"#gen", "Gen", "GEN", ""})
        QCOMPARE(*setup.lookup->labelsStartingWith("room", typed, 10, progress), general);
    QCOMPARE(*setup.lookup->labelsStartingWith("room", "eneral", 10, progress), QList<IdOffer>());
    QCOMPARE(*setup.lookup->labelsStartingWith("misc", "", 10, progress), QList<IdOffer>());
    QCOMPARE(*setup.lookup->labelsStartingWith("user", "al", 10, progress), (QList<IdOffer>{{"uAliceAliceAliceA", "@alice", 0}}));
}

void tst_keyinsight::makesRecordsInAGroup()
{
    Setup setup(record("r1", "app", "room GENERAL,misc x") + R"({"_id":"r2","appId":"app","data":{}})" + "\n");
    const Record stored = setup.recordOf("r1");
    const Group group = setup.reader->groupsOf(stored.row)->front();
    const auto made = newRecordIn(*setup.reader, group);
    QVERIFY(made.isOk());
    QVERIFY(!made->row.isValid());
    const QByteArray json = jsonOf(made->body);
    QVERIFY(json.contains(R"("appId":"app","associations":[{"model":"room","id":"GENERAL"}],"data":{})"));
    QVERIFY(!jsonOf(newRecordIn(*setup.reader, {group.app, {}, {}})->body).contains("associations"));
    QVERIFY(jsonOf(newRecordIn(*setup.reader, {group.app, group.model, {}})->body).contains(R"([{"model":"room","id":""}])"));
    QVERIFY(!newRecordIn(*setup.reader, Group()));
    const Group noKey = setup.reader->groupsOf(setup.recordOf("r2").row)->front();
    QVERIFY(!jsonOf(newRecordIn(*setup.reader, noKey)->body).contains("associations"));

    const auto clone = cloneOfRecord(stored);
    QVERIFY(clone.isOk());
    QVERIFY(!clone->row.isValid());
    QVERIFY(jsonOf(clone->body) != jsonOf(stored.body));
    QCOMPARE(jsonOf(clone->body).sliced(38), jsonOf(stored.body).sliced(16));
}

QTEST_GUILESS_MAIN(tst_keyinsight)
#include "tst_keyinsight.moc"
