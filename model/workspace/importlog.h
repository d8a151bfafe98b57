#pragma once

#include "model/workspace/importwriter.h"
#include "model/workspace/statement.h"

namespace persistence {

/// The rows that an import leaves besides its records: itself with its counts, its problems and labels. Used by both kinds of ImportWriter
/// inside their transactions.
class ImportLog final
{
public:
    explicit ImportLog(Database &database) : m_database(database) {}

    /// A new import, or the incomplete one of the same source that goes on unless it was taken back; \a position is set to the items that
    /// are in already.
    [[nodiscard]] Result<void> begin(const ImportStart &start, qint64 &position);
    /// Stores labels and problems, and counts the batch.
    [[nodiscard]] Result<void> append(const RecordBatch &batch);
    /// Writes the counts so far; with \a isEnded the import is complete unless \a incompleteReason says otherwise. Until then it stands as
    /// one that was stopped.
    [[nodiscard]] Result<void> save(bool isEnded, const QString &incompleteReason);
    /// Writes counts that changed after the end of an import.
    [[nodiscard]] Result<void> saveAll();

    /// The import that is going on, or the one with that row.
    [[nodiscard]] ImportSummary &current() { return m_imports.last(); }
    [[nodiscard]] ImportSummary *find(qint64 row);
    [[nodiscard]] const QList<ImportSummary> &imports() const { return m_imports; }

private:
    [[nodiscard]] Result<bool> findIncomplete(const ImportStart &start);
    [[nodiscard]] Result<void> saveRow(const ImportSummary &import);
    [[nodiscard]] Result<void> saveLabels(const RecordBatch &batch);
    [[nodiscard]] Result<void> saveProblems(const RecordBatch &batch);

    Database &m_database;
    QList<ImportSummary> m_imports;
    QList<qint64> m_positions;
};

} // namespace persistence
