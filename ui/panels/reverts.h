#pragma once

#include "model/base/latestjob.h"
#include "model/bson/path.h"
#include "model/edit/editing.h"

namespace persistence {

class MessageBar;

/// Brings back what was before: a field, a record, a change, everything since a change. Counts first and asks in the message bar where more
/// than one record is touched; tells there what was done, with a way back. Lives on the thread of the window.
class Reverts final : public QObject
{
    Q_OBJECT

public:
    explicit Reverts(MessageBar *messages, QObject *parent = nullptr);
    ~Reverts() override;

    /// Null for none.
    void setEditing(Editing *editing);

    void revertChange(const Change &change);
    void revertSince(const Change &first);
    /// \a change: the version to come back; invalid: before the first change.
    void revertRecord(RecordRow record, ChangeRow change);
    /// The field at \a path (from the document) becomes what it is in \a version.
    void revertField(RecordRow record, const QByteArray &version, const bson::Path &path);

private:
    /// How many records \a work would touch.
    using Count = std::function<Result<qint64>(History &)>;
    /// What to ask for that number of records, and what the button says.
    using Question = std::function<std::pair<QString, QString>(qint64)>;

    void countAndAsk(const Count &count, const Question &question, const QString &title, const Editing::Work &work);
    void run(const QString &title, const Editing::Work &work);
    void showError(const Error &error);

    MessageBar *m_messages;
    QPointer<Editing> m_editing;
    LatestJob m_counting;
};

} // namespace persistence
