#pragma once

#include <QList>
#include <QRegularExpression>
#include <QString>
#include <QStringList>

namespace persistence::test {

/// One source file of the program, read for the tests that look at the text of the program itself.
class SourceText final
{
public:
    /// Every .h and .cpp below \a folders (relative to the root of the sources), sorted by path.
    static QList<SourceText> below(const QStringList &folders);
    explicit SourceText(const QString &path, const QString &text);

    /// Relative to the root of the sources, such as "model/base/job.h".
    [[nodiscard]] const QString &path() const { return m_path; }
    /// The first two folders of a file of the engine ("model/base"), else the first one ("ui").
    [[nodiscard]] QString part() const;
    /// What stands between the quotes or brackets of the include lines.
    [[nodiscard]] QStringList includes() const;
    /// "path:line: text" for each line of code (comments left out) in which \a pattern is found.
    [[nodiscard]] QStringList linesWith(const QRegularExpression &pattern) const;
    /// The same for `.arg(…).arg(…)`: two calls in a row, which replace a %2 inside the first argument.
    [[nodiscard]] QStringList chainedArgs() const;

    /// The types that the file defines in named namespaces, such as "persistence::bson::Element". Those in anonymous ones or inside other
    /// types are left out; so are forward declarations.
    [[nodiscard]] QStringList definedTypes() const;

private:
    [[nodiscard]] QString place(qsizetype offset) const;

    QString m_path;
    QString m_code; ///< comments blanked out, offsets and lines kept
};

} // namespace persistence::test
