#include "model/bson/preview.h"
#include "model/find/fieldsurvey.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

/// A line for each field: path, records, types.
QString pictureOf(const FieldSurvey &survey)
{
    QString picture;
    for (const SurveyedField &field : survey.fields) {
        QStringList types;
        for (const bson::Type type : field.types.types())
            types.append(bson::typeName(type));
        picture += u"%1 %2 %3%4\n"_s.arg(QString::fromUtf8(field.path.toText()), QString::number(field.records), types.join(u'/'),
                                         field.isKeyedMap ? u" map"_s : QString());
    }
    return picture;
}

FieldSurvey surveyOf(const tests::SmallWorkspace &small, const Group &group = {})
{
    Progress progress;
    auto survey = surveyFields(*small.workspace(), group, progress);
    if (!survey)
        qFatal("%s", qPrintable(survey.error().message));
    return *std::move(survey);
}

} // namespace

class tst_fieldsurvey : public QObject
{
    Q_OBJECT

private slots:
    void uniteThePathsOfAllRecords();
    void countsEachRecordOnce();
    void callsTheValueDataWhateverItsShape();
    void looksOnlyAtTheGroup();
    void takesObjectsNamedByDataAsMaps();
    void keepsWideObjectsWhoseFieldsAreNotRare();
    void findsAFieldOfTheVeryLastRecord();
    void saysThatThereAreTooManyPaths();
    void stopsWhenItIsCancelled();
};

void tst_fieldsurvey::uniteThePathsOfAllRecords()
{
    const tests::SmallWorkspace small(tests::record("1", "a", "room R", R"({"n":1,"items":[{"x":1},{"y":"t"},5]})") +
                                      tests::record("2", "a", "room R", R"({"n":"text","odd name":{"z":null}})") +
                                      tests::record("3", "a", "room R", R"({"items":[],"n":2.5})"));
    const FieldSurvey survey = surveyOf(small);
    QCOMPARE(survey.records, qint64(3));
    QVERIFY(!survey.isCapped);
    QCOMPARE(pictureOf(survey), u"data 3 Object\n"
                                "data.n 3 Double/Text/Int32\n"
                                "data.items 2 Array\n"
                                "data.items[] 1 Object/Int32\n"
                                "data.items[].x 1 Int32\n"
                                "data.items[].y 1 Text\n"
                                "data[\"odd name\"] 1 Object\n"
                                "data[\"odd name\"].z 1 Null\n"_s);
    QVERIFY(survey.find(*FieldPath::parse("data.items[].y")));
    QVERIFY(!survey.find(*FieldPath::parse("data.none")));
}

void tst_fieldsurvey::countsEachRecordOnce()
{
    const tests::SmallWorkspace small(tests::record("1", "a", "room R", R"({"items":[{"x":1},{"x":2},{"x":3}]})"));
    QCOMPARE(surveyOf(small).find(*FieldPath::parse("data.items[].x"))->records, qint64(1));
}

void tst_fieldsurvey::callsTheValueDataWhateverItsShape()
{
    const tests::SmallWorkspace small(
        R"({"_id":"1","appId":"a","value":{"x":1},"extra":true})"
        "\n"
        R"({"_id":"m","rid":"GENERAL","msg":"secret","u":{"_id":"u1"},"customFields":{"x":"y"},"_updatedAt":{"$date":"2026-01-31T12:00:05Z"}})"
        "\n");
    QCOMPARE(pictureOf(surveyOf(small)), u"data 2 Object\ndata.x 2 Text/Int32\nextra 1 Boolean\n"_s);
}

void tst_fieldsurvey::looksOnlyAtTheGroup()
{
    const tests::SmallWorkspace small(tests::record("1", "a", "room R", R"({"x":1})") + tests::record("2", "b", "room R", R"({"y":1})"));
    auto reader = *small.workspace()->reader();
    const Group group{reader->apps()->constLast().row, {}, {}};
    QCOMPARE(pictureOf(surveyOf(small, group)), u"data 1 Object\ndata.y 1 Int32\n"_s);
}

void tst_fieldsurvey::takesObjectsNamedByDataAsMaps()
{
    QByteArray lines;
    for (int i = 0; i < 100; ++i)
        lines += tests::record(QByteArray::number(i), "a", "room R", R"({"votes":{"user)" + QByteArray::number(i) + R"(":{"yes":true}}})");
    QByteArray large = R"({"names":{)";
    for (int i = 0; i < 300; ++i)
        large += (i > 0 ? ",\"n" : "\"n") + QByteArray::number(i) + "\":1";
    lines += tests::record("large", "a", "room R", large + "}}");
    QCOMPARE(pictureOf(surveyOf(tests::SmallWorkspace(lines))), u"data 101 Object\ndata.votes 100 Object map\ndata.names 1 Object map\n"_s);
}

void tst_fieldsurvey::keepsWideObjectsWhoseFieldsAreNotRare()
{
    QByteArray wide = R"({"settings":{)";
    for (int i = 0; i < 100; ++i)
        wide += (i > 0 ? ",\"s" : "\"s") + QByteArray::number(i) + "\":1";
    const tests::SmallWorkspace small(tests::record("1", "a", "room R", wide + "}}") + tests::record("2", "a", "room R", wide + "}}"));
    const FieldSurvey survey = surveyOf(small);
    QCOMPARE(survey.fields.size(), qsizetype(102));
    QVERIFY(!survey.fields[1].isKeyedMap);
}

void tst_fieldsurvey::findsAFieldOfTheVeryLastRecord()
{
    QByteArray lines;
    for (int i = 0; i < 20'000; ++i)
        lines += tests::record(QByteArray::number(i), "a", "room R", i == 19'999 ? R"({"b":2,"a":1})" : R"({"a":1})");
    QCOMPARE(pictureOf(surveyOf(tests::SmallWorkspace(lines))), u"data 20000 Object\ndata.a 20000 Int32\ndata.b 1 Int32\n"_s);
}

void tst_fieldsurvey::saysThatThereAreTooManyPaths()
{
    QByteArray lines;
    for (int i = 0; i < 1'500; ++i) {
        QByteArray value = "{\"f" + QByteArray::number(i) + "\":{";
        for (int k = 0; k < 10; ++k)
            value += (k > 0 ? ",\"g" : "\"g") + QByteArray::number(k) + "\":1";
        lines += tests::record(QByteArray::number(i), "a", "room R", value + "}}");
    }
    const FieldSurvey survey = surveyOf(tests::SmallWorkspace(lines));
    QVERIFY(survey.isCapped);
    QVERIFY(survey.fields.size() <= FieldSurvey::kMaxPaths);
    QCOMPARE(survey.records, qint64(1'500));
}

void tst_fieldsurvey::stopsWhenItIsCancelled()
{
    const tests::SmallWorkspace small(tests::record("1", "a", "room R"));
    Progress progress;
    progress.cancel();
    const auto survey = surveyFields(*small.workspace(), {}, progress);
    QVERIFY(!survey && survey.error().kind == ErrorKind::Cancelled);
}

QTEST_GUILESS_MAIN(tst_fieldsurvey)
#include "tst_fieldsurvey.moc"
