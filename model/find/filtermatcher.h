#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/filter.h"
#include "model/find/textneedle.h"
#include "model/workspace/recordscan.h"

#include <QSet>

#include <array>
#include <memory>

namespace persistence {

class Workspace;
struct CompiledTerm;

/// A place in a record that a filter is about.
struct HitPlace
{
    enum class Part {
        Value, ///< the value at the path
        Name,  ///< the name of the field at the path
        Label, ///< the resolved name of the association whose id is at the path
    };

    bson::Path path; ///< in the document: `associations[0].id`, `data.comment`, `_id`
    Part part = Part::Value;
    /// Where the searched text is in the value (or name) as it is stored, in bytes; empty where all of it is meant, and where the value is
    /// no text: then marksIn() finds it in what is shown.
    TextSpan span;

    bool operator==(const HitPlace &) const = default;
};

/// Memory for matching records one after another; each thread has its own.
struct MatchMemory
{
    RecordIndex index;
    bool isIndexed = false; ///< index belongs to the record that is being matched
    QByteArray text;
};

/// A filter made ready for the records of one workspace: names resolved to ids, texts to needles. Immutable, so that several threads may
/// use it. Knows the names that there were when it was made.
class FilterMatcher final
{
public:
    [[nodiscard]] static Result<std::shared_ptr<const FilterMatcher>> compile(const Workspace &workspace, const Filter &filter,
                                                                              Progress &progress);
    ~FilterMatcher();
    Q_DISABLE_COPY_MOVE(FilterMatcher)

    [[nodiscard]] const Filter &filter() const { return m_filter; }

    /// Whether the record passes the filter. Looks at its bytes alone, so damaged ones must not be given.
    [[nodiscard]] bool matches(const StoredRecord &record, MatchMemory &memory) const;
    /// False if a glance at the raw bytes shows that matches() would be false. Several GB a second.
    [[nodiscard]] bool mayMatch(QByteArrayView body) const;
    /// Whether mayMatch() is ever false. Then it may also be asked about the bytes of many records at once.
    [[nodiscard]] bool canGlance() const { return !m_glance.empty(); }

    /// The places of a record that made it pass: those of all terms that hold, in the order of the terms; at most \a limit.
    /// None where the filter says only what a record must not have.
    [[nodiscard]] std::vector<HitPlace> places(const StoredRecord &record, size_t limit) const;
    /// Where the searched texts are in a text as it is shown, in UTF-16 units, in order and without overlap: for painting marks. \a column:
    /// also the texts that are searched at that path alone; empty for a text that is no field.
    [[nodiscard]] std::vector<TextSpan> marksIn(const QString &shown, const FieldPath &column = {}) const;

    /// For the finder: the associations, by model and id, of which every passing record has one. Nothing if the filter does not say.
    struct Narrowing
    {
        std::optional<QByteArray> model; ///< any, if not given
        QList<QByteArray> ids;
    };
    [[nodiscard]] std::vector<Narrowing> narrowings() const;
    /// For the finder: the only apps, by their id, and the only record ids that can pass; nothing if the filter does not say.
    [[nodiscard]] std::optional<QSet<QByteArray>> onlyApps() const;
    [[nodiscard]] std::optional<QSet<QByteArray>> onlyRecordIds() const;

private:
    explicit FilterMatcher(Filter filter);
    [[nodiscard]] bool holds(const Filter &filter, size_t &term, const StoredRecord &record, MatchMemory &memory) const;
    void collect(const Filter &filter, size_t &term, const StoredRecord &record, MatchMemory &memory, size_t limit,
                 std::vector<HitPlace> &places) const;
    void appendMarks(const Filter &filter, const QString &shown, const FieldPath &column, size_t &term, std::vector<TextSpan> &marks) const;
    /// How many terms a part of the filter has.
    [[nodiscard]] static size_t termCount(const Filter &filter);
    /// What must be in the bytes of each passing record, one of these; nothing if that is not known.
    [[nodiscard]] std::optional<std::vector<TextNeedle>> alternatives(const Filter &filter, size_t &term) const;
    /// The terms that must hold together.
    [[nodiscard]] std::vector<const CompiledTerm *> required() const;

    Filter m_filter;
    std::vector<std::unique_ptr<CompiledTerm>> m_terms; ///< in the order in which a walk through the filter meets them
    std::vector<TextNeedle> m_glance;                   ///< one of them is in the bytes of each passing record; empty: not known
};

} // namespace persistence
