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

/// How many records there were, and how large their documents.
struct RecordTally
{
    qint64 records = 0;
    qint64 bytes = 0;
};

/// Goes through the documents of many records, in its own connection. One thread at a time. All calls stop soon after their progress is
/// cancelled, with an error of kind Cancelled. Each call sees the newest saved state; rows that are gone are passed over.
class RecordScan final
{
public:
    /// Takes a record and returns whether to go on.
    using Receive = std::function<bool(const StoredRecord &)>;
    /// Whether a record whose document is a part of these bytes may be wanted.
    using Glance = std::function<bool(QByteArrayView bytes)>;

    [[nodiscard]] static Result<std::unique_ptr<RecordScan>> open(const Workspace &workspace);
    ~RecordScan();
    Q_DISABLE_COPY_MOVE(RecordScan)

    /// All later calls see the state of now. Without it each call sees the newest, and many small calls take long: each locks the file.
    [[nodiscard]] Result<void> holdState();

    /// All later calls see the state of now, and read whole pages of the file past SQLite wherever that gives the same: for long ranges and
    /// lists, of which it is several times faster. Records of pages at which \a glance sees nothing are passed over, if there is one.
    /// Damage to such a page does not show if it leaves the places of its records alone.
    [[nodiscard]] Result<void> readByPages(Glance glance);
    /// The records passed over since the call before. Their bytes are a little more than the documents alone.
    [[nodiscard]] RecordTally takePassed();

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
    // All return whether to go on.
    [[nodiscard]] Result<bool> rangeBySql(RecordRow first, RecordRow end, const Receive &receive);
    [[nodiscard]] Result<bool> listBySql(std::span<const RecordRow> rows, Progress &progress, const Receive &receive);
    struct ByPages;
    struct PagePart;
    [[nodiscard]] Result<bool> rangeByPages(RecordRow first, RecordRow end, Progress &progress, const Receive &receive);
    [[nodiscard]] Result<bool> listByPages(std::span<const RecordRow> rows, Progress &progress, const Receive &receive);
    [[nodiscard]] Result<bool> readParts(Progress &progress, const Receive &receive);
    [[nodiscard]] Result<bool> readPart(const PagePart &part, Progress &progress, const Receive &receive);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<Transaction> m_state;  ///< while it is held; ends before the connection
    std::unique_ptr<ByPages> m_byPages;    ///< null while all is read by SQL; ends before the state
    std::vector<Collection> m_collections; ///< by AppRow
};

} // namespace persistence
