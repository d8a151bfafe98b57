#pragma once

#include "model/base/bybytes.h"
#include "model/workspace/database.h"
#include "model/workspace/filelock.h"
#include "model/workspace/filesystem.h"
#include "model/workspace/importlog.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/importwriter.h"
#include "model/workspace/sortedruns.h"
#include "model/workspace/treewriter.h"

#include <functional>
#include <map>
#include <string>
#include <unordered_set>

namespace persistence {

/// Builds a new workspace in one go: records are appended in order of arrival, the index is sorted aside and written at the end, so that
/// every large table is written page by page behind the others (TreeWriter). Works without journal in a file that nobody else knows; the
/// file becomes a workspace when it is renamed. Destroyed before finish() it removes its file.
class BulkWriter final : public ImportWriter
{
public:
    /// \a path: where the workspace will be; the file is built beside it. Leftovers of a killed import are removed.
    [[nodiscard]] static Result<std::unique_ptr<BulkWriter>> create(const QString &path, SameId sameId);
    ~BulkWriter() override;

    [[nodiscard]] Result<qint64> begin(const ImportStart &start) override;
    [[nodiscard]] Result<void> append(const RecordBatch &batch) override;
    [[nodiscard]] Result<void> end(const QString &format, const QString &incompleteReason) override;
    [[nodiscard]] Result<void> finish(Progress &progress) override;
    [[nodiscard]] QList<ImportSummary> imports() const override { return m_log->imports(); }
    [[nodiscard]] qint64 differing() const override { return m_differing; }

private:
    struct Count
    {
        qint64 records = 0;
        qint64 bytes = 0;
        qint64 targets = 0;
        qint64 firstTarget = 0;
    };

    struct App
    {
        qint64 row = 0;
        Collection collection = Collection::Persistence;
    };

    BulkWriter(QString path, SameId sameId);
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> bySql(const std::function<Result<void>()> &work);
    App &app(Collection collection, QByteArrayView appId);
    qint64 modelRow(ModelKind kind, QByteArrayView name);
    Count &count(qint64 app, qint64 model);
    [[nodiscard]] Result<void> writeBatch(const RecordBatch &batch, const std::vector<App *> &owners, qint64 firstRecord);
    /// On a thread of its own beside writeBatch(); nothing that it changes is touched there.
    [[nodiscard]] Result<void> indexBatch(const RecordBatch &batch, const std::vector<App *> &owners, qint64 firstRecord);
    /// \a models: the rows of the batch's association models.
    [[nodiscard]] Result<void> indexRow(const RecordBatch &batch, const RecordBatch::Row &row, const std::vector<qint64> &models,
                                        const App &owner, qint64 record);
    /// Files a record under the shape of its key; \a models: those of its key, in order.
    void fileByShape(const App &owner, std::vector<qint64> &models, qint64 record, qint64 size);
    /// Adds \a records, of \a bytes together, to the counts of each of \a models once. Sorts them.
    void countModels(qint64 app, std::vector<qint64> &models, qint64 records, qint64 bytes);
    [[nodiscard]] Result<void> addAssociation(const App &owner, qint64 model, QByteArrayView id, qint64 record, quint32 position,
                                              quint32 size);

    [[nodiscard]] Result<void> writeRecordIds(Progress &progress);
    [[nodiscard]] Result<void> resolveSameIds(const std::vector<std::vector<qint64>> &sameIds);
    [[nodiscard]] Result<void> resolveSameId(const std::vector<qint64> &records);
    [[nodiscard]] Result<void> drop(qint64 record);
    [[nodiscard]] Result<void> keepInHistory(qint64 dropped, qint64 kept);
    void uncount(QByteArrayView body, Collection collection, qint64 size);
    [[nodiscard]] Result<void> writeIndex(const Progress &progress);
    [[nodiscard]] Result<quint32> rootPage(const char *name);
    [[nodiscard]] Result<void> writeSummaries();
    /// Sums up what the shapes of keys tell, for each app; counts the models of each on the way.
    [[nodiscard]] std::vector<KeyShapeBuilder::Sum> sumApps();
    [[nodiscard]] Result<void> writeCounts();
    [[nodiscard]] Result<void> publish();

    QString m_path;
    QString m_buildPath;
    SameId m_sameId;
    qint64 m_differing = 0;
    std::unique_ptr<FileLock> m_lock; ///< null: the file at the build path is not ours
    std::unique_ptr<Database> m_database;
    std::unique_ptr<ImportLog> m_log;
    std::unique_ptr<EarlyFlush> m_earlyFlush;
    std::unique_ptr<PageFile> m_pages; ///< between begin() and end(), but for bySql()
    std::unique_ptr<TreeWriter> m_recordTree;
    RowBytes m_row;
    SortedRuns m_associations;
    SortedRuns m_recordIds;
    ByBytes<App> m_apps;
    ByBytes<App> m_messageApps;
    ByBytes<qint64> m_models;
    std::map<std::pair<qint64, qint64>, Count> m_counts;
    std::vector<qint64> m_recordModels;
    KeyShapeBuilder m_shapes;
    KeyShapeCode m_shape;
    std::string m_encodedId;
    std::unordered_set<qint64> m_dropped;
    qint64 m_records = 0;
    qint64 m_appRows = 0;
    qint64 m_change = 0;
};

} // namespace persistence
