// What a new workspace does with records of one id, once all were read.
#include "model/workspace/bulkwriter.h"

#include "model/workspace/statement.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

#include <sqlite3.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Import)
};

} // namespace

Result<void> BulkWriter::resolveSameIds(const std::vector<std::vector<qint64>> &sameIds)
{
    for (const std::vector<qint64> &records : sameIds) {
        if (auto resolved = resolveSameId(records); !resolved)
            return resolved;
    }
    return m_database->execute("DELETE FROM record_id WHERE record NOT IN (SELECT id FROM record)");
}

/// \a records have one id, in order of arrival. Going on from the first, the next one replaces it or is skipped; equal bytes change
/// nothing.
Result<void> BulkWriter::resolveSameId(const std::vector<qint64> &records)
{
    constexpr const char *kEqualBodies = "SELECT a.body = b.body, b.import FROM record a, record b WHERE a.id = ? AND b.id = ?";
    constexpr const char *kCountVersion = "UPDATE record SET version = version + ? WHERE id = ?";
    qint64 kept = records.front();
    std::vector<qint64> replaced;
    for (size_t i = 1; i < records.size(); ++i) {
        Statement statement(*m_database, kEqualBodies);
        auto row = statement.bind(kept).bind(records[i]).step();
        if (!row)
            return row.error();
        const bool isEqual = statement.integer(0) != 0;
        ImportSummary *import = m_log->find(statement.integer(1));
        statement.reset();
        if (isEqual || m_sameId == SameId::Skip) {
            ++(isEqual ? import->unchanged : m_differing);
            if (auto dropped = drop(records[i]); !dropped)
                return dropped;
            continue;
        }
        ++import->replaced;
        if (auto kept_ = keepInHistory(kept, records[i]); !kept_)
            return kept_;
        replaced.push_back(kept);
        kept = records[i];
    }
    for (const qint64 record : replaced) {
        if (auto dropped = drop(record); !dropped)
            return dropped;
    }
    if (replaced.empty())
        return {};
    // The images of all versions belong to the record that stays.
    for (const qint64 record : replaced) {
        Statement statement(*m_database, "UPDATE change_image SET record = ? WHERE record = ?");
        if (auto moved = statement.bind(kept).bind(record).run(); !moved)
            return moved;
    }
    Statement statement(*m_database, kCountVersion);
    return statement.bind(qint64(replaced.size())).bind(kept).run();
}

Result<void> BulkWriter::keepInHistory(qint64 dropped, qint64 kept)
{
    if (m_change == 0) {
        const QByteArray title = Texts::tr("Import").toUtf8();
        Statement statement(*m_database, "INSERT INTO change (made_at, author, source, title, import, target, state, images, bytes) "
                                         "VALUES (?, x'', 1, ?, 0, 0, 3, 0, 0)");
        if (auto inserted = statement.bind(QDateTime::currentMSecsSinceEpoch()).bind(title).run(); !inserted)
            return inserted;
        m_change = sqlite3_last_insert_rowid(m_database->handle());
    }
    Statement statement(*m_database, "INSERT INTO change_image (change, record, before, after) "
                                     "SELECT ?, b.id, a.body, b.body FROM record a, record b WHERE a.id = ? AND b.id = ?");
    if (auto inserted = statement.bind(m_change).bind(dropped).bind(kept).run(); !inserted)
        return inserted;
    Statement count(*m_database, "UPDATE change SET images = images + 1, bytes = bytes + (SELECT length(before) + length(after) FROM "
                                 "change_image WHERE id = ?) WHERE id = ?");
    return count.bind(qint64(sqlite3_last_insert_rowid(m_database->handle()))).bind(m_change).run();
}

Result<void> BulkWriter::drop(qint64 record)
{
    Statement body(*m_database, "SELECT body, app FROM record WHERE id = ?");
    auto row = body.bind(record).step();
    if (!row)
        return row.error();
    const bool isMessage =
        std::any_of(m_messageApps.begin(), m_messageApps.end(), [&](const auto &entry) { return entry.second.row == body.integer(1); });
    const QByteArrayView bytes = body.view(0);
    uncount(bytes, isMessage ? Collection::Messages : Collection::Persistence, bytes.size());
    body.reset();
    m_dropped.insert(record);
    Statement statement(*m_database, "DELETE FROM record WHERE id = ?");
    return statement.bind(record).run();
}

void BulkWriter::uncount(QByteArrayView body, Collection collection, qint64 size)
{
    RecordIndex index;
    indexRecord(bson::DocumentView(body), collection, index);
    const App &owner = app(collection, index.appId);
    std::vector<qint64> models;
    for (const Association &association : index.associations)
        models.push_back(modelRow(ModelKind::Stored, association.model));
    if (index.marks.testFlag(RecordMark::OddAssociation))
        models.push_back(modelRow(ModelKind::Unreadable, {}));
    else if (models.empty())
        models.push_back(modelRow(ModelKind::NoKey, {}));
    m_shape.restart(owner.row);
    for (const qint64 model : models)
        m_shape.add(model);
    m_shapes.uncount(m_shape, size);
    if (m_shape.isCut())
        countModels(owner.row, models, -1, -size);
}

} // namespace persistence
