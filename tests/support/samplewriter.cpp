#include "tests/support/samplewriter.h"

#include "tests/support/dumpwriter.h"
#include "tests/support/mongojson.h"
#include "tests/support/outputfile.h"

#include <QDir>

#include <map>

using namespace Qt::StringLiterals;

namespace persistence::test {

namespace {

void write(OutputFile &file, QByteArrayView bytes)
{
    file.write(bytes.data(), bytes.size());
}

/// A cell as Go's encoding/csv quotes it.
QByteArray csvCell(QByteArray cell)
{
    const bool quoted = cell.contains(',') || cell.contains('"') || cell.contains('\n') || cell.contains('\r') || cell.startsWith(' ') ||
                        cell.startsWith('\t') || cell == "\\.";
    return quoted ? '"' + cell.replace('"', "\"\"") + '"' : cell;
}

Result<qint64> writeCsv(SampleGenerator &generator, OutputFile &file)
{
    static const QList<QByteArray> kColumns = {"_id", "appId", "associations", "data", "_updatedAt"};
    MongoJson json(MongoJson::V1);
    file.write(kColumns.join(',') + '\n');
    qint64 records = 0;
    while (generator.next()) {
        if (generator.collection() != Collection::Persistence)
            continue;
        QByteArrayList cells;
        for (const QByteArray &column : kColumns) {
            const auto element = bson::DocumentView(generator.document()).find(column);
            cells.append(element ? csvCell(json.cell(*element)) : QByteArray());
        }
        file.write(cells.join(',') + '\n');
        ++records;
    }
    return records;
}

Result<qint64> writeJson(SampleGenerator &generator, SampleFormat format, OutputFile &file)
{
    const bool isCanonical = format == SampleFormat::JsonCanonical || format == SampleFormat::JsonPretty;
    MongoJson json(isCanonical                      ? MongoJson::Canonical
                   : format == SampleFormat::JsonV1 ? MongoJson::V1
                                                    : MongoJson::Relaxed,
                   format == SampleFormat::JsonPretty);
    const bool isArray = format == SampleFormat::JsonArray;
    qint64 records = 0;
    if (isArray)
        file.write("[");
    while (generator.next()) {
        if (generator.collection() != Collection::Persistence)
            continue;
        if (isArray && records > 0)
            file.write(",");
        file.write(json.document(generator.document()));
        if (!isArray)
            file.write("\n");
        ++records;
    }
    if (isArray)
        file.write("]\n");
    return records;
}

Result<qint64> writeBson(SampleGenerator &generator, OutputFile &file)
{
    qint64 records = 0;
    while (generator.next()) {
        if (generator.collection() == Collection::Persistence) {
            write(file, generator.document());
            ++records;
        }
    }
    return records;
}

/// The collections in turns, a block of several documents each, and one collection without documents.
Result<qint64> writeArchive(SampleGenerator &generator, OutputFile &file)
{
    std::vector<ArchiveWriter::Namespace> namespaces;
    std::map<Collection, size_t> indexes;
    for (const Collection collection : SampleGenerator::collections()) {
        indexes[collection] = namespaces.size();
        namespaces.push_back({"rocketchat", SampleGenerator::collectionName(collection)});
    }
    const size_t emptyOne = namespaces.size();
    namespaces.push_back({"rocketchat", "rocketchat_video_conference"});
    ArchiveWriter archive(file, namespaces);
    archive.begin();
    archive.writeBlock(emptyOne, {});

    QByteArrayList block;
    Collection open = Collection::Unknown;
    qint64 records = 0;
    const auto writeBlock = [&] {
        if (!block.isEmpty())
            archive.writeBlock(indexes[open], block);
        block.clear();
    };
    while (generator.next()) {
        if (generator.collection() != open || block.size() == 1000)
            writeBlock();
        open = generator.collection();
        block.append(generator.document().toByteArray());
        records += open == Collection::Persistence;
    }
    writeBlock();
    for (size_t i = 0; i < namespaces.size(); ++i)
        archive.end(i);
    return records;
}

Result<qint64> writeFolder(SampleGenerator &generator, const QString &path, bool gzip)
{
    const QString suffix = gzip ? u".gz"_s : QString();
    const QDir folder(path + u"/rocketchat"_s);
    if (!folder.mkpath(u"."_s))
        return Error{ErrorKind::Failed, u"%1 cannot be made"_s.arg(path), {}};
    std::map<Collection, OutputFile> files;
    for (const Collection collection : SampleGenerator::collections()) {
        const QString name = QString::fromUtf8(SampleGenerator::collectionName(collection));
        if (const auto opened = files[collection].start(folder.filePath(name + u".bson"_s + suffix), gzip); !opened)
            return opened.error();
        OutputFile metadata;
        if (const auto opened = metadata.start(folder.filePath(name + u".metadata.json"_s + suffix), gzip); !opened)
            return opened.error();
        metadata.write(metadataOf(name.toUtf8()));
        if (const auto closed = metadata.finish(); !closed)
            return closed.error();
    }
    qint64 records = 0;
    while (generator.next()) {
        write(files[generator.collection()], generator.document());
        records += generator.collection() == Collection::Persistence;
    }
    for (auto &[collection, file] : files) {
        if (const auto closed = file.finish(); !closed)
            return closed.error();
    }
    return records;
}

Result<qint64> writeTo(SampleGenerator &generator, SampleFormat format, OutputFile &file)
{
    switch (format) {
    case SampleFormat::Archive:
    case SampleFormat::ArchiveGzip:
        return writeArchive(generator, file);
    case SampleFormat::Bson:
    case SampleFormat::BsonGzip:
        return writeBson(generator, file);
    case SampleFormat::Csv:
        return writeCsv(generator, file);
    default:
        return writeJson(generator, format, file);
    }
}

} // namespace

QList<std::pair<QString, SampleFormat>> sampleFormats()
{
    return {
        {u"archive"_s, SampleFormat::Archive},
        {u"archive.gz"_s, SampleFormat::ArchiveGzip},
        {u"folder"_s, SampleFormat::Folder},
        {u"folder.gz"_s, SampleFormat::FolderGzip},
        {u"bson"_s, SampleFormat::Bson},
        {u"bson.gz"_s, SampleFormat::BsonGzip},
        {u"json"_s, SampleFormat::JsonLines},
        {u"json.gz"_s, SampleFormat::JsonLinesGzip},
        {u"canonical"_s, SampleFormat::JsonCanonical},
        {u"v1"_s, SampleFormat::JsonV1},
        {u"array"_s, SampleFormat::JsonArray},
        {u"pretty"_s, SampleFormat::JsonPretty},
        {u"csv"_s, SampleFormat::Csv},
    };
}

Result<qint64> writeSample(SampleGenerator &generator, SampleFormat format, const QString &path)
{
    if (format == SampleFormat::Folder || format == SampleFormat::FolderGzip)
        return writeFolder(generator, path, format == SampleFormat::FolderGzip);
    const bool gzip = format == SampleFormat::ArchiveGzip || format == SampleFormat::BsonGzip || format == SampleFormat::JsonLinesGzip;
    OutputFile file;
    if (const auto opened = file.start(path, gzip); !opened)
        return opened.error();
    const Result<qint64> records = writeTo(generator, format, file);
    if (const auto closed = file.finish(); !closed)
        return closed.error();
    return records;
}

} // namespace persistence::test
