#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/sortedfields.h"

#include <QTest>

using namespace persistence::bson;

class tst_SortedFields : public QObject
{
    Q_OBJECT

private slots:
    void sortsObjectsAndKeepsArrays();
    void doesNotGrowTheStack();
};

namespace {

QByteArray sorted(const QByteArray &json)
{
    ExtendedJsonReader reader;
    Builder builder;
    if (!reader.readValue(json, "v", builder))
        return reader.error().toDisplayText().toUtf8();
    const QByteArray document = sortedFields(*DocumentView(builder.finish()).begin());
    QByteArray text;
    writeExtendedJson(*DocumentView(document).begin(), {JsonMode::Relaxed, 0}, text);
    return text;
}

} // namespace

void tst_SortedFields::sortsObjectsAndKeepsArrays()
{
    QCOMPARE(sorted("{\"b\":{\"y\":1,\"x\":[3,{\"q\":1,\"p\":2},1]},\"a\":\"z\",\"B\":null,\"a\":0}"),
             "{\"B\":null,\"a\":\"z\",\"a\":0,\"b\":{\"x\":[3,{\"p\":2,\"q\":1},1],\"y\":1}}");
    QCOMPARE(sorted("[]"), "[]");
    QCOMPARE(sorted("{\"d\":{\"$date\":{\"$numberLong\":\"1\"}},\"a\":1.0}"), "{\"a\":1.0,\"d\":{\"$date\":\"1970-01-01T00:00:00.001Z\"}}");
}

void tst_SortedFields::doesNotGrowTheStack()
{
    const QByteArray deep = QByteArray("{\"a\":").repeated(150) + "1" + QByteArray(150, '}');
    QCOMPARE(sorted(deep), deep);
}

QTEST_GUILESS_MAIN(tst_SortedFields)
#include "tst_sortedfields.moc"
