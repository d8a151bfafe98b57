#pragma once

#include "model/items/valuetreemodel.h"

namespace persistence {

/// A row of the tree: a member of a container, or a range row that groups members.
struct ValueTreeModel::Node
{
    static constexpr NodeId kNone = ~NodeId(0);
    static constexpr quint32 kGone = ~quint32(0);

    NodeId parent = kNone;
    int row = 0;
    /// Which row of its container it stands for; kGone for the root and for range rows, and while a row is on its way out.
    quint32 line = kGone;
    bool isRange = false;
    /// Of a range row the rows of its container that it groups.
    quint32 first = 0;
    quint32 count = 0;
    bool isArray = false;
    bool isOpen = false;
    /// Of an opened range row: how many rows each child stands for; 1 if the children are the members themselves.
    quint32 step = 1;
    /// Of an opened container: its last child is a range row, the bar, for all members that do not stand beside it.
    bool hasBar = false;
    /// Direct members there are now, once they were counted.
    qsizetype members = -1;
    /// Of an opened container, not of a range row.
    std::vector<MemberRow> rows;
    std::vector<NodeId> children;
};

/// What becomes of the rows of one opened container.
struct ValueTreeModel::Plan
{
    NodeId container = 0;
    bool isArray = false;
    std::vector<MemberRow> rows;
    /// For each row the one before, for each row before what it becomes, or -1; and whether a row looks different now.
    std::vector<int> was;
    std::vector<int> becomes;
    std::vector<bool> isChanged;
};

/// How many rows each child of a range row stands for that groups \a count rows.
quint32 rowsPerChild(quint32 count);
/// How many of the \a count members of a container stand in it themselves; the rest is behind its bar.
quint32 flatRows(quint32 count, bool isArray);

/// The element that starts at \a offset.
bson::Element elementAt(const QByteArray &document, quint32 offset);

/// Whether values of this type have members.
inline bool isOpenable(bson::Type type)
{
    return type == bson::Type::Document || type == bson::Type::Array || type == bson::Type::CodeWithScope;
}

} // namespace persistence
