#include "model/workspace/reader.h"

#include "model/record/label.h"
#include "model/workspace/damage.h"
#include "model/workspace/database.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/statement.h"

#include <QCache>

#include <algorithm>

namespace persistence {

namespace {

constexpr int kLabelCacheSize = 20'000;
/// How many targets are handed over at a time.
constexpr size_t kChunk = 4096;

char toAsciiLower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

/// Searches ASCII letters in either case, all other bytes as they are.
class CaselessNeedle final
{
public:
    explicit CaselessNeedle(const QByteArray &needle) : m_needle(needle)
    {
        std::transform(m_needle.begin(), m_needle.end(), m_needle.begin(), &toAsciiLower);
    }

    [[nodiscard]] bool isIn(QByteArrayView text) const
    {
        return std::search(text.begin(), text.end(), m_needle.begin(), m_needle.end(),
                           [](char a, char b) { return toAsciiLower(a) == b; }) != text.end() ||
               m_needle.isEmpty();
    }

private:
    QByteArray m_needle;
};

} // namespace

struct Reader::Cache
{
    QCache<std::pair<int, QByteArray>, QByteArray> labels{kLabelCacheSize};
};

Reader::Reader(std::unique_ptr<Database> database) : m_database(std::move(database)), m_cache(std::make_unique<Cache>())
{
}

Reader::~Reader() = default;

Result<QList<AppSummary>> Reader::apps()
{
    constexpr const char *kApps = R"sql(
        SELECT a.id, a.collection, a.app_id, a.records, a.bytes, l.kind, l.label_id, l.name, l.detail, l.version, l.status, l.checksum
          FROM app a LEFT JOIN label l ON l.kind = 0 AND l.label_id = a.app_id AND a.collection = ?
         WHERE a.records > 0
         ORDER BY a.collection, l.name IS NULL, l.name, a.app_id)sql";
    Statement statement(*m_database, kApps);
    statement.bind(int(Collection::Persistence));
    return statement.list([&] {
        AppSummary app{
            statement.row<AppRow>(0), Collection(int(statement.integer(1))), statement.bytes(2), {}, {}, {}, statement.integer(3),
            statement.integer(4)};
        if (const auto known = soundLabel(statement, 5, quint64(statement.integer(11)))) {
            app.name = known->name;
            app.version = known->version;
            app.status = known->status;
        }
        return app;
    });
}

Result<QList<ModelSummary>> Reader::models(AppRow app)
{
    constexpr const char *kModels = R"sql(
        SELECT m.id, m.kind, m.name, c.targets, c.records, c.bytes
          FROM model_count c JOIN association_model m ON m.id = c.model
         WHERE c.app = ? ORDER BY m.kind, m.name)sql";
    Statement statement(*m_database, kModels);
    statement.bind(app);
    return statement.list([&] {
        return ModelSummary{statement.row<ModelRow>(0), ModelKind(int(statement.integer(1))),
                            statement.bytes(2),         statement.integer(3),
                            statement.integer(4),       statement.integer(5)};
    });
}

Result<QList<KeyShapeSummary>> Reader::keyShapes(AppRow app)
{
    return readKeyShapes(*m_database, app);
}

Result<TargetList> Reader::targets(AppRow app, ModelRow model)
{
    Statement range(*m_database, "SELECT first_target, targets FROM model_count WHERE app = ? AND model = ?");
    auto row = range.bind(app).bind(model).step();
    if (!row)
        return row.error();
    if (!*row)
        return TargetList();
    if (range.integer(0) != 0) {
        // A damaged count must not make anybody go through numbers for ever.
        const auto last = m_database->queryInteger("SELECT max(id) FROM target");
        if (!last)
            return last.error();
        if (range.integer(0) < 0 || range.integer(1) < 0 || range.integer(0) > *last || range.integer(1) > *last - range.integer(0) + 1)
            return damagedIndex();
        return TargetList(range.row<TargetRow>(0), range.integer(1));
    }
    std::vector<TargetRow> rows;
    Statement statement(*m_database, "SELECT id FROM target WHERE app = ? AND model = ? ORDER BY target_id");
    statement.bind(app).bind(model);
    if (auto read = statement.forEachRow([&] { rows.push_back(statement.row<TargetRow>(0)); }); !read)
        return read.error();
    return TargetList(std::move(rows));
}

Result<QList<TargetSummary>> Reader::targetSummaries(std::span<const TargetRow> rows)
{
    constexpr const char *kTarget = R"sql(
        SELECT t.target_id, t.records, t.bytes, m.name
          FROM target t JOIN association_model m ON m.id = t.model WHERE t.id = ?)sql";
    QList<TargetSummary> summaries;
    summaries.reserve(qsizetype(rows.size()));
    Statement statement(*m_database, kTarget);
    for (const TargetRow target : rows) {
        auto row = statement.bind(target).step();
        if (!row)
            return row.error();
        if (*row) {
            const QByteArray id = statement.bytes(0);
            summaries.append({target, id, label(statement.view(3), id), statement.integer(1), statement.integer(2)});
        }
        statement.reset();
    }
    return summaries;
}

Result<Group> Reader::groupOf(TargetRow target)
{
    Statement statement(*m_database, "SELECT app, model FROM target WHERE id = ?");
    auto row = statement.bind(target).step();
    if (!row)
        return row.error();
    if (!*row)
        return Group();
    return Group{statement.row<AppRow>(0), statement.row<ModelRow>(1), target};
}

Result<void> Reader::findTargets(const QByteArray &needle, Progress &progress,
                                 const std::function<bool(std::span<const TargetRow>)> &receive)
{
    constexpr const char *kTargets = R"sql(
        SELECT t.id, t.target_id, m.name FROM target t JOIN association_model m ON m.id = t.model ORDER BY t.id)sql";
    const ProgressGuard guard(*m_database, progress);
    const CaselessNeedle caseless(needle);
    const auto hasLabels = m_database->queryInteger("SELECT EXISTS (SELECT 1 FROM label WHERE kind > 0)");
    if (!hasLabels)
        return hasLabels.error();
    std::vector<TargetRow> found;
    Statement statement(*m_database, kTargets);
    while (true) {
        auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row || found.size() == kChunk) {
            if (!found.empty() && !receive(found))
                return {};
            found.clear();
        }
        if (!*row)
            return {};
        const QByteArrayView id = statement.view(1);
        if (caseless.isIn(id) || (*hasLabels != 0 && caseless.isIn(label(statement.view(2), id))))
            found.push_back(statement.row<TargetRow>(0));
    }
}

QByteArray Reader::label(QByteArrayView model, QByteArrayView id)
{
    const auto kind = labelKindOf(model);
    if (!kind)
        return {};
    const std::pair key(int(*kind), id.toByteArray());
    if (const QByteArray *known = m_cache->labels.object(key))
        return *known;
    constexpr const char *kLabel = R"sql(
        SELECT kind, label_id, name, detail, version, status, checksum FROM label WHERE kind = ? AND label_id = ?)sql";
    Statement statement(*m_database, kLabel);
    const auto row = statement.bind(key.first).bind(key.second).step();
    const auto found = row && *row ? soundLabel(statement, 0, quint64(statement.integer(6))) : std::nullopt;
    QByteArray name = found ? found->name : QByteArray();
    m_cache->labels.insert(key, new QByteArray(name));
    return name;
}

Result<qint64> Reader::recordCount()
{
    return m_database->queryInteger("SELECT coalesce(sum(records), 0) FROM app");
}

} // namespace persistence
