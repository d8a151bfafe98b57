#pragma once

#include "model/base/latestjob.h"
#include "model/edit/bulk.h"
#include "model/items/iconid.h"
#include "model/items/replacedtext.h"

#include <QAbstractTableModel>

namespace persistence {

class Workspace;

/// What a verb would do to the records of a selection: the differences of the first ones as rows, and how many there are in all. A job
/// looks at every record, one in memory at a time; the rows come as soon as there are enough. Lives on the thread of the window.
class BulkPreviewModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { RecordColumn, PathColumn, BeforeColumn, AfterColumn, ColumnCount };
    enum CellRole {
        MarksRole = Qt::UserRole + 200 ///< QList<TextSpan>: what is replaced in the shown text, in UTF-16 units
    };
    static constexpr int kSamples = 10;

    /// \a samples: of how many records the differences are shown.
    BulkPreviewModel(std::shared_ptr<Workspace> workspace, RecordSelection selection, int samples = kSamples, QObject *parent = nullptr);
    ~BulkPreviewModel() override;

    /// Other records. Drops what was looked at.
    void setSelection(RecordSelection selection);
    /// Looks what \a verb would do. Another look, or clear(), drops this one. With a \a replacer the hits in texts are marked.
    void preview(const BodyVerb &verb, const std::shared_ptr<const TextReplacer> &replacer = {});
    void clear();
    /// Hides what is before and after.
    void setValuesHidden(bool areHidden);
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    /// Every record was looked at: count() is final.
    [[nodiscard]] bool isComplete() const { return m_isComplete; }
    [[nodiscard]] const BulkCount &count() const { return m_count; }
    [[nodiscard]] const RecordSelection &selection() const { return m_selection; }
    /// How many records were looked at so far.
    [[nodiscard]] qint64 seen() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// Rows came, or the look ended.
    void changed();
    void failed(const Error &error);

private:
    /// A difference of a record, ready to show.
    struct Line
    {
        IconId icon = IconId::None;
        QString texts[ColumnCount];
        QList<TextSpan> marks[ColumnCount] = {};
    };
    class Look;

    void showLines(std::vector<Line> lines);

    std::shared_ptr<Workspace> m_workspace;
    RecordSelection m_selection;
    int m_samples;
    std::vector<Line> m_lines;
    BulkCount m_count;
    bool m_isComplete = false;
    bool m_areValuesHidden = false;
    quint64 m_ticket = 0; ///< of the newest look; lines of an older one are dropped
    LatestJob m_job;
};

} // namespace persistence
