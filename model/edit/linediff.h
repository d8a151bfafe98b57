#pragma once

#include <QByteArray>

#include <vector>

namespace persistence {

/// One line of a comparison of two texts.
struct DiffLine
{
    enum class Kind { Same, Removed, Added, Gap };

    Kind kind = Kind::Same;
    QByteArray text;     ///< without its line break; for a gap empty
    qsizetype count = 1; ///< lines that a gap stands for

    bool operator==(const DiffLine &) const = default;
};

/// The lines of \a before and \a after side by side: equal ones once, of changed ones the removed before the added. More than \a context
/// equal lines in a row beside a change become a gap.
[[nodiscard]] std::vector<DiffLine> diffLines(const QByteArray &before, const QByteArray &after, qsizetype context = 3);

} // namespace persistence
