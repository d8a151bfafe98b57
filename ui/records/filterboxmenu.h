#pragma once

class QLineEdit;
class QMenu;

namespace persistence {

/// Adds to \a menu an entry for each sign that the box over a column understands (termOfBox()). An entry writes its sign to what stands in
/// \a box, as if it had been typed, and puts the cursor where typing goes on.
void addFilterSigns(QMenu *menu, QLineEdit *box);

} // namespace persistence
