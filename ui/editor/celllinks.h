#pragma once

#include <QString>
#include <QStyleOptionViewItem>

#include <vector>

class QPainter;

namespace persistence {

/// A part of a cell of the value tree that can be clicked.
struct CellLink
{
    QString text;
    QRect rect;
    qint64 row = -1; ///< of the range to go to; negative: opens the whole value
};

/// The links of a cell that is drawn with \a option: the ways into a bar ("show 100–199 · 2,500–2,599"), or "Show more (1.2 MB)" at the end
/// of a long text. None for other cells.
[[nodiscard]] std::vector<CellLink> cellLinks(const QStyleOptionViewItem &option, const QModelIndex &index);
/// How wide the text of a cell may be that stands before such links.
[[nodiscard]] int textWidth(const QStyleOptionViewItem &option, const std::vector<CellLink> &links);
void paintLinks(QPainter *painter, const QStyleOptionViewItem &option, const std::vector<CellLink> &links);

} // namespace persistence
