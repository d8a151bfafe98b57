#pragma once

#include <QByteArray>

#include <unordered_map>

#include <xxhash.h>

namespace persistence {

struct BytesHash
{
    using is_transparent = void;
    size_t operator()(QByteArrayView bytes) const { return XXH3_64bits(bytes.data(), size_t(bytes.size())); }
    size_t operator()(const QByteArray &bytes) const { return operator()(QByteArrayView(bytes)); }
};

struct BytesEqual
{
    using is_transparent = void;
    bool operator()(QByteArrayView a, QByteArrayView b) const { return a == b; }
};

/// Values by names, which are looked up without a copy of them.
template <typename T>
using ByBytes = std::unordered_map<QByteArray, T, BytesHash, BytesEqual>;

} // namespace persistence
