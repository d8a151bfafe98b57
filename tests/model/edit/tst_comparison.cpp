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
    void looksOnlyAtWhatPassesAFilter();
    void tellsWhereOnlyTypesOrTheOrderDiffer();
    void comparesValuesAlone();
    void leavesOutOfKeysWhatMakesTheGroups();
    void comparesGroupsByRecordId();
    void findsASingleByteAmongMany();
    void stopsWhenTheReceiverHasEnough();
    void stopsWhenItIsCancelled();

private:
    /// A line for each difference, then the counts.
    static QString picture(const QByteArray &before, const QByteArray &after, const CompareOptions &options = {})
    {
        const tests::SmallWorkspace first(before), second(after);
        return picture(*first.workspace(), *second.workspace(), options);
    }

    static QString picture(const Workspace &first, const Workspace &second, const CompareOptions &options)
    {
        Progress progress;
        QString lines;
        const auto idOf = [](const std::optional<StoredRecord> &side) {
            return side ? RecordId(*bson::DocumentView(side->body).find("_id")).toDisplayText() : u"-"_s;
        };
        const auto total = compareWorkspaces(first, second, options, progress, [&](const RecordDifference &pair) {
            lines += idOf(pair.before) + u"→"_s + idOf(pair.after);
            if (pair.kind == DifferenceKind::Retyped || pair.kind == DifferenceKind::Moved)
                lines += pair.kind == DifferenceKind::Retyped ? u" type of %1"_s.arg(pair.fields) : u" order of %1"_s.arg(pair.fields);
            lines += u'\n';
            return true;
        });
        if (!total)
            return total.error().message;
        const auto number = [&](DifferenceKind kind) { return QString::number(total->of(kind)); };
        const QString typeOrOrder = QString::number(total->of(DifferenceKind::Retyped) + total->of(DifferenceKind::Moved));
        return lines +
               u"=%1 +%2 -%3 ~%4"_s.arg(number(DifferenceKind::Same), number(DifferenceKind::Added), number(DifferenceKind::Removed),
                                        number(DifferenceKind::Changed)) +
               (typeOrOrder == u"0" ? QString() : u" t%1"_s.arg(typeOrOrder));
    }

    /// The group of an app, or of an association model or an id in it.
    static Group group(const Workspace &workspace, const QByteArray &appId, const QByteArray &model = {}, const QByteArray &id = {})
    {
        const auto reader = *workspace.reader();
        Group group;
        for (const AppSummary &app : *reader->apps()) {
            if (app.appId == appId)
                group.app = app.row;
        }
        for (const ModelSummary &summary : *reader->models(group.app)) {
            if (summary.name == model)
                group.model = summary.row;
        }
        if (id.isEmpty())
            return group;
        const TargetList targets = *reader->targets(group.app, group.model);
        for (qint64 i = 0; i < targets.size(); ++i) {
            const TargetRow row = targets.at(i);
            if (reader->targetSummaries(std::span(&row, 1))->first().id == id)
                group.target = row;
        }
        return group;
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
    const CompareOptions byKey{CompareBy::Key};
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
    QCOMPARE(picture(one("1") + one("2") + one("3") + one("4"), one("8") + one("3") + one("9"), {CompareBy::Key}),
             u"1→8\n2→9\n4→-\n=1 +0 -1 ~2"_s);
}

void tst_comparison::looksOnlyAtWhatPassesAFilter()
{
    const tests::SmallWorkspace before(record("1", "a", "room R") + record("2", "b", "room R"));
    const tests::SmallWorkspace after(record("3", "a", "room R") + record("4", "b", "room R"));
    const auto filtered = [](const Workspace &workspace) {
        Progress progress;
        return CompareScope{{}, *FilterMatcher::compile(workspace, *Filter::parse("app:b"), progress)};
    };
    CompareOptions options;
    options.before = filtered(*before.workspace());
    options.after = filtered(*after.workspace());
    QCOMPARE(picture(*before.workspace(), *after.workspace(), options), u"2→-\n-→4\n=0 +1 -1 ~0"_s);
    options.by = CompareBy::Key;
    QCOMPARE(picture(*before.workspace(), *after.workspace(), options), u"2→4\n=0 +0 -0 ~1"_s);
}

void tst_comparison::tellsWhereOnlyTypesOrTheOrderDiffer()
{
    const auto one = [](const QByteArray &data) { return record("1", "a", "room R", data); };
    QCOMPARE(picture(one(R"({"x":1,"y":2})"), one(R"({"x":"1","y":2.0})")), u"1→1 type of 2\n=0 +0 -0 ~0 t1"_s);
    QCOMPARE(picture(one(R"({"x":1,"y":2})"), one(R"({"y":2,"x":1})")), u"1→1 order of 1\n=0 +0 -0 ~0 t1"_s);
    QCOMPARE(picture(one(R"({"x":1,"y":2})"), one(R"({"y":2,"x":"1"})")), u"1→1 type of 2\n=0 +0 -0 ~0 t1"_s);
    QCOMPARE(picture(one(R"({"x":1,"y":2})"), one(R"({"x":"1","y":3})")), u"1→1\n=0 +0 -0 ~1"_s);
}

void tst_comparison::comparesValuesAlone()
{
    const CompareOptions values{CompareBy::Key, CompareWhat::Value};
    QCOMPARE(picture(record("1", "a", "room R", R"({"x":1})"), record("9", "a", "room R", R"({"x":1})"), values), u"=1 +0 -0 ~0"_s);
    QCOMPARE(picture(record("1", "a", "room R", R"({"x":1})"), record("9", "a", "room R", R"({"x":2})"), values), u"1→9\n=0 +0 -0 ~1"_s);
    QCOMPARE(picture(record("1", "a", "room R"), record("1", "a", "user R"), {CompareBy::RecordId, CompareWhat::Value}), u"=1 +0 -0 ~0"_s);
}

void tst_comparison::leavesOutOfKeysWhatMakesTheGroups()
{
    const tests::SmallWorkspace small(record("1", "a", "room R,user u") + record("2", "a", "room R,user v") +
                                      record("3", "a", "room S,user u") + record("4", "a", "room S,user w") +
                                      record("5", "b", "room S,user u", R"({"x":1})"));
    const Workspace &workspace = *small.workspace();
    CompareOptions options{CompareBy::Key, CompareWhat::Value};
    options.before.group = group(workspace, "a", "room", "R");
    options.after.group = group(workspace, "a", "room", "S");
    QCOMPARE(picture(workspace, workspace, options), u"2→-\n-→4\n=1 +1 -1 ~0"_s);
    options.before.group = group(workspace, "a");
    options.after.group = group(workspace, "b");
    QCOMPARE(picture(workspace, workspace, options), u"1→-\n2→-\n3→5\n4→-\n=0 +0 -3 ~1"_s);
}

void tst_comparison::comparesGroupsByRecordId()
{
    const tests::SmallWorkspace small(record("1", "a", "room R,user u") + record("2", "a", "room R") + record("3", "a", "user u"));
    const Workspace &workspace = *small.workspace();
    CompareOptions options;
    options.before.group = group(workspace, "a", "room", "R");
    options.after.group = group(workspace, "a", "user", "u");
    QCOMPARE(picture(workspace, workspace, options), u"2→-\n-→3\n=1 +1 -1 ~0"_s);
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
    QCOMPARE(picture(before, after, {CompareBy::Key}), u"1234→1234\n=2999 +0 -0 ~1"_s);
}

void tst_comparison::stopsWhenTheReceiverHasEnough()
{
    const tests::SmallWorkspace first(record("1", "a", "room R") + record("2", "a", "room S")), second;
    for (const CompareBy by : {CompareBy::RecordId, CompareBy::Key}) {
        Progress progress;
        int calls = 0;
        QVERIFY(compareWorkspaces(*first.workspace(), *second.workspace(), {by}, progress,
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
            compareWorkspaces(*first.workspace(), *second.workspace(), {by}, progress, [](const RecordDifference &) { return true; });
        QVERIFY(!total && total.error().kind == ErrorKind::Cancelled);
    }
}

QTEST_GUILESS_MAIN(tst_comparison)
#include "tst_comparison.moc"
