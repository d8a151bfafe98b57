#include "ui/panels/relatedvaluespanel.h"

#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "model/items/valuecountsmodel.h"
#include "model/items/valuetext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Arrow keys pass many fields; only the one that is stayed at is counted.
constexpr int kPauseMs = 250;
/// What is over sooner is not announced: a bar that comes and goes would only move the list.
constexpr int kAnnounceMs = 250;
/// The width that all columns need, and the one below which only values and counts stay.
constexpr int kWideCharacters = 48;
constexpr int kNarrowCharacters = 32;

} // namespace

RelatedValuesPanel::RelatedValuesPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new ValueCountsModel(this))
    , m_title(new PlainLabel({}, this))
    , m_summary(new PlainLabel({}, this))
    , m_messages(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_table(new QTableView(this))
    , m_empty(new EmptyState(this))
    , m_jobBar(new JobBar(this))
{
    setObjectName(u"relatedValuesPanel"_s);
    m_title->setObjectName(u"relatedPath"_s);
    m_title->setElideMode(Qt::ElideMiddle);
    m_title->setContentsMargins(8, 4, 8, 0);
    m_summary->setObjectName(u"relatedSummary"_s);
    m_summary->setDimmed(true);
    m_summary->setElideMode(Qt::ElideRight);
    m_summary->setContentsMargins(8, 2, 8, 4);
    createTable();
    m_empty->setObjectName(u"relatedEmpty"_s);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_title);
    layout->addWidget(m_summary);
    layout->addWidget(m_messages);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_jobBar);
    setFocusProxy(m_table);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    m_announce.setSingleShot(true);
    m_announce.setInterval(kAnnounceMs);
    connectSignals();
    showState();
}

RelatedValuesPanel::~RelatedValuesPanel() = default;

void RelatedValuesPanel::createTable()
{
    m_table->setObjectName(u"relatedTable"_s);
    m_table->setAccessibleName(tr("Values of the selected field in the group"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(ValueCountsModel::ValueColumn, QHeaderView::Stretch);
    const int character = fontMetrics().averageCharWidth();
    header->resizeSection(ValueCountsModel::TypeColumn, 9 * character);
    header->resizeSection(ValueCountsModel::RecordsColumn, 10 * character);
    header->resizeSection(ValueCountsModel::ShareColumn, 9 * character);
}

void RelatedValuesPanel::connectSignals()
{
    connect(&m_pause, &QTimer::timeout, this, &RelatedValuesPanel::count);
    connect(&m_announce, &QTimer::timeout, this, [this] {
        if (m_model->isBusy())
            m_jobBar->watch(m_model->progress());
    });
    connect(m_model, &ValueCountsModel::changed, this, &RelatedValuesPanel::showState);
    connect(m_model, &ValueCountsModel::failed, this, [this](const Error &error) {
        m_messages->showMessage(Tone::Bad, error.message);
        m_messages->setDetail(error.detail);
    });
    connect(m_table, &QAbstractItemView::clicked, this, &RelatedValuesPanel::requestFilter);
    const auto onKey = [this](const QKeySequence &key, auto run) {
        auto *shortcut = new QShortcut(key, m_table);
        shortcut->setContext(Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, run);
    };
    onKey(Qt::Key_Return, &RelatedValuesPanel::requestFilter);
    onKey(Qt::Key_Enter, &RelatedValuesPanel::requestFilter);
    onKey(QKeySequence::Copy, &RelatedValuesPanel::copy);
}

void RelatedValuesPanel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_pause.stop();
    m_model->clear();
    m_messages->clear();
    m_workspace = std::move(workspace);
    m_group = {};
    m_path = {};
    showState();
}

void RelatedValuesPanel::setGroup(const Group &group)
{
    if (group == m_group)
        return;
    m_group = group;
    want();
}

void RelatedValuesPanel::setPath(const bson::Path &path)
{
    const FieldPath each = inEachItem(FieldPath(path));
    // Between two records nothing is selected for a moment.
    if (each.isEmpty() || each == m_path)
        return;
    m_path = each;
    want();
}

void RelatedValuesPanel::refresh()
{
    want();
}

void RelatedValuesPanel::setLocalTime(bool localTime)
{
    m_model->setLocalTime(localTime);
}

void RelatedValuesPanel::setValuesHidden(bool areHidden)
{
    m_areHidden = areHidden;
    showState();
}

void RelatedValuesPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        want();
}

QSize RelatedValuesPanel::sizeHint() const
{
    return {kWideCharacters * fontMetrics().averageCharWidth(), 400};
}

/// The values come first: beside a wide record there is room for little else. The picture of a value tells its type as well.
void RelatedValuesPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int characters = width() / fontMetrics().averageCharWidth();
    m_table->setColumnHidden(ValueCountsModel::TypeColumn, characters < kWideCharacters - 4);
    m_table->setColumnHidden(ValueCountsModel::ShareColumn, characters < kNarrowCharacters);
}

void RelatedValuesPanel::want()
{
    m_isStale = true;
    if (isVisible() && m_workspace && !m_path.isEmpty())
        m_pause.start();
}

void RelatedValuesPanel::count()
{
    if (!isVisible() || !m_workspace || m_path.isEmpty())
        return;
    m_isStale = false;
    m_messages->clear();
    m_model->count(m_workspace, m_group, m_path);
    m_announce.start();
}

void RelatedValuesPanel::showState()
{
    if (!m_model->isBusy() && m_jobBar->isActive())
        m_jobBar->finish();
    const FieldPath &path = m_model->path();
    m_title->setText(path.isEmpty() ? QString() : visibleText(path.toText()));
    m_summary->setText(m_model->summary());
    m_title->setVisible(!path.isEmpty());
    m_summary->setVisible(!path.isEmpty());
    if (m_areHidden) {
        m_empty->setContent(IconId::Hidden, hiddenText(), {});
    } else if (m_model->isBusy()) {
        m_empty->setContent(IconId::Table, tr("Counting…"), {});
    } else {
        m_empty->setContent(IconId::Table, tr("No field selected"),
                            tr("Select a field of a value. The values that it has in all records of the group appear here."));
    }
    m_pages->setCurrentWidget(m_model->rowCount() > 0 && !m_areHidden ? static_cast<QWidget *>(m_table) : m_empty);
}

void RelatedValuesPanel::requestFilter()
{
    if (const auto filter = m_model->filterAt(m_table->currentIndex().row()))
        emit filterRequested(*filter);
}

void RelatedValuesPanel::copy() const
{
    QGuiApplication::clipboard()->setText(m_model->copyText(selectedRowsOf(m_table)));
}

} // namespace persistence
