#include "model/transfer/recordloader.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace persistence {

namespace {

/// A batch is handed on when it holds so much: large enough that statements cost nothing, small enough for bounded memory.
constexpr qsizetype kBatchSize = 2 * 1024 * 1024;
constexpr size_t kBatchRows = 8192;
/// Items between two looks at the cancel flag and the position, where an import skips other collections for a long time.
constexpr qint64 kItemsPerLook = 256;
/// The bytes of a problem that are kept.
constexpr qsizetype kMaxProblemBytes = 16 * 1024 * 1024 + 16 * 1024;
/// Groups in the counts that are shown while an import runs; more are of no use to a reader.
constexpr size_t kMaxShownApps = 1000;
constexpr size_t kMaxShownModels = 16;

bool isLabelCollection(Collection collection)
{
    return collection == Collection::Apps || collection == Collection::Users || collection == Collection::Rooms ||
           collection == Collection::Uploads;
}

} // namespace

RecordLoader::RecordLoader(RecordSource &source, ImportProgress &progress, qint64 skipItems)
    : m_source(source)
    , m_progress(progress)
    , m_skipItems(skipItems)
    , m_bytesBefore(progress.done)
{
}

void RecordLoader::run(BatchQueue<RecordBatch> &queue, qint64 importRow)
{
    RecordBatch *batch = queue.takeEmpty();
    qint64 items = 0;
    const auto giveFull = [&] {
        batch->importRow = importRow;
        batch->position = items;
        countRecords(*batch);
        publishCounts();
        queue.giveFull(batch);
    };
    SourceItem item;
    while (batch && !m_progress.isCancelled()) {
        auto there = m_source.next(item);
        if (!there)
            m_state = there.error();
        if (!there || !*there)
            break;
        if (++items <= m_skipItems)
            continue;
        take(item, *batch);
        if (items % kItemsPerLook == 0)
            m_progress.done = m_bytesBefore + m_source.bytesRead();
        if (batch->size() < kBatchSize && batch->rows().size() < kBatchRows)
            continue;
        giveFull();
        batch = queue.takeEmpty();
    }
    m_progress.done = m_bytesBefore + m_source.bytesRead();
    if (batch)
        giveFull();
    queue.close();
}

void RecordLoader::take(const SourceItem &item, RecordBatch &batch)
{
    if (!item.fault.isEmpty()) {
        // Unreadable bytes may be part of a collection whose content must not be stored, such as users; only those of records are kept.
        const bool mayKeep = item.collection == Collection::Unknown || item.collection == Collection::Persistence;
        SourceItem kept = item;
        if (!mayKeep)
            kept.bytes = {};
        return addProblem(kept, item.collection, item.fault, item.faultSize, batch);
    }
    const bson::DocumentView document(item.bytes);
    const Collection collection = item.collection == Collection::Unknown ? guessCollection(document) : item.collection;
    if (isLabelCollection(collection)) {
        if (auto label = labelOf(document, collection))
            batch.addLabel(*std::move(label));
        else
            ++batch.skipped;
        return;
    }
    const bool isKnownOther = collection == Collection::Other && item.collection == Collection::Other;
    if (isKnownOther) {
        ++batch.skipped;
        return;
    }
    const Collection owner = collection == Collection::Messages ? Collection::Messages : Collection::Persistence;
    if (!indexRecord(document, owner, m_index)) {
        if (owner == Collection::Messages)
            ++batch.skipped;
        else
            addProblem(item, owner, m_source.placed(QCoreApplication::translate("Import", "Not a record: it has no appId.")),
                       item.bytes.size(), batch);
        return;
    }
    m_index.marks.setFlag(RecordMark::InvalidText, item.hasInvalidText);
    m_index.marks.setFlag(RecordMark::TooDeep, item.isTooDeep);
    batch.addRecord(item.bytes, m_index);
}

void RecordLoader::addProblem(const SourceItem &item, Collection collection, const QString &reason, qint64 size, RecordBatch &batch)
{
    RecordBatch::ProblemPiece problem;
    problem.collection = collection;
    problem.source = m_source.name();
    problem.offset = item.offset;
    problem.size = std::max<qint64>(size, item.bytes.size());
    problem.reason = reason;
    problem.bytes = item.bytes.first(std::min(item.bytes.size(), kMaxProblemBytes)).toByteArray();
    batch.addProblem(std::move(problem));
}

void RecordLoader::countRecords(const RecordBatch &batch)
{
    std::vector<qint64> byApp(batch.apps().size());
    std::unordered_map<quint64, qint64> byModel; // of an app: both as places in the batch
    for (const RecordBatch::Row &row : batch.rows()) {
        ++byApp[row.app];
        const auto pairs = batch.pairs(row);
        const auto shown = pairs.first(std::min(pairs.size(), kMaxShownModels));
        for (auto pair = shown.begin(); pair != shown.end(); ++pair) {
            const bool isRepeated =
                std::any_of(shown.begin(), pair, [&](const RecordBatch::Pair &before) { return before.model == pair->model; });
            if (!isRepeated)
                ++byModel[quint64(row.app) << 32 | pair->model];
        }
    }
    for (size_t i = 0; i < byApp.size(); ++i) {
        const QByteArrayView id = batch.bytes(batch.apps()[i].id);
        if (m_counts.size() < kMaxShownApps || m_counts.contains(id))
            m_counts[id.toByteArray()].records += byApp[i];
    }
    for (const auto &[places, records] : byModel) {
        const QByteArrayView model = batch.bytes(batch.models()[quint32(places)]);
        const auto app = m_counts.find(batch.bytes(batch.apps()[places >> 32].id));
        if (app != m_counts.end() && !model.isEmpty())
            app->second.models[model.toByteArray()] += records;
    }
}

void RecordLoader::publishCounts()
{
    std::vector<ImportProgress::GroupCount> counts;
    for (const auto &[id, app] : m_counts) {
        counts.push_back({id, {}, app.records});
        for (const auto &[model, records] : app.models)
            counts.push_back({id, model, records});
    }
    std::sort(counts.begin(), counts.end(),
              [](const auto &a, const auto &b) { return std::tie(a.appId, a.model) < std::tie(b.appId, b.model); });
    m_progress.setCounts(std::move(counts));
}

} // namespace persistence
