#pragma once

#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/builder.h"
#include "model/edit/session.h"
#include "model/edit/verbs.h"

#include <QtGlobal>

namespace persistence::test {

/// The document that a JSON text writes.
inline QByteArray documentOf(const QByteArray &json)
{
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        qFatal("%s", qPrintable(reader.error().toDisplayText()));
    return reader.document().toByteArray();
}

/// A document as one line of relaxed JSON.
inline QByteArray jsonOf(const QByteArray &document)
{
    QByteArray text;
    bson::writeExtendedJson(bson::DocumentView(document), {bson::JsonMode::Relaxed, 0}, text);
    return text;
}

inline FieldValue valueOf(const QByteArray &json)
{
    return FieldValue::fromJson(json).value();
}

inline bson::Path pathOf(const QByteArray &text)
{
    return bson::Path::parse(text).value();
}

/// A record that is in no workspace.
inline Record recordOf(const QByteArray &json, Collection collection = Collection::Persistence)
{
    Record record;
    record.row = RecordRow{1};
    record.collection = collection;
    record.body = documentOf(json);
    RecordIndex index;
    indexRecord(bson::DocumentView(record.body), collection, index);
    record.marks = quint32(index.marks.toInt());
    return record;
}

} // namespace persistence::test
