#pragma once

#include <QByteArray>

namespace persistence::bson {

/// A piece of text that is meant as JSON, with what stands for it in real JSON.
struct LooseToken
{
    /// `{ } [ ] , :` stand for themselves, `"` is a text or a name, `v` any other value, 0 the end.
    char kind = 0;
    QByteArray json;
};

/// Cuts text that is meant as JSON into pieces and writes each as JSON. It guesses where a text ends that is not closed, or has quotes
/// inside.
class LooseScanner final
{
public:
    explicit LooseScanner(QByteArrayView text) : m_text(text) {}

    /// White space up to the next piece; comments and signs that mean nothing are left out, odd spaces become plain ones.
    [[nodiscard]] QByteArray readGap(bool isRoot);
    /// The piece after the gap. \a wantsName: a word is the name of a field. \a open: the brackets that are open, such as `{[`, to which
    /// the closing ones at the end of an unclosed text may belong.
    [[nodiscard]] LooseToken read(bool wantsName, QByteArrayView open);

    /// Whether a colon comes next, so that what was read last is the name of a field.
    [[nodiscard]] bool isColonNext() const { return at(skipSpaces(m_at)) == ':'; }

private:
    /// Where the content of a text ends and where to go on.
    struct TextEnd
    {
        qsizetype content = 0;
        qsizetype next = 0;
    };

    char at(qsizetype i) const { return i < m_text.size() ? m_text[i] : '\0'; }
    QByteArrayView from(qsizetype i) const { return m_text.sliced(qMin(i, m_text.size())); }
    qsizetype skipSpaces(qsizetype i) const;
    qsizetype skipComment(qsizetype i) const;
    bool skipFunctionCall(bool isRoot);
    qsizetype openingQuote(qsizetype i) const;
    qsizetype closingQuote(qsizetype i, QByteArrayView opening) const;
    bool isEndOfText(qsizetype i, bool isName) const;
    bool isClosedBeyond(qsizetype lineEnd, QByteArrayView opening);
    qsizetype withoutClosers(qsizetype begin, qsizetype end, QByteArrayView open) const;
    TextEnd findEnd(qsizetype begin, QByteArrayView opening, bool isName, QByteArrayView open);
    QByteArray readText(bool isName, QByteArrayView open);

    QByteArrayView shortWord(qsizetype i) const;
    qsizetype phraseEnd(bool isName) const;
    bool standsAlone(qsizetype end) const;
    LooseToken readWord(bool wantsName);
    bool readCall(LooseToken &token);
    bool readRegex(LooseToken &token);

    QByteArrayView m_text;
    qsizetype m_at = 0;
    qsizetype m_quoteAhead = -1; ///< the next closing quote that was looked for, so that each is looked for once
    char m_quoteSought = 0;
};

} // namespace persistence::bson
