#pragma once

#include "model/base/textspan.h"

#include <QStyledItemDelegate>

#include <vector>

namespace persistence {

/// Draws a row of the tree: picture, name, raw id in grey, and at the far edge the count, before it size and share if they are switched on.
/// The row under the mouse has buttons as well; all they do is in the context menu, too. Each part has its own place, so that text of one
/// direction cannot reorder the others. What does not fit is elided and shown whole in the tooltip. All rows are equally high.
class NavigatorDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;
    void setSizesShown(bool areShown) { m_areSizesShown = areShown; }
    /// The letters to mark in names and ids of groups; none for an empty text.
    void setFilterText(const QString &text) { m_filterText = text; }

    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option, const QModelIndex &index) override;

signals:
    void refreshRequested();
    void copyKeyRequested(const QModelIndex &index);

private:
    enum class Button { CopyKey, Refresh };

    /// The buttons of a row with their places, for a mouse and a painter alike.
    [[nodiscard]] QList<std::pair<Button, QRect>> buttonsOf(const QStyleOptionViewItem &option, const QModelIndex &index) const;
    [[nodiscard]] QStringList textsAtEnd(const QModelIndex &index) const;
    [[nodiscard]] std::vector<TextSpan> marksIn(const QModelIndex &index, const QString &text) const;

    bool m_areSizesShown = false;
    QString m_filterText;
};

} // namespace persistence
