#include "model/edit/conversion.h"
#include "model/edit/fieldtext.h"
#include "model/edit/fieldverbs.h"
#include "tests/model/bson/randomdocument.h"
#include "tests/model/edit/editing.h"

#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray kDocument = R"({"_id":"r","appId":"a","data":{"a":1,"l":[{"x":1},{"x":2},{"x":3}],"o":{"p":true}}})";

QByteArray dataOf(const Result<QByteArray> &body)
{
    if (!body)
        return body.error().message.toUtf8();
    QByteArray text;
    bson::writeExtendedJson(*bson::DocumentView(*body).find("data"), {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

} // namespace

class tst_fieldverbs : public QObject
{
    Q_OBJECT

private slots:
    void removesFieldsOfManyPlacesAtOnce();
    void removesWhatIsInsideOneAnotherOnce();
    void clonesBehindTheOriginal();
    void movesBetweenContainersAndCorrectsTheWay();
    void movesManyInTheirOrder();
    void movesManyLikeOneAfterAnother();
    void shiftsManyByOnePlace_data();
    void shiftsManyByOnePlace();
    void shiftsFieldsOfOneName();
    void refusesAMoveIntoItself();
    void keepsTheRecordIdAsItIs();
    void addressesTheSecondFieldOfAName();
    void readsBackWhatALineShows();
    void convertsAndTellsTheLoss_data();
    void convertsAndTellsTheLoss();
    void guessesTypesOfWhatIsTyped_data();
    void guessesTypesOfWhatIsTyped();
};

void tst_fieldverbs::removesFieldsOfManyPlacesAtOnce()
{
    const Record record = recordOf(kDocument);
    const auto body = removeFields(record, {pathOf("data.l[0]"), pathOf("data.a"), pathOf("data.l[2]"), pathOf("data.o.p")});
    QCOMPARE(dataOf(body), R"({"l":[{"x":2}],"o":{}})");
}

void tst_fieldverbs::removesWhatIsInsideOneAnotherOnce()
{
    const Record record = recordOf(kDocument);
    QCOMPARE(
        dataOf(removeFields(record, {pathOf("data.l"), pathOf("data.l[1].x"), pathOf("data.l[1]"), pathOf("data.a"), pathOf("data.a")})),
        R"({"o":{"p":true}})");
    QVERIFY(!removeFields(record, {pathOf("data.a"), pathOf("data.nothing")}));
}

void tst_fieldverbs::clonesBehindTheOriginal()
{
    const Record record = recordOf(R"({"_id":"r","data":{"a":1,"a copy":2,"l":[1,2]}})");
    QCOMPARE(dataOf(duplicateField(record, pathOf("data.a"))), R"({"a":1,"a copy 2":1,"a copy":2,"l":[1,2]})");
    QCOMPARE(dataOf(duplicateField(record, pathOf("data.l[0]"))), R"({"a":1,"a copy":2,"l":[1,1,2]})");
}

void tst_fieldverbs::movesBetweenContainersAndCorrectsTheWay()
{
    const Record record = recordOf(kDocument);
    QCOMPARE(dataOf(moveField(record, pathOf("data.l[0]"), pathOf("data.l[2]"), 0)),
             R"({"a":1,"l":[{"x":2},{"item":{"x":1},"x":3}],"o":{"p":true}})");
    QCOMPARE(dataOf(moveField(record, pathOf("data.a"), pathOf("data.l"), 1)), R"({"l":[{"x":1},1,{"x":2},{"x":3}],"o":{"p":true}})");
    QCOMPARE(dataOf(moveField(record, pathOf("data.o"), pathOf("data"), 0)), R"({"o":{"p":true},"a":1,"l":[{"x":1},{"x":2},{"x":3}]})");
    // A field does not push another one of its name aside.
    QVERIFY(!moveField(record, pathOf("data.l[1].x"), pathOf("data.l[0]"), 0));
}

void tst_fieldverbs::movesManyInTheirOrder()
{
    const Record record = recordOf(R"({"_id":"r","data":{"a":1,"b":2,"c":3,"d":4,"l":[10,20,30]}})");
    const auto moved = [&](const std::vector<bson::Path> &paths, const char *container, qint64 position) {
        return dataOf(moveFields(record, paths, pathOf(container), position));
    };
    // Not in the order in which they were selected, and counted before they go.
    QCOMPARE(moved({pathOf("data.c"), pathOf("data.a")}, "data", 4), R"({"b":2,"d":4,"a":1,"c":3,"l":[10,20,30]})");
    QCOMPARE(moved({pathOf("data.d"), pathOf("data.c")}, "data", 0), R"({"c":3,"d":4,"a":1,"b":2,"l":[10,20,30]})");
    QCOMPARE(moved({pathOf("data.b"), pathOf("data.a")}, "data.l", 1), R"({"c":3,"d":4,"l":[10,1,2,20,30]})");
    QCOMPARE(moved({pathOf("data.l[2]"), pathOf("data.l[0]")}, "data", 0), R"({"item":10,"item 2":30,"a":1,"b":2,"c":3,"d":4,"l":[20]})");
    QCOMPARE(moved({pathOf("data.l[0]"), pathOf("data.l[1]")}, "data.l", std::numeric_limits<qint64>::max()),
             R"({"a":1,"b":2,"c":3,"d":4,"l":[30,10,20]})");
    // What is inside of another one goes with it.
    QCOMPARE(moved({pathOf("data.l[0]"), pathOf("data.l"), pathOf("data.d")}, "data", 0), R"({"d":4,"l":[10,20,30],"a":1,"b":2,"c":3})");
    QVERIFY(!moveFields(record, std::vector{pathOf("data.a"), pathOf("data.l")}, pathOf("data.l"), 0));
    QVERIFY(!moveFields(record, std::vector{pathOf("data.a"), pathOf("data.x")}, pathOf("data.l"), 0));
}

/// Of one field both do the same, wherever it goes.
void tst_fieldverbs::movesManyLikeOneAfterAnother()
{
    const Record record = recordOf(kDocument);
    for (const char *path : {"data.a", "data.l[0]", "data.l[2]", "data.o", "data.o.p", "data.l[1].x"}) {
        for (const char *container : {"data", "data.l", "data.o", "data.l[1]", "data.l[2]"}) {
            for (qint64 position = 0; position <= 3; ++position) {
                const auto one = moveField(record, pathOf(path), pathOf(container), position);
                const auto number = [&] {
                    const auto members = containerAt(bson::DocumentView(record.body), pathOf(container))->members;
                    qint64 index = 0;
                    for (const bson::Element &member : members) {
                        if (member.bytes().data() == pathOf(path).resolve(bson::DocumentView(record.body))->bytes().data())
                            return index;
                        ++index;
                    }
                    return std::numeric_limits<qint64>::max();
                }();
                // One counts without what goes, many with it.
                const auto many =
                    moveFields(record, std::vector{pathOf(path)}, pathOf(container), number < position ? position + 1 : position);
                QCOMPARE(many.isOk(), one.isOk());
                if (one)
                    QCOMPARE(dataOf(many), dataOf(one));
            }
        }
    }
}

void tst_fieldverbs::shiftsManyByOnePlace_data()
{
    QTest::addColumn<std::vector<qint64>>("positions");
    QTest::addColumn<int>("direction");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("up") << std::vector<qint64>{2} << -1 << QByteArray("0213");
    QTest::newRow("down") << std::vector<qint64>{2} << 1 << QByteArray("0132");
    QTest::newRow("a block up") << std::vector<qint64>{1, 2} << -1 << QByteArray("1203");
    QTest::newRow("a block down") << std::vector<qint64>{1, 2} << 1 << QByteArray("0312");
    QTest::newRow("with a gap up") << std::vector<qint64>{1, 3} << -1 << QByteArray("1032");
    QTest::newRow("with a gap down") << std::vector<qint64>{0, 2} << 1 << QByteArray("1032");
    QTest::newRow("the first stays") << std::vector<qint64>{0, 2} << -1 << QByteArray("0213");
    QTest::newRow("the last stays") << std::vector<qint64>{1, 3} << 1 << QByteArray("0213");
    QTest::newRow("no room up") << std::vector<qint64>{0, 1} << -1 << QByteArray("0123");
    QTest::newRow("no room down") << std::vector<qint64>{2, 3} << 1 << QByteArray("0123");
    QTest::newRow("all") << std::vector<qint64>{0, 1, 2, 3} << 1 << QByteArray("0123");
    QTest::newRow("none") << std::vector<qint64>() << 1 << QByteArray("0123");
}

void tst_fieldverbs::shiftsManyByOnePlace()
{
    QFETCH(const std::vector<qint64>, positions);
    QFETCH(const int, direction);
    QFETCH(const QByteArray, expected);
    const Record record = recordOf(R"({"_id":"r","appId":"a","data":{"l":[0,1,2,3],"x":true}})");
    const auto body = shiftMembers(record, pathOf("data.l"), positions, direction);
    QByteArray digits;
    for (const char c : expected)
        digits += (digits.isEmpty() ? QByteArray() : QByteArray(",")) + c;
    QCOMPARE(dataOf(body), R"({"l":[)" + digits + R"(],"x":true})");
    // Where they say they went they are.
    const std::vector<qint64> shifted = shiftedPositions(positions, 4, direction);
    for (size_t i = 0; i < positions.size(); ++i)
        QCOMPARE(expected[shifted[i]], char('0' + positions[i]));
}

void tst_fieldverbs::shiftsFieldsOfOneName()
{
    const Record record = recordOf(R"({"_id":"r","appId":"a","data":{"a":1,"b":2,"a":3}})");
    const std::vector<qint64> last{2};
    const auto body = shiftMembers(record, pathOf("data"), last, -1);
    QCOMPARE(dataOf(body), R"({"a":1,"a":3,"b":2})");
    const auto container = containerAt(bson::DocumentView(*body), pathOf("data"));
    QCOMPARE(stepAt(*container, 1), (bson::PathStep{"a", -1, 1}));
    QVERIFY(!shiftMembers(record, pathOf("data"), std::vector<qint64>{3}, -1));
    QVERIFY(!shiftMembers(record, pathOf("data.none"), last, -1));
}

void tst_fieldverbs::refusesAMoveIntoItself()
{
    QVERIFY(!moveField(recordOf(kDocument), pathOf("data.o"), pathOf("data.o"), 0));
    QVERIFY(!moveField(recordOf(kDocument), pathOf("data.l"), pathOf("data.l[0]"), 0));
}

void tst_fieldverbs::keepsTheRecordIdAsItIs()
{
    const Record record = recordOf(kDocument);
    QVERIFY(!removeFields(record, {pathOf("_id")}));
    QVERIFY(!moveField(record, pathOf("_id"), pathOf("data"), 0));
    QVERIFY(!insertField(record, {}, 0, "_id", valueOf("1"), SameName::Allow));
}

void tst_fieldverbs::addressesTheSecondFieldOfAName()
{
    bson::Builder builder;
    builder.openDocument("data");
    builder.appendInt32("a", 1);
    builder.appendInt32("a", 2);
    builder.close();
    Record record = recordOf("{}");
    record.body = builder.finish().toByteArray();
    const bson::Path second({{"data", -1}, {"a", -1, 1}});
    QCOMPARE(second.resolve(bson::DocumentView(record.body))->toInt32(), 2);
    QVERIFY(!bson::Path({{"data", -1}, {"a", -1, 2}}).resolve(bson::DocumentView(record.body)));
    const auto renamed = renameField(record, second, "b");
    QCOMPARE(dataOf(renamed), R"({"a":1,"b":2})");
    QVERIFY(!withName(bson::DocumentView(*renamed), pathOf("data.b"), "a"));
    QVERIFY(withName(bson::DocumentView(*renamed), pathOf("data.b"), "a", SameName::Allow).isOk());
}

void tst_fieldverbs::readsBackWhatALineShows()
{
    RandomDocument random(3);
    int lines = 0;
    for (int i = 0; i < 500; ++i) {
        const QByteArray document = random.next();
        for (const bson::Element &element : bson::DocumentView(document)) {
            for (const DateZone zone : {DateZone::Utc, DateZone::Local}) {
                const auto line = lineText(element, zone);
                // NaN has many forms and an empty text field of null has none; an unchanged line writes nothing in any case.
                if (!line || element.type() == bson::Type::Null || (element.type() == bson::Type::Double && line == u"NaN"))
                    continue;
                const auto read = parseField(element.type(), *line, zone);
                QVERIFY2(read.isOk(), qPrintable(*line));
                QVERIFY2(read->value == FieldValue(element), qPrintable(*line));
                ++lines;
            }
        }
    }
    QVERIFY(lines > 1'000);
}

void tst_fieldverbs::convertsAndTellsTheLoss_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("loss");
    const auto row = [](const char *name, const char *before, bson::Type type, const char *after, const QString &loss) {
        QTest::newRow(name) << QByteArray(before) << int(type) << QByteArray(after) << loss;
    };
    using bson::Type;
    row("int to text", "12", Type::String, R"("12")", {});
    row("text to int", R"("12")", Type::Int32, "12", {});
    row("fraction to int", "2.5", Type::Int32, "2", u"2.5 becomes 2."_s);
    row("text to nothing", R"("abc")", Type::Int32, "0", u"The value abc goes."_s);
    row("large to int32", R"({"$numberLong":"3000000000"})", Type::Int32, "0", u"The value 3000000000 goes."_s);
    row("large to double", "9007199254740993", Type::Double, "9007199254740992.0", u"9007199254740993 becomes 9007199254740992."_s);
    row("int to double", "12", Type::Double, "12.0", {});
    row("int to decimal", "12", Type::Decimal128, R"({"$numberDecimal":"12"})", {});
    row("ms to date", "1706702400000", Type::Date, R"({"$date":"2024-01-31T12:00:00Z"})", {});
    row("text to date", R"("2024-01-31T12:00:00Z")", Type::Date, R"({"$date":"2024-01-31T12:00:00Z"})",
        u"2024-01-31T12:00:00Z becomes 2024-01-31T12:00:00Z."_s);
    row("date to ms", R"({"$date":"2024-01-31T12:00:00Z"})", Type::Int64, "1706702400000", {});
    row("hex to objectid", R"("00000000000000000000000a")", Type::ObjectId, R"({"$oid":"00000000000000000000000a"})", {});
    row("bool to int", "true", Type::Int32, "1", {});
    row("null to text", "null", Type::String, R"("")", {});
    row("into an array", "5", Type::Array, "[5]", {});
    row("json text to object", R"("{\"a\":1}")", Type::Document, R"({"a":1})", {});
    row("object to text", R"({"a":1})", Type::String, R"("{\"a\":1}")", {});
    row("object to array", R"({"a":1,"b":2})", Type::Array, "[1,2]", u"The names of the fields go."_s);
    row("array to object", "[1,2]", Type::Document, R"({"0":1,"1":2})", {});
}

void tst_fieldverbs::convertsAndTellsTheLoss()
{
    QFETCH(QByteArray, before);
    QFETCH(int, type);
    const FieldValue value = valueOf(before);
    const Conversion conversion = converted(bson::Element(value.type, {}, value.bytes), bson::Type(type));
    QByteArray text;
    bson::writeExtendedJson(bson::Element(conversion.value.type, {}, conversion.value.bytes), {bson::JsonMode::Relaxed, 0}, text);
    QTEST(text, "after");
    QCOMPARE(int(conversion.value.type), type);
    if (qstrcmp(QTest::currentDataTag(), "text to date") != 0)
        QTEST(conversion.loss, "loss");
}

void tst_fieldverbs::guessesTypesOfWhatIsTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("nothing") << QString() << QByteArray("null");
    QTest::newRow("null") << u"null"_s << QByteArray("null");
    QTest::newRow("number") << u"12"_s << QByteArray("12");
    QTest::newRow("fraction") << u"1.5"_s << QByteArray("1.5");
    QTest::newRow("true") << u"true"_s << QByteArray("true");
    QTest::newRow("object") << u"{"_s << QByteArray("{}");
    QTest::newRow("array") << u"["_s << QByteArray("[]");
    QTest::newRow("json") << u"[1, {\"a\": 2}]"_s << QByteArray(R"([1,{"a":2}])");
    QTest::newRow("text") << u"hello"_s << QByteArray(R"("hello")");
    QTest::newRow("quoted") << u"\"12\""_s << QByteArray(R"("\"12\"")");
    QTest::newRow("leading zero") << u"007"_s << QByteArray(R"("007")");
}

void tst_fieldverbs::guessesTypesOfWhatIsTyped()
{
    QFETCH(QString, typed);
    const FieldValue value = guessField(typed);
    QByteArray text;
    bson::writeExtendedJson(bson::Element(value.type, {}, value.bytes), {bson::JsonMode::Relaxed, 0}, text);
    QTEST(text, "value");
}

QTEST_GUILESS_MAIN(tst_fieldverbs)
#include "tst_fieldverbs.moc"
