#include "model/items/elementorder.h"

#include <algorithm>
#include <cmath>

namespace persistence {

namespace {

int sortRank(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::Null:
    case bson::Type::Undefined:
        return 1;
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Double:
        return 2;
    case bson::Type::String:
    case bson::Type::Symbol:
        return 3;
    default:
        return 4 + int(element.type());
    }
}

/// Exact for integers and doubles alike where long double has 64 bits of digits.
long double numberOf(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::Int32:
        return element.toInt32();
    case bson::Type::Int64:
        return static_cast<long double>(element.toInt64());
    default:
        // NaN goes first, so that the order is one.
        return std::isnan(element.toDouble()) ? -HUGE_VALL : static_cast<long double>(element.toDouble());
    }
}

template <typename T>
int order(const T &a, const T &b)
{
    return a < b ? -1 : b < a ? 1 : 0;
}

int compareBytes(QByteArrayView a, QByteArrayView b)
{
    const int front = std::memcmp(a.data(), b.data(), size_t(qMin(a.size(), b.size())));
    return front != 0 ? front : order(a.size(), b.size());
}

} // namespace

int compareForSort(const std::optional<bson::Element> &a, const std::optional<bson::Element> &b)
{
    if (!a || !b)
        return int(a.has_value()) - int(b.has_value());
    if (const int ranks = sortRank(*a) - sortRank(*b); ranks != 0)
        return ranks;
    switch (a->type()) {
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Double:
        return order(numberOf(*a), numberOf(*b));
    case bson::Type::String:
    case bson::Type::Symbol:
        return compareBytes(a->toText(), b->toText());
    case bson::Type::Date:
        return order(a->toDate(), b->toDate());
    default:
        return compareBytes(a->value(), b->value());
    }
}

} // namespace persistence
