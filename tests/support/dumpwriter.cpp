#include "tests/support/dumpwriter.h"

#include "model/bson/builder.h"

#include <QBuffer>

#include <zlib.h>

namespace persistence {

namespace {

constexpr char kMagic[] = "\x6d\xe2\x99\x81";
constexpr char kTerminator[] = "\xff\xff\xff\xff";

void write(QIODevice &device, QByteArrayView bytes)
{
    if (device.write(bytes.data(), bytes.size()) != bytes.size())
        qFatal("The device took less than it was given.");
}

} // namespace

ArchiveWriter::ArchiveWriter(QIODevice &device, std::vector<Namespace> namespaces)
    : m_device(device)
    , m_namespaces(std::move(namespaces))
    , m_checksums(m_namespaces.size())
{
}

void ArchiveWriter::begin()
{
    write(m_device, QByteArrayView(kMagic, 4));
    bson::Builder builder;
    builder.appendInt32("concurrent_collections", 4);
    builder.appendString("version", "0.1");
    builder.appendString("server_version", "6.0.9");
    builder.appendString("tool_version", "100.9.4");
    write(m_device, builder.finish());
    for (const Namespace &described : m_namespaces) {
        builder.clear();
        builder.appendString("db", described.database);
        builder.appendString("collection", described.name);
        builder.appendString("metadata", metadataOf(described.name));
        builder.appendInt32("size", 0);
        builder.appendString("type", "collection");
        write(m_device, builder.finish());
    }
    write(m_device, QByteArrayView(kTerminator, 4));
}

void ArchiveWriter::writeBlock(size_t index, const QByteArrayList &documents)
{
    writeHeader(index, false, 0);
    for (const QByteArray &document : documents) {
        m_checksums[index].add(document);
        write(m_device, document);
    }
    write(m_device, QByteArrayView(kTerminator, 4));
}

void ArchiveWriter::end(size_t index)
{
    writeHeader(index, true, m_checksums[index].value());
    write(m_device, QByteArrayView(kTerminator, 4));
}

void ArchiveWriter::writeHeader(size_t index, bool isEnd, quint64 checksum)
{
    bson::Builder builder;
    builder.appendString("db", m_namespaces[index].database);
    builder.appendString("collection", m_namespaces[index].name);
    builder.appendBool("EOF", isEnd);
    builder.appendInt64("CRC", qint64(checksum));
    write(m_device, builder.finish());
}

QByteArray archiveOf(const QList<DumpCollection> &collections, qsizetype blockSize)
{
    QBuffer device;
    device.open(QIODevice::WriteOnly);
    std::vector<ArchiveWriter::Namespace> namespaces;
    for (const DumpCollection &collection : collections)
        namespaces.push_back({collection.database, collection.name});
    ArchiveWriter writer(device, std::move(namespaces));
    writer.begin();
    qsizetype open = collections.size();
    for (qsizetype start = 0; open > 0; start += blockSize) {
        for (qsizetype i = 0; i < collections.size(); ++i) {
            const QByteArrayList &documents = collections[i].documents;
            if (start < documents.size() || start == 0)
                writer.writeBlock(size_t(i), documents.mid(start, blockSize));
            // The block that ends a collection comes at once when nothing is left, as mongodump does it.
            const bool wasOpen = start == 0 || start < documents.size();
            if (wasOpen && start + blockSize >= documents.size()) {
                writer.end(size_t(i));
                --open;
            }
        }
    }
    return device.data();
}

QByteArray gzipped(QByteArrayView content, int level)
{
    z_stream state = {};
    if (deflateInit2(&state, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        qFatal("zlib could not be started.");
    QByteArray compressed(qsizetype(deflateBound(&state, uLong(content.size()))), Qt::Uninitialized);
    state.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.data()));
    state.avail_in = uInt(content.size());
    state.next_out = reinterpret_cast<Bytef *>(compressed.data());
    state.avail_out = uInt(compressed.size());
    if (deflate(&state, Z_FINISH) != Z_STREAM_END)
        qFatal("zlib could not compress.");
    compressed.truncate(qsizetype(state.total_out));
    deflateEnd(&state);
    return compressed;
}

QByteArray metadataOf(QByteArrayView collection)
{
    return R"({"indexes":[{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}],)"
           R"("uuid":"0123456789abcdef0123456789abcdef","collectionName":")" +
           collection.toByteArray() + R"(","type":"collection"})";
}

QByteArray jsonLinesOf(const QByteArrayList &texts)
{
    QByteArray lines;
    for (const QByteArray &text : texts)
        lines += text + '\n';
    return lines;
}

QByteArray jsonArrayOf(const QByteArrayList &texts)
{
    return '[' + texts.join(',') + "]\n";
}

QByteArray jsonPrettyOf(const QByteArrayList &texts)
{
    QByteArray pretty;
    for (const QByteArray &text : texts) {
        // Only outside of strings may white space be added.
        bool isInString = false;
        qsizetype depth = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (isInString) {
                pretty += c;
                if (c == '\\')
                    pretty += text[++i];
                isInString = c != '"';
                continue;
            }
            isInString = c == '"';
            if (c == '}' || c == ']')
                pretty += '\n' + QByteArray(--depth, '\t');
            pretty += c;
            if (c == '{' || c == '[')
                pretty += '\n' + QByteArray(++depth, '\t');
            else if (c == ',')
                pretty += '\n' + QByteArray(depth, '\t');
            else if (c == ':')
                pretty += ' ';
        }
        pretty += '\n';
    }
    return pretty;
}

} // namespace persistence
