#pragma once

#include "model/workspace/sortedruns.h"

#include <string>
#include <vector>

namespace persistence {

/// An unlinked file that is written from front to back and read by position.
class SpillFile final
{
public:
    SpillFile() = default;
    ~SpillFile();
    Q_DISABLE_COPY_MOVE(SpillFile)

    [[nodiscard]] Result<void> open(const QString &folder);
    [[nodiscard]] Result<void> append(QByteArrayView bytes);
    /// Bytes read; fewer than asked for only at the end of the file.
    [[nodiscard]] Result<qsizetype> read(qint64 position, char *buffer, qsizetype size) const;
    [[nodiscard]] qint64 size() const { return m_size; }

private:
    int m_descriptor = -1;
    qint64 m_size = 0;
};

/// So many entries as are sorted at once: in memory, or in a range of the spill file. One thread at a time.
class SortedRun final
{
public:
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

    /// Room for so many entries, and bytes of their keys: growing would touch twice the memory, and copy it. What is not used of it takes
    /// only addresses.
    SortedRun(size_t entries, size_t keyBytes);

    void add(const SortedRuns::Entry &entry);
    [[nodiscard]] bool isEmpty() const { return m_rows.empty(); }
    [[nodiscard]] size_t size() const { return m_rows.size(); }
    [[nodiscard]] size_t keyBytes() const { return m_keys.size(); }

    void sort();
    /// Moves all entries to the end of \a file and gives their memory back.
    [[nodiscard]] Result<void> spill(SpillFile &file);

    [[nodiscard]] bool isSpilled() const { return m_spillSize > 0; }
    [[nodiscard]] qint64 spillStart() const { return m_spillStart; }
    [[nodiscard]] qint64 spillSize() const { return m_spillSize; }
    /// Of a run in memory.
    [[nodiscard]] SortedRuns::Entry entry(size_t i) const { return entry(m_rows[i]); }

private:
    struct Row
    {
        quint64 major;
        qint64 record;
        quint32 keyStart;
        quint32 keySize;
        quint32 position;
        quint32 weight;
    };

    /// A row on its way to its place.
    struct Ticket
    {
        quint64 order; ///< of the majors and, as far as it has room, of the keys; equal ones are compared in full
        quint32 row;
    };

    [[nodiscard]] QByteArrayView key(const Row &row) const { return {m_keys.data() + row.keyStart, qsizetype(row.keySize)}; }
    [[nodiscard]] SortedRuns::Entry entry(const Row &row) const
    {
        return {row.major, key(row), row.record, row.position, row.weight, false};
    }
    [[nodiscard]] std::vector<Ticket> tickets() const;
    void sortEqual(const std::vector<Ticket> &tickets);
    void gatherKeys();

    std::vector<Row> m_rows;
    std::string m_keys;
    qint64 m_spillStart = 0;
    qint64 m_spillSize = 0;
};

} // namespace persistence
