#include "model/workspace/sortedruns.h"

#include "model/base/aside.h"
#include "model/workspace/sortedrun.h"

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <string>
#include <thread>

namespace persistence {

namespace {

constexpr int kRunsInMemory = 3;
constexpr size_t kRunBytes = 64 * 1024 * 1024;
constexpr qsizetype kReadBuffer = 128 * 1024;
constexpr size_t kBlockEntries = 4096;
constexpr size_t kBlockBytes = 1024 * 1024;
constexpr size_t kBlocksAhead = 3;

} // namespace

struct SortedRuns::Merge::Private
{
    /// Reads one run from front to back.
    struct Cursor
    {
        std::shared_ptr<const SortedRun> run;
        const SpillFile *spill = nullptr;
        size_t nextRow = 0;
        qint64 nextByte = 0;
        QByteArray buffer;
        qsizetype bufferPosition = 0;
        Entry entry;

        /// Makes sure that \a size bytes lie at the buffer position; false at the end of the run.
        Result<bool> require(qsizetype size)
        {
            if (buffer.size() - bufferPosition >= size)
                return true;
            buffer.remove(0, bufferPosition);
            bufferPosition = 0;
            const qint64 left = run->spillSize() - nextByte;
            const qsizetype wanted = std::min<qint64>(std::max(kReadBuffer, size), left);
            const qsizetype held = buffer.size();
            buffer.resize(held + wanted);
            auto got = spill->read(run->spillStart() + nextByte, buffer.data() + held, wanted);
            if (!got)
                return got.error();
            nextByte += *got;
            buffer.resize(held + *got);
            return buffer.size() >= size;
        }

        Result<bool> advance()
        {
            if (!run->isSpilled()) {
                if (nextRow == run->size())
                    return false;
                entry = run->entry(nextRow++);
                return true;
            }
            SortedRun::SpilledHead head;
            auto there = require(sizeof(head));
            if (!there || !*there)
                return there;
            std::memcpy(&head, buffer.constData() + bufferPosition, sizeof(head));
            there = require(qsizetype(sizeof(head)) + head.keySize);
            if (!there || !*there)
                return there;
            const char *key = buffer.constData() + bufferPosition + sizeof(head);
            entry = {head.major, QByteArrayView(key, qsizetype(head.keySize)), head.record, head.position, head.weight, false};
            bufferPosition += qsizetype(sizeof(head)) + head.keySize;
            return true;
        }
    };

    struct Later
    {
        bool operator()(const Cursor *a, const Cursor *b) const { return b->entry.precedes(a->entry); }
    };

    /// Entries that were merged ahead, with the bytes of their keys.
    struct Block
    {
        std::vector<Entry> entries;
        std::string keys;
    };

    std::vector<std::unique_ptr<Cursor>> cursors;
    std::vector<Cursor *> queue; ///< the runs that have entries left; that of the first one stands last
    std::shared_ptr<SpillFile> spill;

    /// The key before, on the merging thread.
    bool isFirst = true;
    quint64 lastMajor = 0;
    QByteArrayView lastKey;
    QByteArray lastKeyBytes;

    std::thread merging;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::unique_ptr<Block>> ready;
    Result<void> mergeState;    ///< of the merging thread
    std::exception_ptr failure; ///< what it threw: there is no memory
    bool isEnded = false;
    bool isStopped = false;

    /// The reader's side.
    std::unique_ptr<Block> block;
    size_t next = 0;
    const Entry *current = nullptr;
    Result<void> state;

    ~Private()
    {
        {
            const std::lock_guard lock(mutex);
            isStopped = true;
            changed.notify_all();
        }
        if (merging.joinable())
            merging.join();
    }

    /// Advances one run and puts it in order; false after an error. There are few runs, so this takes fewer comparisons than a heap.
    bool push(Cursor *cursor)
    {
        auto advanced = cursor->advance();
        if (!advanced) {
            mergeState = advanced.error();
            return false;
        }
        if (*advanced)
            queue.insert(std::upper_bound(queue.begin(), queue.end(), cursor, Later()), cursor);
        return true;
    }

    std::unique_ptr<Block> mergeBlock()
    {
        auto merged = std::make_unique<Block>();
        merged->entries.reserve(kBlockEntries);
        while (merged->entries.size() < kBlockEntries && merged->keys.size() < kBlockBytes && !queue.empty()) {
            Cursor *cursor = queue.back();
            queue.pop_back();
            merged->entries.push_back(cursor->entry);
            merged->keys.append(cursor->entry.key.data(), size_t(cursor->entry.key.size()));
            if (!push(cursor))
                break;
        }
        const char *key = merged->keys.data();
        for (Entry &entry : merged->entries) {
            entry.key = {key, entry.key.size()};
            key += entry.key.size();
            entry.startsKey = isFirst || entry.major != lastMajor || entry.key != lastKey;
            isFirst = false;
            lastMajor = entry.major;
            lastKey = entry.key;
        }
        // The next block is compared with the last key of this one, which the reader may have thrown away by then.
        lastKeyBytes = lastKey.toByteArray();
        lastKey = lastKeyBytes;
        return merged;
    }

    void mergeBlocks()
    {
        bool goesOn = true;
        for (const auto &cursor : cursors)
            goesOn = goesOn && push(cursor.get());
        while (goesOn) {
            auto merged = mergeBlock();
            std::unique_lock lock(mutex);
            changed.wait(lock, [this] { return isStopped || ready.size() < kBlocksAhead; });
            goesOn = !isStopped && !merged->entries.empty() && mergeState;
            if (goesOn)
                ready.push_back(std::move(merged));
            changed.notify_all();
        }
    }

    /// Runs on the merging thread, a few blocks ahead of the reader.
    void mergeAhead()
    {
        std::exception_ptr thrown;
        try {
            mergeBlocks();
        } catch (...) {
            thrown = std::current_exception();
        }
        const std::lock_guard lock(mutex);
        failure = thrown;
        isEnded = true;
        changed.notify_all();
    }

    bool takeBlock()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return isEnded || !ready.empty(); });
        next = 0;
        if (ready.empty()) {
            if (failure)
                std::rethrow_exception(failure);
            block.reset();
            state = mergeState;
            return false;
        }
        block = std::move(ready.front());
        ready.pop_front();
        changed.notify_all();
        return true;
    }
};

SortedRuns::Merge::Merge(std::unique_ptr<Private> priv) : d(std::move(priv))
{
}

SortedRuns::Merge::~Merge() = default;

bool SortedRuns::Merge::advance()
{
    if ((!d->block || d->next == d->block->entries.size()) && !d->takeBlock())
        return false;
    d->current = &d->block->entries[d->next++];
    return true;
}

const SortedRuns::Entry &SortedRuns::Merge::entry() const
{
    return *d->current;
}

const Result<void> &SortedRuns::Merge::state() const
{
    return d->state;
}

SortedRuns::SortedRuns(QString folder, size_t runEntries)
    : m_folder(std::move(folder))
    , m_runEntries(runEntries)
    , m_open(std::make_unique<SortedRun>(m_runEntries, 0))
{
}

SortedRuns::~SortedRuns() = default;

Result<void> SortedRuns::add(const Entry &entry)
{
    m_open->add(entry);
    ++m_size;
    return m_open->size() < m_runEntries && m_open->keyBytes() < kRunBytes ? Result<void>() : seal();
}

Result<void> SortedRuns::waitForSort()
{
    if (!m_sorting.valid())
        return {};
    auto sorted = m_sorting.get();
    if (!sorted)
        return sorted.error();
    m_runs.push_back(*sorted);
    return {};
}

Result<void> SortedRuns::seal()
{
    if (auto waited = waitForSort(); !waited)
        return waited;
    const bool spills = m_sealed++ >= kRunsInMemory;
    if (spills && !m_spill) {
        m_spill = std::make_shared<SpillFile>();
        if (auto opened = m_spill->open(m_folder); !opened)
            return opened;
    }
    std::shared_ptr<SortedRun> run = std::move(m_open);
    m_open = std::make_unique<SortedRun>(m_runEntries, run->keyBytes() + run->keyBytes() / 8);
    m_sorting = runAside([run, spill = spills ? m_spill : nullptr]() -> Result<std::shared_ptr<const SortedRun>> {
        run->sort();
        if (spill) {
            if (auto spilled = run->spill(*spill); !spilled)
                return spilled.error();
        }
        return std::shared_ptr<const SortedRun>(run);
    });
    return {};
}

Result<void> SortedRuns::finish()
{
    if (!m_open->isEmpty()) {
        if (auto sealed = seal(); !sealed)
            return sealed;
    }
    return waitForSort();
}

std::unique_ptr<SortedRuns::Merge> SortedRuns::merge() const
{
    auto d = std::make_unique<Merge::Private>();
    d->spill = m_spill;
    for (const auto &run : m_runs) {
        auto cursor = std::make_unique<Merge::Private::Cursor>();
        cursor->run = run;
        cursor->spill = m_spill.get();
        d->cursors.push_back(std::move(cursor));
    }
    d->merging = std::thread([merge = d.get()] { merge->mergeAhead(); });
    return std::unique_ptr<Merge>(new Merge(std::move(d)));
}

} // namespace persistence
