#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence {

/// What is searched in a stored value as text. Texts are searched as they are stored; the others in the forms in which people see and write
/// them, a line for each form: `2026-12-05T12:00:00Z`, `2026-12-05 12:00:00Z`, `5 December 2026`. Empty for objects and arrays. Points into
/// the value or into \a buffer, which is overwritten. English and independent of the locale, as the screen may differ.
[[nodiscard]] QByteArrayView searchText(const bson::Element &value, QByteArray &buffer);

/// Whether a value is searched in its stored bytes, as texts are.
[[nodiscard]] bool isSearchedAsStored(bson::Type type);

/// Whether \a needle could be a part of any text that searchText() makes up. Never false if it is; may be true if it is not. If it is
/// false, only stored bytes need to be searched.
[[nodiscard]] bool mayBeFormatted(QByteArrayView needle);

} // namespace persistence
