#include "ui/records/markeddelegate.h"

#include "model/items/draftmarks.h"
#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/markedtext.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>

namespace persistence {

namespace {

Tone toneOf(DraftMark mark)
{
    switch (mark) {
    case DraftMark::None:
        return Tone::Neutral;
    case DraftMark::New:
        return Tone::Good;
    case DraftMark::Edited:
        return Tone::Alert;
    case DraftMark::Deletion:
    case DraftMark::Behind:
    case DraftMark::Failed:
        return Tone::Bad;
    }
    return Tone::Neutral;
}

DraftMark markOf(const QModelIndex &index, int role)
{
    return DraftMark(index.data(role).toInt());
}

/// Blue for what will be saved, red for what cannot be.
Tone cellTone(DraftMark mark)
{
    return mark == DraftMark::Edited ? Tone::Info : Tone::Bad;
}

} // namespace

MarkedDelegate::MarkedDelegate(QObject *parent) : FieldEditDelegate(ValueTreeModel::IconRole, parent)
{
}

QString MarkedDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return isolated(value.toString());
}

void MarkedDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    FieldEditDelegate::initStyleOption(option, index);
    // Only records with a draft have a picture of their own.
    const auto picture = IconId(index.data(IconIdRole).toInt());
    if (picture != IconId::None && picture != IconId::Record) {
        option->icon = icon(picture);
        option->features |= QStyleOptionViewItem::HasDecoration;
    }
    const DraftMark row = markOf(index, RecordTableModel::RowMarkRole);
    if (row != DraftMark::None)
        option->backgroundBrush = toneBackground(toneOf(row), option->palette);
    else if (const QVariant colour = index.data(RecordTableModel::ColourRole); colour.isValid())
        option->backgroundBrush = hueBackground(colour.toInt(), option->palette);
    option->font.setStrikeOut(row == DraftMark::Deletion);
    if (const DraftMark cell = markOf(index, RecordTableModel::CellMarkRole); cell != DraftMark::None) {
        option->icon = icon(draftIcon(cell), toneColor(cellTone(cell), option->palette));
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationPosition = QStyleOptionViewItem::Right;
    }
    // Ids often differ at their end only.
    if (index.column() == RecordTableModel::RecordIdColumn)
        option->textElideMode = Qt::ElideMiddle;
    // Null, and what is too large for a cell, are no texts of anybody's.
    const QVariant type = index.data(RecordTableModel::BsonTypeRole);
    if (index.column() >= RecordTableModel::ColumnCount && (!type.isValid() || type.toInt() == int(bson::Type::Null)))
        option->palette.setColor(QPalette::Text, option->palette.color(QPalette::PlaceholderText));
}

void MarkedDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto marks = index.data(RecordTableModel::MarksRole).value<QList<TextSpan>>();
    if (marks.isEmpty()) {
        FieldEditDelegate::paint(painter, option, index);
    } else {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        drawMarkedCell(*painter, cell, marks);
    }
    if (const DraftMark mark = markOf(index, RecordTableModel::CellMarkRole); mark != DraftMark::None) {
        painter->setPen(QPen(toneColor(cellTone(mark), option.palette), 2));
        painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
    }
}

bool MarkedDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return FieldEditDelegate::helpEvent(event, view, option, index);
    const QString text = index.data(ToolTipTextRole).toString();
    const bool fits = !text.contains(u'\n') && option.fontMetrics.horizontalAdvance(text) + 8 <= option.rect.width();
    showPlainToolTip(event->globalPos(), fits ? QString() : text, view->viewport(), option.rect);
    return true;
}

} // namespace persistence
