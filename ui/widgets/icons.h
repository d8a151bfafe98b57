#pragma once

#include "model/items/iconid.h"

#include <QIcon>

namespace persistence {

/// The picture for \a id: our own SVG, drawn sharp at every scale in the palette's text colour (normal, disabled, selected). It follows
/// a change of the palette by itself. Null for IconId::None.
QIcon icon(IconId id);

/// The same in a colour of its own, for states; disabled and selected still follow the palette.
QIcon icon(IconId id, const QColor &color);

/// The picture of the program for windows and task bars, in its own colours.
QIcon applicationIcon();

/// All ids that have a picture, for tests.
QList<IconId> allIcons();

} // namespace persistence
