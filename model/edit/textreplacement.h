#pragma once

#include "model/base/result.h"
#include "model/edit/verbs.h"
#include "model/find/fieldpath.h"
#include "model/find/textneedle.h"

#include <QRegularExpression>

namespace persistence {

/// What "find and replace" does to the texts of a record.
struct TextReplacement
{
    QByteArray from;    ///< UTF-8; not empty
    QByteArray to = {}; ///< with a regular expression see expandedText()
    /// Only the texts at these places and below; the whole value, if not given.
    std::optional<FieldPath> within = {};
    /// Also the ids of the key.
    bool includesKey = false;
    bool isCaseless = false;
    bool isWholeWord = false;
    bool isRegex = false;

    /// For the history: `Replace "old" by "new"`.
    [[nodiscard]] QString title() const;
};

/// A replacement made ready for many records. Immutable, so every thread may use it.
class TextReplacer final
{
public:
    /// An error of kind Failed names what is wrong with the regular expression.
    [[nodiscard]] static Result<TextReplacer> compile(TextReplacement replacement);

    [[nodiscard]] const TextReplacement &replacement() const { return m_replacement; }

    /// The document of a record with its texts replaced: names of fields, numbers and all other types stay, and so does every byte that is
    /// not part of a hit or a length around it. The same bytes if there is no hit. Adds to \a hits how many there are. An error of kind
    /// Failed if the document would become larger than a server stores, is nested too deep, or a text is too much for the regular
    /// expression.
    [[nodiscard]] Result<QByteArray> replaceIn(const Record &record, qint64 *hits = nullptr) const;

    /// Takes a hit, in bytes of the text, and what it becomes; returns whether to go on.
    using TakeHit = std::function<bool(TextSpan hit, QByteArrayView becomes)>;
    /// The hits in one text from the front; none in a text that is not UTF-8, unless bytes are looked for as they are. False if the text is
    /// too much for the regular expression.
    bool forEachHit(QByteArrayView text, const TakeHit &take) const;

private:
    explicit TextReplacer(TextReplacement replacement) : m_replacement(std::move(replacement)) {}

    TextReplacement m_replacement;
    QRegularExpression m_expression; ///< unless bytes are looked for as they are
    bool m_isExact = true;
};

} // namespace persistence
