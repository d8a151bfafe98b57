#pragma once

#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <QList>

#include <span>

namespace persistence {

class Workspace;

/// What will become of the record when a draft is saved. The numbers are stored in workspaces.
enum class DraftKind { Edit = 0, New = 1, Deletion = 2 };

/// An edit that is not saved yet, exactly as it stands in the editor.
struct Draft
{
    DraftRow row;     ///< invalid until it is kept for the first time
    RecordRow record; ///< invalid for a new record
    DraftKind kind = DraftKind::Edit;
    qint64 madeAt = 0;    ///< ms since 1970; set when it is kept
    qint64 changedAt = 0; ///< the same
    /// The document that the draft began with: if the record has another one now, it changed behind the editor. Empty for a new record.
    QByteArray base;
    /// The document as edited so far; empty as long as the text has errors and nothing else was edited.
    QByteArray body;
    /// The value as typed, byte for byte, if it was edited as text. May be anything, also broken JSON.
    QByteArray text;
    /// Where the editor stood; only the editor knows the format.
    QByteArray view;

    bool operator==(const Draft &) const = default;
};

/// The drafts of a workspace. Each call is one durable transaction. May be used from every thread; saving waits while a change is written.
class Drafts final
{
public:
    explicit Drafts(Workspace &workspace) : m_workspace(workspace) {}

    /// Discards some drafts and keeps others, all or none. Gives the numbers of the kept ones, in their order.
    [[nodiscard]] Result<std::vector<DraftRow>> write(std::span<const Draft> kept, std::span<const DraftRow> discarded);
    /// Keeps a draft: over the older state of the same one, or of the same record. Gives its number, which stays.
    [[nodiscard]] Result<DraftRow> keep(const Draft &draft);
    /// Throws a draft away. One that is gone already is no error.
    [[nodiscard]] Result<void> discard(DraftRow row);
    [[nodiscard]] Result<void> discardAll();

    /// All drafts in the order in which they were begun, or the one of a record.
    [[nodiscard]] Result<QList<Draft>> list() const;
    [[nodiscard]] Result<std::optional<Draft>> ofRecord(RecordRow record) const;

private:
    [[nodiscard]] Result<QList<Draft>> select(const char *sql, RecordRow record) const;

    Workspace &m_workspace;
};

} // namespace persistence
