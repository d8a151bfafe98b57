#include "model/sources/jsonstructure.h"

#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace persistence {

namespace {

constexpr qsizetype kBlockSize = 64;

/// One bit for each of 64 bytes, the first the lowest.
struct Masks
{
    quint64 quotes = 0;
    quint64 backslashes = 0;
    quint64 opens = 0;  ///< { and [
    quint64 closes = 0; ///< } and ]
    quint64 newlines = 0;
};

#ifdef __SSE2__
quint64 bitsOf(__m128i matches, int shift)
{
    return quint64(quint32(_mm_movemask_epi8(matches))) << shift;
}

Masks masksOf(const char *bytes)
{
    Masks masks;
    for (int shift = 0; shift < kBlockSize; shift += 16) {
        const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + shift));
        // [ and ] differ from { and } in one bit.
        const __m128i folded = _mm_or_si128(part, _mm_set1_epi8(0x20));
        masks.quotes |= bitsOf(_mm_cmpeq_epi8(part, _mm_set1_epi8('"')), shift);
        masks.backslashes |= bitsOf(_mm_cmpeq_epi8(part, _mm_set1_epi8('\\')), shift);
        masks.newlines |= bitsOf(_mm_cmpeq_epi8(part, _mm_set1_epi8('\n')), shift);
        masks.opens |= bitsOf(_mm_cmpeq_epi8(folded, _mm_set1_epi8('{')), shift);
        masks.closes |= bitsOf(_mm_cmpeq_epi8(folded, _mm_set1_epi8('}')), shift);
    }
    return masks;
}
#else
Masks masksOf(const char *bytes)
{
    Masks masks;
    for (int i = 0; i < kBlockSize; ++i) {
        const char c = bytes[i];
        masks.quotes |= quint64(c == '"') << i;
        masks.backslashes |= quint64(c == '\\') << i;
        masks.newlines |= quint64(c == '\n') << i;
        masks.opens |= quint64(c == '{' || c == '[') << i;
        masks.closes |= quint64(c == '}' || c == ']') << i;
    }
    return masks;
}
#endif

/// Each bit becomes the parity of itself and all lower ones: what is between an odd quote and the next one is set.
quint64 parityOf(quint64 bits)
{
    for (int shift = 1; shift < kBlockSize; shift *= 2)
        bits ^= bits << shift;
    return bits;
}

/// The bytes that a backslash before them escapes. \a carry: the first byte is; afterwards, whether the byte behind the block is.
quint64 escapedBy(quint64 backslashes, bool &carry)
{
    quint64 escaped = carry ? 1 : 0;
    carry = false;
    backslashes &= ~escaped;
    while (backslashes != 0) {
        const int i = std::countr_zero(backslashes);
        if (i == kBlockSize - 1) {
            carry = true;
            break;
        }
        escaped |= quint64(2) << i;
        backslashes &= ~(quint64(3) << i);
    }
    return escaped;
}

} // namespace

/// What a block holds outside of strings, and what is needed to stop anywhere in it.
struct JsonStructure::Block
{
    quint64 opens = 0;
    quint64 closes = 0;
    quint64 lineStarts = 0; ///< brackets that begin a line, in strings, too
    quint64 inString = 0;
    quint64 escaped = 0;
    const char *bytes = nullptr;
};

JsonStructure::Result JsonStructure::scan(QByteArrayView text, qsizetype from)
{
    for (qsizetype start = from; start < text.size(); start += kBlockSize) {
        const qsizetype size = qMin(kBlockSize, text.size() - start);
        char padded[kBlockSize];
        const char *bytes = text.data() + start;
        if (size < kBlockSize) {
            std::memset(padded, ' ', sizeof padded);
            std::memcpy(padded, bytes, size_t(size));
            bytes = padded;
        }
        const Masks masks = masksOf(bytes);
        bool isNextEscaped = m_isEscaped;
        Block block;
        block.bytes = bytes;
        block.escaped = escapedBy(masks.backslashes, isNextEscaped);
        block.inString = parityOf(masks.quotes & ~block.escaped) ^ (m_isInString ? ~quint64(0) : 0);
        block.opens = masks.opens & ~block.inString;
        block.closes = masks.closes & ~block.inString;
        block.lineStarts = masks.opens & (masks.newlines << 1 | (m_isAfterLine ? 1 : 0));
        // Most blocks lie inside a document, and nothing can end there.
        if (block.lineStarts == 0 && m_depth > std::popcount(block.closes)) {
            m_depth += std::popcount(block.opens) - std::popcount(block.closes);
        } else if (const Result result = walk(block, start); result.stop != Stop::MoreNeeded) {
            return result;
        }
        m_isInString = (block.inString >> (size - 1) & 1) != 0;
        m_isAfterLine = (masks.newlines >> (size - 1) & 1) != 0;
        m_isEscaped = size < kBlockSize ? (block.escaped >> size & 1) != 0 : isNextEscaped;
    }
    return {Stop::MoreNeeded, text.size()};
}

JsonStructure::Result JsonStructure::walk(const Block &block, qsizetype start)
{
    quint64 rest = block.opens | block.closes | block.lineStarts;
    for (; rest != 0; rest &= rest - 1) {
        const int i = std::countr_zero(rest);
        const quint64 bit = quint64(1) << i;
        if ((block.lineStarts & bit) != 0 && block.bytes[i] == '{' && m_depth > 0) {
            m_isInString = (block.inString & bit) != 0;
            m_isEscaped = (block.escaped & bit) != 0;
            m_isAfterLine = false; // so that going on from here does not stop here again
            return {Stop::LineStart, start + i};
        }
        if ((block.opens & bit) != 0)
            ++m_depth;
        else if ((block.closes & bit) != 0 && --m_depth <= 0)
            return {Stop::End, start + i + 1};
    }
    return {Stop::MoreNeeded, start};
}

} // namespace persistence
