#include "model/edit/bulk.h"

#include "model/bson/displaytext.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Bulk)
};

constexpr qsizetype kMaxShown = 100;

} // namespace

Result<void> rowsOf(Reader &reader, const RecordSelection &selection, Progress &progress,
                    const std::function<bool(std::span<const RecordRow>)> &receive)
{
    if (selection.group)
        return reader.records(*selection.group, progress, receive);
    receive(selection.rows);
    return {};
}

QString FieldChange::title() const
{
    const QString field = bson::displayText(path.toText(), kMaxShown);
    switch (kind) {
    case Kind::Set:
        return Texts::tr("Set %1").arg(field);
    case Kind::Remove:
        return Texts::tr("Remove %1").arg(field);
    case Kind::Rename:
        return Texts::tr("Rename %1 to %2").arg(field, bson::displayText(name, kMaxShown));
    }
    return {};
}

Result<QByteArray> FieldChange::applyTo(const Record &record) const
{
    const bson::Path place = inValue(record, path);
    switch (kind) {
    case Kind::Set:
        return setField(record, place, value);
    case Kind::Remove:
        return unsetField(record, place);
    case Kind::Rename:
        return renameField(record, place, name);
    }
    return record.body;
}

BodyVerb FieldChange::verb() const
{
    return [change = *this](const Record &record) -> Result<std::optional<QByteArray>> {
        auto after = change.applyTo(record);
        if (!after)
            return after.error();
        return std::optional(*std::move(after));
    };
}

Result<std::optional<QByteArray>> countChange(Reader &reader, RecordRow row, const BodyVerb &verb, BulkCount &count, Record &record)
{
    ++count.seen;
    auto read = reader.record(row);
    auto after = read ? verb(*read) : Result<std::optional<QByteArray>>(read.error());
    if (!after) {
        // A damaged record, or one of another shape, must not keep the others from being changed.
        const ErrorKind kind = after.error().kind;
        if (kind != ErrorKind::Failed && kind != ErrorKind::Damaged)
            return after;
        if (count.unfit++ == 0)
            count.reason = after.error().message;
        return std::optional<QByteArray>();
    }
    if (*after && **after == read->body) {
        ++count.same;
        return std::optional<QByteArray>();
    }
    record = *std::move(read);
    count.changing.push_back(row);
    return after;
}

} // namespace persistence
