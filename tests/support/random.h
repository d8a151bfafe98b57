#pragma once

#include <QtGlobal>

#include <cstddef>

namespace persistence::test {

/// A small random generator (SplitMix64, Steele, Lea, Flood 2014) that gives the same numbers on every machine, unlike the
/// distributions of the standard library. Any seed is good, so each document can have a stream of its own.
class Random final
{
public:
    explicit Random(quint64 seed) : m_state(seed) {}
    /// A stream of its own for the document \a index of the kind \a kind.
    Random(quint64 seed, quint64 kind, quint64 index) : m_state(mix(mix(seed ^ (kind << 56)) + index)) {}

    quint64 next() { return mix(m_state += 0x9e3779b97f4a7c15u); }
    /// A number from 0 up to and without \a count, which must not be 0.
    qint64 below(qint64 count) { return qint64((quint64(quint32(next() >> 32)) * quint64(count)) >> 32); }
    bool chance(int percent) { return below(100) < percent; }
    /// The same, but small numbers are more likely: a few users and rooms have most of the records.
    qint64 skewedBelow(qint64 count) { return qMin(below(count), below(count)); }

    template <typename T, std::size_t N>
    const T &pick(const T (&choices)[N])
    {
        return choices[below(qint64(N))];
    }

private:
    static quint64 mix(quint64 z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    quint64 m_state;
};

} // namespace persistence::test
