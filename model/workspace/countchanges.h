#pragma once

#include "model/base/bybytes.h"
#include "model/base/ids.h"
#include "model/base/result.h"

#include <map>
#include <vector>

namespace persistence {

class Database;
class KeyShapeCode;

/// What records add to the counts of a workspace, summed up until it is written, and then once for each group and not once for each
/// record. One thread at a time, within one transaction.
class CountChanges final
{
public:
    void addToApp(AppRow app, qint64 records, qint64 bytes) { m_apps[app.value].add(records, bytes); }
    void addToModel(AppRow app, ModelRow model, qint64 records, qint64 bytes) { m_models[{app.value, model.value}].add(records, bytes); }
    void addToTarget(TargetRow target, qint64 records, qint64 bytes) { m_targets[target.value].add(records, bytes); }
    /// A group has a new id.
    void addTarget(AppRow app, ModelRow model) { ++m_models[{app.value, model.value}].targets; }
    /// Several records come in ascending order, behind all of their shape (KeyShapeStore::add).
    void addToShape(const KeyShapeCode &shape, RecordRow record, qint64 bytes);
    /// Records of a shape grew by \a growth bytes together.
    void growShape(const KeyShapeCode &shape, qint64 growth);

    /// Writes all of it, and forgets it.
    [[nodiscard]] Result<void> write(Database &database);

private:
    struct Sum
    {
        qint64 records = 0;
        qint64 bytes = 0;
        qint64 targets = 0;

        void add(qint64 moreRecords, qint64 moreBytes)
        {
            records += moreRecords;
            bytes += moreBytes;
        }
    };

    struct ShapeSum
    {
        std::vector<qint64> records;
        qint64 bytes = 0;  ///< of the records
        qint64 growth = 0; ///< of those that were there
    };

    [[nodiscard]] Result<void> writeSums(Database &database) const;
    [[nodiscard]] Result<void> writeShapes(Database &database) const;

    // In the order of the tables, which are written from front to back.
    std::map<qint64, Sum> m_apps;
    std::map<std::pair<qint64, qint64>, Sum> m_models;
    std::map<qint64, Sum> m_targets;
    ByBytes<ShapeSum> m_shapes; ///< by KeyShapeCode::whole()
};

} // namespace persistence
