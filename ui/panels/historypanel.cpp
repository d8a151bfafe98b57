#include "ui/panels/historypanel.h"

#include "model/edit/editing.h"
#include "model/items/historymodel.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"
#include "ui/editor/compareview.h"
#include "ui/panels/changeview.h"
#include "ui/panels/reverts.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Counts of records up to this are shown in full.
constexpr qint64 kLargeNumber = 8'888'888;
/// Left and right of the text of a cell.
constexpr int kCellMargins = 12;

} // namespace

HistoryPanel::HistoryPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new HistoryModel(this))
    , m_scope(new QTabBar(this))
    , m_filter(new QLineEdit(this))
    , m_usage(new PlainLabel({}, this))
    , m_size(new QToolButton(this))
    , m_messages(new MessageBar(this))
    , m_reverts(new Reverts(m_messages, this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView(this))
    , m_empty(new EmptyState(this))
    , m_details(new ChangeView(this))
    , m_revertField(new QPushButton(icon(IconId::Revert), tr("Revert this field"), this))
    , m_revertSelected(new QPushButton(icon(IconId::Revert), {}, this))
    , m_revertSince(new QPushButton(tr("Revert everything since here…"), this))
{
    setObjectName(u"historyPanel"_s);
    createControls();
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(createList());
    splitter->addWidget(createDetails());
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({700, 680});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(splitter, 1);
    setFocusProxy(m_table);
    connectSignals();
    showContents();
    updateButtons();
}

HistoryPanel::~HistoryPanel() = default;

void HistoryPanel::createControls()
{
    m_scope->setObjectName(u"historyScope"_s);
    m_scope->setDrawBase(false);
    m_scope->setExpanding(false);
    m_scope->addTab(icon(IconId::Record), tr("This record"));
    m_scope->addTab(icon(IconId::AllRecords), tr("All changes"));
    m_scope->setAccessibleName(tr("Whose changes are listed"));
    m_filter->setObjectName(u"historyFilter"_s);
    m_filter->setPlaceholderText(tr("Filter changes"));
    m_filter->setAccessibleName(tr("Filter changes by title, source or person"));
    m_filter->setClearButtonEnabled(true);
    m_usage->setObjectName(u"historyUsage"_s);
    m_usage->setDimmed(true);
    m_usage->setElideMode(Qt::ElideRight);
    m_size->setObjectName(u"historySize"_s);
    m_size->setText(tr("Size limit…"));
    m_size->setAutoRaise(true);
    setPlainToolTip(m_size, tr("What the history takes, its limit, and how to make it smaller"));
    m_revertField->setObjectName(u"revertField"_s);
    m_revertSelected->setObjectName(u"revertSelected"_s);
    m_revertSince->setObjectName(u"revertSince"_s);
}

QWidget *HistoryPanel::createList()
{
    m_table->setObjectName(u"historyTable"_s);
    m_table->setAccessibleName(tr("Changes"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(HistoryModel::TitleColumn, QHeaderView::Stretch);
    fitColumn(HistoryModel::NumberColumn, numberText(kLargeNumber / 10));
    fitColumn(HistoryModel::SourceColumn, sourceText(ChangeSource::Compaction));
    fitColumn(HistoryModel::AuthorColumn, u"a person"_s);
    fitColumn(HistoryModel::RecordsColumn, numberText(kLargeNumber));
    fitColumn(HistoryModel::SizeColumn, sizeText(888));
    fitTimes(TimeZone::Utc);
    m_empty->setObjectName(u"historyEmpty"_s);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto *list = new QWidget(this);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(4, 2, 8, 2);
    bar->addWidget(m_scope);
    bar->addWidget(m_filter, 1);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(8, 2, 8, 2);
    foot->addWidget(m_usage, 1);
    foot->addWidget(m_size);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_pages, 1);
    layout->addLayout(foot);
    return list;
}

QWidget *HistoryPanel::createDetails()
{
    auto *details = new QWidget(this);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(8, 4, 8, 4);
    buttons->addStretch();
    buttons->addWidget(m_revertField);
    buttons->addWidget(m_revertSelected);
    buttons->addWidget(m_revertSince);
    auto *layout = new QVBoxLayout(details);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_details, 1);
    layout->addLayout(buttons);
    return details;
}

void HistoryPanel::connectSignals()
{
    connect(m_scope, &QTabBar::currentChanged, this, &HistoryPanel::showScope);
    connect(m_filter, &QLineEdit::textChanged, m_model, &HistoryModel::setFilter);
    connect(m_size, &QToolButton::clicked, this, &HistoryPanel::sizeRequested);
    connect(m_model, &HistoryModel::loadingChanged, this, &HistoryPanel::showContents);
    connect(m_model, &HistoryModel::failed, this, [this](const Error &error) { m_messages->showMessage(Tone::Bad, error.message); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &HistoryPanel::showSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, &HistoryPanel::showSelection);
    connect(m_table, &QWidget::customContextMenuRequested, this, &HistoryPanel::showMenu);
    connect(m_details, &ChangeView::recordRequested, this, &HistoryPanel::recordRequested);
    connect(m_details, &ChangeView::fieldRevertRequested, m_reverts, &Reverts::revertField);
    connect(m_details, &ChangeView::failed, this, [this](const Error &error) { m_messages->showMessage(Tone::Bad, error.message); });
    connect(m_details->compareView(), &CompareView::currentFieldChanged, this, &HistoryPanel::updateButtons);
    connect(m_revertField, &QPushButton::clicked, this, &HistoryPanel::revertField);
    connect(m_revertSelected, &QPushButton::clicked, this, &HistoryPanel::revertSelected);
    connect(m_revertSince, &QPushButton::clicked, this, [this] {
        if (const QList<int> rows = selectedRows(); rows.size() == 1)
            m_reverts->revertSince(m_model->changeAt(rows.first()));
    });
}

void HistoryPanel::setEditing(Editing *editing)
{
    if (m_editing)
        m_editing->disconnect(this);
    m_editing = editing;
    m_record = {};
    m_usageJob.stop();
    m_reverts->setEditing(editing);
    const std::shared_ptr<Workspace> workspace = editing ? editing->sharedWorkspace() : nullptr;
    m_model->setWorkspace(workspace);
    m_details->setWorkspace(workspace);
    if (editing) {
        connect(editing, &Editing::changed, this, &HistoryPanel::refresh);
        connect(editing, &Editing::lockChanged, this, &HistoryPanel::updateButtons);
    }
    showScope();
    refresh();
    updateButtons();
}

void HistoryPanel::setRecord(RecordRow record)
{
    if (record == m_record)
        return;
    m_record = record;
    if (scope() == Scope::Record)
        showScope();
}

void HistoryPanel::setScope(Scope scope)
{
    m_scope->setCurrentIndex(int(scope));
}

HistoryPanel::Scope HistoryPanel::scope() const
{
    return Scope(m_scope->currentIndex());
}

/// Local times are wider: they show their offset.
void HistoryPanel::fitTimes(TimeZone zone)
{
    const QString widest = zone == TimeZone::Utc ? u"2026-12-31 23:59:59Z"_s : u"2026-12-31 23:59:59+01:00"_s;
    fitColumn(HistoryModel::TimeColumn, widest);
}

/// Wide enough for its header and for \a widest.
void HistoryPanel::fitColumn(int column, const QString &widest)
{
    const int header = m_table->horizontalHeader()->sectionSizeHint(column);
    m_table->setColumnWidth(column, std::max(header, m_table->fontMetrics().horizontalAdvance(widest) + kCellMargins));
}

void HistoryPanel::setTimeZone(TimeZone zone)
{
    m_model->setTimeZone(zone);
    fitTimes(zone);
    m_details->compareView()->setLocalTime(zone == TimeZone::Local);
}

void HistoryPanel::setValuesHidden(bool areHidden)
{
    m_model->setValuesHidden(areHidden);
    m_details->compareView()->setValuesHidden(areHidden);
}

/// While it is hidden it only remembers that there is something new.
void HistoryPanel::refresh()
{
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    m_model->refresh();
    showUsage();
}

void HistoryPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        refresh();
}

void HistoryPanel::showScope()
{
    for (const int column : {HistoryModel::RecordsColumn, HistoryModel::SizeColumn})
        m_table->setColumnHidden(column, scope() == Scope::Record);
    if (scope() == Scope::All)
        m_model->showAll();
    else
        m_model->showRecord(m_record);
    showContents();
}

void HistoryPanel::showContents()
{
    if (m_model->rowCount() > 0 || m_model->isLoading()) {
        m_pages->setCurrentWidget(m_table);
        if (m_model->rowCount() > 0 && selectedRows().isEmpty())
            selectFirst();
        else if (scope() == Scope::Record && !m_model->isLoading())
            showSelection(); // now is another version
        return;
    }
    if (!m_filter->text().isEmpty())
        m_empty->setContent(IconId::Filter, tr("No change fits the filter"), tr("Clear the filter to see all changes."));
    else if (scope() == Scope::All)
        m_empty->setContent(IconId::History, tr("No changes"), tr("Every change that is saved will be listed here and can be taken back."));
    else if (m_record.isValid())
        m_empty->setContent(IconId::History, tr("As it came"), tr("This record was not changed."));
    else
        m_empty->setContent(IconId::History, tr("No record selected"), tr("Select a record to see its changes."));
    m_pages->setCurrentWidget(m_empty);
}

/// Not by selectRow(), which does nothing before the view was shown.
void HistoryPanel::selectFirst()
{
    m_table->selectionModel()->setCurrentIndex(m_model->index(0, HistoryModel::TitleColumn),
                                               QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

QList<int> HistoryPanel::selectedRows() const
{
    return selectedRowsOf(m_table);
}

void HistoryPanel::showSelection()
{
    const QList<int> rows = selectedRows();
    if (m_model->rowCount() == 0) {
        m_details->clear({}, {});
    } else if (rows.isEmpty() || rows.size() > 2 || (rows.size() == 2 && scope() == Scope::All)) {
        m_details->clear({}, scope() == Scope::All ? tr("Select one change to see what it did.")
                                                   : tr("Select one version to compare it with now, or two to compare them."));
    } else if (scope() == Scope::All) {
        m_details->showChange(m_model->changeAt(rows.first()));
    } else {
        const ChangeRow newer = m_model->numberAt(rows.first());
        if (rows.size() == 2)
            m_details->showVersions(m_record, m_model->numberAt(rows.last()), newer);
        else if (isNewestVersion(rows.first()))
            m_details->showLastChange(m_record, newer);
        else
            m_details->showVersions(m_record, newer, {});
    }
    updateButtons();
}

/// Compared with now there would be nothing to see, so this one shows what it changed.
bool HistoryPanel::isNewestVersion(int row) const
{
    return scope() == Scope::Record && row == 0 && m_filter->text().isEmpty() && !m_model->isOrigin(row);
}

void HistoryPanel::showUsage()
{
    if (!m_editing) {
        m_usage->clear();
        return;
    }
    auto work = [workspace = m_editing->sharedWorkspace()](Progress &) -> Result<HistoryUsage> {
        const auto history = workspace->history();
        return history ? (*history)->usage() : history.error();
    };
    m_usageJob.start(std::move(work), [this](const Result<HistoryUsage> &usage) {
        if (!usage)
            return;
        const QString changes = countedText(usage->changes, tr("1 change"), tr("%1 changes"));
        m_usage->setText(usage->limit == 0 ? tr("%1, %2").arg(changes, sizeText(usage->bytes))
                                           : tr("%1, %2 of %3").arg(changes, sizeText(usage->bytes), sizeText(usage->limit)));
    });
}

void HistoryPanel::updateButtons()
{
    const bool isAll = scope() == Scope::All;
    const QList<int> rows = selectedRows();
    const bool isOne = rows.size() == 1;
    QString reason;
    if (!m_editing)
        reason = tr("Nothing is open.");
    else if (m_editing->isLocked())
        reason = m_editing->lockReason();
    m_details->compareView()->setRevertible(reason.isEmpty());
    const bool hasField = m_details->compareView()->revertiblePath().has_value();
    const auto set = [&](QPushButton *button, bool isPossible, const QString &ifNot, const QString &toolTip) {
        const QString why = !reason.isEmpty() ? reason : isPossible ? QString() : ifNot;
        button->setEnabled(why.isEmpty());
        setPlainToolTip(button, why.isEmpty() ? toolTip : why);
    };
    set(m_revertField, hasField, tr("Select a field that differs."), tr("Bring the selected field back to what it was before"));
    m_revertSelected->setText(isAll ? tr("Revert this change") : tr("Revert to this version"));
    if (isAll) {
        const Change change = isOne ? m_model->changeAt(rows.first()) : Change();
        const bool isUndone = change.state == ChangeState::Undone || change.state == ChangeState::Abandoned;
        set(m_revertSelected, isOne && !isUndone, isUndone ? tr("This change was undone.") : tr("Select one change."),
            tr("Take back this change alone, as a new change"));
    } else {
        const bool isNow = isOne && isNewestVersion(rows.first());
        set(m_revertSelected, isOne && !isNow, isNow ? tr("The record is at this version.") : tr("Select one version."),
            tr("Bring the record back to what it was then, as a new change"));
    }
    m_revertSince->setVisible(isAll);
    set(m_revertSince, isOne, tr("Select one change."), tr("Bring every record back to what it was before this change"));
}

void HistoryPanel::revertSelected()
{
    const QList<int> rows = selectedRows();
    if (rows.size() != 1)
        return;
    if (scope() == Scope::All)
        m_reverts->revertChange(m_model->changeAt(rows.first()));
    else
        m_reverts->revertRecord(m_record, m_model->numberAt(rows.first()));
}

void HistoryPanel::revertField()
{
    if (const auto path = m_details->compareView()->revertiblePath())
        emit m_details->compareView()->revertRequested(*path);
}

void HistoryPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_table->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QPushButton *button : {m_revertSelected, m_revertSince}) {
        if (button->isHidden())
            continue;
        QAction *action = menu->addAction(button->icon(), button->text(), button, &QPushButton::click);
        action->setEnabled(button->isEnabled());
    }
    menu->addSeparator();
    const QString cell = QString::fromUtf8(index.data(CopyTextRole).toByteArray());
    menu->addAction(icon(IconId::Copy), tr("Copy cell"), this, [cell] { QGuiApplication::clipboard()->setText(cell); });
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

} // namespace persistence
