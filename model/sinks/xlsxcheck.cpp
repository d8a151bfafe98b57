#include "model/sinks/xlsxcheck.h"

#include <QCoreApplication>
#include <QFile>
#include <QtEndian>

#include <zlib.h>

namespace persistence {

namespace {

constexpr qsizetype kEndSize = 22;
constexpr qsizetype kEntrySize = 46;
constexpr qsizetype kLocalSize = 30;
constexpr qsizetype kPieceSize = 256 * 1024;
constexpr quint32 kZip64 = 0xffffffff;

template <typename T>
T numberAt(const QByteArray &bytes, qsizetype offset)
{
    return qFromLittleEndian<T>(bytes.constData() + offset);
}

/// Where a part stands in the file.
struct Entry
{
    QByteArray name;
    quint16 method = 0;
    quint32 checksum = 0;
    qint64 size = 0;
    qint64 start = 0; ///< of its local header
};

/// Counts rows and cells in the XML of a sheet that comes in pieces.
class SheetCount final
{
public:
    void add(QByteArrayView piece)
    {
        m_text += piece;
        m_rows += m_text.count("<row ");
        m_cells += m_text.count("<c ");
        // What may be the start of a tag waits for the next piece; no tag that is counted fits into it whole.
        m_last = (m_last + m_text).right(32);
        m_text = m_text.endsWith('<') || m_text.endsWith("<r") || m_text.endsWith("<c") || m_text.endsWith("<ro") || m_text.endsWith("<row")
                     ? m_text.sliced(m_text.lastIndexOf('<'))
                     : QByteArray();
    }

    [[nodiscard]] XlsxPart part() const { return {m_rows, m_cells, m_last.trimmed().endsWith("</worksheet>")}; }

private:
    QByteArray m_text;
    QByteArray m_last;
    qint64 m_rows = 0;
    qint64 m_cells = 0;
};

class ZipReading final
{
public:
    explicit ZipReading(const QString &path) : m_file(path) {}

    [[nodiscard]] bool open() { return m_file.open(QIODevice::ReadOnly) && findDirectory(); }
    [[nodiscard]] qsizetype count() const { return m_count; }

    [[nodiscard]] std::optional<Entry> next()
    {
        const QByteArray fixed = readAt(m_directory, kEntrySize);
        if (fixed.size() != kEntrySize || !fixed.startsWith("PK\x01\x02"))
            return std::nullopt;
        Entry entry{
            {}, numberAt<quint16>(fixed, 10), numberAt<quint32>(fixed, 16), numberAt<quint32>(fixed, 24), numberAt<quint32>(fixed, 42)};
        const qsizetype nameSize = numberAt<quint16>(fixed, 28), extraSize = numberAt<quint16>(fixed, 30);
        entry.name = m_file.read(nameSize);
        if (!readLargeSizes(m_file.read(extraSize), numberAt<quint32>(fixed, 20) == kZip64, entry))
            return std::nullopt;
        m_directory += kEntrySize + nameSize + extraSize + numberAt<quint16>(fixed, 32);
        return entry;
    }

    [[nodiscard]] XlsxPart read(const Entry &entry)
    {
        const QByteArray local = readAt(entry.start, kLocalSize);
        if (local.size() != kLocalSize || !local.startsWith("PK\x03\x04") || entry.method != Z_DEFLATED)
            return {};
        m_file.seek(entry.start + kLocalSize + numberAt<quint16>(local, 26) + numberAt<quint16>(local, 28));
        SheetCount counted;
        const bool isSheet = entry.name.startsWith("xl/worksheets/sheet");
        XlsxPart part;
        const bool isSound = inflateTo(entry, [&](QByteArrayView piece) {
            if (isSheet)
                counted.add(piece);
        });
        if (isSheet)
            part = counted.part();
        part.isWhole = isSound && (!isSheet || part.isWhole);
        return part;
    }

private:
    /// The directory stands at the end; our files have no comment behind it.
    bool findDirectory()
    {
        const QByteArray end = readAt(m_file.size() - kEndSize, kEndSize);
        if (end.size() != kEndSize || !end.startsWith("PK\x05\x06"))
            return false;
        m_count = numberAt<quint16>(end, 10);
        m_directory = numberAt<quint32>(end, 16);
        if (m_directory != kZip64)
            return true;
        // Files beyond 4 GiB: a locator of 20 bytes before the end names the place of a larger one.
        const QByteArray locator = readAt(m_file.size() - kEndSize - 20, 20);
        if (locator.size() != 20)
            return false;
        const QByteArray large = readAt(qint64(numberAt<quint64>(locator, 8)), 56);
        if (large.size() != 56 || !large.startsWith("PK\x06\x06"))
            return false;
        m_count = qsizetype(numberAt<quint64>(large, 32));
        m_directory = qint64(numberAt<quint64>(large, 48));
        return true;
    }

    /// Sizes of 4 GiB and more stand in an extra field, in the order size, compressed size, start, each only where it did not fit.
    static bool readLargeSizes(const QByteArray &extra, bool hasLargeCompressed, Entry &entry)
    {
        for (qsizetype at = 0; at + 4 <= extra.size(); at += 4 + numberAt<quint16>(extra, at + 2)) {
            if (numberAt<quint16>(extra, at) != 1)
                continue;
            qsizetype place = at + 4;
            const auto take = [&](qint64 &value) {
                if (place + 8 <= extra.size())
                    value = qint64(numberAt<quint64>(extra, place));
                place += 8;
            };
            if (entry.size == kZip64)
                take(entry.size);
            place += hasLargeCompressed ? 8 : 0;
            if (entry.start == kZip64)
                take(entry.start);
            return place <= extra.size();
        }
        return entry.size != kZip64 && entry.start != kZip64;
    }

    template <typename Take>
    bool inflateTo(const Entry &entry, Take take)
    {
        z_stream state = {};
        if (inflateInit2(&state, -15) != Z_OK)
            qBadAlloc();
        QByteArray input, output(kPieceSize, Qt::Uninitialized);
        uLong checksum = crc32(0, nullptr, 0);
        qint64 size = 0;
        int status = Z_OK;
        while (status == Z_OK) {
            if (state.avail_in == 0) {
                input = m_file.read(kPieceSize);
                state.next_in = reinterpret_cast<Bytef *>(input.data());
                state.avail_in = uInt(input.size());
            }
            state.next_out = reinterpret_cast<Bytef *>(output.data());
            state.avail_out = uInt(output.size());
            status = inflate(&state, Z_NO_FLUSH);
            const qsizetype count = output.size() - qsizetype(state.avail_out);
            checksum = crc32(checksum, reinterpret_cast<const Bytef *>(output.constData()), uInt(count));
            size += count;
            take(QByteArrayView(output).first(count));
        }
        inflateEnd(&state);
        return status == Z_STREAM_END && checksum == entry.checksum && size == entry.size;
    }

    QByteArray readAt(qint64 offset, qint64 size) { return offset >= 0 && m_file.seek(offset) ? m_file.read(size) : QByteArray(); }

    QFile m_file;
    qsizetype m_count = 0;
    qint64 m_directory = 0;
};

} // namespace

Result<QHash<QByteArray, XlsxPart>> readXlsxParts(const QString &path)
{
    const auto damaged = [] {
        return Error{
            ErrorKind::Failed, QCoreApplication::translate("Export", "The workbook could not be read back, so it was not kept."), {}};
    };
    ZipReading zip(path);
    if (!zip.open())
        return damaged();
    QHash<QByteArray, XlsxPart> parts;
    for (qsizetype i = 0; i < zip.count(); ++i) {
        const auto entry = zip.next();
        if (!entry)
            return damaged();
        parts.insert(entry->name, zip.read(*entry));
    }
    return parts;
}

} // namespace persistence
