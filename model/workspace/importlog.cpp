#include "model/workspace/importlog.h"

#include "model/workspace/database.h"
#include "model/workspace/incompleteimports.h"
#include "model/workspace/labelstore.h"

#include <sqlite3.h>

namespace persistence {

namespace {

constexpr const char *kFindIncomplete = R"sql(
    SELECT id, position, read, good, problems, replaced, unchanged, labels, skipped
      FROM import WHERE source_identity = ? AND is_complete = 0 ORDER BY id DESC LIMIT 1)sql";
constexpr const char *kInsertImport = R"sql(
    INSERT INTO import (source, format, source_identity, started_at, position, read, good, problems, replaced, unchanged, labels, skipped,
                        is_complete, incomplete_reason)
    VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, x''))sql";
constexpr const char *kUpdateImport = R"sql(
    UPDATE import SET format = ?, position = ?, read = ?, good = ?, problems = ?, replaced = ?, unchanged = ?, labels = ?, skipped = ?,
                      is_complete = ?, incomplete_reason = ?
     WHERE id = ?)sql";
constexpr const char *kInsertProblem = R"sql(
    INSERT INTO problem (import, source, collection, byte_offset, size, reason, bytes) VALUES (?, ?, ?, ?, ?, ?, ?))sql";

} // namespace

Result<void> ImportLog::begin(const ImportStart &start, qint64 &position)
{
    position = 0;
    if (!start.identity.isEmpty()) {
        auto found = findIncomplete(start);
        if (!found)
            return found.error();
        if (*found) {
            position = m_positions.last();
            return {};
        }
    }
    const QByteArray source = start.source.toUtf8();
    const QByteArray format = start.format.toUtf8();
    Statement statement(m_database, kInsertImport);
    auto inserted = statement.bind(source).bind(format).bind(start.identity).bind(start.startedAt).run();
    if (!inserted)
        return inserted;
    ImportSummary import;
    import.row = sqlite3_last_insert_rowid(m_database.handle());
    import.source = start.source;
    import.format = start.format;
    import.startedAt = start.startedAt;
    m_imports.append(import);
    m_positions.append(0);
    return {};
}

Result<bool> ImportLog::findIncomplete(const ImportStart &start)
{
    Statement statement(m_database, kFindIncomplete);
    statement.bind(start.identity);
    auto row = statement.step();
    if (!row || !*row)
        return row;
    ImportSummary import;
    import.row = statement.integer(0);
    import.source = start.source;
    import.format = start.format;
    import.startedAt = start.startedAt;
    import.read = statement.integer(2);
    import.good = statement.integer(3);
    import.problems = statement.integer(4);
    import.replaced = statement.integer(5);
    import.unchanged = statement.integer(6);
    import.labels = statement.integer(7);
    import.skipped = statement.integer(8);
    const auto isGone = isTakenBack(m_database, import);
    if (!isGone || *isGone)
        return isGone ? Result<bool>(false) : isGone;
    m_imports.append(import);
    m_positions.append(statement.integer(1));
    return true;
}

Result<void> ImportLog::append(const RecordBatch &batch)
{
    ImportSummary &import = current();
    import.good += qint64(batch.rows().size());
    import.problems += qint64(batch.problems().size());
    import.labels += qint64(batch.labels().size());
    import.read = import.good + import.problems;
    import.skipped += batch.skipped;
    m_positions.last() = batch.position;
    if (auto saved = saveLabels(batch); !saved)
        return saved;
    return saveProblems(batch);
}

Result<void> ImportLog::saveLabels(const RecordBatch &batch)
{
    if (batch.labels().empty())
        return {};
    LabelStore store(m_database);
    for (const Label &label : batch.labels()) {
        if (auto saved = store.save(label); !saved)
            return saved;
    }
    return {};
}

Result<void> ImportLog::saveProblems(const RecordBatch &batch)
{
    if (batch.problems().empty())
        return {};
    Statement statement(m_database, kInsertProblem);
    for (const RecordBatch::ProblemPiece &problem : batch.problems()) {
        const QByteArray source = problem.source.toUtf8();
        const QByteArray reason = problem.reason.toUtf8();
        statement.bind(current().row).bind(source).bind(int(problem.collection)).bind(problem.offset).bind(problem.size).bind(reason);
        if (auto saved = statement.bind(problem.bytes).run(); !saved)
            return saved;
    }
    return {};
}

Result<void> ImportLog::save(bool isEnded, const QString &incompleteReason)
{
    current().isComplete = isEnded && incompleteReason.isEmpty();
    current().incompleteReason = incompleteReason;
    return saveRow(current());
}

Result<void> ImportLog::saveAll()
{
    for (const ImportSummary &import : m_imports) {
        if (auto saved = saveRow(import); !saved)
            return saved;
    }
    return {};
}

Result<void> ImportLog::saveRow(const ImportSummary &import)
{
    const qint64 position = m_positions.at(&import - m_imports.constData());
    const QByteArray format = import.format.toUtf8();
    const QByteArray reason = import.incompleteReason.toUtf8();
    Statement statement(m_database, kUpdateImport);
    statement.bind(format).bind(position).bind(import.read).bind(import.good).bind(import.problems).bind(import.replaced);
    statement.bind(import.unchanged).bind(import.labels).bind(import.skipped).bind(import.isComplete ? 1 : 0).bind(reason);
    return statement.bind(import.row).run();
}

ImportSummary *ImportLog::find(qint64 row)
{
    for (ImportSummary &import : m_imports) {
        if (import.row == row)
            return &import;
    }
    return nullptr;
}

} // namespace persistence
