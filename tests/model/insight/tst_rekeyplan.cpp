#include "model/insight/rekeyplan.h"
#include "tests/model/edit/editing.h"
#include "tests/model/insight/keydocuments.h"
#include "tests/support/smallworkspace.h"

#include <QRandomGenerator>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using persistence::tests::keyText;
using persistence::tests::raw;
using persistence::tests::record;
using persistence::tests::SmallWorkspace;

class tst_rekeyplan : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatANaiveComparisonFinds_data();
    void findsWhatANaiveComparisonFinds();
    void tellsWhatReadsWouldStillFind();
    void stopsWhenItIsCancelled();
};

void tst_rekeyplan::findsWhatANaiveComparisonFinds_data()
{
    QTest::addColumn<bool>("isRemoval");
    QTest::newRow("replaced") << false;
    QTest::newRow("removed") << true;
}

/// The oracle makes every new document and compares all keys with all others.
void tst_rekeyplan::findsWhatANaiveComparisonFinds()
{
    QFETCH(const bool, isRemoval);
    const QList<QByteArray> kinds = {R"({"model":"room","id":"a"})", R"({"model":"room","id":"b"})", R"({"model":"misc","id":"a"})",
                                     R"({"id":"a","model":"room"})", R"({"model":"misc","id":5})"};
    QRandomGenerator random(11);
    QByteArray lines;
    for (int i = 0; i < 150; ++i) {
        QList<QByteArray> key;
        for (quint32 n = random.bounded(4); n > 0; --n)
            key << kinds[random.bounded(kinds.size())];
        lines += raw("r" + QByteArray::number(i), random.bounded(3) == 0 ? "other" : "app", key);
    }
    const SmallWorkspace files(lines);
    auto reader = *files.workspace()->reader();
    auto lookup = *KeyLookup::open(*files.workspace());
    Progress progress;
    const auto all = *reader->records(Group(), progress);
    const std::vector<RecordRow> selected(all.begin(), all.begin() + 90);
    Rekey rekey{{"room", "a"}, AssociationText{"room", "b"}};
    if (isRemoval)
        rekey.to.reset();

    std::vector<RecordRow> touched;
    QHash<QByteArray, int> counts;
    QList<QByteArray> newKeys;
    for (const RecordRow row : all) {
        const Record stored = *reader->record(row);
        const bool isSelected = std::find(selected.begin(), selected.end(), row) != selected.end();
        const QByteArray after = *replaceAssociation(stored, rekey.from, rekey.to ? std::optional<Association>(*rekey.to) : std::nullopt);
        const bool isTouched = isSelected && after != stored.body;
        const QByteArray key = keyText(isTouched ? after : stored.body);
        ++counts[key];
        if (isTouched) {
            touched.push_back(row);
            newKeys << key;
        }
    }
    const auto plan = planRekey(*lookup, selected, rekey, progress);
    QVERIFY(plan.isOk());
    QCOMPARE(plan->rows, touched);
    QVERIFY(touched.size() > 20);
    QCOMPARE(plan->untouched, qint64(selected.size() - touched.size()));
    for (size_t i = 0; i < touched.size(); ++i)
        QCOMPARE(bool(plan->clashes[i]), counts[newKeys[qsizetype(i)]] > 1);
    QCOMPARE(plan->clashCount, std::count(plan->clashes.begin(), plan->clashes.end(), true));
}

void tst_rekeyplan::tellsWhatReadsWouldStillFind()
{
    const SmallWorkspace files(record("r1", "app", "room a") + record("r2", "app", "room a,misc x") + record("r3", "app", "room a") +
                               record("r4", "other", "room a"));
    auto reader = *files.workspace()->reader();
    auto lookup = *KeyLookup::open(*files.workspace());
    Progress progress;
    const auto all = *reader->records(Group(), progress);
    const auto plan = planRekey(*lookup, std::span(all).first(1), {{"room", "a"}, AssociationText{"room", "new"}}, progress);
    QVERIFY(plan.isOk());
    QCOMPARE(plan->rows.size(), 1U);
    QCOMPARE(plan->stillRead, 2);
    QCOMPARE(plan->clashCount, 0);
}

void tst_rekeyplan::stopsWhenItIsCancelled()
{
    const SmallWorkspace files(record("r1", "app", "room a"));
    auto lookup = *KeyLookup::open(*files.workspace());
    Progress progress;
    progress.cancel();
    const RecordRow row{1};
    const auto plan = planRekey(*lookup, {&row, 1}, {{"room", "a"}, std::nullopt}, progress);
    QVERIFY(!plan);
    QCOMPARE(plan.error().kind, ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(tst_rekeyplan)
#include "tst_rekeyplan.moc"
