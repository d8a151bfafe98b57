#include "model/find/valuecompletion.h"

#include "model/bson/displaytext.h"
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

constexpr qsizetype kMaxName = 60;

/// Longer signs first: `<=` is no `<`.
constexpr std::array<QByteArrayView, 7> kSigns = {"<>", "!=", "<=", ">=", "<", ">", "="};

class ValueCompleter final
{
public:
    ValueCompleter(const ValueQuestion &question, const ValueCounts &counts, int limit, const IdNames &nameOf)
        : m_question(question)
        , m_counts(counts)
        , m_limit(limit)
        , m_nameOf(nameOf)
        , m_needle(question.typed)
    {
    }

    FilterCompletion run()
    {
        std::vector<std::pair<const CountedValue *, QByteArray>> containing;
        for (const CountedValue &value : m_counts.values) {
            // Of a long text its front; other long values, objects and arrays have no text.
            const FilterTerm term = termOf(m_question.path, value);
            const Fit fit = term.subject == FilterSubject::Field ? fitOf(term.value.text()) : Fit::None;
            const QByteArray text = fit == Fit::None ? QByteArray() : written(term);
            if (text.isEmpty())
                continue;
            if (fit == Fit::Start)
                add(text, value, term.value.text());
            else
                containing.emplace_back(&value, text);
        }
        for (const auto &[value, text] : containing)
            add(text, *value, termOf(m_question.path, *value).value.text());
        FilterCompletion completion{m_question.start, m_question.size, {}, note()};
        for (const Offer &offer : m_offers)
            completion.items.append({offer.text, description(offer)});
        return completion;
    }

private:
    /// Where what is typed is in a text.
    enum class Fit { None, Inside, Start };

    struct Offer
    {
        QByteArray text;
        QByteArray value;
        QStringList types;
        qint64 records = 0;
    };

    [[nodiscard]] Fit fitOf(QByteArrayView text) const
    {
        const Fit fit = fitIn(text);
        if (fit == Fit::Start || m_question.typed.isEmpty())
            return fit;
        const QByteArray name = nameOf(text);
        const bool hasMark = name.startsWith('@') || name.startsWith('#');
        return name.isEmpty() ? fit : std::max({fit, fitIn(name), hasMark ? fitIn(QByteArrayView(name).sliced(1)) : Fit::None});
    }

    [[nodiscard]] Fit fitIn(QByteArrayView text) const
    {
        if (m_needle.isStartOf(text))
            return Fit::Start;
        return m_question.isSearch && m_needle.isIn(text) ? Fit::Inside : Fit::None;
    }

    [[nodiscard]] QByteArray nameOf(QByteArrayView text) const
    {
        constexpr qsizetype kMaxId = 64;
        const bool isId = !text.isEmpty() && text.size() <= kMaxId && !text.contains(' ');
        return m_nameOf && isId ? m_nameOf(text) : QByteArray();
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
    void add(const QByteArray &text, const CountedValue &value, const QByteArray &stored)
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
            m_offers.append({text, stored, {type}, value.records});
        } else {
            ++m_more;
        }
    }

    [[nodiscard]] QString description(const Offer &offer) const
    {
        const QString types = offer.types.join(u'/'), records = numberText(offer.records), all = numberText(m_counts.records);
        const QByteArray name = nameOf(offer.value);
        return name.isEmpty() ? Texts::tr("%1, in %2 of %3 records").arg(types, records, all)
                              : Texts::tr("%1, %2, in %3 of %4 records").arg(bson::displayText(name, kMaxName), types, records, all);
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
    const IdNames &m_nameOf;
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

FilterCompletion completeValue(const ValueQuestion &question, const ValueCounts &counts, int limit, const IdNames &nameOf)
{
    return ValueCompleter(question, counts, limit, nameOf).run();
}

} // namespace persistence
