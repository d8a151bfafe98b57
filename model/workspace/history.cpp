#include "model/workspace/history.h"

#include "model/workspace/database.h"
#include "model/workspace/imagestore.h"
#include "model/workspace/statement.h"

#include <limits>

namespace persistence {

namespace {

// Each query lists the same columns, in the order that changeOf() reads them.
constexpr const char *kNewest = R"sql(
    SELECT id, made_at, author, source, state, title, import, target, images, bytes,
           (SELECT max(good - replaced - unchanged, 0) FROM import i WHERE i.id = change.import)
      FROM change WHERE id < ? ORDER BY id DESC LIMIT ?)sql";
constexpr const char *kOfRecord = R"sql(
    SELECT id, made_at, author, source, state, title, import, target, images, bytes,
           (SELECT max(good - replaced - unchanged, 0) FROM import i WHERE i.id = change.import)
      FROM change
     WHERE id IN (SELECT change FROM change_image WHERE record = ?) ORDER BY id DESC)sql";
constexpr const char *kChange = R"sql(
    SELECT id, made_at, author, source, state, title, import, target, images, bytes,
           (SELECT max(good - replaced - unchanged, 0) FROM import i WHERE i.id = change.import)
      FROM change WHERE id = ?)sql";
constexpr const char *kFirstSince = R"sql(
    SELECT id, made_at, author, source, state, title, import, target, images, bytes,
           (SELECT max(good - replaced - unchanged, 0) FROM import i WHERE i.id = change.import)
      FROM change WHERE made_at >= ? ORDER BY id LIMIT 1)sql";
constexpr const char *kToUndo = R"sql(
    SELECT id, made_at, author, source, state, title, import, target, images, bytes,
           (SELECT max(good - replaced - unchanged, 0) FROM import i WHERE i.id = change.import)
      FROM change WHERE state = ? ORDER BY id DESC LIMIT 1)sql";
constexpr const char *kToRedo = R"sql(
    SELECT id, made_at, author, source, state, title, import, target, images, bytes,
           (SELECT max(good - replaced - unchanged, 0) FROM import i WHERE i.id = change.import)
      FROM change WHERE state = ? ORDER BY id LIMIT 1)sql";

Change changeOf(const Statement &statement)
{
    Change change;
    change.row = statement.row<ChangeRow>(0);
    change.madeAt = statement.integer(1);
    change.author = QString::fromUtf8(statement.view(2));
    change.source = ChangeSource(int(statement.integer(3)));
    change.state = ChangeState(int(statement.integer(4)));
    change.title = QString::fromUtf8(statement.view(5));
    change.import = statement.integer(6);
    change.target = statement.row<ChangeRow>(7);
    change.images = statement.integer(8);
    change.bytes = statement.integer(9);
    change.added = statement.integer(10);
    return change;
}

Result<QList<Change>> allOf(Statement &statement)
{
    return statement.list([&] { return changeOf(statement); });
}

Result<std::optional<Change>> oneOf(Statement &statement)
{
    auto row = statement.step();
    if (!row)
        return row.error();
    return *row ? std::optional(changeOf(statement)) : std::optional<Change>();
}

} // namespace

History::History(std::unique_ptr<Database> database) : m_owned(std::move(database)), m_database(*m_owned)
{
}

History::History(Database &database) : m_database(database)
{
}

History::~History() = default;

Result<QList<Change>> History::changes(ChangeRow before, int count)
{
    Statement statement(m_database, kNewest);
    statement.bind(before.isValid() ? before.value : std::numeric_limits<qint64>::max()).bind(count);
    return allOf(statement);
}

Result<QList<Change>> History::changesOf(RecordRow record)
{
    Statement statement(m_database, kOfRecord);
    statement.bind(record);
    return allOf(statement);
}

Result<std::vector<ChangeRow>> History::changeNumbersOf(RecordRow record)
{
    std::vector<ChangeRow> numbers;
    Statement statement(m_database, "SELECT DISTINCT change FROM change_image WHERE record = ? ORDER BY change DESC");
    statement.bind(record);
    if (auto read = statement.forEachRow([&] { numbers.push_back(statement.row<ChangeRow>(0)); }); !read)
        return read.error();
    return numbers;
}

Result<ChangeSpan> History::span()
{
    // Both ends in one query would read the whole table.
    const auto oldest = m_database.queryInteger("SELECT coalesce(min(id), 0) FROM change");
    if (!oldest)
        return oldest.error();
    const auto newest = m_database.queryInteger("SELECT coalesce(max(id), 0) FROM change");
    if (!newest)
        return newest.error();
    return ChangeSpan{ChangeRow{*oldest}, ChangeRow{*newest}};
}

Result<std::optional<Change>> History::change(ChangeRow row)
{
    Statement statement(m_database, kChange);
    statement.bind(row);
    return oneOf(statement);
}

Result<std::optional<Change>> History::firstSince(qint64 time)
{
    Statement statement(m_database, kFirstSince);
    statement.bind(time);
    return oneOf(statement);
}

Result<std::optional<Change>> History::toUndo()
{
    Statement statement(m_database, kToUndo);
    statement.bind(int(ChangeState::Stands));
    return oneOf(statement);
}

Result<std::optional<Change>> History::toRedo()
{
    Statement statement(m_database, kToRedo);
    statement.bind(int(ChangeState::Undone));
    return oneOf(statement);
}

/// The image of a statement's row, with whole documents.
Result<RecordImage> History::imageOf(const Statement &statement)
{
    StoredImage stored{statement.integer(0), statement.row<ChangeRow>(1), statement.row<RecordRow>(2), statement.optionalBytes(3),
                       statement.optionalBytes(4)};
    if (auto completed = ImageStore(m_database).complete(stored); !completed)
        return completed.error();
    return RecordImage{stored.record, std::move(stored.before), std::move(stored.after), Collection(int(statement.integer(5)))};
}

Result<void> History::images(ChangeRow row, const std::function<Result<void>(RecordImage)> &receive)
{
    constexpr const char *kImages = R"sql(
        SELECT i.id, i.change, i.record, i.before, i.after, coalesce(a.collection, d.collection, 1)
          FROM change_image i LEFT JOIN record r ON r.id = i.record LEFT JOIN app a ON a.id = r.app LEFT JOIN removed d ON d.record = i.record
         WHERE i.change = ? ORDER BY i.record DESC, i.id DESC)sql";
    Statement statement(m_database, kImages);
    statement.bind(row);
    return statement.forEachRow([&]() -> Result<void> {
        auto image = imageOf(statement);
        if (!image)
            return image.error();
        return receive(*std::move(image));
    });
}

Result<std::vector<qint64>> History::imageNumbers(ChangeRow row)
{
    std::vector<qint64> numbers;
    Statement statement(m_database, "SELECT id FROM change_image WHERE change = ? ORDER BY record DESC, id DESC");
    statement.bind(row);
    if (auto read = statement.forEachRow([&] { numbers.push_back(statement.integer(0)); }); !read)
        return read.error();
    return numbers;
}

Result<std::optional<RecordImage>> History::image(qint64 number)
{
    constexpr const char *kImage = R"sql(
        SELECT i.id, i.change, i.record, i.before, i.after, coalesce(a.collection, d.collection, 1)
          FROM change_image i LEFT JOIN record r ON r.id = i.record LEFT JOIN app a ON a.id = r.app LEFT JOIN removed d ON d.record = i.record
         WHERE i.id = ?)sql";
    Statement statement(m_database, kImage);
    auto row = statement.bind(number).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<RecordImage>();
    auto image = imageOf(statement);
    return image ? Result<std::optional<RecordImage>>(*std::move(image)) : image.error();
}

Result<std::optional<QByteArray>> History::version(RecordRow record, ChangeRow row)
{
    constexpr const char *kLast = R"sql(
        SELECT id, change, before, after FROM change_image WHERE record = ? AND change <= ? ORDER BY change DESC, id DESC LIMIT 1)sql";
    constexpr const char *kNext = R"sql(
        SELECT id, change, before, after FROM change_image WHERE record = ? AND change > ? ORDER BY change, id LIMIT 1)sql";
    for (const char *sql : {kLast, kNext}) {
        Statement statement(m_database, sql);
        auto found = statement.bind(record).bind(row).step();
        if (!found)
            return found.error();
        if (!*found)
            continue;
        StoredImage image{statement.integer(0), statement.row<ChangeRow>(1), record, statement.optionalBytes(2),
                          statement.optionalBytes(3)};
        // Only the side that is asked for need be sound.
        if (sql == kLast)
            image.before.reset();
        if (auto completed = ImageStore(m_database).complete(image); !completed)
            return completed.error();
        return sql == kLast ? std::move(image.after) : std::move(image.before);
    }
    Statement body(m_database, "SELECT body FROM record WHERE id = ?");
    auto there = body.bind(record).step();
    if (!there)
        return there.error();
    return *there ? body.optionalBytes(0) : std::optional<QByteArray>();
}

Result<std::vector<RecordRow>> History::rows(const char *sql, qint64 value)
{
    std::vector<RecordRow> rows;
    Statement statement(m_database, sql);
    statement.bind(value);
    if (auto read = statement.forEachRow([&] { rows.push_back(statement.row<RecordRow>(0)); }); !read)
        return read.error();
    return rows;
}

Result<std::vector<RecordRow>> History::touchedSince(ChangeRow first)
{
    constexpr const char *kTouched = R"sql(
        SELECT record FROM change_image WHERE change >= ?1
        UNION SELECT id FROM record WHERE import IN (SELECT import FROM change WHERE id >= ?1 AND import <> 0)
        ORDER BY 1 DESC)sql";
    return rows(kTouched, first.value);
}

Result<std::vector<RecordRow>> History::recordsOfImport(qint64 import)
{
    return rows("SELECT id FROM record WHERE import = ? ORDER BY id DESC", import);
}

Result<qint64> History::importOf(RecordRow record)
{
    Statement statement(m_database, "SELECT import FROM record WHERE id = ?1 UNION ALL SELECT import FROM removed WHERE record = ?1");
    auto row = statement.bind(record).step();
    if (!row)
        return row.error();
    return *row ? statement.integer(0) : 0;
}

Result<Collection> History::collectionOf(RecordRow record)
{
    constexpr const char *kCollection = R"sql(
        SELECT a.collection FROM record r JOIN app a ON a.id = r.app WHERE r.id = ?1
        UNION ALL SELECT collection FROM removed WHERE record = ?1)sql";
    Statement statement(m_database, kCollection);
    auto row = statement.bind(record).step();
    if (!row)
        return row.error();
    return *row ? Collection(int(statement.integer(0))) : Collection::Persistence;
}

Result<std::vector<qint64>> History::importsSince(ChangeRow first)
{
    std::vector<qint64> imports;
    Statement statement(m_database, "SELECT import FROM change WHERE id >= ? AND import <> 0 ORDER BY import");
    statement.bind(first);
    if (auto read = statement.forEachRow([&] { imports.push_back(statement.integer(0)); }); !read)
        return read.error();
    return imports;
}

Result<std::vector<RecordRow>> History::removedRecords(const RecordId &id)
{
    std::vector<RecordRow> rows;
    Statement statement(m_database, "SELECT record FROM removed WHERE record_id = ? ORDER BY record");
    statement.bind(id.encoded());
    if (auto read = statement.forEachRow([&] { rows.push_back(statement.row<RecordRow>(0)); }); !read)
        return read.error();
    return rows;
}

Result<HistoryCut> History::cutBefore(qint64 time)
{
    const auto kept = firstSince(time);
    if (!kept)
        return kept.error();
    const auto newest = m_database.queryInteger("SELECT coalesce(max(id), 0) FROM change");
    if (!newest)
        return newest.error();
    HistoryCut cut;
    cut.first = *kept ? (*kept)->row : ChangeRow{*newest + 1};
    Statement statement(m_database, "SELECT count(*), coalesce(sum(bytes), 0), coalesce(max(made_at), 0) FROM change WHERE id < ?");
    auto row = statement.bind(cut.first).step();
    if (!row)
        return row.error();
    cut.changes = statement.integer(0);
    cut.bytes = statement.integer(1);
    cut.newestAt = statement.integer(2);
    return cut;
}

Result<qint64> History::limit()
{
    return m_database.queryInteger("SELECT coalesce((SELECT value FROM state WHERE name = 'history_limit'), 0)");
}

Result<HistoryUsage> History::usage()
{
    Statement statement(
        m_database,
        "SELECT count(*), coalesce(sum(bytes), 0), coalesce((SELECT value FROM state WHERE name = 'history_limit'), 0) FROM change");
    auto row = statement.step();
    if (!row)
        return row.error();
    return HistoryUsage{statement.integer(0), statement.integer(1), statement.integer(2)};
}

} // namespace persistence
