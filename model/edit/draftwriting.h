#pragma once

#include "model/edit/editbuffer.h"

#include <QPointer>

#include <optional>
#include <vector>

namespace persistence {

class Workspace;

/// Drafts on their way to the disk, each as it was when that began, and how it went.
struct DraftWriting
{
    struct Item
    {
        QPointer<EditBuffer> buffer;
        quint64 revision = 0;       ///< of the buffer
        DraftRow row;               ///< on the disk; invalid before the draft was written the first time, and behind its end
        std::optional<Draft> draft; ///< nothing: to be discarded
    };

    /// Writes all of them in one step. Buffers are not touched, so this may run on the thread of a job.
    [[nodiscard]] Result<void> run(Workspace &workspace);

    std::vector<Item> items;
    bool isDone = false; ///< the items have their new rows
};

} // namespace persistence
