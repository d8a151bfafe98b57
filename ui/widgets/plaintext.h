#pragma once

#include "ui/widgets/tone.h"

#include <QString>

class QAction;
class QPoint;
class QRect;
class QWidget;

namespace persistence {

/// The longest text a tooltip shows, in characters.
inline constexpr int kMaxToolTipLength = 1'000;

/// \a text for a tooltip or What's This: escaped *and* marked as rich text, because Qt guesses the format of an unmarked one
/// (escaping alone fails: IJHack/QtPass#1693). Long texts are cut. Empty stays empty.
QString plainToolTip(const QString &text);

void setPlainToolTip(QWidget *widget, const QString &text);
void setPlainToolTip(QAction *action, const QString &text);
/// Shows \a text now at a point of the screen, for as long as the mouse is in \a area of \a widget; hides it if the text is empty.
void showPlainToolTip(const QPoint &position, const QString &text, QWidget *widget, const QRect &area);

/// \a text for menus, tabs and buttons, where a single `&` would vanish and underline the next letter. Line breaks become spaces.
QString plainButtonText(const QString &text);

/// \a text as a part of its own in a line (FSI … PDI): it takes the direction of its first letter, and cannot reorder what stands beside
/// it. For drawing stored texts; never for copies.
QString isolated(const QString &text);

/// A sentence as it may be shown: it may quote names of files and stored texts, whose line breaks, and signs that hide or reorder others,
/// become visible tokens.
QString visibleSentence(const QString &text);

/// Shows a message that has to be answered, without blocking: plain text, no links. The box deletes itself when it is closed.
/// \a text is one sentence or more in a row, see visibleSentence(). \a detail goes behind a "Show details" button.
void openMessage(QWidget *parent, Tone tone, const QString &text, const QString &detail = {});

} // namespace persistence
