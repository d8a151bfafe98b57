#pragma once

#include <QByteArrayView>

namespace persistence {

/// Checksum of one namespace in a mongodump archive: CRC-64/XZ over all its document bytes, in file order.
/// Source: mongodb/mongo-tools common/archive/spec.md, common/archive/demultiplexer.go.
/// Never fails. Reentrant, not thread-safe: one object per namespace.
class ArchiveChecksum final
{
public:
    /// Adds whole BSON documents; block borders do not matter.
    void add(QByteArrayView documents);

    /// The checksum of everything added so far; 0 for no bytes. The archive stores it as a signed 64-bit integer.
    [[nodiscard]] quint64 value() const { return ~m_state; }

private:
    quint64 m_state = ~quint64(0);
};

} // namespace persistence
