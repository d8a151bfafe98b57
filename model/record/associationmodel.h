#pragma once

#include <QByteArrayView>

#include <span>

namespace persistence {

/// The association models that Rocket.Chat knows, the usual ones first (domain reference, section 2). The server checks nothing: any
/// other text is as good, so this list serves offers and remarks, never checks.
[[nodiscard]] std::span<const QByteArrayView> knownAssociationModels();
[[nodiscard]] bool isKnownAssociationModel(QByteArrayView name);

/// Whether \a id has the form that the server gives to users, rooms and messages: 17 characters of Meteor's alphabet, or 24 lower-case hex
/// digits (domain reference, section 5.7). Texts of people may look so by chance.
[[nodiscard]] bool hasServerIdForm(QByteArrayView id);

} // namespace persistence
