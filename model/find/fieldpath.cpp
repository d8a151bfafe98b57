#include "model/find/fieldpath.h"

#include "model/record/recordindex.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FieldPath)
};

/// The next `[]` from \a start on that is not part of a quoted name; -1 if there is none.
qsizetype findEachItem(QByteArrayView text, qsizetype start)
{
    bool isQuoted = false;
    for (qsizetype i = start; i < text.size(); ++i) {
        if (text[i] == '\\' && isQuoted)
            ++i;
        else if (text[i] == '"')
            isQuoted = !isQuoted;
        else if (!isQuoted && text[i] == '[' && i + 1 < text.size() && text[i + 1] == ']')
            return i;
    }
    return -1;
}

FieldStep stepOf(const bson::PathStep &step)
{
    return step.isIndex() ? FieldStep{FieldStep::Kind::Position, {}, step.index} : FieldStep{FieldStep::Kind::Name, step.name, 0};
}

bson::PathStep trailStep(const FieldStep &step)
{
    return step.kind == FieldStep::Kind::Name ? bson::PathStep{step.name, -1} : bson::PathStep{{}, step.position};
}

/// Goes down one path. Recursion is as deep as the path has steps, which parse() limits, and an array in between each of them.
class FieldWalk final
{
public:
    FieldWalk(const std::vector<FieldStep> &steps, const FieldPath::Visitor &visitor) : m_steps(steps), m_visitor(visitor) {}

    bool start(bson::DocumentView document, Collection collection)
    {
        const FieldStep &step = m_steps.front();
        if (step.kind != FieldStep::Kind::Name)
            return true;
        if (const auto found = document.find(step.name))
            return into(*found, trailStep(step), 1);
        const auto value = recordValue(document, collection);
        if (!value)
            return true;
        return into(*value, {value->name().toByteArray(), -1}, step.name == "data" ? 1 : 0);
    }

private:
    bool into(const bson::Element &value, bson::PathStep step, size_t next)
    {
        m_trail.push_back(std::move(step));
        const bool goesOn = next == m_steps.size() ? m_visitor(value, m_trail) : !value.isContainer() || below(value, next);
        m_trail.pop_back();
        return goesOn;
    }

    bool below(const bson::Element &container, size_t next)
    {
        const FieldStep &step = m_steps[next];
        if (container.type() == bson::Type::Document) {
            const auto found = step.kind == FieldStep::Kind::Name ? container.toDocument().find(step.name) : std::nullopt;
            return !found || into(*found, trailStep(step), next + 1);
        }
        qint64 position = 0;
        for (const bson::Element &item : container.toDocument()) {
            const bool isMeant =
                step.kind == FieldStep::Kind::EachItem || (step.kind == FieldStep::Kind::Position && step.position == position);
            if (isMeant && !into(item, {{}, position}, next + 1))
                return false;
            // A name looks into the objects of an array, but not into arrays of arrays.
            const bool isObject = step.kind == FieldStep::Kind::Name && item.type() == bson::Type::Document;
            if (isObject && !into(item, {{}, position}, next))
                return false;
            ++position;
        }
        return true;
    }

    const std::vector<FieldStep> &m_steps;
    const FieldPath::Visitor &m_visitor;
    std::vector<bson::PathStep> m_trail;
};

} // namespace

FieldPath::FieldPath(const bson::Path &path)
{
    m_steps.reserve(path.steps().size());
    for (const bson::PathStep &step : path.steps())
        m_steps.push_back(stepOf(step));
}

std::optional<FieldPath> FieldPath::parse(QByteArrayView text, bson::PathError *error)
{
    const auto fail = [&](qsizetype offset, const QString &reason) {
        if (error)
            *error = {offset, reason};
        return std::nullopt;
    };
    std::vector<FieldStep> steps;
    qsizetype start = 0;
    while (start < text.size()) {
        const qsizetype each = findEachItem(text, start);
        const qsizetype end = each < 0 ? text.size() : each;
        // Behind brackets a name has its dot, which a path of its own does not start with.
        if (start > 0 && start < end && text[start] != '.' && text[start] != '[')
            return fail(start, Texts::tr("a dot or a bracket is missing"));
        const bool hasDot = start > 0 && text[start] == '.';
        if (hasDot)
            ++start;
        bson::PathError inner;
        const auto piece = bson::Path::parse(text.sliced(start, qMax(end - start, qsizetype(0))), &inner);
        if (!piece)
            return fail(start + inner.offset, inner.reason);
        if (piece->isEmpty() && hasDot)
            return fail(start, Texts::tr("a field name is missing; write unusual names as [\"…\"]"));
        for (const bson::PathStep &step : piece->steps())
            steps.push_back(stepOf(step));
        if (each >= 0)
            steps.push_back({FieldStep::Kind::EachItem, {}, 0});
        start = each < 0 ? text.size() : each + 2;
    }
    if (steps.empty() || steps.front().kind != FieldStep::Kind::Name)
        return fail(0, Texts::tr("a field name is missing"));
    if (steps.size() > size_t(bson::kMaxDepth))
        return fail(0, Texts::tr("it is too deep"));
    return FieldPath(std::move(steps));
}

QByteArray FieldPath::toText() const
{
    QByteArray text;
    std::vector<bson::PathStep> piece;
    const auto flush = [&] {
        const QByteArray more = bson::Path(std::exchange(piece, {})).toText();
        if (!text.isEmpty() && !more.isEmpty() && !more.startsWith('['))
            text += '.';
        text += more;
    };
    for (const FieldStep &step : m_steps) {
        if (step.kind != FieldStep::Kind::EachItem) {
            piece.push_back(trailStep(step));
            continue;
        }
        flush();
        text += "[]";
    }
    flush();
    return text;
}

bool FieldPath::visit(bson::DocumentView document, Collection collection, const Visitor &visitor) const
{
    return m_steps.empty() || FieldWalk(m_steps, visitor).start(document, collection);
}

std::optional<bson::Element> FieldPath::first(bson::DocumentView document, Collection collection) const
{
    // Names alone, which are nearly all paths, need no trail to go back on, unless there is an array on the way.
    const auto isName = [](const FieldStep &step) { return step.kind == FieldStep::Kind::Name; };
    if (!m_steps.empty() && std::all_of(m_steps.begin(), m_steps.end(), isName)) {
        auto value = document.find(m_steps.front().name);
        size_t next = value || m_steps.front().name == "data" ? 1 : 0;
        if (!value)
            value = recordValue(document, collection);
        while (value && next < m_steps.size() && value->type() == bson::Type::Document)
            value = value->toDocument().find(m_steps[next++].name);
        if (!value || next == m_steps.size())
            return value;
        if (value->type() != bson::Type::Array)
            return std::nullopt;
    }
    std::optional<bson::Element> found;
    visit(document, collection, [&](const bson::Element &value, const std::vector<bson::PathStep> &) {
        found = value;
        return false;
    });
    return found;
}

} // namespace persistence
