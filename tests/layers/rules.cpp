#include "tests/layers/rules.h"

using namespace Qt::StringLiterals;

namespace persistence::test {

QList<Rule> houseRules()
{
    return {
        {u"no widget, dialog or setting in the engine"_s,
         {u"model"_s},
         uR"(#\s*include\s*<(QtWidgets/.*|QWidget|QDialog|QMessageBox|QApplication|QSettings|QtSql/.*|QSql\w*)>)"_s,
         {}},
        {u"no QJson in the program"_s, {u"model"_s, u"ui"_s, u"app"_s}, uR"(#\s*include\s*<QJson)"_s, {}},
        {u"SQLite only in model/workspace"_s, {u"model"_s, u"ui"_s, u"app"_s}, uR"(#\s*include\s*<sqlite3)"_s, u"^model/workspace/"_s},
        {u"SQL only in model/workspace"_s,
         {u"model"_s, u"ui"_s, u"app"_s},
         uR"("[^"\n]*\b(SELECT [^"\n]*|INSERT (OR \w+ )?INTO |UPDATE \w+ SET |DELETE FROM |CREATE (TABLE|INDEX) |PRAGMA \w))"_s,
         u"^model/workspace/"_s},
        {u"labels are plain text"_s,
         {u"ui"_s, u"app"_s},
         uR"(\bQLabel\s*[({]|\bnew\s+QLabel\b|\bQLabel\s+\w+\s*[;({])"_s,
         u"^ui/widgets/plainlabel\\."_s},
        {u"tooltips go through the helper"_s,
         {u"model"_s, u"ui"_s, u"app"_s},
         uR"(\b(setToolTip|setWhatsThis|QToolTip::showText)\s*\((?![^;]*plainToolTip\())"_s,
         u"^ui/widgets/"_s},
        {u"message boxes go through the helper"_s, {u"ui"_s, u"app"_s}, uR"(\bQMessageBox\b|\bsetInformativeText\b)"_s, u"^ui/widgets/"_s},
        {u"no rich text browser"_s, {u"ui"_s, u"app"_s}, uR"(\bQTextBrowser\b|\bsetHtml\s*\()"_s, {}},
        {u"no nested event loop"_s,
         {u"model"_s, u"ui"_s, u"app"_s},
         uR"(\bQEventLoop\b|\bprocessEvents\s*\(|(\.|->)exec\s*\()"_s,
         u"^app/"_s},
        {u"no old-style connect"_s, {u"model"_s, u"ui"_s, u"app"_s}, uR"(\b(SIGNAL|SLOT)\s*\(|\bsender\s*\(\))"_s, {}},
    };
}

} // namespace persistence::test
