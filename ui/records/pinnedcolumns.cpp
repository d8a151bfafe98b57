#include "ui/records/pinnedcolumns.h"

#include <QHeaderView>
#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

using namespace Qt::StringLiterals;

namespace persistence {

PinnedColumns::PinnedColumns(QTableView *table) : QTableView(table), m_table(table)
{
    setObjectName(u"pinnedColumns"_s);
    setModel(table->model());
    setSelectionModel(table->selectionModel());
    setSelectionBehavior(table->selectionBehavior());
    setSelectionMode(table->selectionMode());
    // The table decides what is edited, also here.
    setEditTriggers(NoEditTriggers);
    setShowGrid(table->showGrid());
    setAlternatingRowColors(table->alternatingRowColors());
    setWordWrap(false);
    // The table keeps the focus, so that keys do the same everywhere.
    setFocusPolicy(Qt::NoFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setContextMenuPolicy(Qt::CustomContextMenu);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(table->verticalHeader()->defaultSectionSize());
    horizontalHeader()->setSectionsClickable(true);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(table->horizontalHeader()->defaultAlignment());
    horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    hide();
    connectTable();
}

void PinnedColumns::connectTable()
{
    const QHeaderView *header = m_table->horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, &PinnedColumns::follow);
    connect(header, &QHeaderView::sectionMoved, this, &PinnedColumns::follow);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &PinnedColumns::follow);
    connect(header, &QHeaderView::geometriesChanged, this, &PinnedColumns::follow);
    connect(horizontalHeader(), &QHeaderView::sectionClicked, header, &QHeaderView::sectionClicked);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (!m_isFollowing)
            m_table->setColumnWidth(column, width);
    });
    connect(horizontalHeader(), &QWidget::customContextMenuRequested, m_table->horizontalHeader(), &QWidget::customContextMenuRequested);
    connect(this, &QWidget::customContextMenuRequested, m_table, &QWidget::customContextMenuRequested);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &PinnedColumns::scrollAlong);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_isScrollingAlong && !isHidden())
            m_table->verticalScrollBar()->setValue(value);
    });
    connect(model(), &QAbstractItemModel::columnsInserted, this, &PinnedColumns::follow);
    connect(model(), &QAbstractItemModel::columnsRemoved, this, &PinnedColumns::follow);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
}

void PinnedColumns::setCount(int count)
{
    m_count = qMax(0, count);
    follow();
}

void PinnedColumns::follow()
{
    if (m_isFollowing)
        return;
    const QScopedValueRollback guard(m_isFollowing, true);
    if (m_count == 0) {
        hide();
        return;
    }
    const QHeaderView *theirs = m_table->horizontalHeader();
    QHeaderView *ours = horizontalHeader();
    int shown = 0;
    for (int visual = 0; visual < theirs->count(); ++visual) {
        const int column = theirs->logicalIndex(visual);
        ours->moveSection(ours->visualIndex(column), visual);
        const bool isPinned = !theirs->isSectionHidden(column) && shown < m_count;
        setColumnHidden(column, !isPinned);
        if (!isPinned)
            continue;
        setColumnWidth(column, theirs->sectionSize(column));
        ++shown;
    }
    ours->setSortIndicatorShown(theirs->isSortIndicatorShown());
    ours->setSortIndicator(theirs->sortIndicatorSection(), theirs->sortIndicatorOrder());
    place();
    show();
    raise();
    scrollAlong();
}

/// Rows that came just now are not in the range of our bar yet. What it makes of the place of the table must not move the table.
void PinnedColumns::scrollAlong()
{
    if (isHidden())
        return;
    const QScopedValueRollback guard(m_isScrollingAlong, true);
    updateGeometries();
    verticalScrollBar()->setValue(m_table->verticalScrollBar()->value());
}

/// Over the left edge of the table, and never over all of it: what scrolls must stay in sight.
void PinnedColumns::place()
{
    const int frame = m_table->frameWidth();
    const int width = qMin(horizontalHeader()->length(), m_table->viewport()->width() * 2 / 3);
    setGeometry(frame, frame, width + 1, m_table->viewport()->height() + m_table->horizontalHeader()->height());
    horizontalHeader()->setFixedHeight(m_table->horizontalHeader()->height());
}

bool PinnedColumns::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && m_count > 0)
        place();
    return QTableView::eventFilter(watched, event);
}

} // namespace persistence
