#include "model/insight/rekeyplan.h"

#include "model/bson/builder.h"

#include <QHash>
#include <QSet>

#include <unordered_map>
#include <unordered_set>

namespace persistence {

namespace {

/// What stands for a whole key. Two of a million keys are taken for one with a chance of one in ten million; a mark is all that depends on
/// it.
using KeyHash = size_t;

QByteArray pairBytes(const AssociationText &pair)
{
    bson::Builder builder;
    builder.appendString("model", pair.model);
    builder.appendString("id", pair.id);
    return builder.finish().toByteArray();
}

/// Goes through keys and keeps what is needed to tell clashes.
class Planning final
{
public:
    Planning(KeyLookup &lookup, const Rekey &rekey, Progress &progress)
        : m_lookup(lookup)
        , m_rekey(rekey)
        , m_progress(progress)
        , m_from(pairBytes(rekey.from))
        , m_to(rekey.to ? pairBytes(*rekey.to) : QByteArray())
    {
        m_plan.rekey = rekey;
    }

    [[nodiscard]] Result<RekeyPlan> plan(std::span<const RecordRow> rows);

private:
    struct Key
    {
        KeyHash hash = 0;
        bool isTouched = false;
    };

    [[nodiscard]] Result<void> takeRow(RecordRow row);
    [[nodiscard]] Result<void> lookAtOthers(const QByteArray &appId);
    [[nodiscard]] Key keyOf(bson::DocumentView document, bool isRekeyed) const;
    void markClashes();

    KeyLookup &m_lookup;
    const Rekey &m_rekey;
    Progress &m_progress;
    QByteArray m_from, m_to;
    QSet<QByteArray> m_apps;
    std::vector<KeyHash> m_hashes; ///< of the new keys
    std::unordered_map<KeyHash, int> m_counts;
    std::unordered_set<qint64> m_rows;
    RekeyPlan m_plan;
};

Planning::Key Planning::keyOf(bson::DocumentView document, bool isRekeyed) const
{
    RecordIndex index;
    indexRecord(document, Collection::Persistence, index);
    Key key;
    key.hash = qHash(index.appId, 1);
    const auto list = document.find("associations");
    if (!list || list->type() != bson::Type::Array)
        return key;
    for (const bson::Element &element : list->toDocument()) {
        QByteArrayView value = element.value();
        const bool isFrom = element.type() == bson::Type::Document && value == m_from;
        key.isTouched |= isFrom;
        if (isFrom && isRekeyed && !m_rekey.to)
            continue;
        if (isFrom && isRekeyed)
            value = m_to;
        key.hash = qHash(value, key.hash * 31 + size_t(element.type()));
    }
    return key;
}

Result<void> Planning::takeRow(RecordRow row)
{
    const auto document = m_lookup.documentWithKey(row);
    if (!document)
        return document.error();
    const bson::DocumentView view(*document);
    const Key key = keyOf(view, true);
    ++m_progress.done;
    if (!key.isTouched) {
        ++m_plan.untouched;
        return {};
    }
    RecordIndex index;
    indexRecord(view, Collection::Persistence, index);
    m_apps.insert(index.appId.toByteArray());
    m_plan.rows.push_back(row);
    m_hashes.push_back(key.hash);
    ++m_counts[key.hash];
    m_rows.insert(row.value);
    return {};
}

/// A record that has a new key already holds the new association, if there is one; without one any record of the app may have it.
Result<void> Planning::lookAtOthers(const QByteArray &appId)
{
    const auto app = m_lookup.app(appId);
    if (!app)
        return app.error();
    const auto from = m_lookup.target(*app, m_rekey.from);
    if (!from)
        return from.error();
    m_plan.stillRead += from->records;
    Result<void> looked;
    const auto look = [&](RecordRow row) {
        if (m_rows.contains(row.value))
            return true;
        const auto document = m_lookup.documentWithKey(row);
        if (!document) {
            looked = document.error();
            return false;
        }
        if (const auto same = m_counts.find(keyOf(bson::DocumentView(*document), false).hash); same != m_counts.end())
            ++same->second;
        return true;
    };
    if (!m_rekey.to) {
        if (auto read = m_lookup.recordsOf(*app, m_progress, look); !read)
            return read;
        return looked;
    }
    const auto to = m_lookup.target(*app, *m_rekey.to);
    if (!to)
        return to.error();
    const TargetRow target = to->row;
    if (auto read = m_lookup.recordsUnder({&target, size_t(target.isValid() ? 1 : 0)}, m_progress, look); !read)
        return read;
    return looked;
}

void Planning::markClashes()
{
    for (const KeyHash hash : m_hashes) {
        const bool isClash = m_counts[hash] > 1;
        m_plan.clashes.push_back(isClash);
        m_plan.clashCount += isClash ? 1 : 0;
    }
}

Result<RekeyPlan> Planning::plan(std::span<const RecordRow> rows)
{
    m_progress.total = qint64(rows.size());
    for (const RecordRow row : rows) {
        if (m_progress.isCancelled())
            return Error::cancelled();
        if (auto taken = takeRow(row); !taken)
            return taken.error();
    }
    for (const QByteArray &app : std::as_const(m_apps)) {
        auto looked = lookAtOthers(app);
        if (m_progress.isCancelled())
            return Error::cancelled();
        if (!looked)
            return looked.error();
    }
    m_plan.stillRead -= qint64(m_plan.rows.size());
    markClashes();
    return std::move(m_plan);
}

} // namespace

Result<RekeyPlan> planRekey(KeyLookup &lookup, std::span<const RecordRow> rows, const Rekey &rekey, Progress &progress)
{
    return Planning(lookup, rekey, progress).plan(rows);
}

BodyVerb rekeyVerb(Rekey rekey)
{
    return [rekey = std::move(rekey)](const Record &record) -> Result<std::optional<QByteArray>> {
        auto body = replaceAssociation(record, rekey.from, rekey.to ? std::optional<Association>(*rekey.to) : std::nullopt);
        if (!body)
            return body.error();
        return std::optional(*std::move(body));
    };
}

std::vector<Association> rekeyed(const std::vector<Association> &key, const Rekey &rekey)
{
    std::vector<Association> result;
    for (const Association &association : key) {
        if (association != Association(rekey.from))
            result.push_back(association);
        else if (rekey.to)
            result.push_back(*rekey.to);
    }
    return result;
}

} // namespace persistence
