#include "model/items/treematches.h"

#include "model/items/navigatortext.h"
#include "model/workspace/reader.h"

#include <algorithm>

namespace persistence {

namespace {

/// The numbers of targets, for asking about many of them.
class TargetSet final
{
public:
    void add(TargetRow row)
    {
        if (size_t(row.value) >= m_bits.size())
            m_bits.resize(std::max(size_t(row.value) + 1, m_bits.size() * 2));
        m_bits[size_t(row.value)] = true;
    }
    [[nodiscard]] bool contains(TargetRow row) const { return size_t(row.value) < m_bits.size() && m_bits[size_t(row.value)]; }

private:
    std::vector<bool> m_bits;
};

bool contains(const QString &text, const QString &needle)
{
    return text.contains(needle, Qt::CaseInsensitive);
}

Result<TargetSet> findTargets(Reader &reader, const QString &needle, Progress &progress)
{
    TargetSet found;
    const auto searched = reader.findTargets(needle.toUtf8(), progress, [&](std::span<const TargetRow> rows) {
        for (const TargetRow row : rows)
            found.add(row);
        return !progress.isCancelled();
    });
    if (!searched)
        return searched.error();
    if (progress.isCancelled())
        return Error::cancelled();
    return found;
}

Result<TreeMatches::Model> matchModel(Reader &reader, AppRow app, const ModelSummary &summary, const TargetSet &found)
{
    TreeMatches::Model match;
    if (summary.kind != ModelKind::Stored)
        return match;
    match.all = summary.targets;
    const auto targets = reader.targets(app, summary.row);
    if (!targets)
        return targets.error();
    for (qint64 i = 0; i < targets->size(); ++i) {
        if (found.contains(targets->at(i)))
            match.targets.push_back(targets->at(i));
    }
    return match;
}

} // namespace

Result<TreeMatches> TreeMatches::find(Reader &reader, const QString &needle, Progress &progress)
{
    const auto found = findTargets(reader, needle, progress);
    if (!found)
        return found.error();
    const auto apps = reader.apps();
    if (!apps)
        return apps.error();
    TreeMatches matches;
    for (const AppSummary &summary : *apps) {
        const auto models = reader.models(summary.row);
        if (!models)
            return models.error();
        App app;
        app.isWhole = contains(appName(summary), needle) || contains(QString::fromUtf8(summary.appId), needle);
        for (const ModelSummary &modelSummary : *models) {
            auto model = matchModel(reader, summary.row, modelSummary, *found);
            if (!model)
                return model.error();
            model->isWhole = app.isWhole || contains(modelName(modelSummary), needle);
            app.all += model->all;
            app.shown += model->shown();
            if (model->isWhole || model->shown() > 0)
                app.models.insert(modelSummary.row.value, std::move(*model));
        }
        matches.m_all += app.all;
        matches.m_shown += app.shown;
        if (app.isWhole || !app.models.isEmpty())
            matches.m_apps.insert(summary.row.value, std::move(app));
    }
    return matches;
}

const TreeMatches::App *TreeMatches::app(AppRow row) const
{
    const auto found = m_apps.constFind(row.value);
    return found == m_apps.constEnd() ? nullptr : &*found;
}

const TreeMatches::Model *TreeMatches::model(AppRow app, ModelRow model) const
{
    const App *owner = this->app(app);
    if (!owner)
        return nullptr;
    const auto found = owner->models.constFind(model.value);
    return found == owner->models.constEnd() ? nullptr : &*found;
}

} // namespace persistence
