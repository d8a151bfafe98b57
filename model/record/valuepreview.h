#pragma once

#include "model/bson/view.h"
#include "model/record/collection.h"

#include <QString>

namespace persistence {

/// The value of a record in one line of at most \a maxCharacters, as bson::preview(). \a document may be the front of a document: members
/// that are not there, or not wholly, are shown as an ellipsis. Empty if the document has no value, or ends before it. Reentrant.
QString valuePreview(bson::DocumentView document, Collection collection, int maxCharacters = 200);

} // namespace persistence
