#include "model/workspace/keyshapes.h"

#include "model/workspace/database.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/statement.h"

#include <QHash>
#include <QtEndian>

#include <algorithm>
#include <utility>

#include <xxhash.h>

namespace persistence {

namespace {

/// A list stays inside its page (sqlite.org/fileformat.html, section 1.6, for pages of 8192 bytes) and is quick to read and write again.
constexpr qsizetype kMaxListBytes = 1'500;

constexpr const char *kInsertShape = "INSERT INTO key_shape (id, app, models, records, bytes) VALUES (?, ?, ?, ?, ?)";
constexpr const char *kInsertList = "INSERT INTO shape_record (shape, first_record, records) VALUES (?, ?, ?)";
constexpr const char *kCountIn = R"sql(
    INSERT INTO key_shape (app, models, records, bytes) VALUES (?1, ?2, ?3, ?4)
    ON CONFLICT (app, models) DO UPDATE SET records = records + ?3, bytes = bytes + ?4 RETURNING id)sql";
constexpr const char *kCountOut = R"sql(
    UPDATE key_shape SET records = records - 1, bytes = bytes - ? WHERE app = ? AND models = ? RETURNING id)sql";
/// The last list that begins at or before a record; the first one for a record before all lists.
constexpr const char *kFindList = R"sql(
    SELECT first_record, records FROM shape_record
     WHERE shape = ?1 AND first_record = coalesce((SELECT max(first_record) FROM shape_record WHERE shape = ?1 AND first_record <= ?2),
                                                  (SELECT min(first_record) FROM shape_record WHERE shape = ?1)))sql";

void append(qint64 row, std::vector<RowListWriter> &lists)
{
    if (lists.empty() || lists.back().bytes().size() >= kMaxListBytes)
        lists.emplace_back(row);
    lists.back().append(row);
}

std::vector<RowListWriter> toLists(std::span<const qint64> rows)
{
    std::vector<RowListWriter> lists;
    for (const qint64 row : rows)
        append(row, lists);
    return lists;
}

std::vector<RowListWriter> without(const std::unordered_set<qint64> &dropped, std::span<const RowListWriter> lists)
{
    std::vector<RowListWriter> kept;
    for (const RowListWriter &list : lists) {
        for (const qint64 row : readRowList(list.first(), list.bytes())) {
            if (!dropped.contains(row))
                append(row, kept);
        }
    }
    return kept;
}

Result<void> insertLists(Database &database, qint64 shape, std::span<const RowListWriter> lists)
{
    Statement insert(database, kInsertList);
    for (const RowListWriter &list : lists) {
        if (auto inserted = insert.bind(shape).bind(list.first()).bind(list.bytes()).run(); !inserted)
            return inserted;
    }
    return {};
}

} // namespace

void KeyShapeCode::append(quint32 number)
{
    qToBigEndian(number, m_bytes.data() + m_size);
    m_size += kPartSize;
}

void KeyShapeCode::restart(qint64 app)
{
    m_size = 0;
    m_parts = 0;
    append(quint32(app));
}

void KeyShapeCode::add(qint64 model)
{
    if (++m_parts <= kMaxParts)
        append(quint32(model));
    else if (m_parts == kMaxParts + 1)
        append(0);
}

std::vector<qint64> KeyShapeCode::read(QByteArrayView models, bool &isCut)
{
    std::vector<qint64> rows;
    isCut = false;
    for (qsizetype i = 0; i + kPartSize <= models.size(); i += kPartSize) {
        const auto number = qFromBigEndian<quint32>(models.data() + i);
        isCut = number == 0;
        if (!isCut)
            rows.push_back(number);
    }
    return rows;
}

KeyShapeBuilder::Shape &KeyShapeBuilder::shapeOf(const KeyShapeCode &code)
{
    // Neighbours often have one app and one shape.
    if (!m_shapes.empty() && m_shapes[m_lastShape].code.whole() == code.whole())
        return m_shapes[m_lastShape];
    if (m_slots.size() <= 2 * m_shapes.size())
        enlargeTable();
    const auto hash = quint32(XXH3_64bits(code.whole().data(), size_t(code.whole().size())));
    Slot &slot = slotOf(hash, code.whole());
    if (slot.shape == 0) {
        m_shapes.push_back({code, {}, {}});
        slot = {hash, quint32(m_shapes.size())};
    }
    m_lastShape = slot.shape - 1;
    return m_shapes[m_lastShape];
}

/// The place of a shape, or the empty one where it belongs.
KeyShapeBuilder::Slot &KeyShapeBuilder::slotOf(quint32 hash, QByteArrayView code)
{
    const size_t mask = m_slots.size() - 1;
    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        Slot &slot = m_slots[i];
        if (slot.shape == 0 || (slot.hash == hash && m_shapes[slot.shape - 1].code.whole() == code))
            return slot;
    }
}

void KeyShapeBuilder::enlargeTable()
{
    constexpr size_t kFirstSize = 1024;
    const std::vector<Slot> before = std::exchange(m_slots, std::vector<Slot>(std::max(kFirstSize, 2 * m_slots.size())));
    for (const Slot &slot : before) {
        if (slot.shape > 0)
            slotOf(slot.hash, m_shapes[slot.shape - 1].code.whole()) = slot;
    }
}

void KeyShapeBuilder::add(const KeyShapeCode &code, qint64 record, qint64 size)
{
    Shape &shape = shapeOf(code);
    ++shape.sum.records;
    shape.sum.bytes += size;
    append(record, shape.lists);
}

void KeyShapeBuilder::uncount(const KeyShapeCode &code, qint64 size)
{
    Sum &sum = shapeOf(code).sum;
    --sum.records;
    sum.bytes -= size;
}

void KeyShapeBuilder::forEach(
    const std::function<void(qint64 app, const std::vector<qint64> &models, bool isCut, const Sum &sum)> &receive) const
{
    for (const Shape &shape : m_shapes) {
        bool isCut = false;
        const std::vector<qint64> models = KeyShapeCode::read(shape.code.models(), isCut);
        receive(shape.code.app(), models, isCut, shape.sum);
    }
}

Result<void> KeyShapeBuilder::write(Database &database, const std::unordered_set<qint64> &dropped) const
{
    Statement insert(database, kInsertShape);
    qint64 row = 0;
    for (const Shape &shape : m_shapes) {
        if (shape.sum.records == 0)
            continue;
        insert.bind(++row).bind(shape.code.app()).bind(shape.code.models()).bind(shape.sum.records).bind(shape.sum.bytes);
        if (auto inserted = insert.run(); !inserted)
            return inserted;
        auto written =
            dropped.empty() ? insertLists(database, row, shape.lists) : insertLists(database, row, without(dropped, shape.lists));
        if (!written)
            return written;
    }
    return {};
}

Result<void> KeyShapeStore::add(AppRow app, QByteArrayView models, std::span<const qint64> records, qint64 bytes)
{
    Statement count(m_database, kCountIn);
    auto counted = count.bind(app).bind(models).bind(qint64(records.size())).bind(bytes).step();
    if (!counted)
        return counted.error();
    const auto shape = count.row<ShapeRow>(0);
    count.reset();
    return changeList(shape, RecordRow{records.front()}, [records](std::vector<qint64> &rows) {
        const auto place = std::lower_bound(rows.begin(), rows.end(), records.front());
        Q_ASSERT(records.size() == 1 || place == rows.end());
        if (place == rows.end() || *place != records.front())
            rows.insert(place, records.begin(), records.end());
    });
}

Result<void> KeyShapeStore::remove(AppRow app, QByteArrayView models, RecordRow record, qint64 size)
{
    Statement count(m_database, kCountOut);
    auto counted = count.bind(size).bind(app).bind(models).step();
    if (!counted)
        return counted.error();
    if (!*counted)
        return {};
    const auto shape = count.row<ShapeRow>(0);
    count.reset();
    Statement drop(m_database, "DELETE FROM key_shape WHERE id = ? AND records = 0");
    if (auto dropped = drop.bind(shape).run(); !dropped)
        return dropped;
    return changeList(shape, record, [record](std::vector<qint64> &rows) { std::erase(rows, record.value); });
}

Result<void> KeyShapeStore::resize(AppRow app, QByteArrayView models, qint64 growth)
{
    Statement statement(m_database, "UPDATE key_shape SET bytes = bytes + ? WHERE app = ? AND models = ?");
    return statement.bind(growth).bind(app).bind(models).run();
}

Result<void> KeyShapeStore::changeList(ShapeRow shape, RecordRow record, const std::function<void(std::vector<qint64> &)> &change)
{
    Statement find(m_database, kFindList);
    auto found = find.bind(shape).bind(record).step();
    if (!found)
        return found.error();
    std::vector<qint64> rows;
    if (*found) {
        const qint64 first = find.integer(0);
        rows = readRowList(first, find.view(1));
        find.reset();
        Statement forget(m_database, "DELETE FROM shape_record WHERE shape = ? AND first_record = ?");
        if (auto forgotten = forget.bind(shape).bind(first).run(); !forgotten)
            return forgotten;
    }
    change(rows);
    return insertLists(m_database, shape.value, toLists(rows));
}

Result<QList<KeyShapeSummary>> readKeyShapes(Database &database, AppRow app)
{
    QHash<qint64, KeyShapeSummary::Part> models;
    Statement names(database, "SELECT id, kind, name FROM association_model ORDER BY id");
    const auto named = names.forEachRow([&] {
        models.insert(names.integer(0), {names.row<ModelRow>(0), ModelKind(int(names.integer(1))), names.bytes(2)});
    });
    if (!named)
        return named.error();
    Statement statement(database, "SELECT id, models, records, bytes FROM key_shape WHERE app = ? ORDER BY models");
    statement.bind(app);
    auto shapes = statement.list([&] {
        KeyShapeSummary summary;
        summary.row = statement.row<ShapeRow>(0);
        for (const qint64 model : KeyShapeCode::read(statement.view(1), summary.isCut))
            summary.parts.append(models.value(model));
        summary.records = statement.integer(2);
        summary.bytes = statement.integer(3);
        return summary;
    });
    if (!shapes)
        return shapes;
    std::stable_sort(shapes->begin(), shapes->end(), [](const KeyShapeSummary &a, const KeyShapeSummary &b) {
        return std::lexicographical_compare(
            a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(),
            [](const auto &x, const auto &y) { return x.kind != y.kind ? x.kind < y.kind : x.name < y.name; });
    });
    return shapes;
}

Result<void> readShapeRecords(Database &database, ShapeRow shape, const std::function<bool(RecordRow)> &receive)
{
    Statement statement(database, "SELECT first_record, records FROM shape_record WHERE shape = ? ORDER BY first_record");
    statement.bind(shape);
    return statement.forEachRow([&] {
        const auto records = readRowList(statement.integer(0), statement.view(1));
        return std::all_of(records.begin(), records.end(), [&](qint64 record) { return receive(RecordRow{record}); });
    });
}

Result<void> fileAllByKeyShape(Database &database)
{
    QHash<std::pair<int, QByteArray>, qint64> models;
    Statement names(database, "SELECT kind, name, id FROM association_model ORDER BY id");
    auto named = names.forEachRow([&] { models.insert({int(names.integer(0)), names.bytes(1)}, names.integer(2)); });
    if (!named)
        return named;
    KeyShapeBuilder builder;
    KeyShapeCode code;
    RecordIndex index;
    Statement records(database, "SELECT r.id, r.app, a.collection, r.body FROM record r JOIN app a ON a.id = r.app ORDER BY r.id");
    auto filed = records.forEachRow([&] {
        const QByteArrayView body = records.view(3);
        indexRecord(bson::DocumentView(body), Collection(int(records.integer(2))), index);
        code.restart(records.integer(1));
        for (const Filing &filing : filingsOf(index))
            code.add(models.value({int(filing.kind), filing.model.toByteArray()}));
        builder.add(code, records.integer(0), body.size());
    });
    if (!filed)
        return filed;
    return builder.write(database, {});
}

} // namespace persistence
