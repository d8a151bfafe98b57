#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace persistence::bson {

/// What is wrong with a document, and where: \a offset counts bytes from its start.
struct Fault
{
    qsizetype offset = 0;
    QString reason; ///< translated, without a full stop
};

/// What validate() found out about a document.
struct Validation
{
    /// The first violation of the format. A document with a fault cannot be decoded.
    std::optional<Fault> fault;
    /// The first text that is not UTF-8. Such a document is kept and shown with `\xHH`; the format forbids it all the same.
    std::optional<Fault> invalidText;
    /// Nested deeper than kMaxDepth: sound as far as it was looked at, kept as bytes, not decoded.
    bool tooDeep = false;

    /// Whether the document holds to the whole specification and can be decoded.
    [[nodiscard]] bool isStrict() const { return !fault && !invalidText && !tooDeep; }
};

/// Checks a whole document against bsonspec.org: lengths, types, terminators, booleans, inner lengths, UTF-8. The length field must equal
/// the size of \a document. Iterative: the stack does not grow with the nesting. Reentrant.
Validation validate(QByteArrayView document);

/// The first offset at which \a text is not UTF-8 (RFC 3629: no surrogates, no overlong forms); nothing if all of it is.
std::optional<qsizetype> findInvalidUtf8(QByteArrayView text);

} // namespace persistence::bson
