#include "model/bson/builder.h"
#include "model/bson/validation.h"

#include <QTest>

#include <limits>

using namespace persistence::bson;

class tst_Builder : public QObject
{
    Q_OBJECT

private slots:
    void writesTheBytesOfTheSpecification();
    void writesEveryTypeSoThatTheViewReadsIt();
    void fillsInTheLengthsOfNestedContainers();
    void replacesTheLastElement();
    void copiesElementsRaw();
    void canBeReused();
};

void tst_Builder::writesTheBytesOfTheSpecification()
{
    // The two examples of bsonspec.org.
    Builder builder;
    builder.appendString("hello", "world");
    QCOMPARE(builder.finish().toByteArray().toHex(), QByteArray("160000000268656c6c6f0006000000776f726c640000"));
    builder.clear();
    builder.openArray("BSON");
    builder.appendString("0", "awesome");
    builder.appendDouble("1", 5.05);
    builder.appendInt32("2", 1986);
    builder.close();
    QCOMPARE(builder.finish().toByteArray().toHex(),
             QByteArray("310000000442534f4e002600000002300008000000617765736f6d65000131003333333333331440103200c20700000000"));
}

void tst_Builder::writesEveryTypeSoThatTheViewReadsIt()
{
    const QByteArray id = QByteArray::fromHex("56e1fc72e0c917e9c4714161");
    const QByteArray decimal = QByteArray::fromHex("00112233445566778899aabbccddeeff");
    Builder scope;
    scope.appendNull("x");
    Builder builder;
    builder.appendDouble("double", -0.5);
    builder.appendString("text", QByteArrayView("a\0b", 3));
    builder.appendBinary("old", 2, "data");
    builder.appendBinary("binary", 0x80, "data");
    builder.appendMark("undefined", Type::Undefined);
    builder.appendObjectId("id", id);
    builder.appendBool("bool", true);
    builder.appendDate("date", std::numeric_limits<qint64>::min());
    builder.appendNull("null");
    builder.appendRegex("regex", "a+", "i");
    builder.appendDbPointer("pointer", "db.c", id);
    builder.appendCode("code", "f");
    builder.appendSymbol("symbol", "s");
    builder.appendCodeWithScope("scoped", "g", scope.finish());
    builder.appendInt32("int32", -1);
    builder.appendTimestamp("timestamp", {7, 8});
    builder.appendInt64("int64", std::numeric_limits<qint64>::max());
    builder.appendDecimal128("decimal", decimal);
    const QByteArray bytes = builder.finish().toByteArray();
    QVERIFY(validate(bytes).isStrict());
    const DocumentView view(bytes);
    const auto at = [&](QByteArrayView name) { return view.find(name).value(); };
    QCOMPARE(at("double").toDouble(), -0.5);
    QCOMPARE(at("text").toText().toByteArray(), QByteArray("a\0b", 3));
    QCOMPARE(at("old").toBinary().data.toByteArray(), QByteArray("\4\0\0\0data", 8));
    QCOMPARE(at("binary").toBinary().subtype, quint8(0x80));
    QCOMPARE(at("binary").toBinary().data.toByteArray(), QByteArray("data"));
    QVERIFY(at("undefined").value().isEmpty());
    QCOMPARE(at("id").toObjectId().toByteArray(), id);
    QVERIFY(at("bool").toBool());
    QCOMPARE(at("date").toDate(), std::numeric_limits<qint64>::min());
    QCOMPARE(at("regex").toRegex().pattern.toByteArray(), QByteArray("a+"));
    QCOMPARE(at("regex").toRegex().options.toByteArray(), QByteArray("i"));
    QCOMPARE(at("pointer").toDbPointer().collection.toByteArray(), QByteArray("db.c"));
    QCOMPARE(at("pointer").toDbPointer().objectId.toByteArray(), id);
    QCOMPARE(at("code").toText().toByteArray(), QByteArray("f"));
    QCOMPARE(at("symbol").toText().toByteArray(), QByteArray("s"));
    QCOMPARE(at("scoped").toScopedCode().toByteArray(), QByteArray("g"));
    QCOMPARE(at("scoped").toDocument().begin()->name().toByteArray(), QByteArray("x"));
    QCOMPARE(at("int32").toInt32(), -1);
    QCOMPARE(at("timestamp").toTimestamp().seconds, 7u);
    QCOMPARE(at("timestamp").toTimestamp().increment, 8u);
    QCOMPARE(at("int64").toInt64(), std::numeric_limits<qint64>::max());
    QCOMPARE(at("decimal").toDecimal128().toByteArray(), decimal);
    QVERIFY(!view.find("missing"));
}

void tst_Builder::fillsInTheLengthsOfNestedContainers()
{
    Builder builder;
    for (int i = 0; i < 150; ++i)
        i % 2 == 0 ? builder.openDocument("d") : builder.openArray("0");
    QCOMPARE(builder.depth(), 150);
    for (int i = 0; i < 150; ++i)
        builder.close();
    QVERIFY(validate(builder.finish()).isStrict());
}

void tst_Builder::replacesTheLastElement()
{
    Builder builder;
    builder.appendInt32("before", 1);
    const qsizetype start = builder.size();
    builder.openDocument("name");
    builder.appendString("long", "a text");
    builder.close();
    builder.replaceLast(start, Type::Bool, QByteArrayView("\1", 1));
    builder.appendInt32("after", 2);
    Builder expected;
    expected.appendInt32("before", 1);
    expected.appendBool("name", true);
    expected.appendInt32("after", 2);
    QCOMPARE(builder.finish().toByteArray().toHex(), expected.finish().toByteArray().toHex());
}

void tst_Builder::copiesElementsRaw()
{
    Builder builder;
    builder.appendString("a", "x");
    builder.openDocument("b");
    builder.close();
    const QByteArray source = builder.finish().toByteArray();
    Builder copy;
    for (const Element &element : DocumentView(source))
        copy.appendRaw(element.name(), element.type(), element.value());
    QCOMPARE(copy.finish().toByteArray(), source);
}

void tst_Builder::canBeReused()
{
    Builder builder;
    builder.appendString("a", QByteArray(10'000, 'x'));
    builder.openDocument("open");
    builder.clear();
    QCOMPARE(builder.depth(), 0);
    QCOMPARE(builder.finish().toByteArray().toHex(), QByteArray("0500000000"));
}

QTEST_GUILESS_MAIN(tst_Builder)
#include "tst_builder.moc"
