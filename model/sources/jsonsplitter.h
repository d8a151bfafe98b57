#pragma once

#include "model/sources/jsonstructure.h"
#include "model/sources/streambuffer.h"

#include <QByteArray>

namespace persistence {

/// A place in a text. Both count from 1, the column in bytes.
struct TextPosition
{
    qint64 line = 1;
    qint64 column = 1;
};

/// Cuts a stream of JSON text into its documents: one a line, concatenated, pretty, or members of an array, however long the lines are.
/// It only looks at brackets and strings; a reader reads the pieces and tells rejected() what it refused. One thread at a time.
///
/// A comma or an end of the array that should not be there is a piece of its own, unless damage before it explains it.
/// After damage it goes on at the next line that begins with `{`, or in an array at the next member that begins with an `_id`.
class JsonSplitter final
{
public:
    /// Longer pieces are not read; their start is kept.
    static constexpr qsizetype kMaxPieceSize = 128 * 1024 * 1024;

    enum class Kind { Document, Unreadable, End };

    /// One piece; its bytes are valid until the next call.
    struct Piece
    {
        Kind kind = Kind::End;
        QByteArrayView bytes;
        qint64 offset = 0;
        qint64 size = 0; ///< more than bytes.size() where only the start was kept
        TextPosition position;
        QString fault;
    };

    explicit JsonSplitter(StreamBuffer &input) : m_input(input) {}

    /// Everything that is there, from the next piece on, for a reader that finds the end of a document itself and tells took(). Empty at
    /// the end.
    [[nodiscard]] Result<QByteArrayView> front();
    /// The reader took a document of \a size bytes from the front, and knows whether a line ends in it.
    void took(qsizetype size, bool hasLineBreak);
    [[nodiscard]] qint64 offset() const { return m_input.offset(); }
    /// The same place in lines and columns.
    [[nodiscard]] TextPosition position() const { return {m_line, m_input.offset() - m_lineStart + 1}; }

    [[nodiscard]] Result<Piece> next();
    /// What is lost of the document that next() gave last because of \a fault; the rest of its bytes comes again.
    [[nodiscard]] Piece rejected(const Piece &piece, const QString &fault);
    /// After the end: why the text is not whole, or empty.
    [[nodiscard]] QString incompleteReason() const { return m_incompleteReason; }

private:
    /// Where in an array around documents a text is.
    enum class Behind { Bracket, Document, Comma };
    /// A separator that should not be there.
    enum class Stray { None, Comma, End };

    [[nodiscard]] Result<bool> skipSeparators();
    [[nodiscard]] bool takeSeparator(char c);
    [[nodiscard]] Piece takeStray();
    [[nodiscard]] Result<Piece> takeValue();
    [[nodiscard]] Piece takeUnfinished(const QString &fault);
    [[nodiscard]] Result<Piece> takeHuge();
    [[nodiscard]] Result<Piece> takeGarbage();
    [[nodiscard]] qsizetype scalarSize() const;
    [[nodiscard]] qsizetype findWay(QByteArrayView broken) const;
    [[nodiscard]] Piece unreadable(qsizetype size, const QString &fault);
    [[nodiscard]] Piece keptPiece(qint64 offset, TextPosition position, const QString &fault);
    void advance(qsizetype count);
    void keep(qsizetype count);

    StreamBuffer &m_input;
    JsonStructure m_structure;
    bool m_hasBegun = false;
    bool m_hasArray = false; ///< an array around documents has begun
    bool m_isInArray = false;
    Behind m_behind = Behind::Bracket;
    bool m_isAfterDamage = false; ///< separators may be what is left of a broken document
    Stray m_stray = Stray::None;  ///< comes next, instead of what is at the front
    bool m_hasEnd = false;        ///< the array has ended, at m_end
    TextPosition m_end;
    qint64 m_endOffset = 0;
    qsizetype m_given = 0;    ///< bytes of the last piece, still in the buffer
    qsizetype m_maybeCut = 0; ///< where in the last document a line begins with `{`; 0 if none does
    qint64 m_line = 1;
    qint64 m_lineStart = 0;
    QByteArray m_kept;
    qint64 m_keptSize = 0;
    QString m_incompleteReason;
};

} // namespace persistence
