#include "model/insight/keyinsight.h"

#include "model/record/associationmodel.h"

#include <algorithm>

namespace persistence {

namespace {

/// Hostile keys of thousands of associations must not make thousands of questions.
constexpr size_t kMaxAssociations = 64;

KeyHint hintOf(KeyHintKind kind, int position = -1, QList<KeyHint::Pair> asked = {})
{
    KeyHint hint;
    hint.kind = kind;
    hint.position = position;
    hint.asked = std::move(asked);
    return hint;
}

KeyHint hintOf(KeyHintKind kind, const MatchCount &records, const std::vector<RecordRow> &rows, const Group &group)
{
    KeyHint hint;
    hint.kind = kind;
    hint.records = records;
    hint.rows = rows;
    hint.group = records.count > 0 ? group : Group();
    return hint;
}

/// Collects the hints about one question; each function adds one kind.
class Asking final
{
public:
    Asking(KeyLookup &lookup, const KeyQuestion &question, Progress &progress)
        : m_lookup(lookup)
        , m_question(question)
        , m_progress(progress)
    {
    }

    [[nodiscard]] Result<KeyInsight> answer();

private:
    using Step = Result<void> (Asking::*)();

    [[nodiscard]] Result<void> readKeys();
    [[nodiscard]] Result<void> resolve();
    [[nodiscard]] Result<void> addClashes();
    [[nodiscard]] Result<void> addLostReads();
    [[nodiscard]] Result<void> addLostUpdate();
    [[nodiscard]] Result<void> addRemarks();
    [[nodiscard]] Result<void> addLostRead(std::span<const bson::Element> asked);
    [[nodiscard]] Result<void> addIdRemark(int position, const KeyHint::Pair &pair);
    [[nodiscard]] Result<QList<KeyHint::Pair>> pairsOf(std::span<const bson::Element> key);
    [[nodiscard]] bool isKeyChanged() const { return m_hadKey && (!updateFinds(m_before, m_after) || isMoved()); }
    [[nodiscard]] bool isMoved() const { return m_hadKey && m_indexBefore.appId != m_indexAfter.appId; }

    KeyLookup &m_lookup;
    const KeyQuestion &m_question;
    Progress &m_progress;
    RecordIndex m_indexBefore, m_indexAfter;
    AppRow m_appBefore, m_appAfter;
    bool m_hadKey = false; ///< there is a stored key that apps may ask for
    KeyElements m_before, m_after;
    KeyInsight m_insight;
};

Result<void> Asking::readKeys()
{
    const bson::DocumentView before(m_question.before), after(m_question.after);
    indexRecord(after, Collection::Persistence, m_indexAfter);
    m_after = keyElements(after).value_or(KeyElements());
    auto app = m_lookup.app(m_indexAfter.appId);
    if (!app)
        return app.error();
    m_appAfter = *app;
    if (m_question.before.isEmpty())
        return {};
    indexRecord(before, Collection::Persistence, m_indexBefore);
    m_before = keyElements(before).value_or(KeyElements());
    m_hadKey = !m_before.empty();
    app = m_lookup.app(m_indexBefore.appId);
    if (!app)
        return app.error();
    m_appBefore = *app;
    return {};
}

Result<QList<KeyHint::Pair>> Asking::pairsOf(std::span<const bson::Element> key)
{
    QList<KeyHint::Pair> pairs;
    for (const bson::Element &element : key) {
        const auto pair = pairOf(element);
        if (!pair) {
            pairs.append(KeyHint::Pair());
            continue;
        }
        auto label = m_lookup.label(pair->model, pair->id);
        if (!label)
            return label.error();
        pairs.append({pair->model.toByteArray(), pair->id.toByteArray(), *std::move(label)});
    }
    return pairs;
}

Result<void> Asking::resolve()
{
    const auto pairs = pairsOf(m_after);
    if (!pairs)
        return pairs.error();
    for (size_t i = 0; i < m_after.size(); ++i) {
        ResolvedAssociation resolved;
        const auto pair = pairOf(m_after[i]);
        if (pair)
            resolved.pair = pairs->at(qsizetype(i));
        const auto target = pair ? m_lookup.target(m_appAfter, *pair) : m_lookup.unreadable(m_appAfter);
        if (!target)
            return target.error();
        if (target->row.isValid()) {
            const auto group = m_lookup.groupOf(target->row);
            if (!group)
                return group.error();
            resolved.group = *group;
        }
        m_insight.key.append(std::move(resolved));
    }
    return {};
}

Result<void> Asking::addClashes()
{
    if (m_after.empty()) {
        m_insight.hints.append(hintOf(KeyHintKind::NoKey));
        return {};
    }
    const auto matches = matchesOf(m_lookup, m_appAfter, m_after, m_question.record, MatchDepth::All, m_progress);
    if (!matches)
        return matches.error();
    const auto add = [&](KeyHintKind kind, const MatchCount &count, const std::vector<RecordRow> &rows) {
        if (count.count > 0)
            m_insight.hints.append(hintOf(kind, count, rows, matches->group));
    };
    add(KeyHintKind::Clash, matches->same, matches->sameRows);
    add(KeyHintKind::OtherOrder, matches->otherOrder, matches->otherOrderRows);
    return {};
}

Result<void> Asking::addLostRead(std::span<const bson::Element> asked)
{
    const auto matches = matchesOf(m_lookup, m_appBefore, asked, m_question.record, MatchDepth::Reads, m_progress);
    if (!matches)
        return matches.error();
    auto pairs = pairsOf(asked);
    if (!pairs)
        return pairs.error();
    KeyHint hint = hintOf(KeyHintKind::LostRead, matches->read, matches->readRows, matches->group);
    hint.asked = *std::move(pairs);
    m_insight.hints.append(std::move(hint));
    return {};
}

/// Every subset of the old key that holds an association which the new one lacks. Odd ones are left out: no app asks for them.
Result<void> Asking::addLostReads()
{
    if (!isKeyChanged())
        return {};
    if (isMoved()) {
        m_insight.hints.append(hintOf(KeyHintKind::OtherApp));
        return {};
    }
    KeyElements asked;
    for (const bson::Element &element : m_before) {
        if (pairOf(element) && !isIn(element, asked))
            asked.push_back(element);
    }
    const auto isLost = [&](const bson::Element &element) { return !isIn(element, m_after); };
    if (asked.size() > kMaxSubsetKey) {
        for (size_t i = 0; i < std::min(asked.size(), kMaxAssociations); ++i) {
            if (!isLost(asked[i]))
                continue;
            if (auto added = addLostRead(std::span(asked).subspan(i, 1)); !added)
                return added;
        }
        return std::any_of(asked.begin(), asked.end(), isLost) ? addLostRead(asked) : Result<void>();
    }
    // Few associations first: they are what apps ask for most.
    std::vector<KeyElements> subsets;
    for (quint32 bits = 1; bits < (1U << asked.size()); ++bits) {
        KeyElements subset;
        for (size_t i = 0; i < asked.size(); ++i) {
            if (bits & (1U << i))
                subset.push_back(asked[i]);
        }
        if (std::any_of(subset.begin(), subset.end(), isLost))
            subsets.push_back(std::move(subset));
    }
    std::stable_sort(subsets.begin(), subsets.end(), [](const KeyElements &a, const KeyElements &b) { return a.size() < b.size(); });
    for (const KeyElements &subset : subsets) {
        if (auto added = addLostRead(subset); !added)
            return added;
    }
    return {};
}

Result<void> Asking::addLostUpdate()
{
    if (!isKeyChanged() || isMoved())
        return {};
    const auto matches = matchesOf(m_lookup, m_appBefore, m_before, m_question.record, MatchDepth::All, m_progress);
    if (!matches)
        return matches.error();
    m_insight.hints.append(hintOf(KeyHintKind::LostUpdate, matches->same, matches->sameRows, matches->group));
    return {};
}

Result<void> Asking::addIdRemark(int position, const KeyHint::Pair &pair)
{
    const auto labels = m_lookup.labelsOf(pair.id);
    if (!labels)
        return labels.error();
    const auto own = labelKindOf(pair.model);
    const bool isOwn = std::any_of(labels->begin(), labels->end(), [&](const Label &label) { return own == label.kind; });
    if (isOwn)
        return {};
    KeyHint hint = hintOf(KeyHintKind::IdOfAnother, position, {pair});
    if (!labels->isEmpty()) {
        hint.labelKind = labels->front().kind;
        hint.name = labels->front().name;
        m_insight.hints.append(hint);
    } else if (pair.model == "misc" && hasServerIdForm(pair.id)) {
        hint.kind = KeyHintKind::IdLooksLikeAnother;
        m_insight.hints.append(hint);
    }
    return {};
}

Result<void> Asking::addRemarks()
{
    KeyElements seen;
    for (size_t i = 0; i < std::min(m_after.size(), kMaxAssociations); ++i) {
        const int position = int(i);
        const auto &pair = m_insight.key[position].pair;
        if (!pair) {
            KeyHint odd = hintOf(KeyHintKind::Odd, position);
            odd.oddity = oddityOf(m_after[i]);
            m_insight.hints.append(std::move(odd));
            continue;
        }
        if (isIn(m_after[i], seen)) {
            m_insight.hints.append(hintOf(KeyHintKind::Repeated, position, {*pair}));
            continue;
        }
        seen.push_back(m_after[i]);
        if (!isKnownAssociationModel(pair->model))
            m_insight.hints.append(hintOf(KeyHintKind::UnknownModel, position, {*pair}));
        if (auto added = addIdRemark(position, *pair); !added)
            return added;
    }
    return {};
}

Result<KeyInsight> Asking::answer()
{
    constexpr Step kSteps[] = {&Asking::readKeys,     &Asking::resolve,       &Asking::addClashes,
                               &Asking::addLostReads, &Asking::addLostUpdate, &Asking::addRemarks};
    for (const Step step : kSteps) {
        if (m_progress.isCancelled())
            return Error::cancelled();
        if (auto done = (this->*step)(); !done)
            return done.error();
    }
    std::stable_sort(m_insight.hints.begin(), m_insight.hints.end(),
                     [](const KeyHint &a, const KeyHint &b) { return isWarning(a.kind) && !isWarning(b.kind); });
    return std::move(m_insight);
}

} // namespace

Result<KeyInsight> keyInsight(KeyLookup &lookup, const KeyQuestion &question, Progress &progress)
{
    return Asking(lookup, question, progress).answer();
}

} // namespace persistence
