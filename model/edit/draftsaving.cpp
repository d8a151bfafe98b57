#include "model/edit/draftsaving.h"

#include "model/edit/edittitle.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(DraftSaving)
};

Edit oneEdit(const std::vector<DraftSaving> &drafts)
{
    Edit edit;
    if (drafts.size() == 1)
        edit.title = editTitle(drafts.front().stored, drafts.front().body, drafts.front().isDeletion);
    else
        edit.title = Texts::tr("Save %1 drafts").arg(drafts.size());
    for (const DraftSaving &draft : drafts) {
        if (!draft.stored.row.isValid())
            edit.images.push_back({RecordRow(), std::nullopt, draft.body, draft.stored.collection});
        else if (draft.isDeletion)
            edit.add(draft.stored, std::nullopt);
        else
            edit.add(draft.stored, draft.body);
        if (draft.row.isValid())
            edit.drafts.push_back(draft.row);
    }
    return edit;
}

} // namespace

Result<Applied> saveDrafts(Session &session, std::vector<DraftSaving> &drafts)
{
    auto applied = session.apply(oneEdit(drafts));
    if (!applied || !applied->isListed())
        return applied;
    const auto reader = session.workspace().reader();
    if (!reader)
        return reader.error();
    for (size_t i = 0; i < drafts.size() && i < applied->records.size(); ++i) {
        if (drafts[i].isDeletion)
            continue;
        auto record = (*reader)->record(applied->records[i]);
        if (!record)
            return record.error();
        drafts[i].saved = *std::move(record);
    }
    return applied;
}

} // namespace persistence
