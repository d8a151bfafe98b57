#pragma once

#include "model/base/bybytes.h"
#include "model/record/label.h"
#include "model/record/recordindex.h"

#include <QByteArray>
#include <QString>

#include <span>
#include <string>
#include <vector>

namespace persistence {

/// Records on their way into a workspace, copied out of their source and indexed, with the labels and problems that came between them.
/// Made on the reading thread, used up on the writing thread; clear() keeps the memory. All offsets count from the start of the arena.
/// Apps and association models, which records repeat, are listed once and named by their place in the list, so that each is looked up once
/// for a batch and not once for a record.
class RecordBatch final
{
public:
    struct Slice
    {
        quint32 start = 0;
        quint32 size = 0;
    };

    struct App
    {
        Collection collection = Collection::Persistence;
        Slice id;
    };

    struct Pair
    {
        quint32 model = 0; ///< place in models()
        Slice id;
    };

    struct Row
    {
        Collection collection = Collection::Persistence;
        quint32 app = 0; ///< place in apps()
        Slice body;
        Slice recordIdValue; ///< the value bytes of `_id`
        bson::Type recordIdType = bson::Type::Null;
        quint32 firstPair = 0;
        quint32 pairCount = 0;
        qint64 updated = 0;
        RecordMarks marks;
        quint64 checksum = 0;
    };

    struct ProblemPiece
    {
        Collection collection = Collection::Unknown;
        QString source;
        qint64 offset = 0;
        qint64 size = 0;
        QString reason;
        QByteArray bytes;
    };

    void addRecord(QByteArrayView body, const RecordIndex &index);
    void addLabel(Label label) { m_labels.push_back(std::move(label)); }
    void addProblem(ProblemPiece problem);

    [[nodiscard]] std::span<const Row> rows() const { return m_rows; }
    /// In the order in which the rows name them first, like models().
    [[nodiscard]] std::span<const App> apps() const { return m_apps; }
    [[nodiscard]] std::span<const Slice> models() const { return m_models; }
    [[nodiscard]] std::span<const Label> labels() const { return m_labels; }
    [[nodiscard]] std::span<const ProblemPiece> problems() const { return m_problems; }
    [[nodiscard]] QByteArrayView bytes(Slice slice) const { return {m_arena.data() + slice.start, qsizetype(slice.size)}; }
    [[nodiscard]] std::span<const Pair> pairs(const Row &row) const { return std::span(m_pairs).subspan(row.firstPair, row.pairCount); }

    /// Memory that the content takes, roughly; a batch is handed on when it is large enough.
    [[nodiscard]] qsizetype size() const { return m_size; }
    void clear();

    /// The import that it belongs to, and how many items of its source have been read with this batch.
    qint64 importRow = 0;
    qint64 position = 0;
    qint64 skipped = 0; ///< documents of other collections

private:
    Slice slice(QByteArrayView part, QByteArrayView body, quint32 bodyStart);
    quint32 app(Collection collection, QByteArrayView id, QByteArrayView body, quint32 bodyStart);
    quint32 model(QByteArrayView name, QByteArrayView body, quint32 bodyStart);

    std::string m_arena;
    std::vector<Row> m_rows;
    std::vector<App> m_apps;
    std::vector<Slice> m_models;
    ByBytes<quint32> m_appPlaces;
    ByBytes<quint32> m_messageAppPlaces;
    ByBytes<quint32> m_modelPlaces;
    std::vector<Pair> m_pairs;
    std::vector<Label> m_labels;
    std::vector<ProblemPiece> m_problems;
    qsizetype m_size = 0;
};

/// The checksum that the workspace keeps of a record's body: XXH3, 64 bits (xxHash 0.8, stable since). Guards against damage, not malice.
[[nodiscard]] quint64 bodyChecksum(QByteArrayView body);

} // namespace persistence
