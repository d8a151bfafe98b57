#pragma once

#include "model/workspace/database.h"
#include "model/workspace/importlog.h"
#include "model/workspace/importwriter.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/statement.h"

#include <mutex>
#include <optional>

namespace persistence {

class Workspace;

/// Merges imports into an open workspace: every few batches are one durable transaction with the position reached, so that a killed or
/// cancelled import stands as incomplete and goes on from there. Each import is one change of the history; replaced records stay in it.
class MergeWriter final : public ImportWriter
{
public:
    /// Holds the workspace's writing connection until destroyed.
    MergeWriter(Workspace &workspace, SameId sameId);

    [[nodiscard]] Result<qint64> begin(const ImportStart &start) override;
    [[nodiscard]] Result<void> append(const RecordBatch &batch) override;
    [[nodiscard]] Result<void> keep() override;
    [[nodiscard]] Result<void> end(const QString &format, const QString &incompleteReason) override;
    [[nodiscard]] Result<void> finish(Progress &) override { return {}; }
    [[nodiscard]] QList<ImportSummary> imports() const override { return m_log.imports(); }
    [[nodiscard]] qint64 differing() const override { return m_differing; }

private:
    /// What becomes durable together. A batch alone touches nearly all pages of the index of a large workspace; several touch the same.
    struct Portion
    {
        explicit Portion(Database &database)
            : transaction(database, Transaction::Kind::Write)
            , store(database, RecordStore::Counts::Gathered)
        {
        }
        Transaction transaction;
        RecordStore store;
        size_t records = 0;
        qsizetype bytes = 0;
    };

    [[nodiscard]] Result<void> beginPortion();
    [[nodiscard]] Result<void> appendToPortion(const RecordBatch &batch);
    [[nodiscard]] Result<void> commitPortion(bool isEnded, const QString &incompleteReason);
    [[nodiscard]] Result<void> endPortion(Result<void> outcome);
    [[nodiscard]] Result<void> merge(const RecordBatch &batch, const RecordBatch::Row &row);
    [[nodiscard]] Result<void> beginChange(const ImportStart &start);
    [[nodiscard]] Result<void> keepInHistory(const Record &before, QByteArrayView after);

    Workspace &m_workspace;
    std::lock_guard<std::mutex> m_lock;
    Database &m_database;
    ChangingEverywhere m_caching;
    SameId m_sameId;
    ImportLog m_log;
    std::optional<Portion> m_portion;
    ImportSummary m_durable; ///< the current import as far as it is durable
    qint64 m_change = 0;
    qint64 m_inserted = 0;
    qint64 m_differing = 0;
};

} // namespace persistence
