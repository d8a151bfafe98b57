#pragma once

#include "model/bson/builder.h"

#include <QList>

#include <functional>
#include <optional>

namespace persistence {

/// One association of a key that a test makes up.
struct KeyedBy
{
    QByteArray model;
    QByteArray id;
};

/// A record as the server stores it; \a writeValue appends the fields of its value. Without \a updated it has no `_updatedAt`.
inline QByteArray recordDocument(const QByteArray &id, const QByteArray &app, const QList<KeyedBy> &key,
                                 const std::function<void(bson::Builder &)> &writeValue, std::optional<qint64> updated = std::nullopt)
{
    bson::Builder builder;
    builder.appendString("_id", id);
    builder.appendString("appId", app);
    builder.openArray("associations");
    for (qsizetype i = 0; i < key.size(); ++i) {
        builder.openDocument(QByteArray::number(i));
        builder.appendString("model", key[i].model);
        builder.appendString("id", key[i].id);
        builder.close();
    }
    builder.close();
    builder.openDocument("data");
    writeValue(builder);
    builder.close();
    if (updated)
        builder.appendDate("_updatedAt", *updated);
    return builder.finish().toByteArray();
}

} // namespace persistence
