#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/record/label.h"
#include "model/workspace/groups.h"

#include <functional>
#include <memory>
#include <span>

namespace persistence {

class Database;
class Transaction;
class Workspace;

/// A record as it lies in the workspace, for those who look at very many. The body is valid until the next one comes.
struct StoredRecord
{
    RecordRow row;
    Collection collection = Collection::Persistence;
    QByteArrayView body;
    quint64 checksum = 0;

    /// Whether the bytes are those that were stored. To be asked before anything is told of them; asking costs as much as reading them.
    [[nodiscard]] bool isSound() const;
};

/// Goes through the documents of many records, in its own connection. One thread at a time. All calls stop soon after their progress is
/// cancelled, with an error of kind Cancelled. Each call sees the newest saved state; rows that are gone are passed over.
class RecordScan final
{
public:
    /// Takes a record and returns whether to go on.
    using Receive = std::function<bool(const StoredRecord &)>;

    [[nodiscard]] static Result<std::unique_ptr<RecordScan>> open(const Workspace &workspace);
    ~RecordScan();
    Q_DISABLE_COPY_MOVE(RecordScan)

    /// All later calls see the state of now. Without it each call sees the newest, and many small calls take long: each locks the file.
    [[nodiscard]] Result<void> holdState();

    /// The records from row \a first to before \a end, in the order of rows.
    [[nodiscard]] Result<void> range(RecordRow first, RecordRow end, Progress &progress, const Receive &receive);
    /// The given records, in their order.
    [[nodiscard]] Result<void> list(std::span<const RecordRow> rows, Progress &progress, const Receive &receive);
    /// The first row that is not before \a from; an invalid one if there is none.
    [[nodiscard]] Result<RecordRow> firstFrom(RecordRow from);

    /// All sound names of one kind, in the order of ids.
    [[nodiscard]] Result<void> labels(LabelKind kind, Progress &progress,
                                      const std::function<void(QByteArrayView id, QByteArrayView name)> &receive);
    /// What all apps have under an association model (any, if not given) and exactly this id.
    [[nodiscard]] Result<QList<TargetSummary>> targets(std::optional<QByteArrayView> model, QByteArrayView id);

    /// Ids under an association model that start with \a prefix, of any app; at most \a limit, in byte order.
    [[nodiscard]] Result<QList<QByteArray>> idsFrom(QByteArrayView model, QByteArrayView prefix, int limit);

private:
    explicit RecordScan(std::unique_ptr<Database> database);
    [[nodiscard]] Result<void> readCollections();
    /// Reads them again for an app that is new.
    [[nodiscard]] Result<Collection> collectionOf(qint64 app);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<Transaction> m_state;  ///< while it is held; ends before the connection
    std::vector<Collection> m_collections; ///< by AppRow
};

} // namespace persistence
