#pragma once

#include "model/base/result.h"
#include "model/record/recordindex.h"
#include "model/workspace/groups.h"
#include "model/workspace/rowlist.h"

#include <QtEndian>

#include <array>
#include <functional>
#include <span>
#include <unordered_set>

namespace persistence {

class Database;

/// What a key looks like without its ids: the rows of its association models in order, as the workspace stores them. Four bytes each, the
/// highest first; of more than kMaxParts only so many and then a zero, so that hostile keys stay small.
class KeyShapeCode final
{
public:
    static constexpr int kMaxParts = 16;

    /// Starts over for a key of \a app.
    void restart(qint64 app);
    void add(qint64 model);
    /// The app and the parts: tells the shapes of a workspace apart.
    [[nodiscard]] QByteArrayView whole() const { return {m_bytes.data(), m_size}; }
    [[nodiscard]] qint64 app() const { return appOf(whole()); }
    /// The parts alone.
    [[nodiscard]] QByteArrayView models() const { return modelsOf(whole()); }
    /// The two halves of a whole code.
    [[nodiscard]] static qint64 appOf(QByteArrayView whole) { return qFromBigEndian<quint32>(whole.data()); }
    [[nodiscard]] static QByteArrayView modelsOf(QByteArrayView whole) { return whole.sliced(kPartSize); }
    /// Whether the key has more parts.
    [[nodiscard]] bool isCut() const { return m_parts > kMaxParts; }

    /// The rows that \a models name, in order; \a isCut tells whether the key has more.
    [[nodiscard]] static std::vector<qint64> read(QByteArrayView models, bool &isCut);

private:
    static constexpr qsizetype kPartSize = 4;

    void append(quint32 number);

    std::array<char, size_t((1 + kMaxParts + 1) * kPartSize)> m_bytes; ///< as far as m_size: app, parts, and the zero of a cut key
    qsizetype m_size = 0;
    int m_parts = 0;
};

/// The key shapes of many records at once: they come in ascending order and are written at the end.
class KeyShapeBuilder final
{
public:
    /// What the records of one shape sum up to.
    struct Sum
    {
        qint64 records = 0;
        qint64 bytes = 0;
    };

    void add(const KeyShapeCode &code, qint64 record, qint64 size);
    /// Takes a record out of the sums that write() will be told to leave out.
    void uncount(const KeyShapeCode &code, qint64 size);
    /// Gives the app, the parts and the sum of each shape; \a isCut tells whether its keys have more parts.
    void forEach(const std::function<void(qint64 app, const std::vector<qint64> &models, bool isCut, const Sum &sum)> &receive) const;
    /// Writes into empty tables; records in \a dropped are left out.
    [[nodiscard]] Result<void> write(Database &database, const std::unordered_set<qint64> &dropped) const;

private:
    /// A place of the hash table.
    struct Slot
    {
        quint32 hash = 0;  ///< its lower half: a smaller table stays in nearer memory
        quint32 shape = 0; ///< plus one; 0 for an empty place
    };

    /// All that an import looks at for each record, beside each other.
    struct Shape
    {
        KeyShapeCode code;
        Sum sum;
        std::vector<RowListWriter> lists; ///< of its records
    };

    Shape &shapeOf(const KeyShapeCode &code);
    [[nodiscard]] Slot &slotOf(quint32 hash, QByteArrayView code);
    void enlargeTable();

    std::vector<Shape> m_shapes;
    std::vector<Slot> m_slots; ///< by hash, at most half of them taken
    size_t m_lastShape = 0;
};

/// The key shapes of single records in an open workspace, within the caller's transaction.
class KeyShapeStore final
{
public:
    explicit KeyShapeStore(Database &database) : m_database(database) {}

    /// Files records, of \a bytes together, under a shape. \a records: ascending; several only if they stand behind all of that shape.
    [[nodiscard]] Result<void> add(AppRow app, QByteArrayView models, std::span<const qint64> records, qint64 bytes);
    [[nodiscard]] Result<void> remove(AppRow app, QByteArrayView models, RecordRow record, qint64 size);
    /// A record of the shape grew by \a growth bytes.
    [[nodiscard]] Result<void> resize(AppRow app, QByteArrayView models, qint64 growth);

private:
    /// Reads the list that has \a record, or would have it, changes it and writes it back.
    [[nodiscard]] Result<void> changeList(ShapeRow shape, RecordRow record, const std::function<void(std::vector<qint64> &)> &change);

    Database &m_database;
};

/// The key shapes of one app, in the order of their models' names.
[[nodiscard]] Result<QList<KeyShapeSummary>> readKeyShapes(Database &database, AppRow app);
/// The records of a key shape in ascending order, to \a receive, which returns false to stop.
[[nodiscard]] Result<void> readShapeRecords(Database &database, ShapeRow shape, const std::function<bool(RecordRow)> &receive);
/// For a migration: files all records of a workspace that has no key shapes yet.
[[nodiscard]] Result<void> fileAllByKeyShape(Database &database);

} // namespace persistence
