#pragma once

#include "model/items/iconid.h"

#include <QHash>
#include <QObject>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;

namespace persistence {

/// Everything that the window can be told to do, each once. The rows of the table in actions.cpp give text, keys, menu and picture.
enum class ActionId {
    Open,
    OpenFolder,
    OpenSample,
    Import,
    Export,
    Save,
    SaveNext,
    SaveCopy,
    KeptDumps,
    Unlock,
    Lock,
    Close,
    Quit,
    NewRecord,
    CloneRecord,
    DeleteRecord,
    Undo,
    Redo,
    CompareRecords,
    ChangeRecords,
    ChangeKeys,
    MoveRecords,
    DeleteRecords,
    CopyValue,
    CopyPath,
    CopyJson,
    CopyAs,
    OpenWhole,
    Find,
    FindNext,
    FindPrevious,
    Replace,
    ReplaceInRecords,
    GoToLine,
    GoToError,
    RepairText,
    FormatText,
    MinifyText,
    ValueAsTree,
    ValueAsTable,
    ValueAsText,
    WholeDocument,
    SortFields,
    UnfoldAll,
    FoldAll,
    FoldToLevel2,
    FoldToLevel3,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ShowTree,
    GroupByKeyShape,
    SizesInTree,
    ShowProblems,
    ShowHistory,
    RecordHistory,
    HistorySize,
    ShowDrafts,
    ShowComparison,
    ShowActivity,
    RelatedValues,
    Refresh,
    LocalTime,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ToggleTheme,
    HideValues,
    FullScreen,
    Back,
    Forward,
    Up,
    GoTo,
    PreviousRecord,
    NextRecord,
    NextPane,
    PreviousPane,
    CompareWith,
    CompareWithFolder,
    CompareGroups,
    Shortcuts,
    About,
};

/// The actions of one window, made from the table. The window connects them; menus and tool bar only place them.
class Actions final : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QWidget *window);

    [[nodiscard]] QAction *operator[](ActionId id) const { return m_actions.value(id); }
    /// In the order of the menus.
    [[nodiscard]] QList<QAction *> all() const { return m_ordered; }
    /// Fills the menu bar; \a recent becomes a submenu of File, after Open.
    void fill(QMenuBar *bar, QMenu *recent) const;
    /// The choices of the menu View > Scale; the data of each is its percentage.
    [[nodiscard]] QActionGroup *scales() const { return m_scales; }
    /// Those that need something open.
    void setWorkspaceOpen(bool isOpen);
    /// Those that need a record on screen.
    void setRecordShown(bool isShown);
    /// Those that need a record need one whose value is shown.
    void setValuesHidden(bool areHidden);

private:
    QHash<ActionId, QAction *> m_actions;
    QList<QAction *> m_ordered;
    bool m_isRecordShown = false;
    bool m_areValuesHidden = false;
    QActionGroup *m_scales;
};

} // namespace persistence
