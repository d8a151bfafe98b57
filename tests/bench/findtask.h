#pragma once

#include <QStringList>

namespace persistence::bench {

/// A text that about one record in 5,000 of the profile Flat has, and one that all have.
inline constexpr char kRareText[] = "person.4711";
inline constexpr char kFrequentText[] = "alpha";

/// What a child process measures of finding in a workspace: all hits of a rare text, and how soon the first 50 of a frequent one come.
/// The error message is empty if all went well.
QString runFind(const QStringList &arguments);

} // namespace persistence::bench
