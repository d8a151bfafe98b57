#include "model/find/fieldsurvey.h"

#include "model/find/groupscan.h"
#include "model/find/surveytree.h"

#include <algorithm>

namespace persistence {

bool TypeSet::isOnly(std::initializer_list<bson::Type> types) const
{
    TypeSet allowed;
    for (const bson::Type type : types)
        allowed.add(type);
    return !isEmpty() && (m_bits & ~allowed.m_bits) == 0;
}

QList<bson::Type> TypeSet::types() const
{
    QList<bson::Type> types;
    for (int number = 1; number <= 0xff; ++number) {
        const bool isType = number <= int(bson::Type::Decimal128) || number == int(bson::Type::MaxKey) || number == int(bson::Type::MinKey);
        if (isType && contains(bson::Type(number)))
            types.append(bson::Type(number));
    }
    return types;
}

const SurveyedField *FieldSurvey::find(const FieldPath &path) const
{
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const SurveyedField &field) { return field.path == path; });
    return found == fields.end() ? nullptr : &*found;
}

Result<FieldSurvey> surveyFields(const Workspace &workspace, const Group &group, Progress &progress)
{
    struct alignas(kHalfAlignment) Half
    {
        SurveyTree tree;
        qint64 damaged = 0;
    };
    Half halves[2];
    GroupLook look;
    look.record = [&](int half, const StoredRecord &record) {
        if (record.isSound())
            halves[half].tree.add(bson::DocumentView(record.body), record.collection);
        else
            ++halves[half].damaged;
    };
    look.settle = [] { return true; };
    if (auto scanned = scanGroup(workspace, group, progress, look); !scanned)
        return scanned.error();
    halves[0].tree.merge(halves[1].tree);
    FieldSurvey survey = halves[0].tree.survey();
    survey.damaged = halves[0].damaged + halves[1].damaged;
    return survey;
}

} // namespace persistence
