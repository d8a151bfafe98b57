#include "ui/records/recordtableview.h"

#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "ui/widgets/plaintext.h"

#include <QHeaderView>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Keeps the direction of each text inside its cell, and shows in a tooltip, as plain text, what does not fit.
class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QString displayText(const QVariant &value, const QLocale &) const override { return isolated(value.toString()); }

    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        // Ids often differ at their end only.
        if (index.column() == RecordTableModel::RecordIdColumn)
            option->textElideMode = Qt::ElideMiddle;
    }

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override
    {
        if (event->type() != QEvent::ToolTip)
            return QStyledItemDelegate::helpEvent(event, view, option, index);
        const QString text = index.data(ToolTipTextRole).toString();
        const bool fits = option.fontMetrics.horizontalAdvance(text) + 8 <= option.rect.width();
        showPlainToolTip(event->globalPos(), fits ? QString() : text, view->viewport(), option.rect);
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
    fitDates(TimeZone::Utc);
    setColumnWidth(RecordTableModel::SizeColumn, fontMetrics().horizontalAdvance(u"999 bytes"_s) + 12);
    setColumnWidth(RecordTableModel::RecordIdColumn, 16 * character);
    horizontalHeader()->setSectionResizeMode(RecordTableModel::ValueColumn, QHeaderView::Stretch);
}

void RecordTableView::fitDates(TimeZone zone)
{
    const QString widest = zone == TimeZone::Utc ? u"2026-12-31 23:59:59Z"_s : u"2026-12-31 23:59:59+01:00"_s;
    setColumnWidth(RecordTableModel::UpdatedColumn, fontMetrics().horizontalAdvance(widest) + 12);
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

void RecordTableView::keepTop(int first, int count)
{
    // The bar counts rows, because rows scroll one by one.
    const int top = verticalScrollBar()->value();
    if (top == 0 || first > top)
        return;
    updateGeometries();
    verticalScrollBar()->setValue(std::max(top + count, first));
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
