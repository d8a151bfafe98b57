#include "model/sinks/scriptsink.h"
#include "tests/model/sinks/sinkoutput.h"

#include <QTest>

using namespace persistence;
using namespace persistence::tests;

class ScriptSinkTest final : public QObject
{
    Q_OBJECT

private slots:
    void writesARecordAsAnAppSeesIt();
    void putsRecordsByMongosh();
};

void ScriptSinkTest::writesARecordAsAnAppSeesIt()
{
    MemorySink output;
    const QByteArray document = documentOf(
        R"({"_id": "r'1", "appId": "poll", "associations": [{"model": "livechat-message", "id": "m"}, {"model": "own", "id": "x"}],
        "data": {"n": 1.0, "big": {"$numberLong": "9007199254740993"}, "when": {"$date": "1970-01-01T00:00:01Z"}, "a-b": "say \"hi\"\n", "__proto__": null,
                 "list": [true, {}], "bytes": {"$binary": {"base64": "AQI=", "subType": "00"}}}})");
    QVERIFY(pour(*makeTypeScriptSink(output), {document}));
    const QByteArray records = output.bytes.sliced(output.bytes.indexOf("    {\n"));
    QCOMPARE(records, R"(    {
        id: 'r\'1',
        app: 'poll',
        key: [
            new RocketChatAssociationRecord(RocketChatAssociationModel.LIVECHAT_MESSAGE, 'm'),
            new RocketChatAssociationRecord('own' as RocketChatAssociationModel, 'x'),
        ],
        value: {
            n: 1,
            big: 9007199254740993n,
            when: new Date(1000),
            'a-b': 'say "hi"\n',
            ['__proto__']: null,
            list: [
                true,
                {},
            ],
            bytes: Buffer.from('AQI=', 'base64'),
        },
    },
];
)");
}

void ScriptSinkTest::putsRecordsByMongosh()
{
    MemorySink output;
    QVERIFY(pour(*makeMongoshSink(output), {documentOf(R"({"_id": "it's", "n": {"$numberLong": "1"}})")}));
    QVERIFY(
        output.bytes.endsWith("put('rocketchat_apps_persistence', [\n    '{\"_id\":\"it\\'s\",\"n\":{\"$numberLong\":\"1\"}}',\n]);\n"));
}

QTEST_GUILESS_MAIN(ScriptSinkTest)
#include "tst_scriptsink.moc"
