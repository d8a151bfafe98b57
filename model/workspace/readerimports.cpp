#include "model/workspace/reader.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"

// The part of Reader that tells of imports and of what they could not read.

namespace persistence {

Result<qint64> Reader::problemCount()
{
    return m_database->queryInteger("SELECT coalesce(sum(problems), 0) FROM import");
}

Result<QList<Problem>> Reader::problems(ProblemRow after, int count)
{
    constexpr const char *kProblems = R"sql(
        SELECT id, source, collection, byte_offset, size, reason FROM problem WHERE id > ? ORDER BY id LIMIT ?)sql";
    Statement statement(*m_database, kProblems);
    statement.bind(after).bind(count);
    return statement.list([&] {
        Problem problem;
        problem.row = statement.row<ProblemRow>(0);
        problem.source = QString::fromUtf8(statement.view(1));
        problem.collection = QString::fromUtf8(collectionName(Collection(int(statement.integer(2)))));
        problem.offset = statement.integer(3);
        problem.size = statement.integer(4);
        problem.reason = QString::fromUtf8(statement.view(5));
        return problem;
    });
}

Result<QByteArray> Reader::problemBytes(ProblemRow row)
{
    Statement statement(*m_database, "SELECT bytes FROM problem WHERE id = ?");
    auto found = statement.bind(row).step();
    if (!found)
        return found.error();
    return *found ? statement.bytes(0) : QByteArray();
}

Result<QList<ImportSummary>> Reader::imports()
{
    constexpr const char *kImports = R"sql(
        SELECT id, source, format, started_at, read, good, problems, replaced, unchanged, labels, skipped, is_complete, incomplete_reason
          FROM import ORDER BY id)sql";
    Statement statement(*m_database, kImports);
    return statement.list([&] {
        ImportSummary import;
        import.row = statement.integer(0);
        import.source = QString::fromUtf8(statement.view(1));
        import.format = QString::fromUtf8(statement.view(2));
        import.startedAt = statement.integer(3);
        import.read = statement.integer(4);
        import.good = statement.integer(5);
        import.problems = statement.integer(6);
        import.replaced = statement.integer(7);
        import.unchanged = statement.integer(8);
        import.labels = statement.integer(9);
        import.skipped = statement.integer(10);
        import.isComplete = statement.integer(11) != 0;
        import.incompleteReason = QString::fromUtf8(statement.view(12));
        return import;
    });
}

} // namespace persistence
