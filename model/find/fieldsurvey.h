#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/find/fieldpath.h"
#include "model/workspace/groups.h"

#include <QList>

namespace persistence {

class Workspace;

/// A set of BSON types.
class TypeSet final
{
public:
    void add(bson::Type type) { m_bits |= bit(type); }
    void add(TypeSet other) { m_bits |= other.m_bits; }
    [[nodiscard]] bool contains(bson::Type type) const { return (m_bits & bit(type)) != 0; }
    [[nodiscard]] bool isEmpty() const { return m_bits == 0; }
    /// Not empty, and no other type than these.
    [[nodiscard]] bool isOnly(std::initializer_list<bson::Type> types) const;
    /// In the order of their numbers.
    [[nodiscard]] QList<bson::Type> types() const;

    bool operator==(const TypeSet &) const = default;

private:
    /// The types are 1 to 0x13, 0x7f and 0xff.
    static quint32 bit(bson::Type type)
    {
        return type == bson::Type::MinKey ? 1U << 30 : type == bson::Type::MaxKey ? 1U << 31 : 1U << quint8(type);
    }

    quint32 m_bits = 0;
};

/// One path that occurs in the records of a group.
struct SurveyedField
{
    /// As the filter language writes it: `data.rating`, `data.items[].name`. `data` is the value, whatever its field is called in a record.
    FieldPath path;
    TypeSet types;      ///< of all values at it
    qint64 records = 0; ///< that have it at least once
    /// An object whose members are named by data, such as ids of users. Its members are not listed.
    bool isKeyedMap = false;

    bool operator==(const SurveyedField &) const = default;
};

/// All paths of all records of a group: the union, not a sample. The fixed fields are left out: record id, app, associations, `_updatedAt`.
struct FieldSurvey
{
    /// More paths are not told apart.
    static constexpr qint64 kMaxPaths = 10'000;

    QList<SurveyedField> fields; ///< a field before its members; members in the order in which they were met
    qint64 records = 0;
    qint64 damaged = 0; ///< records that were left out, because their bytes do not match their checksum
    /// There are more paths than kMaxPaths: those met later are missing.
    bool isCapped = false;

    /// The field of that path; null if there is none.
    [[nodiscard]] const SurveyedField *find(const FieldPath &path) const;
};

/// Goes through all records of a group, through two connections of its own: for a job. Takes hardly longer than reading them.
[[nodiscard]] Result<FieldSurvey> surveyFields(const Workspace &workspace, const Group &group, Progress &progress);

} // namespace persistence
