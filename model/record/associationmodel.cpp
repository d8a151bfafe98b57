#include "model/record/associationmodel.h"

#include <algorithm>
#include <array>

namespace persistence {

namespace {

constexpr std::array kKnown = {
    QByteArrayView("misc"),
    QByteArrayView("room"),
    QByteArrayView("user"),
    QByteArrayView("message"),
    QByteArrayView("file"),
    QByteArrayView("discussion"),
    QByteArrayView("livechat-message"),
    QByteArrayView("video-conference"),
};

bool isOnlyOf(QByteArrayView text, QByteArrayView alphabet)
{
    return std::all_of(text.begin(), text.end(), [alphabet](char c) { return alphabet.contains(c); });
}

} // namespace

std::span<const QByteArrayView> knownAssociationModels()
{
    return kKnown;
}

bool isKnownAssociationModel(QByteArrayView name)
{
    return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
}

bool hasServerIdForm(QByteArrayView id)
{
    constexpr qsizetype kMeteor = 17, kHex = 24;
    if (id.size() == kMeteor)
        return isOnlyOf(id, "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz");
    return id.size() == kHex && isOnlyOf(id, "0123456789abcdef");
}

} // namespace persistence
