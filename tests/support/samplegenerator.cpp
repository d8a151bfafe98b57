#include "tests/support/samplegenerator.h"

#include "tests/support/sampleflat.h"
#include "tests/support/samplelabels.h"

#include <algorithm>

namespace persistence::test {

namespace {

/// Which kind of record stands at each place of a hundred: spread, so that a few hundred records already hold all kinds.
int kindAt(qint64 index)
{
    static const QList<int> kPlaces = [] {
        QList<int> places;
        for (qsizetype kind = 0; kind < sampleKinds().size(); ++kind)
            places.insert(places.size(), sampleKinds()[kind].share, int(kind));
        places.insert(places.size(), kOddShare, -1);
        return places;
    }();
    Q_ASSERT(kPlaces.size() == 100);
    return kPlaces[index * 37 % 100]; // 37 has no factor in common with 100
}

} // namespace

SampleGenerator::SampleGenerator(const SampleOptions &options)
    : m_options(options)
    , m_world(options.seed, options.records)
    , m_chunks(std::clamp<qint64>(options.records / 64, 1, 1'000'000))
{
    if (options.profile == SampleProfile::Flat)
        m_chunks = 1;
    m_index = -1;
}

SampleGenerator::~SampleGenerator() = default;

const QList<Collection> &SampleGenerator::collections()
{
    static const QList<Collection> kCollections = {Collection::Apps,     Collection::Users, Collection::Rooms,      Collection::Uploads,
                                                   Collection::Messages, Collection::Other, Collection::Persistence};
    return kCollections;
}

QByteArray SampleGenerator::collectionName(Collection collection)
{
    switch (collection) {
    case Collection::Persistence:
        return "rocketchat_apps_persistence";
    case Collection::Apps:
        return "rocketchat_apps";
    case Collection::Users:
        return "users";
    case Collection::Rooms:
        return "rocketchat_room";
    case Collection::Uploads:
        return "rocketchat_uploads";
    case Collection::Messages:
        return "rocketchat_message";
    case Collection::Unknown:
    case Collection::Other:
        break;
    }
    return "rocketchat_settings";
}

qint64 SampleGenerator::countOf(Collection collection) const
{
    if (m_options.profile == SampleProfile::Flat)
        return collection == Collection::Persistence ? m_options.records : 0;
    switch (collection) {
    case Collection::Persistence:
        return m_options.records;
    case Collection::Apps:
        return SampleWorld::apps().size();
    case Collection::Users:
        return m_world.personCount();
    case Collection::Rooms:
        return m_world.roomCount();
    case Collection::Uploads:
        return m_world.uploadCount();
    case Collection::Messages:
        return m_world.messageCount();
    case Collection::Unknown:
    case Collection::Other:
        break;
    }
    return 12;
}

bool SampleGenerator::next()
{
    for (; m_chunk < m_chunks; ++m_chunk) {
        for (; m_collectionIndex < collections().size(); ++m_collectionIndex) {
            const Collection collection = collections()[m_collectionIndex];
            const qint64 count = countOf(collection);
            m_index = std::max(m_index + 1, count * m_chunk / m_chunks);
            if (m_index < count * (m_chunk + 1) / m_chunks) {
                write(collection, m_index);
                return true;
            }
            m_index = -1;
        }
        m_collectionIndex = 0;
    }
    return false;
}

void SampleGenerator::write(Collection collection, qint64 index)
{
    m_collection = collection;
    m_builder.clear();
    const qint64 count = countOf(collection);
    const Random random(m_options.seed, 16 + quint64(collection), quint64(index));
    SampleScribe scribe{m_world, random, m_builder, index, count, SampleWorld::timeOf(index, count)};
    switch (collection) {
    case Collection::Persistence:
        if (m_options.profile == SampleProfile::Flat)
            writeFlatRecord(scribe);
        else
            writeRecord(scribe);
        break;
    case Collection::Apps:
        writeAppDocument(scribe, SampleWorld::apps()[index]);
        break;
    case Collection::Users:
        writeUserDocument(scribe, m_world.person(index));
        break;
    case Collection::Rooms:
        writeRoomDocument(scribe, m_world.room(index));
        break;
    case Collection::Uploads:
        writeUploadDocument(scribe, m_world.upload(index));
        break;
    case Collection::Messages:
        writeMessageDocument(scribe, m_world.messageId(index));
        break;
    case Collection::Unknown:
    case Collection::Other:
        writeSettingDocument(scribe);
        break;
    }
    m_document = m_builder.finish();
}

void SampleGenerator::writeRecord(SampleScribe &scribe)
{
    const int kind = kindAt(scribe.ordinal);
    if (kind < 0) {
        writeOddRecord(scribe, m_oddRecords++);
        return;
    }
    const SampleKind &recipe = sampleKinds()[kind];
    scribe.text("_id", SampleWorld::hexId(scribe.time, scribe.random));
    scribe.text("appId", SampleWorld::apps()[recipe.app].id);
    recipe.write(scribe);
    scribe.date("_updatedAt", scribe.time + scribe.random.below(3'600'000));
}

} // namespace persistence::test
