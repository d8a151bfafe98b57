#pragma once

#include "model/edit/editing.h"

namespace persistence {

class MessageBar;

/// Tells in \a messages what was written, with a button that takes back just that. \a editing may go before the button is clicked.
void showApplied(MessageBar &messages, Editing &editing, const Applied &applied);

} // namespace persistence
