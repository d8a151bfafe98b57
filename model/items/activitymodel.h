#pragma once

#include "model/items/iconid.h"
#include "model/items/itemtext.h"

#include <QAbstractTableModel>

namespace persistence {

/// The log of what this program did since it was started, newest first: opening, importing, exporting, comparing, slow searches, and every
/// change, with what came of it and how long it took. Kept in memory alone; what was changed is in the history of the workspace. Lives on
/// the thread of the window.
class ActivityModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { StartedColumn, OperationColumn, OutcomeColumn, DurationColumn, ColumnCount };
    enum class Kind { Reads, Writes };
    enum class Outcome { Running, Done, Stopped, Failed };

    /// Older lines go.
    static constexpr qsizetype kMaxKept = 1000;

    explicit ActivityModel(QObject *parent = nullptr);

    /// An operation began; gives the number by which end() knows it. \a operation is a phrase for people, such as "Opening a.bson", with
    /// stored and searched texts in quotation marks. \a startedAt: in milliseconds since 1970; 0 for now.
    int begin(const QString &operation, Kind kind, qint64 startedAt = 0);
    /// What came of it, such as "437 records" or the sentence of an error. What was told last counts; the duration ends at the first time.
    void end(int number, Outcome outcome, const QString &text = {});

    /// Hides what only reads.
    void setOnlyWrites(bool onlyWrites);
    void setTimeZone(TimeZone zone);
    /// Presentation mode: the names of changes leave out stored texts.
    void setValuesHidden(bool areHidden);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    struct Activity
    {
        int number = 0;
        QString operation;
        Kind kind = Kind::Reads;
        qint64 startedAt = 0; ///< milliseconds since 1970
        qint64 duration = -1; ///< in milliseconds; -1 while it runs
        Outcome outcome = Outcome::Running;
        QString text;
    };

    [[nodiscard]] const Activity &activity(int row) const { return m_activities[m_shown[row]]; }
    [[nodiscard]] QString text(const Activity &activity, int column) const;
    void dropOldest();
    void tellAll(const QList<int> &roles);

    QList<Activity> m_activities;   ///< oldest first
    std::vector<qsizetype> m_shown; ///< places in m_activities, newest first
    int m_last = 0;
    bool m_onlyWrites = false;
    bool m_areValuesHidden = false;
    TimeZone m_timeZone = TimeZone::Utc;
};

} // namespace persistence
