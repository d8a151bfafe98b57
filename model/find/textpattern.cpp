#include "model/find/textpattern.h"

#include "model/find/searchtext.h"

namespace persistence {

TextPattern::TextPattern(const FilterTerm &term) : m_isRegex(term.operation == FilterOperator::Matches)
{
    if (m_isRegex) {
        m_regex = QRegularExpression(QString::fromUtf8(term.value.text()), QRegularExpression::UseUnicodePropertiesOption |
                                                                               (term.isCaseless ? QRegularExpression::CaseInsensitiveOption
                                                                                                : QRegularExpression::NoPatternOption));
        m_regex.optimize();
        return;
    }
    m_needle = TextNeedle(term.value.text());
    m_isOnlyStored = !mayBeFormatted(term.value.text());
}

TextSpan TextPattern::findIn(QByteArrayView text, qsizetype from) const
{
    if (!m_isRegex)
        return m_needle.findIn(text, from);
    TextSpan span;
    findRegex(text, from, &span);
    return span;
}

bool TextPattern::findRegex(QByteArrayView text, qsizetype from, TextSpan *found) const
{
    const QString decoded = QString::fromUtf8(text);
    const qsizetype start = from == 0 ? 0 : QString::fromUtf8(text.first(from)).size();
    const auto match = m_regex.match(decoded, start);
    if (found && match.hasMatch()) {
        found->start = QStringView(decoded).left(match.capturedStart()).toUtf8().size();
        found->size = match.capturedView().toUtf8().size();
    }
    return match.hasMatch();
}

void TextPattern::appendMarks(const QString &shown, std::vector<TextSpan> &marks) const
{
    if (m_isRegex) {
        auto matches = m_regex.globalMatch(shown);
        while (matches.hasNext()) {
            const auto match = matches.next();
            marks.push_back({match.capturedStart(), match.capturedLength()});
        }
        return;
    }
    const QByteArray utf8 = shown.toUtf8();
    qsizetype end = 0, shownEnd = 0;
    for (TextSpan span = m_needle.findIn(utf8, 0); span.size > 0; span = m_needle.findIn(utf8, end)) {
        const qsizetype start = shownEnd + QString::fromUtf8(QByteArrayView(utf8).sliced(end, span.start - end)).size();
        const qsizetype size = QString::fromUtf8(QByteArrayView(utf8).sliced(span.start, span.size)).size();
        marks.push_back({start, size});
        end = span.start + span.size;
        shownEnd = start + size;
    }
}

} // namespace persistence
