#pragma once

#include "model/items/fieldcolumn.h"

#include <QAbstractTableModel>

namespace persistence {

/// The fields that a record table can show, to choose from: checked ones have a column, in this order. Titles and formats can be edited,
/// rows moved. Lives on the thread of its view.
class ColumnListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, TypesColumn, FillColumn, FormatColumn, ColumnCount };
    enum Role { FillRole = Qt::UserRole + 300 /**< double, 0 to 1 */, FormatRole /**< int of ColumnFormat */ };

    explicit ColumnListModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    /// \a shown first, in their order, then what else there is.
    void setFields(const QList<FieldColumn> &shown, const QList<FieldColumn> &all);
    /// The checked ones, in their order.
    [[nodiscard]] QList<FieldColumn> shown() const;
    void setAllShown(bool isShown);
    /// Puts a row before (-1) or behind (1) its neighbour.
    void move(int row, int direction);

    /// The name of a format for people, and all formats in the order of menus.
    [[nodiscard]] static QString formatName(ColumnFormat format);
    [[nodiscard]] static QList<ColumnFormat> formats();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// shown() is another list, or a title or format differs.
    void changed();

private:
    struct Entry
    {
        FieldColumn field;
        bool isShown = false;
    };

    [[nodiscard]] QVariant text(const Entry &entry, int column) const;

    QList<Entry> m_entries;
};

} // namespace persistence
