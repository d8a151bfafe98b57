#pragma once

#include "model/edit/session.h"
#include "model/workspace/workspace.h"

#include <QString>

#include <memory>

namespace persistence {

/// A workspace that a command changes: open for writing, with the one gate for edits.
class Changing final
{
public:
    /// Refuses a dump, and with its reason a workspace that can only be read.
    [[nodiscard]] static Result<std::unique_ptr<Changing>> open(const QString &path, Progress &progress);

    [[nodiscard]] Session &session() { return *m_session; }
    [[nodiscard]] Reader &reader() { return *m_reader; }

private:
    Changing() = default;

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Reader> m_reader;
};

/// The record ids that a RECORD argument may mean: Extended JSON names one with its type (`{"$oid":"…"}`), else it is text that stands for
/// all types that it fits.
[[nodiscard]] Result<QList<RecordId>> recordIdsOf(const QString &argument);

/// The one record that \a argument names. Several records with that id are refused with a numbered list, of which \a nth (from 1) takes
/// one.
[[nodiscard]] Result<RecordRow> findRecord(Reader &reader, const QString &argument, int nth);

/// The same, also for a record that was deleted; the newest one of several deleted ones with that id.
[[nodiscard]] Result<RecordRow> findRecordEver(const Workspace &workspace, Reader &reader, const QString &argument, int nth);

/// Tells what was written: `ACK n` with \a ack, else a sentence. Flushed at once, so that whoever reads it can rely on it.
[[nodiscard]] Result<void> reportApplied(const Result<Applied> &applied, bool ack);

/// "1 record", "1,204 records".
[[nodiscard]] QString recordCount(qint64 count);

/// A change number as an argument.
[[nodiscard]] Result<ChangeRow> changeNumber(const QString &argument);

} // namespace persistence
