#include "model/workspace/sortedrun.h"

#include <QCoreApplication>
#include <QFile>
#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <span>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace persistence {

namespace {

constexpr qsizetype kWriteSize = 128 * 1024;

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

/// The majors of many rows, each once, and what their keys begin with.
class Majors final
{
public:
    /// Gives the place of a major in order of arrival.
    quint32 add(quint64 major, QByteArrayView key)
    {
        // Record ids have one major.
        quint32 place = 0;
        if (m_majors.empty() || major != m_majors.front().major)
            place = m_places.try_emplace(major, quint32(m_majors.size())).first->second;
        if (place == m_majors.size())
            m_majors.push_back({major, key, key.size(), 0});
        Major &known = m_majors[place];
        known.common = commonPrefixSize(known.firstKey, key, known.common);
        return place;
    }

    /// After the last one: finds their order.
    void rank()
    {
        std::vector<Major *> sorted;
        for (Major &major : m_majors)
            sorted.push_back(&major);
        std::sort(sorted.begin(), sorted.end(), [](const Major *a, const Major *b) { return a->major < b->major; });
        for (size_t i = 0; i < sorted.size(); ++i)
            sorted[i]->rank = i;
        m_rankBits = std::bit_width(m_majors.size() - 1);
    }

    /// A number that sorts like a major and a key of it, as far as 64 bits go. Those of the key are taken behind what all keys of the major
    /// begin with: record ids share their type, length and first digits, the ids of an association model often a word.
    [[nodiscard]] quint64 order(quint32 place, QByteArrayView key) const
    {
        const Major &major = m_majors[place];
        const quint64 prefix = prefixOf(key, major.common);
        return m_rankBits == 0 ? prefix : major.rank << (64 - m_rankBits) | prefix >> m_rankBits;
    }

private:
    struct Major
    {
        quint64 major;
        QByteArrayView firstKey;
        qsizetype common;
        quint64 rank;
    };

    std::unordered_map<quint64, quint32> m_places;
    std::vector<Major> m_majors;
    int m_rankBits = 0;
};

/// Sorts by `order`, byte by byte from the lowest; equal ones keep their order. Takes a third of the time of std::sort.
template <typename Ticket>
void sortByOrder(std::vector<Ticket> &tickets)
{
    constexpr size_t kBytes = sizeof(Ticket::order);
    std::array<std::array<quint32, 256>, kBytes> counts = {};
    for (const Ticket &ticket : tickets) {
        for (size_t byte = 0; byte < kBytes; ++byte)
            ++counts[byte][quint8(ticket.order >> (8 * byte))];
    }
    std::vector<Ticket> other(tickets.size());
    for (size_t byte = 0; byte < kBytes; ++byte) {
        std::array<quint32, 256> &places = counts[byte];
        if (std::find(places.begin(), places.end(), tickets.size()) != places.end())
            continue; // all have this byte in common
        quint32 place = 0;
        for (quint32 &count : places)
            place += std::exchange(count, place);
        for (const Ticket &ticket : tickets)
            other[places[quint8(ticket.order >> (8 * byte))]++] = ticket;
        tickets.swap(other);
    }
}

} // namespace

SpillFile::~SpillFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<void> SpillFile::open(const QString &folder)
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

Result<void> SpillFile::append(QByteArrayView bytes)
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

Result<qsizetype> SpillFile::read(qint64 position, char *buffer, qsizetype size) const
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

SortedRun::SortedRun(size_t entries, size_t keyBytes)
{
    m_rows.reserve(entries);
    m_keys.reserve(keyBytes);
}

void SortedRun::add(const SortedRuns::Entry &entry)
{
    m_rows.push_back({entry.major, entry.record, quint32(m_keys.size()), quint32(entry.key.size()), entry.position, entry.weight});
    m_keys.append(entry.key.data(), size_t(entry.key.size()));
}

void SortedRun::sort()
{
    std::vector<Ticket> sorted = tickets();
    sortByOrder(sorted);
    std::vector<Row> rows;
    rows.reserve(m_rows.size());
    for (const Ticket &ticket : sorted)
        rows.push_back(m_rows[ticket.row]);
    m_rows.swap(rows);
    sortEqual(sorted);
    gatherKeys();
}

std::vector<SortedRun::Ticket> SortedRun::tickets() const
{
    Majors majors;
    std::vector<Ticket> tickets;
    tickets.reserve(m_rows.size());
    for (const Row &row : m_rows)
        tickets.push_back({majors.add(row.major, key(row)), quint32(tickets.size())});
    majors.rank();
    for (Ticket &ticket : tickets)
        ticket.order = majors.order(quint32(ticket.order), key(m_rows[ticket.row]));
    return tickets;
}

/// Rows of one order nearly always have one key, and came in order. Keys lie in far memory, so each is looked at once.
void SortedRun::sortEqual(const std::vector<Ticket> &tickets)
{
    const auto before = [this](const Row &a, const Row &b) { return entry(a).precedes(entry(b)); };
    for (size_t first = 0, end = 0; first < tickets.size(); first = end) {
        for (end = first + 1; end < tickets.size() && tickets[end].order == tickets[first].order;)
            ++end;
        const auto rows = std::span(m_rows).subspan(first, end - first);
        if (!std::is_sorted(rows.begin(), rows.end(), before))
            std::sort(rows.begin(), rows.end(), before);
    }
}

/// Puts the keys in the order of their rows. A merge then reads them from front to back; one after the other out of order, each would have
/// to come from far memory.
void SortedRun::gatherKeys()
{
    std::string gathered;
    gathered.reserve(m_keys.size());
    for (Row &row : m_rows) {
        const auto start = quint32(gathered.size());
        gathered.append(m_keys, row.keyStart, row.keySize);
        row.keyStart = start;
    }
    m_keys.swap(gathered);
}

Result<void> SortedRun::spill(SpillFile &file)
{
    m_spillStart = file.size();
    QByteArray buffer;
    for (const Row &row : m_rows) {
        const SpilledHead head = {row.major, row.record, row.keySize, row.position, row.weight, 0};
        buffer.append(reinterpret_cast<const char *>(&head), sizeof(head));
        buffer.append(key(row));
        if (buffer.size() < kWriteSize)
            continue;
        if (auto appended = file.append(buffer); !appended)
            return appended;
        buffer.resize(0);
    }
    if (auto appended = file.append(buffer); !appended)
        return appended;
    m_spillSize = file.size() - m_spillStart;
    // Assigning {} would keep the memory.
    std::vector<Row>().swap(m_rows);
    std::string().swap(m_keys);
    return {};
}

} // namespace persistence
