#include "model/sinks/bsonsink.h"
#include "tests/model/sinks/sinkoutput.h"

#include <QTest>

using namespace persistence;
using namespace persistence::tests;

class BsonSinkTest final : public QObject
{
    Q_OBJECT

private slots:
    void namesAServerVersionThatMongorestoreReads();
};

// mongorestore 100.18 fails with "parse version from prelude: invalid version string" for anything but three numbers.
void BsonSinkTest::namesAServerVersionThatMongorestoreReads()
{
    MemorySink output;
    QVERIFY(pour(*makeArchiveSink(output, false), {documentOf(R"({"_id": "1", "appId": "app"})")}));
    const bson::DocumentView header(QByteArrayView(output.bytes).sliced(4)); // behind the magic number
    const auto version = header.find("server_version");
    QVERIFY(version);
    const QByteArrayList numbers = version->toText().toByteArray().split('.');
    QCOMPARE(numbers.size(), 3);
    for (const QByteArray &number : numbers) {
        bool isNumber = false;
        number.toUInt(&isNumber);
        QVERIFY2(isNumber, version->toText().constData());
    }
}

QTEST_GUILESS_MAIN(BsonSinkTest)
#include "tst_bsonsink.moc"
