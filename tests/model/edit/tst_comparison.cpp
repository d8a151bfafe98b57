#include "model/edit/comparison.h"
#include "model/record/recordid.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using tests::record;

class tst_comparison : public QObject
{
    Q_OBJECT

private slots:
    void comparesByRecordId();
    void tellsRecordIdsOfDifferentTypesApart();
    void comparesByKey();
    void matchesDuplicatesOfAKeyByIdThenInOrder();
    void looksOnlyAtOneApp();
    void findsASingleByteAmongMany();
    void stopsWhenTheReceiverHasEnough();
    void stopsWhenItIsCancelled();

private:
    /// A line for each difference, then the counts.
    static QString picture(const QByteArray &before, const QByteArray &after, const CompareOptions &options = {})
    {
        const tests::SmallWorkspace first(before), second(after);
        Progress progress;
        QString lines;
        const auto idOf = [](const std::optional<StoredRecord> &side) {
            return side ? RecordId(*bson::DocumentView(side->body).find("_id")).toDisplayText() : u"-"_s;
        };
        const auto total = compareWorkspaces(*first.workspace(), *second.workspace(), options, progress, [&](const RecordDifference &pair) {
            lines += idOf(pair.before) + u"→"_s + idOf(pair.after) + u'\n';
            return true;
        });
        if (!total)
            return total.error().message;
        return lines + u"=%1 +%2 -%3 ~%4"_s.arg(QString::number(total->equal), QString::number(total->added),
                                                QString::number(total->removed), QString::number(total->changed));
    }
};

void tst_comparison::comparesByRecordId()
{
    const QByteArray same = record("s", "a", "room R"), gone = record("g", "a", "room R"), added = record("n", "a", "room R");
    QCOMPARE(picture(same + gone + record("c", "a", "room R", R"({"x":1})"), record("c", "a", "room R", R"({"x":2})") + added + same),
             u"c→c\ng→-\n-→n\n=1 +1 -1 ~1"_s);
    QCOMPARE(picture({}, {}), u"=0 +0 -0 ~0"_s);
    QCOMPARE(picture({}, same), u"-→s\n=0 +1 -0 ~0"_s);
    QCOMPARE(picture(same, {}), u"s→-\n=0 +0 -1 ~0"_s);
}

void tst_comparison::tellsRecordIdsOfDifferentTypesApart()
{
    const QByteArray text = record("695b6f80c7e6ac9183552fa1", "a", "room R");
    const QByteArray objectId =
        QByteArray(text).replace(R"("_id":"695b6f80c7e6ac9183552fa1")", R"("_id":{"$oid":"695b6f80c7e6ac9183552fa1"})");
    QCOMPARE(picture(text, objectId), u"695b6f80c7e6ac9183552fa1→-\n-→695b6f80c7e6ac9183552fa1\n=0 +1 -1 ~0"_s);
}

void tst_comparison::comparesByKey()
{
    const CompareOptions byKey{CompareBy::Key, {}};
    QCOMPARE(picture(record("1", "a", "room R,user u") + record("2", "a", "room S"),
                     record("9", "a", "room R,user u") + record("2", "a", "room S"), byKey),
             u"1→9\n=1 +0 -0 ~1"_s);
    // Another order of associations, another app and another model are other keys.
    QCOMPARE(picture(record("1", "a", "room R,user u"), record("1", "a", "user u,room R"), byKey), u"1→-\n-→1\n=0 +1 -1 ~0"_s);
    QCOMPARE(picture(record("1", "a", "room R"), record("1", "b", "room R"), byKey), u"1→-\n-→1\n=0 +1 -1 ~0"_s);
    QCOMPARE(picture(record("1", "a", "room R"), record("1", "a", "user R"), byKey), u"1→-\n-→1\n=0 +1 -1 ~0"_s);
}

void tst_comparison::matchesDuplicatesOfAKeyByIdThenInOrder()
{
    const auto one = [](const char *id) { return record(id, "a", "room R"); };
    QCOMPARE(picture(one("1") + one("2") + one("3") + one("4"), one("8") + one("3") + one("9"), {CompareBy::Key, {}}),
             u"1→8\n2→9\n4→-\n=1 +0 -1 ~2"_s);
}

void tst_comparison::looksOnlyAtOneApp()
{
    const QByteArray before = record("1", "a", "room R") + record("2", "b", "room R");
    const QByteArray after = record("3", "a", "room R") + record("4", "b", "room R");
    QCOMPARE(picture(before, after, {CompareBy::RecordId, "b"}), u"2→-\n-→4\n=0 +1 -1 ~0"_s);
    QCOMPARE(picture(before, after, {CompareBy::Key, "b"}), u"2→4\n=0 +0 -0 ~1"_s);
}

void tst_comparison::findsASingleByteAmongMany()
{
    QByteArray before, after;
    for (int i = 0; i < 3'000; ++i) {
        const QByteArray id = QByteArray::number(i);
        before += record(id, "a", "user " + id, R"({"n":1})");
        after.prepend(record(id, "a", "user " + id, i == 1'234 ? R"({"n":2})" : R"({"n":1})"));
    }
    QCOMPARE(picture(before, after), u"1234→1234\n=2999 +0 -0 ~1"_s);
    QCOMPARE(picture(before, after, {CompareBy::Key, {}}), u"1234→1234\n=2999 +0 -0 ~1"_s);
}

void tst_comparison::stopsWhenTheReceiverHasEnough()
{
    const tests::SmallWorkspace first(record("1", "a", "room R") + record("2", "a", "room S")), second;
    for (const CompareBy by : {CompareBy::RecordId, CompareBy::Key}) {
        Progress progress;
        int calls = 0;
        QVERIFY(compareWorkspaces(*first.workspace(), *second.workspace(), {by, {}}, progress,
                                  [&](const RecordDifference &) { return ++calls < 1; }));
        QCOMPARE(calls, 1);
    }
}

void tst_comparison::stopsWhenItIsCancelled()
{
    const tests::SmallWorkspace first(record("1", "a", "room R")), second;
    for (const CompareBy by : {CompareBy::RecordId, CompareBy::Key}) {
        Progress progress;
        progress.cancel();
        const auto total =
            compareWorkspaces(*first.workspace(), *second.workspace(), {by, {}}, progress, [](const RecordDifference &) { return true; });
        QVERIFY(!total && total.error().kind == ErrorKind::Cancelled);
    }
}

QTEST_GUILESS_MAIN(tst_comparison)
#include "tst_comparison.moc"
