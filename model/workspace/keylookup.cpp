#include "model/workspace/keylookup.h"

#include "model/workspace/database.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

#include <algorithm>

namespace persistence {

namespace {

/// Where the server writes the key it lies before the value, so that this holds it.
constexpr qint64 kHeadSize = 4 * 1024;

/// The first text behind all that start with \a prefix; empty if there is none.
QByteArray behindPrefix(QByteArrayView prefix)
{
    QByteArray end = prefix.toByteArray();
    while (end.endsWith('\xff'))
        end.chop(1);
    if (!end.isEmpty())
        end.back() = char(uchar(end.back()) + 1);
    return end;
}

bool startsCaseless(QByteArrayView text, QByteArrayView prefix)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c; };
    return text.size() >= prefix.size() &&
           std::equal(prefix.begin(), prefix.end(), text.begin(), [lower](char a, char b) { return lower(a) == lower(b); });
}

/// People type "gen" or "#gen" for "#general".
bool nameStartsWith(QByteArrayView name, QByteArrayView prefix)
{
    if (startsCaseless(name, prefix))
        return true;
    const bool hasSign = name.startsWith('#') || name.startsWith('@');
    return hasSign && startsCaseless(name.sliced(1), prefix);
}

} // namespace

KeyLookup::KeyLookup(std::unique_ptr<Database> database) : m_database(std::move(database))
{
}

KeyLookup::~KeyLookup() = default;

Result<std::unique_ptr<KeyLookup>> KeyLookup::open(const Workspace &workspace)
{
    auto database = workspace.connection();
    if (!database)
        return database.error();
    return std::make_unique<KeyLookup>(*std::move(database));
}

Result<AppRow> KeyLookup::app(QByteArrayView appId)
{
    Statement statement(*m_database, "SELECT id FROM app WHERE collection = ? AND app_id = ? AND records > 0");
    const auto row = statement.bind(int(Collection::Persistence)).bind(appId).step();
    if (!row)
        return row.error();
    return *row ? statement.row<AppRow>(0) : AppRow();
}

Result<TargetSummary> KeyLookup::target(AppRow app, const Association &association)
{
    return target(app, ModelKind::Stored, association.model, association.id);
}

Result<TargetSummary> KeyLookup::unreadable(AppRow app)
{
    return target(app, ModelKind::Unreadable, {}, {});
}

Result<TargetSummary> KeyLookup::target(AppRow app, ModelKind kind, QByteArrayView model, QByteArrayView id)
{
    constexpr const char *kTarget = R"sql(
        SELECT t.id, t.records, t.bytes FROM association_model m JOIN target t ON t.model = m.id
         WHERE m.kind = ? AND m.name = ? AND t.app = ? AND t.target_id = ?)sql";
    Statement statement(*m_database, kTarget);
    const auto row = statement.bind(int(kind)).bind(model).bind(app).bind(id).step();
    if (!row)
        return row.error();
    if (!*row)
        return TargetSummary();
    return TargetSummary{statement.row<TargetRow>(0), id.toByteArray(), {}, statement.integer(1), statement.integer(2)};
}

Result<Group> KeyLookup::groupOf(TargetRow target)
{
    Statement statement(*m_database, "SELECT app, model FROM target WHERE id = ?");
    const auto row = statement.bind(target).step();
    if (!row)
        return row.error();
    return *row ? Group{statement.row<AppRow>(0), statement.row<ModelRow>(1), target} : Group();
}

Result<void> KeyLookup::recordsUnder(std::span<const TargetRow> targets, Progress &progress, const std::function<bool(RecordRow)> &receive)
{
    if (targets.empty())
        return {};
    const ProgressGuard guard(*m_database, progress);
    Statement candidates(*m_database, "SELECT DISTINCT record FROM association WHERE target = ? ORDER BY record");
    Statement other(*m_database, "SELECT EXISTS (SELECT 1 FROM association WHERE target = ? AND record = ?)");
    candidates.bind(targets.front());
    return candidates.forEachRow([&]() -> Result<bool> {
        ++m_examined;
        const auto record = candidates.row<RecordRow>(0);
        bool isUnderAll = true;
        for (const TargetRow target : targets.subspan(1)) {
            const auto found = other.bind(target).bind(record).step();
            if (!found)
                return found.error();
            isUnderAll = other.integer(0) != 0;
            other.reset();
            if (!isUnderAll)
                break;
        }
        return !isUnderAll || receive(record);
    });
}

Result<void> KeyLookup::recordsOf(AppRow app, Progress &progress, const std::function<bool(RecordRow)> &receive)
{
    constexpr const char *kOfApp = R"sql(
        SELECT s.record FROM target t JOIN association s ON s.target = t.id
         WHERE t.app = ? AND s.position = 0 ORDER BY t.model, t.target_id, s.record)sql";
    const ProgressGuard guard(*m_database, progress);
    Statement statement(*m_database, kOfApp);
    statement.bind(app);
    while (true) {
        const auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row || !receive(statement.row<RecordRow>(0)))
            return {};
    }
}

Result<QByteArray> KeyLookup::documentWithKey(RecordRow row)
{
    Statement size(*m_database, "SELECT length(body) FROM record WHERE id = ?");
    const auto found = size.bind(row).step();
    if (!found)
        return found.error();
    if (!*found)
        return QByteArray();
    auto head = m_database->readBodyHead(row.value, kHeadSize);
    // A walk ends at the first element that is not whole, so a list that is found is all there.
    if (!head || head->size() == size.integer(0) || bson::DocumentView(*head).find("associations"))
        return head;
    return m_database->readBodyHead(row.value, size.integer(0));
}

Result<QList<Label>> KeyLookup::labelsOf(QByteArrayView id)
{
    constexpr const char *kLabels = R"sql(
        SELECT kind, label_id, name, detail, version, status, checksum FROM label
         WHERE kind IN (1, 2, 3) AND label_id = ? ORDER BY kind)sql";
    QList<Label> labels;
    Statement statement(*m_database, kLabels);
    statement.bind(id);
    const auto read = statement.forEachRow([&] {
        if (auto label = soundLabel(statement, 0, quint64(statement.integer(6))))
            labels.append(*std::move(label));
    });
    if (!read)
        return read.error();
    return labels;
}

Result<QList<IdOffer>> KeyLookup::idsOf(AppRow app, QByteArrayView model, QByteArrayView prefix, int most)
{
    constexpr const char *kIds = R"sql(
        SELECT t.target_id, t.records FROM target t
         WHERE t.app = ? AND t.model = (SELECT id FROM association_model WHERE kind = 0 AND name = ?)
           AND t.target_id >= ? AND (?4 = x'' OR t.target_id < ?4)
         ORDER BY t.target_id LIMIT ?)sql";
    const QByteArray end = behindPrefix(prefix);
    Statement statement(*m_database, kIds);
    statement.bind(app).bind(model).bind(prefix).bind(end).bind(most);
    auto offers = statement.list([&] { return IdOffer{statement.bytes(0), {}, statement.integer(1)}; });
    if (!offers)
        return offers;
    for (IdOffer &offer : *offers) {
        auto name = label(model, offer.id);
        if (!name)
            return name.error();
        offer.label = *std::move(name);
    }
    return offers;
}

Result<QList<IdOffer>> KeyLookup::labelsStartingWith(QByteArrayView model, QByteArrayView prefix, int most, Progress &progress)
{
    const auto kind = labelKindOf(model);
    QList<IdOffer> offers;
    if (!kind)
        return offers;
    constexpr const char *kLabels = R"sql(
        SELECT kind, label_id, name, detail, version, status, checksum FROM label WHERE kind = ? ORDER BY label_id)sql";
    const ProgressGuard guard(*m_database, progress);
    Statement statement(*m_database, kLabels);
    statement.bind(int(*kind));
    while (offers.size() < most) {
        const auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        const bool isWanted = statement.view(1).startsWith(prefix) || nameStartsWith(statement.view(2), prefix);
        if (isWanted && soundLabel(statement, 0, quint64(statement.integer(6))))
            offers.append({statement.bytes(1), statement.bytes(2), 0});
    }
    return offers;
}

Result<QByteArray> KeyLookup::label(QByteArrayView model, QByteArrayView id)
{
    const auto kind = labelKindOf(model);
    const auto labels = kind ? labelsOf(id) : Result<QList<Label>>(QList<Label>());
    if (!labels)
        return labels.error();
    const auto label = std::find_if(labels->begin(), labels->end(), [&](const Label &one) { return one.kind == kind; });
    return label == labels->end() ? QByteArray() : label->name;
}

} // namespace persistence
