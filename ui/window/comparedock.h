#pragma once

#include "model/items/recordcomparison.h"
#include "ui/window/paneldock.h"

#include <QPointer>

class QMenu;

namespace persistence {

class Actions;
class Browser;
class Editing;
class Opener;
class RecordComparisonModel;
class RecordComparisonPanel;
struct OpenedFiles;
enum class TimeZone;

/// The place in the window where workspaces, dumps and groups are compared: asks for the other side, and knows the actions for it.
class CompareDock final : public PanelDock
{
    Q_OBJECT

public:
    /// All outlive this.
    CompareDock(const Actions &actions, Browser &browser, Opener &opener, QWidget *parent = nullptr);

    /// Null for none. \a files: what is open, for its name.
    void setEditing(Editing *editing, const QStringList &files);
    void setTimeZone(TimeZone zone);
    void setValuesHidden(bool areHidden);
    [[nodiscard]] const RecordComparisonModel &model() const;

    /// Opens a workspace or a dump beside what is open, and compares both.
    void compareWith(const QStringList &files);
    /// Two groups of what is open; by key, and their values alone.
    void compareGroups(const Group &before, const Group &after);

private:
    void chooseFiles(bool folder);
    void chooseGroups(const Group &first);
    void start(const ComparisonOrder &order);
    [[nodiscard]] Group groupWith(RecordRow record) const;

    Browser &m_browser;
    Opener &m_opener;
    RecordComparisonPanel *m_panel;
    QPointer<Editing> m_editing;
    QStringList m_files;
};

} // namespace persistence
