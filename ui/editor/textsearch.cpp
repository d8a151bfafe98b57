#include "ui/editor/textsearch.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TextSearch)
};

/// Calls \a take(match, range) for each hit from the front until it returns false.
template <typename Take>
Result<void> forEachHit(const QString &text, const QRegularExpression &expression, const Progress &progress, Take take)
{
    BytePlaces places(text);
    auto matches = expression.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (progress.isCancelled())
            return Error{ErrorKind::Cancelled, {}, {}};
        if (match.capturedLength() == 0)
            continue;
        const qsizetype begin = places.byteAt(match.capturedStart());
        if (!take(match, TextRange{begin, places.byteAt(match.capturedEnd())}))
            break;
    }
    return {};
}

/// Chooses the hit to go to while hits come from the front.
class HitChoice final
{
public:
    explicit HitChoice(const SearchStart &start) : m_start(start) {}

    void see(TextRange hit, qsizetype number)
    {
        const bool isAhead = m_start.forward ? hit.begin >= m_start.selection.end : hit.end <= m_start.selection.begin;
        if (m_start.forward ? isAhead && !m_near : isAhead)
            m_near = Numbered{hit, number};
        if (m_start.forward ? !m_far : true)
            m_far = Numbered{hit, number};
    }
    /// Nothing that follows can be chosen.
    bool isSettled() const { return m_start.forward && m_near; }

    void fill(SearchHits &hits) const
    {
        const auto &chosen = m_near ? m_near : m_far;
        if (!chosen)
            return;
        hits.hit = chosen->hit;
        hits.isWrapped = !m_near;
        hits.number = chosen->number;
    }

private:
    struct Numbered
    {
        TextRange hit;
        qsizetype number;
    };

    SearchStart m_start;
    std::optional<Numbered> m_near;
    std::optional<Numbered> m_far; ///< the first or last of all, for going on from the other end
};

} // namespace

Result<SearchHits> findInText(const QByteArray &utf8, const SearchTerms &terms, const SearchStart &start, const Progress &progress)
{
    const auto expression = expressionOf(terms);
    if (!expression)
        return expression.error();
    SearchHits hits;
    HitChoice choice(start);
    qsizetype number = 0;
    const auto done = forEachHit(QString::fromUtf8(utf8), *expression, progress, [&](const QRegularExpressionMatch &, TextRange hit) {
        ++number;
        choice.see(hit, number);
        if (number <= start.countLimit)
            hits.counted.push_back(hit);
        else
            hits.isCutOff = true;
        return !hits.isCutOff || !choice.isSettled();
    });
    if (!done)
        return done.error();
    choice.fill(hits);
    return hits;
}

Result<Replacement> replaceInText(const QByteArray &utf8, const SearchTerms &terms, const QString &with, const Progress &progress)
{
    const auto expression = expressionOf(terms);
    if (!expression)
        return expression.error();
    Replacement replacement;
    qsizetype end = 0;
    const auto done = forEachHit(QString::fromUtf8(utf8), *expression, progress, [&](const QRegularExpressionMatch &match, TextRange hit) {
        replacement.text.append(utf8.constData() + end, hit.begin - end);
        replacement.text += expandedText(match, with, terms.isRegex).toUtf8();
        end = hit.end;
        ++replacement.count;
        return replacement.text.size() <= CodeEditor::kMaxEditedSize;
    });
    if (!done)
        return done.error();
    replacement.text.append(utf8.constData() + end, utf8.size() - end);
    if (replacement.text.size() > CodeEditor::kMaxEditedSize)
        return Error{
            ErrorKind::Failed, Texts::tr("The text would become larger than the 4 MB that can be edited. Nothing was replaced."), {}};
    return replacement;
}

Result<std::optional<QByteArray>> replacementAt(const QByteArray &utf8, const SearchTerms &terms, const QString &with, TextRange hit)
{
    const auto expression = expressionOf(terms);
    if (!expression)
        return expression.error();
    const QString text = QString::fromUtf8(utf8);
    const qsizetype index = QString::fromUtf8(utf8.first(hit.begin)).size();
    const auto match = expression->match(text, index, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    const bool isThere =
        match.hasMatch() && hit.end > hit.begin && match.captured().toUtf8() == utf8.sliced(hit.begin, hit.end - hit.begin);
    return isThere ? std::optional(expandedText(match, with, terms.isRegex).toUtf8()) : std::nullopt;
}

} // namespace persistence
