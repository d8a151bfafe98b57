#include "model/record/recordindex.h"

#include "model/bson/readelement.h"

#include <algorithm>

namespace persistence {

namespace {

/// The pair if \a element is exactly {model: text, id: text} in this order: only so does an app's query match it.
std::optional<Association> readAssociation(const bson::Element &element)
{
    if (element.type() != bson::Type::Document)
        return std::nullopt;
    bson::ElementWalk members(element.toDocument());
    bson::Element model, id, more;
    if (!members.next(model) || model.name() != "model" || model.type() != bson::Type::String)
        return std::nullopt;
    if (!members.next(id) || id.name() != "id" || id.type() != bson::Type::String)
        return std::nullopt;
    if (members.next(more))
        return std::nullopt;
    return Association{model.toText(), id.toText()};
}

bool precedes(const Association &a, const Association &b)
{
    const int order = a.model.compare(b.model);
    return order != 0 ? order < 0 : a.id.compare(b.id) < 0;
}

/// Keys are short; a hostile one with 10^5 associations must not take 10^10 comparisons.
bool hasRepeated(const std::vector<Association> &associations)
{
    constexpr size_t kFewAssociations = 16;
    if (associations.size() > kFewAssociations) {
        std::vector<Association> sorted = associations;
        std::sort(sorted.begin(), sorted.end(), &precedes);
        return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    }
    for (size_t i = 1; i < associations.size(); ++i) {
        if (std::find(associations.begin(), associations.begin() + qsizetype(i), associations[i]) != associations.begin() + qsizetype(i))
            return true;
    }
    return false;
}

void indexAssociations(const bson::Element &list, RecordIndex &index)
{
    if (list.type() != bson::Type::Array)
        return;
    index.marks.setFlag(RecordMark::NoAssociations, false);
    bson::Element element;
    bool isEmpty = true;
    for (bson::ElementWalk elements(list.toDocument()); elements.next(element); isEmpty = false) {
        if (const auto association = readAssociation(element))
            index.associations.push_back(*association);
        else
            index.marks |= RecordMark::OddAssociation;
    }
    index.marks.setFlag(RecordMark::EmptyKey, isEmpty);
    index.marks.setFlag(RecordMark::RepeatedAssociation, hasRepeated(index.associations));
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
    bson::Element element;
    for (bson::ElementWalk elements(document); elements.next(element);) {
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
