#include "model/edit/merge.h"
#include "tests/model/edit/editing.h"

#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;

namespace {

QString sideText(MergeSide side)
{
    switch (side) {
    case MergeSide::Mine:
        return u"mine"_s;
    case MergeSide::Now:
        return u"now"_s;
    case MergeSide::Same:
        return u"same"_s;
    case MergeSide::Both:
        return u"both"_s;
    }
    return {};
}

/// "a: mine, b.c: both"
QString picture(const std::vector<MergeField> &fields)
{
    QStringList parts;
    for (const MergeField &field : fields)
        parts.append(u"%1: %2"_s.arg(QString::fromUtf8(field.path.toText()), sideText(field.side)));
    return parts.join(u", ");
}

MergeValue valueIn(const std::optional<bson::Element> &element)
{
    return element ? MergeValue(FieldValue(*element)) : MergeValue();
}

} // namespace

class tst_Merge : public QObject
{
    Q_OBJECT

private slots:
    void tellsWhoChangedWhat_data();
    void tellsWhoChangedWhat();
    void mergesWhatIsSettledAndKeepsAllOtherBytes();
    void givesOneSideBackIfEveryFieldIsTakenFromIt();
};

void tst_Merge::tellsWhoChangedWhat_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("mine");
    QTest::addColumn<QByteArray>("now");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *before, const char *mine, const char *now, const char *expected) {
        QTest::newRow(name) << QByteArray(before) << QByteArray(mine) << QByteArray(now) << QString::fromLatin1(expected);
    };
    row("nothing", R"({"a": 1})", R"({"a": 1})", R"({"a": 1})", "");
    row("one side each", R"({"a": 1, "b": 1})", R"({"a": 2, "b": 1})", R"({"a": 1, "b": 2})", "a: mine, b: now");
    row("both alike", R"({"a": 1})", R"({"a": 2})", R"({"a": 2})", "a: same");
    row("both differently", R"({"a": 1})", R"({"a": 2})", R"({"a": 3})", "a: both");
    row("type only", R"({"a": 1})", R"({"a": 1.0})", R"({"a": "1"})", "a: both");
    row("added and removed", R"({"a": 1, "b": 1})", R"({"a": 1, "c": 1})", R"({"b": 1, "d": 2})", "b: mine, d: now, a: now, c: mine");
    row("removed and changed", R"({"a": 1, "b": 1})", R"({"b": 1})", R"({"a": 2, "b": 1})", "a: both");
    row("inside a document", R"({"a": {"b": 1, "c": 1}})", R"({"a": {"b": 2, "c": 1}})", R"({"a": {"b": 1, "c": 2}})",
        "a.b: mine, a.c: now");
    row("inside an array", R"({"a": [1, 2]})", R"({"a": [3, 2]})", R"({"a": [1, 4]})", "a[0]: mine, a[1]: now");
    row("an array of another length is one field", R"({"a": [1, 2]})", R"({"a": [1]})", R"({"a": [1, 4]})", "a: both");
    row("another order is one field", R"({"x": {"a": 1, "b": 1}})", R"({"x": {"b": 1, "a": 1}})", R"({"x": {"a": 2, "b": 1}})", "x: both");
    row("a document in place of a number", R"({"a": 1})", R"({"a": {"b": 1}})", R"({"a": 2})", "a: both");
    row("fields with one name", R"({"x": {"a": 1, "a": 2}})", R"({"x": {"a": 1, "a": 3}})", R"({"x": {"a": 4, "a": 2}})", "x: both");
}

void tst_Merge::tellsWhoChangedWhat()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, mine);
    QFETCH(QByteArray, now);
    QFETCH(QString, expected);
    const QByteArray documents[] = {documentOf(before), documentOf(mine), documentOf(now)};
    QCOMPARE(picture(mergeFields(bson::DocumentView(documents[0]), bson::DocumentView(documents[1]), bson::DocumentView(documents[2]))),
             expected);
}

void tst_Merge::mergesWhatIsSettledAndKeepsAllOtherBytes()
{
    const QByteArray before = documentOf(R"({"_id": "1", "a": 1, "b": {"c": 1.50, "d": [1, 2]}, "e": 1})");
    const QByteArray mine = documentOf(R"({"_id": "1", "a": 2, "b": {"c": 1.50, "d": [1, 5]}, "e": 1, "f": null})");
    const QByteArray now = documentOf(R"({"_id": "1", "a": 1, "b": {"c": 1.50, "d": [7, 2]}})");
    const auto fields = mergeFields(bson::DocumentView(before), bson::DocumentView(mine), bson::DocumentView(now));
    std::vector<MergeValue> values;
    for (const MergeField &field : fields)
        values.push_back(valueIn(field.side == MergeSide::Mine ? field.mine : field.now));
    QCOMPARE(jsonOf(*mergedDocument(now, fields, values)),
             jsonOf(documentOf(R"({"_id": "1", "a": 2, "b": {"c": 1.50, "d": [7, 5]}, "f": null})")));
}

void tst_Merge::givesOneSideBackIfEveryFieldIsTakenFromIt()
{
    const QByteArray before = documentOf(R"({"a": 1, "a": 2, "b": [1]})");
    const QByteArray mine = documentOf(R"({"a": 3, "a": 2, "b": [1, 2]})");
    const QByteArray now = documentOf(R"({"a": 1, "a": 9, "b": [1]})");
    const auto fields = mergeFields(bson::DocumentView(before), bson::DocumentView(mine), bson::DocumentView(now));
    std::vector<MergeValue> ofMine, ofNow;
    for (const MergeField &field : fields) {
        ofMine.push_back(valueIn(field.mine));
        ofNow.push_back(valueIn(field.now));
    }
    QCOMPARE(*mergedDocument(now, fields, ofMine), mine);
    QCOMPARE(*mergedDocument(now, fields, ofNow), now);
}

QTEST_APPLESS_MAIN(tst_Merge)
#include "tst_merge.moc"
