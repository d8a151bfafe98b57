#include "model/workspace/durablewrite.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

#include <mutex>

namespace persistence {

Result<void> writeDurably(Workspace &workspace, const std::function<Result<void>(Database &)> &work)
{
    if (workspace.isReadOnly())
        return workspace.readOnlyError();
    if (auto checked = workspace.checkInPlace(); !checked)
        return checked;
    const std::lock_guard guard(workspace.writerMutex());
    Transaction transaction(*workspace.writer(), Transaction::Kind::Write);
    if (!transaction.begun())
        return transaction.begun();
    if (auto done = work(*workspace.writer()); !done)
        return done;
    return transaction.commit();
}

} // namespace persistence
