#pragma once

#include <QByteArray>
#include <QHash>

#include <unordered_map>

namespace persistence {

struct BytesHash
{
    using is_transparent = void;
    size_t operator()(QByteArrayView bytes) const { return qHash(bytes); }
    size_t operator()(const QByteArray &bytes) const { return qHash(QByteArrayView(bytes)); }
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
