#include "model/bson/extendedjsonwriter.h"
#include "tests/model/sources/sourcereading.h"

#include <QTest>

using namespace persistence;

namespace {

/// The documents as canonical Extended JSON.
QByteArrayList textsOf(const Reading &reading)
{
    QByteArrayList texts;
    for (const QByteArray &document : reading.documents()) {
        QByteArray text;
        bson::writeExtendedJson(bson::DocumentView(document), {}, text);
        texts.append(text);
    }
    return texts;
}

} // namespace

class CsvSourceTest final : public QObject
{
    Q_OBJECT

private slots:
    void readsTheDefaultColumns()
    {
        const Reading reading = readBytes("_id,appId,associations,data\n"
                                          "ObjectId(0123456789abcdef01234567),app,\"[{\"\"model\"\":\"\"room\"\",\"\"id\"\":\"\"5\"\"}]\","
                                          "\"{\"\"n\"\":1,\"\"d\"\":NaN}\"\n"
                                          "12345,app,,[]\n");
        QCOMPARE(reading.format, QStringLiteral("CSV"));
        QCOMPARE(textsOf(reading),
                 (QByteArrayList{R"({"_id":{"$oid":"0123456789abcdef01234567"},"appId":"app","associations":[{"model":"room","id":"5"}],)"
                                 R"("data":{"n":{"$numberInt":"1"},"d":{"$numberDouble":"NaN"}}})",
                                 R"({"_id":"12345","appId":"app","data":[]})"}));
    }

    void readsDottedColumns()
    {
        const Reading reading =
            readBytes("_id,appId,associations.0.model,associations.0.id,associations.1.model,associations.1.id,data.x,data.when\r\n"
                      "a,app,room,5,user,u,7,2024-01-02T03:04:05.000Z\r\n"
                      "b,app,misc,m,,,\"7\",\r\n");
        QCOMPARE(textsOf(reading),
                 (QByteArrayList{R"({"_id":"a","appId":"app","associations":[{"model":"room","id":"5"},{"model":"user","id":"u"}],)"
                                 R"("data":{"x":{"$numberInt":"7"},"when":{"$date":{"$numberLong":"1704164645000"}}}})",
                                 R"({"_id":"b","appId":"app","associations":[{"model":"misc","id":"m"}],"data":{"x":"7"}})"}));
    }

    void readsRowsWithoutAHeader()
    {
        QCOMPARE(textsOf(readBytes("a,app,[],\"{\"\"x\"\":true}\"\n")),
                 (QByteArrayList{R"({"_id":"a","appId":"app","associations":[],"data":{"x":true}})"}));
    }

    void listsRowsThatCannotBeRead()
    {
        const Reading reading =
            readBytes("_id,appId,data\na,app,\"{\"\"x\"\":1}\"\nb,app\nc,app,{oops\nd,app,\"x\"y\ne,app,\xff\nf,app,{}\n");
        QCOMPARE(reading.documents().size(), 2);
        QCOMPARE(reading.faults().size(), 4);
        QVERIFY(reading.faults()[0].fault.startsWith(QStringLiteral("line 3:")));
        QCOMPARE(reading.faults()[0].bytes, "b,app\n");
        QVERIFY(reading.faults()[1].fault.contains(QStringLiteral("data")));
    }

    void isNotFooledByOtherTexts()
    {
        QVERIFY(!readBytes("name,street\nx,y\n").error.isEmpty());
        QVERIFY(!readBytes("Dear reader,\nthis is a letter.\n").error.isEmpty());
    }
};

QTEST_APPLESS_MAIN(CsvSourceTest)
#include "tst_csvsource.moc"
