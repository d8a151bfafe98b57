#include "model/find/termsearch.h"

#include "model/find/searchtext.h"
#include "model/record/recordid.h"

#include <algorithm>

namespace persistence {

namespace {

using Trail = std::vector<bson::PathStep>;

/// Looks for one term in one record. Without a receiver it ends at the first hit and makes no paths.
class TermSearch final
{
public:
    TermSearch(const CompiledTerm &compiled, const StoredRecord &record, MatchMemory &memory, const CompiledTerm::Receive *receive)
        : m_compiled(compiled)
        , m_term(compiled.term)
        , m_record(record)
        , m_document(record.body)
        , m_memory(memory)
        , m_receive(receive)
    {
    }

    bool run()
    {
        switch (m_term.subject) {
        case FilterSubject::Text:
            searchRecordId() && searchKey() && searchFields();
            break;
        case FilterSubject::App:
            if (m_record.collection != Collection::Messages && m_compiled.appIds.contains(view(index().appId)))
                report(HitPlace::Part::Value, {}, [] { return Trail{{"appId", -1}}; });
            break;
        case FilterSubject::Model:
        case FilterSubject::Id:
        case FilterSubject::Association:
        case FilterSubject::Key:
            searchAssociations();
            break;
        case FilterSubject::RecordId:
            searchRecordId();
            break;
        case FilterSubject::Size:
            if (isSizeInRange(double(m_record.body.size())))
                report(HitPlace::Part::Value, {}, [] { return Trail(); });
            break;
        case FilterSubject::Updated:
            if (const auto updated = m_document.find("_updatedAt"); updated && isComparedTrue(*updated))
                report(HitPlace::Part::Value, {}, [] { return Trail{{"_updatedAt", -1}}; });
            break;
        case FilterSubject::Field:
        case FilterSubject::Type:
        case FilterSubject::Has:
            m_term.path.visit(m_document, m_record.collection,
                              [this](const bson::Element &value, const Trail &trail) { return field(value, trail); });
            break;
        }
        return m_found;
    }

private:
    struct Level
    {
        bson::DocumentView::Iterator next;
        bson::PathStep step; ///< that leads to what it shows now; names are set only when a path is wanted
        bool isArray = false;
        qint64 position = -1;
        bson::Element current;
    };

    /// Without copying it: for lookups.
    static QByteArray view(QByteArrayView bytes) { return QByteArray::fromRawData(bytes.data(), bytes.size()); }

    template <typename MakeTrail>
    bool report(HitPlace::Part part, TextSpan span, MakeTrail makeTrail)
    {
        m_found = true;
        if (!m_receive)
            return false;
        m_goesOn = (*m_receive)({bson::Path(makeTrail()), part, span});
        return m_goesOn;
    }

    const RecordIndex &index()
    {
        if (!m_memory.isIndexed)
            indexRecord(m_document, m_record.collection, m_memory.index);
        m_memory.isIndexed = true;
        return m_memory.index;
    }

    /// Reports each hit of the pattern in a text. False to stop.
    template <typename MakeTrail>
    bool searchText(QByteArrayView text, HitPlace::Part part, MakeTrail makeTrail)
    {
        for (TextSpan span = m_compiled.pattern.findIn(text); span.size > 0;
             span = m_compiled.pattern.findIn(text, span.start + span.size)) {
            if (!report(part, span, makeTrail))
                return false;
        }
        return true;
    }

    /// Reports a value in which the pattern is. False to stop.
    template <typename MakeTrail>
    bool searchValue(const bson::Element &value, MakeTrail makeTrail)
    {
        if (isSearchedAsStored(value.type()))
            return searchText(persistence::searchText(value, m_memory.text), HitPlace::Part::Value, makeTrail);
        if (value.isContainer() || m_compiled.pattern.isOnlyInStoredText())
            return isHiddenText(value) ? searchText(storedText(value), HitPlace::Part::Value, makeTrail) : true;
        const bool isIn = m_compiled.pattern.isIn(persistence::searchText(value, m_memory.text));
        return !isIn || report(HitPlace::Part::Value, {}, makeTrail);
    }

    /// Values that are made up of stored text and more.
    static bool isHiddenText(const bson::Element &value)
    {
        return value.type() == bson::Type::Regex || value.type() == bson::Type::DbPointer;
    }
    static QByteArrayView storedText(const bson::Element &value)
    {
        return value.type() == bson::Type::Regex ? value.toRegex().pattern : value.toDbPointer().collection;
    }

    bool searchRecordId()
    {
        const auto id = m_document.find("_id");
        const auto trail = [] { return Trail{{"_id", -1}}; };
        if (!id)
            return true;
        if (m_term.subject == FilterSubject::Text)
            return searchValue(*id, trail);
        if (m_term.operation != FilterOperator::Equal && m_term.operation != FilterOperator::NotEqual)
            return searchValue(*id, trail);
        const bool isIt = m_compiled.recordIds.contains(RecordId(*id).encoded());
        return !isIt || report(HitPlace::Part::Value, {}, trail);
    }

    /// The place of an association's member; those of messages are not in an `associations` field.
    [[nodiscard]] Trail keyTrail(size_t number, const char *member) const
    {
        if (m_record.collection != Collection::Messages)
            return {{"associations", -1}, {{}, storedPosition(number)}, {member, -1}};
        const QByteArrayView model = m_memory.index.associations[number].model;
        return model == "room" ? Trail{{"rid", -1}} : model == "user" ? Trail{{"u", -1}, {"_id", -1}} : Trail{{"_id", -1}};
    }

    /// Unreadable associations are not in the index but in the document: count up to the text of this one.
    [[nodiscard]] qint64 storedPosition(size_t number) const
    {
        const char *wanted = m_memory.index.associations[number].id.data();
        const auto list = m_document.find("associations");
        qint64 position = 0;
        if (!list || list->type() != bson::Type::Array)
            return qint64(number);
        for (const bson::Element &item : list->toDocument()) {
            if (item.value().data() <= wanted && wanted <= item.value().data() + item.value().size())
                return position;
            ++position;
        }
        return qint64(number);
    }

    bool searchKey()
    {
        const auto &associations = index().associations;
        for (size_t i = 0; i < associations.size(); ++i) {
            const bool goesOn =
                searchText(associations[i].model, HitPlace::Part::Value, [&] { return keyTrail(i, "model"); }) &&
                searchText(associations[i].id, HitPlace::Part::Value, [&] { return keyTrail(i, "id"); }) &&
                (!m_compiled.named.contains(associations[i]) || report(HitPlace::Part::Label, {}, [&] { return keyTrail(i, "id"); }));
            if (!goesOn)
                return false;
        }
        return true;
    }

    void searchAssociations()
    {
        const auto &associations = index().associations;
        if (m_term.subject == FilterSubject::Key && !holdsWholeKey(associations))
            return;
        for (size_t i = 0; i < associations.size(); ++i) {
            const Association &association = associations[i];
            bool goesOn = true;
            if (m_term.subject == FilterSubject::Model)
                goesOn = !isMeantModel(association.model) || report(HitPlace::Part::Value, {}, [&] { return keyTrail(i, "model"); });
            else if (m_term.subject == FilterSubject::Key)
                goesOn = !isPartOfKey(association) || report(HitPlace::Part::Value, {}, [&] { return keyTrail(i, "id"); });
            else if (m_term.subject == FilterSubject::Id || association.model == m_term.model)
                goesOn = searchId(association, i);
            if (!goesOn)
                return;
        }
    }

    bool searchId(const Association &association, size_t number)
    {
        const auto trail = [&] { return keyTrail(number, "id"); };
        const bool isSearch = m_term.operation == FilterOperator::Contains || m_term.operation == FilterOperator::Matches;
        if (isSearch && !searchText(association.id, HitPlace::Part::Value, trail))
            return false;
        if (!isSearch && association.id == m_term.value.text() && !report(HitPlace::Part::Value, {}, trail))
            return false;
        return !m_compiled.named.contains(association) || report(HitPlace::Part::Label, {}, trail);
    }

    [[nodiscard]] bool isMeantModel(QByteArrayView model) const
    {
        const bool isSearch = m_term.operation == FilterOperator::Contains || m_term.operation == FilterOperator::Matches;
        return isSearch ? m_compiled.pattern.isIn(model) : m_compiled.pattern.needle().equals(model);
    }

    static bool isIt(const CompiledTerm::KeyPart &part, const Association &association)
    {
        return part.model == association.model && (part.id == association.id || part.named.contains(association));
    }

    [[nodiscard]] bool isPartOfKey(const Association &association) const
    {
        return std::any_of(m_compiled.key.begin(), m_compiled.key.end(),
                           [&](const CompiledTerm::KeyPart &part) { return isIt(part, association); });
    }

    [[nodiscard]] bool holdsWholeKey(const std::vector<Association> &associations) const
    {
        return std::all_of(m_compiled.key.begin(), m_compiled.key.end(), [&](const CompiledTerm::KeyPart &part) {
            return std::any_of(associations.begin(), associations.end(),
                               [&](const Association &association) { return isIt(part, association); });
        });
    }

    [[nodiscard]] bool isSizeInRange(double size) const
    {
        if (m_term.operation == FilterOperator::Between)
            return size >= m_compiled.size && size <= m_compiled.upperSize;
        return isTrue(size <=> m_compiled.size);
    }

    /// Whether this order of a stored value and the value of the filter is asked for. "Not equal" is the opposite of equal, which its
    /// caller makes.
    [[nodiscard]] bool isTrue(std::partial_ordering order) const
    {
        switch (m_term.operation) {
        case FilterOperator::Less:
            return order < 0;
        case FilterOperator::LessOrEqual:
            return order <= 0;
        case FilterOperator::Greater:
            return order > 0;
        case FilterOperator::GreaterOrEqual:
            return order >= 0;
        default:
            return order == 0;
        }
    }

    [[nodiscard]] bool isComparedTrue(const bson::Element &value) const
    {
        const auto order = m_term.value.compare(value);
        if (m_term.operation != FilterOperator::Between)
            return isTrue(order);
        return order >= 0 && m_term.upper.compare(value) <= 0;
    }

    bool field(const bson::Element &value, const Trail &trail)
    {
        const auto place = [&] { return trail; };
        if (m_term.subject == FilterSubject::Has)
            return report(HitPlace::Part::Value, {}, place);
        if (m_term.subject == FilterSubject::Type)
            return !m_compiled.types.contains(value.type()) || report(HitPlace::Part::Value, {}, place);
        const bool isSearch = m_term.operation == FilterOperator::Contains || m_term.operation == FilterOperator::Matches;
        if (isSearch)
            return value.isContainer() ? searchBelow(value, trail, false) : searchValue(value, place);
        if (isComparedTrue(value) && !report(HitPlace::Part::Value, {}, place))
            return false;
        if (value.type() != bson::Type::Array)
            return true;
        qint64 position = 0;
        for (const bson::Element &item : value.toDocument()) {
            const auto itemPlace = [&] {
                Trail longer = trail;
                longer.push_back({{}, position});
                return longer;
            };
            if (isComparedTrue(item) && !report(HitPlace::Part::Value, {}, itemPlace))
                return false;
            ++position;
        }
        return true;
    }

    /// All fields that are not about key, app and record id, with their names.
    bool searchFields()
    {
        const auto value = recordValue(m_document, m_record.collection);
        for (const bson::Element &element : m_document) {
            const QByteArrayView name = element.name();
            const bool isValue = value && name.data() == value->name().data();
            if (name == "_id" || name == "appId" || name == "rocketletId" || name == "associations" ||
                (m_record.collection == Collection::Messages && !isValue))
                continue;
            const auto trail = [&] { return Trail{{name.toByteArray(), -1}}; };
            if (!isValue && name != "_updatedAt" && !searchText(name, HitPlace::Part::Name, trail))
                return false;
            if (element.isContainer() ? !searchBelow(element, trail(), true) : !searchValue(element, trail))
                return false;
        }
        return true;
    }

    /// Everything inside of a container. Iterative: the depth comes with the data.
    bool searchBelow(const bson::Element &container, const Trail &start, bool withNames)
    {
        m_levels.clear();
        const auto trail = [&] {
            Trail steps = start;
            for (const Level &level : m_levels)
                steps.push_back(level.isArray ? bson::PathStep{{}, level.position}
                                              : bson::PathStep{level.current.name().toByteArray(), -1});
            return steps;
        };
        m_levels.push_back({container.toDocument().begin(), {}, container.type() == bson::Type::Array, -1, {}});
        while (!m_levels.empty()) {
            Level &level = m_levels.back();
            if (level.next == bson::DocumentView::Iterator()) {
                m_levels.pop_back();
                continue;
            }
            level.current = *level.next;
            ++level.next;
            ++level.position;
            const bson::Element element = level.current;
            if (withNames && !level.isArray && !searchText(element.name(), HitPlace::Part::Name, trail))
                return false;
            if (element.isContainer()) {
                if (m_levels.size() < size_t(bson::kMaxDepth))
                    m_levels.push_back({element.toDocument().begin(), {}, element.type() == bson::Type::Array, -1, {}});
            } else if (!searchValue(element, trail)) {
                return false;
            }
        }
        return true;
    }

    const CompiledTerm &m_compiled;
    const FilterTerm &m_term;
    const StoredRecord &m_record;
    bson::DocumentView m_document;
    MatchMemory &m_memory;
    const CompiledTerm::Receive *m_receive;
    bool m_found = false;
    bool m_goesOn = true;
    std::vector<Level> m_levels;
};

} // namespace

bool searchTerm(const CompiledTerm &term, const StoredRecord &record, MatchMemory &memory, const CompiledTerm::Receive *receive)
{
    return TermSearch(term, record, memory, receive).run();
}

} // namespace persistence
