#include "model/workspace/keyshapecheck.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>
#include <QtEndian>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

} // namespace

void KeyShapeCheck::expect(const KeyShapeCode &code, qint64 record, qint64 size)
{
    Sum &sum = m_expected[code.whole().toByteArray()];
    sum.add(record);
    sum.bytes += size;
}

Result<QStringList> KeyShapeCheck::violations(Database &database, qsizetype limit) const
{
    QStringList found;
    qsizetype rows = 0;
    qint64 lists = 0;
    Statement shapes(database, "SELECT id, app, models, records, bytes FROM key_shape ORDER BY id");
    Statement parts(database, "SELECT first_record, records FROM shape_record WHERE shape = ? ORDER BY first_record");
    while (found.size() < limit) {
        auto row = shapes.step();
        if (!row)
            return row.error();
        if (!*row)
            break;
        ++rows;
        Sum stored;
        stored.bytes = shapes.integer(4);
        parts.bind(shapes.integer(0));
        const auto read = parts.forEachRow([&] {
            ++lists;
            for (const qint64 record : readRowList(parts.integer(0), parts.view(1)))
                stored.add(record);
        });
        if (!read)
            return read.error();
        parts.reset();
        QByteArray code(4, Qt::Uninitialized);
        qToBigEndian(quint32(shapes.integer(1)), code.data());
        if (stored.records != shapes.integer(3) || stored != m_expected.value(code + shapes.bytes(2)))
            found.append(Texts::tr("The index of key shape %1 has wrong records or counts.").arg(shapes.integer(0)));
    }
    const auto allLists = database.queryInteger("SELECT count(*) FROM shape_record");
    if (!allLists)
        return allLists.error();
    if (found.size() < limit && (rows != m_expected.size() || lists != *allLists))
        found.append(
            Texts::tr("The index has %1 key shapes; the records have %2.").arg(QString::number(rows), QString::number(m_expected.size())));
    return found;
}

} // namespace persistence
