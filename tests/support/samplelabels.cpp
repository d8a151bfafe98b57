#include "tests/support/samplelabels.h"

#include "tests/support/samplegenerator.h"

namespace persistence::test {

void writeAppDocument(SampleScribe &s, const SampleApp &app)
{
    s.text("_id", SampleWorld::meteorId(s.random));
    s.text("id", app.id);
    s.out.openDocument("info");
    s.text("id", app.id);
    s.text("name", app.name);
    s.text("nameSlug", app.slug);
    s.text("version", app.version);
    s.text("description", app.description);
    s.text("requiredApiVersion", "^1.44.0");
    s.out.openDocument("author");
    s.text("name", "Orchard Works");
    s.text("support", "https://support.example.org");
    s.close();
    s.text("iconFileContent", "data:image/png;base64,iVBORw0KGgo=");
    s.texts("implements", {"IPostMessageSent"});
    s.close();
    s.text("status", s.ordinal % 4 == 3 ? "manually_disabled" : "manually_enabled");
    s.text("installationSource", s.ordinal % 2 ? "marketplace" : "private");
    s.out.openDocument("settings");
    s.out.openDocument("client-secret");
    s.text("value", SampleGenerator::kSecretMark);
    s.close();
    s.close();
    s.date("createdAt", s.time);
    s.date("_updatedAt", s.time);
}

void writeUserDocument(SampleScribe &s, const SamplePerson &person)
{
    s.text("_id", person.id);
    s.date("createdAt", s.time);
    s.out.openDocument("services");
    s.out.openDocument("password");
    s.text("bcrypt", QByteArray("$2b$10$") + SampleGenerator::kSecretMark);
    s.close();
    s.close();
    s.text("username", person.username);
    s.text("name", person.name);
    s.out.openArray("emails");
    s.openItem(0);
    s.text("address", person.username + "@example.org");
    s.flag("verified", true);
    s.close();
    s.close();
    s.text("type", person.id == "rocket.cat" ? "bot" : "user");
    s.text("status", "offline");
    s.flag("active", true);
    s.texts("roles", {"user"});
    s.date("_updatedAt", s.time);
}

void writeRoomDocument(SampleScribe &s, const SampleRoom &room)
{
    s.text("_id", room.id);
    s.text("t", QByteArray(1, room.type));
    if (!room.name.isEmpty())
        s.text("name", room.name);
    if (!room.title.isEmpty())
        s.text("fname", room.title);
    if (!room.parent.isEmpty())
        s.text("prid", room.parent);
    if (room.type == 'd') {
        s.texts("usernames", {room.members[0].username, room.members[1].username});
        s.texts("uids", {room.members[0].id, room.members[1].id});
    }
    if (room.type == 'l') {
        s.out.openDocument("v");
        s.text("_id", SampleWorld::meteorId(s.random));
        s.text("username", "guest-" + QByteArray::number(s.ordinal));
        s.text("token", SampleGenerator::kSecretMark);
        s.close();
    }
    s.whole("msgs", qint32(s.random.below(5000)));
    s.date("ts", s.time);
    s.date("_updatedAt", s.time);
}

void writeUploadDocument(SampleScribe &s, const SampleUpload &upload)
{
    s.text("_id", upload.id);
    s.text("name", upload.name);
    s.text("type", upload.type);
    s.whole("size", upload.size);
    s.text("rid", s.world.anyRoom(s.random).id);
    s.text("userId", s.world.anyPerson(s.random).id);
    s.text("store", "GridFS:Uploads");
    s.text("token", SampleGenerator::kSecretMark);
    s.flag("complete", true);
    s.date("uploadedAt", s.time);
    s.date("_updatedAt", s.time);
}

void writeMessageDocument(SampleScribe &s, const QByteArray &id)
{
    const SamplePerson author = s.world.anyPerson(s.random);
    s.text("_id", id);
    s.text("rid", s.world.anyRoom(s.random).id);
    s.text("msg", sampleSentence(s.random));
    s.date("ts", s.time);
    s.out.openDocument("u");
    s.text("_id", author.id);
    s.text("username", author.username);
    s.text("name", author.name);
    s.close();
    s.date("_updatedAt", s.time);
    if (s.ordinal % 3 != 0)
        return;
    s.out.openDocument("customFields");
    s.text("ticket", "CID-" + QByteArray::number(s.random.below(900)));
    s.text("priority", s.random.chance(30) ? "high" : "normal");
    s.number("dueAt", double(s.time + 86'400'000));
    s.close();
}

void writeSettingDocument(SampleScribe &s)
{
    s.text("_id", "Setting_" + QByteArray::number(s.ordinal));
    s.text("value", SampleGenerator::kSecretMark);
    s.flag("hidden", false);
    s.date("_updatedAt", s.time);
}

} // namespace persistence::test
