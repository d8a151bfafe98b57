#include "model/find/filtermatcher.h"

#include "model/find/compiledterm.h"
#include "model/find/searchtext.h"
#include "model/workspace/workspace.h"

#include <algorithm>

namespace persistence {

namespace {

/// Searching the raw bytes for more texts than this is no gain over looking at the records.
constexpr size_t kMaxAlternatives = 8;
/// More names than this are not looked for one by one.
constexpr qsizetype kMaxNames = 1'000;

void addTerms(const Filter &filter, std::vector<std::unique_ptr<CompiledTerm>> &terms)
{
    if (filter.kind() == Filter::Kind::Term)
        terms.push_back(std::make_unique<CompiledTerm>(filter.term()));
    for (const Filter &part : filter.parts())
        addTerms(part, terms);
}

bool looksAtNames(FilterSubject subject)
{
    return subject == FilterSubject::Text || subject == FilterSubject::Id || subject == FilterSubject::Association;
}

Result<void> resolveNames(const Workspace &workspace, std::vector<std::unique_ptr<CompiledTerm>> &terms, Progress &progress)
{
    const auto needsNames = [](const auto &term) { return looksAtNames(term->term.subject) || term->term.subject == FilterSubject::Key; };
    if (std::none_of(terms.begin(), terms.end(), needsNames))
        return {};
    auto scan = RecordScan::open(workspace);
    if (!scan)
        return scan.error();
    for (const LabelKind kind : {LabelKind::User, LabelKind::Room, LabelKind::File}) {
        const auto read = (*scan)->labels(kind, progress, [&](QByteArrayView id, QByteArrayView name) {
            for (const auto &compiled : terms) {
                const bool isMeant = looksAtNames(compiled->term.subject) && compiled->meansName(name);
                if (isMeant)
                    compiled->named[kind].insert(id.toByteArray());
                for (CompiledTerm::KeyPart &part : compiled->key) {
                    if (labelKindOf(part.model) == kind && TextNeedle(part.id).equals(name))
                        part.named[kind].insert(id.toByteArray());
                }
            }
        });
        if (!read)
            return read;
    }
    return {};
}

Result<void> resolveApps(const Workspace &workspace, std::vector<std::unique_ptr<CompiledTerm>> &terms)
{
    if (std::none_of(terms.begin(), terms.end(), [](const auto &term) { return term->term.subject == FilterSubject::App; }))
        return {};
    auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    const auto apps = (*reader)->apps();
    if (!apps)
        return apps.error();
    for (const AppSummary &app : *apps) {
        for (const auto &compiled : terms) {
            const bool isMeant =
                compiled->term.subject == FilterSubject::App && (compiled->meansName(app.appId) || compiled->meansName(app.name));
            if (isMeant && app.collection != Collection::Messages)
                compiled->appIds.insert(app.appId);
        }
    }
    return {};
}

bool isBetterGlance(const std::vector<TextNeedle> &a, const std::optional<std::vector<TextNeedle>> &b)
{
    return !b || a.size() < b->size();
}

/// What must be in the raw bytes of each record for which a term holds; nothing if that cannot be said.
std::optional<std::vector<TextNeedle>> glanceOf(const CompiledTerm &compiled)
{
    const FilterTerm &term = compiled.term;
    const bool isText = term.subject == FilterSubject::Text || term.subject == FilterSubject::Field;
    const bool isEqualText = term.subject == FilterSubject::Field && term.operation == FilterOperator::Equal && term.value.isQuoted();
    const bool isSearch = isText && term.operation == FilterOperator::Contains;
    const bool isId = term.subject == FilterSubject::Id || term.subject == FilterSubject::Association;
    const bool isKnownId = isId && (term.operation == FilterOperator::Equal || term.operation == FilterOperator::Contains);
    if (!((isSearch || isEqualText) && compiled.pattern.isOnlyInStoredText()) && !isKnownId)
        return std::nullopt;
    if (term.value.text().isEmpty() || compiled.named.size() >= qsizetype(kMaxAlternatives))
        return std::nullopt;
    std::vector<TextNeedle> needles{compiled.pattern.needle()};
    for (const auto *ids : {&compiled.named.users, &compiled.named.rooms, &compiled.named.files}) {
        for (const QByteArray &id : *ids) {
            if (id.isEmpty())
                return std::nullopt;
            needles.emplace_back(id);
        }
    }
    return needles;
}

} // namespace

FilterMatcher::FilterMatcher(Filter filter) : m_filter(std::move(filter))
{
}

FilterMatcher::~FilterMatcher() = default;

Result<std::shared_ptr<const FilterMatcher>> FilterMatcher::compile(const Workspace &workspace, const Filter &filter, Progress &progress)
{
    std::shared_ptr<FilterMatcher> matcher(new FilterMatcher(filter));
    addTerms(matcher->m_filter, matcher->m_terms);
    if (auto resolved = resolveNames(workspace, matcher->m_terms, progress); !resolved)
        return resolved.error();
    if (auto resolved = resolveApps(workspace, matcher->m_terms); !resolved)
        return resolved.error();
    size_t term = 0;
    matcher->m_glance = matcher->alternatives(matcher->m_filter, term).value_or(std::vector<TextNeedle>());
    return std::shared_ptr<const FilterMatcher>(std::move(matcher));
}

std::optional<std::vector<TextNeedle>> FilterMatcher::alternatives(const Filter &filter, size_t &term) const
{
    if (filter.kind() == Filter::Kind::Term)
        return glanceOf(*m_terms[term++]);
    std::optional<std::vector<TextNeedle>> best;
    bool isKnown = true;
    for (const Filter &part : filter.parts()) {
        auto needles = alternatives(part, term);
        isKnown &= needles.has_value();
        if (!needles)
            continue;
        if (filter.kind() == Filter::Kind::Any && best)
            best->insert(best->end(), needles->begin(), needles->end());
        else if (isBetterGlance(*needles, best))
            best = std::move(needles);
    }
    const bool isUsable =
        filter.kind() == Filter::Kind::All || (filter.kind() == Filter::Kind::Any && isKnown && best && best->size() <= kMaxAlternatives);
    return isUsable ? best : std::nullopt;
}

bool FilterMatcher::mayMatch(QByteArrayView body) const
{
    return m_glance.empty() || std::any_of(m_glance.begin(), m_glance.end(), [&](const TextNeedle &needle) { return needle.isIn(body); });
}

bool FilterMatcher::matches(const StoredRecord &record, MatchMemory &memory) const
{
    memory.isIndexed = false;
    size_t term = 0;
    return holds(m_filter, term, record, memory);
}

bool FilterMatcher::holds(const Filter &filter, size_t &term, const StoredRecord &record, MatchMemory &memory) const
{
    switch (filter.kind()) {
    case Filter::Kind::Term:
        return m_terms[term++]->holds(record, memory);
    case Filter::Kind::Not:
        return !holds(filter.parts().front(), term, record, memory);
    case Filter::Kind::All:
    case Filter::Kind::Any:
        break;
    }
    // The terms of parts that need no look any more are still counted.
    const bool isAll = filter.kind() == Filter::Kind::All;
    bool result = isAll;
    for (const Filter &part : filter.parts()) {
        if (result == isAll)
            result = holds(part, term, record, memory);
        else
            term += termCount(part);
    }
    return result;
}

size_t FilterMatcher::termCount(const Filter &filter)
{
    size_t count = filter.kind() == Filter::Kind::Term ? 1 : 0;
    for (const Filter &part : filter.parts())
        count += termCount(part);
    return count;
}

std::vector<HitPlace> FilterMatcher::places(const StoredRecord &record, size_t limit) const
{
    std::vector<HitPlace> places;
    MatchMemory memory;
    size_t term = 0;
    collect(m_filter, term, record, memory, limit, places);
    return places;
}

void FilterMatcher::collect(const Filter &filter, size_t &term, const StoredRecord &record, MatchMemory &memory, size_t limit,
                            std::vector<HitPlace> &places) const
{
    if (filter.kind() == Filter::Kind::Term) {
        m_terms[term++]->places(record, memory, [&](const HitPlace &place) {
            const bool isNew = std::find(places.begin(), places.end(), place) == places.end();
            if (isNew && places.size() < limit)
                places.push_back(place);
            return places.size() < limit;
        });
        return;
    }
    if (filter.kind() == Filter::Kind::Not) {
        term += termCount(filter);
        return;
    }
    for (const Filter &part : filter.parts())
        collect(part, term, record, memory, limit, places);
}

std::vector<TextSpan> FilterMatcher::marksIn(const QString &shown, const FieldPath &column) const
{
    std::vector<TextSpan> all;
    size_t term = 0;
    appendMarks(m_filter, shown, column, term, all);
    std::sort(all.begin(), all.end(), [](const TextSpan &a, const TextSpan &b) { return a.start < b.start; });
    std::vector<TextSpan> marks;
    for (const TextSpan &mark : all) {
        if (mark.size > 0 && (marks.empty() || mark.start >= marks.back().start + marks.back().size))
            marks.push_back(mark);
    }
    return marks;
}

void FilterMatcher::appendMarks(const Filter &filter, const QString &shown, const FieldPath &column, size_t &term,
                                std::vector<TextSpan> &marks) const
{
    if (filter.kind() == Filter::Kind::Not) {
        term += termCount(filter);
    } else if (filter.kind() == Filter::Kind::Term) {
        const CompiledTerm &compiled = *m_terms[term++];
        const FilterTerm &own = compiled.term;
        const bool isSearch = own.operation == FilterOperator::Contains || own.operation == FilterOperator::Matches;
        const bool isHere =
            own.subject == FilterSubject::Text || (own.subject == FilterSubject::Field && !column.isEmpty() && own.path == column);
        if (isSearch && isHere)
            compiled.pattern.appendMarks(shown, marks);
    }
    if (filter.kind() == Filter::Kind::All || filter.kind() == Filter::Kind::Any) {
        for (const Filter &part : filter.parts())
            appendMarks(part, shown, column, term, marks);
    }
}

std::vector<const CompiledTerm *> FilterMatcher::required() const
{
    std::vector<const CompiledTerm *> required;
    if (m_filter.kind() == Filter::Kind::Term)
        required.push_back(m_terms.front().get());
    if (m_filter.kind() != Filter::Kind::All)
        return required;
    size_t term = 0;
    for (const Filter &part : m_filter.parts()) {
        if (part.kind() == Filter::Kind::Term)
            required.push_back(m_terms[term].get());
        term += termCount(part);
    }
    return required;
}

std::vector<FilterMatcher::Narrowing> FilterMatcher::narrowings() const
{
    std::vector<Narrowing> narrowings;
    const auto add = [&](std::optional<QByteArray> model, const QByteArray &id, const CompiledTerm::NamedIds &named) {
        if (named.size() > kMaxNames)
            return;
        Narrowing narrowing{std::move(model), {id}};
        for (const auto *ids : {&named.users, &named.rooms, &named.files})
            narrowing.ids.append(QList<QByteArray>(ids->begin(), ids->end()));
        narrowings.push_back(std::move(narrowing));
    };
    for (const CompiledTerm *compiled : required()) {
        const FilterTerm &term = compiled->term;
        if (term.operation != FilterOperator::Equal)
            continue;
        if (term.subject == FilterSubject::Association)
            add(term.model, term.value.text(), compiled->named);
        else if (term.subject == FilterSubject::Id)
            add(std::nullopt, term.value.text(), compiled->named);
        for (const CompiledTerm::KeyPart &part : compiled->key)
            add(part.model, part.id, part.named);
    }
    return narrowings;
}

std::optional<QSet<QByteArray>> FilterMatcher::onlyApps() const
{
    for (const CompiledTerm *compiled : required()) {
        if (compiled->term.subject == FilterSubject::App && compiled->term.operation != FilterOperator::NotEqual)
            return compiled->appIds;
    }
    return std::nullopt;
}

std::optional<QSet<QByteArray>> FilterMatcher::onlyRecordIds() const
{
    for (const CompiledTerm *compiled : required()) {
        if (compiled->term.subject == FilterSubject::RecordId && compiled->term.operation == FilterOperator::Equal)
            return compiled->recordIds;
    }
    return std::nullopt;
}

} // namespace persistence
