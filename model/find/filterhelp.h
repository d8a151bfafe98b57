#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace persistence {

/// One line of the description of the filter language.
struct FilterHelpLine
{
    QByteArray example; ///< a filter, or more than one with two spaces in between
    QString meaning;    ///< translated
};

/// The filter language by examples, most wanted first. The one description: help of the command line, What's This of the filter bar.
[[nodiscard]] QList<FilterHelpLine> filterHelp();
/// The same as lines of plain text with aligned columns.
[[nodiscard]] QString filterHelpText();

} // namespace persistence
