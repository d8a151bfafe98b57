#pragma once

#include "model/base/result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>
#include <future>
#include <memory>
#include <vector>

namespace persistence {

class SortedRun;
class SpillFile;

/// Sorts more index entries than memory holds: runs are sorted on another thread, the first few stay in memory, the others go to an
/// unlinked file, and a merge reads them all in order, as often as wanted. Order: major, key bytes, record, position. One thread at a time.
/// The file has no name, so a killed program leaves nothing behind.
class SortedRuns final
{
public:
    struct Entry
    {
        quint64 major = 0; ///< sorted first, such as (app, association model)
        QByteArrayView key;
        qint64 record = 0;
        quint32 position = 0;
        quint32 weight = 0; ///< carried along, not sorted by
        /// Of a merged entry: major or key differ from those of the entry before.
        bool startsKey = false;

        /// The order of all entries.
        [[nodiscard]] bool precedes(const Entry &other) const
        {
            if (major != other.major)
                return major < other.major;
            if (const int order = key.compare(other.key); order != 0)
                return order < 0;
            return record != other.record ? record < other.record : position < other.position;
        }
    };

    /// Goes through all entries in order. The merging itself runs ahead on a thread of its own. The entry's key is valid until the next
    /// advance().
    class Merge final
    {
    public:
        ~Merge();
        Q_DISABLE_COPY_MOVE(Merge)
        /// False at the end or after an error; see error().
        bool advance();
        [[nodiscard]] const Entry &entry() const;
        [[nodiscard]] const Result<void> &state() const;

    private:
        friend class SortedRuns;
        struct Private;
        explicit Merge(std::unique_ptr<Private> d);
        std::unique_ptr<Private> d;
    };

    /// How many entries make a run; a run takes about 60 bytes for each.
    static constexpr size_t kRunEntries = 256 * 1024;

    /// \a folder: where the spill file may lie.
    explicit SortedRuns(QString folder, size_t runEntries = kRunEntries);
    ~SortedRuns();
    Q_DISABLE_COPY_MOVE(SortedRuns)

    [[nodiscard]] Result<void> add(const Entry &entry);
    /// No more entries come; the merges may begin.
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] std::unique_ptr<Merge> merge() const;
    [[nodiscard]] qint64 size() const { return m_size; }

private:
    [[nodiscard]] Result<void> seal();
    [[nodiscard]] Result<void> waitForSort();

    QString m_folder;
    size_t m_runEntries;
    std::unique_ptr<SortedRun> m_open;
    std::vector<std::shared_ptr<const SortedRun>> m_runs;
    std::future<Result<std::shared_ptr<const SortedRun>>> m_sorting;
    std::shared_ptr<SpillFile> m_spill;
    qint64 m_size = 0;
    int m_sealed = 0;
};

} // namespace persistence
