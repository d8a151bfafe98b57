#include "model/workspace/bulkwriter.h"

#include "model/base/aside.h"
#include "model/workspace/filelock.h"
#include "model/workspace/filesystem.h"
#include "model/workspace/indextrees.h"
#include "model/workspace/schema.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Import)
};

constexpr const char *kInsertApp = "INSERT INTO app (id, collection, app_id, records, bytes) VALUES (?, ?, ?, ?, ?)";
constexpr const char *kInsertModel = "INSERT INTO association_model (id, kind, name) VALUES (?, ?, ?)";
constexpr const char *kInsertCount = R"sql(
    INSERT INTO model_count (app, model, first_target, targets, records, bytes) VALUES (?, ?, ?, ?, ?, ?))sql";

} // namespace

BulkWriter::BulkWriter(QString path, SameId sameId)
    : m_path(std::move(path))
    , m_buildPath(buildPathFor(m_path))
    , m_sameId(sameId)
    , m_associations(QFileInfo(m_path).absolutePath())
    , m_recordIds(QFileInfo(m_path).absolutePath())
{
}

BulkWriter::~BulkWriter()
{
    m_recordTree.reset();
    m_pages.reset();
    m_database.reset();
    if (m_lock)
        QFile::remove(m_buildPath);
}

Result<std::unique_ptr<BulkWriter>> BulkWriter::create(const QString &path, SameId sameId)
{
    if (QFileInfo::exists(path) || QFileInfo(path).isSymLink())
        return Error{ErrorKind::Failed,
                     Texts::tr("%1 exists already and was left as it is. Choose another name for the new workspace.").arg(path),
                     {}};
    std::unique_ptr<BulkWriter> writer(new BulkWriter(path, sameId));
    if (auto opened = writer->open(); !opened)
        return opened.error();
    return writer;
}

Result<void> BulkWriter::open()
{
    // Two imports to one name would take each other's file away. It is the lock of the workspace, which does not exist yet.
    auto attempt = FileLock::take(m_path + QStringLiteral(".lock"));
    if (!attempt.holder.isEmpty())
        return Error{ErrorKind::Busy, Texts::tr("%1 is making %2 right now.").arg(attempt.holder, m_path), {}};
    if (!attempt.lock)
        return systemError(Texts::tr("%1 cannot be made").arg(m_path), attempt.errorNumber);
    m_lock = std::move(attempt.lock);
    QFile::remove(m_buildPath);
    auto database = Database::open(m_buildPath, Database::Mode::Builder);
    if (!database)
        return database.error();
    m_database = std::move(*database);
    if (auto created = createSchema(*m_database); !created)
        return created;
    m_log = std::make_unique<ImportLog>(*m_database);
    const auto root = rootPage("record");
    if (!root)
        return root.error();
    m_earlyFlush = std::make_unique<EarlyFlush>(m_buildPath);
    m_pages = std::make_unique<PageFile>(*m_database, m_earlyFlush.get());
    m_recordTree = std::make_unique<TreeWriter>(*m_pages, TreeWriter::Kind::Table, *root);
    return m_pages->begin();
}

/// Runs \a work, which uses SQL, in a transaction of its own between the pages.
Result<void> BulkWriter::bySql(const std::function<Result<void>()> &work)
{
    if (auto ended = m_pages->end(); !ended)
        return ended;
    {
        Transaction transaction(*m_database, Transaction::Kind::Write);
        if (!transaction.begun())
            return transaction.begun();
        if (auto done = work(); !done)
            return done;
        if (auto committed = transaction.commit(); !committed)
            return committed;
    }
    return m_pages->begin();
}

Result<qint64> BulkWriter::begin(const ImportStart &start)
{
    qint64 position = 0;
    if (auto begun = bySql([&] { return m_log->begin(start, position); }); !begun)
        return begun.error();
    return position;
}

Result<void> BulkWriter::append(const RecordBatch &batch)
{
    const bool isCountOnly = batch.labels().empty() && batch.problems().empty();
    const auto log = [&] { return m_log->append(batch); };
    if (auto logged = isCountOnly ? log() : bySql(log); !logged)
        return logged;
    if (batch.rows().empty())
        return {};
    std::vector<App *> owners;
    owners.reserve(batch.apps().size());
    for (const RecordBatch::App &owner : batch.apps())
        owners.push_back(&app(owner.collection, batch.bytes(owner.id)));
    const qint64 first = m_records + 1;
    m_records += qint64(batch.rows().size());
    // Indexing a batch and writing it share nothing.
    auto indexing = runAside([&] { return indexBatch(batch, owners, first); });
    auto written = writeBatch(batch, owners, first);
    auto indexed = indexing.get();
    return written ? indexed : written;
}

/// The columns of table `record` in their order.
Result<void> BulkWriter::writeBatch(const RecordBatch &batch, const std::vector<App *> &owners, qint64 firstRecord)
{
    const auto rows = batch.rows();
    for (size_t i = 0; i < rows.size(); ++i) {
        const RecordBatch::Row &row = rows[i];
        m_row.restart();
        m_row.addNull(); // stands for the rowid
        m_row.add(owners[row.app]->row);
        m_row.add(batch.importRow);
        m_row.add(1);
        if (row.marks.testFlag(RecordMark::NoUpdatedAt))
            m_row.addNull();
        else
            m_row.add(row.updated);
        m_row.add(qint64(row.marks.toInt()));
        m_row.add(qint64(row.checksum));
        m_row.add(batch.bytes(row.body));
        m_row.addNull();
        if (auto written = m_recordTree->append(firstRecord + qint64(i), m_row.bytes()); !written)
            return written;
    }
    return {};
}

Result<void> BulkWriter::indexBatch(const RecordBatch &batch, const std::vector<App *> &owners, qint64 firstRecord)
{
    std::vector<qint64> models;
    models.reserve(batch.models().size());
    for (const RecordBatch::Slice &name : batch.models())
        models.push_back(modelRow(ModelKind::Stored, batch.bytes(name)));
    const auto rows = batch.rows();
    for (size_t i = 0; i < rows.size(); ++i) {
        if (auto indexed = indexRow(batch, rows[i], models, *owners[rows[i].app], firstRecord + qint64(i)); !indexed)
            return indexed;
    }
    return {};
}

Result<void> BulkWriter::end(const QString &format, const QString &incompleteReason)
{
    m_log->current().format = format;
    return bySql([&] { return m_log->save(true, incompleteReason); });
}

BulkWriter::App &BulkWriter::app(Collection collection, QByteArrayView appId)
{
    ByBytes<App> &apps = collection == Collection::Messages ? m_messageApps : m_apps;
    const auto known = apps.find(appId);
    if (known != apps.end())
        return known->second;
    App &added = apps[appId.toByteArray()];
    added.row = ++m_appRows;
    added.collection = collection;
    return added;
}

qint64 BulkWriter::modelRow(ModelKind kind, QByteArrayView name)
{
    // The two kinds without a name of their own are told apart from stored models, which may be empty, by a leading kind byte.
    if (kind == ModelKind::Stored) {
        const auto known = m_models.find(name);
        if (known != m_models.end())
            return known->second;
        return m_models.emplace(name.toByteArray(), qint64(m_models.size()) + 3).first->second;
    }
    return kind == ModelKind::NoKey ? 1 : 2;
}

BulkWriter::Count &BulkWriter::count(qint64 app, qint64 model)
{
    return m_counts[{app, model}];
}

Result<void> BulkWriter::addAssociation(const App &owner, qint64 model, QByteArrayView id, qint64 record, quint32 position, quint32 size)
{
    m_recordModels.push_back(model);
    return m_associations.add({associationMajor(owner.row, model), id, record, position, size, false});
}

Result<void> BulkWriter::indexRow(const RecordBatch &batch, const RecordBatch::Row &row, const std::vector<qint64> &models,
                                  const App &owner, qint64 record)
{
    m_recordModels.clear();
    const quint32 size = row.body.size;
    quint32 position = 0;
    for (const RecordBatch::Pair &pair : batch.pairs(row)) {
        if (auto added = addAssociation(owner, models[pair.model], batch.bytes(pair.id), record, position++, size); !added)
            return added;
    }
    if (row.marks.testFlag(RecordMark::OddAssociation) || position == 0) {
        const ModelKind kind = row.marks.testFlag(RecordMark::OddAssociation) ? ModelKind::Unreadable : ModelKind::NoKey;
        if (auto added = addAssociation(owner, modelRow(kind, {}), {}, record, position, size); !added)
            return added;
    }
    fileByShape(owner, m_recordModels, record, size);

    m_encodedId.clear();
    if (!row.marks.testFlag(RecordMark::NoRecordId)) {
        const QByteArrayView value = batch.bytes(row.recordIdValue);
        m_encodedId.push_back(char(row.recordIdType));
        m_encodedId.append(value.data(), size_t(value.size()));
    }
    // Position tells the collections apart: ids of records and of messages may be equal.
    return m_recordIds.add({0, m_encodedId, record, quint32(row.collection), size, false});
}

void BulkWriter::fileByShape(const App &owner, std::vector<qint64> &models, qint64 record, qint64 size)
{
    m_shape.restart(owner.row);
    for (const qint64 model : models)
        m_shape.add(model);
    m_shapes.add(m_shape, record, size);
    // The others are counted by their shapes, at the end.
    if (m_shape.isCut())
        countModels(owner.row, models, 1, size);
}

void BulkWriter::countModels(qint64 app, std::vector<qint64> &models, qint64 records, qint64 bytes)
{
    std::sort(models.begin(), models.end());
    models.erase(std::unique(models.begin(), models.end()), models.end());
    for (const qint64 model : models) {
        Count &counted = count(app, model);
        counted.records += records;
        counted.bytes += bytes;
    }
}

Result<void> BulkWriter::finish(Progress &progress)
{
    m_database->setProgress(&progress);
    progress.setStage(Texts::tr("Sorting the index"));
    // The ids of records are written while the last associations are sorted.
    auto sorting = runAside([this] { return m_associations.finish(); });
    auto done = m_recordTree->finish();
    if (done)
        done = m_recordIds.finish();
    if (done)
        done = writeRecordIds(progress);
    if (const auto sorted = sorting.get(); done)
        done = sorted;
    if (done)
        done = writeIndex(progress);
    if (done)
        done = bySql([this] { return writeSummaries(); });
    m_database->setProgress(nullptr);
    if (!done)
        return done;
    const FinalStage flushing(&progress, Texts::tr("Flushing to the disk"));
    return flushing.isReached() ? publish() : Result<void>(Error::cancelled());
}

Result<void> BulkWriter::writeRecordIds(Progress &progress)
{
    progress.setStage(Texts::tr("Writing the index"));
    const auto root = rootPage("record_id");
    if (!root)
        return root.error();
    const auto sameIds = writeRecordIdTree(*m_pages, *root, m_recordIds, progress);
    if (!sameIds)
        return sameIds.error();
    if (m_sameId == SameId::KeepBoth) {
        for (const std::vector<qint64> &records : *sameIds)
            m_differing += qint64(records.size()) - 1;
        return {};
    }
    if (sameIds->empty())
        return {};
    return bySql([&] { return resolveSameIds(*sameIds); });
}

Result<void> BulkWriter::writeIndex(const Progress &progress)
{
    const auto targets = rootPage("target");
    const auto targetIndex = rootPage("sqlite_autoindex_target_1");
    const auto associations = rootPage("association");
    for (const auto *root : {&targets, &targetIndex, &associations}) {
        if (!*root)
            return root->error();
    }
    AssociationTrees trees(*m_pages, {*targets, *targetIndex, *associations}, [this](qint64 app, qint64 model, qint64 target) {
        Count &counted = count(app, model);
        if (counted.targets++ == 0)
            counted.firstTarget = target;
    });
    return trees.write(m_associations, m_dropped, progress);
}

/// The page where a table or index begins.
Result<quint32> BulkWriter::rootPage(const char *name)
{
    Statement statement(*m_database, "SELECT rootpage FROM sqlite_master WHERE name = ?");
    auto row = statement.bindText(name).step();
    if (!row)
        return row.error();
    return quint32(statement.integer(0));
}

Result<void> BulkWriter::writeSummaries()
{
    auto written = writeCounts();
    if (written)
        written = m_shapes.write(*m_database, m_dropped);
    return written ? m_log->saveAll() : written;
}

std::vector<KeyShapeBuilder::Sum> BulkWriter::sumApps()
{
    std::vector<KeyShapeBuilder::Sum> apps(size_t(m_appRows) + 1);
    m_shapes.forEach([&](qint64 app, std::vector<qint64> models, bool isCut, const KeyShapeBuilder::Sum &sum) {
        apps[size_t(app)].records += sum.records;
        apps[size_t(app)].bytes += sum.bytes;
        if (!isCut)
            countModels(app, models, sum.records, sum.bytes);
    });
    return apps;
}

Result<void> BulkWriter::writeCounts()
{
    const std::vector<KeyShapeBuilder::Sum> sums = sumApps();
    Statement insertApp(*m_database, kInsertApp);
    for (const ByBytes<App> *apps : {&m_apps, &m_messageApps}) {
        for (const auto &[id, app] : *apps) {
            const KeyShapeBuilder::Sum &sum = sums[size_t(app.row)];
            if (sum.records == 0)
                continue;
            insertApp.bind(app.row).bind(int(app.collection)).bind(id).bind(sum.records).bind(sum.bytes);
            if (auto inserted = insertApp.run(); !inserted)
                return inserted;
        }
    }
    Statement insertModel(*m_database, kInsertModel);
    for (const ModelKind kind : {ModelKind::NoKey, ModelKind::Unreadable}) {
        if (auto inserted = insertModel.bind(modelRow(kind, {})).bind(int(kind)).bind(QByteArrayView()).run(); !inserted)
            return inserted;
    }
    for (const auto &[name, row] : m_models) {
        if (auto inserted = insertModel.bind(row).bind(int(ModelKind::Stored)).bind(name).run(); !inserted)
            return inserted;
    }
    Statement insertCount(*m_database, kInsertCount);
    for (const auto &[key, counted] : m_counts) {
        if (counted.records == 0)
            continue;
        insertCount.bind(key.first)
            .bind(key.second)
            .bind(counted.firstTarget)
            .bind(counted.targets)
            .bind(counted.records)
            .bind(counted.bytes);
        if (auto inserted = insertCount.run(); !inserted)
            return inserted;
    }
    return {};
}

Result<void> BulkWriter::publish()
{
    if (auto ended = m_pages->end(); !ended)
        return ended;
    const auto records = m_database->queryInteger("SELECT coalesce(sum(records), 0) FROM app");
    if (!records)
        return records.error();
    if (*records != m_records - qint64(m_dropped.size()))
        return Error{
            ErrorKind::Failed, Texts::tr("The new workspace does not count what was read; it was not kept. The source is unchanged."), {}};
    m_database.reset();
    m_earlyFlush.reset();
    if (auto flushed = flushFile(m_buildPath); !flushed)
        return flushed;
    return renameWithoutReplacing(m_buildPath, m_path);
}

} // namespace persistence
