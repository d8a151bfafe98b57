#include "model/workspace/changestore.h"

#include "model/bson/displaytext.h"
#include "model/bson/validation.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QDateTime>

#include <sqlite3.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ChangeStore)
};

/// MongoDB takes no larger document (domain reference, section 15).
constexpr qsizetype kMaxWrittenSize = 16 * 1024 * 1024;
constexpr qsizetype kMaxShownId = 100;

constexpr const char *kInsertChange = R"sql(
    INSERT INTO change (made_at, author, source, title, import, target, state, images, bytes) VALUES (?, ?, ?, ?, 0, ?, 3, 0, 0))sql";
constexpr const char *kFinishChange = "UPDATE change SET state = ?, images = ?, bytes = ? WHERE id = ?";

QString nameOf(const RecordImage &image)
{
    const QByteArray &body = image.before ? *image.before : image.after ? *image.after : QByteArray();
    const auto id = bson::DocumentView(body).find("_id");
    return id ? bson::displayText(RecordId(*id).toDisplayText().toUtf8(), kMaxShownId) : Texts::tr("without an id");
}

Error changedMeanwhile(const RecordImage &image)
{
    return {ErrorKind::Conflict,
            Texts::tr("The record %1 is not as it was when this change was made: something else changed it meanwhile. Nothing was written.")
                .arg(nameOf(image)),
            {}};
}

Error goneMeanwhile(const RecordImage &image)
{
    return {ErrorKind::Conflict, Texts::tr("The record %1 was deleted meanwhile. Nothing was written.").arg(nameOf(image)), {}};
}

Error thereAgain(const RecordImage &image)
{
    return {ErrorKind::Conflict, Texts::tr("The record %1 is there already. Nothing was written.").arg(nameOf(image)), {}};
}

/// The last look before bytes are stored: they are parsed as everything that is read.
Result<void> checkDocument(const RecordImage &image, RecordIndex &index)
{
    const QByteArray &body = *image.after;
    const auto refuse = [&](const QString &reason) {
        return Error{ErrorKind::Failed, Texts::tr("The record %1 was not saved: %2.").arg(nameOf(image), reason), {}};
    };
    if (body.size() > kMaxWrittenSize && (!image.before || body.size() > image.before->size()))
        return refuse(Texts::tr("it would be larger than 16 MiB, which MongoDB does not take"));
    const bson::Validation validation = bson::validate(body);
    if (validation.fault)
        return refuse(Texts::tr("the new document is broken at byte %1: %2")
                          .arg(QString::number(validation.fault->offset), validation.fault->reason));
    if (!indexRecord(bson::DocumentView(body), image.collection, index))
        return refuse(image.collection == Collection::Messages ? Texts::tr("a message needs at least one custom field to be listed here")
                                                               : Texts::tr("without the text field \"appId\" it would be no record"));
    index.marks.setFlag(RecordMark::InvalidText, validation.invalidText.has_value());
    index.marks.setFlag(RecordMark::TooDeep, validation.tooDeep);
    return {};
}

} // namespace

Result<std::unique_ptr<ChangeStore>> ChangeStore::begin(Workspace &workspace, const ChangeHead &head, Progress *progress)
{
    if (workspace.isReadOnly())
        return workspace.readOnlyError();
    if (auto checked = workspace.checkInPlace(); !checked)
        return checked.error();
    std::unique_ptr<ChangeStore> store(new ChangeStore(workspace, progress));
    if (!store->m_transaction.begun())
        return store->m_transaction.begun().error();
    if (auto inserted = store->insertChange(head); !inserted)
        return inserted.error();
    return store;
}

ChangeStore::ChangeStore(Workspace &workspace, Progress *progress)
    : m_lock(workspace.writerMutex())
    , m_database(*workspace.writer())
    , m_transaction(m_database, Transaction::Kind::Write)
    , m_records(m_database)
    , m_history(m_database)
    , m_kept(m_database)
{
    m_database.setProgress(progress);
}

ChangeStore::~ChangeStore()
{
    m_database.setProgress(nullptr);
}

Result<void> ChangeStore::insertChange(const ChangeHead &head)
{
    const QByteArray author = head.author.toUtf8();
    const QByteArray title = head.title.toUtf8();
    Statement statement(m_database, kInsertChange);
    statement.bind(QDateTime::currentMSecsSinceEpoch()).bind(author).bind(int(head.source)).bind(title).bind(head.target);
    if (auto inserted = statement.run(); !inserted)
        return inserted;
    m_change.value = sqlite3_last_insert_rowid(m_database.handle());
    return {};
}

Result<RecordRow> ChangeStore::write(const RecordImage &image)
{
    if (image.before == image.after)
        return image.record;
    RecordIndex index;
    if (image.after) {
        if (auto checked = checkDocument(image, index); !checked)
            return checked.error();
    }
    std::optional<Record> stored;
    if (image.record.isValid()) {
        auto found = m_records.current(image.record);
        if (!found)
            return found.error();
        stored = *std::move(found);
    }
    if (image.before && !stored)
        return goneMeanwhile(image);
    if (!image.before && stored)
        return thereAgain(image);
    if (stored && (stored->body != *image.before || stored->collection != image.collection))
        return changedMeanwhile(image);

    RecordRow row = image.record;
    Result<void> done;
    if (!image.after) {
        done = m_records.remove(*stored);
    } else if (stored) {
        done = m_records.replace(*stored, *image.after, index, Origin::Edit);
    } else if (row.isValid()) {
        done = m_records.restore(row, *image.after, index);
    } else {
        const auto inserted = m_records.insert(*image.after, index, 0);
        if (!inserted)
            return inserted.error();
        row = *inserted;
    }
    if (done)
        done = keep(row, image);
    if (!done)
        return done.error();
    return row;
}

Result<void> ChangeStore::keep(RecordRow row, const RecordImage &image)
{
    const auto bytes = m_kept.keep(m_change, row, image.before, image.after);
    if (!bytes)
        return bytes.error();
    m_bytes += *bytes;
    ++m_images;
    return {};
}

Result<void> ChangeStore::setState(ChangeRow row, ChangeState state)
{
    Statement statement(m_database, "UPDATE change SET state = ? WHERE id = ?");
    return statement.bind(int(state)).bind(row).run();
}

Result<void> ChangeStore::discardDraft(DraftRow row)
{
    Statement statement(m_database, "DELETE FROM draft WHERE id = ?");
    m_hasOtherWork = true;
    return statement.bind(row).run();
}

Result<void> ChangeStore::dropHistoryBefore(ChangeRow first)
{
    // What was undone can be repeated only in its order. An undo whose change goes stays as a line of its own.
    constexpr const char *kDrops[] = {"UPDATE change SET state = 2 WHERE state = 1 AND (SELECT min(id) FROM change WHERE state = 1) < ?",
                                      "DELETE FROM change_image WHERE change < ?", "DELETE FROM change WHERE id < ?",
                                      "UPDATE change SET target = 0 WHERE target <> 0 AND target < ?"};
    m_isLine = true;
    for (const char *sql : kDrops) {
        Statement drop(m_database, sql);
        if (auto dropped = drop.bind(first).run(); !dropped)
            return dropped;
    }
    return m_database.execute("DELETE FROM removed WHERE record NOT IN (SELECT record FROM change_image) "
                              "AND record NOT IN (SELECT record FROM draft)");
}

Result<void> ChangeStore::setHistoryLimit(Workspace &workspace, qint64 bytes)
{
    if (workspace.isReadOnly())
        return workspace.readOnlyError();
    const std::lock_guard guard(workspace.writerMutex());
    Statement statement(*workspace.writer(), "INSERT OR REPLACE INTO state (name, value) VALUES ('history_limit', ?)");
    return statement.bind(bytes).run();
}

Result<ChangeRow> ChangeStore::commit(bool isStep)
{
    // Cancelling from here on would leave people in doubt whether it is saved.
    m_database.setProgress(nullptr);
    if (m_images == 0 && !m_isLine) {
        if (!m_hasOtherWork)
            return ChangeRow();
        Statement forget(m_database, "DELETE FROM change WHERE id = ?");
        if (auto forgotten = forget.bind(m_change).run(); !forgotten)
            return forgotten.error();
    } else {
        if (!isStep) {
            if (auto ended = m_database.execute("UPDATE change SET state = 2 WHERE state = 1"); !ended)
                return ended.error();
        }
        Statement finish(m_database, kFinishChange);
        finish.bind(int(isStep ? ChangeState::Step : ChangeState::Stands)).bind(m_images).bind(m_bytes).bind(m_change);
        if (auto finished = finish.run(); !finished)
            return finished.error();
    }
    if (auto committed = m_transaction.commit(); !committed)
        return committed.error();
    return m_images == 0 && !m_isLine ? ChangeRow() : m_change;
}

} // namespace persistence
