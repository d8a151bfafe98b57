#pragma once

#include "model/edit/splice.h"

#include <QString>

#include <functional>

class QWidget;

namespace persistence {

/// Takes the value that a window was closed with.
using TakeValue = std::function<void(const FieldValue &value)>;

/// Opens a window to edit a text of any length and with line breaks; \a title names the field. A text that is not UTF-8, or holds a NUL, is
/// shown but cannot be edited, because it would be altered. Does not block.
void openTextWindow(QWidget *parent, const QString &title, const FieldValue &text, const TakeValue &take);

/// Opens a window to edit the bytes of a binary as hex, or to read and write them as a file. The subtype stays unless it is changed.
/// Larger ones than 1 MB go to and from files only. Does not block.
void openHexWindow(QWidget *parent, const QString &title, const FieldValue &binary, const TakeValue &take);

/// Asks where to save \a bytes, and saves them; an error is told in a message. Does not block.
void askToSaveBytes(QWidget *parent, const QByteArray &bytes);

} // namespace persistence
