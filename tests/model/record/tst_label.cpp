#include "model/record/label.h"

#include "model/bson/builder.h"

#include <QTest>

using namespace persistence;

namespace {

/// Something that must never be found in a label.
constexpr char kSecret[] = "s3cr3t";

QByteArray roomDocument(QByteArrayView type, const QList<QPair<QByteArray, QByteArray>> &texts, const QByteArrayList &usernames = {})
{
    bson::Builder builder;
    builder.appendString("_id", "ROOM1");
    builder.appendString("t", type);
    for (const auto &[name, value] : texts)
        builder.appendString(name, value);
    builder.openArray("usernames");
    for (qsizetype i = 0; i < usernames.size(); ++i)
        builder.appendString(QByteArray::number(i), usernames[i]);
    builder.close();
    builder.appendString("topic", kSecret);
    builder.openDocument("v");
    builder.appendString("token", kSecret);
    builder.appendString("username", "guest-7");
    builder.close();
    return builder.finish().toByteArray();
}

QByteArray nameOfRoom(const QByteArray &document)
{
    const auto label = labelOf(bson::DocumentView(document), Collection::Rooms);
    return label ? label->name : QByteArray("(none)");
}

bool holdsSecret(const Label &label)
{
    return (label.id + label.name + label.detail + label.version + label.status).contains(kSecret);
}

QByteArray userDocument()
{
    bson::Builder builder;
    builder.appendString("_id", "rbAXPnMktTFbNpwtJ");
    builder.appendString("username", "alice");
    builder.appendString("name", "Alice Adams");
    builder.openDocument("services");
    builder.openDocument("password");
    builder.appendString("bcrypt", kSecret);
    builder.close();
    builder.appendString("name", kSecret);
    builder.close();
    builder.openArray("emails");
    builder.appendString("0", kSecret);
    builder.close();
    builder.appendString("type", kSecret);
    return builder.finish().toByteArray();
}

QByteArray appDocument()
{
    bson::Builder builder;
    builder.appendString("_id", "notTheAppId");
    builder.appendString("id", "826f0d95-9e25-48a6-a781-a32f147230a5");
    builder.openDocument("info");
    builder.appendString("name", "GitHub");
    builder.appendString("version", "1.2.3");
    builder.appendString("description", kSecret);
    builder.close();
    builder.openDocument("settings");
    builder.appendString("name", kSecret);
    builder.close();
    builder.appendString("zip", kSecret);
    builder.appendString("status", "manually_enabled");
    builder.appendString("installationSource", "private");
    return builder.finish().toByteArray();
}

} // namespace

class LabelTest final : public QObject
{
    Q_OBJECT

private slots:
    void namesAppsByTheirOwnId()
    {
        const auto label = labelOf(bson::DocumentView(appDocument()), Collection::Apps);
        QVERIFY(label);
        const Label expected{LabelKind::App, "826f0d95-9e25-48a6-a781-a32f147230a5", "GitHub", "private", "1.2.3", "manually_enabled"};
        QVERIFY(*label == expected);
    }

    void namesUsersWithAtSign()
    {
        const auto label = labelOf(bson::DocumentView(userDocument()), Collection::Users);
        QVERIFY(label);
        QVERIFY((*label == Label{LabelKind::User, "rbAXPnMktTFbNpwtJ", "@alice", "Alice Adams", {}, {}}));
    }

    void guessesUnknownCollections()
    {
        QCOMPARE(labelOf(bson::DocumentView(userDocument()), Collection::Unknown)->kind, LabelKind::User);
        QCOMPARE(labelOf(bson::DocumentView(appDocument()), Collection::Unknown)->kind, LabelKind::App);
    }

    void neverTakesSecrets()
    {
        QVERIFY(!holdsSecret(*labelOf(bson::DocumentView(userDocument()), Collection::Users)));
        QVERIFY(!holdsSecret(*labelOf(bson::DocumentView(appDocument()), Collection::Apps)));
        QVERIFY(!holdsSecret(*labelOf(bson::DocumentView(roomDocument("l", {})), Collection::Rooms)));
        // Even under a wrong collection only the fields named for it are read.
        for (const Collection wrong : {Collection::Rooms, Collection::Uploads}) {
            const auto label = labelOf(bson::DocumentView(userDocument()), wrong);
            QVERIFY(!label || !(label->name + label->id).contains(kSecret));
        }
    }

    void namesRoomsByTheirKind()
    {
        QCOMPARE(nameOfRoom(roomDocument("c", {{"name", "general"}})), "#general");
        QCOMPARE(nameOfRoom(roomDocument("p", {{"name", "my-room"}, {"fname", "My Room"}})), "#My Room");
        QCOMPARE(nameOfRoom(roomDocument("p", {{"name", "x7f3"}, {"fname", "Lunch?"}, {"prid", "GENERAL"}})), "Lunch?");
        QCOMPARE(nameOfRoom(roomDocument("d", {}, {"alice", "bob"})), "@alice, @bob");
        QCOMPARE(nameOfRoom(roomDocument("l", {{"fname", "Guest"}})), "Guest");
        QCOMPARE(nameOfRoom(roomDocument("l", {})), "guest-7");
    }

    void namesFilesWithTheirType()
    {
        bson::Builder builder;
        builder.appendObjectId("_id", QByteArray::fromHex("0123456789abcdef01234567"));
        builder.appendString("name", "a.pdf");
        builder.appendString("type", "application/pdf");
        builder.appendString("url", kSecret);
        const QByteArray document = builder.finish().toByteArray();
        const auto label = labelOf(bson::DocumentView(document), Collection::Uploads);
        QVERIFY(label);
        QVERIFY((*label == Label{LabelKind::File, "0123456789abcdef01234567", "a.pdf", "application/pdf", {}, {}}));
    }

    void givesNothingWithoutIdOrName()
    {
        bson::Builder builder;
        builder.appendInt32("_id", 7);
        builder.appendString("username", "alice");
        QVERIFY(!labelOf(bson::DocumentView(builder.finish()), Collection::Users));
        builder.clear();
        builder.appendString("_id", "u");
        builder.appendNull("username");
        QVERIFY(!labelOf(bson::DocumentView(builder.finish()), Collection::Users));
        QVERIFY(!labelOf(bson::DocumentView(userDocument()), Collection::Persistence));
        QVERIFY(!labelOf(bson::DocumentView(QByteArray()), Collection::Apps));
    }

    void cutsHugeNamesBetweenCharacters()
    {
        const QByteArray umlauts = QByteArray("\xc3\xa4").repeated(100000);
        const QByteArray name = nameOfRoom(roomDocument("c", {{"name", "x" + umlauts}}));
        QVERIFY(name.size() <= kMaxLabelSize + 1);
        QCOMPARE(QString::fromUtf8(name).toUtf8(), name);
        QVERIFY(!QString::fromUtf8(name).contains(QChar::ReplacementCharacter));
    }
};

QTEST_APPLESS_MAIN(LabelTest)
#include "tst_label.moc"
