#include "model/sinks/bsonsink.h"

#include "model/bson/archivechecksum.h"
#include "model/bson/builder.h"
#include "model/sinks/gzipsink.h"

#include <QCoreApplication>

#include <array>
#include <span>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

constexpr QByteArrayView kDatabase = "rocketchat";
constexpr QByteArrayView kArchiveMagic("\x6d\xe2\x99\x81", 4);
constexpr QByteArrayView kTerminator("\xff\xff\xff\xff", 4);
/// mongorestore wants three numbers here, or refuses the archive. No server has these.
constexpr QByteArrayView kServerVersion = "0.0.0";
/// What a dump of this program can hold: records, and messages with custom fields.
constexpr std::array kCollections = {Collection::Persistence, Collection::Messages};

size_t indexOf(Collection collection)
{
    return collection == Collection::Messages ? 1 : 0;
}

/// Options and indexes of a collection, as mongodump describes them. Without a uuid mongorestore gives the collection a new one.
QByteArray metadataOf(Collection collection)
{
    return R"({"indexes":[{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}],"collectionName":")" +
           collectionName(collection).toByteArray() + R"(","type":"collection"})";
}

QStringList warningOfMessages()
{
    return {Texts::tr("Of the messages only those with custom fields are in the dump: mongorestore with --drop would delete all others.")};
}

class BsonSink final : public BufferedSink
{
public:
    explicit BsonSink(ByteSink &to) : BufferedSink(to) {}

    Result<void> begin() override { return {}; }

    Result<void> write(const SinkRecord &record) override
    {
        m_out += record.body;
        return flushIfFull();
    }
};

/// Records of the two collections come mixed: each change of collection ends a block and begins another.
class ArchiveSink final : public BufferedSink
{
public:
    ArchiveSink(ByteSink &to, bool hasMessages) : BufferedSink(to), m_collections(std::span(kCollections).first(hasMessages ? 2 : 1)) {}

    Result<void> begin() override
    {
        m_out += kArchiveMagic;
        bson::Builder builder;
        builder.appendInt32("concurrent_collections", qint32(m_collections.size()));
        builder.appendString("version", "0.1");
        builder.appendString("server_version", kServerVersion);
        builder.appendString("tool_version", "persistence-browser " PB_VERSION);
        m_out += builder.finish();
        for (const Collection collection : m_collections) {
            builder.clear();
            builder.appendString("db", kDatabase);
            builder.appendString("collection", collectionName(collection));
            builder.appendString("metadata", metadataOf(collection));
            builder.appendInt32("size", 0);
            builder.appendString("type", "collection");
            m_out += builder.finish();
        }
        m_out += kTerminator;
        return {};
    }

    Result<void> write(const SinkRecord &record) override
    {
        const size_t index = indexOf(record.collection);
        Q_ASSERT(index < m_collections.size());
        if (m_open != index) {
            closeBlock();
            m_open = index;
            writeHeader(index, false);
        }
        m_checksums[index].add(record.body);
        m_out += record.body;
        return flushIfFull();
    }

    Result<void> end() override
    {
        closeBlock();
        for (size_t index = 0; index < m_collections.size(); ++index) {
            writeHeader(index, true);
            m_out += kTerminator;
        }
        return flush();
    }

    QStringList notes() const override { return m_collections.size() > 1 ? warningOfMessages() : QStringList(); }

private:
    void closeBlock()
    {
        if (m_open)
            m_out += kTerminator;
        m_open.reset();
    }

    void writeHeader(size_t index, bool isEnd)
    {
        bson::Builder builder;
        builder.appendString("db", kDatabase);
        builder.appendString("collection", collectionName(kCollections[index]));
        builder.appendBool("EOF", isEnd);
        builder.appendInt64("CRC", isEnd ? qint64(m_checksums[index].value()) : 0);
        m_out += builder.finish();
    }

    std::span<const Collection> m_collections;
    std::array<ArchiveChecksum, kCollections.size()> m_checksums;
    std::optional<size_t> m_open;
};

/// A dump folder. The file of a collection is made with its first record, that of the records in any case.
class FolderSink final : public RecordSink
{
public:
    FolderSink(FileMaker makeFile, bool gzip) : m_makeFile(std::move(makeFile)), m_gzip(gzip) {}

    Result<void> begin() override { return open(0); }

    Result<void> write(const SinkRecord &record) override
    {
        const size_t index = indexOf(record.collection);
        if (!m_files[index].documents) {
            if (auto opened = open(index); !opened)
                return opened;
        }
        return m_files[index].documents->write(record);
    }

    Result<void> end() override
    {
        for (size_t index = 0; index < m_files.size(); ++index) {
            if (!m_files[index].documents)
                continue;
            if (auto ended = m_files[index].documents->end(); !ended)
                return ended;
            if (auto finished = m_files[index].output.get().finish(); !finished)
                return finished;
            if (auto written = writeMetadata(kCollections[index]); !written)
                return written;
        }
        return {};
    }

    QStringList notes() const override { return m_files[indexOf(Collection::Messages)].documents ? warningOfMessages() : QStringList(); }

private:
    /// A file, and the compressor before it if there is one.
    struct Output
    {
        ByteSink *file = nullptr;
        std::unique_ptr<ByteSink> gzip;

        [[nodiscard]] ByteSink &get() const { return gzip ? *gzip : *file; }
    };

    struct File
    {
        Output output;
        std::unique_ptr<RecordSink> documents;
    };

    [[nodiscard]] Result<Output> makeOutput(Collection collection, QByteArrayView suffix)
    {
        const QByteArray name = kDatabase.toByteArray() + '/' + collectionName(collection).toByteArray() + suffix.toByteArray();
        auto file = m_makeFile(m_gzip ? name + ".gz" : name);
        if (!file)
            return file.error();
        Output output{*file, nullptr};
        if (m_gzip)
            output.gzip = makeGzipSink(**file);
        return output;
    }

    [[nodiscard]] Result<void> open(size_t index)
    {
        auto output = makeOutput(kCollections[index], ".bson");
        if (!output)
            return output.error();
        m_files[index].output = *std::move(output);
        m_files[index].documents = makeBsonSink(m_files[index].output.get());
        return m_files[index].documents->begin();
    }

    [[nodiscard]] Result<void> writeMetadata(Collection collection)
    {
        const auto output = makeOutput(collection, ".metadata.json");
        if (!output)
            return output.error();
        if (auto written = output->get().write(metadataOf(collection)); !written)
            return written;
        return output->get().finish();
    }

    FileMaker m_makeFile;
    bool m_gzip;
    std::array<File, kCollections.size()> m_files;
};

} // namespace

std::unique_ptr<RecordSink> makeBsonSink(ByteSink &to)
{
    return std::make_unique<BsonSink>(to);
}

std::unique_ptr<RecordSink> makeArchiveSink(ByteSink &to, bool hasMessages)
{
    return std::make_unique<ArchiveSink>(to, hasMessages);
}

std::unique_ptr<RecordSink> makeFolderSink(FileMaker makeFile, bool gzip)
{
    return std::make_unique<FolderSink>(std::move(makeFile), gzip);
}

} // namespace persistence
