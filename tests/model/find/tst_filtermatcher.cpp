#include "model/find/filtermatcher.h"
#include "model/bson/extendedjsonreader.h"
#include "tests/model/bson/randomdocument.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

/// The names that the filters know: users, rooms, a file and an app.
QByteArray labels()
{
    return R"({"_id":"u1","username":"alice","name":"Alice A","emails":[]})"
           "\n"
           R"({"_id":"u2","username":"bob","name":"Bob","emails":[]})"
           "\n"
           R"({"_id":"GENERAL","t":"c","name":"general","msgs":1,"usersCount":2})"
           "\n"
           R"({"_id":"app1doc","id":"app-1","info":{"id":"app-1","name":"Poll","nameSlug":"poll","version":"1.0.0"},"status":"manually_enabled"})"
           "\n";
}

QByteArray documentOf(const QByteArray &json)
{
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        qFatal("%s: %s", json.constData(), qPrintable(reader.error().reason));
    return reader.document().toByteArray();
}

} // namespace

class tst_filtermatcher : public QObject
{
    Q_OBJECT

private slots:
    void holdsForTheRightRecords_data();
    void holdsForTheRightRecords();
    void tellsThePlaces_data();
    void tellsThePlaces();
    void marksWhatIsShown();
    void neverMissesByAGlanceWhatALookFinds();

private:
    std::shared_ptr<const FilterMatcher> matcher(const QByteArray &text)
    {
        FilterError error;
        const auto filter = Filter::parse(text, &error);
        if (!filter)
            qFatal("%s: %s", text.constData(), qPrintable(error.reason));
        Progress progress;
        const auto compiled = FilterMatcher::compile(*m_small.workspace(), *filter, progress);
        if (!compiled)
            qFatal("%s", qPrintable(compiled.error().message));
        return *compiled;
    }

    tests::SmallWorkspace m_small{labels() + tests::record("r0", "app-1", "room GENERAL")};
};

void tst_filtermatcher::holdsForTheRightRecords_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<QByteArray>("yes"); // filters that hold, a line each
    QTest::addColumn<QByteArray>("no");
    const auto row = [](const char *name, const char *data, const char *yes, const char *no) {
        QTest::newRow(name) << QByteArray(data) << QByteArray(yes) << QByteArray(no);
    };
    row("key", "{}",
        "app:app-1\napp:poll\napp~OLL\nmodel:misc\nmodel:Misc\nid:feedback\nid:@alice\nid:alice\nuser:@Alice\nuser:alice\nuser:u1\nuser:~"
        "lic\nuser:/^@a/\n"
        "room:#general\nroom:general\nroom:GENERAL\nkey:user:u1\nkey:misc:feedback,user:u1\nkey:user:@alice\nuser:!=@bob\nrecordid:"
        "r1\nrecordid~R\n"
        "alice\n@ali\n#GENERAL\nfeedback\nmisc\nr1\n/^feed/"
        "\nsize:>20\nsize:<1kb\nsize:1..1kb\nupdated:2026-01-31\nupdated:>2025\nupdated:<=2026\n"
        "updated:2026-01-01..2026-01-31\n\"31 January\"\nJanuary\n2026-01-31",
        "app:other\napp:!=poll\nmodel:room2\nmodel:mis\nid:feed\nuser:@bob\nuser:U1\nkey:user:u2\nkey:misc:feedback,user:u2\nrecordid:"
        "R1\nrecordid:r\nbob\n"
        "app-1\n_id\nassociations\nsize:>1kb\nupdated:>2026-01\nupdated:2025\nhas:data.x\nDecember");
    row("int32", R"({"x":{"$numberInt":"5"}})",
        "data.x=5\ndata.x=5.0\ndata.x=50e-1\nx=5\ndata.x<6\ndata.x<=5\ndata.x>4.9\ndata.x>=5\ndata.x!=4\ndata.x=1..5\ndata.x=5..\ndata.x~"
        "5\ntype(data.x)=int32\n"
        "type(data.x)=number\nhas:data.x\n5\ndata.x<99999999999999999999\ndata.x>-99999999999999999999\ntype:object",
        "data.x=\"5\"\ndata.x<5\ndata.x>5\ndata.x=4.9\ndata.x=5.1\ndata.x!=5\ndata.x=6..9\ndata.x=true\ntype(data.x)=int64\ntype(data.x)="
        "double\ntype:array\ndata.y=5");
    row("int64", R"({"x":{"$numberLong":"9007199254740993"}})",
        "data.x=9007199254740993\ndata.x>9007199254740992\ndata.x<9007199254740993.5\ndata.x>9007199254740992.5\ntype(data.x)="
        "long\n9007199254740993",
        "data.x=9007199254740992\ndata.x=9007199254740994\ndata.x>9007199254740993");
    row("double",
        R"({"x":{"$numberDouble":"0.1"},"big":{"$numberDouble":"9007199254740992"},"nan":{"$numberDouble":"NaN"},"inf":{"$numberDouble":"Infinity"}})",
        "data.x=0.1\ndata.x=1e-1\ndata.x<0.2\ndata.x>0\ndata.big=9007199254740992\ndata.big<9007199254740993\ndata.inf>"
        "1e300\nnan\ninfinity\n0.1\ntype(data.x)=double",
        "data.x=0.10000000001\ndata.big=9007199254740993\ndata.nan=0\ndata.nan<1\ndata.nan>=1\ndata.x=0");
    row("decimal",
        R"({"x":{"$numberDecimal":"1.10"},"y":{"$numberDecimal":"9007199254740993"},"n":{"$numberDecimal":"NaN"},"i":{"$numberDecimal":"-Infinity"}})",
        "data.x=1.1\ndata.x=1.10\ndata.x<1.2\ndata.x>1.09999999999999999999999\ndata.y=9007199254740993\ndata.i<-1e300\n1.10\ntype(data.x)="
        "decimal128",
        "data.x=1.1000000000000000000000001\ndata.y=9007199254740992\ndata.n=0\ndata.n<0\ndata.n>=0");
    row("text", R"({"x":"The App Crashed","d":"2026-01-05T10:00:00Z","n":"5"})",
        "crash\nCRASH\n\"app crashed\"\ndata.x~crash\ndata.x=\"The App "
        "Crashed\"\ndata.x>\"S\"\ndata.x<\"U\"\ndata.x!=crash\n/crash(ed)?$/i\ndata.x~/^The/\ndata.d>2026-01-01\n"
        "data.d=2026-01-05\ndata.d<2026-02\ndata.n=5\ndata.n=\"5\"\ntype(data.x)=text\ntype(data.x)=string\ncrash app\ncrash and not "
        "slow\nslow or crash\n(slow or app) crash",
        "data.x=\"the app crashed\"\ndata.x=Crashed\n/^crash/\ndata.x~/^the/\ndata.d>2026-01-06\ndata.n>4\ndata.n<6\nslow\ncrash slow\nnot "
        "crash\nslow or fast\nnot (slow or crash)");
    row("date", R"({"x":{"$date":"2026-12-05T12:00:00Z"},"far":{"$date":{"$numberLong":"253402300800000"}}})",
        "data.x=2026\ndata.x=2026-12\ndata.x=2026-12-05\ndata.x=2026-12-05T12\ndata.x=2026-12-05T12:00\ndata.x=2026-12-05T12:00:00."
        "000Z\ndata.x=2026-12-05T13:00:00+01:00\n"
        "data.x=\"x\"..\"y\" or "
        "data.x>=2026-12-05\ndata.x>2026-12-04\ndata.x<=2026-12-05\ndata.x<2026-12-06\ndata.x=2026-12-01..2026-12-05\ndec\n\"5 "
        "december\"\n\"2026-12-05 12:00\"\n"
        "2026-12-05T12:00:00Z\n253402300800000\ntype(data.x)=date",
        "data.x>2026-12-05\ndata.x<2026-12-05\ndata.x=2026-11\ndata.x=\"2026-12-05\"\nnovember\ndata.x=2026-12-05T12:00:00.001Z");
    row("bool and null", R"({"t":true,"f":false,"n":null,"u":{"$undefined":true}})",
        "data.t=true\ndata.f=false\ndata.t!=false\ndata.n=null\ndata.u=null\ntrue\nnull\nhas:data.n\ntype(data.n)=null\ntype(data.t)="
        "bool\nundefined",
        "data.t=false\ndata.t=1\ndata.f=null\ndata.n=0\ndata.n=\"null\"\ndata.t=\"true\"");
    row("object id", R"({"x":{"$oid":"695b6f80c7e6ac9183552fa1"}})",
        "695b6f80\ndata.x=695b6f80c7e6ac9183552fa1\ndata.x=\"695B6F80c7e6ac9183552fa1\"\ndata.x~2fa1\ntype(data.x)=objectid",
        "data.x=695b6f80\n695b6f81");
    row("other types",
        R"({"b":{"$binary":{"base64":"3q2+7w==","subType":"00"}},"r":{"$regularExpression":{"pattern":"a/b","options":"i"}},)"
        R"("ts":{"$timestamp":{"t":1,"i":2}},"p":{"$dbPointer":{"$ref":"coll","$id":{"$oid":"695b6f80c7e6ac9183552fa1"}}},"c":{"$code":"function x() {}"},)"
        R"("s":{"$symbol":"sym"},"w":{"$code":"scoped","$scope":{"inner":1}},"lo":{"$minKey":1},"hi":{"$maxKey":1}})",
        "deadbeef\n\"/a/b/i\"\na/b\n\"1, 2\"\ncoll\n\"coll 695b\"\n\"function "
        "x\"\nsym\ndata.s=\"sym\"\nscoped\nminkey\nMaxKey\ntype(data.b)=binary\ntype(data.r)=regex\n"
        "type(data.ts)=timestamp\ntype(data.p)=dbpointer\ntype(data.c)=code\ntype(data.s)=symbol\ntype(data.w)=codewithscope\ntype(data.lo)"
        "=minkey\ntype(data.hi)=maxkey",
        "deadbeee\ndata.r=\"a/b\"\ndata.b=\"deadbeef\"");
    row("arrays", R"({"items":[{"name":"anna","n":1},{"name":"ben","n":2}],"tags":["red",{"deep":"blue"}],"empty":[]})",
        "data.items.name=\"ben\"\ndata.items[].name=\"anna\"\ndata.items[1].n=2\ndata.items.n>1\ndata.tags=\"red\"\ndata.tags~blue\ndata."
        "tags[1].deep=\"blue\"\nhas:data.items[]\n"
        "has:data.empty\ntype(data.items)=array\ntype(data.items[])=object\ntype(data.empty)=array\nblue\nname",
        "data.items[0].n=2\ndata.items.n=1..1 data.items.n=3\ndata.tags=\"blue\"\nhas:data.empty[]\ndata.items=\"anna\"\ndata.items~zed");
    row("Unicode",
        "{\"x\":\"\xc3\x9c"
        "BER stra\xc3\x9f"
        "e\"}",
        "\xc3\xbc"
        "ber\nSTRA\xe1\xba\x9e"
        "E\ndata.x~\xc3\xbc\n/\xc3\xbc"
        "ber/i",
        "strasse\nuber");
    row("odd names", R"({"a.b":{"c d":1},"":2})", "data[\"a.b\"][\"c d\"]=1\nhas:data[\"a.b\"]\ndata[\"\"]=2\n\"c d\"", "data.a.b=1");
}

void tst_filtermatcher::holdsForTheRightRecords()
{
    QFETCH(const QByteArray, data);
    QFETCH(const QByteArray, yes);
    QFETCH(const QByteArray, no);
    const QByteArray body = documentOf(tests::record("r1", "app-1", "misc feedback,user u1,room GENERAL", data));
    const StoredRecord record{RecordRow{1}, Collection::Persistence, body, 0};
    MatchMemory memory;
    for (const QByteArray &text : yes.split('\n')) {
        const auto filter = matcher(text);
        QVERIFY2(filter->matches(record, memory), text.constData());
        QVERIFY2(filter->mayMatch(body), text.constData());
    }
    for (const QByteArray &text : no.split('\n'))
        QVERIFY2(!matcher(text)->matches(record, memory), text.constData());
}

void tst_filtermatcher::tellsThePlaces_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<QString>("places");
    const auto row = [](const char *filter, const char *places) {
        QTest::newRow(filter) << QByteArray(filter) << QString::fromUtf8(places);
    };
    row("crash", "data.comment 4+5, data.comment 14+5");
    row("comment", "data.comment name 0+7");
    row("alice", "associations[2].id label");
    row("room:#general", "associations[0].id label");
    row("user:u1", "associations[2].id");
    row("data.rating=5 crash", "data.rating, data.comment 4+5, data.comment 14+5");
    row("not slow", "");
    row("data.items.n>1", "data.items[1].n");
    row("zzz or data.items[].n=1", "data.items[0].n");
    row("app:Poll", "appId");
    row("\"31 January\"", "_updatedAt");
    row("recordid:r1", "_id");
}

void tst_filtermatcher::tellsThePlaces()
{
    QFETCH(const QByteArray, filter);
    const QByteArray odd =
        R"({"_id":"r1","appId":"app-1","associations":[{"model":"room","id":"GENERAL"},{"id":"odd"},{"model":"user","id":"u1"}],)"
        R"("data":{"comment":"The crash and Crash","rating":5,"items":[{"n":1},{"n":2}]},"_updatedAt":{"$date":"2026-01-31T12:00:05Z"}})";
    const QByteArray body = documentOf(odd);
    const StoredRecord record{RecordRow{1}, Collection::Persistence, body, 0};
    QStringList found;
    for (const HitPlace &place : matcher(filter)->places(record, 10)) {
        QString text = QString::fromUtf8(place.path.toText());
        text += place.part == HitPlace::Part::Name ? u" name"_s : place.part == HitPlace::Part::Label ? u" label"_s : QString();
        if (place.span.size > 0)
            text += u" %1+%2"_s.arg(place.span.start).arg(place.span.size);
        found.append(text);
    }
    QTEST(found.join(u", "_s), "places");
    QVERIFY(matcher(filter)->places(record, 1).size() <= 1);
}

void tst_filtermatcher::marksWhatIsShown()
{
    const std::vector<TextSpan> expected = {{2, 4}, {9, 4}};
    QCOMPARE(matcher("\xc3\xbc"
                     "ber not x")
                 ->marksIn(u"😀\u00dcBER · \u00fcber x"_s),
             expected);
    QVERIFY(matcher("data.a~ber")->marksIn(u"ber"_s).empty());
    QCOMPARE(matcher("data.a~ber")->marksIn(u"ber"_s, *FieldPath::parse("data.a")).size(), size_t(1));
    QCOMPARE(matcher("/b./ ber")->marksIn(u"bbber"_s).size(), size_t(2));
}

/// Fast path = slow path: whatever passes by a look at each field must have passed the glance at the raw bytes.
void tst_filtermatcher::neverMissesByAGlanceWhatALookFinds()
{
    QList<std::shared_ptr<const FilterMatcher>> matchers;
    for (const char *text : {"a",        "e1",  "true", "0",     "12",   "data~x",     "ab or xy", "not zz", "data~q or data~\"5\"",
                             "\xc3\xa9", "a b", "-",    "\":\"", "null", "/[0-9]{3}/", "k",        "s",      "\"a \"",
                             "\" b\"",   "T0",  "2f",   "in",    "nan"})
        matchers.append(matcher(text));
    qint64 passed = 0;
    MatchMemory memory;
    for (quint64 seed = 0; seed < 1'000; ++seed) {
        bson::Builder builder;
        builder.appendString("_id", "r");
        builder.appendString("appId", "app");
        builder.appendContainer("data", bson::Type::Document, RandomDocument(seed).next());
        const QByteArray body = builder.finish().toByteArray();
        const StoredRecord record{RecordRow{1}, Collection::Persistence, body, 0};
        for (const auto &filter : matchers) {
            const bool matches = filter->matches(record, memory);
            passed += matches;
            QVERIFY2(!matches || filter->mayMatch(body),
                     qPrintable(u"seed %1, filter %2"_s.arg(QString::number(seed), QString::fromUtf8(filter->filter().toText()))));
            if (matches && filter->filter().kind() == Filter::Kind::Term)
                QCOMPARE(filter->places(record, 1).size(), size_t(1));
        }
    }
    QVERIFY(passed > 300);
}

QTEST_GUILESS_MAIN(tst_filtermatcher)
#include "tst_filtermatcher.moc"
