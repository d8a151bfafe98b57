#pragma once

#include "model/transfer/textkind.h"

#include <QByteArray>
#include <QCache>

#include <optional>

namespace persistence {

/// Stable stand-ins for private texts: equal texts have equal ones, and without the salt nobody can find out which text one stands for, or
/// try out a list of likely ones. A stand-in has the look of its text (a mail address, an id of 17 characters, an ObjectId in hex), so that
/// apps and tests still take it. One thread at a time.
class Pseudonyms final
{
public:
    explicit Pseudonyms(QByteArray salt) : m_salt(std::move(salt)) {}

    /// 16 random bytes.
    [[nodiscard]] static QByteArray randomSalt();

    [[nodiscard]] QByteArray of(QByteArrayView text);
    /// A whole number from 0 to below 2^31 in place of another one.
    [[nodiscard]] quint32 numberOf(qint64 number);

private:
    [[nodiscard]] QByteArray make(QByteArrayView text) const;
    [[nodiscard]] QByteArray digest(QByteArrayView text) const;

    QByteArray m_salt;
    QCache<QByteArray, QByteArray> m_known{50'000};
};

} // namespace persistence
