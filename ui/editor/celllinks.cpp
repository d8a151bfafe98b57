#include "ui/editor/celllinks.h"

#include "model/items/itemtext.h"
#include "model/items/valuetreemodel.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kMargin = 4;
/// Buttons appear over the end of rows that can be edited; see RowTools.
constexpr int kToolsWidth = 100;

QString separator()
{
    return u" · "_s;
}

std::vector<CellLink> barLinks(const QStyleOptionViewItem &option, const ValueTreeModel &model, const QModelIndex &index)
{
    std::vector<CellLink> links;
    int left = option.rect.left() + kMargin + option.fontMetrics.horizontalAdvance(ValueTreeModel::tr("show %1").arg(QString()));
    for (const auto &[text, row] : model.rangeLinks(index)) {
        const int width = option.fontMetrics.horizontalAdvance(text);
        links.push_back({text, QRect(left, option.rect.top(), width, option.rect.height()), row});
        left += width + option.fontMetrics.horizontalAdvance(separator());
    }
    return links;
}

} // namespace

std::vector<CellLink> cellLinks(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *model = qobject_cast<const ValueTreeModel *>(index.model());
    if (!model || index.column() != ValueTreeModel::ValueColumn)
        return {};
    if (index.data(ValueTreeModel::IsBarRole).toBool())
        return barLinks(option, *model, index);
    const QVariant size = index.data(ValueTreeModel::WholeSizeRole);
    if (!size.isValid())
        return {};
    const QString text = ValueTreeModel::tr("Show more (%1)").arg(sizeText(size.toLongLong()));
    const int width = option.fontMetrics.horizontalAdvance(text);
    const int right = option.rect.right() - kMargin - (model->isEditable() ? kToolsWidth : 0);
    // A narrow column keeps its text; the whole value opens by Enter as well.
    if (right - width < option.rect.left() + option.rect.width() / 4)
        return {};
    return {{text, QRect(right - width, option.rect.top(), width, option.rect.height()), -1}};
}

int textWidth(const QStyleOptionViewItem &option, const std::vector<CellLink> &links)
{
    const int end = links.empty() || links.front().row >= 0 ? option.rect.right() : links.front().rect.left();
    return end - option.rect.left() - 3 * kMargin;
}

void paintLinks(QPainter *painter, const QStyleOptionViewItem &option, const std::vector<CellLink> &links)
{
    if (links.empty())
        return;
    painter->save();
    QFont font = option.font;
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
    painter->setFont(font);
    if (links.front().row >= 0) {
        const QRect before(option.rect.left() + kMargin, option.rect.top(), links.front().rect.left() - option.rect.left(),
                           option.rect.height());
        painter->drawText(before, Qt::AlignVCenter | Qt::AlignLeft, ValueTreeModel::tr("show %1").arg(QString()));
    }
    for (size_t i = 1; i < links.size(); ++i) {
        const QRect between(links[i - 1].rect.right() + 1, option.rect.top(), links[i].rect.left() - links[i - 1].rect.right(),
                            option.rect.height());
        painter->drawText(between, Qt::AlignVCenter | Qt::AlignLeft, separator());
    }
    font.setUnderline(true);
    painter->setFont(font);
    if (!isSelected)
        painter->setPen(option.palette.color(QPalette::Link));
    for (const CellLink &link : links)
        painter->drawText(link.rect, Qt::AlignVCenter | Qt::AlignLeft, link.text);
    painter->restore();
}

} // namespace persistence
