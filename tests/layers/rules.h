#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace persistence::test {

/// A house rule that a search can see: \a pattern must be found nowhere below \a folders but in the paths that match \a except,
/// which are the one place that everybody else calls.
struct Rule
{
    QString name;
    QStringList folders;
    QString pattern;
    QString except;
};

/// Why each rule exists: reliability guide, 2.3, 3.1 and 3.7; style guide, sections 4 and 5.
QList<Rule> houseRules();

} // namespace persistence::test
