#pragma once

#include "model/base/textspan.h"

#include <QStyleOptionViewItem>

#include <span>

class QPainter;

namespace persistence {

/// Draws one line of text, cut to \a area as \a elide says, with \a marks behind its letters as a marker pen makes them: readable in a
/// light and in a dark theme, and in a selected row. Marks count in UTF-16 units of \a text, without the sign that isolated() puts before
/// it; those behind a cut are left out.
void drawMarkedText(QPainter &painter, const QRect &area, const QStyleOptionViewItem &option, const QString &text, Qt::TextElideMode elide,
                    std::span<const TextSpan> marks);

/// Draws a cell of a list with marks in its text. \a cell: as the delegate's initStyleOption() leaves it.
void drawMarkedCell(QPainter &painter, const QStyleOptionViewItem &cell, std::span<const TextSpan> marks);

} // namespace persistence
