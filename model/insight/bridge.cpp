#include "model/insight/bridge.h"

#include <algorithm>

namespace persistence {

std::optional<KeyElements> keyElements(bson::DocumentView document)
{
    const auto list = document.find("associations");
    if (!list || list->type() != bson::Type::Array)
        return std::nullopt;
    KeyElements elements;
    for (const bson::Element &element : list->toDocument())
        elements.push_back(element);
    return elements;
}

bool isSameAssociation(const bson::Element &a, const bson::Element &b)
{
    return a.type() == b.type() && a.value() == b.value();
}

bool isIn(const bson::Element &association, std::span<const bson::Element> key)
{
    return std::any_of(key.begin(), key.end(), [&](const bson::Element &other) { return isSameAssociation(association, other); });
}

bool readFinds(std::span<const bson::Element> asked, std::span<const bson::Element> key)
{
    return !asked.empty() && std::all_of(asked.begin(), asked.end(), [&](const bson::Element &one) { return isIn(one, key); });
}

bool updateFinds(std::span<const bson::Element> asked, std::span<const bson::Element> key)
{
    return std::equal(asked.begin(), asked.end(), key.begin(), key.end(), &isSameAssociation);
}

std::optional<Association> pairOf(const bson::Element &association)
{
    if (oddityOf(association) != AssociationOddity::None)
        return std::nullopt;
    const auto model = association.toDocument().begin();
    return Association{model->toText(), std::next(model)->toText()};
}

AssociationOddity oddityOf(const bson::Element &association)
{
    if (association.type() != bson::Type::Document)
        return AssociationOddity::NotAnObject;
    const bson::DocumentView document = association.toDocument();
    const auto model = document.find("model");
    const auto id = document.find("id");
    if (!model)
        return AssociationOddity::NoModel;
    if (!id)
        return AssociationOddity::NoId;
    if (model->type() != bson::Type::String)
        return AssociationOddity::ModelNotText;
    if (id->type() != bson::Type::String)
        return AssociationOddity::IdNotText;
    if (std::distance(document.begin(), document.end()) != 2)
        return AssociationOddity::OtherFields;
    return document.begin()->name() == "model" ? AssociationOddity::None : AssociationOddity::OtherOrder;
}

} // namespace persistence
