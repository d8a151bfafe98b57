#include "ui/records/markeddelegate.h"

#include "model/items/recordtablemodel.h"
#include "model/items/roles.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/markedtext.h"
#include "ui/widgets/plaintext.h"

#include <QAbstractItemView>
#include <QHelpEvent>

namespace persistence {

QString MarkedDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return isolated(value.toString());
}

void MarkedDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    // Only records with a draft have a picture of their own.
    const auto picture = IconId(index.data(IconIdRole).toInt());
    if (picture != IconId::None && picture != IconId::Record) {
        option->icon = icon(picture);
        option->features |= QStyleOptionViewItem::HasDecoration;
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
        QStyledItemDelegate::paint(painter, option, index);
        return;
    }
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    drawMarkedCell(*painter, cell, marks);
}

bool MarkedDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    if (event->type() != QEvent::ToolTip)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const QString text = index.data(ToolTipTextRole).toString();
    const bool fits = !text.contains(u'\n') && option.fontMetrics.horizontalAdvance(text) + 8 <= option.rect.width();
    showPlainToolTip(event->globalPos(), fits ? QString() : text, view->viewport(), option.rect);
    return true;
}

} // namespace persistence
