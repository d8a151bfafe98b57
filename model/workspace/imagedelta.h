#pragma once

#include <QByteArray>

#include <optional>

namespace persistence {

/// How the history keeps a document where that takes few bytes: as what makes it of the document that follows it in the history of its
/// record. `before` is followed by `after` of the same image, that by `before` of the next image of the record, and the last by the record
/// itself. A delta begins with four zero bytes, as no BSON document does, and knows the checksum of what it makes: another document than
/// the one that was kept never comes out of it. Small edits of large documents take few bytes; where a delta would not be much smaller, and
/// after every kMaxLinks of them, the document is kept whole.
class ImageDelta final
{
public:
    /// Deltas in a row, at most: what reading an old version costs.
    static constexpr int kMaxLinks = 32;

    /// Whether stored bytes are a delta and no document.
    [[nodiscard]] static bool isDelta(QByteArrayView stored);
    /// How many deltas that do not stand for equal documents are in a row up to this one; 0 for a whole document.
    [[nodiscard]] static int linksOf(QByteArrayView stored);

    /// What to store of a document that is equal to the one that follows it.
    [[nodiscard]] static QByteArray ofEqual(QByteArrayView document);
    /// What to store of \a document, which is followed by \a next: a delta with \a links, or the document itself.
    [[nodiscard]] static QByteArray of(QByteArrayView document, QByteArrayView next, int links);

    /// The document of \a delta, which is followed by \a next; nothing if that is not the one that it was made with, or if it is damaged.
    [[nodiscard]] static std::optional<QByteArray> apply(QByteArrayView delta, QByteArrayView next);
};

} // namespace persistence
