#include "model/workspace/labelstore.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"

#include <QtEndian>

#include <xxhash.h>

namespace persistence {

namespace {

constexpr const char *kReplaceLabel = R"sql(
    INSERT OR REPLACE INTO label (kind, label_id, name, detail, version, status, checksum) VALUES (?, ?, ?, ?, ?, ?, ?))sql";

/// XXH3 over the kind and each text with its length before it, as 4 bytes.
quint64 labelChecksum(const Label &label)
{
    QByteArray bytes;
    const auto addNumber = [&bytes](quint32 number) {
        char place[4];
        qToLittleEndian(number, place);
        bytes.append(place, sizeof(place));
    };
    addNumber(quint32(label.kind));
    for (const QByteArray &text : {label.id, label.name, label.detail, label.version, label.status}) {
        addNumber(quint32(text.size()));
        bytes.append(text);
    }
    return XXH3_64bits(bytes.constData(), size_t(bytes.size()));
}

Label readLabel(const Statement &statement, int column)
{
    return {LabelKind(int(statement.integer(column))),
            statement.bytes(column + 1),
            statement.bytes(column + 2),
            statement.bytes(column + 3),
            statement.bytes(column + 4),
            statement.bytes(column + 5)};
}

} // namespace

Result<void> LabelStore::save(const Label &label)
{
    Statement statement(m_database, kReplaceLabel);
    statement.bind(int(label.kind)).bind(label.id).bind(label.name).bind(label.detail).bind(label.version).bind(label.status);
    return statement.bind(qint64(labelChecksum(label))).run();
}

std::optional<Label> soundLabel(const Statement &statement, int column, quint64 checksum)
{
    Label label = readLabel(statement, column);
    if (labelChecksum(label) != checksum)
        return std::nullopt;
    return label;
}

Result<void> copyLabelsWithChecksum(Database &database, const char *select)
{
    LabelStore store(database);
    Statement statement(database, select);
    return statement.forEachRow([&] { return store.save(readLabel(statement, 0)); });
}

} // namespace persistence
