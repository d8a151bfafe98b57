#include "model/record/valuepreview.h"

#include "model/bson/preview.h"
#include "model/record/recordindex.h"

#include <optional>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

bool isValueName(QByteArrayView name, Collection collection)
{
    if (collection == Collection::Messages)
        return name == "customFields";
    return name == "data" || name == "value";
}

/// The value of a document that is cut off inside it: the element with the bytes that are there. Walking those ends where they end.
std::optional<bson::Element> cutValue(bson::DocumentView document, Collection collection)
{
    QByteArrayView rest = document.bytes();
    if (rest.size() < bson::kMinDocumentSize)
        return std::nullopt;
    rest = rest.sliced(4);
    while (const auto element = bson::readElement(rest))
        rest = rest.sliced(element->bytes().size());
    const qsizetype end = rest.indexOf('\0');
    if (end < 1 || !isValueName(rest.sliced(1, end - 1), collection))
        return std::nullopt;
    const auto type = bson::Type(quint8(rest.front()));
    if (type != bson::Type::Document && type != bson::Type::Array)
        return std::nullopt;
    return bson::Element(type, rest.sliced(1, end - 1), rest.sliced(end + 1));
}

/// Says in the preview of what is there of a cut value that more follows.
QString withEllipsis(QString preview)
{
    // A line that was full says so already.
    if (preview.endsWith(u'…'))
        return preview;
    const bool isEmpty = preview.size() == 2;
    return preview.insert(preview.size() - 1, isEmpty ? u"…"_s : u", …"_s);
}

} // namespace

QString valuePreview(bson::DocumentView document, Collection collection, int maxCharacters)
{
    constexpr int kEllipsis = 3;
    if (const auto value = recordValue(document, collection))
        return bson::preview(*value, maxCharacters);
    const auto value = cutValue(document, collection);
    return value ? withEllipsis(bson::preview(*value, maxCharacters - kEllipsis)) : QString();
}

} // namespace persistence
