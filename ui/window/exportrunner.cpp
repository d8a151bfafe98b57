#include "ui/window/exportrunner.h"

#include "model/base/job.h"
#include "model/workspace/workspace.h"

#include <QFileInfo>

namespace persistence {

namespace {

Result<ExportResult> runExport(const Workspace &workspace, const ExportOrder &order, Progress &progress)
{
    auto rows = rowsOf(workspace, order.scope, progress);
    if (!rows)
        return rows.error();
    ExportRequest request = order.request;
    request.rows = *std::move(rows);
    return exportRecords(workspace, request, order.path, progress);
}

} // namespace

ExportRunner::ExportRunner(QObject *parent) : QObject(parent)
{
}

ExportRunner::~ExportRunner() = default;

void ExportRunner::start(std::shared_ptr<Workspace> workspace, const ExportOrder &order)
{
    if (m_job) {
        emit failed({ErrorKind::Busy,
                     tr("Nothing was exported: another export is still running. Cancel that or wait for it, then try again."),
                     {}});
        return;
    }
    auto progress = std::make_shared<Progress>();
    const QString title = tr("Exporting to %1").arg(QFileInfo(order.path).fileName());
    progress->setStage(title);
    auto work = [workspace = std::move(workspace), order](Progress &running) { return runExport(*workspace, order, running); };
    m_job = Job::start(progress, std::move(work), [this, order](const Result<ExportResult> &result) {
        m_job.reset();
        emit idle();
        if (result)
            emit exported(order, *result);
        else if (result.error().kind != ErrorKind::Cancelled)
            emit failed(result.error());
    });
    emit working(progress, title);
}

void ExportRunner::stop()
{
    if (!m_job)
        return;
    m_job.reset();
    emit idle();
}

} // namespace persistence
