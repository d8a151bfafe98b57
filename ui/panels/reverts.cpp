#include "ui/panels/reverts.h"

#include "model/items/itemtext.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/panels/appliedmessage.h"
#include "ui/widgets/messagebar.h"

namespace persistence {

Reverts::Reverts(MessageBar *messages, QObject *parent) : QObject(parent), m_messages(messages)
{
}

Reverts::~Reverts() = default;

void Reverts::setEditing(Editing *editing)
{
    m_counting.stop();
    m_editing = editing;
    m_messages->clear();
}

void Reverts::revertChange(const Change &change)
{
    const auto count = [change](History &history) -> Result<qint64> {
        if (change.import == 0)
            return change.images;
        const auto added = history.recordsOfImport(change.import);
        return added ? Result<qint64>(change.images + qint64(added->size())) : added.error();
    };
    const auto question = [change](qint64 records) {
        const QString number = numberText(records);
        const QString text = change.import == 0 ? tr("Change %1 touched %2 records. All of them become as they were before it.")
                                                      .arg(QString::number(change.row.value), number)
                                                : tr("This import brought or replaced %1 records. Those that it brought will be deleted; "
                                                     "those that it replaced become as they "
                                                     "were.")
                                                      .arg(number);
        return std::pair(text, tr("Revert %1 records").arg(number));
    };
    countAndAsk(count, question, tr("Revert change %1").arg(change.row.value),
                [row = change.row](Session &session, Progress &progress) { return session.revertChange(row, progress); });
}

void Reverts::revertSince(const Change &first)
{
    const auto count = [row = first.row](History &history) -> Result<qint64> {
        const auto touched = history.touchedSince(row);
        return touched ? Result<qint64>(qint64(touched->size())) : touched.error();
    };
    const auto question = [row = first.row](qint64 records) {
        const QString number = numberText(records);
        return std::pair(tr("%1 records were changed, brought or deleted since change %2, itself included. All of them become as they were "
                            "before it.")
                             .arg(number, QString::number(row.value)),
                         tr("Revert %1 records").arg(number));
    };
    countAndAsk(count, question, tr("Revert everything since change %1").arg(first.row.value),
                [row = first.row](Session &session, Progress &progress) { return session.revertSince(row, progress); });
}

void Reverts::revertRecord(RecordRow record, ChangeRow change)
{
    run(tr("Revert a record"),
        [record, change](Session &session, Progress &progress) { return session.revertRecord(record, change, progress); });
}

void Reverts::revertField(RecordRow record, const QByteArray &version, const bson::Path &path)
{
    const QString title = tr("Revert %1").arg(visibleText(path.toText()));
    run(title, [record, version, path, title](Session &session, Progress &) -> Result<Applied> {
        const auto reader = session.workspace().reader();
        if (!reader)
            return reader.error();
        const auto stored = (*reader)->record(record);
        if (!stored)
            return stored.error();
        auto after = persistence::revertField(*stored, bson::DocumentView(version), path);
        if (!after)
            return after.error();
        return session.apply(editOf(title, *stored, *std::move(after)));
    });
}

void Reverts::countAndAsk(const Count &count, const Question &question, const QString &title, const Editing::Work &work)
{
    if (!m_editing)
        return;
    auto counting = [workspace = m_editing->sharedWorkspace(), count](Progress &) -> Result<qint64> {
        const auto history = workspace->history();
        return history ? count(**history) : history.error();
    };
    m_counting.start(std::move(counting), [this, question, title, work](Result<qint64> records) {
        if (!records) {
            showError(records.error());
        } else if (*records <= 1) {
            run(title, work);
        } else {
            const auto [text, button] = question(*records);
            m_messages->showMessage(Tone::Warning, text, {{button, [this, title, work] { run(title, work); }}, {tr("Cancel"), {}}});
        }
    });
}

void Reverts::run(const QString &title, const Editing::Work &work)
{
    if (!m_editing)
        return;
    m_editing->run(title, work, this, [this](const Result<Applied> &result) {
        if (!result)
            showError(result.error());
        else if (m_editing)
            showApplied(*m_messages, *m_editing, *result);
    });
}

void Reverts::showError(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    m_messages->showMessage(Tone::Bad, error.message);
    m_messages->setDetail(error.detail);
}

} // namespace persistence
