#pragma once

#include "model/edit/editing.h"
#include "model/items/activitymodel.h"

#include <QTimer>

namespace persistence {

class ExportRunner;
class Opener;
class RecordComparisonModel;
class RecordTableModel;

/// Writes into the log what the parts of the window do.
class ActivityRecorder final : public QObject
{
    Q_OBJECT

public:
    /// Searches that are over sooner are not listed, in milliseconds.
    static constexpr int kSlowMs = 1'000;

    /// All outlive this.
    ActivityRecorder(ActivityModel &log, const Opener &opener, const ExportRunner &exports, QObject *parent = nullptr);

    /// Writes down the searches of a table that take \a slow milliseconds or longer.
    void watchSearches(const RecordTableModel &table, int slow = kSlowMs);
    void watchComparisons(const RecordComparisonModel &comparison);
    /// The changes of what is open from now on; null for none.
    void setEditing(const Editing *editing);

private:
    using Outcome = ActivityModel::Outcome;

    void watchOpener(const Opener &opener);
    void watchExports(const ExportRunner &exports);
    void beginSearch();
    void endSearch(Outcome outcome, const QString &text = {});
    void followComparison(const RecordComparisonModel &comparison);
    void fail(int number, const Error &error);

    ActivityModel &m_log;
    QPointer<const Editing> m_editing;
    // The numbers in the log of what runs or ran last.
    int m_opening = 0;
    int m_export = 0;
    int m_change = 0;
    int m_search = 0; ///< 0 while it is not slow
    int m_comparison = 0;
    QString m_searched;         ///< what the search that runs is for; empty if none does
    qint64 m_searchedSince = 0; ///< milliseconds since 1970
    QTimer m_slow;
    bool m_isComparing = false;
};

} // namespace persistence
