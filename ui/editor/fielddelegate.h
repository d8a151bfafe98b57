#pragma once

#include "model/find/recordhits.h"
#include "ui/editor/fieldeditdelegate.h"

class QAbstractItemView;

namespace persistence {

/// Paints the cells of a value, those that differ from what is stored with a mark, and what the filter of the list found as well.
class FieldDelegate final : public FieldEditDelegate
{
    Q_OBJECT

public:
    explicit FieldDelegate(QAbstractItemView *view);

    /// What to mark in names and values; null for nothing. Of the document that the item model shows now.
    void setHits(std::shared_ptr<const RecordHits> hits);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    [[nodiscard]] std::vector<TextSpan> marksOf(const QModelIndex &index) const;

    QAbstractItemView *m_view;
    std::shared_ptr<const RecordHits> m_hits;
};

} // namespace persistence
