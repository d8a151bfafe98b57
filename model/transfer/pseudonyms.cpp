#include "model/transfer/pseudonyms.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>

namespace persistence {

namespace {

constexpr QByteArrayView kIdCharacters = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
constexpr qsizetype kIdSize = 17;
/// Hex digits in stand-ins of no special look: 64 bits, so that two of a million texts do not meet by chance.
constexpr qsizetype kHexSize = 16;

bool isHex(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); });
}

/// The kind of a text that is of one kind as a whole.
std::optional<TextKind> kindOf(QByteArrayView text)
{
    const auto found = findTextKinds(text);
    const bool isWhole = found.size() == 1 && found[0].size == text.size();
    return isWhole ? std::optional(found[0].kind) : std::nullopt;
}

QByteArray idFrom(const QByteArray &digest)
{
    QByteArray id;
    for (qsizetype i = 0; i < kIdSize; ++i)
        id += kIdCharacters[uchar(digest[i]) % kIdCharacters.size()];
    // Ids are told from words by having both.
    id[0] = kIdCharacters[uchar(digest[kIdSize]) % 8];
    id[1] = kIdCharacters[8 + uchar(digest[kIdSize + 1]) % (kIdCharacters.size() - 8)];
    return id;
}

QByteArray phoneFrom(const QByteArray &digest)
{
    // No country has the code 999.
    return "+999" + QByteArray::number(qFromBigEndian<quint64>(digest.constData()) % 100'000'000'000ULL).rightJustified(11, '0');
}

} // namespace

QByteArray Pseudonyms::randomSalt()
{
    QByteArray salt(16, Qt::Uninitialized);
    for (qsizetype i = 0; i < salt.size(); i += 4)
        qToLittleEndian(QRandomGenerator::system()->generate(), salt.data() + i);
    return salt;
}

QByteArray Pseudonyms::of(QByteArrayView text)
{
    if (text.isEmpty())
        return {};
    const QByteArray key = text.toByteArray();
    if (const QByteArray *known = m_known.object(key))
        return *known;
    QByteArray made = make(text);
    // Long texts are rare, and would fill the memory.
    if (key.size() <= 200)
        m_known.insert(key, new QByteArray(made));
    return made;
}

quint32 Pseudonyms::numberOf(qint64 number)
{
    return qFromBigEndian<quint32>(digest(QByteArray::number(number)).constData()) & 0x7fffffff;
}

QByteArray Pseudonyms::make(QByteArrayView text) const
{
    const QByteArray bytes = digest(text);
    const QByteArray hex = bytes.toHex().first(kHexSize);
    if (const auto kind = kindOf(text)) {
        switch (*kind) {
        case TextKind::Email:
            return "user-" + hex + "@example.invalid";
        case TextKind::Url:
            return "https://example.invalid/" + hex;
        case TextKind::UserId:
            return idFrom(bytes);
        case TextKind::Phone:
            return phoneFrom(bytes);
        case TextKind::Token:
            break;
        }
    }
    if (text.size() == 24 && isHex(text))
        return bytes.toHex().first(24);
    return "x-" + hex;
}

QByteArray Pseudonyms::digest(QByteArrayView text) const
{
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, m_salt);
    code.addData(text.data(), text.size());
    return code.result();
}

} // namespace persistence
