#include "model/workspace/historycheck.h"

#include "model/workspace/database.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

/// Walks the images of all records in order, one document of each side in memory.
class HistoryCheck final
{
public:
    HistoryCheck(Database &database, Progress &progress, qsizetype limit) : m_database(database), m_progress(progress), m_limit(limit) {}

    Result<QStringList> run()
    {
        m_progress.setStage(Texts::tr("Checking the history"));
        if (auto checked = checkChains(); !checked)
            return checked.error();
        if (auto checked = checkCounts(); !checked)
            return checked.error();
        return m_violations;
    }

private:
    void report(const QString &violation)
    {
        if (m_violations.size() < m_limit)
            m_violations.append(violation);
    }

    Result<void> checkChains()
    {
        Statement statement(m_database, "SELECT record, change, before, after FROM change_image ORDER BY record, change, id");
        qint64 record = 0;
        std::optional<QByteArray> document;
        while (m_violations.size() < m_limit) {
            auto row = statement.step();
            if (!row)
                return row.error();
            const bool isNext = !*row || statement.integer(0) != record;
            if (isNext && record != 0) {
                if (auto checked = checkEnd(record, document); !checked)
                    return checked;
            }
            if (!*row)
                return {};
            const std::optional<QByteArray> before = statement.optionalBytes(2);
            if (!isNext && before != document)
                report(Texts::tr("Change %1 of record %2 does not begin where the one before ended.")
                           .arg(QString::number(statement.integer(1)), QString::number(record)));
            record = statement.integer(0);
            document = statement.optionalBytes(3);
        }
        return {};
    }

    /// The newest image must be what is stored now.
    Result<void> checkEnd(qint64 record, const std::optional<QByteArray> &document)
    {
        auto row = m_body.bind(record).step();
        if (!row)
            return row.error();
        const std::optional<QByteArray> stored = *row ? m_body.optionalBytes(0) : std::nullopt;
        m_body.reset();
        if (stored != document)
            report(Texts::tr("The history of record %1 does not end with what is stored.").arg(record));
        if (stored)
            return {};
        row = m_removed.bind(record).step();
        if (!row)
            return row.error();
        if (!*row)
            report(Texts::tr("Record %1 was removed, but is not among the removed ones.").arg(record));
        m_removed.reset();
        return {};
    }

    Result<void> checkCounts()
    {
        const std::pair<const char *, QString> checks[] = {
            {R"sql(SELECT count(*) FROM change c LEFT JOIN
                     (SELECT change, count(*) AS n, sum(coalesce(length(before), 0) + coalesce(length(after), 0)) AS size FROM change_image GROUP BY change) i
                     ON i.change = c.id WHERE c.images <> coalesce(i.n, 0) OR c.bytes <> coalesce(i.size, 0))sql",
             Texts::tr("%1 changes have wrong counts.")},
            {"SELECT count(*) FROM change_image WHERE change NOT IN (SELECT id FROM change)", Texts::tr("%1 images belong to no change.")},
            {"SELECT count(*) FROM change WHERE target <> 0 AND target NOT IN (SELECT id FROM change)",
             Texts::tr("%1 steps undo a change that is not there.")},
            {"SELECT count(*) FROM change WHERE state NOT BETWEEN 0 AND 3 OR source NOT BETWEEN 1 AND 9",
             Texts::tr("%1 changes are of an unknown kind.")},
            {"SELECT coalesce(max(id) - min(id) + 1 - count(*), 0) FROM change", Texts::tr("%1 changes are missing.")},
            {"SELECT count(*) FROM removed WHERE record IN (SELECT id FROM record)", Texts::tr("%1 records are there and removed.")},
            {"SELECT count(*) FROM record WHERE original IS NOT NULL AND (import = 0 OR original = body)",
             Texts::tr("%1 records have a wrong original.")},
            {R"sql(SELECT count(*) FROM draft WHERE record <> 0 AND record NOT IN (SELECT id FROM record)
                      AND record NOT IN (SELECT record FROM removed))sql",
             Texts::tr("%1 drafts belong to no record.")},
        };
        for (const auto &[sql, violation] : checks) {
            const auto count = m_database.queryInteger(sql);
            if (!count)
                return count.error();
            if (*count != 0)
                report(violation.arg(*count));
        }
        return {};
    }

    Database &m_database;
    Progress &m_progress;
    qsizetype m_limit;
    Statement m_body{m_database, "SELECT body FROM record WHERE id = ?"};
    Statement m_removed{m_database, "SELECT 1 FROM removed WHERE record = ?"};
    QStringList m_violations;
};

} // namespace

Result<QStringList> checkHistory(Database &database, Progress &progress, qsizetype limit)
{
    return HistoryCheck(database, progress, limit).run();
}

} // namespace persistence
