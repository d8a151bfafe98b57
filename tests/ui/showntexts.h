#pragma once

#include <QString>
#include <QWidget>

namespace persistence::test {

/// A text that people see, and where: object names and classes down to it.
struct ShownText
{
    enum class Kind {
        Plain,   ///< drawn as it is, in a line
        Label,   ///< by a label that draws plain text
        Rich,    ///< by something that may take it for HTML
        Editor,  ///< in a box or an editor, which people can copy from
        ToolTip, ///< a tooltip or What's This
        Button   ///< of a button, menu or tab: a single & vanishes
    };

    Kind kind = Kind::Plain;
    QString where;
    QString text;
};

/// Every text of the widgets that are visible below \a root: labels, buttons, menus, boxes, editors, window titles, accessible names,
/// tooltips, and of each view the cells that are in sight with their tooltips. \a root is a window with its dialogs and docks.
[[nodiscard]] QList<ShownText> shownTexts(const QWidget *root);

/// What is wrong with the way in which \a shown tells a stored text; empty if nothing is: rich text, line breaks and signs that draw
/// nothing or turn others around in a place of one line, an & that vanishes.
[[nodiscard]] QString whyUnsafe(const ShownText &shown);

} // namespace persistence::test
