#include "model/insight/keyclashes.h"

#include "model/record/recordindex.h"

#include <QHash>

#include <algorithm>

namespace persistence {

KeyClashes::KeyHash KeyClashes::hashOf(bson::DocumentView document)
{
    RecordIndex index;
    indexRecord(document, Collection::Persistence, index);
    KeyHash hash = qHash(index.appId, 1);
    const auto list = document.find("associations");
    if (!list || list->type() != bson::Type::Array)
        return hash;
    for (const bson::Element &element : list->toDocument())
        hash = qHash(element.value(), hash * 31 + size_t(element.type()));
    return hash;
}

Result<void> KeyClashes::add(RecordRow row, bson::DocumentView before, bson::DocumentView after)
{
    const KeyHash hash = hashOf(after);
    if (hash == hashOf(before))
        return {};
    m_rows.emplace(row.value, hash);
    ++m_counts[hash];
    return noteWhereToLook(after);
}

/// Another record with this key is filed under each of its associations: under the rarest one there are the fewest to look at.
Result<void> KeyClashes::noteWhereToLook(bson::DocumentView document)
{
    RecordIndex index;
    indexRecord(document, Collection::Persistence, index);
    const auto app = m_lookup.app(index.appId);
    if (!app)
        return app.error();
    if (!app->isValid())
        return {};
    TargetSummary rarest;
    for (const Association &association : index.associations) {
        const auto target = m_lookup.target(*app, association);
        if (!target)
            return target.error();
        if (!target->row.isValid())
            return {};
        if (!rarest.row.isValid() || target->records < rarest.records)
            rarest = *target;
    }
    if (rarest.row.isValid())
        m_targets.insert(rarest.row.value);
    else
        m_apps.insert(app->value);
    return {};
}

Result<void> KeyClashes::takeOther(RecordRow row)
{
    if (m_rows.contains(row.value))
        return {};
    const auto document = m_lookup.documentWithKey(row);
    if (!document)
        return document.error();
    if (const auto same = m_counts.find(hashOf(bson::DocumentView(*document))); same != m_counts.end())
        ++same->second;
    return {};
}

Result<void> KeyClashes::look(Progress &progress)
{
    Result<void> looked;
    const auto take = [&](RecordRow row) {
        looked = takeOther(row);
        return bool(looked);
    };
    // A record under two of the targets counts twice, which makes no difference: a clash is a clash.
    for (const qint64 value : m_targets) {
        const TargetRow target{value};
        if (auto read = m_lookup.recordsUnder({&target, 1}, progress, take); !read || !looked)
            return read ? looked : read;
    }
    for (const qint64 value : m_apps) {
        if (auto read = m_lookup.recordsOf(AppRow{value}, progress, take); !read || !looked)
            return read ? looked : read;
    }
    return progress.isCancelled() ? Result<void>(Error::cancelled()) : Result<void>();
}

bool KeyClashes::isClash(RecordRow row) const
{
    const auto changed = m_rows.find(row.value);
    return changed != m_rows.end() && m_counts.at(changed->second) > 1;
}

qint64 KeyClashes::count() const
{
    return std::count_if(m_rows.begin(), m_rows.end(), [this](const auto &changed) { return m_counts.at(changed.second) > 1; });
}

} // namespace persistence
