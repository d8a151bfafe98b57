#include "ui/panels/recordcomparisonpanel.h"

#include "model/items/differencemodel.h"
#include "model/items/recordcomparisonmodel.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"
#include "ui/editor/compareview.h"
#include "ui/panels/comparisonlists.h"
#include "ui/panels/kindbar.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPauseMs = 300;
constexpr int kMinListHeight = 80;
/// What is over sooner is not announced: a bar that comes and goes would only move the list.
constexpr int kAnnounceMs = 250;

/// A button that is only a picture: many of them fit into a narrow window.
QToolButton *flatButton(QWidget *parent, const QString &name, IconId picture, const QString &text, const QString &toolTip)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setIcon(icon(picture));
    button->setText(text);
    button->setAccessibleName(text);
    button->setAutoRaise(true);
    setPlainToolTip(button, toolTip);
    return button;
}

} // namespace

RecordComparisonPanel::RecordComparisonPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new RecordComparisonModel(this))
    , m_lists(new ComparisonLists(this))
    , m_title(new PlainLabel({}, this))
    , m_swap(flatButton(this, u"swapSides"_s, IconId::Swap, tr("Swap"), tr("Compare the other way round")))
    , m_by(new QComboBox(this))
    , m_onlyValues(new QCheckBox(tr("Only values"), this))
    , m_again(flatButton(this, u"compareAgain"_s, IconId::Refresh, tr("Compare again"), tr("Read both sides again")))
    , m_copy(flatButton(this, u"copyComparison"_s, IconId::Copy, tr("Copy list"),
                        tr("Copy all records that are listed, tab-separated, for a spreadsheet")))
    , m_export(flatButton(this, u"exportComparison"_s, IconId::Export, tr("Export list…"), tr("Write what is listed to a CSV file")))
    , m_kinds(new KindBar(this))
    , m_filter(new QLineEdit(this))
    , m_messages(new MessageBar(this))
    , m_jobBar(new JobBar(this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView(this))
    , m_empty(new EmptyState(this))
    , m_details(new CompareView(this))
{
    setObjectName(u"recordComparisonPanel"_s);
    createFilter();
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(createList());
    splitter->addWidget(m_details);
    splitter->setSizes({640, 640});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(createHead());
    layout->addWidget(m_kinds);
    layout->addWidget(m_messages);
    layout->addWidget(splitter, 1);
    layout->addWidget(m_jobBar);
    setFocusProxy(m_table);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    m_announce.setSingleShot(true);
    m_announce.setInterval(kAnnounceMs);
    connectSignals();
    clear();
}

RecordComparisonPanel::~RecordComparisonPanel() = default;

QWidget *RecordComparisonPanel::createHead()
{
    m_title->setObjectName(u"comparisonTitle"_s);
    m_title->setElideMode(Qt::ElideMiddle);
    m_by->setObjectName(u"compareBy"_s);
    m_by->setAccessibleName(tr("By what records are matched"));
    m_by->addItem(tr("By record id"));
    m_by->addItem(tr("By key"));
    setPlainToolTip(m_by, tr("Which records are taken as the same: those with equal record ids, or those of one app with equal keys"));
    m_onlyValues->setObjectName(u"onlyValues"_s);
    setPlainToolTip(m_onlyValues, tr("Compare only the values: record id, key and dates may differ"));
    auto *head = new QWidget(this);
    auto *layout = new QHBoxLayout(head);
    layout->setContentsMargins(8, 3, 8, 0);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_swap);
    layout->addWidget(m_by);
    layout->addWidget(m_onlyValues);
    layout->addWidget(m_again);
    layout->addWidget(m_copy);
    layout->addWidget(m_export);
    return head;
}

void RecordComparisonPanel::createFilter()
{
    m_filter->setObjectName(u"comparisonFilter"_s);
    m_filter->setPlaceholderText(tr("Filter what differs"));
    m_filter->setAccessibleName(tr("Filter the records that differ"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(40 * fontMetrics().averageCharWidth());
    setPlainToolTip(m_filter, tr("Any text, or rating<=2 user:@alice; one of both sides has to pass"));
    m_kinds->addWidget(m_filter);
}

QWidget *RecordComparisonPanel::createList()
{
    m_table->setObjectName(u"comparisonTable"_s);
    m_table->setAccessibleName(tr("Records that differ"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    const int character = fontMetrics().averageCharWidth();
    QHeaderView *header = m_table->horizontalHeader();
    header->resizeSection(RecordComparisonModel::KindColumn, 19 * character);
    header->resizeSection(RecordComparisonModel::AppColumn, 14 * character);
    header->setSectionResizeMode(RecordComparisonModel::KeyColumn, QHeaderView::Stretch);
    header->resizeSection(RecordComparisonModel::RecordIdColumn, 22 * character);
    header->resizeSection(RecordComparisonModel::FieldsColumn, 8 * character);
    header->resizeSection(RecordComparisonModel::UpdatedColumn, fontMetrics().horizontalAdvance(u"2026-12-31 23:59:59Z"_s) + 12);
    m_empty->setObjectName(u"comparisonEmpty"_s);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    // What a hint needs must not push a small window off the screen.
    m_pages->setMinimumHeight(kMinListHeight);
    return m_pages;
}

void RecordComparisonPanel::connectSignals()
{
    connect(m_kinds, &KindBar::kindToggled, m_model, &RecordComparisonModel::setKindShown);
    connect(m_model, &RecordComparisonModel::changed, this, &RecordComparisonPanel::showState);
    connect(m_model, &RecordComparisonModel::failed, this, &RecordComparisonPanel::showError);
    connect(m_model, &RecordComparisonModel::filterRefused, this,
            [this](const QString &reason) { m_messages->showMessage(Tone::Warning, tr("This is no filter: %1.").arg(reason)); });
    connect(m_model, &QAbstractItemModel::modelReset, this, &RecordComparisonPanel::showSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RecordComparisonPanel::showSelection);
    connect(m_table, &QAbstractItemView::doubleClicked, this, &RecordComparisonPanel::goToRecord);
    connect(m_table, &QWidget::customContextMenuRequested, this, &RecordComparisonPanel::showMenu);
    connect(m_filter, &QLineEdit::textChanged, this, [this] { m_pause.start(); });
    connect(m_filter, &QLineEdit::returnPressed, &m_pause, [this] { m_pause.start(0); });
    connect(&m_pause, &QTimer::timeout, this, [this] {
        m_pause.setInterval(kPauseMs);
        m_messages->clear();
        m_model->setFilter(m_filter->text());
    });
    connect(m_swap, &QToolButton::clicked, this, [this] { compare(m_model->order().swapped()); });
    connect(m_by, &QComboBox::activated, this, [this] { compareAgain(true); });
    connect(m_onlyValues, &QCheckBox::clicked, this, [this] { compareAgain(false); });
    connect(m_again, &QToolButton::clicked, this, [this] { compareAgain(false); });
    connect(m_copy, &QToolButton::clicked, this, [this] { m_lists->copy(m_model->order(), m_model->shownRecords(), true); });
    connect(m_export, &QToolButton::clicked, this, [this] { m_lists->chooseExport(m_model->order(), m_model->shownRecords()); });
    connect(m_lists, &ComparisonLists::changed, this, &RecordComparisonPanel::showState);
    connect(m_lists, &ComparisonLists::failed, this, &RecordComparisonPanel::showError);
    connect(m_lists, &ComparisonLists::exported, this, [this](const QString &path, qint64 count) {
        m_messages->showMessage(Tone::Good,
                                tr("%1: %2").arg(QFileInfo(path).fileName(), countedText(count, tr("1 record."), tr("%1 records."))));
    });
    connect(&m_announce, &QTimer::timeout, this, [this] { m_jobBar->watch(m_followed); });
    const auto onKey = [this](const QKeySequence &key, void (RecordComparisonPanel::*run)()) {
        auto *shortcut = new QShortcut(key, m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, run);
    };
    onKey(Qt::Key_Return, &RecordComparisonPanel::goToRecord);
    onKey(Qt::Key_Enter, &RecordComparisonPanel::goToRecord);
    onKey(QKeySequence::Copy, &RecordComparisonPanel::copySelection);
}

void RecordComparisonPanel::setOpenWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_open = workspace;
    const ComparisonOrder &order = m_model->order();
    // What is closed must not be kept open by a list of it.
    if (m_model->hasOrder() && order.before.workspace != workspace && order.after.workspace != workspace)
        clear();
}

void RecordComparisonPanel::compare(const ComparisonOrder &order)
{
    m_messages->clear();
    m_lists->stop();
    m_model->compare(order);
    showOrder();
    showState();
}

/// \a isOtherKey: matched by key, record ids are expected to differ, so the values alone are compared until somebody wants more.
void RecordComparisonPanel::compareAgain(bool isOtherKey)
{
    if (!m_model->hasOrder())
        return;
    ComparisonOrder order = m_model->order();
    order.by = m_by->currentIndex() == 1 ? CompareBy::Key : CompareBy::RecordId;
    if (isOtherKey)
        order.what = order.by == CompareBy::Key ? CompareWhat::Value : CompareWhat::Document;
    else
        order.what = m_onlyValues->isChecked() ? CompareWhat::Value : CompareWhat::Document;
    compare(order);
}

void RecordComparisonPanel::clear()
{
    // Nothing of what was compared may be in use behind this.
    m_recordJob.stop();
    m_lists->stop();
    m_pause.stop();
    m_messages->clear();
    m_model->clear();
    showOrder();
    showState();
}

void RecordComparisonPanel::setStale()
{
    if (!m_model->hasOrder() || m_model->isBusy())
        return;
    m_messages->showMessage(Tone::Info, tr("Records were changed since they were compared."),
                            {{tr("Compare again"), [this] { compareAgain(false); }}});
}

void RecordComparisonPanel::setTimeZone(TimeZone zone)
{
    m_model->setTimeZone(zone);
    m_details->setLocalTime(zone == TimeZone::Local);
    const QString widest = zone == TimeZone::Utc ? u"2026-12-31 23:59:59Z"_s : u"2026-12-31 23:59:59+01:00"_s;
    m_table->setColumnWidth(RecordComparisonModel::UpdatedColumn, fontMetrics().horizontalAdvance(widest) + 12);
}

void RecordComparisonPanel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    showSelection();
}

void RecordComparisonPanel::showOrder()
{
    const ComparisonOrder &order = m_model->order();
    const bool hasOrder = m_model->hasOrder();
    m_title->setText(hasOrder ? tr("%1 → %2").arg(order.before.title, order.after.title) : QString());
    m_by->setCurrentIndex(order.by == CompareBy::Key ? 1 : 0);
    m_onlyValues->setChecked(order.what == CompareWhat::Value);
    for (QWidget *widget : {static_cast<QWidget *>(m_swap), static_cast<QWidget *>(m_by), static_cast<QWidget *>(m_onlyValues),
                            static_cast<QWidget *>(m_again), static_cast<QWidget *>(m_filter)})
        widget->setEnabled(hasOrder);
    m_table->setColumnHidden(RecordComparisonModel::AppColumn, order.before.group.app.isValid() && order.after.group.app.isValid());
}

void RecordComparisonPanel::showState()
{
    m_kinds->setTotal(m_model->total(), m_model->isComplete());
    showContents();
    followProgress();
    const bool hasRows = m_model->rowCount() > 0;
    m_copy->setEnabled(hasRows && !m_lists->progress());
    m_export->setEnabled(hasRows && !m_lists->progress());
}

void RecordComparisonPanel::showContents()
{
    m_pages->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget *>(m_table) : m_empty);
    if (m_model->rowCount() > 0) {
        // Something to look at at once; not by selectRow(), which does nothing before the view was shown.
        if (!m_table->selectionModel()->hasSelection())
            m_table->selectionModel()->setCurrentIndex(m_model->index(0, RecordComparisonModel::KeyColumn),
                                                       QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        return;
    }
    if (!m_model->hasOrder())
        m_empty->setContent(IconId::Compare, tr("Nothing is compared"),
                            tr("Tools > Compare with… takes a workspace or a dump, Compare groups… two groups of this one."));
    else if (m_model->isBusy() || m_model->isFiltering())
        m_empty->setContent(IconId::Compare, tr("Comparing…"), tr("Records that differ are listed as they are found."));
    else if (m_model->total().differing() > 0)
        m_empty->setContent(IconId::Filter, tr("No record fits the filter"), tr("Clear the filter, or choose more kinds above."));
    else if (m_model->isComplete())
        m_empty->setContent(IconId::Check, tr("No difference"),
                            m_model->order().what == CompareWhat::Value ? tr("All records have equal values.")
                                                                        : tr("All records are equal, byte for byte."));
    else
        m_empty->setContent(IconId::Stop, tr("Comparing was stopped"), tr("Compare again to see what differs."));
}

void RecordComparisonPanel::followProgress()
{
    const std::shared_ptr<Progress> progress = m_lists->progress() ? m_lists->progress() : m_model->progress();
    if (progress == m_followed)
        return;
    m_followed = progress;
    if (progress) {
        m_announce.start();
        return;
    }
    m_announce.stop();
    if (m_jobBar->isActive())
        m_jobBar->finish();
}

void RecordComparisonPanel::showSelection()
{
    const QList<int> rows = selectedRowsOf(m_table);
    m_recordJob.drop();
    const ComparedRecord *compared = rows.size() == 1 ? m_model->recordAt(rows.first()) : nullptr;
    if (m_areValuesHidden || !compared) {
        m_details->clear(m_areValuesHidden ? hiddenText() : QString(),
                         m_areValuesHidden ? QString() : tr("Select a record to see the fields that differ."));
        return;
    }
    auto work = [order = m_model->order(), compared = *compared](Progress &) { return comparisonOf(order, compared); };
    m_recordJob.start(std::move(work), [this](const Result<Comparison> &comparison) { showRecord(comparison); });
}

void RecordComparisonPanel::showRecord(const Result<Comparison> &comparison)
{
    if (comparison)
        m_details->showDifferences(*comparison);
    else
        m_details->clear(tr("The record cannot be shown"), comparison.error().message);
}

RecordRow RecordComparisonPanel::openRecord() const
{
    const ComparedRecord *compared = m_model->recordAt(m_table->currentIndex().row());
    const auto open = m_open.lock();
    if (!compared || !open)
        return {};
    const ComparisonOrder &order = m_model->order();
    if (order.before.workspace == open && compared->before.isValid())
        return compared->before;
    return order.after.workspace == open ? compared->after : RecordRow();
}

void RecordComparisonPanel::goToRecord()
{
    if (!m_table->currentIndex().isValid())
        return;
    if (const RecordRow record = openRecord(); record.isValid()) {
        emit recordRequested(record);
        return;
    }
    const ComparedRecord *compared = m_model->recordAt(m_table->currentIndex().row());
    const ComparisonOrder &order = m_model->order();
    m_messages->showMessage(Tone::Info, tr("This record is only in %1, which is not what the window shows. Its fields are on the right.")
                                            .arg(compared->before.isValid() ? order.before.title : order.after.title));
}

void RecordComparisonPanel::showMenu(const QPoint &position)
{
    if (!m_table->indexAt(position).isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(icon(IconId::Record), tr("Go to record"), this, &RecordComparisonPanel::goToRecord)->setEnabled(openRecord().isValid());
    const ComparedRecord *compared = m_model->recordAt(m_table->currentIndex().row());
    if (m_model->order().isWithinWorkspace() && compared && compared->before.isValid() && compared->after.isValid())
        menu->addAction(tr("Go to the record on the right"), this, [this, row = compared->after] { emit recordRequested(row); });
    menu->addSeparator();
    menu->addAction(icon(IconId::Copy), tr("Copy"), this, &RecordComparisonPanel::copySelection);
    menu->addAction(tr("Copy list"), m_copy, &QToolButton::click);
    menu->addAction(icon(IconId::Export), tr("Export list…"), m_export, &QToolButton::click);
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void RecordComparisonPanel::copySelection()
{
    m_lists->copy(m_model->order(), m_model->records(selectedRowsOf(m_table)), false);
}

void RecordComparisonPanel::showError(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    m_messages->showMessage(Tone::Bad, error.message);
    m_messages->setDetail(error.detail);
}

} // namespace persistence
