#include "ui/editor/madetext.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/sortedfields.h"

namespace persistence {

namespace {

bool writeValue(const bson::Element &value, const bson::JsonFormat &format, bool isSorted, QByteArray &out)
{
    if (!isSorted)
        return bson::writeExtendedJson(value, format, out);
    const QByteArray sorted = bson::sortedFields(value);
    return bson::writeExtendedJson(*bson::DocumentView(sorted).begin(), format, out);
}

bool writeDocument(const QByteArray &body, const bson::JsonFormat &format, bool isSorted, QByteArray &out)
{
    if (!isSorted)
        return bson::writeExtendedJson(bson::DocumentView(body), format, out);
    bson::Builder builder;
    builder.appendRaw("document", bson::Type::Document, body);
    const QByteArray wrapped = builder.finish().toByteArray();
    return writeValue(*bson::DocumentView(wrapped).begin(), format, true, out);
}

} // namespace

MadeText makeText(const QByteArray &body, Collection collection, const TextForm &form)
{
    const bson::JsonFormat format{.mode = form.isCanonical ? bson::JsonMode::Canonical : bson::JsonMode::Relaxed, .indent = 2};
    MadeText text;
    if (form.wholeDocument)
        text.isExact = writeDocument(body, format, form.isSorted, text.utf8);
    else if (const auto value = recordValue(bson::DocumentView(body), collection))
        text.isExact = writeValue(*value, format, form.isSorted, text.utf8);
    return text;
}

} // namespace persistence
