#pragma once

#include "model/base/bybytes.h"
#include "model/base/result.h"
#include "model/record/recordindex.h"
#include "model/sources/recordsource.h"
#include "model/transfer/batchqueue.h"
#include "model/transfer/importer.h"
#include "model/workspace/recordbatch.h"

namespace persistence {

/// Turns what a source gives into batches: records indexed, labels reduced to their names, problems kept, all else skipped.
/// Runs on the reading thread.
class RecordLoader final
{
public:
    /// \a skipItems: so many items of the source are in the workspace already.
    RecordLoader(RecordSource &source, ImportProgress &progress, qint64 skipItems);

    /// Reads to the end of the source, a failure or the stop of the queue; closes the queue.
    void run(BatchQueue<RecordBatch> &queue, qint64 importRow);
    /// After run(): whether the source could be read to its end.
    [[nodiscard]] const Result<void> &state() const { return m_state; }

private:
    void take(const SourceItem &item, RecordBatch &batch);
    void addProblem(const SourceItem &item, Collection collection, const QString &reason, qint64 size, RecordBatch &batch);
    /// Adds the records of a batch to the counts: each once for its app and once for each of its first association models.
    void countRecords(const RecordBatch &batch);
    void publishCounts();

    RecordSource &m_source;
    ImportProgress &m_progress;
    qint64 m_skipItems = 0;
    qint64 m_bytesBefore = 0;
    RecordIndex m_index;
    Result<void> m_state;
    /// Records by app and association model so far, for showing while the import runs.
    struct AppCount
    {
        qint64 records = 0;
        ByBytes<qint64> models;
    };
    ByBytes<AppCount> m_counts;
};

} // namespace persistence
