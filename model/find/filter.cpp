#include "model/find/filter.h"

#include <algorithm>

namespace persistence {

Filter::Filter(FilterTerm term) : m_kind(Kind::Term), m_term(std::move(term))
{
}

Filter Filter::allOf(std::vector<Filter> parts)
{
    Filter filter;
    for (Filter &part : parts) {
        if (part.m_kind == Kind::All)
            filter.m_parts.insert(filter.m_parts.end(), part.m_parts.begin(), part.m_parts.end());
        else
            filter.m_parts.push_back(std::move(part));
    }
    return filter.m_parts.size() == 1 ? Filter(filter.m_parts.front()) : filter;
}

Filter Filter::anyOf(std::vector<Filter> parts)
{
    if (parts.size() == 1)
        return parts.front();
    Filter filter;
    filter.m_kind = Kind::Any;
    for (Filter &part : parts) {
        if (part.m_kind == Kind::Any)
            filter.m_parts.insert(filter.m_parts.end(), part.m_parts.begin(), part.m_parts.end());
        else
            filter.m_parts.push_back(std::move(part));
    }
    return filter;
}

Filter Filter::notOf(Filter part)
{
    Filter filter;
    filter.m_kind = Kind::Not;
    filter.m_parts.push_back(std::move(part));
    return filter;
}

QByteArray Filter::toText() const
{
    QByteArray text;
    switch (m_kind) {
    case Kind::Term:
        return m_term.toText();
    case Kind::Not:
        text = m_parts.front().toText();
        return m_parts.front().m_kind == Kind::Term || m_parts.front().m_kind == Kind::Not ? "not " + text : "not (" + text + ')';
    case Kind::All:
    case Kind::Any:
        for (const Filter &part : m_parts) {
            if (!text.isEmpty())
                text += m_kind == Kind::Any ? " or " : " ";
            // "and" binds closer than "or", so only an "or" inside an "and" needs brackets.
            text += part.m_kind == Kind::Any ? '(' + part.toText() + ')' : part.toText();
        }
        return text;
    }
    return text;
}

std::vector<Filter> Filter::conjuncts() const
{
    return m_kind == Kind::All ? m_parts : std::vector<Filter>{*this};
}

Filter Filter::with(const FilterTerm &term) const
{
    if (std::ranges::count(conjuncts(), Filter(term)) > 0)
        return *this;
    return allOf({removed(term), Filter(term)});
}

Filter Filter::without(const FilterTerm &term) const
{
    return allOf({removed(term), notOf(Filter(term))});
}

Filter Filter::only(const FilterTerm &term) const
{
    std::vector<Filter> parts = conjuncts();
    std::erase_if(parts, [&](const Filter &part) {
        const Filter &inner = part.m_kind == Kind::Not ? part.m_parts.front() : part;
        return inner.m_kind == Kind::Term && inner.m_term.hasSameSubject(term);
    });
    parts.push_back(Filter(term));
    return allOf(std::move(parts));
}

Filter Filter::removed(const FilterTerm &term) const
{
    std::vector<Filter> parts = conjuncts();
    std::erase_if(parts, [&](const Filter &part) { return part == Filter(term) || part == notOf(Filter(term)); });
    return allOf(std::move(parts));
}

bool Filter::has(const FilterTerm &term) const
{
    const std::vector<Filter> parts = conjuncts();
    return std::ranges::count(parts, Filter(term)) > 0 || std::ranges::count(parts, notOf(Filter(term))) > 0;
}

} // namespace persistence
