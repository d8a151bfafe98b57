#include "ui/editor/recordfetch.h"

#include "model/workspace/workspace.h"

namespace persistence {

RecordFetch::RecordFetch(QObject *parent) : QObject(parent)
{
}

RecordFetch::~RecordFetch() = default;

void RecordFetch::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_job.reset();
    m_wanted = {};
    m_workspace = std::move(workspace);
    m_reader = std::make_shared<std::unique_ptr<Reader>>();
}

void RecordFetch::load(RecordRow row)
{
    m_wanted = row;
    if (!m_job && m_workspace && row.isValid())
        start(row);
}

void RecordFetch::cancel()
{
    m_wanted = {};
}

void RecordFetch::start(RecordRow row)
{
    auto work = [workspace = m_workspace, reader = m_reader, row](Progress &) -> Result<LoadedRecord> {
        if (!*reader) {
            auto opened = workspace->reader();
            if (!opened)
                return opened.error();
            *reader = std::move(opened).value();
        }
        return loadRecord(**reader, row);
    };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work),
                       [this, row](Result<LoadedRecord> result) { take(row, std::move(result)); });
}

void RecordFetch::take(RecordRow row, Result<LoadedRecord> result)
{
    m_job.reset();
    if (m_wanted != row) {
        if (m_wanted.isValid())
            start(m_wanted);
        return;
    }
    if (result)
        emit loaded(std::make_shared<const LoadedRecord>(std::move(result).value()));
    else
        emit failed(result.error());
}

} // namespace persistence
