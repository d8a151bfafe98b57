#include "tests/model/edit/editing.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace persistence;
using namespace persistence::test;

namespace {

constexpr const char *kRecord =
    R"({"_id":"r1","appId":"poll","associations":[{"model":"room","id":"GENERAL"},{"id":"u1","model":"user"},{"model":"misc","id":5},)"
    R"({"model":"misc","id":"x","note":1},{"model":7}],"data":{"n":1.0,"t":"x"},"_updatedAt":{"$date":"2024-01-02T03:04:05Z"}})";

QByteArray keyOf(const QByteArray &body)
{
    const auto list = bson::DocumentView(body).find("associations");
    if (!list)
        return "none";
    QByteArray text;
    bson::writeExtendedJson(*list, {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

} // namespace

class VerbsTest final : public QObject
{
    Q_OBJECT

private slots:
    void findsTheValueInEveryShape();
    void setsAFieldOfTheValueAndNothingElse();
    void revertsOneFieldAndNoOther();
    void leavesTheTimeOfTheServerAlone();
    void refusesToEditTheRecordId();
    void refusesValuesThatTheServerDoesNotStore();
    void writesNewPairsInTheOrderOfTheServer();
    void keepsOddAssociationsUnlessTouched();
    void normalisesWhatHoldsAModelAndAnId();
    void replacesOneAssociation();
    void putsAMissingFieldWhereTheServerWritesIt();
    void editsTheAppIdOfBothShapes();
    void makesRecordsInTheFieldOrderOfTheServer();
    void clonesEverythingButTheId();
    void givesAnEmptyEditForEqualBytes();
};

void VerbsTest::findsTheValueInEveryShape()
{
    QCOMPARE(valuePath(recordOf(kRecord)).toText(), QByteArray("data"));
    QCOMPARE(valuePath(recordOf(R"({"_id":"r","appId":"a","key":"k","value":1})")).toText(), QByteArray("value"));
    QCOMPARE(valuePath(recordOf(R"({"_id":"m","customFields":{"a":1}})", Collection::Messages)).toText(), QByteArray("customFields"));
    QCOMPARE(inValue(recordOf(kRecord), pathOf("a[1].b")).toText(), QByteArray("data.a[1].b"));
}

void VerbsTest::setsAFieldOfTheValueAndNothingElse()
{
    const Record record = recordOf(kRecord);
    const auto set = setField(record, inValue(record, pathOf("t")), valueOf(R"("y")"));
    QVERIFY(set.isOk());
    QByteArray expected = record.body;
    expected[expected.indexOf(QByteArray("t\0\2\0\0\0x", 7)) + 6] = 'y';
    QCOMPARE(*set, expected);
    QCOMPARE(jsonOf(*unsetField(record, pathOf("data.t"))), QByteArray(jsonOf(record.body)).replace(R"(,"t":"x")", ""));
    QCOMPARE(jsonOf(*renameField(record, pathOf("data.t"), "u")), QByteArray(jsonOf(record.body)).replace(R"("t":)", R"("u":)"));
}

void VerbsTest::revertsOneFieldAndNoOther()
{
    const QByteArray then = documentOf(R"({"_id":"r","appId":"a","data":{"n":1.0,"gone":true,"same":2}})");
    const Record now = recordOf(R"({"_id":"r","appId":"a","data":{"n":"one","new":[],"same":3}})");
    const bson::DocumentView version(then);
    QCOMPARE(jsonOf(*revertField(now, version, pathOf("data.n"))),
             QByteArray(R"({"_id":"r","appId":"a","data":{"n":1.0,"new":[],"same":3}})"));
    QCOMPARE(jsonOf(*revertField(now, version, pathOf("data.new"))), QByteArray(R"({"_id":"r","appId":"a","data":{"n":"one","same":3}})"));
    QCOMPARE(jsonOf(*revertField(now, version, pathOf("data.gone"))),
             QByteArray(R"({"_id":"r","appId":"a","data":{"n":"one","new":[],"same":3,"gone":true}})"));
    QCOMPARE(*revertField(now, version, pathOf("data.never")), now.body);
}

void VerbsTest::leavesTheTimeOfTheServerAlone()
{
    const Record record = recordOf(kRecord);
    const auto set = setWholeValue(record, valueOf("[]"));
    QVERIFY(set.isOk());
    QVERIFY(jsonOf(*set).contains(R"("_updatedAt":{"$date":"2024-01-02T03:04:05Z"})"));
}

void VerbsTest::refusesToEditTheRecordId()
{
    const Record record = recordOf(kRecord);
    QVERIFY(!setField(record, pathOf("_id"), valueOf("1")));
    QVERIFY(!unsetField(record, pathOf("_id")));
    QVERIFY(!renameField(record, pathOf("_id"), "id"));
}

void VerbsTest::refusesValuesThatTheServerDoesNotStore()
{
    const Record record = recordOf(kRecord);
    for (const char *value : {"1", R"("text")", "true"})
        QVERIFY(!setWholeValue(record, valueOf(value)));
    for (const char *value : {"{}", "[1]", "null"})
        QVERIFY(setWholeValue(record, valueOf(value)).isOk());
}

void VerbsTest::writesNewPairsInTheOrderOfTheServer()
{
    const Record record = recordOf(R"({"_id":"r","appId":"a","associations":[],"data":{}})");
    const std::vector<KeyItem> key = {{"room", "GENERAL"}, {"livechat-message", QByteArray("a\0b", 3)}};
    const auto set = setKey(record, key);
    QVERIFY(set.isOk());
    QCOMPARE(keyOf(*set), QByteArray(R"([{"model":"room","id":"GENERAL"},{"model":"livechat-message","id":"a\u0000b"}])"));
    QCOMPARE(keyOf(*setKey(record, {})), QByteArray("[]"));
    QVERIFY(!setKey(recordOf(R"({"_id":"m","customFields":{"a":1}})", Collection::Messages), key));
}

void VerbsTest::keepsOddAssociationsUnlessTouched()
{
    const Record record = recordOf(kRecord);
    // The second and the last stay as they are stored; the others go, one is new.
    const std::vector<KeyItem> key = {{{}, {}, 1}, {"misc", "new"}, {{}, {}, 4}};
    const auto set = setKey(record, key);
    QVERIFY(set.isOk());
    QCOMPARE(keyOf(*set), QByteArray(R"([{"id":"u1","model":"user"},{"model":"misc","id":"new"},{"model":7}])"));
    const std::vector<KeyItem> same = {{{}, {}, 0}, {{}, {}, 1}, {{}, {}, 2}, {{}, {}, 3}, {{}, {}, 4}};
    QCOMPARE(*setKey(record, same), record.body);
}

void VerbsTest::normalisesWhatHoldsAModelAndAnId()
{
    const auto normal = normaliseKey(recordOf(kRecord));
    QVERIFY(normal.isOk());
    QCOMPARE(
        keyOf(*normal),
        QByteArray(
            R"([{"model":"room","id":"GENERAL"},{"model":"user","id":"u1"},{"model":"misc","id":"5"},{"model":"misc","id":"x"},{"model":7}])"));
    const Record again = recordOf(jsonOf(*normal));
    QCOMPARE(*normaliseKey(again), again.body);
}

void VerbsTest::replacesOneAssociation()
{
    const Record record = recordOf(
        R"({"_id":"r","appId":"a","associations":[{"model":"user","id":"u"},{"model":"room","id":"u"},{"model":"user","id":"u"}],"data":{}})");
    QCOMPARE(keyOf(*replaceAssociation(record, {"user", "u"}, Association{"user", "v"})),
             QByteArray(R"([{"model":"user","id":"v"},{"model":"room","id":"u"},{"model":"user","id":"v"}])"));
    QCOMPARE(keyOf(*replaceAssociation(record, {"user", "u"}, std::nullopt)), QByteArray(R"([{"model":"room","id":"u"}])"));
    QCOMPARE(*replaceAssociation(record, {"user", "other"}, std::nullopt), record.body);
}

void VerbsTest::putsAMissingFieldWhereTheServerWritesIt()
{
    const Record record = recordOf(R"({"_id":"r","appId":"a","_updatedAt":{"$date":"2024-01-02T03:04:05Z"}})");
    const std::vector<KeyItem> key = {{"room", "g"}};
    const Record keyed = recordOf(jsonOf(*setKey(record, key)));
    QCOMPARE(
        jsonOf(*setWholeValue(keyed, valueOf("{}"))),
        QByteArray(
            R"({"_id":"r","appId":"a","associations":[{"model":"room","id":"g"}],"data":{},"_updatedAt":{"$date":"2024-01-02T03:04:05Z"}})"));
}

void VerbsTest::editsTheAppIdOfBothShapes()
{
    QCOMPARE(jsonOf(*setAppId(recordOf(R"({"_id":"r","appId":"a"})"), "b")), QByteArray(R"({"_id":"r","appId":"b"})"));
    QCOMPARE(jsonOf(*setAppId(recordOf(R"({"_id":"r","rocketletId":"a"})"), "b")), QByteArray(R"({"_id":"r","rocketletId":"b"})"));
    QVERIFY(!setAppId(recordOf(R"({"_id":"r","appId":"a"})"), ""));
}

void VerbsTest::makesRecordsInTheFieldOrderOfTheServer()
{
    const std::vector<KeyItem> key = {{"room", "g"}};
    const QByteArray body = newRecord("a", key, valueOf("{}"), makeRecordId());
    QList<QByteArray> names;
    for (const bson::Element &element : bson::DocumentView(body))
        names.append(element.name().toByteArray());
    QCOMPARE(names, (QList<QByteArray>{"_id", "appId", "associations", "data", "_updatedAt"}));
    QVERIFY(!bson::DocumentView(newRecord("a", {}, valueOf("{}"), makeRecordId())).find("associations"));
    static const QRegularExpression form(QStringLiteral("^[0-9a-f]{24}$"));
    QSet<QByteArray> ids;
    for (int i = 0; i < 1000; ++i) {
        ids.insert(makeRecordId());
        QVERIFY(form.match(QString::fromLatin1(makeRecordId())).hasMatch());
    }
    QCOMPARE(ids.size(), 1000);
}

void VerbsTest::clonesEverythingButTheId()
{
    const Record record = recordOf(R"({"_id":{"$oid":"0123456789abcdef01234567"},"appId":"a","data":{"n":-0.0}})");
    QCOMPARE(jsonOf(*cloneOf(record, "new")), QByteArray(R"({"_id":"new","appId":"a","data":{"n":-0.0}})"));
    QCOMPARE(jsonOf(*cloneOf(recordOf(R"({"appId":"a"})"), "new")), QByteArray(R"({"_id":"new","appId":"a"})"));
}

void VerbsTest::givesAnEmptyEditForEqualBytes()
{
    const Record record = recordOf(kRecord);
    const auto same = setField(record, pathOf("data.n"), valueOf("1.0"));
    QVERIFY(same.isOk());
    QVERIFY(editOf(QStringLiteral("Set"), record, *same).isEmpty());
    QVERIFY(!editOf(QStringLiteral("Set"), record, *setField(record, pathOf("data.n"), valueOf("1"))).isEmpty());
}

QTEST_APPLESS_MAIN(VerbsTest)
#include "tst_verbs.moc"
