#pragma once

#include "model/find/filterterm.h"

#include <QString>

namespace persistence {

/// Why a text is no filter.
struct FilterError
{
    qsizetype offset = 0; ///< in bytes from the start of the text
    qsizetype size = 0;   ///< of the part that is wrong; 0 at the end of the text
    QString reason;       ///< translated, without a full stop
};

/// A condition on records, as the filter bar and the command line take it: see filterHelp(). The empty filter holds for every record.
/// A value: copy it freely.
class Filter final
{
public:
    enum class Kind { All, Any, Not, Term };

    Filter() = default;
    explicit Filter(FilterTerm term);
    [[nodiscard]] static Filter allOf(std::vector<Filter> parts);
    [[nodiscard]] static Filter anyOf(std::vector<Filter> parts);
    [[nodiscard]] static Filter notOf(Filter part);

    /// The filter that \a text writes; if there is none, nothing, and the reason in \a error.
    [[nodiscard]] static std::optional<Filter> parse(QByteArrayView text, FilterError *error = nullptr);
    /// The text that parse() turns into an equal filter.
    [[nodiscard]] QByteArray toText() const;

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const FilterTerm &term() const { return m_term; }            ///< of a Term
    [[nodiscard]] const std::vector<Filter> &parts() const { return m_parts; } ///< of All, Any and Not (one)
    /// Holds for every record.
    [[nodiscard]] bool isEmpty() const { return m_kind == Kind::All && m_parts.empty(); }

    // What the menus of cells and fields do. All look only at the terms that must hold together, not inside of "or" and "not".

    /// "Add to filter": \a term must hold as well.
    [[nodiscard]] Filter with(const FilterTerm &term) const;
    /// "Without this value": \a term must not hold.
    [[nodiscard]] Filter without(const FilterTerm &term) const;
    /// "Only this value": \a term must hold; terms about the same thing go.
    [[nodiscard]] Filter only(const FilterTerm &term) const;
    /// "Remove from filter": \a term, and that it must not hold, go.
    [[nodiscard]] Filter removed(const FilterTerm &term) const;
    /// Whether \a term must hold, or must not.
    [[nodiscard]] bool has(const FilterTerm &term) const;

    bool operator==(const Filter &) const = default;

private:
    [[nodiscard]] std::vector<Filter> conjuncts() const;

    Kind m_kind = Kind::All;
    FilterTerm m_term;
    std::vector<Filter> m_parts;
};

} // namespace persistence
