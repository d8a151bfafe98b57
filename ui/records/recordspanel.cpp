#include "ui/records/recordspanel.h"

#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "ui/records/recordtableview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// What a clipboard takes without freezing this program or the one that pastes.
constexpr qsizetype kMaxCopiedRows = 10'000;

} // namespace

RecordsPanel::RecordsPanel(QWidget *parent)
    : QWidget(parent), m_model(new RecordTableModel(this)), m_count(new PlainLabel({}, this)), m_cancel(new QToolButton(this))
    , m_message(new MessageBar(this)), m_pages(new QStackedWidget(this)), m_view(new RecordTableView(this)), m_empty(new EmptyState(this))
{
    m_count->setObjectName(u"recordCount"_s);
    m_cancel->setObjectName(u"recordCancel"_s);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setIcon(icon(IconId::Stop));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cancel->setAutoRaise(true);
    createPages();
    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(m_count, 1);
    line->addWidget(m_cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_view);
    connectSignals();
    showContents();
}

RecordsPanel::~RecordsPanel() = default;

void RecordsPanel::createPages()
{
    m_view->setModel(m_model);
    m_view->setColumnWidths();
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty->setObjectName(u"recordsEmpty"_s);
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
}

void RecordsPanel::connectSignals()
{
    connect(m_cancel, &QToolButton::clicked, m_model, &RecordTableModel::cancel);
    connect(m_model, &RecordTableModel::failed, this, &RecordsPanel::showFailure);
    connect(m_model, &RecordTableModel::loadingChanged, this, &RecordsPanel::showContents);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        m_view->keepTop(first, last - first + 1);
        showContents();
        selectPending();
    });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &, int first, int last) {
        m_view->keepTop(first, first - last - 1);
        showContents();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RecordsPanel::announce);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RecordsPanel::announce);
    connect(m_view, &RecordTableView::copyRequested, this, &RecordsPanel::copySelection);
    connect(m_view, &QWidget::customContextMenuRequested, this, &RecordsPanel::showMenu);
}

void RecordsPanel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_pending = {};
    m_message->clear();
    m_model->setWorkspace(std::move(workspace));
    showContents();
}

void RecordsPanel::showGroup(const Group &group)
{
    if (m_model->group() == group && (m_model->isComplete() || m_model->isLoading()))
        return;
    m_pending = {};
    m_announced = {};
    m_message->clear();
    m_model->showGroup(group);
    showContents();
}

void RecordsPanel::refresh()
{
    m_model->refresh();
}

void RecordsPanel::selectRecord(RecordRow row)
{
    m_pending = row;
    if (row.isValid())
        selectPending();
    else
        m_view->setCurrentIndex({});
}

void RecordsPanel::selectPending()
{
    if (!m_pending.isValid())
        return;
    const int row = m_model->rowOf(m_pending);
    if (row < 0)
        return;
    m_pending = {};
    m_view->setCurrentIndex(m_model->index(row, 0));
}

/// The current row counts once it is selected: a view that gets the focus makes its first row current though nobody chose it.
void RecordsPanel::announce()
{
    const QModelIndex current = m_view->currentIndex();
    if (!current.isValid() || !m_view->selectionModel()->isRowSelected(current.row()))
        return;
    const RecordRow record = m_model->recordAt(current.row());
    if (record == m_announced)
        return;
    m_announced = record;
    emit recordSelected(record);
}

void RecordsPanel::setTimeZone(TimeZone zone)
{
    m_model->setTimeZone(zone);
    m_view->fitDates(zone);
}

void RecordsPanel::copySelection()
{
    const QList<int> rows = m_view->selectedRows();
    if (rows.isEmpty())
        return;
    QGuiApplication::clipboard()->setText(m_model->copyText(rows.first(qMin(rows.size(), kMaxCopiedRows))));
    if (rows.size() > kMaxCopiedRows) {
        m_message->showMessage(Tone::Warning, tr("Only the first %1 of %2 selected records were copied.")
                                                  .arg(numberText(kMaxCopiedRows), numberText(rows.size())));
    }
}

void RecordsPanel::showContents()
{
    const int count = m_model->rowCount();
    QString text = countedText(count, tr("1 record"), tr("%1 records"));
    if (m_model->isLoading())
        text = count == 0 ? tr("Reading…") : tr("%1 so far").arg(text);
    else if (!m_model->isComplete())
        text = tr("%1 so far, reading was stopped").arg(text);
    m_count->setText(m_model->group() ? text : QString());
    m_cancel->setVisible(m_model->isLoading());
    if (count > 0 || m_model->isLoading()) {
        m_pages->setCurrentWidget(m_view);
        return;
    }
    if (m_model->group())
        m_empty->setContent(IconId::Record, tr("No records"), tr("This group has no records."));
    else
        m_empty->setContent(IconId::Record, {}, tr("Select a group in the tree to see its records."));
    m_pages->setCurrentWidget(m_empty);
}

void RecordsPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(IconId::Copy), tr("Copy rows"), this, &RecordsPanel::copySelection);
    const QString cell = QString::fromUtf8(index.data(CopyTextRole).toByteArray());
    menu->addAction(tr("Copy cell"), this, [cell] { QGuiApplication::clipboard()->setText(cell); });
    menu->addSeparator();
    menu->addAction(icon(IconId::Refresh), tr("Refresh"), this, &RecordsPanel::refresh);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void RecordsPanel::showFailure(const Error &error)
{
    m_message->showMessage(Tone::Bad, error.message);
    m_message->setDetail(error.detail);
}

} // namespace persistence
