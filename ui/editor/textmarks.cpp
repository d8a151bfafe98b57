#include "ui/editor/textmarks.h"

#include "model/bson/jsonplaces.h"
#include "model/find/filterwords.h"

#include <algorithm>

namespace persistence {

namespace {

class FieldMarker final
{
public:
    FieldMarker(const QByteArray &utf8, const TextFilter &filter, std::vector<TextRange> &marks)
        : m_utf8(utf8)
        , m_filter(filter)
        , m_marks(marks)
    {
        std::sort(m_marks.begin(), m_marks.end(), [](const TextRange &a, const TextRange &b) { return a.begin < b.begin; });
        m_anywhere = m_marks.size();
    }

    void run(const Progress &progress)
    {
        const auto &root = m_filter.root.steps();
        std::vector<const RecordHits::Field *> fields;
        std::vector<bson::Path> paths;
        for (const RecordHits::Field &field : m_filter.hits->fields()) {
            const auto &steps = field.path.steps();
            if (steps.size() < root.size() || !std::equal(root.begin(), root.end(), steps.begin()))
                continue;
            fields.push_back(&field);
            paths.emplace_back(std::vector<bson::PathStep>(steps.begin() + qsizetype(root.size()), steps.end()));
        }
        const auto places = bson::findInJson(m_utf8, paths, progress);
        for (size_t i = 0; i < fields.size(); ++i) {
            if (fields[i]->isInName)
                mark(places[i].name, fields[i]->names);
            // An object is not marked as a whole: that would be no help.
            if ((fields[i]->isInValue || fields[i]->isInLabel) && !(fields[i]->values.empty() && isContainer(*fields[i])))
                mark(places[i].value, fields[i]->values);
        }
    }

private:
    [[nodiscard]] bool isContainer(const RecordHits::Field &field) const
    {
        const auto element = field.path.resolve(bson::DocumentView(m_filter.hits->document()));
        return element && element->isContainer();
    }

    /// The found texts in a place; all of it where what was found cannot be told apart.
    void mark(TextSpan place, const std::vector<QByteArray> &found)
    {
        if (place.size == 0)
            return;
        const QByteArrayView text = QByteArrayView(m_utf8).sliced(place.start, place.size);
        bool isMarked = false;
        for (const QByteArray &stored : found) {
            const QByteArray quoted = filterwords::quoted(stored);
            const QByteArrayView written = QByteArrayView(quoted).sliced(1, quoted.size() - 2);
            for (qsizetype at = text.indexOf(written); at >= 0 && !written.isEmpty(); at = text.indexOf(written, at + written.size())) {
                m_marks.push_back({place.start + at, place.start + at + written.size()});
                isMarked = true;
            }
        }
        // Without its quotes, if there is anything in them.
        const qsizetype quote = text.size() > 2 && text.front() == '"' ? 1 : 0;
        if (!isMarked && !hasMark(place))
            m_marks.push_back({place.start + quote, place.start + place.size - quote});
    }

    /// Whether a text that may be anywhere was found there.
    [[nodiscard]] bool hasMark(TextSpan place) const
    {
        const auto end = m_marks.begin() + qsizetype(m_anywhere);
        const auto next =
            std::lower_bound(m_marks.begin(), end, place.start, [](const TextRange &a, qsizetype at) { return a.begin < at; });
        return next != end && next->begin < place.start + place.size;
    }

    const QByteArray &m_utf8;
    const TextFilter &m_filter;
    std::vector<TextRange> &m_marks;
    size_t m_anywhere = 0; ///< the first ones; the others were found in fields
};

} // namespace

Result<std::vector<TextRange>> marksInText(const QByteArray &utf8, const TextFilter &filter, const Progress &progress)
{
    std::vector<TextRange> marks;
    for (const SearchTerms &term : filter.anywhere) {
        const auto hits = findInText(utf8, term, {}, progress);
        if (!hits)
            return hits.error();
        marks.insert(marks.end(), hits->counted.begin(), hits->counted.end());
    }
    if (filter.hits)
        FieldMarker(utf8, filter, marks).run(progress);
    return marks;
}

} // namespace persistence
