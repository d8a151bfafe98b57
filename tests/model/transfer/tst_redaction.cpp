#include "model/transfer/redaction.h"
#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

QByteArray redacted(const QByteArray &rules, const QByteArray &json, const QByteArray &salt = "salt")
{
    const auto profile = RedactionProfile::parse(R"({"name": "test", "rules": [)" + rules + "]}", u"test"_s);
    if (!profile)
        return profile.error().message.toUtf8();
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        return reader.error().toDisplayText().toUtf8();
    Redaction redaction(*profile, salt);
    const QByteArray document = redaction.apply(reader.document()).toByteArray();
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(document), {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

QByteArrayList partsIn(const QByteArray &text)
{
    static const QHash<TextKind, QByteArray> names = {{TextKind::Email, "email"},
                                                      {TextKind::Url, "url"},
                                                      {TextKind::Token, "token"},
                                                      {TextKind::UserId, "id"},
                                                      {TextKind::Phone, "phone"}};
    QByteArrayList parts;
    for (const TextFind &found : findTextKinds(text))
        parts.append(names[found.kind] + ' ' + text.mid(found.start, found.size));
    return parts;
}

} // namespace

class RedactionTest final : public QObject
{
    Q_OBJECT

private slots:
    void tellsKindsOfText_data();
    void tellsKindsOfText();
    void masksAndKeepsTheTypes();
    void dropsFieldsAndKeepsPlacesInArrays();
    void hashesStably();
    void keepsRecordsJoined();
    void takesTheFirstRuleThatMatches();
    void redactsNamesOfFields();
    void givesPseudonymsTheLookOfTheirTexts();
    void leavesWhatNoRuleMatches();
    void saysWhichRuleIsWrong_data();
    void saysWhichRuleIsWrong();
    void hasABuiltInProfile();
};

void RedactionTest::tellsKindsOfText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArrayList>("parts");
    const auto row = [](const char *text, const QByteArrayList &parts) { QTest::newRow(text) << QByteArray(text) << parts; };
    row("write to anna.b+x@mail.example.org.", {"email anna.b+x@mail.example.org"});
    row("anna@host", {});
    row("see (https://example.org/a?b=c&d) or HTTP://x.y", {"url https://example.org/a?b=c&d", "url HTTP://x.y"});
    row("+49 (0) 89 123-456 and 0171 2345678", {"phone +49 (0) 89 123-456", "phone 0171 2345678"});
    row("2026-01-31 12:00, 1700000000123, 0.5", {});
    row("DF-RID-u767StBsDaxgje7Qr", {"id u767StBsDaxgje7Qr"});
    row("u767StBsDaxgje7Qr#Room", {"id u767StBsDaxgje7Qr"});
    row("abcdefghijkmnopqr", {});
    row("key sk_live_4eC39HqLyjWDarjtT1zdp7dc", {"token sk_live_4eC39HqLyjWDarjtT1zdp7dc"});
    row("0123456789abcdef01234567 and 3f2504e0-4f89-11d3-9a0c-0305e82c3301", {});
    row("", {});
}

void RedactionTest::tellsKindsOfText()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArrayList, parts);
    QCOMPARE(partsIn(text), parts);
}

void RedactionTest::masksAndKeepsTheTypes()
{
    QCOMPARE(
        redacted(
            R"({"path": "data", "action": "mask"})",
            R"({"data": {"t": "Grüße 42!", "n": 5, "d": 1.5, "when": {"$date": "2026-01-31T12:00:05Z"}, "list": [true, null]}, "other": 7})"),
        R"({"data":{"t":"xxxxx 00!","n":0,"d":0.0,"when":{"$date":"1970-01-01T00:00:00Z"},"list":[false,null]},"other":7})");
}

void RedactionTest::dropsFieldsAndKeepsPlacesInArrays()
{
    QCOMPARE(redacted(R"({"field": "TOKEN", "action": "drop"}, {"path": "list[0]", "action": "drop"})",
                      R"({"a": {"Token": {"x": 1}, "b": 2}, "list": [1, 2]})"),
             R"({"a":{"b":2},"list":[null,2]})");
}

void RedactionTest::hashesStably()
{
    const QByteArray rules = R"({"path": "a", "action": "hash"})";
    QCOMPARE(redacted(rules, R"({"a": "x"})"), redacted(rules, R"({"a": "x"})"));
    QVERIFY(redacted(rules, R"({"a": "x"})") != redacted(rules, R"({"a": "y"})"));
    QVERIFY(redacted(rules, R"({"a": "x"})") != redacted(rules, R"({"a": "x"})", "other salt"));
}

void RedactionTest::keepsRecordsJoined()
{
    const QByteArray text = redacted(R"({"model": "user", "action": "hash"}, {"text": "userId", "action": "hash"})",
                                     R"({"appId": "u767StBsDaxgje7Qr", "associations": [{"model": "user", "id": "u767StBsDaxgje7Qr"}],
                                         "data": {"by": "u767StBsDaxgje7Qr", "note": "DF-RID-u767StBsDaxgje7Qr"}})");
    QVERIFY(text.startsWith(R"({"appId":"u767StBsDaxgje7Qr",)"));
    const QByteArray id = text.mid(text.indexOf(R"("id":")") + 6, 17);
    QVERIFY2(text.contains("\"by\":\"" + id + '"') && text.contains("DF-RID-" + id), text);
    QCOMPARE(text.count("u767StBsDaxgje7Qr"), 1);
}

void RedactionTest::takesTheFirstRuleThatMatches()
{
    QCOMPARE(redacted(R"({"path": "a.email", "action": "keep"}, {"field": "email", "action": "drop"}, {"text": "email", "action": "mask"})",
                      R"({"a": {"email": "a@b.org"}, "b": {"email": "a@b.org"}, "c": "to a@b.org"})"),
             R"({"a":{"email":"a@b.org"},"b":{},"c":"to x@x.xxx"})");
}

void RedactionTest::redactsNamesOfFields()
{
    const QByteArray text = redacted(R"({"text": "email", "action": "mask"})", R"({"votes": {"a@b.org": 1, "c@d.org": 2}})");
    QVERIFY2(!text.contains("b.org") && !text.contains("d.org"), text);
    QCOMPARE(text.count("@example.invalid"), 2);
}

void RedactionTest::givesPseudonymsTheLookOfTheirTexts()
{
    Pseudonyms pseudonyms("salt");
    for (const QByteArray &text : {QByteArray("anna@example.org"), QByteArray("https://example.org/x"), QByteArray("u767StBsDaxgje7Qr"),
                                   QByteArray("+49 89 1234567")}) {
        const auto before = findTextKinds(text), after = findTextKinds(pseudonyms.of(text));
        QCOMPARE(after.size(), size_t(1));
        QCOMPARE(after[0].kind, before[0].kind);
    }
    QCOMPARE(pseudonyms.of("0123456789abcdef01234567").size(), 24);
    QVERIFY(pseudonyms.of("").isEmpty());
}

void RedactionTest::leavesWhatNoRuleMatches()
{
    const QByteArray json =
        R"({"_id":"1","appId":"app","associations":[{"model":"misc","id":"feedback"}],"data":{"n":1.0,"b":{"$binary":{"base64":"AQ==","subType":"00"}}}})";
    QCOMPARE(redacted("", json), json);
}

void RedactionTest::saysWhichRuleIsWrong_data()
{
    QTest::addColumn<QByteArray>("rule");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("no action") << QByteArray(R"({"path": "a"})") << QByteArray("needs an action");
    QTest::newRow("two matches") << QByteArray(R"({"path": "a", "field": "b", "action": "mask"})") << QByteArray("needs an action");
    QTest::newRow("action") << QByteArray(R"({"path": "a", "action": "burn"})") << QByteArray("keep, mask, hash, drop");
    QTest::newRow("path") << QByteArray(R"({"path": "a..b", "action": "mask"})") << QByteArray("is no path");
    QTest::newRow("kind") << QByteArray(R"({"text": "iban", "action": "mask"})") << QByteArray("email, url, token, userId, phone");
    QTest::newRow("drop app") << QByteArray(R"({"path": "appId", "action": "drop"})") << QByteArray("needs its app");
    QTest::newRow("unknown") << QByteArray(R"({"where": "a", "action": "mask"})") << QByteArray("not known");
}

void RedactionTest::saysWhichRuleIsWrong()
{
    QFETCH(const QByteArray, rule);
    QFETCH(const QByteArray, reason);
    const QByteArray message = redacted(R"({"path": "fine", "action": "mask"},)" + rule, "{}");
    QVERIFY2(message.startsWith("Rule 2 of the profile test") && message.contains(reason), message);
}

void RedactionTest::hasABuiltInProfile()
{
    QCOMPARE(RedactionProfile::share().name, u"share"_s);
    QVERIFY(RedactionProfile::share().rules.size() > 20);
}

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
