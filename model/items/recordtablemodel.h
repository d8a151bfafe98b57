#pragma once

#include "model/base/latestjob.h"
#include "model/edit/draftkeeper.h"
#include "model/items/draftmarks.h"
#include "model/items/fieldcolumn.h"
#include "model/items/recordquery.h"
#include "model/items/summarycache.h"
#include "model/items/valuetreemodel.h"

#include <QAbstractTableModel>

namespace persistence {

class Workspace;

/// The distinct records of a group as a table: some fixed columns, then one for each field that is set. A row costs 8 bytes; what it shows
/// is read a page at a time when a view asks. A record with a draft shows the draft, and new records have rows of their own behind all
/// others; cells edit the draft of their record.
/// The rows are read by a job with connections of its own: the first ones come at once, then the
/// rest. Another group, a refresh or the end of the model cancels it; late rows are dropped. Lives on the thread of the window.
class RecordTableModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    /// Fields come behind these columns.
    using enum RecordLine::Column;

    /// What cells answer beside the common roles.
    enum CellRole {
        /// bool: the record has no such field, so the cell is empty; null is shown as such.
        IsMissingRole = ValueTreeModel::IsMissingRole,
        /// int of bson::Type of the value in a field's cell; invalid where there is none.
        BsonTypeRole = ValueTreeModel::BsonTypeRole,
        /// QList<TextSpan>: what the filter found in the text of the cell, in UTF-16 units.
        MarksRole = Qt::UserRole + 200,
        /// int of DraftMark: the draft of the record, and of a field's cell only where the draft changes that field.
        RowMarkRole,
        CellMarkRole,
        /// int, from 0: which colour the row has by the value of colouring(), equal for equal values; invalid where there is none.
        ColourRole,
    };

    /// Records that do not fit the head of a summary are read whole for their cells up to this size, in bytes; beyond, cells say so.
    static constexpr qint64 kMaxWholeRecord = 4 * 1024 * 1024;

    explicit RecordTableModel(QObject *parent = nullptr);
    ~RecordTableModel() override;

    /// Reads from another workspace, or from none; empties the table.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Shows the records of a group, in its own order; an empty table for nothing. The filter stays.
    void showGroup(std::optional<Group> group);
    [[nodiscard]] const std::optional<Group> &group() const { return m_group; }
    /// Shows only records that pass. The first ones come at once, in the order of the group.
    void setFilter(const Filter &filter);
    [[nodiscard]] const Filter &filter() const { return m_filter; }
    /// The filter made ready; null before that, and for the empty filter.
    [[nodiscard]] const std::shared_ptr<const FilterMatcher> &matcher() const { return m_matcher; }
    /// Sorts the whole group. The rows stay as they are until the order is known; they keep their identity.
    void setOrder(const RecordOrder &order);
    [[nodiscard]] const RecordOrder &order() const { return m_order; }
    /// Reads the group again after the workspace changed. Rows that stay keep their identity.
    void refresh();

    /// The fields that have a column, in the order of columns.
    void setFields(const QList<FieldColumn> &fields);
    [[nodiscard]] const QList<FieldColumn> &fields() const { return m_fields; }
    /// The field of a column; null for the fixed ones.
    [[nodiscard]] const FieldColumn *fieldAt(int column) const;
    /// Rows get a colour by the value of this field, which needs no column; an empty path: none.
    void setColouring(const FieldPath &path);
    [[nodiscard]] const FieldPath &colouring() const { return m_colouring.path; }
    /// The order that a click on a header asks for; nothing for a column without one.
    [[nodiscard]] std::optional<RecordOrder> orderBy(int column, bool isDescending) const;
    /// The condition that holds for what a cell shows, for menus that filter; nothing where there is none.
    [[nodiscard]] std::optional<FilterTerm> termFor(const QModelIndex &index) const;
    /// Stops reading; what is there stays, and isComplete() is false.
    void cancel();

    [[nodiscard]] bool isLoading() const { return m_isLoading; }
    /// Loading, for another order or after a change; what was there before is shown meanwhile.
    [[nodiscard]] bool isRefreshing() const { return m_isLoading && m_isRefresh; }
    /// All records of the group are there.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }

    /// Shows dots in the place of values, also to the clipboard.
    void setValuesHidden(bool areHidden);
    /// Where drafts come from and cells are edited; both null for none. They outlive what is shown.
    void setEditing(Editing *editing, DraftKeeper *drafts);
    void setTimeZone(TimeZone zone);
    [[nodiscard]] TimeZone timeZone() const { return m_timeZone; }

    /// How many rows are records of the workspace; those of new records come behind them.
    [[nodiscard]] int recordCount() const { return int(m_rows.size()); }
    /// Invalid for a new record.
    [[nodiscard]] RecordRow recordAt(int row) const;
    /// The draft that a row shows; null if there is none.
    [[nodiscard]] EditBuffer *draftAt(int row) const;
    /// The row of a draft, or -1.
    [[nodiscard]] int rowOf(const EditBuffer *draft) const;

    /// Where the value of a cell is edited.
    enum class CellPlace {
        Nowhere,  ///< it is no field
        InCell,   ///< by an editor in its cell
        InRecord, ///< in the record itself: objects, arrays, long texts, what is in a very large record
    };
    [[nodiscard]] CellPlace editPlace(const QModelIndex &index) const;
    /// Why nothing can be edited in a row, in a sentence; empty if it can.
    [[nodiscard]] QString reasonToRefuse(int row) const;
    /// The row of a record, or -1.
    [[nodiscard]] int rowOf(RecordRow record) const;
    /// Cells for the clipboard: tab-separated, a line for each of the given rows, as they are shown but never cut at the screen's edge.
    [[nodiscard]] QString copyText(const QList<int> &rows, const QList<int> &columns) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// Takes a FieldValue, which becomes part of the record's draft. What is refused is told by refused().
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void loadingChanged();
    void matcherChanged();
    /// An edit was not made.
    void refused(const persistence::Error &error);
    /// Rows of new records are about to go, because they were saved or discarded.
    void newRowsLeaving();
    void failed(const Error &error);

private:
    /// A field of one record: points into bytes that the cell keeps alive.
    struct Cell
    {
        QByteArray bytes;
        std::optional<bson::Element> value;
        bool isTooLarge = false; ///< the value was not looked for
    };

    void startReading();
    void restart();
    void receive(quint64 ticket, std::vector<qint64> rows);
    void finishReading(Result<void> result);
    void replaceBy(const std::vector<qint64> &rows);
    void reorder(std::vector<qint64> rows);
    void setLoading(bool isLoading);
    void setMatcher(std::shared_ptr<const FilterMatcher> matcher);
    [[nodiscard]] RecordLine line(int row) const;
    [[nodiscard]] Cell cell(const RecordLine &line, const FieldColumn &field) const;
    [[nodiscard]] QString text(const RecordLine &line, int column) const;
    [[nodiscard]] QString fieldText(const RecordLine &line, const FieldColumn &field) const;
    [[nodiscard]] QByteArray copiedCell(const RecordLine &line, int column) const;
    [[nodiscard]] QVariant marks(const QModelIndex &index) const;
    [[nodiscard]] QVariant colour(const RecordLine &line) const;
    [[nodiscard]] QVariant fieldHeader(const FieldColumn &field, int role) const;
    [[nodiscard]] bool isRightAligned(int column) const;
    void report(const Error &error) const;

    // Drafts (recordtabledrafts.cpp).
    /// What of a record's index tells whether it belongs to the group.
    struct GroupKey
    {
        QByteArray appId;
        std::optional<QByteArray> model;
        std::optional<QByteArray> id;
        std::optional<QList<QByteArray>> shape;
    };
    [[nodiscard]] Result<GroupKey> readGroupKey() const;
    [[nodiscard]] bool isInGroup(const EditBuffer &draft) const;
    [[nodiscard]] QList<QPointer<EditBuffer>> newDrafts() const;
    void followDrafts();
    void showDraft(EditBuffer *draft);
    [[nodiscard]] RecordLine draftLine(const EditBuffer &draft) const;
    [[nodiscard]] DraftMark rowMark(int row) const;
    [[nodiscard]] DraftMark cellMark(const QModelIndex &index) const;
    [[nodiscard]] Result<void> edit(const QModelIndex &index, const FieldValue &value);

    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Reader> m_reader;
    std::optional<Group> m_group;
    Filter m_filter;
    std::shared_ptr<const FilterMatcher> m_matcher; ///< of m_filter, once it is made ready
    RecordOrder m_order;
    QList<FieldColumn> m_fields;
    FieldColumn m_colouring;
    std::vector<qint64> m_rows;
    std::vector<qint64> m_refreshed; ///< rows of a refresh until they are complete
    bool m_isRefresh = false;
    bool m_isLoading = false;
    bool m_isComplete = true;
    bool m_areValuesHidden = false;
    QPointer<Editing> m_editing;
    QPointer<DraftKeeper> m_drafts;
    DraftMarks m_draftMarks;
    GroupKey m_groupKey;
    QList<QPointer<EditBuffer>> m_new; ///< drafts of new records of the group
    mutable QHash<const EditBuffer *, RecordLine> m_draftLines;
    TimeZone m_timeZone = TimeZone::Utc;
    mutable RecordLineCache m_lines;
    mutable QCache<qint64, QByteArray> m_wholeRecords{qsizetype(4 * kMaxWholeRecord)}; ///< of records larger than a head, in bytes
    quint64 m_ticket = 0; ///< of the newest reading; chunks of an older one are dropped
    LatestJob m_job;
};

} // namespace persistence
