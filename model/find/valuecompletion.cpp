#include "model/find/valuecompletion.h"

#include "model/bson/preview.h"
#include "model/find/filterbox.h"
#include "model/find/filterwords.h"
#include "model/find/textneedle.h"
#include "model/find/typedword.h"

#include <QCoreApplication>
#include <QHash>
#include <QLocale>

#include <algorithm>
#include <array>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FilterCompletion)
};

QString numberText(qint64 number)
{
    return QLocale().toString(number);
}

/// Longer signs first: `<=` is no `<`.
constexpr std::array<QByteArrayView, 7> kSigns = {"<>", "!=", "<=", ">=", "<", ">", "="};

class ValueCompleter final
{
public:
    ValueCompleter(const ValueQuestion &question, const ValueCounts &counts, int limit)
        : m_question(question)
        , m_counts(counts)
        , m_limit(limit)
        , m_needle(question.typed)
    {
    }

    FilterCompletion run()
    {
        offer([this](QByteArrayView text) { return m_needle.isStartOf(text); });
        if (m_question.isSearch)
            offer([this](QByteArrayView text) { return !m_needle.isStartOf(text) && m_needle.isIn(text); });
        FilterCompletion completion{m_question.start, m_question.size, {}, note()};
        for (const Offer &offer : m_offers)
            completion.items.append({offer.text, description(offer)});
        return completion;
    }

private:
    struct Offer
    {
        QByteArray text;
        QStringList types;
        qint64 records = 0;
    };

    template <typename Fits>
    void offer(const Fits &fits)
    {
        for (const CountedValue &value : m_counts.values) {
            // Of a long text its front; other long values, objects and arrays have no text.
            const FilterTerm term = termOf(m_question.path, value);
            if (term.subject != FilterSubject::Field || !fits(term.value.text()))
                continue;
            if (const QByteArray text = written(term); !text.isEmpty())
                add(text, value);
        }
    }

    /// How the value is written at this place; empty if it cannot be.
    [[nodiscard]] QByteArray written(const FilterTerm &term) const
    {
        const QByteArray &value = term.value.text();
        const bool isFront = term.operation == FilterOperator::Contains;
        if (m_question.isInBox) {
            const QByteArray text = m_question.sign.isEmpty() && !isFront ? '=' + value : value;
            return (isFront && !m_question.sign.isEmpty()) || !saysInBox(text, value) ? QByteArray() : text;
        }
        if (m_question.isSearch)
            return filterwords::plainValue(value);
        if (isFront)
            return {};
        return term.value.isQuoted() ? filterwords::quoted(value) : filterwords::plainValue(value);
    }

    /// A box has no quotes: it takes some texts for something else.
    [[nodiscard]] bool saysInBox(const QByteArray &text, const QByteArray &value) const
    {
        if (int(m_offers.size()) >= m_limit)
            return true; // It is only counted.
        const auto term = termOfBox({FilterSubject::Field, m_question.path}, m_question.sign + text);
        return term && term->operation != FilterOperator::Matches && (term->value.text() == value || term->upper.text() == value);
    }

    /// 5 and "5" are two values, and one in a box.
    void add(const QByteArray &text, const CountedValue &value)
    {
        const QString type = bson::typeName(value.type);
        const auto known = m_places.constFind(text);
        if (known != m_places.constEnd()) {
            Offer &offer = m_offers[*known];
            offer.records += value.records;
            if (!offer.types.contains(type))
                offer.types.append(type);
        } else if (int(m_offers.size()) < m_limit) {
            m_places.insert(text, m_offers.size());
            m_offers.append({text, {type}, value.records});
        } else {
            ++m_more;
        }
    }

    [[nodiscard]] QString description(const Offer &offer) const
    {
        return Texts::tr("%1, in %2 of %3 records").arg(offer.types.join(u'/'), numberText(offer.records), numberText(m_counts.records));
    }

    [[nodiscard]] QString note() const
    {
        if (m_more > 0)
            return Texts::tr("%1 more values fit; type on to narrow them down").arg(numberText(m_more));
        if (m_counts.isCapped)
            return Texts::tr("More than %1 different values: those met later are not offered").arg(numberText(ValueCounts::kMaxDistinct));
        if (m_counts.distinct > m_counts.values.size())
            return Texts::tr("Only the %1 most frequent of %2 different values are offered")
                .arg(numberText(m_counts.values.size()), numberText(m_counts.distinct));
        return {};
    }

    const ValueQuestion &m_question;
    const ValueCounts &m_counts;
    int m_limit;
    TextNeedle m_needle;
    QList<Offer> m_offers;
    QHash<QByteArray, qsizetype> m_places; ///< of the offers, by their texts
    qint64 m_more = 0;                     ///< that fit and have no place any more
};

} // namespace

std::optional<ValueQuestion> valueQuestionAt(QByteArrayView filter, qsizetype cursor)
{
    const TypedWord word = wordAt(filter, std::clamp(cursor, qsizetype(0), filter.size()));
    const QByteArrayView name = word.name();
    const bool hasColon = word.head.size() > name.size() && word.head[name.size()] == ':';
    const bool isField = !word.head.isEmpty() && !word.head.endsWith('(') && !subjectByName(name.toByteArray().toLower()) &&
                         !(hasColon && filterwords::isModelName(name));
    const auto path = isField ? FieldPath::parse(name) : std::nullopt;
    if (!path || word.rest.startsWith('/'))
        return std::nullopt;
    const QByteArrayView typed = word.rest.startsWith('"') ? word.rest.sliced(1) : word.rest;
    return ValueQuestion{*path, word.restStart, word.rest.size(), typed.toByteArray(), word.head.endsWith('~'), false, {}};
}

std::optional<ValueQuestion> valueQuestionInBox(const FieldPath &path, QByteArrayView text, qsizetype cursor)
{
    const QByteArrayView before = text.first(std::clamp(cursor, qsizetype(0), text.size()));
    const auto *const sign =
        std::find_if(kSigns.begin(), kSigns.end(), [&](QByteArrayView candidate) { return before.startsWith(candidate); });
    const qsizetype range = before.indexOf('~');
    if (sign == kSigns.end() && (before.startsWith('/') || before.contains('%')))
        return std::nullopt;
    const qsizetype start = sign != kSigns.end() ? sign->size() : range > 0 ? range + 1 : 0;
    const QByteArray typed = before.sliced(start).toByteArray();
    return ValueQuestion{path, start, before.size() - start, typed, start == 0, true, before.first(start).toByteArray()};
}

FilterCompletion completeValue(const ValueQuestion &question, const ValueCounts &counts, int limit)
{
    return ValueCompleter(question, counts, limit).run();
}

} // namespace persistence
