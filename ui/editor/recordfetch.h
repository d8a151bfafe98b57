#pragma once

#include "model/base/job.h"
#include "ui/editor/loadedrecord.h"

#include <QObject>

#include <memory>

namespace persistence {

class Workspace;

/// Reads records off the window's thread, one at a time: while one is being read only the newest wish is kept, so that moving
/// fast through a list reads few records, and a late answer never replaces a newer one.
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
    [[nodiscard]] bool isBusy() const { return m_job != nullptr; }

signals:
    void loaded(std::shared_ptr<const LoadedRecord> record);
    void failed(const Error &error);

private:
    void start(RecordRow row);
    void take(RecordRow row, Result<LoadedRecord> result);

    std::shared_ptr<Workspace> m_workspace;
    // Made by the first job; used by one job at a time.
    std::shared_ptr<std::unique_ptr<Reader>> m_reader;
    std::unique_ptr<Job> m_job;
    RecordRow m_wanted;
};

} // namespace persistence
