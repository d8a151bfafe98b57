#include "model/edit/fieldedits.h"

#include "model/bson/displaytext.h"

#include <QCoreApplication>

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

} // namespace

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

Result<void> editCopy(EditBuffer &buffer, const bson::Path &path)
{
    return buffer.change(Texts::tr("Clone %1").arg(lastName(path)), duplicateField(buffer.edited(), path));
}

Result<void> editPlace(EditBuffer &buffer, const bson::Path &path, const bson::Path &container, qint64 position)
{
    return buffer.change(Texts::tr("Move %1").arg(lastName(path)), moveField(buffer.edited(), path, container, position));
}

} // namespace persistence
