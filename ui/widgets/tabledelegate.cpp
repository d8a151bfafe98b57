#include "ui/widgets/tabledelegate.h"

#include "ui/widgets/plaintext.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QStyle>
#include <QTableView>

#include <algorithm>

namespace persistence {

QString TableDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return isolated(value.toString());
}

bool TableDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return IconDelegate::helpEvent(event, view, option, index);
    const QString text = index.data(m_toolTipRole).toString();
    const int margin = view->style()->pixelMetric(QStyle::PM_FocusFrameHMargin, &option, view) + 1;
    const bool fits = option.fontMetrics.horizontalAdvance(text) + 2 * margin <= option.rect.width();
    showPlainToolTip(event->globalPos(), fits ? QString() : text, view->viewport(), option.rect);
    return true;
}

void prepareTable(QTableView *view)
{
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setFrameShape(QFrame::NoFrame);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTabKeyNavigation(false);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->verticalHeader()->setDefaultSectionSize(view->fontMetrics().height() + 8);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setSectionsClickable(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

QList<int> selectedRowsOf(const QTableView *view)
{
    QList<int> rows;
    for (const QItemSelectionRange &range : view->selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.append(row);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

} // namespace persistence
