#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/validation.h"
#include "model/edit/textreplacement.h"
#include "tests/model/bson/randomdocument.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

Record recordOf(const QByteArray &json)
{
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        qFatal("%s", qPrintable(reader.error().reason));
    Record record;
    record.body = reader.document().toByteArray();
    return record;
}

/// A document with one text in its value.
QByteArray documentOf(const QByteArray &text)
{
    bson::Builder value;
    value.appendString("text", text);
    bson::Builder document;
    document.appendContainer("data", bson::Type::Document, value.finish());
    return document.finish().toByteArray();
}

QByteArray textOf(const QByteArray &body)
{
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(body), {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

Result<QByteArray> replaceText(const Record &record, const TextReplacement &replacement)
{
    const auto replacer = TextReplacer::compile(replacement);
    return replacer ? replacer->replaceIn(record) : Result<QByteArray>(replacer.error());
}

} // namespace

class tst_textreplacement : public QObject
{
    Q_OBJECT

private slots:
    void replacesTextsAndNothingElse_data();
    void replacesTextsAndNothingElse();
    void keepsEveryByteOfADocumentWithoutTheText();
    void undoesItselfInRandomDocuments();
    void findsByCaseWordAndExpression_data();
    void findsByCaseWordAndExpression();
    void agreesWithReplacingInTheWholeText();
    void tellsWhatIsWrongWithAnExpression();
    void givesUpATextThatIsTooMuch();
    void leavesTextsThatAreNoUtf8ToAnExpression();
    void countsTheHits();
    void refusesWhatBecomesTooLarge();
};

void tst_textreplacement::replacesTextsAndNothingElse_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QByteArray>("within");
    QTest::addColumn<bool>("includesKey");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *json, const char *within, bool includesKey, const char *expected) {
        QTest::newRow(name) << QByteArray(json) << QByteArray(within) << includesKey << QByteArray(expected);
    };
    row("everywhere in the value", R"({"_id":"old","data":{"a":"old cold","old":{"b":["old",5,"Old"]},"n":1},"old":"old"})", "", false,
        R"({"_id":"old","data":{"a":"new! cnew!","old":{"b":["new!",5,"Old"]},"n":1},"old":"old"})");
    row("within a path", R"({"data":{"a":"old","b":"old","c":{"d":"old"}}})", "data.c", false,
        R"({"data":{"a":"old","b":"old","c":{"d":"new!"}}})");
    row("within each item", R"({"data":[{"a":"old","b":"old"},{"a":"older"}]})", "data[].a", false,
        R"({"data":[{"a":"new!","b":"old"},{"a":"new!er"}]})");
    row("outside of the value", R"({"extra":"old","data":{}})", "extra", false, R"({"extra":"new!","data":{}})");
    row("never the record id", R"({"_id":"old","data":{}})", "_id", false, R"({"_id":"old","data":{}})");
    row("not in the key", R"({"associations":[{"model":"old","id":"old"}],"data":{"a":"old"}})", "", false,
        R"({"associations":[{"model":"old","id":"old"}],"data":{"a":"new!"}})");
    row("also in the key", R"({"associations":[{"model":"old","id":"old"}],"data":{"a":"old"}})", "", true,
        R"({"associations":[{"model":"old","id":"new!"}],"data":{"a":"new!"}})");
    row("old shape", R"({"value":{"a":"old"}})", "", false, R"({"value":{"a":"new!"}})");
    row("adjacent", R"({"data":{"a":"oldold"}})", "", false, R"({"data":{"a":"new!new!"}})");
    row("no value", R"({"_id":"old"})", "", false, R"({"_id":"old"})");
}

void tst_textreplacement::replacesTextsAndNothingElse()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QByteArray, within);
    QFETCH(const bool, includesKey);
    const TextReplacement replacement{"old", "new!", within.isEmpty() ? std::nullopt : FieldPath::parse(within), includesKey};
    const auto after = replaceText(recordOf(json), replacement);
    QVERIFY(after);
    QTEST(textOf(*after), "expected");
    QVERIFY(bson::validate(*after).isStrict());
}

void tst_textreplacement::keepsEveryByteOfADocumentWithoutTheText()
{
    for (quint64 seed = 0; seed < 300; ++seed) {
        Record record;
        bson::Builder builder;
        builder.appendContainer("data", bson::Type::Document, RandomDocument(seed).next());
        record.body = builder.finish().toByteArray();
        QCOMPARE(*replaceText(record, {"Z", "Z", {}, true}), record.body);
        QCOMPARE(*replaceText(record, {"not in there", "x", {}, true}), record.body);
    }
}

void tst_textreplacement::undoesItselfInRandomDocuments()
{
    int changed = 0;
    for (quint64 seed = 0; seed < 300; ++seed) {
        Record record;
        bson::Builder builder;
        builder.appendContainer("data", bson::Type::Document, RandomDocument(seed).next());
        record.body = builder.finish().toByteArray();
        Record replaced = record;
        replaced.body = *replaceText(record, {"Z", "<a longer text>", {}, false});
        changed += replaced.body != record.body;
        QVERIFY(!bson::validate(replaced.body).fault);
        QCOMPARE(*replaceText(replaced, {"<a longer text>", "Z", {}, false}), record.body);
    }
    QVERIFY(changed > 10);
}

void tst_textreplacement::findsByCaseWordAndExpression_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("how"); // i: either case, w: whole word, r: regular expression
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const char *from, const char *to, const char *how, const QByteArray &text,
                        const QByteArray &expected) {
        QTest::newRow(name) << QByteArray(from) << QByteArray(to) << QByteArray(how) << text << expected;
    };
    row("either case", "old", "new", "i", "OLD Old colD", "new new cnew");
    row("either case, other letters", "ÄRGER", "x", "i", "ärger", "x");
    row("whole word", "old", "new", "w", "old cold old_ (old)", "new cold old_ (new)");
    row("whole word beside letters that are not ASCII", "old", "new", "w", "éold old", "éold new");
    row("a text is no expression", "a.c", "x", "i", "abc A.C", "abc x");
    row("a replacement is no expression", "a", R"(\0\n)", "i", "A", R"(\0\n)");
    row("expression", "(\\d+)-(\\d+)", R"(\2-\1)", "r", "10-20, 3-4", "20-10, 4-3");
    row("hit and line break", "b+", R"([\0]\n)", "r", "abbc", "a[bb]\nc");
    row("empty hits are none", "x*", "y", "r", "axxb", "ayb");
    row("beyond the first plane", "(.)b", R"(b\1)", "r", "😀b ab", "b😀 ba");
    row("after a mark of byte order", "a", "x", "i", "\xef\xbb\xbfza", "\xef\xbb\xbfzx");
    row("after NUL", "a", "x", "i", QByteArray("\0a", 2), QByteArray("\0x", 2));
    row("to nothing", "a", "", "i", "bab", "bb");
}

void tst_textreplacement::findsByCaseWordAndExpression()
{
    QFETCH(const QByteArray, from);
    QFETCH(const QByteArray, to);
    QFETCH(const QByteArray, how);
    QFETCH(const QByteArray, text);
    TextReplacement replacement{from, to};
    replacement.isCaseless = how.contains('i');
    replacement.isWholeWord = how.contains('w');
    replacement.isRegex = how.contains('r');
    Record record;
    record.body = documentOf(text);
    const auto after = replaceText(record, replacement);
    QVERIFY(after);
    QFETCH(const QByteArray, expected);
    QCOMPARE(*after, documentOf(expected));
    QVERIFY(bson::validate(*after).isStrict());
}

/// Where bytes are looked for as they are, an expression for the same text must find the same.
void tst_textreplacement::agreesWithReplacingInTheWholeText()
{
    QRandomGenerator random(7);
    const QList<QByteArray> pieces{"a", "A", "b", "é", "€", "😀", "\xef\xbb\xbf", " ", QByteArray(1, '\0'), "ab"};
    for (int i = 0; i < 2'000; ++i) {
        QByteArray text;
        for (int n = random.bounded(20); n > 0; --n)
            text += pieces[random.bounded(pieces.size())];
        TextReplacement replacement{pieces[random.bounded(pieces.size())], "€x"};
        Record record;
        record.body = documentOf(text);
        const auto exact = replaceText(record, replacement);
        replacement.isRegex = true;
        replacement.from = QRegularExpression::escape(QString::fromUtf8("x" + replacement.from).mid(1)).toUtf8();
        QCOMPARE(*replaceText(record, replacement), *exact);
    }
}

void tst_textreplacement::tellsWhatIsWrongWithAnExpression()
{
    TextReplacement replacement{"a(b", "x"};
    replacement.isRegex = true;
    const auto replacer = TextReplacer::compile(replacement);
    QVERIFY(!replacer && replacer.error().message.contains(u"at character 4"_s));
}

void tst_textreplacement::givesUpATextThatIsTooMuch()
{
    Record record;
    record.body = documentOf(QByteArray(60, 'a') + "b");
    TextReplacement replacement{"(?:a|a?)+$", "x"};
    replacement.isRegex = true;
    const auto after = replaceText(record, replacement);
    QVERIFY(!after && after.error().message.contains(u"too much"_s));
}

void tst_textreplacement::leavesTextsThatAreNoUtf8ToAnExpression()
{
    Record record;
    record.body = documentOf("a\xff"
                             "a");
    TextReplacement replacement{"a", "x"};
    QCOMPARE(*replaceText(record, replacement), documentOf("x\xff"
                                                           "x"));
    replacement.isCaseless = true;
    QCOMPARE(*replaceText(record, replacement), record.body);
}

void tst_textreplacement::countsTheHits()
{
    const Record record = recordOf(R"({"data":{"a":"xx","b":["x",{"c":"ax"}]}})");
    const auto replacer = TextReplacer::compile({"x", "y"});
    qint64 hits = 0;
    QVERIFY(replacer->replaceIn(record, &hits));
    QCOMPARE(hits, 4);
}

void tst_textreplacement::refusesWhatBecomesTooLarge()
{
    const Record record = recordOf(R"({"data":{"a":")" + QByteArray(1'000'000, 'x') + R"("}})");
    const auto after = replaceText(record, {"x", QByteArray(1'000, 'y'), {}, false});
    QVERIFY(!after);
    QVERIFY(after.error().message.contains(u"16 MiB"_s));
}

QTEST_GUILESS_MAIN(tst_textreplacement)
#include "tst_textreplacement.moc"
