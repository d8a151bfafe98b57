#include "model/find/finder.h"

#include "model/find/groupscan.h"
#include "model/workspace/workspace.h"

#include <algorithm>

namespace persistence {

namespace {

/// Looking up the records of an index one by one costs about this many times as much as reading them in a row.
constexpr qint64 kLookUpCost = 3;
/// So many records of a part of the workspace are looked at before it is searched as a whole: frequent texts have their first hits then.
constexpr qint64 kFirstLooks = 500;
/// Searching the pages of the whole workspace costs less than looking up one record of so many.
constexpr qint64 kPagesCost = 8;
/// From so many records on it can be told whether a text is too frequent for that.
constexpr qint64 kSample = 10'000;

void sortUnique(std::vector<RecordRow> &rows)
{
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
}

/// The records that the index leaves as possible hits.
class IndexNarrowing final
{
public:
    IndexNarrowing(const Workspace &workspace, const FilterMatcher &matcher, Progress &progress)
        : m_workspace(workspace)
        , m_matcher(matcher)
        , m_progress(progress)
    {
    }

    /// In the order of rows; nothing if the index does not help for that group.
    Result<std::optional<std::vector<RecordRow>>> rowsIn(const Group &group)
    {
        if (auto opened = open(); !opened)
            return opened.error();
        if (const auto ids = m_matcher.onlyRecordIds())
            return ofRecordIds(*ids);
        const auto size = sizeOfGroup(*m_reader, group);
        if (!size)
            return size.error();
        m_best = size->records / kLookUpCost;
        for (const auto &narrowing : m_matcher.narrowings()) {
            if (auto tried = tryTargets(narrowing); !tried)
                return tried.error();
        }
        if (auto tried = tryApps(group); !tried)
            return tried.error();
        return gather();
    }

private:
    Result<void> open()
    {
        auto reader = m_workspace.reader();
        if (!reader)
            return reader.error();
        auto scan = RecordScan::open(m_workspace);
        if (!scan)
            return scan.error();
        m_reader = *std::move(reader);
        m_scan = *std::move(scan);
        return {};
    }

    Result<std::optional<std::vector<RecordRow>>> ofRecordIds(const QSet<QByteArray> &ids)
    {
        std::vector<RecordRow> rows;
        for (const QByteArray &id : ids) {
            const auto found = m_reader->findRecords(RecordId::fromEncoded(id));
            if (!found)
                return found.error();
            rows.insert(rows.end(), found->begin(), found->end());
        }
        sortUnique(rows);
        return std::optional(std::move(rows));
    }

    Result<void> tryTargets(const FilterMatcher::Narrowing &narrowing)
    {
        std::vector<Group> groups;
        qint64 records = 0;
        for (const QByteArray &id : narrowing.ids) {
            const auto targets = m_scan->targets(narrowing.model ? std::optional<QByteArrayView>(*narrowing.model) : std::nullopt, id);
            if (!targets)
                return targets.error();
            for (const TargetSummary &target : *targets) {
                groups.push_back({{}, {}, target.row});
                records += target.records;
            }
        }
        take(std::move(groups), records);
        return {};
    }

    Result<void> tryApps(const Group &group)
    {
        const auto ids = m_matcher.onlyApps();
        if (!ids || group.app.isValid() || group.target.isValid())
            return {};
        const auto apps = m_reader->apps();
        if (!apps)
            return apps.error();
        std::vector<Group> groups;
        qint64 records = 0;
        for (const AppSummary &app : *apps) {
            if (app.collection == Collection::Messages || !ids->contains(app.appId))
                continue;
            groups.push_back({app.row, {}, {}});
            records += app.records;
        }
        take(std::move(groups), records);
        return {};
    }

    void take(std::vector<Group> groups, qint64 records)
    {
        if (records > m_best)
            return;
        m_best = records;
        m_groups = std::move(groups);
    }

    Result<std::optional<std::vector<RecordRow>>> gather()
    {
        if (!m_groups)
            return std::optional<std::vector<RecordRow>>();
        std::vector<RecordRow> rows;
        for (const Group &group : *m_groups) {
            const auto read = m_reader->records(group, m_progress);
            if (!read)
                return read.error();
            rows.insert(rows.end(), read->begin(), read->end());
        }
        sortUnique(rows);
        return std::optional(std::move(rows));
    }

    const Workspace &m_workspace;
    const FilterMatcher &m_matcher;
    Progress &m_progress;
    std::unique_ptr<Reader> m_reader;
    std::unique_ptr<RecordScan> m_scan;
    std::optional<std::vector<Group>> m_groups;
    qint64 m_best = 0; ///< records that the best way has to look up
};

/// The records of a group that may pass, by a glance at the pages of the whole workspace: those of a group lie scattered among them.
class GlanceNarrowing final
{
public:
    GlanceNarrowing(const Workspace &workspace, const FilterMatcher &matcher, const Group &group, const Progress &progress)
        : m_workspace(workspace)
        , m_matcher(matcher)
        , m_group(group)
        , m_progress(progress)
    {
    }

    /// To be asked about the records of the group one after another. Does not fail: then all may pass.
    bool wants(RecordRow row)
    {
        if (++m_asked <= kFirstLooks || !m_matcher.canGlance())
            return true;
        if (m_asked == kFirstLooks + 1 && isWorthIt())
            m_rows = glance();
        return !m_rows || std::binary_search(m_rows->begin(), m_rows->end(), row);
    }

private:
    [[nodiscard]] bool isWorthIt() const
    {
        const auto reader = m_workspace.reader();
        const auto part = reader ? sizeOfGroup(**reader, m_group) : Result<GroupSize>(reader.error());
        const auto whole = reader ? sizeOfGroup(**reader, Group()) : Result<GroupSize>(reader.error());
        return part && whole && part->records * kPagesCost >= whole->records;
    }

    /// In the order of rows; nothing if there are too many.
    [[nodiscard]] std::optional<std::vector<RecordRow>> glance() const
    {
        Progress looked;
        std::vector<RecordRow> halves[2], rows;
        bool isWhole = true;
        GroupLook look;
        look.record = [&](int half, const StoredRecord &record) {
            if (m_matcher.mayMatch(record.body))
                halves[half].push_back(record.row);
        };
        look.settle = [&] {
            for (auto &half : halves) {
                rows.insert(rows.end(), half.begin(), half.end());
                half.clear();
            }
            const bool isFrequent = looked.records >= kSample && qint64(rows.size()) * kLookUpCost > looked.records;
            isWhole = !isFrequent && !m_progress.isCancelled();
            return isWhole;
        };
        look.glance = [this](QByteArrayView bytes) { return m_matcher.mayMatch(bytes); };
        const auto scanned = scanGroup(m_workspace, Group(), looked, look);
        return scanned && isWhole ? std::optional(std::move(rows)) : std::nullopt;
    }

    const Workspace &m_workspace;
    const FilterMatcher &m_matcher;
    const Group &m_group;
    const Progress &m_progress;
    qint64 m_asked = 0;
    std::optional<std::vector<RecordRow>> m_rows;
};

} // namespace

/// What both halves of a scan find, until it is handed on.
class Finder::Gathering final
{
public:
    Gathering(const FilterMatcher &matcher, bool wantsPlaces, const Receive &receive)
        : m_matcher(matcher)
        , m_wantsPlaces(wantsPlaces)
        , m_receive(receive)
    {
    }

    [[nodiscard]] GroupLook look()
    {
        GroupLook look{[this](int half, const StoredRecord &record) { see(m_halves[half], record); }, [this] { return settle(); }};
        if (m_matcher.canGlance())
            look.glance = [this](QByteArrayView bytes) { return m_matcher.mayMatch(bytes); };
        return look;
    }

    [[nodiscard]] const FindTotal &total() const { return m_total; }

private:
    struct alignas(kHalfAlignment) Half
    {
        MatchMemory memory;
        std::vector<Hit> hits;
        qint64 damaged = 0;
    };

    void see(Half &half, const StoredRecord &record)
    {
        if (!m_matcher.mayMatch(record.body))
            return;
        if (!record.isSound()) {
            ++half.damaged;
            return;
        }
        if (!m_matcher.matches(record, half.memory))
            return;
        Hit hit{record.row, {}};
        if (m_wantsPlaces) {
            auto places = m_matcher.places(record, 1);
            if (!places.empty())
                hit.place = std::move(places.front());
        }
        half.hits.push_back(std::move(hit));
    }

    bool settle()
    {
        bool goesOn = true;
        for (Half &half : m_halves) {
            m_total.found += qint64(half.hits.size());
            m_total.damaged += std::exchange(half.damaged, 0);
            goesOn = goesOn && (half.hits.empty() || m_receive(half.hits));
            half.hits.clear();
        }
        return goesOn;
    }

    const FilterMatcher &m_matcher;
    bool m_wantsPlaces;
    const Receive &m_receive;
    Half m_halves[2];
    FindTotal m_total;
};

Result<FindTotal> Finder::find(const Group &group, Progress &progress, const Receive &receive) const
{
    Gathering gathering(*m_matcher, m_wantsPlaces, receive);
    const GroupLook look = gathering.look();
    const auto narrowed = IndexNarrowing(m_workspace, *m_matcher, progress).rowsIn(group);
    if (!narrowed)
        return narrowed.error();
    const bool isEverything = !group.app.isValid() && !group.target.isValid();
    GlanceNarrowing glance(m_workspace, *m_matcher, group, progress);
    Result<void> scanned;
    if (!*narrowed && isEverything)
        scanned = scanGroup(m_workspace, group, progress, look);
    else if (!*narrowed)
        scanned = scanPart(
            m_workspace, group, progress, [&](RecordRow row) { return glance.wants(row); }, look);
    else if (isEverything)
        scanned = scanRecords(m_workspace, **narrowed, progress, look);
    else if (!(*narrowed)->empty())
        scanned = scanPart(
            m_workspace, group, progress, [&](RecordRow row) { return std::binary_search((*narrowed)->begin(), (*narrowed)->end(), row); },
            look);
    if (!scanned)
        return scanned.error();
    return gathering.total();
}

Result<FindTotal> Finder::find(std::span<const RecordRow> rows, Progress &progress, const Receive &receive) const
{
    Gathering gathering(*m_matcher, m_wantsPlaces, receive);
    if (auto scanned = scanRecords(m_workspace, rows, progress, gathering.look()); !scanned)
        return scanned.error();
    return gathering.total();
}

} // namespace persistence
