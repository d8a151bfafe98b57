#include "model/edit/draftwriting.h"

#include "model/workspace/workspace.h"

namespace persistence {

Result<void> DraftWriting::run(Workspace &workspace)
{
    std::vector<Draft> kept;
    std::vector<DraftRow> discarded;
    for (const Item &item : items) {
        if (item.draft)
            kept.push_back(*item.draft);
        else
            discarded.push_back(item.row);
    }
    const auto rows = Drafts(workspace).write(kept, discarded);
    if (!rows)
        return rows.error();
    auto row = rows->begin();
    for (Item &item : items)
        item.row = item.draft ? *row++ : DraftRow();
    isDone = true;
    return {};
}

} // namespace persistence
