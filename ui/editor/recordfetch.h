#pragma once

#include "model/base/latestjob.h"
#include "model/base/sparereader.h"
#include "ui/editor/loadedrecord.h"

#include <QObject>

#include <memory>

namespace persistence {

class Workspace;

/// Reads records off the window's thread. Only the newest wish counts: it waits for no other, however long that takes, and a late answer
/// never replaces a newer one.
class RecordFetch final : public QObject
{
    Q_OBJECT

public:
    explicit RecordFetch(QObject *parent = nullptr);
    ~RecordFetch() override;

    /// Drops everything asked so far; null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void load(RecordRow row);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

signals:
    void loaded(std::shared_ptr<const LoadedRecord> record);
    void failed(const Error &error);

private:
    std::shared_ptr<Workspace> m_workspace;
    std::shared_ptr<SpareReader<Reader>> m_reader; ///< of the workspace
    LatestJob m_job;
};

} // namespace persistence
