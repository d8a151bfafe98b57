#include "model/workspace/reader.h"

#include "model/workspace/database.h"
#include "model/workspace/incompleteimports.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

// The part of Reader that tells of imports, of what they could not read, and which of them are incomplete.

namespace persistence {

namespace {

constexpr const char *kIdentities = "SELECT source_identity FROM import ORDER BY id";
constexpr const char *kChange = "SELECT id FROM change WHERE import = ?";
/// The records of a merged import are the newest ones, so this usually reads one row.
constexpr const char *kAnyRecord = "SELECT 1 FROM record WHERE import = ? ORDER BY id DESC LIMIT 1";
constexpr const char *kRevertedImage = R"sql(
    SELECT 1 FROM change c
      JOIN change_image replaced ON replaced.change = c.id
      JOIN change_image later ON later.record = replaced.record AND later.change > c.id
      JOIN change r ON r.id = later.change
     WHERE c.import = ? AND r.source = ? AND r.state = ? LIMIT 1)sql";

/// The paths of the sources of all imports, in the order of Reader::imports(). See ImportStart::identity.
Result<QByteArrayList> sourcePaths(Database &database)
{
    Statement identities(database, kIdentities);
    return identities.list([&] {
        const QByteArray identity = identities.bytes(0);
        return identity.left(identity.indexOf('\0'));
    });
}

bool isFinishedLater(const QList<ImportSummary> &imports, const QByteArrayList &paths, qsizetype at)
{
    for (qsizetype later = at + 1; later < imports.size(); ++later) {
        if (imports[later].isComplete && !paths[at].isEmpty() && paths[later] == paths[at])
            return true;
    }
    return false;
}

/// Invalid where there is nothing to revert.
Result<ChangeRow> changeOf(Database &database, const ImportSummary &import)
{
    if (addedRecords(import) + import.replaced == 0)
        return ChangeRow();
    Statement change(database, kChange);
    const auto found = change.bind(import.row).step();
    if (!found)
        return found.error();
    return *found ? change.row<ChangeRow>(0) : ChangeRow();
}

} // namespace

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
    return readImports(*m_database);
}

Result<QList<ImportSummary>> readImports(Database &database)
{
    constexpr const char *kImports = R"sql(
        SELECT id, source, format, started_at, read, good, problems, replaced, unchanged, labels, skipped, is_complete, incomplete_reason
          FROM import ORDER BY id)sql";
    Statement statement(database, kImports);
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

Result<bool> isTakenBack(Database &database, const ImportSummary &import)
{
    if (addedRecords(import) > 0) {
        Statement any(database, kAnyRecord);
        const auto found = any.bind(import.row).step();
        return found ? Result<bool>(!*found) : found.error();
    }
    if (import.replaced == 0)
        return false;
    Statement reverted(database, kRevertedImage);
    return reverted.bind(import.row).bind(int(ChangeSource::Revert)).bind(int(ChangeState::Stands)).step();
}

Result<std::vector<IncompleteImport>> incompleteImports(const Workspace &workspace)
{
    const auto database = workspace.connection();
    if (!database)
        return database.error();
    // Both lists of one moment.
    const Transaction moment(**database, Transaction::Kind::Read);
    if (!moment.begun())
        return moment.begun().error();
    const auto imports = readImports(**database);
    if (!imports)
        return imports.error();
    const auto paths = sourcePaths(**database);
    if (!paths)
        return paths.error();
    std::vector<IncompleteImport> found;
    for (qsizetype i = 0; i < imports->size(); ++i) {
        const ImportSummary &import = imports->at(i);
        const bool isBegun = !import.wasStopped() || import.read > 0;
        if (import.isComplete || !isBegun || isFinishedLater(*imports, *paths, i))
            continue;
        const auto isGone = isTakenBack(**database, import);
        if (!isGone)
            return isGone.error();
        const auto change = changeOf(**database, import);
        if (!change)
            return change.error();
        if (!*isGone)
            found.push_back({import, QString::fromUtf8(paths->at(i)), *change});
    }
    return found;
}

} // namespace persistence
