#pragma once

#include "model/items/iconid.h"

#include <QColor>
#include <QPalette>

namespace persistence {

/// How a message, a badge or a state is meant. Never told by colour alone: each tone has an icon, and the text says it.
enum class Tone { Neutral, Info, Good, Warning, Alert, Bad };

/// Whether the palette is a dark one; Qt 6.4 has no Qt::ColorScheme.
bool isDark(const QPalette &palette);

/// \a share (0 to 1) of \a top over \a bottom, opaque.
QColor mixed(const QColor &bottom, const QColor &top, double share);

/// The colour of a text that counts less than its neighbour, on a row of a list.
QColor secondaryText(const QPalette &palette, QPalette::ColorGroup group, bool isSelected);

/// The signal colour of a tone: readable as text and as an icon on the palette's window colour.
QColor toneColor(Tone tone, const QPalette &palette);
/// A faint background of that tone on which the palette's text stays readable.
QColor toneBackground(Tone tone, const QPalette &palette);

IconId toneIcon(Tone tone);

/// One of twelve faint backgrounds that are told apart well enough, on which the palette's text stays readable. \a number from 0: what
/// comes behind the twelfth is the first again.
QColor hueBackground(int number, const QPalette &palette);

} // namespace persistence
