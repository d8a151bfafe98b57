#pragma once

#include "tests/support/random.h"

#include <QByteArray>
#include <QList>

namespace persistence::test {

struct SamplePerson
{
    QByteArray id; ///< 17 characters, as Meteor makes them
    QByteArray username;
    QByteArray name;
};

struct SampleRoom
{
    QByteArray id;
    char type = 'c'; ///< c channel, p private, d direct, l livechat
    QByteArray name; ///< empty for direct rooms
    QByteArray title;
    QByteArray parent; ///< of a discussion
    QList<SamplePerson> members;
};

struct SampleUpload
{
    QByteArray id;
    QByteArray name;
    QByteArray type;
    qint32 size = 0;
};

struct SampleApp
{
    const char *id;
    const char *name;
    const char *slug;
    const char *version;
    const char *description;
};

/// The invented server that the sample comes from: who and what the ids of the records mean. Everything is computed from its number when
/// asked for, so that a world of any size takes no memory.
class SampleWorld final
{
public:
    SampleWorld(quint64 seed, qint64 records);

    [[nodiscard]] qint64 personCount() const { return m_people; }
    [[nodiscard]] qint64 roomCount() const { return m_rooms; }
    [[nodiscard]] qint64 uploadCount() const { return m_uploads; }
    [[nodiscard]] qint64 messageCount() const { return m_messages; }

    [[nodiscard]] SamplePerson person(qint64 index) const;
    [[nodiscard]] SampleRoom room(qint64 index) const;
    [[nodiscard]] SampleUpload upload(qint64 index) const;
    [[nodiscard]] QByteArray messageId(qint64 index) const;
    static const QList<SampleApp> &apps();

    [[nodiscard]] SamplePerson anyPerson(Random &random) const { return person(random.skewedBelow(m_people)); }
    [[nodiscard]] SampleRoom anyRoom(Random &random) const { return room(random.skewedBelow(m_rooms)); }
    [[nodiscard]] SampleRoom anyRoom(Random &random, char type) const;
    [[nodiscard]] QByteArray anyMessageId(Random &random) const { return messageId(random.below(m_messages)); }

    /// Milliseconds since 1970 at which document \a index of \a count was made; the sample covers 90 days.
    static qint64 timeOf(qint64 index, qint64 count);

    // Forms of ids (domain reference, 5.7).
    static QByteArray meteorId(Random &random);
    static QByteArray hexId(qint64 milliseconds, Random &random);
    static QByteArray uuid(Random &random);

private:
    [[nodiscard]] quint64 hash(quint64 kind, qint64 index) const { return Random(m_seed, kind, quint64(index)).next(); }

    quint64 m_seed;
    qint64 m_people;
    qint64 m_rooms;
    qint64 m_uploads;
    qint64 m_messages;
};

} // namespace persistence::test
