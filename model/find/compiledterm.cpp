#include "model/find/compiledterm.h"

#include "model/find/termsearch.h"
#include "model/record/recordid.h"

namespace persistence {

const QSet<QByteArray> *CompiledTerm::NamedIds::of(QByteArrayView model) const
{
    const auto kind = labelKindOf(model);
    if (!kind)
        return nullptr;
    return *kind == LabelKind::User ? &users : *kind == LabelKind::Room ? &rooms : &files;
}

bool CompiledTerm::NamedIds::contains(const Association &association) const
{
    if (size() == 0)
        return false;
    const QSet<QByteArray> *ids = of(association.model);
    return ids && ids->contains(QByteArray::fromRawData(association.id.data(), association.id.size()));
}

CompiledTerm::CompiledTerm(FilterTerm filterTerm) : term(std::move(filterTerm)), pattern(term)
{
    switch (term.subject) {
    case FilterSubject::Size:
        size = parseSize(term.value.text()).value_or(0);
        upperSize = parseSize(term.upper.text()).value_or(0);
        break;
    case FilterSubject::Type:
        types = filterTypes(term.value.text());
        break;
    case FilterSubject::Key:
        for (auto &[model, id] : parseKeyText(term.value.text()).value_or(std::vector<std::pair<QByteArray, QByteArray>>()))
            key.push_back({std::move(model), std::move(id), {}});
        break;
    case FilterSubject::RecordId:
        for (const RecordId &id : RecordId::candidates(QString::fromUtf8(term.value.text())))
            recordIds.insert(id.encoded());
        break;
    default:
        break;
    }
}

bool CompiledTerm::meansName(QByteArrayView name) const
{
    const bool isSearch = term.operation == FilterOperator::Contains || term.operation == FilterOperator::Matches;
    if (isSearch)
        return pattern.isIn(name);
    const bool hasMark = name.startsWith('@') || name.startsWith('#');
    return pattern.needle().equals(name) || (hasMark && pattern.needle().equals(name.sliced(1)));
}

bool CompiledTerm::holds(const StoredRecord &record, MatchMemory &memory) const
{
    return searchTerm(*this, record, memory, nullptr) == (term.operation != FilterOperator::NotEqual);
}

void CompiledTerm::places(const StoredRecord &record, MatchMemory &memory, const Receive &receive) const
{
    if (term.operation != FilterOperator::NotEqual)
        searchTerm(*this, record, memory, &receive);
}

} // namespace persistence
