#include "model/find/finder.h"
#include "model/bson/preview.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

/// 2,500 records of three apps under rooms and users; every 7th comment crashes.
QByteArray manyRecords()
{
    QByteArray lines = R"({"_id":"u3","username":"carol","name":"Carol","emails":[]})"
                       "\n";
    for (int i = 0; i < 2'500; ++i) {
        const QByteArray number = QByteArray::number(i);
        const QByteArray key = "room R" + QByteArray::number(i % 50) + ",user u" + QByteArray::number(i % 11);
        lines += tests::record("id" + number, "app-" + QByteArray::number(i % 3), i % 100 == 0 ? QByteArray() : key,
                               R"({"n":)" + number + (i % 7 == 0 ? R"(,"comment":"The App CRASHED"})" : R"(,"comment":"fine"})"));
    }
    return lines;
}

} // namespace

class tst_finder : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatAPlainScanFinds_data();
    void findsWhatAPlainScanFinds();
    void keepsTheOrderOfTheGroup();
    void searchesAmongGivenRecords();
    void tellsTheFirstPlace();
    void stopsWhenTheReceiverHasEnough();
    void stopsWhenItIsCancelled();
    void handsOnTheFirstHitsEarly();

private:
    [[nodiscard]] Finder finder(const QByteArray &text)
    {
        Progress progress;
        return Finder(*m_small.workspace(), *FilterMatcher::compile(*m_small.workspace(), *Filter::parse(text), progress));
    }

    std::vector<RecordRow> found(const QByteArray &text, const Group &group)
    {
        Progress progress;
        std::vector<RecordRow> rows;
        const auto total = finder(text).find(group, progress, [&](std::span<const Hit> hits) {
            for (const Hit &hit : hits)
                rows.push_back(hit.row);
            return true;
        });
        if (!total)
            qFatal("%s", qPrintable(total.error().message));
        if (total->found != qint64(rows.size()) || total->damaged != 0)
            qFatal("The total is not the number of hits.");
        return rows;
    }

    /// One record after another, without index and glance.
    std::vector<RecordRow> scanned(const QByteArray &text, const Group &group)
    {
        Progress progress;
        const auto matcher = *FilterMatcher::compile(*m_small.workspace(), *Filter::parse(text), progress);
        auto reader = *m_small.workspace()->reader();
        std::vector<RecordRow> rows;
        MatchMemory memory;
        for (const RecordRow row : *reader->records(group, progress)) {
            const Record record = *reader->record(row);
            if (matcher->matches({row, record.collection, record.body, 0}, memory))
                rows.push_back(row);
        }
        return rows;
    }

    /// Everything, the first app, its first model and the first id of that.
    QList<Group> groups()
    {
        auto reader = *m_small.workspace()->reader();
        const AppRow app = reader->apps()->constFirst().row;
        const ModelRow model = reader->models(app)->constFirst().row;
        return {Group(), {app, {}, {}}, {app, model, {}}, {app, model, reader->targets(app, model)->at(0)}};
    }

    tests::SmallWorkspace m_small{manyRecords()};
};

void tst_finder::findsWhatAPlainScanFinds_data()
{
    QTest::addColumn<QByteArray>("filter");
    for (const char *filter : {"",
                               "crash",
                               "crashed n",
                               "nothing",
                               "@carol",
                               "carol crash",
                               "user:@carol",
                               "user:carol crash",
                               "user:nobody",
                               "room:R7",
                               "room:R7 user:u3",
                               "room:R7 or user:u3",
                               "not room:R7",
                               "id:R7",
                               "id:@carol",
                               "key:room:R7,user:u3",
                               "app:app-1",
                               "app:app-1 data.n<100",
                               "app:none",
                               "recordid:id42",
                               "recordid:id42 crash",
                               "model:user",
                               "not has:data.comment",
                               "data.n>=1490",
                               "data.n=100..200 crash",
                               "12",
                               "/crash/i",
                               "not crash",
                               "size:>0"})
        QTest::newRow(filter) << QByteArray(filter);
}

void tst_finder::findsWhatAPlainScanFinds()
{
    QFETCH(const QByteArray, filter);
    for (const Group &group : groups())
        QCOMPARE(found(filter, group), scanned(filter, group));
}

void tst_finder::keepsTheOrderOfTheGroup()
{
    Progress progress;
    auto reader = *m_small.workspace()->reader();
    for (const Group &group : groups())
        QCOMPARE(found({}, group), *reader->records(group, progress));
}

void tst_finder::searchesAmongGivenRecords()
{
    Progress progress;
    const std::vector<RecordRow> all = found("crash", {});
    std::vector<RecordRow> backwards(all.rbegin(), all.rend());
    std::vector<RecordRow> rows;
    QVERIFY(finder("room:R7").find(backwards, progress, [&](std::span<const Hit> hits) {
        for (const Hit &hit : hits)
            rows.push_back(hit.row);
        return true;
    }));
    std::vector<RecordRow> expected = scanned("crash room:R7", {});
    std::reverse(expected.begin(), expected.end());
    QVERIFY(!expected.empty());
    QCOMPARE(rows, expected);
}

void tst_finder::tellsTheFirstPlace()
{
    Progress progress;
    Finder finding = finder("crash");
    finding.setWantsPlaces(true);
    QVERIFY(finding.find(Group(), progress, [&](std::span<const Hit> hits) {
        return std::all_of(hits.begin(), hits.end(), [](const Hit &hit) {
            return hit.place.path.toText() == "data.comment" && hit.place.span == TextSpan{8, 5};
        });
    }));
    QCOMPARE(progress.records.load(), qint64(2'500));
    QVERIFY(progress.done.load() == progress.total.load());
}

void tst_finder::stopsWhenTheReceiverHasEnough()
{
    Progress progress;
    int calls = 0;
    QVERIFY(finder("fine").find(Group(), progress, [&](std::span<const Hit>) { return ++calls < 2; }));
    QCOMPARE(calls, 2);
    QVERIFY(progress.records.load() < 1'000);
}

void tst_finder::stopsWhenItIsCancelled()
{
    Progress progress;
    const auto total = finder("fine").find(Group(), progress, [&](std::span<const Hit>) {
        progress.cancel();
        return true;
    });
    QVERIFY(!total);
    QCOMPARE(total.error().kind, ErrorKind::Cancelled);
}

void tst_finder::handsOnTheFirstHitsEarly()
{
    Progress progress;
    QList<qint64> read;
    QVERIFY(finder("fine").find(Group(), progress, [&](std::span<const Hit>) {
        read.append(progress.records.load());
        return true;
    }));
    QVERIFY(read.constFirst() <= 128);
}

QTEST_GUILESS_MAIN(tst_finder)
#include "tst_finder.moc"
