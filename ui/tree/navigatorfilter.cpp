#include "ui/tree/navigatorfilter.h"

#include "model/workspace/workspace.h"

namespace persistence {

namespace {

constexpr int kPauseMs = 300;

} // namespace

NavigatorFilter::NavigatorFilter(QObject *parent) : QObject(parent)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &NavigatorFilter::run);
}

NavigatorFilter::~NavigatorFilter() = default;

void NavigatorFilter::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_job.stop();
    m_pause.stop();
    m_text.clear();
    m_workspace = std::move(workspace);
}

void NavigatorFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    if (m_text.isEmpty())
        run();
    else
        m_pause.start();
}

void NavigatorFilter::run()
{
    m_pause.stop();
    m_job.drop();
    if (m_text.isEmpty() || !m_workspace) {
        emit found({});
        return;
    }
    auto work = [workspace = m_workspace, text = m_text](Progress &progress) -> Result<TreeMatches> {
        const auto reader = workspace->reader();
        if (!reader)
            return reader.error();
        return TreeMatches::find(**reader, text, progress);
    };
    m_job.start(std::move(work), [this](Result<TreeMatches> matches) { receive(std::move(matches)); });
    emit started();
}

void NavigatorFilter::receive(Result<TreeMatches> matches)
{
    if (matches)
        emit found(std::move(*matches));
    else if (matches.error().kind != ErrorKind::Cancelled)
        emit failed(matches.error());
}

} // namespace persistence
