#include "model/edit/fieldedits.h"

#include "model/bson/builder.h"
#include "model/bson/displaytext.h"

#include <QCoreApplication>

#include <span>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FieldEdits)
};

QString shownName(QByteArrayView name)
{
    return bson::displayText(name, 60);
}

/// What a path ends with, for a title: `rating`, `[3]`.
QString lastName(const bson::Path &path)
{
    if (path.isEmpty())
        return {};
    return bson::displayText(bson::Path({path.steps().back()}).toText(), 60);
}

/// Where the first value at \a path is; nothing if there is none.
std::optional<bson::Path> placeOf(const Record &record, const FieldPath &path)
{
    std::optional<bson::Path> place;
    path.visit(bson::DocumentView(record.body), record.collection,
               [&place](const bson::Element &, const std::vector<bson::PathStep> &trail) {
                   place = bson::Path(trail);
                   return false;
               });
    return place;
}

/// Where a missing field would be; nothing if the path does not say that of one place inside of the value.
std::optional<bson::Path> missingPlace(const Record &record, const FieldPath &path)
{
    std::vector<bson::PathStep> steps = valuePath(record).steps();
    for (const FieldStep &step : path.steps()) {
        const bool isValue = &step == &path.steps().front();
        if (step.kind != FieldStep::Kind::Name || (isValue && step.name != "data"))
            return std::nullopt;
        if (!isValue)
            steps.push_back({step.name, -1});
    }
    return bson::Path(std::move(steps));
}

/// \a value inside of new objects for all names but the first one.
FieldValue wrapped(std::span<const bson::PathStep> names, const FieldValue &value)
{
    FieldValue inner = value;
    for (size_t i = names.size(); i-- > 1;) {
        bson::Builder builder;
        builder.appendRaw(names[i].name, inner.type, inner.bytes);
        inner = FieldValue(bson::Type::Document, builder.finish().toByteArray());
    }
    return inner;
}

} // namespace

bool canSetField(const Record &record, const FieldPath &path)
{
    return placeOf(record, path) || missingPlace(record, path);
}

Result<void> editFieldValue(EditBuffer &buffer, const FieldPath &path, const FieldValue &value)
{
    const Record record = buffer.edited();
    if (const auto place = placeOf(record, path))
        return editValue(buffer, *place, value);
    const auto place = missingPlace(record, path);
    if (!place)
        return Error{
            ErrorKind::Failed,
            Texts::tr("%1 is not there, and no single place where it would be. Nothing was changed.").arg(shownName(path.toText())),
            {}};
    const std::vector<bson::PathStep> &steps = place->steps();
    size_t there = steps.size() - 1;
    while (there > 0 && !bson::Path({steps.begin(), steps.begin() + qsizetype(there)}).resolve(bson::DocumentView(record.body)))
        --there;
    const bson::Path added({steps.begin(), steps.begin() + qsizetype(there) + 1});
    return editValue(buffer, added, wrapped(std::span(steps).subspan(there), value));
}

Result<void> editValue(EditBuffer &buffer, const bson::Path &path, const FieldValue &value)
{
    const Record record = buffer.edited();
    const bool isWholeValue = path == valuePath(record);
    return buffer.change(Texts::tr("Set %1").arg(lastName(path)),
                         isWholeValue ? setWholeValue(record, value) : setField(record, path, value));
}

Result<void> editName(EditBuffer &buffer, const bson::Path &path, QByteArrayView name)
{
    return buffer.change(Texts::tr("Rename %1 to %2").arg(lastName(path), shownName(name)),
                         renameField(buffer.edited(), path, name, SameName::Allow));
}

Result<void> editInsertion(EditBuffer &buffer, const bson::Path &container, qint64 position, QByteArrayView name, const FieldValue &value)
{
    return buffer.change(name.isEmpty() ? Texts::tr("Add an item") : Texts::tr("Add %1").arg(shownName(name)),
                         insertField(buffer.edited(), container, position, name, value, SameName::Allow));
}

Result<void> editRemoval(EditBuffer &buffer, std::vector<bson::Path> paths)
{
    const QString title = paths.size() == 1 ? Texts::tr("Remove %1").arg(lastName(paths.front()))
                                            : Texts::tr("Remove %1 fields").arg(QString::number(paths.size()));
    return buffer.change(title, removeFields(buffer.edited(), std::move(paths)));
}

Result<void> editFieldRemoval(EditBuffer &buffer, const FieldPath &path)
{
    const auto place = placeOf(buffer.edited(), path);
    return place ? editRemoval(buffer, std::vector{*place}) : Result<void>();
}

Result<void> editCopy(EditBuffer &buffer, const bson::Path &path)
{
    return buffer.change(Texts::tr("Clone %1").arg(lastName(path)), duplicateField(buffer.edited(), path));
}

Result<void> editPlaces(EditBuffer &buffer, std::span<const bson::Path> paths, const bson::Path &container, qint64 position)
{
    const QString title = paths.size() == 1 ? Texts::tr("Move %1").arg(lastName(paths.front()))
                                            : Texts::tr("Move %1 fields").arg(QString::number(paths.size()));
    return buffer.change(title, moveFields(buffer.edited(), paths, container, position));
}

Result<void> editShift(EditBuffer &buffer, const bson::Path &container, std::span<const qint64> positions, int direction)
{
    const auto there = containerAt(bson::DocumentView(buffer.body()), container);
    const bool isOne = positions.size() == 1 && there;
    const QString title = isOne ? Texts::tr("Move %1").arg(lastName(joined(container, stepAt(*there, positions.front()))))
                                : Texts::tr("Move %1 fields").arg(QString::number(positions.size()));
    return buffer.change(title, shiftMembers(buffer.edited(), container, positions, direction));
}

} // namespace persistence
