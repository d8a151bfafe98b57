#include "model/bson/jsonplaces.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"

#include <QHash>

namespace persistence::bson {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// The paths as a tree, so that a text is walked through once for all of them.
class PathTree final
{
public:
    using Node = qsizetype;
    static constexpr Node kNone = -1;
    static constexpr Node kRoot = 0;

    explicit PathTree(std::span<const Path> paths)
    {
        for (size_t i = 0; i < paths.size(); ++i) {
            Node node = kRoot;
            for (const PathStep &step : paths[i].steps())
                node = grow(node, step);
            m_nodes[size_t(node)].paths.push_back(i);
        }
    }

    /// kNone if no path leads there.
    [[nodiscard]] Node child(Node node, const PathStep &step) const
    {
        return node == kNone ? kNone : m_nodes[size_t(node)].children.value(keyOf(step), kNone);
    }

    /// The numbers of the paths that end there.
    [[nodiscard]] const std::vector<size_t> &paths(Node node) const { return m_nodes[size_t(node)].paths; }

private:
    struct Branch
    {
        QHash<QByteArray, Node> children;
        std::vector<size_t> paths;
    };

    static QByteArray keyOf(const PathStep &step)
    {
        return step.isIndex() ? '#' + QByteArray::number(step.index) : '.' + QByteArray::number(step.occurrence) + '.' + step.name;
    }

    Node grow(Node node, const PathStep &step)
    {
        const Node known = child(node, step);
        if (known != kNone)
            return known;
        const Node made = Node(m_nodes.size());
        m_nodes[size_t(node)].children.insert(keyOf(step), made);
        m_nodes.emplace_back();
        return made;
    }

    std::vector<Branch> m_nodes = std::vector<Branch>(1);
};

class JsonWalk final
{
public:
    JsonWalk(QByteArrayView json, std::span<const Path> paths) : m_json(json), m_tree(paths), m_places(paths.size()) {}

    std::vector<JsonPlace> run(const Progress &progress)
    {
        bool goesOn = beginValue(PathTree::kRoot, {});
        while (goesOn && !m_levels.empty() && !progress.isCancelled())
            goesOn = step();
        return std::move(m_places);
    }

private:
    /// An open object or array.
    struct Level
    {
        PathTree::Node node = PathTree::kNone;
        TextSpan name;
        qsizetype start = 0;
        bool isArray = false;
        qint64 count = 0;
        QHash<QByteArray, qint64> names; ///< how often each occurred; kept only where a path leads
    };

    [[nodiscard]] bool isAtEnd() const { return m_at >= m_json.size(); }

    /// False at the end.
    bool skipSpace()
    {
        while (!isAtEnd() && isSpace(m_json[m_at]))
            ++m_at;
        return !isAtEnd();
    }

    bool accept(char c)
    {
        if (!skipSpace() || m_json[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool skipString()
    {
        for (++m_at; !isAtEnd() && m_json[m_at] != '"'; ++m_at)
            m_at += m_json[m_at] == '\\' ? 1 : 0;
        return accept('"');
    }

    bool skipWord()
    {
        const qsizetype start = m_at;
        while (!isAtEnd() && !isSpace(m_json[m_at]) && !QByteArrayView("{}[],:\"").contains(m_json[m_at]))
            ++m_at;
        return m_at > start;
    }

    bool beginValue(PathTree::Node node, TextSpan name)
    {
        if (!skipSpace())
            return false;
        const qsizetype start = m_at;
        const char c = m_json[m_at];
        if (c == '{' || c == '[') {
            ++m_at;
            m_levels.push_back({node, name, start, c == '[', 0, {}});
            return true;
        }
        if (!(c == '"' ? skipString() : skipWord()))
            return false;
        note(node, name, start);
        return true;
    }

    /// The next member, or the end, of the innermost object or array.
    bool step()
    {
        Level &level = m_levels.back();
        if (accept(level.isArray ? ']' : '}')) {
            note(level.node, level.name, level.start);
            m_levels.pop_back();
            return true;
        }
        if (level.count > 0 && !accept(','))
            return false;
        const qint64 position = level.count++;
        if (level.isArray)
            return beginValue(m_tree.child(level.node, {{}, position}), {});
        if (!skipSpace() || m_json[m_at] != '"')
            return false;
        const qsizetype start = m_at;
        if (!skipString())
            return false;
        const TextSpan name{start, m_at - start};
        const PathTree::Node node = level.node == PathTree::kNone ? PathTree::kNone : member(level, name);
        return accept(':') && beginValue(node, name);
    }

    PathTree::Node member(Level &level, TextSpan span)
    {
        const QByteArray name = decoded(m_json.sliced(span.start, span.size));
        return m_tree.child(level.node, {name, -1, level.names[name]++});
    }

    static QByteArray decoded(QByteArrayView quoted)
    {
        if (!quoted.contains('\\'))
            return quoted.sliced(1, quoted.size() - 2).toByteArray();
        ExtendedJsonReader reader;
        Builder builder;
        if (!reader.readValue(quoted.toByteArray(), {}, builder))
            return {};
        return DocumentView(builder.finish()).begin()->toText().toByteArray();
    }

    void note(PathTree::Node node, TextSpan name, qsizetype start)
    {
        if (node == PathTree::kNone)
            return;
        for (const size_t path : m_tree.paths(node))
            m_places[path] = {name, {start, m_at - start}};
    }

    QByteArrayView m_json;
    PathTree m_tree;
    std::vector<JsonPlace> m_places;
    std::vector<Level> m_levels;
    qsizetype m_at = 0;
};

} // namespace

std::vector<JsonPlace> findInJson(QByteArrayView json, std::span<const Path> paths, const Progress &progress)
{
    return JsonWalk(json, paths).run(progress);
}

} // namespace persistence::bson
