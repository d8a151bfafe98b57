#pragma once

#include "model/bson/view.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <optional>
#include <vector>

namespace persistence::bson {

/// One step of a path: a field name, or the position in an array.
struct PathStep
{
    QByteArray name;   ///< UTF-8 without NUL; unused for a position
    qint64 index = -1; ///< from 0; -1 for a field
    /// Of several fields of this name the one meant, from 0. Texts of paths cannot say it and mean the first.
    qint64 occurrence = 0;

    [[nodiscard]] bool isIndex() const { return index >= 0; }
    bool operator==(const PathStep &) const = default;
};

/// Why a text is no path.
struct PathError
{
    qsizetype offset = 0; ///< in bytes from the start of the text
    QString reason;       ///< translated, without a full stop
};

/// Where a value is inside a document: `data.items[2].name`. Names with other characters than letters, digits, `_`, `-`, `$` and non-ASCII
/// are quoted: `data["a.b"]`, with the escapes of JSON. The empty path is the document itself. A value: copy it freely.
class Path final
{
public:
    Path() = default;
    explicit Path(std::vector<PathStep> steps) : m_steps(std::move(steps)) {}

    /// The path that \a text writes; if there is none, nothing, and the reason in \a error.
    [[nodiscard]] static std::optional<Path> parse(QByteArrayView text, PathError *error = nullptr);

    [[nodiscard]] const std::vector<PathStep> &steps() const { return m_steps; }
    [[nodiscard]] bool isEmpty() const { return m_steps.empty(); }
    /// The text that parse() turns into an equal path.
    [[nodiscard]] QByteArray toText() const;

    /// The value in \a document; nothing if there is none. A position needs an array, a name a document.
    [[nodiscard]] std::optional<Element> resolve(DocumentView document) const;

    bool operator==(const Path &) const = default;

private:
    std::vector<PathStep> m_steps;
};

} // namespace persistence::bson
