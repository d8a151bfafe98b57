#include "ui/window/browser.h"

#include "model/edit/draftkeeper.h"
#include "model/items/draftmarks.h"
#include "ui/editor/fieldeditors.h"
#include "ui/editor/recordview.h"
#include "ui/editor/valuetreeview.h"
#include "ui/editor/valueview.h"
#include "ui/records/recordspanel.h"
#include "ui/tree/navigatorpanel.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QDataStream>
#include <QIODevice>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

Browser::Browser(QWidget *parent)
    : QWidget(parent)
    , m_navigator(new NavigatorPanel(this))
    , m_records(new RecordsPanel(this))
    , m_recordView(new RecordView(this))
    , m_columns(new QSplitter(Qt::Horizontal, this))
    , m_rows(new QSplitter(Qt::Vertical, this))
{
    m_rows->addWidget(m_records);
    m_rows->addWidget(m_recordView);
    m_columns->addWidget(m_navigator);
    m_columns->addWidget(m_rows);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_rows->setStretchFactor(0, 2);
    m_rows->setStretchFactor(1, 3);
    m_columns->setSizes({320, 880});
    m_rows->setSizes({280, 420});
    for (QSplitter *splitter : {m_columns, m_rows}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(5);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_columns);
    connectSignals();
}

Browser::~Browser() = default;

void Browser::setEditing(Editing *editing, DraftKeeper *drafts)
{
    const std::shared_ptr<Workspace> workspace = editing ? editing->sharedWorkspace() : nullptr;
    const QScopedValueRollback guard(m_isMoving, true);
    m_history.clear();
    m_place = {};
    m_recordView->setEditing(editing, drafts);
    m_records->setEditing(editing, drafts);
    m_records->setWorkspace(workspace);
    m_navigator->setWorkspace(workspace);
    if (workspace)
        m_records->showGroup({});
    if (editing) {
        connect(editing, &Editing::changed, this, &Browser::takeChange);
        const auto showMarks = [this, drafts] { m_navigator->setDraftMarks(draftMarks(*drafts)); };
        connect(drafts, &DraftKeeper::draftsChanged, this, showMarks);
        connect(drafts, &DraftKeeper::statusChanged, this, showMarks);
        connect(drafts, &DraftKeeper::saved, this, &Browser::takeSaved);
    }
    m_history.visit(m_place);
    emit placeChanged(m_place);
}

void Browser::flush()
{
    m_records->flush();
    m_recordView->flush();
}

void Browser::refresh()
{
    m_navigator->refresh();
    m_records->refresh();
    m_recordView->showRecord(m_place.record);
}

void Browser::takeChange(const Applied &applied)
{
    m_records->refresh();
    if (applied.areGroupsChanged)
        m_navigator->refresh();
    const bool isShown = std::find(applied.records.begin(), applied.records.end(), m_place.record) != applied.records.end();
    if (isShown || !applied.isListed())
        m_recordView->showRecord(m_place.record);
}

void Browser::setLocalTime(bool localTime)
{
    m_records->setTimeZone(localTime ? TimeZone::Local : TimeZone::Utc);
    m_recordView->setLocalTime(localTime);
}

void Browser::setValuesHidden(bool areHidden)
{
    m_navigator->setValuesHidden(areHidden);
    m_records->setValuesHidden(areHidden);
    m_recordView->setValueHidden(areHidden);
}

void Browser::goTo(const Place &place)
{
    m_history.visit(place);
    show(place);
}

void Browser::goToDraft(EditBuffer *buffer)
{
    if (!buffer)
        return;
    const Record &record = buffer->stored();
    if (record.row.isValid() && record.row == m_place.record) {
        m_recordView->showRecord(record.row);
    } else if (record.row.isValid() && record.app.isValid()) {
        goTo({m_records->contains(record.row) ? m_place.group : Group{record.app, {}, {}}, record.row});
    } else {
        const QScopedValueRollback guard(m_isMoving, true);
        m_place.record = {};
        m_records->selectRecord({});
        m_records->selectDraft(buffer);
        m_recordView->showDraft(buffer);
        emit placeChanged(m_place);
    }
    m_recordView->setFocus(Qt::OtherFocusReason);
}

void Browser::goBack()
{
    if (m_history.canGoBack())
        show(m_history.back());
}

void Browser::goForward()
{
    if (m_history.canGoForward())
        show(m_history.forward());
}

void Browser::goUp()
{
    Group up = m_place.group;
    if (up.target.isValid())
        up.target = {};
    else if (up.model.isValid() || up.shape.isValid())
        up = {up.app, {}, {}};
    else
        up.app = {};
    if (up != m_place.group)
        goTo({up, {}});
}

void Browser::stepRecord(int direction)
{
    QAbstractItemView *table = recordTable();
    if (!table || !table->model() || table->model()->rowCount() == 0)
        return;
    const int rows = table->model()->rowCount();
    const QModelIndex current = table->currentIndex();
    const int row = current.isValid() ? qBound(0, current.row() + direction, rows - 1) : 0;
    table->setCurrentIndex(table->model()->index(row, qMax(0, current.column())));
}

QList<EditBuffer *> Browser::draftsToSave() const
{
    QList<EditBuffer *> drafts;
    if (EditBuffer *shown = m_recordView->buffer(); shown && shown->isChanged())
        drafts.append(shown);
    if (!m_records->isAncestorOf(QApplication::focusWidget()))
        return drafts;
    for (EditBuffer *draft : m_records->selectedDrafts()) {
        if (!drafts.contains(draft))
            drafts.append(draft);
    }
    return drafts;
}

bool Browser::isEditingCell() const
{
    return isAncestorOf(QApplication::focusWidget()) && dynamic_cast<const FieldEditor *>(QApplication::focusWidget());
}

std::vector<RecordRow> Browser::selectedRecords() const
{
    std::vector<RecordRow> rows = m_records->selectedRecords();
    if (rows.empty() && m_place.record.isValid())
        rows.push_back(m_place.record);
    return rows;
}

void Browser::stepPane(int direction)
{
    const QList<QWidget *> panes = {m_navigator, m_records, m_recordView};
    qsizetype current = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes[i]->isAncestorOf(QApplication::focusWidget()))
            current = i;
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        const qsizetype next = (current + direction * step + 2 * panes.size()) % panes.size();
        // The view inside of the pane, not its filter box: arrow keys work at once. A pane that is hidden or empty has none.
        QWidget *view = panes[next];
        while (view->focusProxy())
            view = view->focusProxy();
        if (!view->isVisible())
            continue;
        view->setFocus(Qt::ShortcutFocusReason);
        return;
    }
}

void Browser::setTreeVisible(bool isVisible)
{
    m_navigator->setVisible(isVisible);
}

QByteArray Browser::saveLayout() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_rows->saveState() << m_recordView->saveState() << m_records->saveState();
    return state;
}

void Browser::restoreLayout(const QByteArray &state)
{
    QByteArray columns;
    QByteArray rows;
    QByteArray record;
    QByteArray table;
    QDataStream stream(state);
    stream >> columns >> rows >> record >> table;
    if (stream.status() != QDataStream::Ok)
        return;
    m_columns->restoreState(columns);
    m_rows->restoreState(rows);
    m_recordView->restoreState(record);
    m_records->restoreState(table);
}

QByteArray Browser::savePlace() const
{
    QByteArray state;
    const Group &group = m_place.group;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_navigator->saveState() << group.app.value << group.model.value << group.target.value << m_place.record.value
           << group.shape.value << m_records->saveFilter();
    return state;
}

void Browser::restorePlace(const QByteArray &state)
{
    QByteArray tree;
    Place place;
    QDataStream stream(state);
    stream >> tree >> place.group.app.value >> place.group.model.value >> place.group.target.value >> place.record.value;
    // Sessions of earlier versions know no key shapes.
    if (!stream.atEnd())
        stream >> place.group.shape.value;
    QByteArray filter;
    if (!stream.atEnd())
        stream >> filter;
    if (stream.status() != QDataStream::Ok)
        return;
    m_navigator->restoreState(tree);
    m_records->restoreFilter(filter);
    if (place != Place())
        goTo(place);
}

void Browser::connectSignals()
{
    connect(m_navigator, &NavigatorPanel::groupSelected, this, &Browser::enterGroup);
    connect(m_navigator, &NavigatorPanel::recordSelected, this, &Browser::enterRecord);
    connect(m_records, &RecordsPanel::filterReady, m_recordView, &RecordView::setMatcher);
    connect(m_records, &RecordsPanel::recordSelected, this, &Browser::enterRecord);
    connect(m_records, &RecordsPanel::draftSelected, this, &Browser::enterDraft);
    connect(m_records, &RecordsPanel::hitWanted, this, [this] { m_recordView->value()->stepHit(true); });
    connect(m_recordView->value()->tree(), &ValueTreeView::menuOpening, this, &Browser::fillFieldMenu);
    connect(m_records, &RecordsPanel::recordEditWanted, this, &Browser::editInRecord);
    connect(m_recordView, &RecordView::placeRequested, this, [this](const Group &group, RecordRow record) { goTo({group, record}); });
    connect(m_recordView, &RecordView::groupRequested, this, [this](const Group &group) { goTo({group, m_place.record}); });
}

void Browser::enterGroup(const Group &group)
{
    if (m_isMoving || group == m_place.group)
        return;
    m_place = {group, {}};
    m_history.visit(m_place);
    m_records->showGroup(group);
    m_recordView->setCurrentGroup(group);
    m_recordView->showRecord({});
    emit placeChanged(m_place);
}

void Browser::enterRecord(RecordRow row)
{
    if (m_isMoving || row == m_place.record || !row.isValid())
        return;
    m_place.record = row;
    m_history.visit(m_place);
    m_recordView->showRecord(row);
    {
        // Chosen in the tree, the record is current in the table as well.
        const QScopedValueRollback guard(m_isMoving, true);
        m_records->selectRecord(row);
    }
    emit placeChanged(m_place);
}

void Browser::enterDraft(EditBuffer *draft)
{
    if (m_isMoving)
        return;
    m_place.record = {};
    m_recordView->showDraft(draft);
    emit placeChanged(m_place);
}

/// Chosen just now, the record may still be on its way.
void Browser::editInRecord(const FieldPath &path)
{
    if (m_recordView->isBusy()) {
        connect(
            m_recordView, &RecordView::shown, this, [this, path] { editInRecord(path); },
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
        return;
    }
    const EditBuffer *buffer = m_recordView->buffer();
    if (!buffer)
        return;
    std::optional<bson::Path> place;
    path.visit(bson::DocumentView(buffer->body()), buffer->stored().collection,
               [&place](const bson::Element &, const std::vector<bson::PathStep> &trail) {
                   place = bson::Path(trail);
                   return false;
               });
    m_recordView->value()->editField(place.value_or(bson::Path()));
}

/// For the filter a position in an array means each item.
void Browser::fillFieldMenu(QMenu *menu, const bson::Path &path, const FieldValue &value)
{
    std::vector<FieldStep> steps;
    for (const bson::PathStep &step : path.steps())
        steps.push_back(step.isIndex() ? FieldStep{FieldStep::Kind::EachItem, {}, 0} : FieldStep{FieldStep::Kind::Name, step.name, 0});
    const QByteArray first = steps.empty() ? QByteArray() : steps.front().name;
    if (first.isEmpty() || first == "_id" || first == "associations")
        return;
    // Filters call the value data, whatever the document calls it.
    if (const EditBuffer *buffer = m_recordView->buffer(); buffer && valuePath(buffer->stored()).steps().front().name == first)
        steps.front().name = "data";
    m_records->fillFilterMenu(*menu, FieldPath(std::move(steps)), value);
}

/// A new record has a row of its own from now on.
void Browser::takeSaved(const EditBuffer *draft)
{
    const RecordRow saved = draft->stored().row;
    if (draft != m_recordView->buffer() || m_recordView->record() != saved || m_place.record == saved || draft->isDeletion())
        return;
    m_place.record = saved;
    m_records->selectRecord(m_place.record);
    emit placeChanged(m_place);
}

void Browser::show(const Place &place)
{
    {
        // The panels say that they moved; that is no new step of the user.
        const QScopedValueRollback guard(m_isMoving, true);
        m_place = place;
        m_navigator->reveal(place.group);
        m_records->showGroup(place.group);
        m_records->selectRecord(place.record);
        m_recordView->setCurrentGroup(place.group);
        m_recordView->showRecord(place.record);
    }
    emit placeChanged(m_place);
}

QAbstractItemView *Browser::recordTable() const
{
    return m_records->findChild<QAbstractItemView *>(u"recordTable"_s);
}

} // namespace persistence
