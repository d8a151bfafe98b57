#pragma once

#include "model/find/fieldsurvey.h"

#include <memory>
#include <string_view>
#include <unordered_map>

namespace persistence {

/// Gathers the paths of records one after another. Memory is bounded by kMaxPaths and by the members of an object that are told apart.
/// One thread at a time; two trees that saw different records can be merged.
class SurveyTree final
{
public:
    SurveyTree();
    ~SurveyTree();
    Q_DISABLE_COPY_MOVE(SurveyTree)

    void add(bson::DocumentView document, Collection collection);
    /// Adds what another tree saw.
    void merge(const SurveyTree &other);
    /// What was seen, parents before their members, in the order of first appearance.
    [[nodiscard]] FieldSurvey survey() const;

private:
    struct Node;
    struct Level;

    Node *member(Node &parent, FieldStep::Kind kind, QByteArrayView name, size_t &expected);
    Node *addMember(Node &parent, FieldStep::Kind kind, QByteArrayView name);
    void note(Node &node, const bson::Element &value);
    void walk(Node &node, const bson::Element &value);
    void becomeMap(Node &node);
    void mergeInto(Node &node, const Node &other);
    void list(const Node &node, std::vector<FieldStep> &steps, FieldSurvey &survey) const;

    std::unique_ptr<Node> m_root;
    qint64 m_records = 0;
    qint64 m_paths = 0;
    bool m_isCapped = false;
    std::vector<Level> m_levels; ///< of the walk; kept for its memory
};

} // namespace persistence
