#include "tests/model/sources/sourcereading.h"

#include "model/bson/builder.h"
#include "model/transfer/formats.h"

#include <algorithm>

namespace persistence {

namespace {

class MemoryStream final : public ByteStream
{
public:
    MemoryStream(const QByteArray &bytes, qsizetype chunkSize) : m_bytes(bytes), m_chunkSize(chunkSize) {}

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        const qsizetype count = std::min({size, m_chunkSize, m_bytes.size() - m_position});
        std::copy_n(m_bytes.constData() + m_position, count, to);
        m_position += count;
        return count;
    }

    qint64 bytesRead() const override { return m_position; }
    qint64 bytesTotal() const override { return m_bytes.size(); }
    QString incompleteReason() const override { return {}; }

private:
    QByteArray m_bytes;
    qsizetype m_chunkSize;
    qsizetype m_position = 0;
};

Reading readOpened(Result<std::unique_ptr<RecordSource>> source)
{
    if (source)
        return readAll(**source);
    Reading reading;
    reading.error = source.error().message;
    return reading;
}

} // namespace

std::unique_ptr<ByteStream> memoryStream(const QByteArray &bytes, qsizetype chunkSize)
{
    return std::make_unique<MemoryStream>(bytes, chunkSize);
}

QByteArrayList Reading::documents() const
{
    QByteArrayList sound;
    for (const ReadItem &item : items) {
        if (item.fault.isEmpty())
            sound.append(item.bytes);
    }
    return sound;
}

QList<ReadItem> Reading::faults() const
{
    QList<ReadItem> faulty;
    std::copy_if(items.begin(), items.end(), std::back_inserter(faulty), [](const ReadItem &item) { return !item.fault.isEmpty(); });
    return faulty;
}

Reading readAll(RecordSource &source)
{
    Reading reading;
    reading.format = source.format();
    SourceItem item;
    for (int ends = 0; ends < 2;) {
        const auto hasItem = source.next(item);
        if (!hasItem) {
            reading.error = hasItem.error().message;
            break;
        }
        if (!*hasItem)
            ++ends;
        else if (ends > 0)
            reading.error = QStringLiteral("an item came behind the end");
        else
            reading.items.append({item.collection, item.bytes.toByteArray(), item.offset, item.fault, item.faultSize});
    }
    reading.incompleteReason = source.incompleteReason();
    reading.bytesRead = source.bytesRead();
    reading.bytesTotal = source.bytesTotal();
    return reading;
}

Reading readBytes(const QByteArray &bytes, qsizetype chunkSize)
{
    return readOpened(openSource(memoryStream(bytes, chunkSize), QStringLiteral("memory")));
}

Reading readPath(const QString &path)
{
    return readOpened(openSource(path));
}

QByteArrayList makeRecords(int count)
{
    QByteArrayList records;
    bson::Builder builder;
    for (int i = 0; i < count; ++i) {
        const QByteArray number = QByteArray::number(i);
        builder.clear();
        builder.appendString("_id", "r" + number);
        builder.appendString("appId", "826f0d95-9e25-48a6-a781-a32f147230a5");
        builder.openArray("associations");
        builder.openDocument("0");
        builder.appendString("model", "room");
        builder.appendString("id", "GENERAL" + number);
        builder.close();
        builder.close();
        builder.openDocument("data");
        builder.appendString("text", "caf\xc3\xa9 {\"brace\": [\\ \n} " + number);
        builder.appendInt32("count", i);
        builder.appendDouble("ratio", i / 8.0 + 0.5);
        builder.appendInt64("big", qint64(i) << 40);
        builder.appendBool("flag", i % 2 == 0);
        builder.appendNull("nothing");
        builder.appendBinary("bytes", 0, QByteArray(i % 5, '\xfe'));
        builder.close();
        builder.appendDate("_updatedAt", 1700000000123 + i);
        records.append(builder.finish().toByteArray());
    }
    return records;
}

QByteArrayList makeOthers(int count)
{
    QByteArrayList others;
    bson::Builder builder;
    for (int i = 0; i < count; ++i) {
        builder.clear();
        builder.appendInt32("_id", i);
        builder.appendString("secret", "hunter2");
        others.append(builder.finish().toByteArray());
    }
    return others;
}

bool isPrefix(const QByteArrayList &part, const QByteArrayList &whole)
{
    return part.size() <= whole.size() && std::equal(part.begin(), part.end(), whole.begin());
}

} // namespace persistence
