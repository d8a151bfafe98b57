#pragma once

#include <QObject>
#include <QTimer>

#include <memory>

namespace persistence {

class Database;
class Workspace;

/// Notices that another program wrote to a workspace that is open here to be read: asks SQLite every second, which costs microseconds.
/// Lives on the thread of the window.
class WorkspaceWatch final : public QObject
{
    Q_OBJECT

public:
    static constexpr int kIntervalMs = 1'000;

    /// Watches \a workspace; one that is written here needs no watching, because it is locked against others.
    explicit WorkspaceWatch(const Workspace &workspace, QObject *parent = nullptr);
    ~WorkspaceWatch() override;

signals:
    void written();

private:
    void look();

    std::unique_ptr<Database> m_database;
    qint64 m_version = 0;
    QTimer m_timer;
};

} // namespace persistence
