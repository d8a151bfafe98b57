#pragma once

#include "model/base/latestjob.h"
#include "model/find/fieldsurvey.h"
#include "ui/records/tablelayout.h"

#include <QObject>

#include <memory>

class QMenu;
class QPoint;

namespace persistence {

class RecordTableModel;
class RecordTableView;
class Workspace;
struct Error;

/// Which columns the record table has. The fields come from all records of the group, found by a job; how they are arranged is remembered
/// for each kind of group (see shapeOf()) and applied at once when such a group is shown again.
class RecordColumns final : public QObject
{
    Q_OBJECT

public:
    /// Fields that get a column without being chosen, and the share of records that have them on average: where few fields are common to
    /// all, a preview of the value says more.
    static constexpr qsizetype kMaxFirstColumns = 40;
    static constexpr double kLeastFill = 0.3;
    /// The same of the records of a whole app, which may be of several kinds.
    static constexpr double kLeastFillOfApp = 0.7;

    RecordColumns(RecordTableModel *model, RecordTableView *view, QObject *parent = nullptr);
    ~RecordColumns() override;

    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// Follows the group of the model.
    void showGroup(const Group &group);
    /// Surveys the group again after the workspace changed.
    void refresh();

    /// Opens the dialog in which columns are chosen.
    void openChooser(QWidget *parent);
    /// The menu of one column's header.
    void openHeaderMenu(const QPoint &position);
    /// Offers to colour the rows by the values of a field, or no longer.
    void addColouring(QMenu &menu, const FieldPath &path);
    /// Forgets how this kind of group was arranged.
    void reset();

    /// All fields that can have a column; empty while they are being looked for.
    [[nodiscard]] const QList<FieldColumn> &available() const { return m_available; }
    /// All paths of all records of the group; null while they are being looked for the first time.
    [[nodiscard]] const std::shared_ptr<const FieldSurvey> &survey() const { return m_survey; }
    [[nodiscard]] bool isSurveying() const { return m_job.isRunning(); }
    [[nodiscard]] bool isCapped() const { return m_isCapped; }

    [[nodiscard]] QByteArray saveState() const { return m_layouts.toBytes(); }
    void restoreState(const QByteArray &state) { m_layouts.restore(state); }

signals:
    void surveyed();
    void failed(const Error &error);

private:
    void startSurvey();
    void findShape();
    void take();
    void setShown(const QList<FieldColumn> &fields);
    [[nodiscard]] bool isOneKind(qint64 records) const;
    void applyFirst();
    void applyKept(const TableLayout &layout);
    void fillMenu(QMenu *menu, int column);
    void rename(int column);
    void setFormat(int column, ColumnFormat format);
    void hide(int column);
    void pinUpTo(int column);
    void keep();
    [[nodiscard]] FieldColumn withFacts(FieldColumn field) const;

    std::shared_ptr<Workspace> m_workspace;
    Group m_group;
    QByteArray m_shape;
    TableLayouts m_layouts;
    std::shared_ptr<const FieldSurvey> m_survey;
    QList<FieldColumn> m_available;
    bool m_isCapped = false;
    bool m_isArranged = false;   ///< the columns of this group are as they should be
    bool m_waitsForRows = false; ///< for the first widths
    LatestJob m_job;
    RecordTableModel *m_model;
    RecordTableView *m_view;
};

} // namespace persistence
