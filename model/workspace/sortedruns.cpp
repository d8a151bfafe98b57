#include "model/workspace/sortedruns.h"

#include "model/base/aside.h"

#include <QCoreApplication>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <tuple>
#include <unordered_map>

#include <fcntl.h>
#include <unistd.h>

namespace persistence {

namespace {

constexpr int kRunsInMemory = 3;
constexpr size_t kRunBytes = 64 * 1024 * 1024;
constexpr qsizetype kReadBuffer = 128 * 1024;
constexpr size_t kBlockEntries = 4096;
constexpr size_t kBlockBytes = 1024 * 1024;
constexpr size_t kBlocksAhead = 3;

/// Fixed part of an entry in the spill file; the key follows.
struct SpilledHead
{
    quint64 major;
    qint64 record;
    quint32 keySize;
    quint32 position;
    quint32 weight;
    quint32 reserved;
};

Error spillError(int errorNumber)
{
    return systemError(QCoreApplication::translate("Import", "The import could not put its index aside beside the workspace"), errorNumber);
}

/// The 8 bytes of a key from \a start on as a number that sorts like them.
quint64 prefixOf(QByteArrayView key, qsizetype start)
{
    char head[8] = {};
    std::memcpy(head, key.data() + start, size_t(std::min<qsizetype>(8, key.size() - start)));
    return qFromBigEndian<quint64>(head);
}

qsizetype commonPrefixSize(QByteArrayView a, QByteArrayView b, qsizetype atMost)
{
    const qsizetype size = std::min({a.size(), b.size(), atMost});
    return std::mismatch(a.begin(), a.begin() + size, b.begin()).first - a.begin();
}

int compareKeys(QByteArrayView a, QByteArrayView b)
{
    const int order = std::memcmp(a.data(), b.data(), size_t(std::min(a.size(), b.size())));
    if (order != 0)
        return order;
    return a.size() < b.size() ? -1 : int(a.size() > b.size());
}

bool precedes(const SortedRuns::Entry &a, const SortedRuns::Entry &b)
{
    if (a.major != b.major)
        return a.major < b.major;
    if (const int order = compareKeys(a.key, b.key); order != 0)
        return order < 0;
    if (a.record != b.record)
        return a.record < b.record;
    return a.position < b.position;
}

} // namespace

/// An unlinked file that is written from front to back and read by position.
class SortedRuns::SpillFile final
{
public:
    ~SpillFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    SpillFile() = default;
    Q_DISABLE_COPY_MOVE(SpillFile)

    Result<void> open(const QString &folder)
    {
        const QByteArray path = QFile::encodeName(folder);
        m_descriptor = ::open(path.constData(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (m_descriptor >= 0)
            return {};
        // Some file systems know no files without a name.
        QByteArray name = path + "/.pbw-sort-XXXXXX";
        m_descriptor = ::mkostemp(name.data(), O_CLOEXEC);
        if (m_descriptor < 0)
            return spillError(errno);
        ::unlink(name.constData());
        return {};
    }

    Result<void> append(QByteArrayView bytes)
    {
        while (!bytes.isEmpty()) {
            const ssize_t written = ::write(m_descriptor, bytes.data(), size_t(bytes.size()));
            if (written < 0 && errno == EINTR)
                continue;
            if (written <= 0)
                return spillError(errno);
            bytes = bytes.sliced(written);
            m_size += written;
        }
        return {};
    }

    /// Bytes read; fewer than asked for only at the end of the file.
    Result<qsizetype> read(qint64 position, char *buffer, qsizetype size) const
    {
        qsizetype done = 0;
        while (done < size) {
            const ssize_t got = ::pread(m_descriptor, buffer + done, size_t(size - done), position + done);
            if (got < 0 && errno == EINTR)
                continue;
            if (got < 0)
                return spillError(errno);
            if (got == 0)
                break;
            done += got;
        }
        return done;
    }

    [[nodiscard]] qint64 size() const { return m_size; }

private:
    int m_descriptor = -1;
    qint64 m_size = 0;
};

/// One sorted run: in memory, or a range of the spill file.
struct SortedRuns::Run
{
    struct Row
    {
        quint64 major;
        quint64 prefix;
        qint64 record;
        quint32 keyStart;
        quint32 keySize;
        quint32 position;
        quint32 weight;

        [[nodiscard]] auto withoutKey() const { return std::tie(major, prefix, record, position); }
    };

    std::vector<Row> rows;
    std::string keys;
    qint64 spillStart = 0;
    qint64 spillSize = 0;

    [[nodiscard]] QByteArrayView key(const Row &row) const { return {keys.data() + row.keyStart, qsizetype(row.keySize)}; }
    [[nodiscard]] Entry entry(size_t i) const
    {
        return {rows[i].major, key(rows[i]), rows[i].record, rows[i].position, rows[i].weight, false};
    }

    /// Nearly all comparisons are settled by 8 bytes, taken behind what all keys of a major begin with: record ids share their type, length
    /// and first digits, the ids of an association model often a word.
    void setPrefixes()
    {
        struct Common
        {
            QByteArrayView key; ///< the first
            qsizetype size = 0;
        };
        std::unordered_map<quint64, size_t> numbers; // of the majors, in commons
        std::vector<Common> commons;
        for (Row &row : rows) {
            // Record ids have one major.
            if (commons.empty() || row.major != rows.front().major)
                row.prefix = numbers.try_emplace(row.major, commons.size()).first->second;
            else
                row.prefix = 0;
            if (row.prefix == commons.size())
                commons.push_back({key(row), key(row).size()});
            Common &common = commons[row.prefix];
            common.size = commonPrefixSize(common.key, key(row), common.size);
        }
        for (Row &row : rows)
            row.prefix = prefixOf(key(row), commons[row.prefix].size);
    }

    void sort()
    {
        setPrefixes();
        std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.withoutKey() < b.withoutKey(); });
        sortEqualPrefixes();
        gatherKeys();
    }

    /// Rows with one prefix nearly always have one key, and stand right then. Keys lie in far memory, so each is looked at once.
    void sortEqualPrefixes()
    {
        for (auto first = rows.begin(); first != rows.end();) {
            bool areEqual = true;
            auto end = first + 1;
            for (; end != rows.end() && end->major == first->major && end->prefix == first->prefix; ++end)
                areEqual = areEqual && key(*end) == key(*first);
            if (!areEqual) {
                std::sort(first, end, [this](const Row &a, const Row &b) {
                    const int order = compareKeys(key(a), key(b));
                    return order != 0 ? order < 0 : a.withoutKey() < b.withoutKey();
                });
            }
            first = end;
        }
    }

    /// Puts the keys in the order of their rows. A merge then reads them from front to back; one after the other out of order, each would
    /// have to come from far memory.
    void gatherKeys()
    {
        std::string gathered;
        gathered.reserve(keys.size());
        for (Row &row : rows) {
            const auto start = quint32(gathered.size());
            gathered.append(keys, row.keyStart, row.keySize);
            row.keyStart = start;
        }
        keys.swap(gathered);
    }

    Result<void> spill(SpillFile &file)
    {
        spillStart = file.size();
        QByteArray buffer;
        for (const Row &row : rows) {
            const SpilledHead head = {row.major, row.record, row.keySize, row.position, row.weight, 0};
            buffer.append(reinterpret_cast<const char *>(&head), sizeof(head));
            buffer.append(key(row));
            if (buffer.size() < kReadBuffer)
                continue;
            if (auto appended = file.append(buffer); !appended)
                return appended;
            buffer.resize(0);
        }
        if (auto appended = file.append(buffer); !appended)
            return appended;
        spillSize = file.size() - spillStart;
        // Assigning {} would keep the memory.
        std::vector<Row>().swap(rows);
        std::string().swap(keys);
        return {};
    }
};

struct SortedRuns::Merge::Private
{
    /// Reads one run from front to back.
    struct Cursor
    {
        std::shared_ptr<const Run> run;
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
            const qint64 left = run->spillSize - nextByte;
            const qsizetype wanted = std::min<qint64>(std::max(kReadBuffer, size), left);
            const qsizetype held = buffer.size();
            buffer.resize(held + wanted);
            auto got = spill->read(run->spillStart + nextByte, buffer.data() + held, wanted);
            if (!got)
                return got.error();
            nextByte += *got;
            buffer.resize(held + *got);
            return buffer.size() >= size;
        }

        Result<bool> advance()
        {
            if (run->spillSize == 0) {
                if (nextRow == run->rows.size())
                    return false;
                entry = run->entry(nextRow++);
                return true;
            }
            SpilledHead head;
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
        bool operator()(const Cursor *a, const Cursor *b) const { return precedes(b->entry, a->entry); }
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
    Result<void> mergeState; ///< of the merging thread
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

    /// Runs on the merging thread, a few blocks ahead of the reader.
    void mergeAhead()
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
        const std::lock_guard lock(mutex);
        isEnded = true;
        changed.notify_all();
    }

    bool takeBlock()
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return isEnded || !ready.empty(); });
        next = 0;
        if (ready.empty()) {
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
    , m_open(std::make_unique<Run>())
{
    m_open->rows.reserve(m_runEntries);
}

SortedRuns::~SortedRuns() = default;

Result<void> SortedRuns::add(const Entry &entry)
{
    m_open->rows.push_back(
        {entry.major, 0, entry.record, quint32(m_open->keys.size()), quint32(entry.key.size()), entry.position, entry.weight});
    m_open->keys.append(entry.key.data(), size_t(entry.key.size()));
    ++m_size;
    if (m_open->rows.size() < m_runEntries && m_open->keys.size() < kRunBytes)
        return {};
    return seal();
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
    std::shared_ptr<Run> run = std::move(m_open);
    m_open = std::make_unique<Run>();
    // Growing would touch twice the memory, and copy it. What is not used of it takes only addresses.
    m_open->rows.reserve(m_runEntries);
    m_open->keys.reserve(run->keys.size() + run->keys.size() / 8);
    m_sorting = runAside([run, spill = spills ? m_spill : nullptr]() -> Result<std::shared_ptr<const Run>> {
        run->sort();
        if (spill) {
            if (auto spilled = run->spill(*spill); !spilled)
                return spilled.error();
        }
        return std::shared_ptr<const Run>(run);
    });
    return {};
}

Result<void> SortedRuns::finish()
{
    if (!m_open->rows.empty()) {
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
