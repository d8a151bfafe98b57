#include "model/find/groupscan.h"

#include "model/workspace/workspace.h"

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

namespace persistence {

namespace {

constexpr qint64 kFirstChunk = 128;
constexpr qint64 kLastChunk = 65'536;
/// Fewer records than these are read by SQL: going into the tree of pages would be no gain.
constexpr qint64 kFewRecords = 2'000;
/// For more than these it pays to bring the log into the file first, which takes about as long as the saving of an edit.
constexpr qint64 kManyRecords = 50'000;

/// A thread that does one piece of work at a time while its owner does another.
class Companion final
{
public:
    Companion() : m_thread([this](const std::stop_token &stop) { loop(stop); }) {}
    ~Companion()
    {
        m_thread.request_stop();
        m_wake.notify_all();
    }
    Q_DISABLE_COPY_MOVE(Companion)

    void start(std::function<Result<void>()> work)
    {
        const std::lock_guard lock(m_mutex);
        m_work = std::move(work);
        m_wake.notify_all();
    }

    Result<void> wait()
    {
        std::unique_lock lock(m_mutex);
        m_done.wait(lock, [this] { return !m_work; });
        return m_result;
    }

private:
    void loop(const std::stop_token &stop)
    {
        std::unique_lock lock(m_mutex);
        while (m_wake.wait(lock, stop, [this] { return bool(m_work); })) {
            lock.unlock();
            Result<void> result = m_work();
            lock.lock();
            m_result = std::move(result);
            m_work = nullptr;
            m_done.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::condition_variable m_done;
    std::function<Result<void>()> m_work;
    Result<void> m_result;
    std::jthread m_thread; ///< last, so that it ends before what it uses
};

/// Two connections that go through chunks together.
class PairScan final
{
public:
    PairScan(Progress &progress, const GroupLook &look) : m_progress(progress), m_look(look) {}

    Result<void> open(const Workspace &workspace)
    {
        for (auto &scan : m_scans) {
            auto opened = RecordScan::open(workspace);
            if (!opened)
                return opened.error();
            scan = *std::move(opened);
        }
        return {};
    }

    /// Reads whole pages past SQL, if there are many \a records. All connections see the state of now from then on.
    Result<void> readByPages(const Workspace &workspace, qint64 records)
    {
        if (records < kFewRecords)
            return {};
        if (records > kManyRecords)
            workspace.writeLogToFile();
        for (auto &scan : m_scans) {
            if (auto begun = scan->readByPages(m_look.glance); !begun)
                return begun;
        }
        return {};
    }

    RecordScan &first() { return *m_scans[0]; }
    /// How many records the next chunk should have.
    [[nodiscard]] qint64 chunkSize() const { return m_chunk; }

    /// False once the look has had enough.
    Result<bool> list(std::span<const RecordRow> rows)
    {
        while (!rows.empty()) {
            const auto chunk = rows.first(std::min(size_t(m_chunk), rows.size()));
            rows = rows.subspan(chunk.size());
            const auto middle = chunk.size() / 2;
            const auto goesOn = both([&] { return m_scans[0]->list(chunk.first(middle), m_progress, receiver(0)); },
                                     [&] { return m_scans[1]->list(chunk.subspan(middle), m_progress, receiver(1)); });
            if (!goesOn || !*goesOn)
                return goesOn;
        }
        return true;
    }

    Result<bool> range(RecordRow from, RecordRow end)
    {
        const RecordRow middle{from.value + (end.value - from.value) / 2};
        return both([&] { return m_scans[0]->range(from, middle, m_progress, receiver(0)); },
                    [&] { return m_scans[1]->range(middle, end, m_progress, receiver(1)); });
    }

private:
    struct alignas(kHalfAlignment) Seen
    {
        qint64 bytes = 0;
        qint64 records = 0;
    };

    RecordScan::Receive receiver(int half)
    {
        return [this, half](const StoredRecord &record) {
            m_look.record(half, record);
            m_seen[half].bytes += record.body.size();
            ++m_seen[half].records;
            return true;
        };
    }

    template <typename First, typename Second>
    Result<bool> both(First first, Second second)
    {
        if (m_progress.isCancelled())
            return Error::cancelled();
        m_companion.start(second);
        const Result<void> one = first();
        const Result<void> two = m_companion.wait();
        if (!one)
            return one.error();
        if (!two)
            return two.error();
        qint64 done = m_progress.done;
        for (int half = 0; half < 2; ++half) {
            const RecordTally passed = m_scans[half]->takePassed();
            const Seen seen = std::exchange(m_seen[half], {});
            done += seen.bytes + passed.bytes;
            m_progress.records += seen.records + passed.records;
        }
        // Records that were passed over count as a little more than their documents.
        m_progress.done = m_progress.total > 0 ? std::min(done, m_progress.total.load()) : done;
        m_chunk = std::min(2 * m_chunk, kLastChunk);
        return m_look.settle();
    }

    Progress &m_progress;
    const GroupLook &m_look;
    std::unique_ptr<RecordScan> m_scans[2];
    Seen m_seen[2];
    qint64 m_chunk = kFirstChunk;
    Companion m_companion;
};

Result<void> scanEverything(PairScan &pair)
{
    RecordRow from{1};
    while (true) {
        const auto first = pair.first().firstFrom(from);
        if (!first)
            return first.error();
        if (!first->isValid() || first->value > std::numeric_limits<qint64>::max() - kLastChunk)
            return {};
        from.value = first->value + pair.chunkSize();
        const auto goesOn = pair.range(*first, from);
        if (!goesOn)
            return goesOn.error();
        if (!*goesOn)
            return {};
    }
}

/// Says how much there is to do, and lets the pair do much of it page by page.
Result<void> prepare(PairScan &pair, const Workspace &workspace, const Group &group, Progress &progress)
{
    auto reader = workspace.reader();
    const auto size = reader ? sizeOfGroup(**reader, group) : Result<GroupSize>(reader.error());
    if (!size)
        return size.error();
    progress.total = size->bytes;
    return pair.readByPages(workspace, size->records);
}

} // namespace

Result<GroupSize> sizeOfGroup(Reader &reader, const Group &group)
{
    GroupSize size;
    const auto add = [&](const auto &summary) {
        size.records += summary.records;
        size.bytes += summary.bytes;
    };
    if (group.target.isValid()) {
        const auto targets = reader.targetSummaries(std::span(&group.target, 1));
        if (!targets)
            return targets.error();
        std::for_each(targets->begin(), targets->end(), add);
    } else if (group.shape.isValid()) {
        const auto shapes = reader.keyShapes(group.app);
        if (!shapes)
            return shapes.error();
        for (const KeyShapeSummary &shape : *shapes) {
            if (shape.row == group.shape)
                add(shape);
        }
    } else if (group.model.isValid()) {
        const auto models = reader.models(group.app);
        if (!models)
            return models.error();
        for (const ModelSummary &model : *models) {
            if (model.row == group.model)
                add(model);
        }
    } else {
        const auto apps = reader.apps();
        if (!apps)
            return apps.error();
        for (const AppSummary &app : *apps) {
            if (!group.app.isValid() || app.row == group.app)
                add(app);
        }
    }
    return size;
}

Result<void> scanGroup(const Workspace &workspace, const Group &group, Progress &progress, const GroupLook &look)
{
    if (group.app.isValid() || group.target.isValid())
        return scanPart(
            workspace, group, progress, [](RecordRow) { return true; }, look);
    PairScan pair(progress, look);
    if (auto opened = pair.open(workspace); !opened)
        return opened;
    if (auto prepared = prepare(pair, workspace, group, progress); !prepared)
        return prepared;
    return scanEverything(pair);
}

Result<void> scanRecords(const Workspace &workspace, std::span<const RecordRow> rows, Progress &progress, const GroupLook &look)
{
    PairScan pair(progress, look);
    if (auto opened = pair.open(workspace); !opened)
        return opened;
    if (auto begun = pair.readByPages(workspace, qint64(rows.size())); !begun)
        return begun;
    const auto done = pair.list(rows);
    return done ? Result<void>() : done.error();
}

Result<void> scanPart(const Workspace &workspace, const Group &group, Progress &progress, const std::function<bool(RecordRow)> &isWanted,
                      const GroupLook &look)
{
    PairScan pair(progress, look);
    if (auto opened = pair.open(workspace); !opened)
        return opened;
    if (auto prepared = prepare(pair, workspace, group, progress); !prepared)
        return prepared;
    auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    Result<bool> done = true;
    std::vector<RecordRow> wanted;
    const auto listed = (*reader)->records(group, progress, [&](std::span<const RecordRow> rows) {
        while (!rows.empty() && done && *done) {
            const auto piece = rows.first(std::min(size_t(pair.chunkSize()), rows.size()));
            rows = rows.subspan(piece.size());
            wanted.clear();
            std::copy_if(piece.begin(), piece.end(), std::back_inserter(wanted), isWanted);
            done = pair.list(wanted);
        }
        return done && *done;
    });
    if (!done)
        return done.error();
    return listed;
}

} // namespace persistence
