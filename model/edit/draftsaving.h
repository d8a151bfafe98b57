#pragma once

#include "model/edit/editbuffer.h"
#include "model/edit/session.h"

#include <QPointer>

#include <optional>
#include <vector>

namespace persistence {

/// One draft on its way into its record, as it was when that began.
struct DraftSaving
{
    QPointer<EditBuffer> buffer;
    Record stored; ///< what the draft was begun with; without a row it is to be made
    QByteArray body;
    bool isDeletion = false;
    DraftRow row;                ///< of the draft on the disk, which goes together with the saving
    std::optional<Record> saved; ///< as it was read back; none for a deletion
};

/// Saves drafts as one change, and reads their records back. Buffers are not touched, so this may run on the thread of a job.
[[nodiscard]] Result<Applied> saveDrafts(Session &session, std::vector<DraftSaving> &drafts);

} // namespace persistence
