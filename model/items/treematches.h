#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/workspace/groups.h"

#include <QHash>
#include <QString>

#include <optional>
#include <vector>

namespace persistence {

class Reader;

/// What is left of the tree under a filter: an app or association model whose name matches stays whole, else only matching ids stay.
class TreeMatches final
{
public:
    struct Model
    {
        bool isWhole = false;
        std::vector<TargetRow> targets; ///< in key order, unless isWhole
        qint64 all = 0;                 ///< ids that it has without a filter
        /// Ids that are shown.
        [[nodiscard]] qint64 shown() const { return isWhole ? all : qint64(targets.size()); }
    };
    struct App
    {
        bool isWhole = false;
        QHash<qint64, Model> models; ///< by ModelRow; those that are shown
        qint64 shown = 0;            ///< ids
        qint64 all = 0;
    };

    /// Searches apps, association models and ids, by stored text or resolved name, in either case. Takes about as long as one read of all
    /// ids: for a job. \a needle must not be empty.
    [[nodiscard]] static Result<TreeMatches> find(Reader &reader, const QString &needle, Progress &progress);

    [[nodiscard]] const App *app(AppRow row) const;
    [[nodiscard]] const Model *model(AppRow app, ModelRow model) const;
    /// Ids that are shown, and all ids of the workspace.
    [[nodiscard]] qint64 shown() const { return m_shown; }
    [[nodiscard]] qint64 all() const { return m_all; }
    [[nodiscard]] bool isEmpty() const { return m_apps.isEmpty(); }

private:
    QHash<qint64, App> m_apps;
    qint64 m_shown = 0;
    qint64 m_all = 0;
};

} // namespace persistence
