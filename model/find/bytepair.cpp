#include "model/find/bytepair.h"

#include <algorithm>
#include <bit>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace persistence {

#if defined(__x86_64__)

namespace {

/// A letter with this bit set is its lower case; other bytes are compared as they are.
char caseBit(char byte)
{
    return byte >= 'a' && byte <= 'z' ? 0x20 : 0;
}

} // namespace

BytePair::BytePair(Anchor first, Anchor second, Registers registers)
    : m_first(first)
    , m_second(second)
    , m_isWide(registers == Registers::Widest && __builtin_cpu_supports("avx2") != 0)
{
}

qsizetype BytePair::findIn(QByteArrayView text, qsizetype from) const
{
    const qsizetype end = text.size() - std::max(m_first.offset, m_second.offset);
    return m_isWide ? findByAvx2(text.data(), from, end) : findBySse2(text.data(), from, end);
}

// The two differ in the width of a register only; what is compiled for one kind of processor cannot be shared with the other.

qsizetype BytePair::findBySse2(const char *bytes, qsizetype position, qsizetype end) const
{
    const __m128i first = _mm_set1_epi8(m_first.byte), firstBit = _mm_set1_epi8(caseBit(m_first.byte));
    const __m128i second = _mm_set1_epi8(m_second.byte), secondBit = _mm_set1_epi8(caseBit(m_second.byte));
    for (; position + 16 <= end; position += 16) {
        const auto *atFirst = reinterpret_cast<const __m128i *>(bytes + position + m_first.offset);
        const auto *atSecond = reinterpret_cast<const __m128i *>(bytes + position + m_second.offset);
        const __m128i isFirst = _mm_cmpeq_epi8(_mm_or_si128(_mm_loadu_si128(atFirst), firstBit), first);
        const __m128i isSecond = _mm_cmpeq_epi8(_mm_or_si128(_mm_loadu_si128(atSecond), secondBit), second);
        if (const auto both = unsigned(_mm_movemask_epi8(_mm_and_si128(isFirst, isSecond))); both != 0)
            return position + std::countr_zero(both);
    }
    return position;
}

[[gnu::target("avx2")]] qsizetype BytePair::findByAvx2(const char *bytes, qsizetype position, qsizetype end) const
{
    const __m256i first = _mm256_set1_epi8(m_first.byte), firstBit = _mm256_set1_epi8(caseBit(m_first.byte));
    const __m256i second = _mm256_set1_epi8(m_second.byte), secondBit = _mm256_set1_epi8(caseBit(m_second.byte));
    for (; position + 32 <= end; position += 32) {
        const auto *atFirst = reinterpret_cast<const __m256i *>(bytes + position + m_first.offset);
        const auto *atSecond = reinterpret_cast<const __m256i *>(bytes + position + m_second.offset);
        const __m256i isFirst = _mm256_cmpeq_epi8(_mm256_or_si256(_mm256_loadu_si256(atFirst), firstBit), first);
        const __m256i isSecond = _mm256_cmpeq_epi8(_mm256_or_si256(_mm256_loadu_si256(atSecond), secondBit), second);
        if (const auto both = unsigned(_mm256_movemask_epi8(_mm256_and_si256(isFirst, isSecond))); both != 0)
            return position + std::countr_zero(both);
    }
    return position;
}

#else

BytePair::BytePair(Anchor first, Anchor second, Registers) : m_first(first), m_second(second)
{
}

qsizetype BytePair::findIn(QByteArrayView, qsizetype from) const
{
    return from;
}

#endif

} // namespace persistence
