#pragma once

#include "model/base/progress.h"
#include "model/find/filtermatcher.h"

#include <QHash>

namespace persistence {

/// What a filter found in one record, in the order of its document: for views that mark it and go from one hit to the next. Fields are told
/// by where their element starts in the document, so that views need no paths while they paint. A value, and immutable: any thread may ask.
class RecordHits final
{
public:
    /// More are not looked for.
    static constexpr size_t kMaxPlaces = 1'000;

    /// A field in which something was found: in its name, in its value, or both.
    struct Field
    {
        bson::Path path;
        qsizetype offset = 0; ///< of the element, in bytes from the start of the document
        bool isInName = false;
        bool isInValue = false;
        bool isInLabel = false;         ///< in the resolved name of the id that the value is
        std::vector<QByteArray> names;  ///< what was found in the name, as it is stored
        std::vector<QByteArray> values; ///< the same of the value; none of them: all of it is meant
    };

    RecordHits() = default;
    /// Looks through \a document once for each term. For a job; ends early with fewer hits when that is cancelled.
    RecordHits(std::shared_ptr<const FilterMatcher> matcher, QByteArray document, Collection collection, const Progress &progress);

    /// The bytes that offsets count in.
    [[nodiscard]] const QByteArray &document() const { return m_document; }
    [[nodiscard]] const std::vector<Field> &fields() const { return m_fields; }
    [[nodiscard]] bool isEmpty() const { return m_fields.empty(); }

    /// What to mark of a name, or of a value, as it is shown; in UTF-16 units. All of it where what was found cannot be told apart.
    [[nodiscard]] std::vector<TextSpan> marksInName(qsizetype offset, const QString &shown) const;
    [[nodiscard]] std::vector<TextSpan> marksInValue(qsizetype offset, const QString &shown) const;
    /// The same of an association of the key, by its number in the document.
    enum class KeyText { Model, Id, Label };
    [[nodiscard]] std::vector<TextSpan> marksInKey(int association, KeyText text, const QString &shown) const;

private:
    [[nodiscard]] const Field *fieldAt(qsizetype offset) const;
    [[nodiscard]] std::vector<TextSpan> marks(const std::vector<QByteArray> &texts, const QString &shown) const;

    std::shared_ptr<const FilterMatcher> m_matcher;
    QByteArray m_document;
    std::vector<Field> m_fields;
    QHash<qsizetype, size_t> m_byOffset;
    QHash<std::pair<int, bool>, size_t> m_byAssociation; ///< by its number, and whether the id is meant
};

} // namespace persistence
