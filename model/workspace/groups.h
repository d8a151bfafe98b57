#pragma once

#include "model/base/ids.h"
#include "model/record/collection.h"
#include "model/record/recordid.h"

#include <QByteArray>
#include <QList>

#include <optional>
#include <vector>

namespace persistence {

/// What an association model row stands for.
enum class ModelKind {
    Stored = 0,     ///< the text that records have in `model`; an open set
    NoKey = 1,      ///< records without associations; has one target with an empty id
    Unreadable = 2, ///< records with an association of an odd shape; has one target with an empty id
};

/// One app and what it owns. Texts are UTF-8 as stored.
struct AppSummary
{
    AppRow row;
    Collection collection = Collection::Persistence; ///< Messages: the one group of messages' custom fields, with an empty app id
    QByteArray appId;
    QByteArray name;    ///< from labels; empty if unknown
    QByteArray version; ///< from labels
    QByteArray status;  ///< from labels, such as "manually_enabled"
    qint64 records = 0; ///< each record counts once
    qint64 bytes = 0;   ///< sum of document sizes

    bool operator==(const AppSummary &) const = default;
};

/// One association model within one app.
struct ModelSummary
{
    ModelRow row;
    ModelKind kind = ModelKind::Stored;
    QByteArray name;
    qint64 targets = 0; ///< distinct ids
    qint64 records = 0; ///< distinct records
    qint64 bytes = 0;

    bool operator==(const ModelSummary &) const = default;
};

/// One key shape within one app: the association models of its keys, in order. Every record has exactly one.
struct KeyShapeSummary
{
    struct Part
    {
        ModelRow model;
        ModelKind kind = ModelKind::Stored;
        QByteArray name;

        bool operator==(const Part &) const = default;
    };

    ShapeRow row;
    QList<Part> parts;
    bool isCut = false; ///< the keys have more associations than `parts`
    qint64 records = 0;
    qint64 bytes = 0;

    bool operator==(const KeyShapeSummary &) const = default;
};

/// One id within one association model of one app.
struct TargetSummary
{
    TargetRow row;
    QByteArray id;
    QByteArray label; ///< resolved name such as "#general" or "@alice"; empty if unknown
    qint64 records = 0;
    qint64 bytes = 0;

    bool operator==(const TargetSummary &) const = default;
};

/// What a list shows of a record.
struct RecordSummary
{
    RecordRow row;
    Collection collection = Collection::Persistence;
    RecordId recordId;
    std::optional<qint64> updated; ///< ms since 1970
    qint64 size = 0;               ///< bytes of the document
    quint32 marks = 0;             ///< RecordMarks
    /// The bytes do not match their checksum: nothing of them is told, neither id nor head. Not known for documents of more than 64 KiB.
    bool isDamaged = false;
    /// The document, or its first 64 KiB: enough for key and preview. Walk it as a prefix (bson::DocumentView).
    QByteArray head;
};

/// A record with all its bytes, checked against its checksum.
struct Record
{
    RecordRow row;
    AppRow app;
    Collection collection = Collection::Persistence;
    QByteArray appId;
    qint64 version = 0;
    std::optional<qint64> updated;
    quint32 marks = 0;
    QByteArray body;
    /// The import that it came with; 0 for a record made here.
    qint64 import = 0;
    /// The bytes as imported, if the record was changed since; else empty.
    QByteArray original;
};

/// A place in the tree: all records (nothing set), an app, one association model of it, or one id of that; or in place of a model one key
/// shape of the app.
struct Group
{
    AppRow app;
    ModelRow model;
    TargetRow target;
    ShapeRow shape = {};

    bool operator==(const Group &) const = default;
};

/// The targets of one (app, association model) in key order. Large groups of an imported workspace are number ranges and cost nothing.
class TargetList final
{
public:
    TargetList() = default;
    TargetList(TargetRow first, qint64 size) : m_first(first), m_size(size) {}
    explicit TargetList(std::vector<TargetRow> rows) : m_rows(std::move(rows)), m_size(qint64(m_rows.size())) {}

    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] TargetRow at(qint64 index) const { return m_rows.empty() ? TargetRow{m_first.value + index} : m_rows[size_t(index)]; }
    /// The position of a target, or -1.
    [[nodiscard]] qint64 indexOf(TargetRow row) const
    {
        if (m_rows.empty())
            return row.value >= m_first.value && row.value < m_first.value + m_size ? row.value - m_first.value : -1;
        for (size_t i = 0; i < m_rows.size(); ++i) {
            if (m_rows[i] == row)
                return qint64(i);
        }
        return -1;
    }

private:
    std::vector<TargetRow> m_rows;
    TargetRow m_first;
    qint64 m_size = 0;
};

/// Something that could not be read on import. The bytes are kept.
struct Problem
{
    ProblemRow row;
    QString source; ///< file name for people
    QString collection;
    qint64 offset = 0;
    qint64 size = 0; ///< of the whole piece; kept bytes may be fewer
    QString reason;
};

/// One import that brought records into the workspace.
struct ImportSummary
{
    qint64 row = 0;
    QString source;
    QString format;
    qint64 startedAt = 0; ///< ms since 1970
    qint64 read = 0;      ///< documents seen that should be records: good + problems
    qint64 good = 0;
    qint64 problems = 0;
    qint64 replaced = 0;  ///< of the good ones: took the place of a record with the same id and other bytes
    qint64 unchanged = 0; ///< of the good ones: were there already, byte for byte
    qint64 labels = 0;
    qint64 skipped = 0; ///< documents of other collections
    bool isComplete = false;
    QString incompleteReason; ///< what is wrong with a source that could not be read to its end

    /// It was cancelled, failed or died with the program, and goes on from there when the same source is imported again.
    [[nodiscard]] bool wasStopped() const { return !isComplete && incompleteReason.isEmpty(); }
};

} // namespace persistence
