#pragma once

#include <QByteArrayView>
#include <QString>

#include <optional>

namespace persistence::bson {

/// What is wrong at a place of broken JSON text, said so that a person can mend it.
struct JsonDiagnosis
{
    qsizetype offset = 0; ///< in bytes; at or shortly before the place that was asked for
    QString reason;       ///< translated, without a full stop

    bool operator==(const JsonDiagnosis &) const = default;
};

/// Says why \a text is no JSON at \a offset, where a strict parser stopped: everything before is sound, so that one pass over it tells
/// which brackets are open and what should come. Nothing if the place tells no more than the parser does, as inside of a text.
/// The stack does not grow with the nesting. Reentrant.
[[nodiscard]] std::optional<JsonDiagnosis> diagnoseJson(QByteArrayView text, qsizetype offset);

} // namespace persistence::bson
