#include "ui/panels/problemspanel.h"

#include "model/base/job.h"
#include "model/workspace/workspace.h"
#include "ui/editor/wholetext.h"
#include "ui/panels/problemtable.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"

#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Listing
{
    QList<Problem> problems;
    qint64 total = 0;
};

Result<Listing> readProblems(const Workspace &workspace)
{
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    const auto total = (*reader)->problemCount();
    if (!total)
        return total.error();
    auto problems = (*reader)->problems({}, ProblemsPanel::kMaxListed);
    if (!problems)
        return problems.error();
    return Listing{std::move(problems).value(), *total};
}

Result<QByteArray> readBytes(const Workspace &workspace, ProblemRow row)
{
    const auto reader = workspace.reader();
    return reader ? (*reader)->problemBytes(row) : reader.error();
}

} // namespace

ProblemsPanel::ProblemsPanel(QWidget *parent)
    : QWidget(parent), m_table(new ProblemTable(this)), m_view(new QTableView(this)), m_empty(new EmptyState(this))
    , m_note(new PlainLabel({}, this)), m_pages(new QStackedWidget(this))
{
    setObjectName(u"problemsPanel"_s);
    m_empty->setContent(IconId::Check, tr("No problems"), tr("Everything in the file was read."));
    m_view->setModel(m_table);
    m_view->setAccessibleName(tr("Problems"));
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setAlternatingRowColors(true);
    m_view->setShowGrid(false);
    m_view->setWordWrap(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->resizeSection(ProblemTable::SourceColumn, 220);
    m_note->setDimmed(true);
    m_note->setContentsMargins(8, 2, 8, 2);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_note);
    m_note->hide();
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) { openBytes(index.row()); });
}

ProblemsPanel::~ProblemsPanel() = default;

void ProblemsPanel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_job.reset();
    m_bytesJob.reset();
    m_workspace = std::move(workspace);
    m_table->setProblems({});
    m_pages->setCurrentWidget(m_empty);
    m_note->hide();
    refresh();
}

void ProblemsPanel::refresh()
{
    if (!m_workspace)
        return;
    auto work = [workspace = m_workspace](Progress &) { return readProblems(*workspace); };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work), [this](Result<Listing> listing) {
        if (!listing) {
            emit failed(listing.error());
            return;
        }
        const qint64 total = listing->total;
        m_table->setProblems(std::move(listing).value().problems);
        m_pages->setCurrentWidget(total > 0 ? static_cast<QWidget *>(m_view) : m_empty);
        m_note->setText(tr("The first %1 of %2 problems are listed.").arg(QString::number(kMaxListed), QString::number(total)));
        m_note->setVisible(total > kMaxListed);
    });
}

void ProblemsPanel::openBytes(int row)
{
    const Problem problem = m_table->problem(row);
    auto work = [workspace = m_workspace, id = problem.row](Progress &) { return readBytes(*workspace, id); };
    m_bytesJob = Job::start(std::make_shared<Progress>(), std::move(work), [this, problem](Result<QByteArray> bytes) {
        if (bytes)
            openBytesWindow(window(), tr("Bytes kept of the problem at byte %1").arg(problem.offset), *bytes, problem.reason);
        else
            emit failed(bytes.error());
    });
}

} // namespace persistence
