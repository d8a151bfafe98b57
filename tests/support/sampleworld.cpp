#include "tests/support/sampleworld.h"

#include <algorithm>

namespace persistence::test {

namespace {

const char *const kFirstNames[] = {"Ada",  "Benno", "Carla", "Dario", "Elif",   "Femke", "Goran", "Hanna", "Imre",  "Jonas",
                                   "Kaja", "Levin", "Mira",  "Nuri",  "Odette", "Pavel", "Quinn", "Rosa",  "Sören", "Tilda"};
const char *const kLastNames[] = {"Marlow", "Kessel", "Brandt", "Okoye", "Yılmaz", "Visser", "Petrić", "Lindqvist", "Farkas", "Almeida",
                                  "Nowak",  "Hartig", "Devi",   "Sato",  "Moreau", "Kovář",  "Byrne",  "Santos",    "Åberg",  "Winter"};
const char *const kPlainFirst[] = {"ada",  "benno", "carla", "dario", "elif",   "femke", "goran", "hanna", "imre",   "jonas",
                                   "kaja", "levin", "mira",  "nuri",  "odette", "pavel", "quinn", "rosa",  "soeren", "tilda"};
const char *const kPlainLast[] = {"marlow", "kessel", "brandt", "okoye", "yilmaz", "visser", "petric", "lindqvist", "farkas", "almeida",
                                  "nowak",  "hartig", "devi",   "sato",  "moreau", "kovar",  "byrne",  "santos",    "aberg",  "winter"};
const char *const kChannels[] = {"general", "support", "release-notes", "design", "sales-emea", "random", "infrastructure", "hiring"};
const char *const kFiles[] = {"invoice", "floor plan", "screenshot", "meeting notes", "Überblick", "contract (final)", "logo", "trace"};
const char *const kFileTypes[][2] = {{"pdf", "application/pdf"}, {"png", "image/png"}, {"csv", "text/csv"}, {"ogg", "audio/ogg"}};

// First day of the sample: 2026-01-05 08:00 UTC.
constexpr qint64 kFirstMoment = 1767600000000;
constexpr qint64 kSpan = qint64(90) * 24 * 3600 * 1000;

void appendHex(QByteArray &text, quint64 value, int digits)
{
    for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        text.append("0123456789abcdef"[(value >> shift) & 15]);
}

} // namespace

SampleWorld::SampleWorld(quint64 seed, qint64 records)
    : m_seed(seed)
    , m_people(std::clamp<qint64>(records / 15, 14, 40'000))
    , m_rooms(std::clamp<qint64>(records / 20, 12, 20'000))
    , m_uploads(std::clamp<qint64>(records / 40, 5, 10'000))
    , m_messages(std::clamp<qint64>(records / 5, 20, 200'000))
{
}

SamplePerson SampleWorld::person(qint64 index) const
{
    Random random(hash(1, index));
    const QByteArray id = index == 0 ? QByteArray("rocket.cat") : meteorId(random);
    const qint64 first = (index * 7) % 20;
    const qint64 last = (index * 11 + index / 20 * 3) % 20;
    const QByteArray number = index < 20 ? QByteArray() : QByteArray::number(index);
    if (index == 0)
        return {id, "rocket.cat", "Rocket.Cat"};
    return {id, QByteArray(kPlainFirst[first]) + '.' + kPlainLast[last] + number, QByteArray(kFirstNames[first]) + ' ' + kLastNames[last]};
}

SampleRoom SampleWorld::room(qint64 index) const
{
    Random random(hash(2, index));
    SampleRoom room;
    room.id = index == 0 ? QByteArray("GENERAL") : random.chance(50) ? meteorId(random) : hexId(timeOf(index, m_rooms), random);
    room.members = {person(index % m_people), person((index * 3 + 1) % m_people)};
    const QByteArray number = index < 16 ? QByteArray() : '-' + QByteArray::number(index);
    switch (index % 8) {
    case 3: { // The room of two people: both ids, sorted and joined.
        room.type = 'd';
        QList<QByteArray> ids{room.members[0].id, room.members[1].id};
        std::ranges::sort(ids);
        room.id = ids.join();
        break;
    }
    case 4:
        room.type = 'p';
        room.name = "team-" + QByteArray(kChannels[(index / 8) % 8]) + number;
        break;
    case 5:
        room.type = 'p';
        room.parent = this->room(0).id;
        room.name = meteorId(random);
        room.title = "Should we move the " + QByteArray(kChannels[(index / 8 + 3) % 8]) + " meeting?";
        break;
    case 6:
        room.type = 'l';
        room.title = "Guest " + QByteArray::number(1000 + index);
        break;
    default:
        room.name = QByteArray(kChannels[(index % 8 + index / 8 * 3) % 8]) + number;
    }
    return room;
}

SampleRoom SampleWorld::anyRoom(Random &random, char type) const
{
    const qint64 start = random.below(m_rooms);
    for (qint64 i = start; i < start + 8; ++i) {
        const SampleRoom found = room(i % m_rooms);
        if (found.type == type)
            return found;
    }
    return room(start);
}

SampleUpload SampleWorld::upload(qint64 index) const
{
    Random random(hash(3, index));
    const auto &type = random.pick(kFileTypes);
    return {meteorId(random), QByteArray(random.pick(kFiles)) + ' ' + QByteArray::number(index) + '.' + type[0], type[1],
            qint32(random.below(4'000'000))};
}

QByteArray SampleWorld::messageId(qint64 index) const
{
    Random random(hash(4, index));
    return meteorId(random);
}

qint64 SampleWorld::timeOf(qint64 index, qint64 count)
{
    // In whole steps, so that no rounding depends on the machine.
    return kFirstMoment + index * (kSpan / qMax<qint64>(count, 1)) + (index * 7919) % 1000;
}

QByteArray SampleWorld::meteorId(Random &random)
{
    static constexpr char kAlphabet[] = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
    QByteArray id(17, Qt::Uninitialized);
    for (char &c : id)
        c = kAlphabet[random.below(55)];
    return id;
}

QByteArray SampleWorld::hexId(qint64 milliseconds, Random &random)
{
    QByteArray id;
    id.reserve(24);
    appendHex(id, quint64(milliseconds / 1000), 8);
    appendHex(id, random.next(), 16);
    return id;
}

QByteArray SampleWorld::uuid(Random &random)
{
    const quint64 high = random.next();
    const quint64 low = random.next();
    QByteArray id;
    id.reserve(36);
    appendHex(id, high >> 32, 8);
    id.append('-');
    appendHex(id, high >> 16, 4);
    id.append("-4");
    appendHex(id, high, 3);
    id.append("-a");
    appendHex(id, low >> 48, 3);
    id.append('-');
    appendHex(id, low, 12);
    return id;
}

const QList<SampleApp> &SampleWorld::apps()
{
    // Ids that are public (domain reference, 6.1) where the app has one that is; the others are invented.
    static const QList<SampleApp> kApps = {
        {"3f0f1c62-5a0e-4a5e-9c0b-7e1d2b9a4401", "Feedback", "feedback", "1.4.0", "Collects ratings and comments from conversations"},
        {"826f0d95-9e25-48a6-a781-a32f147230a5", "GitHub", "github", "2.2.1", "Issues and pull requests in a room"},
        {"c33fa1a6-68a7-491e-bf49-9d7b99671c48", "Poll", "poll", "3.1.0", "Polls in a room"},
        {"fb6e4e74-f99d-41b6-96da-2486e9aafea8", "Notion", "notion", "0.9.2", "Pages and databases from a room"},
        {"e664d2cb-7beb-413a-837a-80fd840c387b", "Quick Replies", "quick-replies", "1.0.3", "Replies at hand"},
        {"b1a7c3d0-2f64-4f0d-8a55-0c9e6d7f1102", "Microsoft Teams Bridge", "teams-bridge", "1.2.0", "Messages both ways"},
        {"0d9b6f3e-7c41-4b7a-9d1f-52e8a6c40b03", "Whiteboard", "whiteboard", "1.1.0", "Drawings in a room"},
        {"9c2e4a18-61fd-4d0b-b3a7-1f5d8e90c204", "Google Calendar", "google-calendar", "0.7.5", "Meetings from a room"},
        {"5a85e557-2e86-4699-b6ba-316d40536e2b", "Jira Server", "jira-server", "2.0.0", "Issues in a room"},
        {"7e51d0b9-43aa-4c86-8f2e-9b6c0d3a7505", "Figma", "figma", "0.4.1", "Comments of designs in a room"},
        {"2a6f8c47-95e3-4e1b-a0d4-6c7b1f2e9806", "News", "news", "1.0.0", "Articles as they appear"},
        {"d48b0e72-1c5f-49d3-86ab-e3f7a9502c07", "WhatsApp Connector", "whatsapp", "4.0.2", "Livechat over WhatsApp"},
        {"64c1f9a5-8e2d-4b36-9f70-b5d2e81c3a08", "Message Counter", "message-counter", "0.0.1", "Counts messages, as the tutorial does"},
        {"f7e30b8c-0a94-4d52-b6c1-4d8f7e2a5909", "Time Off", "time-off", "1.3.0", "Who is away"},
    };
    return kApps;
}

} // namespace persistence::test
