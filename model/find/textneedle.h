#pragma once

#include "model/base/textspan.h"
#include "model/find/bytepair.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <vector>

namespace persistence {

/// Searches UTF-8 in either case: characters are equal if Unicode folds them to the same one (simple folding, so `ß` is not `ss`). ASCII
/// letters equal only ASCII letters, which lets ASCII be searched in raw bytes. Bytes that are not UTF-8 equal only themselves. Immutable,
/// so every thread may use it.
class TextNeedle final
{
public:
    TextNeedle() = default;
    explicit TextNeedle(QByteArrayView utf8);

    [[nodiscard]] bool isEmpty() const { return m_folded.empty(); }
    /// Whether it occurs; an empty needle does everywhere. At several GB a second for ASCII.
    [[nodiscard]] bool isIn(QByteArrayView text) const { return isEmpty() || findIn(text, 0).size > 0; }
    /// The first occurrence from byte \a from on; its size is 0 if there is none.
    [[nodiscard]] TextSpan findIn(QByteArrayView text, qsizetype from) const;
    /// Whether \a text begins with it; every text does with an empty needle.
    [[nodiscard]] bool isStartOf(QByteArrayView text) const { return sizeAt(text, 0) >= 0; }
    /// Whether it is the whole of \a text.
    [[nodiscard]] bool equals(QByteArrayView text) const { return sizeAt(text, 0) == text.size(); }

private:
    void setAnchors();
    [[nodiscard]] qsizetype findAscii(QByteArrayView text, qsizetype from) const;
    [[nodiscard]] TextSpan findFolded(QByteArrayView text, qsizetype from) const;
    /// The bytes of the needle at \a position of the text; -1 if it is not there.
    [[nodiscard]] qsizetype sizeAt(QByteArrayView text, qsizetype position) const;

    std::vector<char32_t> m_folded;     ///< its characters
    QByteArray m_ascii;                 ///< in lower case, if it is all ASCII
    BytePair m_anchors;                 ///< of an ASCII needle: looked for first
    std::array<bool, 256> m_leads = {}; ///< the bytes with which an occurrence may begin, if it is not all ASCII
};

} // namespace persistence
