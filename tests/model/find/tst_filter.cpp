#include "model/bson/builder.h"
#include "model/find/filter.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

class tst_filter : public QObject
{
    Q_OBJECT

private slots:
    void writesWhatItRead_data();
    void writesWhatItRead();
    void tellsWhatIsWrongAndWhere_data();
    void tellsWhatIsWrongAndWhere();
    void readsBackEveryTermOfTheMenus();
    void addsAndRemovesTerms();
    void putsATermInThePlaceOfThoseAboutTheSameThing();
};

void tst_filter::writesWhatItRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("written");
    const auto same = [](const char *text) { QTest::newRow(text) << QByteArray(text) << QByteArray(text); };
    const auto row = [](const char *text, const char *written) { QTest::newRow(text) << QByteArray(text) << QByteArray(written); };
    row("", "");
    row("  \t ", "");
    same("crash");
    row("crash  slow", "crash slow");
    row("crash and slow AND bad", "crash slow bad");
    row("(crash)", "crash");
    row("a or b and c", "a or b c");
    row("(a or b) c", "(a or b) c");
    row("((a or b) or c)", "a or b or c");
    same("not a b");
    same("not (a b)");
    same("not not a");
    row("\"two words\"", "\"two words\"");
    row("\"word\"", "word");
    same("\"and\"");
    same("\"a:b\"");
    row("https://example.org/x?y=1", "\"https://example.org/x?y=1\"");
    row("12:30", "\"12:30\"");
    row("hello!", "\"hello!\"");
    same("/cr.sh/i");
    same("/a\\/b\\d/");
    same("app:poll");
    row("APP=poll", "app:poll");
    row("app:\"Poll\"", "app:Poll");
    same("app:!=poll");
    row("app!=poll", "app:!=poll");
    same("app~poll");
    row("app:/^p/i", "app~/^p/i");
    same("model:misc");
    same("id:GENERAL");
    same("user:@alice");
    same("room:#general");
    same("video-conference:x1");
    same("key:room:GENERAL,misc:feedback");
    same("recordid:695b6f80c7e6ac9183552fa1");
    row("size>10kb", "size:>10kb");
    same("size:1kb..2kb");
    row("size:..2kb", "size:<=2kb");
    row("size:1kb..", "size:>=1kb");
    same("updated:2026-01");
    row("updated>=2026-01-01", "updated:>=2026-01-01");
    same("updated:2026-01-01..2026-02-01T12:00Z");
    same("updated:>\"2026-01-01 12:00\"");
    same("data.rating<=2");
    row("data.rating:5", "data.rating=5");
    same("data.rating=1..5");
    same("data.comment~crash");
    same("data.comment~\"out of memory\"");
    same("data.comment~/out of/i");
    same("data.comment=\"crash\"");
    same("data.comment=crash");
    row("data.comment<>crash", "data.comment!=crash");
    same("data.name=\"a\"..\"m\"");
    row("data.text=a..b", "data.text=\"a..b\"");
    same("user:~ali");
    row("user:/^@a/", "user:~/^@a/");
    same("data.flag=true");
    same("data[\"a b\"].c=1");
    same("data.items[].name~x");
    same("type:array");
    row("type:LONG", "type:long");
    same("type(data.x)=int64");
    row("type(data.x):int64", "type(data.x)=int64");
    same("type(data.x)!=null");
    row("type(data)=array", "type:array");
    same("has:data.x");
    same("not has:data[\"a.b\"]");
}

void tst_filter::writesWhatItRead()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, written);
    FilterError error;
    const auto filter = Filter::parse(text, &error);
    QVERIFY2(filter, qPrintable(error.reason));
    const QByteArray back = filter->toText();
    if (back != written && back != '"' + written + '"')
        QCOMPARE(back, written);
    const auto again = Filter::parse(back, &error);
    QVERIFY2(again, qPrintable(error.reason));
    QCOMPARE(again->toText(), back);
    QVERIFY(*again == *filter);
}

void tst_filter::tellsWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<QString>("part");
    const auto row = [](const char *text, qsizetype offset, const char *part) {
        QTest::newRow(text) << QByteArray(text) << offset << QString::fromUtf8(part);
    };
    row("\"open", 0, "closing quote");
    row("a (b", 2, "closing bracket");
    row("a ) b", 2, "opening bracket");
    row("and a", 0, "condition is missing");
    row("a or", 4, "condition is missing");
    row("a or or b", 5, "condition is missing");
    row("not", 3, "condition is missing");
    row("()", 1, "condition is missing");
    row("\"\"", 0, "no text");
    row("=5", 0, "field is missing");
    row("data.x=", 7, "value is missing");
    row("user:", 5, "value is missing");
    row("data..x=5", 5, "field name");
    row("data.x[=5", 7, "position");
    row("ümlaut size:abc", 13, "no size");
    row("updated:yesterday", 8, "no date");
    row("updated:2026-02-30", 8, "no date");
    row("type:bogus", 5, "no type");
    row("type(data.x)", 12, "type is missing");
    row("type(data.x=5", 4, "closing bracket");
    row("key:room", 4, "no key");
    row("app:<5", 3, "cannot be compared");
    row("size~5", 4, "cannot be compared");
    row("has~x", 3, "path after a colon");
    row("/(/", 2, "");
    row("/a", 0, "closing slash");
    row("/a/x", 3, "only i");
    row("//", 1, "empty");
    row("data.x<1..5", 6, "one value");
    row("data.x=\"\\q\"", 8, "");
}

void tst_filter::tellsWhatIsWrongAndWhere()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, part);
    FilterError error;
    QVERIFY(!Filter::parse(text, &error));
    QVERIFY2(!error.reason.isEmpty() && error.reason.contains(part), qPrintable(error.reason));
    QTEST(error.offset, "offset");
    QVERIFY(error.offset + error.size <= text.size());
}

void tst_filter::readsBackEveryTermOfTheMenus()
{
    bson::Builder builder;
    builder.appendString("0", "a \"b\" \n\\ /c/");
    builder.appendString("1", "5");
    builder.appendInt32("2", -5);
    builder.appendInt64("3", 9007199254740993);
    builder.appendDouble("4", 0.1);
    builder.appendDouble("5", 1e300);
    builder.appendBool("6", true);
    builder.appendNull("7");
    builder.appendDate("8", 1767182400000);
    builder.appendDate("9", 1767182400001);
    builder.appendObjectId("10", "123456789012");
    builder.openArray("11");
    builder.close();
    builder.appendString("12", "");
    const FieldPath path = *FieldPath::parse("data[\"odd name\"].x[]");
    QList<FilterTerm> terms = {appTerm("a b"),
                               modelTerm("my model"),
                               associationTerm({"user", "u 1"}),
                               associationTerm({"odd:model", "i,d\\"}),
                               recordIdTerm("5"),
                               hasTerm(path),
                               textTerm("or"),
                               textTerm("a=b"),
                               containingTerm(path, "x..y")};
    std::optional<bson::Element> previous;
    for (const bson::Element &element : bson::DocumentView(builder.finish())) {
        const FilterTerm term = fieldTerm(path, element);
        if (term.subject == FilterSubject::Field)
            QCOMPARE(term.value.compare(element), std::partial_ordering::equivalent);
        terms.append(term);
        if (previous) {
            if (const auto between = betweenTerm(path, element, *previous))
                terms.append(*between);
        }
        previous = element;
    }
    for (const FilterTerm &term : terms) {
        FilterError error;
        const auto back = Filter::parse(term.toText(), &error);
        QVERIFY2(back, qPrintable(QString::fromUtf8(term.toText()) + error.reason));
        QCOMPARE(back->toText(), term.toText());
        QVERIFY2(*back == Filter(term), term.toText().constData());
    }
}

void tst_filter::addsAndRemovesTerms()
{
    const FilterTerm open = Filter::parse("data.status=\"open\"")->term();
    Filter filter = *Filter::parse("crash or slow");
    filter = filter.with(open);
    QCOMPARE(filter.toText(), QByteArray("(crash or slow) data.status=\"open\""));
    QVERIFY(filter.has(open));
    QVERIFY(filter.with(open) == filter);
    filter = filter.without(open);
    QCOMPARE(filter.toText(), QByteArray("(crash or slow) not data.status=\"open\""));
    QVERIFY(filter.has(open));
    QCOMPARE(filter.removed(open).toText(), QByteArray("crash or slow"));
    QCOMPARE(Filter().with(open).toText(), QByteArray("data.status=\"open\""));
    QVERIFY(Filter().with(open).removed(open).isEmpty());
}

void tst_filter::putsATermInThePlaceOfThoseAboutTheSameThing()
{
    const FilterTerm three = Filter::parse("data.rating=3")->term();
    QCOMPARE(Filter::parse("a data.rating<=2 not data.rating=1 data.x=1")->only(three).toText(), QByteArray("a data.x=1 data.rating=3"));
}

QTEST_GUILESS_MAIN(tst_filter)
#include "tst_filter.moc"
