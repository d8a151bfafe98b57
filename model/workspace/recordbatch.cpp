#include "model/workspace/recordbatch.h"

#include <xxhash.h>

namespace persistence {

quint64 bodyChecksum(QByteArrayView body)
{
    return XXH3_64bits(body.data(), size_t(body.size()));
}

/// Parts of the body are found again in its copy; others (the fixed model names of messages) are appended to the arena.
RecordBatch::Slice RecordBatch::slice(QByteArrayView part, QByteArrayView body, quint32 bodyStart)
{
    if (part.data() >= body.data() && part.data() + part.size() <= body.data() + body.size())
        return {quint32(bodyStart + quint32(part.data() - body.data())), quint32(part.size())};
    const auto start = quint32(m_arena.size());
    m_arena.append(part.data(), size_t(part.size()));
    return {start, quint32(part.size())};
}

quint32 RecordBatch::app(Collection collection, QByteArrayView id, QByteArrayView body, quint32 bodyStart)
{
    ByBytes<quint32> &places = collection == Collection::Messages ? m_messageAppPlaces : m_appPlaces;
    if (const auto known = places.find(id); known != places.end())
        return known->second;
    const auto place = quint32(m_apps.size());
    places.emplace(id.toByteArray(), place);
    m_apps.push_back({collection, id.isEmpty() ? Slice() : slice(id, body, bodyStart)});
    return place;
}

quint32 RecordBatch::model(QByteArrayView name, QByteArrayView body, quint32 bodyStart)
{
    if (const auto known = m_modelPlaces.find(name); known != m_modelPlaces.end())
        return known->second;
    const auto place = quint32(m_models.size());
    m_modelPlaces.emplace(name.toByteArray(), place);
    m_models.push_back(slice(name, body, bodyStart));
    return place;
}

void RecordBatch::addRecord(QByteArrayView body, const RecordIndex &index)
{
    Row row;
    row.collection = index.collection;
    row.body = {quint32(m_arena.size()), quint32(body.size())};
    row.updated = index.updated;
    row.marks = index.marks;
    row.checksum = bodyChecksum(body);
    m_arena.append(body.data(), size_t(body.size()));
    row.app = app(index.collection, index.appId, body, row.body.start);
    if (!index.marks.testFlag(RecordMark::NoRecordId)) {
        row.recordIdType = index.recordId.type();
        row.recordIdValue = slice(index.recordId.value(), body, row.body.start);
    }
    row.firstPair = quint32(m_pairs.size());
    row.pairCount = quint32(index.associations.size());
    for (const Association &association : index.associations)
        m_pairs.push_back({model(association.model, body, row.body.start), slice(association.id, body, row.body.start)});
    m_rows.push_back(row);
    m_size += body.size() + qsizetype(sizeof(Row) + sizeof(Pair) * index.associations.size());
}

void RecordBatch::addProblem(ProblemPiece problem)
{
    m_size += problem.bytes.size() + qsizetype(sizeof(ProblemPiece));
    m_problems.push_back(std::move(problem));
}

void RecordBatch::clear()
{
    m_arena.clear();
    m_rows.clear();
    m_apps.clear();
    m_models.clear();
    m_appPlaces.clear();
    m_messageAppPlaces.clear();
    m_modelPlaces.clear();
    m_pairs.clear();
    m_labels.clear();
    m_problems.clear();
    m_size = 0;
    skipped = 0;
}

} // namespace persistence
