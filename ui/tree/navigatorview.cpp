#include "ui/tree/navigatorview.h"

#include "model/items/roles.h"
#include "ui/tree/navigatordelegate.h"

#include <QHeaderView>
#include <QKeyEvent>

#include <deque>

using namespace Qt::StringLiterals;

namespace persistence {

NavigatorView::NavigatorView(QWidget *parent) : QTreeView(parent), m_delegate(new NavigatorDelegate(this))
{
    setObjectName(u"navigator"_s);
    setAccessibleName(tr("Apps and groups of records"));
    setHeaderHidden(true);
    // With equal heights a million rows are laid out without asking for one of them.
    setUniformRowHeights(true);
    setItemDelegate(m_delegate);
    // The buttons of a row show under the mouse.
    viewport()->setAttribute(Qt::WA_Hover);
    viewport()->setMouseTracking(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setSectionResizeMode(QHeaderView::Stretch);
    header()->setMinimumSectionSize(10);
    setFrameShape(QFrame::NoFrame);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setIndentation(18);
}

bool NavigatorView::expandBelow(const QModelIndex &index)
{
    std::deque<QPersistentModelIndex> waiting = {QPersistentModelIndex(index)};
    int rows = 0;
    while (!waiting.empty()) {
        const QModelIndex next = waiting.front();
        waiting.pop_front();
        if (next.isValid())
            expand(next);
        const int count = model()->rowCount(next);
        rows += count;
        for (int row = 0; row < count && rows <= kMaxExpanded; ++row) {
            const QModelIndex child = model()->index(row, 0, next);
            if (!model()->hasChildren(child))
                break;
            waiting.emplace_back(child);
        }
        if (rows > kMaxExpanded)
            return false;
    }
    return true;
}

void NavigatorView::keyPressEvent(QKeyEvent *event)
{
    // Qt's own answer to `*` opens everything below, whatever its size.
    if (event->key() == Qt::Key_Asterisk && currentIndex().isValid()) {
        if (!expandBelow(currentIndex()))
            emit expandStopped();
        event->accept();
        return;
    }
    QTreeView::keyPressEvent(event);
}

QModelIndex NavigatorView::topRow() const
{
    return indexAt(viewport()->rect().topLeft());
}

void NavigatorView::putOnTop(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    executeDelayedItemsLayout();
    scrollTo(index, PositionAtTop);
}

} // namespace persistence
