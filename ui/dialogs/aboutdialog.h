#pragma once

class QWidget;

namespace persistence {

/// Opens the window with the version, the licence and the libraries. Does not block.
void openAbout(QWidget *parent);

} // namespace persistence
