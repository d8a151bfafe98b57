#pragma once

#include <QByteArrayView>

namespace persistence {

/// Two bytes in either case at fixed offsets: what a search looks for first, many positions at once. Uses the widest registers that the
/// processor has (AVX2, else SSE2); where there are none of these, every position is one that may be.
class BytePair final
{
public:
    /// A byte in lower case, \a offset bytes behind the position that is looked for.
    struct Anchor
    {
        qsizetype offset = 0;
        char byte = 0;
    };

    /// Narrow: as on a processor without AVX2, for tests.
    enum class Registers { Widest, Narrow };

    BytePair() = default;
    BytePair(Anchor first, Anchor second, Registers registers = Registers::Widest);

    /// The first position from \a from on where both may stand. Near the end of \a text, where a register does not fit any more, positions
    /// are given without a look.
    [[nodiscard]] qsizetype findIn(QByteArrayView text, qsizetype from) const;

private:
    [[nodiscard]] qsizetype findBySse2(const char *bytes, qsizetype position, qsizetype end) const;
    [[nodiscard]] qsizetype findByAvx2(const char *bytes, qsizetype position, qsizetype end) const;

    Anchor m_first;
    Anchor m_second;
    bool m_isWide = false;
};

} // namespace persistence
