#include "app/commands/changing.h"

#include "app/commands/console.h"
#include "model/bson/preview.h"
#include "model/edit/splice.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

/// Larger files are checked by the command verify: the check reads all of the file.
constexpr qint64 kQuickCheckLimit = qint64(1) << 30;

Error usageError(const QString &message)
{
    return {ErrorKind::Failed, message, {}};
}

/// One line of the list of records that an argument may mean.
QString lineOf(Reader &reader, RecordRow row, qsizetype number)
{
    const auto record = reader.record(row);
    if (!record)
        return record.error().message;
    RecordIndex index;
    indexRecord(bson::DocumentView(record->body), record->collection, index);
    QStringList key;
    for (const Association &association : index.associations)
        key.append(console::shown(association.model) + u' ' + console::shown(association.id));
    const QString id = console::shown(RecordId(index.recordId).toDisplayText().toUtf8());
    return Texts::tr("  %1: %2 (%3), app %4, key %5")
        .arg(QString::number(number), id, bson::typeName(index.recordId.type()), console::shown(index.appId),
             key.isEmpty() ? Texts::tr("none") : key.join(QStringLiteral(" · ")));
}

} // namespace

Result<std::unique_ptr<Changing>> Changing::open(const QString &path, Progress &progress)
{
    if (!Workspace::isWorkspace(path))
        return usageError(Texts::tr("%1 is not a workspace, and dumps are never changed. Import it first: import %1 -o WORKSPACE.")
                              .arg(console::shown(path.toUtf8())));
    auto workspace = Workspace::open(path, Workspace::Access::ReadWrite);
    if (!workspace)
        return workspace.error();
    if ((*workspace)->isReadOnly()) {
        Error error = (*workspace)->readOnlyError();
        error.message = Texts::tr("Nothing was changed. %1").arg(error.message);
        return error;
    }
    if ((*workspace)->fileSize() <= kQuickCheckLimit) {
        if (auto checked = (*workspace)->quickCheck(progress); !checked)
            return checked.error();
    }
    auto reader = (*workspace)->reader();
    if (!reader)
        return reader.error();
    std::unique_ptr<Changing> changing(new Changing);
    changing->m_workspace = *std::move(workspace);
    changing->m_session = std::make_unique<Session>(changing->m_workspace);
    changing->m_reader = *std::move(reader);
    return changing;
}

Result<QList<RecordId>> recordIdsOf(const QString &argument)
{
    if (!argument.startsWith(u'{'))
        return RecordId::candidates(argument);
    const auto value = FieldValue::fromJson(argument.toUtf8());
    if (!value)
        return value.error();
    return QList<RecordId>{RecordId(bson::Element(value->type, {}, value->bytes))};
}

Result<RecordRow> findRecord(Reader &reader, const QString &argument, int nth)
{
    const auto ids = recordIdsOf(argument);
    if (!ids)
        return ids.error();
    std::vector<RecordRow> found;
    for (const RecordId &id : *ids) {
        const auto rows = reader.findRecords(id);
        if (!rows)
            return rows.error();
        found.insert(found.end(), rows->begin(), rows->end());
    }
    const QString shown = console::shown(argument.toUtf8());
    if (found.empty())
        return usageError(Texts::tr("No record has the id \"%1\". \"tree --depth 4\" lists the record ids.").arg(shown));
    if (nth > 0 && size_t(nth) <= found.size())
        return found[size_t(nth) - 1];
    if (found.size() == 1 && nth == 0)
        return found.front();
    QStringList lines;
    for (const RecordRow row : found)
        lines.append(lineOf(reader, row, lines.size() + 1));
    return usageError(Texts::tr("%1 records have the id \"%2\". Nothing was changed. Take one by \"--nth NUMBER\":\n%3")
                          .arg(QString::number(found.size()), shown, lines.join(u'\n')));
}

Result<RecordRow> findRecordEver(const Workspace &workspace, Reader &reader, const QString &argument, int nth)
{
    auto found = findRecord(reader, argument, nth);
    const auto ids = recordIdsOf(argument);
    if (found || !ids)
        return found;
    auto history = workspace.history();
    if (!history)
        return history.error();
    for (const RecordId &id : *ids) {
        const auto there = reader.findRecords(id);
        if (!there || !there->empty())
            return found;
    }
    for (const RecordId &id : *ids) {
        const auto removed = (*history)->removedRecords(id);
        if (!removed)
            return removed.error();
        if (!removed->empty())
            return removed->back();
    }
    return found;
}

Result<void> reportApplied(const Result<Applied> &applied, bool ack)
{
    if (!applied)
        return applied.error();
    const QString number = QString::number(applied->change.value);
    if (!applied->isWritten())
        console::print(ack ? QString() : Texts::tr("Nothing to save: everything is so already.\n"));
    else if (ack)
        console::print(QStringLiteral("ACK %1\n").arg(number));
    else
        console::print(
            Texts::tr("Change %1: %2 (%3).\n").arg(number, console::shown(applied->title.toUtf8()), recordCount(applied->count)));
    if (applied->isHistoryOverLimit)
        console::printError(
            Texts::tr("The history is larger than the limit that was set. Nothing was dropped; \"history --limit\" sets another one."));
    if (console::flush())
        return {};
    return usageError(Texts::tr("Change %1 is saved, but that could not be told.").arg(number));
}

QString recordCount(qint64 count)
{
    return count == 1 ? Texts::tr("1 record") : Texts::tr("%1 records").arg(console::number(count));
}

Result<ChangeRow> changeNumber(const QString &argument)
{
    bool isNumber = false;
    const qint64 number = argument.toLongLong(&isNumber);
    if (!isNumber || number < 0)
        return usageError(
            Texts::tr("\"%1\" is no change. \"history\" lists the changes with their numbers.").arg(console::shown(argument.toUtf8())));
    return ChangeRow{number};
}

} // namespace persistence
