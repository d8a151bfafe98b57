#pragma once

#include "model/find/filtercompletion.h"

#include <QAbstractTableModel>

namespace persistence {

/// How a filter that is being typed could go on, as rows of a short list: what would be written, and what that is. Lives on the thread of
/// the window.
class CompletionModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { TextColumn, DescriptionColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setItems(const QList<FilterCompletion::Item> &items);
    [[nodiscard]] const QList<FilterCompletion::Item> &items() const { return m_items; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    QList<FilterCompletion::Item> m_items;
};

} // namespace persistence
