#pragma once

#include "model/base/latestjob.h"
#include "model/edit/editbuffer.h"
#include "model/items/memberrows.h"

#include <QAbstractTableModel>
#include <QHash>

namespace persistence {

/// What a table of an array of objects is made of. Offsets are in the document.
struct TableShape
{
    std::vector<quint32> items;
    /// The fields of all items, in the order in which they were first seen. kItself, which no field can be called, stands
    /// for items that are no objects.
    std::vector<QByteArray> columns;
    static inline const QByteArray kItself = QByteArray(1, '\0');
    std::vector<qsizetype> counts; ///< how many items have the field
    qsizetype hiddenColumns = 0;   ///< beyond ValueTableModel::kMaxColumns
};

/// An array of objects, or an object of objects, as a table: a row for each item, a column for each field that any of them has. Virtual: it
/// holds where the items start, and reads a cell when it is looked at. Cells edit the buffer, which it follows; sorting is a matter of the
/// view only. Its roles are those of ValueTreeModel. Lives on the thread of its view.
class ValueTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr qsizetype kMaxColumns = 500;
    /// Larger documents are looked through by a job, and so are longer lists sorted.
    static constexpr qsizetype kMaxScannedAtOnce = 1'000'000;
    static constexpr qsizetype kMaxSortedAtOnce = 10'000;

    explicit ValueTableModel(QObject *parent = nullptr);
    ~ValueTableModel() override;

    /// Whether a table says something about a value: it has members, and all of the first ones are objects or null.
    [[nodiscard]] static bool isTableLike(const bson::Element &element);
    /// Where in \a document the table for what is at \a path is: there, at the nearest place above it, or below it among the members.
    [[nodiscard]] static std::optional<bson::Path> tablePath(bson::DocumentView document, const bson::Path &path);

    /// Shows what is at \a path in \a document, or in what \a buffer holds, and follows it.
    void show(const QByteArray &document, const bson::Path &path);
    void follow(EditBuffer *buffer, const bson::Path &path, bool isLocked);
    void setLocked(bool isLocked) { m_isLocked = isLocked; }
    void clear();
    void setLocalTime(bool localTime);

    [[nodiscard]] const bson::Path &path() const { return m_path; }
    [[nodiscard]] bool isArray() const { return m_isArray; }
    [[nodiscard]] bool isEditable() const { return m_buffer && !m_isLocked; }
    [[nodiscard]] bool isSorted() const { return m_sortColumn >= 0; }
    /// The items are being looked through, or sorted.
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    [[nodiscard]] qsizetype hiddenColumns() const { return m_shape.hiddenColumns; }
    [[nodiscard]] const QByteArray &document() const { return m_document; }

    /// The value of a cell; nothing where the item lacks the field.
    [[nodiscard]] std::optional<bson::Element> element(const QModelIndex &index) const;
    /// The number of the item in a row, and where it and a cell are in the document.
    [[nodiscard]] int itemAt(int row) const { return m_order[size_t(row)]; }
    [[nodiscard]] int rowOfItem(int item) const;
    [[nodiscard]] bson::Path itemPath(int row) const;
    [[nodiscard]] bson::Path cellPath(const QModelIndex &index) const;
    [[nodiscard]] FieldState state(const QModelIndex &index) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    /// \a column -1: the order of the items.
    void sort(int column, Qt::SortOrder order) override;

signals:
    void refused(const persistence::Error &error);
    /// isBusy() or hiddenColumns() may differ.
    void shapeChanged();
    /// There is no table at path() any more.
    void gone();

private:
    void start(const QByteArray &document, const bson::Path &path);
    void take(TableShape shape);
    void refresh();
    void pairWithStored();
    [[nodiscard]] bson::Element itemElement(int item) const;
    [[nodiscard]] std::optional<bson::Element> storedItem(int item) const;
    [[nodiscard]] static std::optional<bson::Element> fieldOf(const bson::Element &item, const QByteArray &column);
    void replaceItems(std::vector<quint32> items, const QByteArray &document);
    void countFields(int first, int count, int sign);
    void dropEmptyColumns();
    void removeItems(int first, int count);
    void applyOrder(std::vector<int> order);
    void startSort(int column, Qt::SortOrder order);

    QByteArray m_document;
    bson::Path m_path;
    bool m_isArray = false;
    TableShape m_shape;
    QHash<QByteArray, int> m_columnOf;
    std::vector<int> m_order;    ///< the item of each row
    std::vector<int> m_storedAt; ///< the stored item that each item is, or -1; empty: the same one
    std::vector<quint32> m_storedItems;
    QByteArray m_stored;
    QPointer<EditBuffer> m_buffer;
    bool m_isLocked = true;
    bool m_localTime = false;
    int m_sortColumn = -1;
    LatestJob m_job;
};

} // namespace persistence
