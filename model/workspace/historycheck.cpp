#include "model/workspace/historycheck.h"

#include "model/workspace/database.h"
#include "model/workspace/imagedelta.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

/// Walks the images of all records, two documents in memory.
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

    /// From the newest image of each record to the oldest, because a delta is made of what follows it.
    Result<void> checkChains()
    {
        Statement statement(m_database,
                            "SELECT record, change, before, after FROM change_image ORDER BY record DESC, change DESC, id DESC");
        qint64 record = 0, next = 0;
        while (m_violations.size() < m_limit) {
            auto row = statement.step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            if (statement.integer(0) != record) {
                record = statement.integer(0);
                next = 0;
                if (auto read = readStored(record); !read)
                    return read;
            }
            goBack(statement.optionalBytes(3), true,
                   next == 0 ? Texts::tr("The history of record %1 does not end with what is stored.").arg(record)
                             : Texts::tr("Change %1 of record %2 does not begin where the one before ended.")
                                   .arg(QString::number(next), QString::number(record)));
            next = statement.integer(1);
            goBack(statement.optionalBytes(2), false,
                   Texts::tr("What change %1 of record %2 began with is damaged.").arg(QString::number(next), QString::number(record)));
        }
        return {};
    }

    /// Goes from m_document to the one before it, and reports \a violation if they do not fit: a delta, or one that should be the same.
    void goBack(const std::optional<QByteArray> &stored, bool isSame, const QString &violation)
    {
        const bool isDelta = stored && ImageDelta::isDelta(*stored);
        std::optional<QByteArray> document = stored;
        if (isDelta)
            document = m_document ? ImageDelta::apply(*stored, *m_document) : std::nullopt;
        const bool fits = isDelta ? document.has_value() : !isSame || document == m_document;
        if (m_isKnown && !fits)
            report(violation);
        // Behind a delta that made nothing, only a whole document can be looked at again.
        m_isKnown = !isDelta || document.has_value();
        m_document = std::move(document);
    }

    /// What the newest image of a record must have led to: what is stored now.
    Result<void> readStored(qint64 record)
    {
        auto row = m_body.bind(record).step();
        if (!row)
            return row.error();
        m_document = *row ? m_body.optionalBytes(0) : std::nullopt;
        m_isKnown = true;
        m_body.reset();
        if (m_document)
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
    std::optional<QByteArray> m_document; ///< where the walk is; nothing: the record was not there
    bool m_isKnown = true;                ///< whether m_document could be made
    QStringList m_violations;
};

} // namespace

Result<QStringList> checkHistory(Database &database, Progress &progress, qsizetype limit)
{
    return HistoryCheck(database, progress, limit).run();
}

} // namespace persistence
