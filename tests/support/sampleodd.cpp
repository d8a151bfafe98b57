// Records that are legal but unlike what the server writes today (domain reference, 4.3, 5.2, 5.3, 7 and 16).
#include "tests/support/samplescribe.h"

#include <limits>

namespace persistence::test {

namespace {

constexpr char kOddApp[] = "c33fa1a6-68a7-491e-bf49-9d7b99671c48"; // Poll, so that the odd ones stand among normal ones
constexpr char kOrphanApp[] = "00000000-1111-4222-a333-444444444444";

/// The members of a record that can be changed one at a time.
struct Shape
{
    SampleScribe &s;

    void id() { s.text("_id", SampleWorld::hexId(s.time, s.random)); }
    void app(const char *app = kOddApp) { s.text("appId", app); }
    void key() { s.key({{"misc", "odd-" + QByteArray::number(s.ordinal)}}); }
    void data()
    {
        s.openData();
        s.text("note", sampleSentence(s.random));
        s.close();
    }
    void updated() { s.date("_updatedAt", s.time); }
    /// One association with the members that \a members writes.
    template <typename Members>
    void association(Members members)
    {
        s.out.openArray("associations");
        s.openItem(0);
        members();
        s.close();
        s.close();
    }
};

void noAssociations(Shape &&r)
{
    r.id(), r.app(), r.data(), r.updated();
}
void emptyList(Shape &&r)
{
    r.id(), r.app(), r.s.key({}), r.data(), r.updated();
}

void otherOrder(Shape &&r)
{
    r.id(), r.app();
    r.association([&] { r.s.text("id", r.s.world.anyPerson(r.s.random).id), r.s.text("model", "user"); });
    r.data(), r.updated();
}

void extraField(Shape &&r)
{
    r.id(), r.app();
    r.association([&] { r.s.text("model", "misc"), r.s.text("id", "settings"), r.s.text("note", "by hand"); });
    r.data(), r.updated();
}

void numericId(Shape &&r)
{
    r.id(), r.app();
    r.association([&] { r.s.text("model", "misc"), r.s.number("id", 5); });
    r.data(), r.updated();
}

void associationsNotAList(Shape &&r)
{
    r.id(), r.app();
    r.s.out.openDocument("associations");
    r.s.text("model", "misc"), r.s.text("id", "settings");
    r.s.close();
    r.data(), r.updated();
}

void unknownModel(Shape &&r)
{
    r.id(), r.app(), r.s.key({{"email-inbox", "inbox-1"}, {"", "no model"}, {"misc", ""}});
    r.data(), r.updated();
}

void repeatedAssociation(Shape &&r)
{
    r.id(), r.app(), r.s.key({{"misc", "twice"}, {"misc", "twice"}}), r.data(), r.updated();
}

void legacyKeyAndValue(Shape &&r)
{
    r.id(), r.app(), r.s.text("key", "lastSeen"), r.s.text("value", "2018-03-01"), r.updated();
}

void rocketletId(Shape &&r)
{
    r.s.text("_id", SampleWorld::meteorId(r.s.random)), r.s.text("rocketletId", kOddApp), r.key(), r.data(), r.updated();
}

void objectId(Shape &&r)
{
    r.s.out.appendObjectId("_id", QByteArray::fromHex(SampleWorld::hexId(r.s.time, r.s.random)));
    r.app(), r.key(), r.data(), r.updated();
}

void meteorId(Shape &&r)
{
    r.s.text("_id", SampleWorld::meteorId(r.s.random)), r.app(), r.key(), r.data(), r.updated();
}
void intId(Shape &&r)
{
    r.s.out.appendInt64("_id", r.s.ordinal), r.app(), r.key(), r.data(), r.updated();
}

void documentId(Shape &&r)
{
    r.s.out.openDocument("_id"), r.s.whole("shard", 3), r.s.text("n", QByteArray::number(r.s.ordinal)), r.s.close();
    r.app(), r.key(), r.data(), r.updated();
}

void noUpdatedAt(Shape &&r)
{
    r.id(), r.app(), r.key(), r.data();
}
void dataNull(Shape &&r)
{
    r.id(), r.app(), r.key(), r.s.none("data"), r.updated();
}

void dataList(Shape &&r)
{
    r.id(), r.app(), r.key();
    r.s.openDataList();
    r.s.text("0", "general"), r.s.text("1", "random");
    r.s.close();
    r.updated();
}

void emptyData(Shape &&r)
{
    r.id(), r.app(), r.key(), r.s.openData(), r.s.close(), r.updated();
}
void orphan(Shape &&r)
{
    r.id(), r.app(kOrphanApp), r.key(), r.data(), r.updated();
}
void otherFieldOrder(Shape &&r)
{
    r.updated(), r.data(), r.key(), r.app(), r.id(), r.s.text("comment", "restored by hand");
}

void everyType(Shape &&r)
{
    r.id(), r.app(), r.s.key({{"misc", "every-type"}});
    r.s.openData();
    writeEveryType(r.s);
    r.s.close();
    r.updated();
}

void hostileTexts(Shape &&r)
{
    SampleScribe &s = r.s;
    r.id(), r.app();
    s.key({{"misc", "<b>bold?</b>"}, {"user", "%1 %2 &amp; &File"}, {"misc", QByteArray("nul\0inside", 10)}});
    s.openData();
    s.text("html", "<img src='file:///etc/passwd'><a href=\"http://example.org\">x</a>");
    s.text("placeholder", "%1 %2 %L1 {0} ${HOME}");
    s.text("bidi", "abc\u202E\u2066fed\u2069 \u200F\u05D0\u05D1\u200E");
    s.text("invisible", "\uFEFFzero\u200Bwidth\u00AD\u2060");
    s.text("control", QByteArray("tab\tline\r\nbell\a null\0 end", 24));
    s.text("emoji", "👩‍👩‍👧‍👦 🇩🇪 ❤️");
    s.text("formula", "=HYPERLINK(\"http://example.org\")");
    s.text("looks like a number", "007");
    s.text("looks like a wrapper", "{\"$oid\":\"000000000000000000000000\"}");
    s.text("anna@example.org", "dots and $ in names");
    s.text("$price", "5 €");
    s.text("a.b.c", "dotted");
    s.text("", "empty name");
    s.text("same", "first"), s.text("same", "second");
    s.close();
    r.updated();
}

void deepValue(Shape &&r)
{
    r.id(), r.app(), r.key();
    r.s.openData();
    for (int i = 0; i < 30; ++i) {
        r.s.out.openArray("children");
        r.s.openItem(0);
        r.s.whole("level", i);
    }
    for (int i = 0; i < 60; ++i)
        r.s.close();
    r.s.close();
    r.updated();
}

void longText(Shape &&r)
{
    r.id(), r.app(), r.key();
    r.s.openData();
    r.s.text("log", sampleText(r.s.random, 20'000));
    r.s.close();
    r.updated();
}

using OddRecipe = void (*)(Shape &&);
constexpr OddRecipe kOddRecipes[] = {
    everyType,    noAssociations, emptyList, otherOrder, extraField,        numericId,
    hostileTexts, unknownModel,   objectId,  meteorId,   legacyKeyAndValue, noUpdatedAt,
    dataNull,     dataList,       orphan,    deepValue,  rocketletId,       repeatedAssociation,
    intId,        documentId,     emptyData, longText,   otherFieldOrder,   associationsNotAList,
};

} // namespace

qint64 oddKindCount()
{
    return qint64(std::size(kOddRecipes));
}

void writeOddRecord(SampleScribe &scribe, qint64 kind)
{
    kOddRecipes[kind % oddKindCount()](Shape{scribe});
}

void writeEveryType(SampleScribe &s)
{
    bson::Builder &out = s.out;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    s.number("double", 0.1), s.number("double whole", 1), s.number("double -0", -0.0), s.number("double max", 1.7976931348623157e308);
    s.number("double smallest", 5e-324), s.number("double ms", 1700000000123), s.number("double 2^53+", 9007199254740994);
    s.number("infinity", kInfinity), s.number("-infinity", -kInfinity), s.number("nan", std::numeric_limits<double>::quiet_NaN());
    s.text("string", "Grüße, κόσμε 🙂"), s.text("string empty", "");
    out.openDocument("document"), s.whole("b", 1), s.whole("a", 2), s.close();
    out.openArray("array"), s.whole("0", 1), s.text("1", "two"), s.none("2"), s.close();
    out.openArray("array empty"), s.close();
    for (const quint8 subtype : {0, 2, 3, 4, 5, 0x80})
        out.appendBinary("binary " + QByteArray::number(subtype), subtype, "0123456789abcdef");
    out.appendMark("undefined", bson::Type::Undefined);
    out.appendObjectId("objectId", QByteArray::fromHex("65a1b2c3d4e5f60718293a4b"));
    s.flag("true", true), s.flag("false", false);
    s.date("date", 1700000000123), s.date("date 1969", -1), s.date("date far", 253402300800000);
    s.date("date smallest", std::numeric_limits<qint64>::min());
    s.none("null");
    out.appendRegex("regex", "^a/\"b\\d+$", "im");
    out.appendDbPointer("dbPointer", "rocketchat.users", QByteArray::fromHex("65a1b2c3d4e5f60718293a4b"));
    out.appendCode("code", "function () { return 1; }");
    out.appendSymbol("symbol", "sym");
    out.appendCodeWithScope("code with scope", "return x;", QByteArray::fromHex("0c0000001078000100000000"));
    s.whole("int32", 42), s.whole("int32 min", std::numeric_limits<qint32>::min());
    out.appendTimestamp("timestamp", {1700000000, 7});
    out.appendInt64("int64 small", 42), out.appendInt64("int64 max", std::numeric_limits<qint64>::max());
    // 1.10 (two decimals kept), -0E+3, NaN: little-endian, IEEE 754-2008.
    out.appendDecimal128("decimal", QByteArray::fromHex("6e000000000000000000000000003c30"));
    out.appendDecimal128("decimal -0", QByteArray::fromHex("000000000000000000000000000046b0"));
    out.appendDecimal128("decimal nan", QByteArray::fromHex("0000000000000000000000000000007c"));
    out.appendMark("minKey", bson::Type::MinKey), out.appendMark("maxKey", bson::Type::MaxKey);
}

} // namespace persistence::test
