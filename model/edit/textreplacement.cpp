#include "model/edit/textreplacement.h"

#include "model/bson/displaytext.h"
#include "model/find/searchterms.h"
#include "model/record/recordindex.h"

#include <QCoreApplication>
#include <QStringDecoder>
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
    ReplacingCopy(bson::DocumentView document, std::vector<QByteArrayView> parts, const TextReplacer &replacer)
        : m_document(document)
        , m_parts(std::move(parts))
        , m_replacer(replacer)
    {
        m_out.reserve(document.bytes().size());
        std::sort(m_parts.begin(), m_parts.end(), &startsBefore);
    }

    enum class Outcome { Done, TooDeep, TooLarge, TooComplex };

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
                if (!appendReplaced(element))
                    return Outcome::TooComplex;
            } else {
                m_out.append(element.bytes());
            }
        }
        return m_out.size() > bson::kMaxDocumentSize ? Outcome::TooLarge : Outcome::Done;
    }

    [[nodiscard]] QByteArray take() { return std::move(m_out); }
    [[nodiscard]] qint64 hits() const { return m_hits; }

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

    bool appendReplaced(const bson::Element &element)
    {
        m_out.append(element.bytes().chopped(element.value().size()));
        const qsizetype start = m_out.size();
        m_out.append(4, '\0');
        const QByteArrayView text = element.toText();
        qsizetype end = 0;
        const bool isDone = m_replacer.forEachHit(text, [&](TextSpan hit, QByteArrayView becomes) {
            m_out.append(text.sliced(end, hit.start - end));
            m_out.append(becomes);
            end = hit.start + hit.size;
            ++m_hits;
            return m_out.size() <= bson::kMaxDocumentSize;
        });
        m_out.append(text.sliced(end));
        m_out.append('\0');
        writeLength(start, m_out.size() - start - 4);
        return isDone;
    }

    bson::DocumentView m_document;
    std::vector<QByteArrayView> m_parts;
    const TextReplacer &m_replacer;
    std::vector<Level> m_levels;
    QByteArray m_out;
    qint64 m_hits = 0;
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

constexpr qsizetype kMaxShown = 60;

/// A text as it is, a mark of byte order at its start included: without that, places after it would be wrong. Nothing if it is not UTF-8.
std::optional<QString> decoded(QByteArrayView utf8)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    QString text = decoder(utf8);
    return decoder.hasError() ? std::nullopt : std::optional(std::move(text));
}

} // namespace

QString TextReplacement::title() const
{
    return Texts::tr("Replace \"%1\" by \"%2\"").arg(bson::displayText(from, kMaxShown), bson::displayText(to, kMaxShown));
}

Result<TextReplacer> TextReplacer::compile(TextReplacement replacement)
{
    TextReplacer replacer(std::move(replacement));
    const TextReplacement &wanted = replacer.m_replacement;
    replacer.m_isExact = !wanted.isCaseless && !wanted.isWholeWord && !wanted.isRegex;
    if (replacer.m_isExact)
        return replacer;
    const QString text = decoded(wanted.from).value_or(QString::fromUtf8(wanted.from));
    auto expression = expressionOf({text, !wanted.isCaseless, wanted.isWholeWord, wanted.isRegex});
    if (!expression)
        return expression.error();
    replacer.m_expression = *std::move(expression);
    replacer.m_expression.optimize();
    return replacer;
}

bool TextReplacer::forEachHit(QByteArrayView text, const TakeHit &take) const
{
    if (m_isExact) {
        const qsizetype size = m_replacement.from.size();
        qsizetype found = text.indexOf(m_replacement.from);
        while (found >= 0 && take({found, size}, m_replacement.to))
            found = text.indexOf(m_replacement.from, found + size);
        return true;
    }
    const std::optional<QString> characters = decoded(text);
    if (!characters)
        return true;
    const QString with = decoded(m_replacement.to).value_or(QString());
    BytePlaces places(*characters);
    // A search that was given up looks like one from beyond the end, which follows an empty hit there.
    bool isAtEnd = false;
    auto matches = m_expression.globalMatch(*characters);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        isAtEnd = match.capturedStart() == characters->size();
        if (match.capturedLength() == 0)
            continue;
        const qsizetype start = places.byteAt(match.capturedStart());
        const qsizetype end = places.byteAt(match.capturedEnd());
        if (!take({start, end - start}, expandedText(match, with, m_replacement.isRegex).toUtf8()))
            return true;
    }
    return isAtEnd || matches.isValid();
}

Result<QByteArray> TextReplacer::replaceIn(const Record &record, qint64 *hits) const
{
    // The quick look: most records of a group do not hold the text at all.
    if (m_isExact && !record.body.contains(m_replacement.from))
        return record.body;
    std::vector<QByteArrayView> parts = partsOf(record, m_replacement);
    if (parts.empty())
        return record.body;
    ReplacingCopy copy(bson::DocumentView(record.body), std::move(parts), *this);
    const auto refuse = [](const QString &message) { return Error{ErrorKind::Failed, message, {}}; };
    switch (copy.run()) {
    case ReplacingCopy::Outcome::Done:
        break;
    case ReplacingCopy::Outcome::TooDeep:
        return refuse(Texts::tr("The record is nested too deep to be edited. Nothing was changed."));
    case ReplacingCopy::Outcome::TooLarge:
        return refuse(Texts::tr("The record would become larger than 16 MiB, which no server stores. Nothing was changed."));
    case ReplacingCopy::Outcome::TooComplex:
        return refuse(Texts::tr("A text of the record is too much for the regular expression. Nothing was changed."));
    }
    if (hits)
        *hits += copy.hits();
    return copy.take();
}

} // namespace persistence
