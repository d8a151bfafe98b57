#include "ui/records/recordtableview.h"

#include "model/items/recordtablemodel.h"
#include "ui/records/markeddelegate.h"
#include "ui/records/pinnedcolumns.h"
#include "ui/widgets/plaintext.h"

#include <QApplication>
#include <QDeadlineTimer>
#include <QHeaderView>
#include <QKeyEvent>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Typing looks at so many rows, however long that takes, before it looks at the clock: a moment of a busy machine must not end it.
constexpr int kLeastSearched = 100;

/// Whether a key begins a text: a space selects, and Enter and the like are no letters.
bool startsText(const QEvent *event)
{
    const auto *key = event && event->type() == QEvent::KeyPress ? static_cast<const QKeyEvent *>(event) : nullptr;
    return key && !key->text().isEmpty() && key->text().front().isPrint() && !key->text().front().isSpace();
}

void commit(QAbstractItemView *view, MarkedDelegate *delegate)
{
    // One that is closed already waits, hidden, to be deleted.
    if (QWidget *editor = delegate->openEditor(); editor && editor->isVisible() && view->isAncestorOf(editor)) {
        emit delegate->commitData(editor);
        emit delegate->closeEditor(editor, QAbstractItemDelegate::NoHint);
    }
}

} // namespace

RecordTableView::RecordTableView(QWidget *parent)
    : QTableView(parent)
    , m_delegate(new MarkedDelegate(this))
    , m_pinnedDelegate(new MarkedDelegate(this))
{
    setObjectName(u"recordTable"_s);
    setAccessibleName(tr("Records of the group"));
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(EditKeyPressed | DoubleClicked | AnyKeyPressed);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollMode(ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 8);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(5 * fontMetrics().averageCharWidth());
    horizontalHeader()->setTextElideMode(Qt::ElideRight);
    const auto tell = [this] {
        if (!m_isArranging)
            emit layoutChangedByUser();
    };
    connect(horizontalHeader(), &QHeaderView::sectionMoved, this, tell);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, tell);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, this, &RecordTableView::cycleOrder);
    connect(m_delegate, &FieldEditDelegate::noticed, this, &RecordTableView::noticed);
    connect(m_pinnedDelegate, &FieldEditDelegate::noticed, this, &RecordTableView::noticed);
}

void RecordTableView::setRecords(RecordTableModel *model)
{
    m_records = model;
    const QScopedValueRollback guard(m_isArranging, true);
    setModel(model);
    m_pinned = new PinnedColumns(this);
    // One of its own: the editors of a delegate belong to one view.
    m_pinned->setItemDelegate(m_pinnedDelegate);
    // It takes no focus, so an editor that closes there leaves it nowhere.
    connect(
        m_pinnedDelegate, &QAbstractItemDelegate::closeEditor, this,
        [this] {
            if (!QApplication::focusWidget())
                setFocus();
        },
        Qt::QueuedConnection);
    connect(m_pinned, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex &index) { edit(index, DoubleClicked, nullptr); });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &RecordTableView::commitOpenEditor);
    connect(model, &QAbstractItemModel::columnsAboutToBeRemoved, this, &RecordTableView::commitOpenEditor);
    // Behind the selection model, which has to know the new columns: it does not take them into the rows that are selected.
    connect(model, &QAbstractItemModel::columnsInserted, this, &RecordTableView::selectWholeRows);
}

void RecordTableView::setPinned(int count)
{
    m_pinned->setCount(count);
}

int RecordTableView::pinned() const
{
    return m_pinned->count();
}

void RecordTableView::applyLayout(const TableLayout &layout)
{
    const QScopedValueRollback guard(m_isArranging, true);
    QHeaderView *header = horizontalHeader();
    QSet<int> placed;
    int place = 0;
    const auto put = [&](int column, int width, bool isHidden) {
        header->moveSection(header->visualIndex(column), place++);
        placed.insert(column);
        // Before it is hidden: a hidden section that stretched leaves a gap.
        const bool stretches = column == RecordTableModel::ValueColumn && !isHidden;
        header->setSectionResizeMode(column, stretches ? QHeaderView::Stretch : QHeaderView::Interactive);
        setColumnHidden(column, isHidden);
        if (!isHidden && !stretches)
            header->resizeSection(column, width > 0 ? width : firstWidth(column));
    };
    for (const TableLayout::Column &wanted : layout.columns) {
        const int column = columnOf(wanted);
        if (column >= 0 && !placed.contains(column))
            put(column, wanted.width, wanted.isHidden);
    }
    for (int column = 0; column < m_records->columnCount(); ++column) {
        if (!placed.contains(column))
            put(column, 0, false);
    }
    const auto hasWidth = [](const TableLayout::Column &column) { return column.fixed == RecordTableModel::KeyColumn && column.width > 0; };
    if (std::ranges::none_of(layout.columns, hasWidth))
        widenKey();
    showOrder();
    setPinned(layout.pinned);
}

/// Whole keys, as far as there is room that no other column takes.
void RecordTableView::widenKey()
{
    const int spare = viewport()->width() - horizontalHeader()->length();
    if (spare <= 0 || isColumnHidden(RecordTableModel::KeyColumn))
        return;
    const int now = columnWidth(RecordTableModel::KeyColumn);
    const int wanted = sizeHintForColumn(RecordTableModel::KeyColumn) + 12;
    horizontalHeader()->resizeSection(RecordTableModel::KeyColumn, std::clamp(wanted, now, now + spare));
}

TableLayout RecordTableView::layoutNow() const
{
    TableLayout layout;
    const QHeaderView *header = horizontalHeader();
    for (int place = 0; place < header->count(); ++place) {
        const int column = header->logicalIndex(place);
        TableLayout::Column kept;
        if (const FieldColumn *field = m_records->fieldAt(column)) {
            kept.path = field->path.toText();
            kept.title = field->title;
            kept.format = field->format;
        } else {
            kept.fixed = column;
        }
        kept.isHidden = header->isSectionHidden(column);
        kept.width = kept.isHidden || header->sectionResizeMode(column) == QHeaderView::Stretch ? 0 : header->sectionSize(column);
        layout.columns.append(kept);
    }
    layout.pinned = pinned();
    layout.order = m_records->order();
    layout.colouring = m_records->colouring();
    return layout;
}

void RecordTableView::showOrder()
{
    QHeaderView *header = horizontalHeader();
    const RecordOrder &order = m_records->order();
    for (int column = 0; column < m_records->columnCount(); ++column) {
        if (order != RecordOrder() && m_records->orderBy(column, order.isDescending) == order) {
            header->setSortIndicator(column, order.isDescending ? Qt::DescendingOrder : Qt::AscendingOrder);
            header->setSortIndicatorShown(true);
            return;
        }
    }
    header->setSortIndicatorShown(false);
}

void RecordTableView::cycleOrder(int column)
{
    const auto upwards = m_records->orderBy(column, false);
    const auto downwards = m_records->orderBy(column, true);
    if (!upwards)
        return;
    const RecordOrder now = m_records->order();
    emit orderWanted(now == *downwards ? RecordOrder() : now == *upwards ? *downwards : *upwards);
}

int RecordTableView::columnOf(const TableLayout::Column &column) const
{
    if (column.fixed >= 0)
        return column.fixed < RecordTableModel::ColumnCount ? column.fixed : -1;
    for (int field = RecordTableModel::ColumnCount; field < m_records->columnCount(); ++field) {
        if (m_records->fieldAt(field)->path.toText() == column.path)
            return field;
    }
    return -1;
}

/// For a field what its title and the cells in sight need, within bounds.
int RecordTableView::firstWidth(int column) const
{
    const int character = fontMetrics().averageCharWidth();
    switch (column) {
    case RecordTableModel::KeyColumn:
        return 34 * character;
    case RecordTableModel::ValueColumn:
        return 40 * character;
    case RecordTableModel::UpdatedColumn: {
        const QString widest = m_timeZone == TimeZone::Utc ? u"2026-12-31 23:59:59Z"_s : u"2026-12-31 23:59:59+01:00"_s;
        return fontMetrics().horizontalAdvance(widest) + 12;
    }
    case RecordTableModel::SizeColumn:
        return fontMetrics().horizontalAdvance(u"999 bytes"_s) + 24;
    case RecordTableModel::RecordIdColumn:
        return 16 * character;
    default:
        return qBound(8 * character, qMax(sizeHintForColumn(column) + 12, titleWidth(column)), 36 * character);
    }
}

/// With room for the arrow of the column that the table is sorted by.
int RecordTableView::titleWidth(int column) const
{
    // As wide as the style draws it: half of the height, with margins.
    const int arrow = horizontalHeader()->sizeHint().height() / 2 + 2 * style()->pixelMetric(QStyle::PM_HeaderMargin);
    return horizontalHeader()->sectionSizeHint(column) + (horizontalHeader()->isSortIndicatorShown() ? 0 : arrow);
}

void RecordTableView::fitDates(TimeZone zone)
{
    m_timeZone = zone;
    for (MarkedDelegate *delegate : {m_delegate, m_pinnedDelegate})
        delegate->setZone(zone == TimeZone::Utc ? DateZone::Utc : DateZone::Local);
    const QScopedValueRollback guard(m_isArranging, true);
    if (!isColumnHidden(RecordTableModel::UpdatedColumn))
        setColumnWidth(RecordTableModel::UpdatedColumn, firstWidth(RecordTableModel::UpdatedColumn));
}

void RecordTableView::selectOnly(int row)
{
    const QModelIndex index = m_records->index(row, std::max(0, currentIndex().column()));
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

void RecordTableView::selectWholeRows()
{
    selectionModel()->select(selectionModel()->selection(), QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

QList<int> RecordTableView::selectedRows() const
{
    // By ranges: asking for the selected indexes of a million rows takes seconds.
    QList<int> rows;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom() && rows.size() < 1'000'000; ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

QList<int> RecordTableView::shownColumns() const
{
    QList<int> columns;
    for (int place = 0; place < horizontalHeader()->count(); ++place) {
        const int column = horizontalHeader()->logicalIndex(place);
        if (!isColumnHidden(column))
            columns.append(column);
    }
    return columns;
}

void RecordTableView::revealRow(int row)
{
    // The bar counts rows, and does not know yet those that came just now.
    updateGeometries();
    const int top = verticalScrollBar()->value();
    const int rows = viewport()->height() / verticalHeader()->defaultSectionSize();
    if (row < top || row >= top + rows)
        verticalScrollBar()->setValue(row - rows / 2);
}

void RecordTableView::keyboardSearch(const QString &search)
{
    const int rows = model()->rowCount();
    const bool isContinued = m_sinceTyped.isValid() && m_sinceTyped.elapsed() < QApplication::keyboardInputInterval();
    m_typed = isContinued && !search.isEmpty() ? m_typed + search : search;
    m_sinceTyped.start();
    if (m_typed.isEmpty() || rows == 0)
        return;
    // The same letter again means the next one; another letter may still fit the row that is current.
    const bool isRepeated = m_typed.count(m_typed.front()) == m_typed.size();
    const QString wanted = isRepeated ? m_typed.first(1) : m_typed;
    const QModelIndex current = currentIndex();
    const int first = current.isValid() ? current.row() + (isRepeated ? 1 : 0) : 0;
    const QDeadlineTimer end(m_searchTime);
    for (int i = 0; i < rows; ++i) {
        const QModelIndex index = model()->index((first + i) % rows, std::max(0, current.column()));
        if (index.data().toString().startsWith(wanted, Qt::CaseInsensitive)) {
            selectOnly(index.row());
            return;
        }
        if (i + 1 >= kLeastSearched && end.hasExpired() && i + 1 < rows) {
            emit searchStopped(wanted, i + 1);
            return;
        }
    }
}

void RecordTableView::keepTop(int first, int count)
{
    // The bar counts rows, because rows scroll one by one.
    const int top = verticalScrollBar()->value();
    if (top == 0 || first > top)
        return;
    updateGeometries();
    verticalScrollBar()->setValue(std::max(top + count, first));
}

void RecordTableView::commitOpenEditor()
{
    commit(this, m_delegate);
    commit(m_pinned, m_pinnedDelegate);
}

void RecordTableView::rowsAboutToBeRemoved(const QModelIndex &parent, int first, int last)
{
    commitOpenEditor();
    QTableView::rowsAboutToBeRemoved(parent, first, last);
}

bool RecordTableView::edit(const QModelIndex &index, EditTrigger trigger, QEvent *event)
{
    if (!(trigger & (EditKeyPressed | DoubleClicked | AnyKeyPressed)) || !index.isValid())
        return QTableView::edit(index, trigger, event);
    const RecordTableModel::CellPlace place = m_records->editPlace(index);
    const QString reason = m_records->reasonToRefuse(index.row());
    const bool isTyping = trigger == AnyKeyPressed;
    if (isTyping && (place != RecordTableModel::CellPlace::InCell || !reason.isEmpty() || !startsText(event)))
        return false;
    if (place == RecordTableModel::CellPlace::Nowhere)
        return false;
    if (!reason.isEmpty()) {
        const QRect cell = visualRect(index);
        showPlainToolTip(viewport()->mapToGlobal(cell.bottomLeft()), reason, viewport(), cell);
        return false;
    }
    if (place == RecordTableModel::CellPlace::InRecord) {
        emit recordEditWanted(index);
        return true;
    }
    if (m_pinned->isHidden() || m_pinned->isColumnHidden(index.column()))
        return QTableView::edit(index, trigger, event);
    // In the table the editor would lie below the pinned columns.
    m_pinned->edit(index);
    if (isTyping && m_pinnedDelegate->openEditor())
        QCoreApplication::sendEvent(m_pinnedDelegate->openEditor(), event);
    return true;
}

void RecordTableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        emit copyRequested();
        event->accept();
        return;
    }
    // Qt goes to the ends without selecting what is there, so that another record would stay below.
    const bool isToEnd = event->matches(QKeySequence::MoveToEndOfDocument);
    if (model() && model()->rowCount() > 0 && (isToEnd || event->matches(QKeySequence::MoveToStartOfDocument))) {
        selectOnly(isToEnd ? model()->rowCount() - 1 : 0);
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace persistence
