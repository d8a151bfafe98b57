#pragma once

#include "model/bson/archivechecksum.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QIODevice>

#include <vector>

namespace persistence {

/// A collection of a dump that is made for a test.
struct DumpCollection
{
    QByteArray database;
    QByteArray name;
    QByteArrayList documents; ///< BSON
};

/// Writes a mongodump archive piece by piece: begin() once, then blocks of any collection in any order, end() once for each collection.
/// Source: mongodb/mongo-tools common/archive/{spec.md,multiplexer.go}; domain reference, section 14.
class ArchiveWriter final
{
public:
    struct Namespace
    {
        QByteArray database;
        QByteArray name;
    };

    ArchiveWriter(QIODevice &device, std::vector<Namespace> namespaces);

    /// Magic number, header and the description of every collection.
    void begin();
    /// A block of documents, which may be empty, of the collection with that index.
    void writeBlock(size_t index, const QByteArrayList &documents);
    /// The block that ends a collection; it holds the checksum.
    void end(size_t index);

private:
    void writeHeader(size_t index, bool isEnd, quint64 checksum);

    QIODevice &m_device;
    std::vector<Namespace> m_namespaces;
    std::vector<ArchiveChecksum> m_checksums;
};

/// A whole archive; the collections take turns with blocks of \a blockSize documents.
QByteArray archiveOf(const QList<DumpCollection> &collections, qsizetype blockSize = 10);

/// One gzip member.
QByteArray gzipped(QByteArrayView content, int level = 6);

/// `<collection>.metadata.json` as mongodump writes it.
QByteArray metadataOf(QByteArrayView collection);

/// JSON texts of documents as mongoexport joins them: a document a line; `--jsonArray`, all on one line; `--pretty`.
QByteArray jsonLinesOf(const QByteArrayList &texts);
QByteArray jsonArrayOf(const QByteArrayList &texts);
QByteArray jsonPrettyOf(const QByteArrayList &texts);

} // namespace persistence
