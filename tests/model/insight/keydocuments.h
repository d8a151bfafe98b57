#pragma once

#include "model/bson/view.h"

#include <QByteArray>
#include <QList>

namespace persistence::tests {

/// A line of JSON with a record whose key has parts as they are written, which may be odd.
inline QByteArray raw(const QByteArray &id, const QByteArray &app, const QList<QByteArray> &key)
{
    return R"({"_id":")" + id + R"(","appId":")" + app + R"(","associations":[)" + key.join(',') + R"(],"data":{}})" + "\n";
}

/// App and key of a document, to compare keys by.
inline QByteArray keyText(const QByteArray &body)
{
    const bson::DocumentView document(body);
    const auto list = document.find("associations");
    return document.find("appId")->toText().toByteArray() + '|' + (list ? list->value().toByteArray() : QByteArray());
}

} // namespace persistence::tests
