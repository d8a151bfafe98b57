#include "ui/editor/recordfetch.h"

#include "model/workspace/workspace.h"

namespace persistence {

RecordFetch::RecordFetch(QObject *parent) : QObject(parent)
{
}

RecordFetch::~RecordFetch() = default;

void RecordFetch::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_job.stop();
    m_workspace = std::move(workspace);
    m_reader = std::make_shared<SpareReader<Reader>>();
}

void RecordFetch::load(RecordRow row)
{
    m_job.drop();
    if (!m_workspace || !row.isValid())
        return;
    auto work = [workspace = m_workspace, spare = m_reader, row](Progress &) -> Result<LoadedRecord> {
        auto reader = spare->take([&] { return workspace->reader(); });
        if (!reader)
            return reader.error();
        auto record = loadRecord(**reader, row);
        spare->giveBack(*std::move(reader));
        return record;
    };
    m_job.start(std::move(work), [this](Result<LoadedRecord> result) {
        if (result)
            emit loaded(std::make_shared<const LoadedRecord>(std::move(result).value()));
        else
            emit failed(result.error());
    });
}

void RecordFetch::cancel()
{
    m_job.drop();
}

} // namespace persistence
