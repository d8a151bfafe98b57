#include "ui/widgets/fonts.h"

#include <QFontDatabase>
#include <QGuiApplication>

namespace persistence {

QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const qreal system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).pointSizeF();
    const qreal own = QGuiApplication::font().pointSizeF();
    if (system > 0 && own > 0 && font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * own / system);
    return font;
}

} // namespace persistence
