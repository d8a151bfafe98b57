#include "ui/records/recordspanel.h"

#include "model/find/filterwords.h"
#include "model/find/groupscan.h"
#include "model/items/fieldvalues.h"
#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "model/workspace/workspace.h"
#include "ui/records/currentrecord.h"
#include "ui/records/filterbar.h"
#include "ui/records/filtercompleter.h"
#include "ui/records/filtermenu.h"
#include "ui/records/filterrow.h"
#include "ui/records/recordcolumns.h"
#include "ui/records/recordtableview.h"
#include "ui/records/savedfiltermenu.h"
#include "ui/records/selectionsum.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QClipboard>
#include <QDataStream>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// What a clipboard takes without freezing this program or the one that pastes.
constexpr qsizetype kMaxCopiedRows = 10'000;
/// Narrower than this the buttons beside the count show their pictures alone.
constexpr int kWideCharacters = 56;

} // namespace

RecordsPanel::RecordsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new RecordTableModel(this))
    , m_values(new FieldValues(this))
    , m_filter(new FilterBar(this))
    , m_count(new PlainLabel({}, this))
    , m_sum(new PlainLabel({}, this))
    , m_cancel(new QToolButton(this))
    , m_chooseColumns(new QToolButton(this))
    , m_showFilterRow(new QToolButton(this))
    , m_message(new MessageBar(this))
    , m_pages(new QStackedWidget(this))
    , m_view(new RecordTableView(this))
    , m_empty(new EmptyState(this))
{
    createPages();
    m_current = new CurrentRecord(m_model, m_view, this);
    m_columns = new RecordColumns(m_model, m_view, this);
    m_filterMenu = new FilterMenu(
        *m_model, *m_columns, [this] { return m_filter->filter(); }, this);
    m_selection = new SelectionSum(m_model, m_view, this);
    m_filterRow = new FilterRow(m_filter, m_values, m_model, m_view, this);
    m_filterRow->hide();
    m_filter->completer()->setValues(m_values);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_filter);
    layout->addLayout(createLine());
    layout->addWidget(m_message);
    layout->addWidget(m_filterRow);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_view);
    connectSignals();
    showContents();
}

RecordsPanel::~RecordsPanel()
{
    // A line that loses the focus because it goes still says that its filter is complete.
    m_filter->disconnect(this);
}

void RecordsPanel::createPages()
{
    m_view->setRecords(m_model);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_empty->setObjectName(u"recordsEmpty"_s);
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_empty);
    // The titles and two rows, or what is at the side of a scroll bar.
    m_pages->setMinimumHeight(3 * m_view->verticalHeader()->defaultSectionSize());
}

QLayout *RecordsPanel::createLine()
{
    m_count->setObjectName(u"recordCount"_s);
    m_sum->setObjectName(u"selectionSum"_s);
    m_sum->setDimmed(true);
    m_sum->setElideMode(Qt::ElideRight);
    m_sum->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_cancel->setObjectName(u"recordCancel"_s);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setIcon(icon(IconId::Stop));
    m_cancel->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_chooseColumns->setObjectName(u"chooseColumns"_s);
    m_chooseColumns->setText(tr("Columns…"));
    m_chooseColumns->setIcon(icon(IconId::Columns));
    m_chooseColumns->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_showFilterRow->setObjectName(u"showFilterRow"_s);
    m_showFilterRow->setText(tr("Filter row"));
    m_showFilterRow->setIcon(icon(IconId::Filter));
    m_showFilterRow->setCheckable(true);
    m_showFilterRow->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPlainToolTip(m_showFilterRow, tr("Show a filter box over each column"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 2, 8, 4);
    line->addWidget(m_count);
    line->addWidget(m_sum, 1);
    line->addSpacing(8);
    for (QToolButton *button : {m_cancel, m_showFilterRow, m_chooseColumns}) {
        button->setAutoRaise(true);
        line->addWidget(button);
    }
    return line;
}

/// The buttons give way where it is narrow, and what else is too wide is cut.
QSize RecordsPanel::minimumSizeHint() const
{
    return {m_filter->minimumSizeHint().width(), QWidget::minimumSizeHint().height()};
}

void RecordsPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isWide = width() >= kWideCharacters * fontMetrics().averageCharWidth();
    for (QToolButton *button : {m_showFilterRow, m_chooseColumns})
        button->setToolButtonStyle(isWide ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

void RecordsPanel::connectSignals()
{
    connect(m_filter, &FilterBar::changed, this, &RecordsPanel::applyFilter);
    connect(m_filter, &FilterBar::stepWanted, this, &RecordsPanel::hitWanted);
    connect(m_filter, &FilterBar::replaceRequested, this, &RecordsPanel::replaceRequested);
    connect(m_filter->saved(), &SavedFilterMenu::placeChosen, this, &RecordsPanel::placeWanted);
    connect(m_filter->saved(), &SavedFilterMenu::failed, this, &RecordsPanel::showFailure);
    connect(m_chooseColumns, &QToolButton::clicked, this, &RecordsPanel::chooseColumns);
    connect(m_showFilterRow, &QToolButton::toggled, m_filterRow, &QWidget::setVisible);
    connect(m_columns, &RecordColumns::failed, this, &RecordsPanel::showFailure);
    connect(m_columns, &RecordColumns::surveyed, this, [this] {
        m_filter->completer()->setSurvey(m_columns->survey());
        showContents();
    });
    connect(m_filterMenu, &FilterMenu::filterWanted, this, &RecordsPanel::setFilter);
    connect(m_filterMenu, &FilterMenu::endRefused, this,
            [this](const QString &reason) { m_message->showMessage(Tone::Warning, tr("This is no end of a range: %1.").arg(reason)); });
    connect(m_selection, &SelectionSum::changed, this, [this](const QString &text) { m_sum->setText(text); });
    connect(m_cancel, &QToolButton::clicked, m_model, &RecordTableModel::cancel);
    connect(m_model, &RecordTableModel::failed, this, &RecordsPanel::showFailure);
    connect(m_model, &RecordTableModel::matcherChanged, this, [this] {
        if (m_filter->scope() != FilterBar::Scope::Value)
            emit filterReady(m_model->matcher());
    });
    connect(m_model, &RecordTableModel::loadingChanged, this, &RecordsPanel::showContents);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        m_view->keepTop(first, last - first + 1);
        showContents();
        m_current->takeRows();
    });
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex &, int first, int last) {
        m_view->keepTop(first, first - last - 1);
        showContents();
    });
    connect(m_current, &CurrentRecord::recordSelected, this, &RecordsPanel::recordSelected);
    connect(m_current, &CurrentRecord::draftSelected, this, &RecordsPanel::draftSelected);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RecordsPanel::selectionChanged);
    connect(m_model, &RecordTableModel::refused, this, &RecordsPanel::showFailure);
    connect(m_view, &RecordTableView::noticed, this, &RecordsPanel::showNotice);
    connect(m_view, &RecordTableView::recordEditWanted, this, [this](const QModelIndex &index) {
        if (const FieldColumn *field = m_model->fieldAt(index.column()))
            emit recordEditWanted(field->path);
    });
    connect(m_view, &RecordTableView::copyRequested, this, &RecordsPanel::copySelection);
    connect(m_view, &RecordTableView::searchStopped, this, [this](const QString &text, int rows) {
        m_message->showMessage(
            Tone::Info, tr("None of the next %1 records begins with “%2” here. A filter looks in all of them.").arg(numberText(rows), text),
            {{tr("Filter"), [this, text] { activateFilter(text); }}});
    });
    connect(m_view, &QWidget::customContextMenuRequested, this, &RecordsPanel::showMenu);
}

void RecordsPanel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    flush();
    m_current->clear();
    m_hasGroup = false;
    m_message->clear();
    m_valueMatch.stop();
    m_workspace = workspace;
    m_columns->setWorkspace(workspace);
    m_selection->setWorkspace(workspace);
    m_model->setWorkspace(std::move(workspace));
    m_values->setGroup(nullptr, {});
    m_filter->setFilter({});
    m_filter->setEnabled(m_workspace != nullptr);
    m_filter->saved()->setWorkspace(m_workspace);
    m_filter->completer()->setWorkspace(m_workspace);
    m_filterRow->setWorkspace(m_workspace);
    showContents();
}

void RecordsPanel::showGroup(const Group &group)
{
    const bool isSame = m_hasGroup && m_group == group;
    m_group = group;
    m_hasGroup = true;
    if (isSame && m_model->group() == shownGroup() && (m_model->isComplete() || m_model->isLoading()))
        return;
    flush();
    m_current->clear();
    m_message->clear();
    m_model->setFilter(listFilter());
    readGroup();
    showContents();
}

Group RecordsPanel::shownGroup() const
{
    const bool isEverything = m_filter->scope() == FilterBar::Scope::Everything && !m_filter->filter().isEmpty();
    return isEverything ? Group() : m_group;
}

/// The record that is shown stays selected, if it passes.
void RecordsPanel::applyFilter()
{
    if (!m_hasGroup)
        return;
    m_message->clear();
    flush();
    m_current->keep();
    if (m_model->group() != shownGroup()) {
        readGroup();
    }
    m_model->setFilter(listFilter());
    findInValue();
    showContents();
}

/// In the scope of one value the list shows all records.
Filter RecordsPanel::listFilter() const
{
    return m_filter->scope() == FilterBar::Scope::Value ? Filter() : m_filter->filter();
}

void RecordsPanel::findInValue()
{
    m_valueMatch.drop();
    if (m_filter->scope() != FilterBar::Scope::Value || !m_workspace)
        return;
    using Matcher = std::shared_ptr<const FilterMatcher>;
    auto work = [workspace = m_workspace, filter = m_filter->filter()](Progress &progress) {
        return filter.isEmpty() ? Result<Matcher>(Matcher()) : FilterMatcher::compile(*workspace, filter, progress);
    };
    m_valueMatch.start(std::move(work), [this](const Result<Matcher> &matcher) {
        if (matcher)
            emit filterReady(*matcher);
    });
}

void RecordsPanel::readGroup()
{
    m_model->showGroup(shownGroup());
    m_columns->showGroup(shownGroup());
    m_values->setGroup(m_workspace, shownGroup());
    m_filter->completer()->setSurvey(m_columns->survey());
    readTotal();
}

void RecordsPanel::readTotal()
{
    m_total = 0;
    if (!m_workspace)
        return;
    const auto reader = m_workspace->reader();
    const auto size = reader ? sizeOfGroup(**reader, shownGroup()) : Result<GroupSize>(reader.error());
    if (size)
        m_total = size->records;
    else
        showFailure(size.error());
}

void RecordsPanel::setPlace(std::function<QString()> place)
{
    m_filter->saved()->setPlace(std::move(place));
}

void RecordsPanel::activateFilter(const QString &text)
{
    if (!text.isEmpty())
        m_filter->edit()->setText(QString::fromUtf8(filterwords::plainText(text.toUtf8())));
    m_filter->activate();
}

void RecordsPanel::setFilter(const Filter &filter)
{
    if (m_filter->scope() == FilterBar::Scope::Value)
        m_filter->setScope(FilterBar::Scope::Group);
    m_filter->setFilter(filter);
}

const Filter &RecordsPanel::filter() const
{
    return m_model->filter();
}

std::vector<RecordRow> RecordsPanel::selectedRecords() const
{
    return m_current->selectedRecords();
}

QList<EditBuffer *> RecordsPanel::selectedDrafts() const
{
    return m_current->selectedDrafts();
}

const FieldColumn *RecordsPanel::currentField() const
{
    return m_current->field();
}

std::vector<RecordRow> RecordsPanel::shownRecords() const
{
    std::vector<RecordRow> records;
    if (m_model->isLoading() || !m_model->isComplete())
        return records;
    records.reserve(size_t(m_model->recordCount()));
    for (int row = 0; row < m_model->recordCount(); ++row)
        records.push_back(m_model->recordAt(row));
    return records;
}

const QList<FieldColumn> &RecordsPanel::fields() const
{
    return m_columns->available();
}

bool RecordsPanel::isReading() const
{
    return m_model->isLoading();
}

QList<FieldColumn> RecordsPanel::shownFields() const
{
    return m_model->fields();
}

void RecordsPanel::refresh()
{
    flush();
    m_model->refresh();
    m_columns->refresh();
    m_values->forget();
    readTotal();
}

void RecordsPanel::chooseColumns()
{
    m_columns->openChooser(window());
}

QByteArray RecordsPanel::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_showFilterRow->isChecked() << m_filter->saved()->recent();
    return state;
}

void RecordsPanel::restoreState(const QByteArray &state)
{
    QByteArray columns;
    bool hasFilterRow = false;
    QDataStream stream(state);
    QStringList recent;
    stream >> columns >> hasFilterRow >> recent;
    if (stream.status() != QDataStream::Ok)
        return;
    m_columns->restoreState(columns);
    m_showFilterRow->setChecked(hasFilterRow);
    m_filter->saved()->setRecent(recent);
}

QByteArray RecordsPanel::saveFilter() const
{
    QByteArray state;
    QDataStream(&state, QIODevice::WriteOnly) << qint32(m_filter->scope()) << m_filter->filter().toText();
    return state;
}

void RecordsPanel::restoreFilter(const QByteArray &state)
{
    qint32 scope = 0;
    QByteArray text;
    QDataStream stream(state);
    stream >> scope >> text;
    const auto filter = Filter::parse(text);
    if (stream.status() != QDataStream::Ok || !filter)
        return;
    m_filter->setScope(FilterBar::Scope(qBound(0, int(scope), int(FilterBar::Scope::Everything))));
    m_filter->setFilter(*filter);
}

void RecordsPanel::selectRecord(RecordRow row)
{
    m_current->select(row);
}

void RecordsPanel::selectDraft(const EditBuffer *draft)
{
    m_current->selectDraft(draft);
}

bool RecordsPanel::contains(RecordRow row) const
{
    return m_model->rowOf(row) >= 0;
}

void RecordsPanel::setValuesHidden(bool areHidden)
{
    m_model->setValuesHidden(areHidden);
    m_values->setHidden(areHidden);
    // A sum, or the value of a single record, tells what is in them.
    m_sum->setVisible(!areHidden);
}

void RecordsPanel::setEditing(Editing *editing, DraftKeeper *drafts)
{
    m_model->setEditing(editing, drafts);
}

void RecordsPanel::flush()
{
    m_view->commitOpenEditor();
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
    QGuiApplication::clipboard()->setText(m_model->copyText(rows.first(qMin(rows.size(), kMaxCopiedRows)), m_view->shownColumns()));
    if (rows.size() > kMaxCopiedRows) {
        m_message->showMessage(
            Tone::Warning,
            tr("Only the first %1 of %2 selected records were copied.").arg(numberText(kMaxCopiedRows), numberText(rows.size())));
    }
}

void RecordsPanel::showContents()
{
    m_count->setText(m_model->group() ? countText() : QString());
    m_cancel->setVisible(m_model->isLoading());
    m_chooseColumns->setVisible(m_model->group().has_value());
    m_showFilterRow->setVisible(m_model->group().has_value());
    const bool isKnown = !m_columns->isSurveying() || !m_columns->available().isEmpty();
    m_chooseColumns->setEnabled(isKnown);
    setPlainToolTip(m_chooseColumns, isKnown ? tr("Choose which fields of the records have a column")
                                             : tr("Which fields these records have is still being read."));
    if (m_model->rowCount() > 0 || m_model->isLoading()) {
        m_pages->setCurrentWidget(m_view);
        return;
    }
    if (m_model->group() && !m_filter->filter().isEmpty())
        m_empty->setContent(IconId::Filter, tr("No record passes the filter"),
                            tr("Change the filter, clear it with Esc, or filter all records."));
    else if (m_model->group())
        m_empty->setContent(IconId::Record, tr("No records"), tr("This group has no records."));
    else
        m_empty->setContent(IconId::Record, {}, tr("Select a group in the tree to see its records."));
    m_pages->setCurrentWidget(m_empty);
}

QString RecordsPanel::countText() const
{
    const int count = m_model->recordCount();
    const bool isFiltered = !m_model->filter().isEmpty();
    QString text = countedText(count, tr("1 record"), tr("%1 records"));
    if (isFiltered)
        text = tr("%1 of %2 records").arg(numberText(count), numberText(m_total));
    if (m_model->isRefreshing())
        return m_model->order() == RecordOrder() ? text : tr("%1, sorting…").arg(text);
    if (m_model->isLoading() && count == 0)
        return isFiltered ? tr("Searching…") : tr("Reading…");
    if (m_model->isLoading())
        return tr("%1 so far").arg(text);
    return m_model->isComplete() ? text : tr("%1 so far, reading was stopped").arg(text);
}

void RecordsPanel::fillFilterMenu(QMenu &menu, const FieldPath &path, const FieldValue &value)
{
    m_filterMenu->addField(menu, path, value);
}

void RecordsPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    m_filterMenu->addCell(*menu, index);
    menu->addAction(icon(IconId::Copy), tr("Copy rows"), this, &RecordsPanel::copySelection);
    const QString cell = QString::fromUtf8(index.data(CopyTextRole).toByteArray());
    menu->addAction(tr("Copy cell"), this, [cell] { QGuiApplication::clipboard()->setText(cell); });
    menu->addSeparator();
    emit menuOpening(menu, selectedRecords());
    menu->addSeparator();
    menu->addAction(icon(IconId::Refresh), tr("Refresh"), this, &RecordsPanel::refresh);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void RecordsPanel::showNotice(const FieldNotice &notice)
{
    QList<MessageBar::Button> buttons;
    if (!notice.offer.isEmpty()) {
        buttons.append({notice.offer, [this, notice] {
                            if (notice.index.isValid())
                                m_model->setData(notice.index, QVariant::fromValue(notice.instead), Qt::EditRole);
                        }});
    }
    if (!notice.dismiss.isEmpty())
        buttons.append({notice.dismiss, [] {}});
    m_message->showMessage(Tone::Info, notice.text, buttons);
}

void RecordsPanel::showFailure(const Error &error)
{
    m_message->showMessage(Tone::Bad, error.message);
    m_message->setDetail(error.detail);
}

} // namespace persistence
