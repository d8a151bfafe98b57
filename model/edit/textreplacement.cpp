#include "model/edit/textreplacement.h"

#include "model/record/recordindex.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TextReplacement)
};

/// Copies a document with its texts replaced in some parts. One pass, iterative: a document of many hits costs no more than one of few.
class ReplacingCopy final
{
public:
    /// \a parts: values in \a document in which texts are replaced.
    ReplacingCopy(bson::DocumentView document, std::vector<QByteArrayView> parts, const TextReplacement &replacement)
        : m_document(document)
        , m_parts(std::move(parts))
        , m_replacement(replacement)
    {
        m_out.reserve(document.bytes().size());
        std::sort(m_parts.begin(), m_parts.end(), &startsBefore);
    }

    enum class Outcome { Done, TooDeep, TooLarge };

    Outcome run()
    {
        open(m_document, false);
        while (!m_levels.empty()) {
            if (m_out.size() > bson::kMaxDocumentSize)
                return Outcome::TooLarge;
            Level &level = m_levels.back();
            if (level.next == bson::DocumentView::Iterator()) {
                close();
                continue;
            }
            const bson::Element element = *level.next;
            ++level.next;
            const bool isIn = level.isIn || isPart(element.value());
            if (element.isContainer() && (isIn || holdsPart(element.value()))) {
                if (m_levels.size() >= size_t(bson::kMaxDepth))
                    return Outcome::TooDeep;
                m_out.append(element.bytes().chopped(element.value().size()));
                open(element.toDocument(), isIn);
            } else if (isIn && element.type() == bson::Type::String) {
                appendReplaced(element);
            } else {
                m_out.append(element.bytes());
            }
        }
        return m_out.size() > bson::kMaxDocumentSize ? Outcome::TooLarge : Outcome::Done;
    }

    [[nodiscard]] QByteArray take() { return std::move(m_out); }

private:
    struct Level
    {
        bson::DocumentView::Iterator next;
        qsizetype start = 0; ///< of the length in the copy
        bool isIn = false;   ///< in a part
    };

    static bool startsBefore(QByteArrayView a, QByteArrayView b) { return a.data() < b.data(); }

    [[nodiscard]] bool isPart(QByteArrayView value) const
    {
        return std::binary_search(m_parts.begin(), m_parts.end(), value, &startsBefore);
    }

    [[nodiscard]] bool holdsPart(QByteArrayView value) const
    {
        const auto part = std::lower_bound(m_parts.begin(), m_parts.end(), value, &startsBefore);
        return part != m_parts.end() && part->data() < value.data() + value.size();
    }

    void open(bson::DocumentView document, bool isIn)
    {
        m_levels.push_back({document.begin(), m_out.size(), isIn});
        m_out.append(4, '\0');
    }

    void close()
    {
        m_out.append('\0');
        writeLength(m_levels.back().start, m_out.size() - m_levels.back().start);
        m_levels.pop_back();
    }

    void writeLength(qsizetype place, qsizetype length) { qToLittleEndian(qint32(length), m_out.data() + place); }

    void appendReplaced(const bson::Element &element)
    {
        m_out.append(element.bytes().chopped(element.value().size()));
        const qsizetype start = m_out.size();
        m_out.append(4, '\0');
        QByteArrayView rest = element.toText();
        for (qsizetype found = rest.indexOf(m_replacement.from); found >= 0 && m_out.size() <= bson::kMaxDocumentSize;
             found = rest.indexOf(m_replacement.from)) {
            m_out.append(rest.first(found));
            m_out.append(m_replacement.to);
            rest = rest.sliced(found + m_replacement.from.size());
        }
        m_out.append(rest);
        m_out.append('\0');
        writeLength(start, m_out.size() - start - 4);
    }

    bson::DocumentView m_document;
    std::vector<QByteArrayView> m_parts;
    const TextReplacement &m_replacement;
    std::vector<Level> m_levels;
    QByteArray m_out;
};

/// The values in which texts are replaced.
std::vector<QByteArrayView> partsOf(const Record &record, const TextReplacement &replacement)
{
    const bson::DocumentView document(record.body);
    std::vector<QByteArrayView> parts;
    if (replacement.within) {
        replacement.within->visit(document, record.collection, [&](const bson::Element &value, const std::vector<bson::PathStep> &trail) {
            // The record id is what names the record; the key and the app have their own way to be changed.
            const QByteArray &top = trail.front().name;
            if (top != "_id" && top != "appId" && top != "rocketletId" && top != "associations")
                parts.push_back(value.value());
            return true;
        });
    } else if (const auto value = recordValue(document, record.collection)) {
        parts.push_back(value->value());
    }
    if (!replacement.includesKey || record.collection == Collection::Messages)
        return parts;
    FieldPath({{FieldStep::Kind::Name, "associations", 0}, {FieldStep::Kind::EachItem, {}, 0}, {FieldStep::Kind::Name, "id", 0}})
        .visit(document, record.collection, [&](const bson::Element &value, const std::vector<bson::PathStep> &) {
            parts.push_back(value.value());
            return true;
        });
    return parts;
}

} // namespace

Result<QByteArray> replaceText(const Record &record, const TextReplacement &replacement)
{
    // The quick look: most records of a group do not hold the text at all.
    if (!record.body.contains(replacement.from))
        return record.body;
    std::vector<QByteArrayView> parts = partsOf(record, replacement);
    if (parts.empty())
        return record.body;
    ReplacingCopy copy(bson::DocumentView(record.body), std::move(parts), replacement);
    switch (copy.run()) {
    case ReplacingCopy::Outcome::Done:
        return copy.take();
    case ReplacingCopy::Outcome::TooDeep:
        return Error{ErrorKind::Failed, Texts::tr("The record is nested too deep to be edited. Nothing was changed."), {}};
    case ReplacingCopy::Outcome::TooLarge:
        break;
    }
    return Error{
        ErrorKind::Failed, Texts::tr("The record would become larger than 16 MiB, which no server stores. Nothing was changed."), {}};
}

} // namespace persistence
