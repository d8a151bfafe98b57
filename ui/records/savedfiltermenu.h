#pragma once

#include "model/base/error.h"
#include "model/find/filter.h"

#include <QMenu>
#include <QStringList>

#include <functional>
#include <memory>

namespace persistence {

class Workspace;
struct SavedFilter;

/// The menu of the filter bar: filters that were saved in the workspace, favourite groups, and the filters used lately, which are private
/// to the user. What is saved also leads back to its group.
class SavedFilterMenu final : public QMenu
{
    Q_OBJECT

public:
    static constexpr qsizetype kMaxRecent = 15;

    explicit SavedFilterMenu(QWidget *parent = nullptr);

    void setWorkspace(std::shared_ptr<Workspace> workspace) { m_workspace = std::move(workspace); }
    /// Gives the way to the group that is shown, as the path bar takes it.
    void setPlace(std::function<QString()> place) { m_place = std::move(place); }
    void setFilter(const Filter &filter);

    [[nodiscard]] QStringList recent() const { return m_recent; }
    void setRecent(const QStringList &recent) { m_recent = recent.first(qMin(recent.size(), kMaxRecent)); }

signals:
    void filterChosen(const QString &filter);
    /// The way to a group, as the path bar takes it; empty for all records. Comes before filterChosen().
    void placeChosen(const QString &place);
    void failed(const Error &error);

private:
    void fill();
    void addSaved(const QList<SavedFilter> &saved);
    void addRecent();
    void askName(const QString &title, const QString &suggestion, const QByteArray &filter);
    void keep(const QString &name, const QByteArray &filter);
    void remove(qint64 row);

    std::shared_ptr<Workspace> m_workspace;
    std::function<QString()> m_place;
    Filter m_filter;
    QStringList m_recent; ///< texts, the newest first
};

} // namespace persistence
