#pragma once

#include "model/bson/view.h"
#include "model/edit/editbuffer.h"
#include "model/items/iconid.h"
#include "model/items/memberrows.h"

#include <QAbstractItemModel>
#include <QByteArray>
#include <QPointer>

#include <deque>
#include <optional>
#include <vector>

namespace persistence {

/// A BSON document or value as a tree: name, value, type. It holds the bytes and nothing else until a row is opened; then one walk over the
/// direct members of that row, never deeper, so 16 MiB open as fast as 16 bytes. Long arrays and objects get range rows
/// ("Items 0–99"), which nest. With a buffer it follows every edit and tells of no more than what changed, so that what is opened and
/// selected stays; fields that differ from what is stored are marked, and removed ones stay as rows until the record is saved. Lives on the
/// thread of its view.
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
        /// bool: a range row for all members that do not stand beside it.
        IsBarRole,
        /// QString: what an opened bar says in place of its text; only of objects.
        OpenTextRole,
        /// qint64: the bytes of a text or binary that is long enough to be opened on its own; else invalid.
        WholeSizeRole,
        /// int of FieldState.
        StateRole,
        /// bool: an item of an array, which has a position and no name.
        IsItemRole,
        /// bool: the cell holds a field name.
        IsNameRole,
        /// QByteArray: the name of the field as stored.
        FieldNameRole,
        /// FieldValue: a copy of the whole value, for an editor.
        FieldRole,
        /// bool: there is no such field; only in tables.
        IsMissingRole,
        /// qint64: where the field begins in the document, in bytes; invalid for range rows and for what is removed or missing.
        OffsetRole,
    };

    /// With more members than these, only the first ones stand in their container themselves, and the rest behind one range row, the bar
    /// (UX guide, section 3.6).
    static constexpr qsizetype kMaxFlatItems = 125;
    static constexpr qsizetype kMaxFlatFields = 50;
    static constexpr qsizetype kShownItems = 100;
    static constexpr qsizetype kShownFields = 25;
    static constexpr qsizetype kMaxDuplicateSearch = 100'000;

    explicit ValueTreeModel(QObject *parent = nullptr);
    ~ValueTreeModel() override;

    /// Shows the members of a whole document.
    void showDocument(QByteArray document);
    /// Shows one element of \a document, which holds the bytes: the members of a container, or a single row for anything else.
    void showElement(QByteArray document, const bson::Element &element);
    void clear();
    /// Shows what \a buffer holds, its value or the whole document, and follows it. \a isLocked: without editing.
    void follow(EditBuffer *buffer, bool wholeDocument, bool isLocked);
    [[nodiscard]] bool isEditable() const { return m_buffer && !m_isLocked; }

    /// Dates in local time, each with its own offset, instead of UTC.
    void setLocalTime(bool localTime);

    /// The element of a row, of a removed one as it is stored; nothing for range rows.
    [[nodiscard]] std::optional<bson::Element> element(const QModelIndex &index) const;
    /// What is stored in the place of a row; nothing for added ones.
    [[nodiscard]] std::optional<bson::Element> storedElement(const QModelIndex &index) const;
    [[nodiscard]] FieldState state(const QModelIndex &index) const;
    /// Where a row is in the document, for verbs; of equal names the right one. Of a removed row where it was. The invalid index: what the
    /// tree shows the members of.
    [[nodiscard]] bson::Path editPath(const QModelIndex &index) const;
    /// The object or array that a row is in, and its number there; of a removed row the number it would get.
    struct Place
    {
        bson::Path container;
        bool isArray = false;
        qint64 position = 0;
    };
    [[nodiscard]] Place place(const QModelIndex &index) const;
    /// Whether the members of what is shown can be added to, and whether they are items.
    [[nodiscard]] bool isRootContainer() const { return m_rootKind == RootKind::Object || m_rootKind == RootKind::Array; }
    [[nodiscard]] bool isRootArray() const { return m_rootKind == RootKind::Array; }
    /// The row of the member at \a path, which starts at the document; invalid if it is not shown. Opens what lies on the way.
    [[nodiscard]] QModelIndex findPath(const bson::Path &path) const;
    /// The names on the way from the root to a row; range rows do not count. In arrays the names are the positions.
    [[nodiscard]] QList<QByteArray> path(const QModelIndex &index) const;
    /// The same for people and for copying: `answers[3].text`; names that are no plain words in brackets and quotes.
    [[nodiscard]] QString pathText(const QModelIndex &index) const;
    /// Ways into a bar: to its start, its middle and its end. Nothing for other rows, and for short ones.
    struct RangeLink
    {
        QString text;   ///< "100–199"
        qint64 row = 0; ///< for rangeRow()
    };
    [[nodiscard]] std::vector<RangeLink> rangeLinks(const QModelIndex &bar) const;
    /// The range row that holds the row of a link, or the row itself. Opens what lies on the way.
    [[nodiscard]] QModelIndex rangeRow(const QModelIndex &bar, qint64 row) const;
    /// The bytes that all elements of this model point into.
    [[nodiscard]] const QByteArray &document() const { return m_now.document; }
    /// The row at the end of \a path, or of the longest front of it that exists. Opens what lies on the way.
    [[nodiscard]] QModelIndex find(const QList<QByteArray> &path) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const final;
    [[nodiscard]] QModelIndex parent(const QModelIndex &child) const final;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const final;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const final;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const final;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Edits the buffer: the name column takes a QByteArray, the value column a FieldValue. What is refused is told by refused().
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData *mimeData(const QModelIndexList &indexes) const override;
    bool dropMimeData(const QMimeData *data, Qt::DropAction action, int row, int column, const QModelIndex &parent) override;

signals:
    /// An edit was not made.
    void refused(const persistence::Error &error);

private:
    struct Node;
    struct Plan;
    using NodeId = quint32;

    enum class RootKind { Nothing, Object, Array, Scalar };

    /// A document and what of it is shown.
    struct Side
    {
        QByteArray document;
        /// Where the element starts whose members are shown; kWhole: the members of the document itself.
        qsizetype offset = kNothing;

        static constexpr qsizetype kWhole = -1;
        static constexpr qsizetype kNothing = -2;
        [[nodiscard]] bson::Element element() const;
        [[nodiscard]] RootKind kind() const;
        [[nodiscard]] Members members() const;
    };

    void show(Side now, Side stored);
    void refresh();
    [[nodiscard]] Side sideOf(const QByteArray &body) const;
    void openRoot();
    [[nodiscard]] static MemberRow scalarRow(const Side &now, const Side &stored);
    [[nodiscard]] NodeId nodeOf(const QModelIndex &index) const;
    /// The row of its container that a node stands for; an empty one for range rows.
    [[nodiscard]] MemberRow rowOf(const Node &node) const;
    [[nodiscard]] bson::Element elementOf(const Node &node) const;
    /// The nearest node above that holds rows: not a range row.
    [[nodiscard]] NodeId containerOf(NodeId id) const;
    [[nodiscard]] bool hasMembers(const Node &node) const;
    /// The members below a row, as they are now and as they are stored.
    [[nodiscard]] static Members membersNow(const MemberRow &row, const Side &now);
    [[nodiscard]] static Members membersStored(const MemberRow &row, const Side &now, const Side &stored);
    /// Makes the child nodes of a node, once.
    void open(NodeId id) const;
    void addMembers(NodeId id) const;
    void addRange(NodeId id) const;
    [[nodiscard]] Node memberNode(NodeId parent, int row, quint32 line) const;
    [[nodiscard]] Node rangeNode(NodeId parent, int row, quint32 first, quint32 count) const;
    /// A child of a range row that stands for \a count rows from \a first on, as the step of its parent says: a member or a range row.
    [[nodiscard]] Node childNode(NodeId parent, int row, quint32 first, quint32 count) const;
    [[nodiscard]] NodeId addNode(Node node) const;
    [[nodiscard]] qsizetype memberCount(NodeId id) const;
    [[nodiscard]] QModelIndex indexOf(NodeId id, int column = 0) const;
    /// The node of row \a line of the container \a container; goes down through range rows.
    [[nodiscard]] NodeId nodeAt(NodeId container, quint32 line) const;
    [[nodiscard]] NodeId childNamed(NodeId parent, QByteArrayView name) const;
    [[nodiscard]] bson::PathStep stepOf(NodeId id) const;
    [[nodiscard]] QString nameText(NodeId id) const;
    [[nodiscard]] QString rangeText(NodeId id) const;
    /// The positions of \a count rows of a container for people, such as "100–199".
    [[nodiscard]] QString positionsText(NodeId container, quint32 first, quint32 count) const;
    [[nodiscard]] bool isBar(NodeId id) const;
    [[nodiscard]] QString valueText(NodeId id) const;
    /// On which line of the value's text a member stands, from 1; nothing for removed ones, and in large documents.
    [[nodiscard]] std::optional<qint64> textLine(NodeId id) const;
    [[nodiscard]] QVariant toolTip(const QModelIndex &index) const;
    [[nodiscard]] QString changeText(const MemberRow &row) const;

    // Following a buffer: first all is planned and taken over at once, then views are told (valuetreeupdate.cpp).
    void update(Side now, Side stored);
    [[nodiscard]] std::vector<Plan> planUpdate(const Side &now, const Side &stored, bool isSameStored);
    [[nodiscard]] Plan planContainer(NodeId id, const Members &now, const Members &stored, bool isArray, bool isSameStored) const;
    [[nodiscard]] bool looksOther(const Plan &plan, size_t line, const Side &now, const Side &stored) const;
    /// Whether the rows below a node have to be planned; opens it where a view thinks otherwise of its having children.
    [[nodiscard]] bool prepare(NodeId id, bool willHaveMembers);
    /// The nodes of the members of a container, those below opened range rows included.
    [[nodiscard]] std::vector<NodeId> elementNodes(NodeId container) const;
    void takeOver(Plan &plan);
    /// Makes the children of a container stand for its rows.
    void arrangeMembers(NodeId id);
    void arrangeBar(NodeId id, quint32 first, quint32 count);
    /// Makes the children of a range row stand for \a count rows from \a first on.
    void arrangeRange(NodeId id, quint32 first, quint32 count);
    void arrangeRanges(NodeId id, quint32 first, quint32 count);
    void arrangeRows(NodeId id, quint32 first, quint32 count);
    void removeChildren(NodeId id, int first, int count);
    void insertChildren(NodeId id, int row, quint32 first, quint32 count);
    void insertRuns(NodeId id, int row, const quint32 *lines, int count, quint32 end = 0);
    void renumber(NodeId id);
    void release(NodeId id);
    [[nodiscard]] bool isReleased(NodeId id) const;
    void tellChanges(const Plan &plan);

    Side m_now;
    Side m_stored;
    RootKind m_rootKind = RootKind::Nothing;
    QPointer<EditBuffer> m_buffer;
    bool m_isWhole = false;
    bool m_isLocked = true;
    bool m_localTime = false;
    // Nodes are made when a row is opened: rows appear to have been there always, so the functions that open them are const.
    mutable std::deque<Node> m_nodes;
    mutable std::vector<NodeId> m_free;
    std::vector<NodeId> m_released; ///< not used again before an update is over
};

} // namespace persistence
