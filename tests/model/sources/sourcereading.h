#pragma once

#include "model/sources/bytestream.h"
#include "model/sources/recordsource.h"

#include <QByteArrayList>
#include <QList>

#include <optional>

namespace persistence {

/// Bytes of memory as a stream that gives at most \a chunkSize of them at a time.
std::unique_ptr<ByteStream> memoryStream(const QByteArray &bytes, qsizetype chunkSize = 1 << 20);

/// A copy of an item, to be kept.
struct ReadItem
{
    Collection collection = Collection::Unknown;
    QByteArray bytes;
    qint64 offset = 0;
    QString fault;
    qint64 faultSize = 0;

    bool operator==(const ReadItem &) const = default;
};

/// Everything that a source gave until its end.
struct Reading
{
    QList<ReadItem> items;
    QString incompleteReason;
    QString error;
    QString format;
    qint64 bytesRead = 0;
    qint64 bytesTotal = 0;

    /// The sound documents, in order.
    [[nodiscard]] QByteArrayList documents() const;
    [[nodiscard]] QList<ReadItem> faults() const;
};

/// Reads to the end, and once more behind it.
Reading readAll(RecordSource &source);
/// Opens the bytes with detection and reads them.
Reading readBytes(const QByteArray &bytes, qsizetype chunkSize = 1 << 20);
Reading readPath(const QString &path);

/// Records as apps write them, with `_id` "r0", "r1", …, and values of all usual types.
QByteArrayList makeRecords(int count);
/// Documents of another collection, which are to be skipped.
QByteArrayList makeOthers(int count);

/// Whether \a part is what \a whole starts with.
bool isPrefix(const QByteArrayList &part, const QByteArrayList &whole);

} // namespace persistence
