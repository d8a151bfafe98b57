#include "model/bson/sortedfields.h"

#include "model/bson/builder.h"

#include <algorithm>
#include <vector>

namespace persistence::bson {

namespace {

/// The members of an object or array that are still to be written, the last one first.
using Members = std::vector<Element>;

Members membersOf(const Element &element)
{
    Members members;
    for (const Element &member : element.toDocument())
        members.push_back(member);
    if (element.type() == Type::Document)
        std::stable_sort(members.begin(), members.end(), [](const Element &a, const Element &b) { return a.name().compare(b.name()) < 0; });
    std::reverse(members.begin(), members.end());
    return members;
}

} // namespace

QByteArray sortedFields(const Element &element)
{
    Builder builder;
    std::vector<Members> levels{{element}};
    while (true) {
        if (levels.back().empty()) {
            levels.pop_back();
            if (levels.empty())
                break;
            builder.close();
            continue;
        }
        const Element member = levels.back().back();
        levels.back().pop_back();
        const bool isContainer = member.type() == Type::Document || member.type() == Type::Array;
        if (!isContainer) {
            builder.appendRaw(member.name(), member.type(), member.value());
            continue;
        }
        member.type() == Type::Document ? builder.openDocument(member.name()) : builder.openArray(member.name());
        levels.push_back(membersOf(member));
    }
    return builder.finish().toByteArray();
}

} // namespace persistence::bson
