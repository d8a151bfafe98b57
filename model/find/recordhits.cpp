#include "model/find/recordhits.h"

#include <algorithm>

namespace persistence {

namespace {

/// The stored text that a place is in.
QByteArrayView textOf(const bson::Element &element, HitPlace::Part part)
{
    if (part == HitPlace::Part::Name)
        return element.name();
    switch (element.type()) {
    case bson::Type::String:
    case bson::Type::Symbol:
    case bson::Type::Code:
        return element.toText();
    case bson::Type::CodeWithScope:
        return element.toScopedCode();
    case bson::Type::Regex:
        return element.toRegex().pattern;
    case bson::Type::DbPointer:
        return element.toDbPointer().collection;
    default:
        return {};
    }
}

void addPlace(RecordHits::Field &field, const HitPlace &place, const bson::Element &element)
{
    const bool isName = place.part == HitPlace::Part::Name;
    field.isInName |= isName;
    field.isInValue |= place.part == HitPlace::Part::Value;
    field.isInLabel |= place.part == HitPlace::Part::Label;
    const QByteArrayView text = textOf(element, place.part);
    if (place.span.size == 0 || place.span.start + place.span.size > text.size())
        return;
    std::vector<QByteArray> &texts = isName ? field.names : field.values;
    const QByteArray found = text.sliced(place.span.start, place.span.size).toByteArray();
    if (std::find(texts.begin(), texts.end(), found) == texts.end())
        texts.push_back(found);
}

/// The number of the association that a path leads into, and whether to its id; nothing for other paths.
std::optional<std::pair<int, bool>> associationOf(const bson::Path &path)
{
    const auto &steps = path.steps();
    if (steps.size() != 3 || steps[0].name != "associations" || !steps[1].isIndex())
        return std::nullopt;
    return std::pair(int(steps[1].index), steps[2].name == "id");
}

void appendSpans(const QByteArray &found, const QString &shown, std::vector<TextSpan> &spans)
{
    const QString text = QString::fromUtf8(found);
    for (qsizetype at = shown.indexOf(text); at >= 0; at = shown.indexOf(text, at + text.size()))
        spans.push_back({at, text.size()});
}

std::vector<TextSpan> withoutOverlap(std::vector<TextSpan> spans)
{
    std::sort(spans.begin(), spans.end(), [](const TextSpan &a, const TextSpan &b) { return a.start < b.start; });
    std::vector<TextSpan> apart;
    for (const TextSpan &span : spans) {
        if (span.size > 0 && (apart.empty() || span.start >= apart.back().start + apart.back().size))
            apart.push_back(span);
    }
    return apart;
}

} // namespace

RecordHits::RecordHits(std::shared_ptr<const FilterMatcher> matcher, QByteArray document, Collection collection, const Progress &progress)
    : m_matcher(std::move(matcher))
    , m_document(std::move(document))
{
    const bson::DocumentView view(m_document);
    for (const HitPlace &place : m_matcher->places({RecordRow{}, collection, m_document, 0}, kMaxPlaces)) {
        // Without a path, the size of the whole record was asked for.
        const auto element = progress.isCancelled() || place.path.isEmpty() ? std::nullopt : place.path.resolve(view);
        if (!element)
            continue;
        const qsizetype offset = element->bytes().data() - m_document.constData();
        const auto known = std::find_if(m_fields.begin(), m_fields.end(), [offset](const Field &field) { return field.offset == offset; });
        Field &field = known == m_fields.end() ? m_fields.emplace_back() : *known;
        field.path = place.path;
        field.offset = offset;
        addPlace(field, place, *element);
    }
    std::sort(m_fields.begin(), m_fields.end(), [](const Field &a, const Field &b) { return a.offset < b.offset; });
    for (size_t i = 0; i < m_fields.size(); ++i) {
        m_byOffset.insert(m_fields[i].offset, i);
        if (const auto association = associationOf(m_fields[i].path))
            m_byAssociation.insert(*association, i);
    }
}

const RecordHits::Field *RecordHits::fieldAt(qsizetype offset) const
{
    const auto found = m_byOffset.constFind(offset);
    return found == m_byOffset.constEnd() ? nullptr : &m_fields[*found];
}

std::vector<TextSpan> RecordHits::marks(const std::vector<QByteArray> &texts, const QString &shown) const
{
    std::vector<TextSpan> spans;
    for (const QByteArray &text : texts)
        appendSpans(text, shown, spans);
    // A number or a date is searched as it is shown; what was compared, or is cut off here, is marked as a whole.
    if (spans.empty())
        spans = m_matcher->marksIn(shown);
    if (spans.empty())
        spans.push_back({0, shown.size()});
    return withoutOverlap(std::move(spans));
}

std::vector<TextSpan> RecordHits::marksInName(qsizetype offset, const QString &shown) const
{
    const Field *field = fieldAt(offset);
    return field && field->isInName ? marks(field->names, shown) : std::vector<TextSpan>();
}

std::vector<TextSpan> RecordHits::marksInValue(qsizetype offset, const QString &shown) const
{
    const Field *field = fieldAt(offset);
    return field && (field->isInValue || field->isInLabel) ? marks(field->values, shown) : std::vector<TextSpan>();
}

std::vector<TextSpan> RecordHits::marksInKey(int association, KeyText text, const QString &shown) const
{
    const auto found = m_byAssociation.constFind({association, text != KeyText::Model});
    if (found == m_byAssociation.constEnd())
        return {};
    const Field &field = m_fields[*found];
    if (text == KeyText::Label)
        return field.isInLabel ? marks({}, shown) : std::vector<TextSpan>();
    return field.isInValue ? marks(field.values, shown) : std::vector<TextSpan>();
}

} // namespace persistence
