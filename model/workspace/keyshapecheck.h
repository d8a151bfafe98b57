#pragma once

#include "model/workspace/keyshapes.h"

#include <QHash>
#include <QStringList>

namespace persistence {

/// Part of the verification: compares the stored key shapes with what the records give, in one number for each shape and not in lists.
class KeyShapeCheck final
{
public:
    /// Notes a record; they come in ascending order.
    void expect(const KeyShapeCode &code, qint64 record, qint64 size);
    /// What is wrong with the stored shapes, one sentence each, at most \a limit.
    [[nodiscard]] Result<QStringList> violations(Database &database, qsizetype limit) const;

private:
    struct Sum
    {
        qint64 records = 0;
        qint64 bytes = 0;
        quint64 order = 0; ///< of the record numbers, one after another

        void add(qint64 record)
        {
            ++records;
            order = order * 0x9e3779b97f4a7c15ULL + quint64(record);
        }
        bool operator==(const Sum &) const = default;
    };

    QHash<QByteArray, Sum> m_expected; ///< by KeyShapeCode::whole()
};

} // namespace persistence
