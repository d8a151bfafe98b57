#pragma once

#include "model/sources/streambuffer.h"

#include "model/bson/bsontype.h"

#include <QByteArray>

namespace persistence {

/// Bytes of a piece that could not be read are kept up to this size; more is only counted.
inline constexpr qsizetype kMaxKeptSize = 16 * 1024 * 1024;

/// Takes a stream of BSON documents apart that stand back to back, and finds the way back after damage. Used for `.bson` files and for
/// mongodump archives, whose blocks end with a terminator. One thread at a time.
///
/// A document whose content is damaged loses only itself, as long as something sensible follows where its length says. If the length is
/// damaged, everything up to the next sound document that starts with `_id` or has an `appId` is one unreadable piece.
class BsonReader final
{
public:
    enum class Layout { Documents, Archive };
    enum class Kind { Document, Terminator, Unreadable, End };

    /// One piece; its bytes are valid until the next call.
    struct Piece
    {
        Kind kind = Kind::End;
        QByteArrayView bytes;
        qint64 offset = 0;
        qint64 size = 0; ///< more than bytes.size() where only the start of an unreadable piece was kept
        QString fault;   ///< of an unreadable piece
        bool hasInvalidText = false;
        bool isTooDeep = false;
        bool isLost = false; ///< unreadable, and its true extent is not known: the way was lost here
    };

    /// Whether a document may start at the front of \a bytes, by its length and its first type; needs 5 bytes.
    [[nodiscard]] static bool mayStartDocument(QByteArrayView bytes);

    BsonReader(StreamBuffer &input, Layout layout) : m_input(input), m_layout(layout) {}

    /// The next piece. A document is at least sound in its length and closing zero; call validate() before giving it away.
    [[nodiscard]] Result<Piece> next();
    /// Checks the content of the document that next() gave last; an unsound one becomes Unreadable, and may grow if the way is lost.
    [[nodiscard]] Result<Piece> validated(Piece piece);
    /// Whether the stream ended inside a piece.
    [[nodiscard]] bool isCutShort() const { return m_isCutShort; }

private:
    enum class Follow { Sensible, Senseless };

    [[nodiscard]] Result<Follow> lookBehind(qsizetype size);
    [[nodiscard]] Result<Piece> findWayBack(QString fault);
    [[nodiscard]] Result<bool> findCandidate();
    [[nodiscard]] Result<bool> isWayBack();
    void keep(qsizetype count);

    StreamBuffer &m_input;
    Layout m_layout;
    qsizetype m_given = 0; ///< bytes of the last piece, still in the buffer
    QByteArray m_kept;
    qint64 m_keptSize = 0;
    bool m_isCutShort = false;
};

} // namespace persistence
