#pragma once

#include "model/base/result.h"
#include "model/record/collection.h"

#include <QString>

#include <optional>

namespace persistence {

/// One piece that a source read: a document, or something unreadable that must not vanish. Views are valid until the next call.
struct SourceItem
{
    /// Where the document belongs; Unknown where the format does not say.
    Collection collection = Collection::Unknown;
    /// A sound BSON document, or with a fault the raw bytes (of BSON or JSON text) that could not be read.
    QByteArrayView bytes;
    /// Where the piece starts, in bytes of the uncompressed stream of its file.
    qint64 offset = 0;
    /// Why the piece could not be read: translated, names line and column or offset inside the piece. Empty for a good document.
    QString fault;
    /// With a fault: how large the whole piece was; more than bytes.size() where only its start was kept.
    qint64 faultSize = 0;
    /// The document holds text that is not UTF-8, or is nested too deep to decode; both are kept as they are.
    bool hasInvalidText = false;
    bool isTooDeep = false;
};

/// Reads documents from somewhere, one after another, with bounded memory. It knows neither the workspace nor threads.
/// A bad document is an item with a fault and reading goes on; an Error ends the source. Not thread-safe; one thread at a time.
class RecordSource
{
public:
    virtual ~RecordSource() = default;

    /// The next item, or nothing at the end. An Error means that no more can be read (disk, permission).
    [[nodiscard]] virtual Result<bool> next(SourceItem &item) = 0;

    /// \a fault of the last item with its place in the file, where the format counts places in another way than by SourceItem::offset.
    [[nodiscard]] virtual QString placed(const QString &fault) const { return fault; }
    /// The file that the last item came from, for people; it may differ from item to item (a dump folder).
    [[nodiscard]] virtual QString name() const = 0;
    /// The format for people, such as "JSON lines, gzip".
    [[nodiscard]] virtual QString format() const = 0;
    /// Bytes of the file or files read so far and in all (compressed size for gzip); a total of 0 means unknown (standard input).
    [[nodiscard]] virtual qint64 bytesRead() const = 0;
    [[nodiscard]] virtual qint64 bytesTotal() const = 0;
    /// After the end: why the source is incomplete (cut short, checksum wrong, changed while read), or empty. Translated sentence.
    [[nodiscard]] virtual QString incompleteReason() const = 0;

protected:
    RecordSource() = default;
    Q_DISABLE_COPY_MOVE(RecordSource)
};

} // namespace persistence
