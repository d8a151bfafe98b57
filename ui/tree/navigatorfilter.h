#pragma once

#include "model/base/latestjob.h"
#include "model/items/treematches.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace persistence {

class Workspace;

/// Finds what a filter text leaves of the tree: after a pause in typing, by a job, the newest text wins. A cancelled search never comes
/// back.
class NavigatorFilter final : public QObject
{
    Q_OBJECT

public:
    explicit NavigatorFilter(QObject *parent = nullptr);
    ~NavigatorFilter() override;

    /// Drops the text and whatever is being searched.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Searches for \a text after a pause. An empty text ends the filter at once.
    void setText(const QString &text);
    /// Searches for the text now: after Enter, or because the workspace changed.
    void run();

    [[nodiscard]] const QString &text() const { return m_text; }
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

signals:
    void started();
    /// What is left; nothing: no filter, everything is shown.
    void found(const std::optional<TreeMatches> &matches);
    void failed(const Error &error);

private:
    void receive(Result<TreeMatches> matches);

    std::shared_ptr<Workspace> m_workspace;
    QString m_text;
    QTimer m_pause;
    LatestJob m_job;
};

} // namespace persistence
