#pragma once

#include "model/bson/view.h"
#include "model/items/iconid.h"

#include <QAbstractItemModel>
#include <QByteArray>

#include <deque>
#include <optional>
#include <vector>

namespace persistence {

/// A BSON document or value as a tree: name, value, type. It holds the bytes and nothing else until a row is opened; then one walk over the
/// direct members of that row, never deeper, so 16 MiB open as fast as 16 bytes. Long arrays and objects get range rows
/// ("Items 0–99"), which nest. Read-only. Lives on the thread of its view.
class ValueTreeModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum Column { NameColumn, ValueColumn, TypeColumn, ColumnCount };

    enum Role {
        /// int of IconId, in the name column.
        IconRole = Qt::UserRole + 100,
        /// The way to the row, as path() gives it: a QList<QByteArray> of names from the root.
        PathRole,
        /// int of bson::Type; invalid for range rows.
        BsonTypeRole,
        /// bool: an earlier member of the same object has the same name. Only in objects of at most kMaxDuplicateSearch fields.
        IsDuplicateRole,
        /// bool: the cell shows less than the whole text.
        IsCutRole,
        /// bool: a row of the model's own that groups members.
        IsRangeRole,
    };

    /// More members than these stand in range rows (UX guide, section 3.6).
    static constexpr qsizetype kMaxFlatItems = 100;
    static constexpr qsizetype kMaxFlatFields = 250;
    static constexpr qsizetype kMaxDuplicateSearch = 100'000;

    explicit ValueTreeModel(QObject *parent = nullptr);
    ~ValueTreeModel() override;

    /// Shows the members of a whole document.
    void showDocument(QByteArray document);
    /// Shows one element of \a document, which holds the bytes: the members of a container, or a single row for anything else.
    void showElement(QByteArray document, const bson::Element &element);
    void clear();

    /// Dates in local time, each with its own offset, instead of UTC.
    void setLocalTime(bool localTime);

    /// The element of a row; nothing for range rows.
    [[nodiscard]] std::optional<bson::Element> element(const QModelIndex &index) const;
    /// The names on the way from the root to a row; range rows do not count. In arrays the names are the positions.
    [[nodiscard]] QList<QByteArray> path(const QModelIndex &index) const;
    /// The same for people and for copying: `answers[3].text`; names that are no plain words in brackets and quotes.
    [[nodiscard]] QString pathText(const QModelIndex &index) const;
    /// The bytes that all elements of this model point into.
    [[nodiscard]] const QByteArray &document() const { return m_document; }
    /// The row at the end of \a path, or of the longest front of it that exists. Opens what lies on the way.
    [[nodiscard]] QModelIndex find(const QList<QByteArray> &path) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const final;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const final;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const final;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Node;
    using NodeId = quint32;

    void reset(QByteArray document);
    void openRoot(bson::DocumentView members, bool isArray);
    [[nodiscard]] NodeId nodeOf(const QModelIndex &index) const;
    [[nodiscard]] bson::Element elementOf(const Node &node) const;
    [[nodiscard]] bool isContainer(const Node &node) const;
    /// Makes the child nodes of a node, once.
    void open(NodeId id) const;
    void scan(Node &node, bson::DocumentView members) const;
    void addChildren(NodeId id, NodeId owner, quint32 first, quint32 count) const;
    [[nodiscard]] qsizetype memberCount(NodeId id) const;
    [[nodiscard]] QModelIndex indexOf(NodeId id) const;
    [[nodiscard]] NodeId childNamed(NodeId parent, QByteArrayView name) const;
    [[nodiscard]] QString nameText(NodeId id) const;
    [[nodiscard]] QString valueText(NodeId id) const;
    [[nodiscard]] bool isCut(const Node &node) const;
    [[nodiscard]] QVariant toolTip(const QModelIndex &index) const;

    QByteArray m_document;
    bool m_localTime = false;
    // Nodes are made when a row is opened: rows appear to have been there always, so the functions that open them are const.
    mutable std::deque<Node> m_nodes;
};

} // namespace persistence
