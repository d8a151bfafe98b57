#include "model/edit/storeddrafts.h"

#include "model/record/recordindex.h"
#include "model/workspace/workspace.h"

namespace persistence {

Result<std::vector<StoredDraft>> readDrafts(Workspace &workspace)
{
    const auto drafts = Drafts(workspace).list();
    if (!drafts)
        return drafts.error();
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    std::vector<StoredDraft> stored;
    for (const Draft &draft : *drafts) {
        std::optional<Record> record;
        if (draft.record.isValid()) {
            auto read = (*reader)->record(draft.record);
            if (read)
                record = *std::move(read);
            else if (read.error().kind != ErrorKind::Conflict)
                return read.error();
        }
        stored.push_back({draft, std::move(record)});
    }
    return stored;
}

Record recordOf(const StoredDraft &stored)
{
    if (stored.record)
        return *stored.record;
    Record record;
    record.row = stored.draft.record;
    record.body = stored.draft.record.isValid() ? stored.draft.base : stored.draft.body;
    RecordIndex index;
    if (indexRecord(bson::DocumentView(record.body), Collection::Persistence, index))
        record.appId = index.appId.toByteArray();
    else if (indexRecord(bson::DocumentView(record.body), Collection::Messages, index))
        record.collection = Collection::Messages;
    return record;
}

} // namespace persistence
