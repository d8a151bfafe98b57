#include "model/workspace/workspacewatch.h"

#include "model/workspace/database.h"
#include "model/workspace/workspace.h"

namespace persistence {

namespace {

/// Another number after each commit of another connection.
constexpr const char *kVersion = "PRAGMA data_version";

} // namespace

WorkspaceWatch::WorkspaceWatch(const Workspace &workspace, QObject *parent) : QObject(parent)
{
    if (!workspace.isReadOnly())
        return;
    auto database = workspace.connection();
    if (!database)
        return; // what cannot be read tells so where it is shown
    m_database = *std::move(database);
    m_version = m_database->queryInteger(kVersion).isOk() ? *m_database->queryInteger(kVersion) : 0;
    connect(&m_timer, &QTimer::timeout, this, &WorkspaceWatch::look);
    m_timer.start(kIntervalMs);
}

WorkspaceWatch::~WorkspaceWatch() = default;

void WorkspaceWatch::look()
{
    const auto version = m_database->queryInteger(kVersion);
    if (!version || *version == m_version)
        return;
    m_version = *version;
    emit written();
}

} // namespace persistence
