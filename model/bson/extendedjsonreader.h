#pragma once

#include "model/bson/builder.h"
#include "model/bson/jsonevents.h"

#include <QString>

#include <optional>

namespace persistence::bson {

/// Where and why JSON text cannot become BSON.
struct JsonError
{
    qint64 offset = 0; ///< in bytes, from the start of the text
    qint64 line = 1;   ///< counted from 1; a line ends with LF
    qint64 column = 1; ///< in bytes, counted from 1
    QString reason;    ///< translated, without a full stop

    /// One sentence: "Line 12, column 4: a comma is missing."
    [[nodiscard]] QString toDisplayText() const;

    bool operator==(const JsonError &) const = default;
};

/// Which texts beyond the standards are read as well.
enum class JsonDialect {
    Strict, ///< RFC 8259 with Extended JSON version 2 and the wrappers of version 1
    Legacy, ///< also what old exports hold: bare NaN, Infinity, -Infinity and +Infinity, and `{"$date": 1356351330501}`
};

/// Reads JSON text straight into BSON. Extended JSON version 2 (canonical, relaxed) and version 1 become typed values; integers become the
/// smaller of int32 and int64 that holds them, `-0` and all other numbers double. Field order and duplicate fields are kept. Equal text
/// gives equal bytes. A number that no BSON type holds, text that is not UTF-8, lone surrogates, and NUL in names and regular expressions
/// are errors. Nothing recurses on the depth of the text; documents nested deeper than kMaxDepth are refused.
/// Can be reused, and keeps its memory between calls. Reentrant, not thread-safe.
class ExtendedJsonReader final
{
public:
    explicit ExtendedJsonReader(JsonDialect dialect = JsonDialect::Strict) : m_dialect(dialect) {}

    /// \a text: exactly one JSON object; white space around it and a UTF-8 byte order mark are allowed. That object is always a document,
    /// whatever its fields. False: see error(). The text is not needed afterwards.
    [[nodiscard]] bool readDocument(QByteArrayView text);

    /// \a text: exactly one JSON value, which is appended to \a builder under \a name. False: see error(); the builder is unchanged.
    [[nodiscard]] bool readValue(QByteArrayView text, QByteArrayView name, Builder &builder);

    /// The document of the last successful readDocument(), valid until the next call or until this reader moves.
    [[nodiscard]] QByteArrayView document() const { return m_document; }
    /// The error of the last call that returned false.
    [[nodiscard]] const JsonError &error() const { return m_error; }
    /// The first field of the last text that has the name of an earlier field of the same object. Such fields are kept, only reported.
    [[nodiscard]] const std::optional<JsonError> &duplicateField() const { return m_duplicate; }

private:
    bool read(QByteArrayView text, bool isDocument);
    bool fail(QByteArrayView text, qint64 offset, const QString &reason);
    bool failParsing(QByteArrayView text, int code, qsizetype offset);

    JsonDialect m_dialect;
    QByteArray m_text; ///< the text, rewritten while it is read: escapes become what they stand for
    JsonEvents m_events;
    QByteArrayView m_document;
    JsonError m_error;
    std::optional<JsonError> m_duplicate;
};

} // namespace persistence::bson
