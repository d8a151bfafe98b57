#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/validation.h"
#include "model/edit/textreplacement.h"
#include "tests/model/bson/randomdocument.h"

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

QByteArray textOf(const QByteArray &body)
{
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(body), {bson::JsonMode::Relaxed, 0}, text);
    return text;
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

void tst_textreplacement::refusesWhatBecomesTooLarge()
{
    const Record record = recordOf(R"({"data":{"a":")" + QByteArray(1'000'000, 'x') + R"("}})");
    const auto after = replaceText(record, {"x", QByteArray(1'000, 'y'), {}, false});
    QVERIFY(!after);
    QVERIFY(after.error().message.contains(u"16 MiB"_s));
}

QTEST_GUILESS_MAIN(tst_textreplacement)
#include "tst_textreplacement.moc"
