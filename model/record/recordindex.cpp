#include "model/record/recordindex.h"

namespace persistence {

namespace {

/// The pair if \a element is exactly {model: text, id: text} in this order: only so does an app's query match it.
std::optional<Association> readAssociation(const bson::Element &element)
{
    if (element.type() != bson::Type::Document)
        return std::nullopt;
    const bson::DocumentView document = element.toDocument();
    auto member = document.begin();
    if (member == document.end() || member->name() != "model" || member->type() != bson::Type::String)
        return std::nullopt;
    const QByteArrayView model = member->toText();
    ++member;
    if (member == document.end() || member->name() != "id" || member->type() != bson::Type::String)
        return std::nullopt;
    const QByteArrayView id = member->toText();
    ++member;
    if (member != document.end())
        return std::nullopt;
    return Association{model, id};
}

void indexAssociations(const bson::Element &list, RecordIndex &index)
{
    if (list.type() != bson::Type::Array)
        return;
    index.marks.setFlag(RecordMark::NoAssociations, false);
    index.marks.setFlag(RecordMark::EmptyKey, list.toDocument().isEmpty());
    for (const bson::Element &element : list.toDocument()) {
        const auto association = readAssociation(element);
        if (!association) {
            index.marks |= RecordMark::OddAssociation;
            continue;
        }
        if (std::find(index.associations.begin(), index.associations.end(), *association) != index.associations.end())
            index.marks |= RecordMark::RepeatedAssociation;
        index.associations.push_back(*association);
    }
}

void indexMessageAssociation(QByteArrayView model, const std::optional<bson::Element> &id, RecordIndex &index)
{
    if (id && id->type() == bson::Type::String)
        index.associations.push_back({model, id->toText()});
}

/// A message with custom fields is filed under its room, its author and itself, although it has no key of its own.
bool indexMessage(bson::DocumentView document, RecordIndex &index)
{
    bool hasCustomFields = false;
    std::optional<bson::Element> room, author, id;
    for (const bson::Element &element : document) {
        const QByteArrayView name = element.name();
        if (name == "customFields")
            hasCustomFields = element.type() == bson::Type::Document && !element.toDocument().isEmpty();
        else if (name == "rid")
            room = element;
        else if (name == "_id")
            id = element;
        else if (name == "u" && element.type() == bson::Type::Document)
            author = element.toDocument().find("_id");
        else if (name == "_updatedAt" && element.type() == bson::Type::Date) {
            index.updated = element.toDate();
            index.marks.setFlag(RecordMark::NoUpdatedAt, false);
        }
    }
    if (!hasCustomFields)
        return false;
    index.recordId = id.value_or(bson::Element());
    index.marks.setFlag(RecordMark::NoRecordId, !id);
    indexMessageAssociation("room", room, index);
    indexMessageAssociation("user", author, index);
    indexMessageAssociation("message", id, index);
    index.marks.setFlag(RecordMark::NoAssociations, index.associations.empty());
    return true;
}

} // namespace

bool indexRecord(bson::DocumentView document, Collection collection, RecordIndex &index)
{
    index.collection = collection;
    index.appId = {};
    index.recordId = {};
    index.associations.clear();
    index.updated = 0;
    index.marks = RecordMark::NoAssociations | RecordMark::NoUpdatedAt | RecordMark::NoRecordId;
    if (collection == Collection::Messages)
        return indexMessage(document, index);

    bool hasApp = false, hasData = false, hasKey = false;
    for (const bson::Element &element : document) {
        const QByteArrayView name = element.name();
        if (name == "_id") {
            index.recordId = element;
            index.marks.setFlag(RecordMark::NoRecordId, false);
        } else if ((name == "appId" || (name == "rocketletId" && !hasApp)) && element.type() == bson::Type::String) {
            index.appId = element.toText();
            hasApp = true;
            index.marks.setFlag(RecordMark::LegacyShape, name == "rocketletId");
        } else if (name == "associations") {
            indexAssociations(element, index);
        } else if (name == "_updatedAt" && element.type() == bson::Type::Date) {
            index.updated = element.toDate();
            index.marks.setFlag(RecordMark::NoUpdatedAt, false);
        }
        hasData |= name == "data";
        hasKey |= name == "key";
    }
    if (hasKey && !hasData)
        index.marks |= RecordMark::LegacyShape;
    return hasApp;
}

std::optional<bson::Element> recordValue(bson::DocumentView document, Collection collection)
{
    if (collection == Collection::Messages)
        return document.find("customFields");
    if (auto data = document.find("data"))
        return data;
    return document.find("value");
}

} // namespace persistence
