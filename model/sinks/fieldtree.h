#pragma once

#include "model/bson/path.h"
#include "model/bson/view.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace persistence {

/// The fields that make the columns of a table, as a tree that one walk over a document fills: each value is found once, whatever the
/// number of columns. Either chosen by path, or the union of all fields of all records: documents become a column for each of their fields,
/// `associations` one for each part of each association, other arrays one column. A document with more than kMaxMembers different fields,
/// such as one keyed by user, becomes one column, and so does the one that would lead beyond kMaxFields in all; memory stays bounded and
/// nothing is left out. One thread at a time.
class FieldTree final
{
public:
    static constexpr size_t kMaxMembers = 1000;
    static constexpr size_t kMaxFields = 20'000;

    FieldTree();
    /// These fields, in that order, each with all that is below it.
    explicit FieldTree(std::span<const bson::Path> chosen);
    ~FieldTree();
    Q_DISABLE_COPY_MOVE(FieldTree)

    /// Adds the fields of one more record to the union.
    void add(bson::DocumentView document);
    /// After the last add(): gives every field its column.
    void finish();

    [[nodiscard]] const std::vector<bson::Path> &columns() const { return m_columns; }
    /// Documents that became one column because they have too many different fields.
    [[nodiscard]] qsizetype collapsed() const { return m_collapsed; }

    /// Puts the values of \a document into \a cells, one for each column; nothing where the record lacks the field. False if the document
    /// has values that stand in no column, because a field name repeats.
    bool read(bson::DocumentView document, std::vector<std::optional<bson::Element>> &cells) const;

private:
    struct Node;

    void addMembers(Node &node, bson::DocumentView document, int depth);
    void addValue(Node &node, const bson::Element &element, int depth);
    void collapse(Node &node);
    void number(Node &node, std::vector<bson::PathStep> &steps);
    bool readMembers(const Node &node, bson::DocumentView document, std::vector<std::optional<bson::Element>> &cells) const;
    bool readValue(const Node &node, const bson::Element &element, std::vector<std::optional<bson::Element>> &cells) const;

    std::unique_ptr<Node> m_root;
    std::vector<bson::Path> m_columns;
    size_t m_fields = 0;
    qsizetype m_collapsed = 0;
    bool m_isUnion;
};

} // namespace persistence
