#include "model/edit/edittitle.h"

#include "model/bson/displaytext.h"
#include "model/edit/diff.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(EditTitle)
};

constexpr qsizetype kMaxShownPath = 60;

bool isInKey(const Difference &difference)
{
    const auto &steps = difference.path.steps();
    return !steps.empty() && steps.front().name == "associations";
}

/// A path as people see it in the editor: without the name of the field that holds the whole value.
QString shownPath(const Record &record, const bson::Path &path)
{
    const bson::Path whole = valuePath(record);
    const std::vector<bson::PathStep> &value = whole.steps();
    std::vector<bson::PathStep> steps = path.steps();
    const bool isInValue = steps.size() > value.size() && std::equal(value.begin(), value.end(), steps.begin());
    if (isInValue)
        steps.erase(steps.begin(), steps.begin() + qsizetype(value.size()));
    return bson::displayText(bson::Path(std::move(steps)).toText(), kMaxShownPath);
}

} // namespace

QString editTitle(const Record &record, const QByteArray &after, bool isDeletion)
{
    if (isDeletion)
        return Texts::tr("Delete a record");
    if (!record.row.isValid())
        return Texts::tr("Add a record");
    const std::vector<Difference> changes = differences(bson::DocumentView(record.body), bson::DocumentView(after));
    if (!changes.empty() && std::all_of(changes.begin(), changes.end(), isInKey))
        return Texts::tr("Change the key");
    if (changes.size() != 1)
        return Texts::tr("Edit %1 fields").arg(changes.size());
    const QString path = shownPath(record, changes.front().path);
    switch (changes.front().kind) {
    case DifferenceKind::Added:
        return Texts::tr("Add %1").arg(path);
    case DifferenceKind::Removed:
        return Texts::tr("Remove %1").arg(path);
    case DifferenceKind::Moved:
        return Texts::tr("Move %1").arg(path);
    case DifferenceKind::Changed:
    case DifferenceKind::Retyped:
    case DifferenceKind::Same:
        break;
    }
    return Texts::tr("Set %1").arg(path);
}

} // namespace persistence
