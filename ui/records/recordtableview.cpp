#include "ui/records/recordtableview.h"

#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "ui/widgets/plaintext.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Shows in a tooltip, as plain text, what does not fit into a cell.
class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return QStyledItemDelegate::helpEvent(event, view, option, index);
        const QString text = index.data(ToolTipTextRole).toString();
        const bool fits = option.fontMetrics.horizontalAdvance(text) + 8 <= option.rect.width();
        QToolTip::showText(event->globalPos(), fits ? QString() : plainToolTip(text), view->viewport(), option.rect);
        return true;
    }
};

} // namespace

RecordTableView::RecordTableView(QWidget *parent) : QTableView(parent)
{
    setObjectName(u"recordTable"_s);
    setAccessibleName(tr("Records of the group"));
    setItemDelegate(new CellDelegate(this));
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
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
    horizontalHeader()->setSectionsClickable(false);
    horizontalHeader()->setSectionsMovable(true);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void RecordTableView::setColumnWidths()
{
    const int character = fontMetrics().averageCharWidth();
    setColumnWidth(RecordTableModel::KeyColumn, 34 * character);
    setColumnWidth(RecordTableModel::ValueColumn, 52 * character);
    setColumnWidth(RecordTableModel::UpdatedColumn, fontMetrics().horizontalAdvance(u"2026-12-31 23:59:59+01:00"_s) + 16);
    setColumnWidth(RecordTableModel::SizeColumn, 12 * character);
    setColumnWidth(RecordTableModel::RecordIdColumn, 30 * character);
    horizontalHeader()->setSectionResizeMode(RecordTableModel::ValueColumn, QHeaderView::Stretch);
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

void RecordTableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        emit copyRequested();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

} // namespace persistence
