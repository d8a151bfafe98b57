#include "model/find/filtercompletion.h"

#include "model/bson/displaytext.h"
#include "model/bson/preview.h"
#include "model/find/filterterm.h"
#include "model/find/filterwords.h"
#include "model/find/textneedle.h"
#include "model/find/typedword.h"
#include "model/workspace/recordscan.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>
#include <set>
#include <utility>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(FilterCompletion)
};

constexpr qsizetype kMaxDescription = 120;

bool startsWith(QByteArrayView text, QByteArrayView prefix)
{
    return TextNeedle(prefix).isStartOf(text);
}

QString shown(QByteArrayView text)
{
    return bson::displayText(text, kMaxDescription);
}

class Completer final
{
public:
    Completer(const FieldSurvey *survey, const TypedWord &word, int limit, Progress &progress)
        : m_survey(survey)
        , m_word(word)
        , m_limit(limit)
        , m_progress(progress)
    {
    }

    Result<QList<FilterCompletion::Item>> run(const Workspace &workspace)
    {
        auto reader = workspace.reader();
        auto scan = RecordScan::open(workspace);
        if (!reader || !scan)
            return reader ? scan.error() : reader.error();
        const auto apps = (*reader)->apps();
        if (!apps)
            return apps.error();
        QList<QByteArray> models;
        for (const AppSummary &app : *apps) {
            const auto own = (*reader)->models(app.row);
            if (!own)
                return own.error();
            for (const ModelSummary &model : *own) {
                if (model.kind == ModelKind::Stored && !models.contains(model.name))
                    models.append(model.name);
            }
        }
        std::sort(models.begin(), models.end());
        auto done = complete(*apps, models, **scan);
        return done ? Result<QList<FilterCompletion::Item>>(m_items) : done.error();
    }

private:
    [[nodiscard]] bool isFull() const { return m_items.size() >= m_limit; }

    void add(const QByteArray &text, const QString &description)
    {
        if (isFull() || m_texts.contains(text))
            return;
        m_texts.insert(text);
        m_items.append({text, description});
    }

    /// What is typed of a value, without an opening quote.
    [[nodiscard]] QByteArrayView typed() const { return m_word.rest.startsWith('"') ? m_word.rest.sliced(1) : m_word.rest; }

    Result<void> complete(const QList<AppSummary> &apps, const QList<QByteArray> &models, RecordScan &scan)
    {
        if (m_word.head.isEmpty()) {
            completeStart(models);
            return {};
        }
        const QByteArrayView name = m_word.name();
        const auto subject = subjectByName(name.toByteArray().toLower());
        if (subject == FilterSubject::App)
            completeApps(apps);
        else if (subject == FilterSubject::Model)
            completeWords(models);
        else if (subject == FilterSubject::Type && !m_word.head.endsWith('('))
            completeWords(filterTypeNames());
        else if (subject == FilterSubject::Has || subject == FilterSubject::Type)
            completePaths({});
        else if (subject == FilterSubject::Id)
            return completeIds(models, scan);
        else if (!subject && models.contains(name.toByteArray()))
            return completeIds({name.toByteArray()}, scan);
        return {};
    }

    void completeStart(const QList<QByteArray> &models)
    {
        const std::pair<const char *, QString> fields[] = {
            {"app:", Texts::tr("id or name of the app")},
            {"model:", Texts::tr("association model in the key")},
            {"id:", Texts::tr("id in the key, or its resolved name")},
            {"key:", Texts::tr("associations that are all in the key")},
            {"recordid:", Texts::tr("record id")},
            {"size:", Texts::tr("size of the document, such as size:>10kb")},
            {"updated:", Texts::tr("the server's date of change, such as updated:>2026-01-31")},
            {"type:", Texts::tr("type of the value")},
            {"has:", Texts::tr("a field is there")},
        };
        for (const auto &[field, description] : fields) {
            if (startsWith(field, m_word.rest))
                add(field, description);
        }
        for (const QByteArray &model : models) {
            if (startsWith(model, m_word.rest) && filterwords::isModelName(model))
                add(model + ':', Texts::tr("association model"));
        }
        completePaths(m_word.rest);
    }

    /// Paths by their start, with or without `data.`.
    void completePaths(QByteArrayView prefix)
    {
        if (!m_survey)
            return;
        const QByteArrayView start = prefix.isEmpty() ? m_word.rest : prefix;
        for (const SurveyedField &field : m_survey->fields) {
            const QByteArray path = field.path.toText();
            const bool isMeant = startsWith(path, start) || (path.startsWith("data.") && startsWith(QByteArrayView(path).sliced(5), start));
            if (!isMeant || path == "data")
                continue;
            QStringList types;
            for (const bson::Type type : field.types.types())
                types.append(bson::typeName(type));
            add(path, Texts::tr("%1, in %2 of %3 records")
                          .arg(types.join(u'/'), QString::number(field.records), QString::number(m_survey->records)));
        }
    }

    void completeWords(const QList<QByteArray> &words)
    {
        for (const QByteArray &word : words) {
            if (startsWith(word, typed()))
                add(filterwords::plainValue(word), {});
        }
    }

    void completeApps(const QList<AppSummary> &apps)
    {
        for (const AppSummary &app : apps) {
            if (app.collection == Collection::Messages || !(startsWith(app.name, typed()) || startsWith(app.appId, typed())))
                continue;
            const auto same = std::count_if(apps.begin(), apps.end(), [&](const AppSummary &other) { return other.name == app.name; });
            const bool isByName = !app.name.isEmpty() && same == 1;
            add(filterwords::plainValue(isByName ? app.name : app.appId), shown(isByName ? app.appId : app.name));
        }
    }

    Result<void> completeIds(const QList<QByteArray> &models, RecordScan &scan)
    {
        QSet<int> kinds;
        for (const QByteArray &model : models) {
            if (const auto kind = labelKindOf(model))
                kinds.insert(int(*kind));
        }
        for (const LabelKind kind : {LabelKind::User, LabelKind::Room, LabelKind::File}) {
            if (!kinds.contains(int(kind)))
                continue;
            // Read by their ids, of which people know none: the first of the alphabet, however many there are.
            std::set<std::pair<QByteArray, QByteArray>> names;
            const auto read = scan.labels(kind, m_progress, [&](QByteArrayView id, QByteArrayView name) {
                const bool hasMark = name.startsWith('@') || name.startsWith('#');
                if (!startsWith(name, typed()) && !(hasMark && startsWith(name.sliced(1), typed())))
                    return;
                names.emplace(name.toByteArray(), id.toByteArray());
                if (names.size() > size_t(m_limit))
                    names.erase(std::prev(names.end()));
            });
            if (!read)
                return read;
            for (const auto &[name, id] : names)
                add(filterwords::plainValue(name), shown(id));
        }
        for (const QByteArray &model : models) {
            const auto ids = scan.idsFrom(model, typed(), int(m_limit - m_items.size()));
            if (!ids)
                return ids.error();
            for (const QByteArray &id : *ids)
                add(filterwords::plainValue(id), {});
        }
        return {};
    }

    const FieldSurvey *m_survey;
    TypedWord m_word;
    int m_limit;
    Progress &m_progress;
    QList<FilterCompletion::Item> m_items;
    QSet<QByteArray> m_texts;
};

} // namespace

Result<FilterCompletion> completeFilter(const Workspace &workspace, const FieldSurvey *survey, QByteArrayView text, qsizetype cursor,
                                        int limit, Progress &progress)
{
    const TypedWord word = wordAt(text, std::clamp(cursor, qsizetype(0), text.size()));
    auto items = Completer(survey, word, limit, progress).run(workspace);
    if (!items)
        return items.error();
    return FilterCompletion{word.restStart, word.rest.size(), *std::move(items), {}};
}

} // namespace persistence
