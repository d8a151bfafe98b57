#include "model/find/searchterms.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(TextSearch)
};

} // namespace

Result<QRegularExpression> expressionOf(const SearchTerms &terms)
{
    QString pattern = terms.isRegex ? terms.text : QRegularExpression::escape(terms.text);
    if (terms.wholeWord)
        pattern = u"(?<!\\w)(?:%1)(?!\\w)"_s.arg(pattern);
    QRegularExpression::PatternOptions options = QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::MultilineOption;
    if (!terms.matchCase)
        options |= QRegularExpression::CaseInsensitiveOption;
    QRegularExpression expression(pattern, options);
    if (!expression.isValid())
        return Error{ErrorKind::Failed,
                     Texts::tr("The regular expression has an error at character %1: %2.")
                         .arg(QString::number(expression.patternErrorOffset() + 1), expression.errorString()),
                     {}};
    return expression;
}

QString expandedText(const QRegularExpressionMatch &match, const QString &with, bool isRegex)
{
    if (!isRegex || !with.contains(u'\\'))
        return with;
    QString out;
    for (qsizetype i = 0; i < with.size(); ++i) {
        const bool isEscape = with[i] == u'\\' && i + 1 < with.size();
        const QChar next = isEscape ? with[i + 1] : QChar();
        if (isEscape && next >= u'0' && next <= u'9')
            out += match.captured(next.unicode() - u'0');
        else if (isEscape && (next == u'\\' || next == u'n' || next == u't'))
            out += next == u'n' ? u'\n' : next == u't' ? u'\t' : u'\\';
        else
            out += with[i];
        i += isEscape && (next.isDigit() || next == u'\\' || next == u'n' || next == u't') ? 1 : 0;
    }
    return out;
}

qsizetype BytePlaces::byteAt(qsizetype index)
{
    for (; m_index < index; ++m_index) {
        const QChar c = m_text[m_index];
        // A pair of surrogates is four bytes, two for each half.
        m_byte += c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 || c.isSurrogate() ? 2 : 3;
    }
    return m_byte;
}

} // namespace persistence
