#include "tests/support/samplescribe.h"

namespace persistence::test {

namespace {

const char *const kGood[] = {"Answered within a minute, thank you!",
                             "Friendly and quick.",
                             "Solved on the first try.",
                             "Sehr freundlich, danke 🙂",
                             "The new search makes this so much easier.",
                             "Great: the invoice was there before I hung up."};
const char *const kMixed[] = {"It works, but I had to explain it twice.", "Fine in the end.",
                              "The answer was right; the form is confusing.", "Could be faster on mobile.", "Good help, slow page."};
const char *const kBad[] = {"Still waiting since Tuesday.", "The upload fails with \"413\" every time.",
                            "Nobody told me that the meeting moved.", "I was sent from room to room.",
                            "Login stopped working after the update."};
const char *const kSubjects[] = {"The export",        "Room search",   "The mobile app", "Video calls",
                                 "The weekly report", "Push messages", "Single sign-on"};
const char *const kVerbs[] = {"needs", "shows", "loses", "ignores", "repeats", "sorts", "hides"};
const char *const kObjects[] = {"the last line",     "names with an umlaut", "two of three attachments",
                                "the order of days", "older threads",        "a draft"};

} // namespace

QByteArray sampleSentence(Random &random)
{
    QByteArray sentence = random.pick(kSubjects);
    sentence += ' ';
    sentence += random.pick(kVerbs);
    sentence += ' ';
    sentence += random.pick(kObjects);
    return sentence + '.';
}

QByteArray sampleComment(Random &random, int rating)
{
    QByteArray comment = rating >= 4 ? random.pick(kGood) : rating == 3 ? random.pick(kMixed) : random.pick(kBad);
    if (random.chance(40))
        comment += ' ' + sampleSentence(random);
    return comment;
}

QByteArray sampleText(Random &random, qsizetype size)
{
    QByteArray text;
    while (text.size() < size)
        text += sampleSentence(random) + ' ';
    return text;
}

void SampleScribe::texts(QByteArrayView name, std::initializer_list<QByteArray> values)
{
    out.openArray(name);
    qint64 index = 0;
    for (const QByteArray &value : values)
        out.appendString(QByteArray::number(index++), value);
    out.close();
}

void SampleScribe::key(std::initializer_list<KeyPart> parts)
{
    out.openArray("associations");
    qint64 index = 0;
    for (const KeyPart &part : parts) {
        openItem(index++);
        text("model", part.model);
        text("id", part.id);
        close();
    }
    out.close();
}

void SampleScribe::person(QByteArrayView name, const SamplePerson &person)
{
    out.openDocument(name);
    text("id", person.id);
    text("username", person.username);
    text("name", person.name);
    close();
}

void SampleScribe::room(QByteArrayView name, const SampleRoom &room)
{
    out.openDocument(name);
    text("id", room.id);
    text("name", room.title.isEmpty() ? room.name : room.title);
    close();
}

void SampleScribe::wholeRoom(QByteArrayView name, const SampleRoom &room)
{
    out.openDocument(name);
    text("id", room.id);
    text("displayName", room.title.isEmpty() ? room.name : room.title);
    text("slugifiedName", room.name);
    text("type", QByteArray(1, room.type));
    out.openDocument("creator");
    text("id", room.members.first().id);
    text("username", room.members.first().username);
    out.openArray("emails");
    openItem(0);
    text("address", room.members.first().username + "@example.org");
    flag("verified", true);
    close();
    close();
    close();
    texts("usernames", {room.members.first().username, room.members.last().username});
    flag("isDefault", room.id == "GENERAL");
    flag("isReadOnly", false);
    flag("displaySystemMessages", true);
    whole("messageCount", qint32(random.below(20000)));
    date("createdAt", time - 86'400'000);
    date("updatedAt", time);
    date("lastModifiedAt", time);
    out.openDocument("customFields");
    close();
    none("parentRoom");
    close();
}

} // namespace persistence::test
