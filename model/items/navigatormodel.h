#pragma once

#include "model/items/navigatorrows.h"
#include "model/items/navigatortext.h"
#include "model/items/summarycache.h"

#include <QAbstractItemModel>

namespace persistence {

class Workspace;

/// What the tree groups the records of an app by.
enum class NavigatorMode {
    Models, ///< association models > ids
    Shapes, ///< key shapes, such as misc + room + misc
};

/// The tree of a workspace: apps > association models > ids > records, one column, roles in roles.h. A record is under every association
/// of its key. Records without a key and with unreadable associations have groups of their own. In the other mode apps > key shapes >
/// records.
///
/// Ids and records are virtual rows: a parent that was opened knows their numbers, and summaries are read a page at a time when a view
/// asks. Groups beyond 10,000 rows show ranges of 1,000. There is no fetchMore: half-loaded parents end short in a QTreeView (style
/// guide, section 6). What would take more than 50 ms is read by a job; its rows come when they are there (IsLoadingRole).
/// Lives on the thread of the window; has a read connection of its own.
class NavigatorModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    explicit NavigatorModel(QObject *parent = nullptr);
    ~NavigatorModel() override;

    /// Shows another workspace, or nothing. Drops the filter.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Groups by something else; everything closes.
    void setMode(NavigatorMode mode);
    [[nodiscard]] NavigatorMode mode() const { return m_mode; }
    /// Reads what is open again after the workspace changed. Rows that stay keep their identity; only differences are signalled.
    void refresh();
    /// Shows only what a filter found; nothing: everything. Rows that stay keep their identity.
    void setMatches(std::optional<TreeMatches> matches);
    [[nodiscard]] const std::optional<TreeMatches> &matches() const { return m_matches; }
    /// Names records by their record ids, without their values.
    void setValuesHidden(bool areHidden);
    /// Which records have a draft.
    void setDraftMarks(const DraftMarks &marks);

    /// The row by the texts that name it (app, association model, id, record id), which stay the same in every workspace and session.
    /// Ranges are left out. Empty for an invalid index and for a range.
    [[nodiscard]] QList<QByteArray> path(const QModelIndex &index) const;
    /// The row that a path names; invalid if it is gone or its level is still being read.
    [[nodiscard]] QModelIndex indexOf(const QList<QByteArray> &path) const;
    [[nodiscard]] QModelIndex indexOf(const Group &group) const;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    using QObject::parent;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QModelIndexList match(const QModelIndex &start, int role, const QVariant &value, int hits,
                                        Qt::MatchFlags flags) const override;

signals:
    /// The rows below a parent that was loading are there.
    void loaded(const QModelIndex &parent);
    /// Something could not be read; what was shown stays.
    void failed(const Error &error);

private:
    // Structure (navigatormodel.cpp). Opening a row reads what is below it; that changes nothing that was visible, so it is const.
    [[nodiscard]] NavigatorNode *nodeAt(const QModelIndex &index) const;
    [[nodiscard]] NavigatorNode *childNode(NavigatorNode &parent, int row) const;
    [[nodiscard]] QModelIndex indexOfNode(const NavigatorNode &node) const;
    [[nodiscard]] QModelIndex indexAt(NavigatorNode &list, qint64 position) const;
    [[nodiscard]] qint64 findKey(NavigatorNode &list, const QByteArray &key) const;
    [[nodiscard]] qint64 findTarget(const NavigatorNode &list, const QByteArray &id, bool isPrefix) const;
    void open(NavigatorNode &node) const;

    // Reading (navigatorrefresh.cpp).
    [[nodiscard]] Result<QList<AppSummary>> readApps(NavigatorNode &root) const;
    [[nodiscard]] Result<QList<ModelSummary>> readModels(const NavigatorNode &app) const;
    [[nodiscard]] Result<QList<KeyShapeSummary>> readShapes(const NavigatorNode &app) const;
    [[nodiscard]] qint64 expectedRows(const NavigatorNode &node, const NavigatorQuery &query) const;
    void startReading(NavigatorNode &node, const NavigatorQuery &query) const;
    void finishReading(NavigatorNode &node, Result<NavigatorRows> rows);
    void refreshNode(NavigatorNode &node);
    void refreshApps(NavigatorNode &root);
    void refreshModels(NavigatorNode &app);
    void refreshShapes(NavigatorNode &app);
    void refreshRows(NavigatorNode &node);
    void signalAllRecords(const NavigatorNode &node);
    void signalChanged(const NavigatorNode &node, NavigatorKind kind, const QSet<qint64> &numbers);
    void report(const Error &error) const;

    // Changing rows with notice to views (navigatorchanges.cpp).
    void receiveRows(NavigatorNode &node, NavigatorRows rows);
    void setRows(NavigatorNode &node, const std::vector<qint64> &rows);
    void removeSome(NavigatorNode &node, int first, int count);
    void insertSome(NavigatorNode &node, int first, const qint64 *rows, int count);
    void moveOne(NavigatorNode &node, int from, int to);
    void replaceRows(NavigatorNode &node, NavigatorRows rows);
    void rearrangeRanges(NavigatorNode &node, NavigatorRows rows);

    // Contents (navigatordata.cpp).
    [[nodiscard]] RowContext contextOf(const NavigatorNode &parent, int row) const;
    [[nodiscard]] TargetSummary target(const NavigatorNode &list, qint64 position) const;
    [[nodiscard]] RecordLine record(const NavigatorNode &list, qint64 position) const;
    [[nodiscard]] RangeSummary range(const NavigatorNode &list, int row) const;

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Reader> m_reader;
    NavigatorMode m_mode = NavigatorMode::Models;
    std::optional<TreeMatches> m_matches;
    bool m_areValuesHidden = false;
    DraftMarks m_draftMarks;
    std::unique_ptr<NavigatorNode> m_root;
    mutable TargetCache m_targets;
    mutable RecordLineCache m_records;
};

} // namespace persistence
