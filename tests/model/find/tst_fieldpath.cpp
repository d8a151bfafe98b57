#include "model/bson/extendedjsonreader.h"
#include "model/bson/preview.h"
#include "model/find/fieldpath.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

class tst_fieldpath : public QObject
{
    Q_OBJECT

private slots:
    void readsBackWhatItWrites_data();
    void readsBackWhatItWrites();
    void tellsWhereATextIsNoPath_data();
    void tellsWhereATextIsNoPath();
    void leadsToValues_data();
    void leadsToValues();
};

void tst_fieldpath::readsBackWhatItWrites_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("steps");
    QTest::newRow("name") << QByteArray("data") << 1;
    QTest::newRow("names") << QByteArray("data.rating") << 2;
    QTest::newRow("each item") << QByteArray("data.items[].name") << 4;
    QTest::newRow("each item of each item") << QByteArray("data[][]") << 3;
    QTest::newRow("position behind each item") << QByteArray("data[][2].x") << 4;
    QTest::newRow("quoted") << QByteArray(R"(data["a.b"][]["[]"])") << 4;
}

void tst_fieldpath::readsBackWhatItWrites()
{
    QFETCH(const QByteArray, text);
    const auto path = FieldPath::parse(text);
    QVERIFY(path);
    QTEST(int(path->steps().size()), "steps");
    QCOMPARE(path->toText(), text);
}

void tst_fieldpath::tellsWhereATextIsNoPath_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qsizetype>("offset");
    QTest::newRow("nothing") << QByteArray() << qsizetype(0);
    QTest::newRow("no name first") << QByteArray("[].a") << qsizetype(0);
    QTest::newRow("no dot behind brackets") << QByteArray("a[]b") << qsizetype(3);
    QTest::newRow("dot at the end") << QByteArray("a[].") << qsizetype(4);
    QTest::newRow("dot before brackets") << QByteArray("a[].[]") << qsizetype(4);
    QTest::newRow("two dots") << QByteArray("a..b") << qsizetype(2);
}

void tst_fieldpath::tellsWhereATextIsNoPath()
{
    QFETCH(const QByteArray, text);
    bson::PathError error;
    QVERIFY(!FieldPath::parse(text, &error));
    QTEST(error.offset, "offset");
    QVERIFY(!error.reason.isEmpty());
}

void tst_fieldpath::leadsToValues_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("places");
    const QByteArray record = R"({"_id":"r","data":{"rating":5,"items":[{"name":"a"},{"name":"b"},7],"deep":[[{"x":1}]],"size":"s"}})";
    QTest::newRow("name") << record << QByteArray("data.rating") << u"data.rating=5"_s;
    QTest::newRow("from the value") << record << QByteArray("rating") << u"data.rating=5"_s;
    QTest::newRow("document field first") << record << QByteArray("_id") << u"_id=r"_s;
    QTest::newRow("each item") << record << QByteArray("data.items[].name") << u"data.items[0].name=a data.items[1].name=b"_s;
    QTest::newRow("each item unsaid") << record << QByteArray("data.items.name") << u"data.items[0].name=a data.items[1].name=b"_s;
    QTest::newRow("position") << record << QByteArray("data.items[2]") << u"data.items[2]=7"_s;
    QTest::newRow("position outside") << record << QByteArray("data.items[3]") << QString();
    QTest::newRow("arrays of arrays need brackets") << record << QByteArray("data.deep.x") << QString();
    QTest::newRow("arrays of arrays") << record << QByteArray("data.deep[].x") << u"data.deep[0][0].x=1"_s;
    QTest::newRow("below what is no object") << record << QByteArray("data.rating.x") << QString();
    QTest::newRow("nowhere") << record << QByteArray("data.none") << QString();
    QTest::newRow("old shape") << QByteArray(R"({"value":{"a":1}})") << QByteArray("data.a") << u"value.a=1"_s;
    QTest::newRow("value is no object") << QByteArray(R"({"data":[1,2]})") << QByteArray("data[]") << u"data[0]=1 data[1]=2"_s;
}

void tst_fieldpath::leadsToValues()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, path);
    bson::ExtendedJsonReader reader;
    QVERIFY(reader.readDocument(json));
    QStringList places;
    FieldPath::parse(path)->visit(bson::DocumentView(reader.document()), Collection::Persistence,
                                  [&](const bson::Element &value, const std::vector<bson::PathStep> &trail) {
                                      places.append(QString::fromUtf8(bson::Path(trail).toText()) + u'=' + bson::preview(value, 40));
                                      return true;
                                  });
    QTEST(places.join(u' '), "places");
    const auto first = FieldPath::parse(path)->first(bson::DocumentView(reader.document()), Collection::Persistence);
    QCOMPARE(first.has_value(), !places.isEmpty());
    QVERIFY(!first || places.first().endsWith(u'=' + bson::preview(*first, 40)));
}

QTEST_GUILESS_MAIN(tst_fieldpath)
#include "tst_fieldpath.moc"
