#pragma once

#include "model/bson/view.h"

#include <QString>

class QWidget;

namespace persistence {

/// Opens a window with the whole of a long text, or with the bytes of a binary as hex. \a title names the field. Does not block.
void openWholeText(QWidget *parent, const QString &title, const bson::Element &element);

/// Opens a window with \a bytes as text if they look like one, else as hex; \a note is a plain line below. Does not block.
void openBytesWindow(QWidget *parent, const QString &title, const QByteArray &bytes, const QString &note);

/// Bytes as lines of offset, 16 hex bytes and printable ASCII; at most \a maxBytes of them.
QByteArray hexDump(QByteArrayView bytes, qsizetype maxBytes);

} // namespace persistence
