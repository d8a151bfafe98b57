#include "model/insight/keyhint.h"
#include "tests/model/edit/editing.h"

#include <QTest>

using namespace persistence;
using namespace persistence::test;

namespace {

QByteArray documentWith(const QByteArray &associations)
{
    return documentOf(R"({"_id":"r","appId":"a","associations":)" + associations + R"(,"data":{}})");
}

KeyElements keyOf(const QByteArray &document)
{
    return keyElements(bson::DocumentView(document)).value_or(KeyElements());
}

} // namespace

/// The rules of the domain reference, 4.2, one row each.
class tst_bridge : public QObject
{
    Q_OBJECT

private slots:
    void findsWhatTheServerFinds_data();
    void findsWhatTheServerFinds();
    void tellsNoKeyFromAnEmptyOne();
    void namesWhatIsOdd_data();
    void namesWhatIsOdd();
};

void tst_bridge::findsWhatTheServerFinds_data()
{
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("stored");
    QTest::addColumn<bool>("isRead");
    QTest::addColumn<bool>("isUpdated");
    const QByteArray user = R"({"model":"user","id":"u"})", misc = R"({"model":"misc","id":"5"})";
    const auto list = [](const QList<QByteArray> &items) { return QByteArray("[" + items.join(',') + "]"); };
    QTest::newRow("the same list") << list({user, misc}) << list({user, misc}) << true << true;
    QTest::newRow("another order") << list({misc, user}) << list({user, misc}) << true << false;
    QTest::newRow("a longer key") << list({user}) << list({user, misc}) << true << false;
    QTest::newRow("a shorter key") << list({user, misc}) << list({user}) << false << false;
    QTest::newRow("asked twice") << list({user, user}) << list({user}) << true << false;
    QTest::newRow("stored twice") << list({user}) << list({user, user}) << true << false;
    QTest::newRow("nothing asked, something stored") << list({}) << list({user}) << false << false;
    QTest::newRow("nothing asked, nothing stored") << list({}) << list({}) << false << true;
    QTest::newRow("id before model") << list({user}) << list({R"({"id":"u","model":"user"})"}) << false << false;
    QTest::newRow("another field") << list({user}) << list({R"({"model":"user","id":"u","x":1})"}) << false << false;
    QTest::newRow("a number is no text") << list({misc}) << list({R"({"model":"misc","id":5})"}) << false << false;
    QTest::newRow("a number and a number") << list({R"({"model":"misc","id":5})"}) << list({R"({"model":"misc","id":5})"}) << true << true;
    QTest::newRow("other letters") << list({user}) << list({R"({"model":"user","id":"U"})"}) << false << false;
}

void tst_bridge::findsWhatTheServerFinds()
{
    QFETCH(const QByteArray, asked);
    QFETCH(const QByteArray, stored);
    const QByteArray question = documentWith(asked), record = documentWith(stored);
    QTEST(readFinds(keyOf(question), keyOf(record)), "isRead");
    QTEST(updateFinds(keyOf(question), keyOf(record)), "isUpdated");
}

void tst_bridge::tellsNoKeyFromAnEmptyOne()
{
    const QByteArray without = documentOf(R"({"_id":"r","appId":"a","data":{}})");
    QVERIFY(!keyElements(bson::DocumentView(without)));
    const QByteArray empty = documentWith("[]");
    QVERIFY(keyElements(bson::DocumentView(empty)));
    const QByteArray text = documentWith(R"("room")");
    QVERIFY(!keyElements(bson::DocumentView(text)));
}

void tst_bridge::namesWhatIsOdd_data()
{
    QTest::addColumn<QByteArray>("association");
    QTest::addColumn<AssociationOddity>("oddity");
    QTest::newRow("a pair") << QByteArray(R"({"model":"m","id":"i"})") << AssociationOddity::None;
    QTest::newRow("a text") << QByteArray(R"("m")") << AssociationOddity::NotAnObject;
    QTest::newRow("no model") << QByteArray(R"({"id":"i"})") << AssociationOddity::NoModel;
    QTest::newRow("no id") << QByteArray(R"({"model":"m"})") << AssociationOddity::NoId;
    QTest::newRow("a number as model") << QByteArray(R"({"model":1,"id":"i"})") << AssociationOddity::ModelNotText;
    QTest::newRow("a number as id") << QByteArray(R"({"model":"m","id":1})") << AssociationOddity::IdNotText;
    QTest::newRow("other order") << QByteArray(R"({"id":"i","model":"m"})") << AssociationOddity::OtherOrder;
    QTest::newRow("other fields") << QByteArray(R"({"model":"m","id":"i","x":1})") << AssociationOddity::OtherFields;
    QTest::newRow("model twice") << QByteArray(R"({"model":"m","id":"i","model":"m"})") << AssociationOddity::OtherFields;
}

void tst_bridge::namesWhatIsOdd()
{
    QFETCH(const QByteArray, association);
    QFETCH(const AssociationOddity, oddity);
    const QByteArray document = documentWith("[" + association + "]");
    const bson::Element element = keyOf(document).front();
    QCOMPARE(oddityOf(element), oddity);
    QCOMPARE(pairOf(element).has_value(), oddity == AssociationOddity::None);
    QCOMPARE(oddityText(oddity).isEmpty(), oddity == AssociationOddity::None);
}

QTEST_GUILESS_MAIN(tst_bridge)
#include "tst_bridge.moc"
