#include "ui/panels/problemspanel.h"

#include "model/items/problemmodel.h"
#include "model/workspace/workspace.h"
#include "ui/editor/wholetext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/tabledelegate.h"

#include <QHeaderView>
#include <QLocale>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMargin = 4;

}

ProblemsPanel::ProblemsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new ProblemModel(this))
    , m_view(new QTableView(this))
    , m_incomplete(new PlainLabel({}, this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(u"problemsPanel"_s);
    setIncomplete({});
    m_view->setModel(m_model);
    m_view->setObjectName(u"problemsTable"_s);
    m_view->setAccessibleName(tr("Problems"));
    prepareTable(m_view);
    m_view->horizontalHeader()->resizeSection(ProblemModel::SourceColumn, 220);
    m_view->horizontalHeader()->setSectionResizeMode(ProblemModel::ReasonColumn, QHeaderView::Stretch);
    setFocusProxy(m_view);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(createList());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) { openBytes(index.row()); });
    connect(m_model, &ProblemModel::failed, this, &ProblemsPanel::failed);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ProblemsPanel::showContents);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &ProblemsPanel::showContents);
}

ProblemsPanel::~ProblemsPanel() = default;

QWidget *ProblemsPanel::createList()
{
    m_incomplete->setObjectName(u"problemsIncomplete"_s);
    // One line, so that the list has its room where the panel is low.
    m_incomplete->setElideMode(Qt::ElideRight);
    m_incomplete->setContentsMargins(kMargin, kMargin, kMargin, kMargin);
    auto *list = new QWidget(this);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_incomplete);
    layout->addWidget(m_view);
    return list;
}

void ProblemsPanel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_model->setWorkspace(std::move(workspace));
    showContents();
}

void ProblemsPanel::refresh()
{
    m_model->refresh();
    showContents();
}

void ProblemsPanel::setIncomplete(const QString &sentences)
{
    m_incomplete->setText(QString(sentences).replace(u'\n', u' '));
    m_incomplete->setVisible(!sentences.isEmpty());
    if (sentences.isEmpty())
        m_empty->setContent(IconId::Check, tr("No problems"), tr("Everything in the file was read."));
    else
        m_empty->setContent(IconId::Warning, tr("No problems in what was read"), sentences);
}

void ProblemsPanel::openBytes(int row)
{
    const Problem problem = m_model->problemAt(row);
    if (problem.row.isValid())
        openBytesWindow(window(), tr("Bytes kept of the problem at byte %1").arg(QLocale().toString(problem.offset)), m_model->bytesAt(row),
                        problem.reason);
}

void ProblemsPanel::showContents()
{
    m_pages->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
}

} // namespace persistence
