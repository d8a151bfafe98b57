#pragma once

#include "model/base/error.h"
#include "model/items/draftmarks.h"
#include "model/items/treematches.h"
#include "model/workspace/groups.h"

#include <QPersistentModelIndex>
#include <QWidget>

#include <memory>
#include <optional>

class QLineEdit;
class QMenu;
class QStackedWidget;

namespace persistence {

class EmptyState;
class MessageBar;
class NavigatorFilter;
class NavigatorModel;
class NavigatorView;
enum class NavigatorMode;
class PlainLabel;
class Workspace;

/// The left pane: a filter box above the tree of apps, association models, ids and records.
class NavigatorPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit NavigatorPanel(QWidget *parent = nullptr);
    ~NavigatorPanel() override;

    /// Shows another workspace, or nothing. A single app opens by itself.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void setMode(NavigatorMode mode);
    /// Whether rows show size and share.
    void setSizesShown(bool areShown);
    /// Reads again after the workspace changed; expansion, selection and scroll position stay.
    void refresh();

    void setValuesHidden(bool areHidden);
    void setDraftMarks(const DraftMarks &marks);

    /// Opens the way to a group and selects it; takes the filter away if that hides it. The group of all records has no row.
    void reveal(const Group &group);
    /// Puts the cursor into the filter box.
    void focusFilter();

    /// Which rows are open and selected, by their texts, so that it holds for the next session.
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    /// A group of the other mode was revealed.
    void modeChanged(NavigatorMode mode);
    /// The user went to a group; its records are wanted.
    void groupSelected(const Group &group);
    /// The user went to a record in the tree; its group was told before.
    void recordSelected(RecordRow row);
    /// The context menu of a group is about to be shown; whoever can do something with its records adds it.
    void menuOpening(QMenu *menu, const Group &group);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Pending
    {
        QList<QList<QByteArray>> rows;   ///< to open
        QList<QList<QByteArray>> ranges; ///< first rows of ranges to open
        QList<QByteArray> current;
        QList<QByteArray> top; ///< row at the top, or the first one of the range there; empty: current is to be in sight
        bool isTopRange = false;
        QList<QPersistentModelIndex> loading; ///< opened rows whose own rows are still being read
    };

    void createFilter();
    void createPages();
    void connectSignals();
    void announce();
    void applyMatches(const std::optional<TreeMatches> &matches);
    void expandMatches();
    [[nodiscard]] static std::optional<Pending> readState(const QByteArray &state);
    void restorePending(const QModelIndex &loaded);
    void openPending(const QModelIndex &index);
    void scrollToPending();
    [[nodiscard]] bool isRestored() const;
    void showContents();
    void showMenu(const QPoint &position);
    void fillCopyActions(QMenu &menu, const QModelIndex &index);
    [[nodiscard]] static QString keyTextOf(const QModelIndex &index);
    void expandAll(const QModelIndex &index);
    void showFailure(const Error &error);
    void sayThatExpandingStopped();
    void collectExpanded(const QModelIndex &parent, QList<QList<QByteArray>> &rows, QList<QList<QByteArray>> &ranges) const;

    NavigatorModel *m_model;
    NavigatorFilter *m_filter;
    QLineEdit *m_filterBox;
    PlainLabel *m_filterNote;
    MessageBar *m_message;
    QStackedWidget *m_pages;
    NavigatorView *m_view;
    EmptyState *m_empty;
    std::shared_ptr<Workspace> m_workspace;
    Pending m_pending; ///< what could not be restored yet, because its rows are still being read
    QByteArray m_stateBeforeFilter;
};

} // namespace persistence
