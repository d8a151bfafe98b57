#pragma once

#include "model/base/ids.h"
#include "model/base/result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace persistence {

class Database;

/// What a change did to one record, as it stands in the history: documents or deltas, see ImageDelta.
struct StoredImage
{
    qint64 number = 0;
    ChangeRow change;
    RecordRow record;
    std::optional<QByteArray> before; ///< nothing: the change made the record
    std::optional<QByteArray> after;  ///< nothing: the change removed it
};

/// Puts images into the history, most of them as deltas, and makes documents of them again. On a connection that somebody else owns.
class ImageStore final
{
public:
    explicit ImageStore(Database &database) : m_database(database) {}

    /// Keeps the newest image of a record, in the transaction that brings the record to \a after; gives the bytes that it takes.
    [[nodiscard]] Result<qint64> keep(ChangeRow change, RecordRow record, const std::optional<QByteArrayView> &before,
                                      const std::optional<QByteArrayView> &after);

    /// Makes documents of the deltas of an image. An error of kind Damaged if what they are made of is not what it was.
    [[nodiscard]] Result<void> complete(StoredImage &image);

private:
    [[nodiscard]] Result<int> nextLinks(RecordRow record);
    [[nodiscard]] Result<std::optional<StoredImage>> nextImage(const StoredImage &image);
    [[nodiscard]] Result<std::optional<QByteArray>> body(RecordRow record);

    Database &m_database;
};

} // namespace persistence
