#pragma once

#include <QFont>

namespace persistence {

/// The system's font of equally wide letters, as much larger or smaller as the application's font is than the system's.
QFont fixedFont();

} // namespace persistence
