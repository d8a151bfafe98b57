#include "ui/window/start.h"

#include "ui/widgets/icons.h"
#include "ui/window/mainwindow.h"
#include "ui/window/quitsignals.h"
#include "ui/window/windowsession.h"
#include "ui/window/theme.h"

#include <QApplication>

#include <clocale>

using namespace Qt::StringLiterals;

namespace persistence {

int runWindow(QApplication &, const QStringList &files)
{
    // Qt has set the locale of the environment; under a decimal comma strtod() and libbson misread numbers (style guide, section 5).
    std::setlocale(LC_NUMERIC, "C");
    QApplication::setApplicationDisplayName(u"Persistence Browser"_s);
    QApplication::setWindowIcon(applicationIcon());
    WindowSession session;
    ThemeSwitch theme;
    theme.setTheme(session.theme());
    theme.setScale(session.scale());
    MainWindow window(session, theme);
    const QuitSignals signalsOfTheSystem;
    // As if the user closed the window; what is open in front of it goes first.
    QObject::connect(&signalsOfTheSystem, &QuitSignals::received, &window, [] { QApplication::closeAllWindows(); });
    QObject::connect(&signalsOfTheSystem, &QuitSignals::received, qApp, &QApplication::quit, Qt::QueuedConnection);
    window.show();
    if (files.isEmpty())
        window.openLast();
    else
        window.open(files);
    return QApplication::exec();
}

} // namespace persistence
