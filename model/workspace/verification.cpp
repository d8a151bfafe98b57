#include "model/workspace/verification.h"

#include "model/bson/validation.h"
#include "model/record/recordindex.h"
#include "model/workspace/database.h"
#include "model/workspace/historycheck.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

constexpr qsizetype kMaxViolations = 100;

/// Collects violations while it goes through the workspace record by record.
class Verifier final
{
public:
    Verifier(Database &database, Progress &progress) : m_database(database), m_progress(progress) {}

    Result<QStringList> run()
    {
        m_progress.setStage(Texts::tr("Checking the file"));
        if (auto checked = checkFile(); !checked)
            return checked.error();
        if (!m_violations.isEmpty())
            return m_violations;
        m_progress.setStage(Texts::tr("Checking the records"));
        if (auto checked = checkRecords(); !checked)
            return checked.error();
        m_progress.setStage(Texts::tr("Checking the counts"));
        if (auto checked = checkCounts(); !checked)
            return checked.error();
        const auto history = checkHistory(m_database, m_progress, kMaxViolations - m_violations.size());
        if (!history)
            return history.error();
        return m_violations + *history;
    }

private:
    void report(const QString &violation)
    {
        if (m_violations.size() < kMaxViolations)
            m_violations.append(violation);
    }

    void reportBroken(const QString &violation)
    {
        m_areFilingsKnown = false;
        report(violation);
    }

    Result<void> checkFile()
    {
        Statement statement(m_database, "PRAGMA integrity_check(20)");
        while (true) {
            auto row = statement.step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            const QString line = QString::fromUtf8(statement.view(0));
            if (line != QStringLiteral("ok"))
                report(Texts::tr("The file is damaged: %1").arg(line));
        }
    }

    Result<void> checkRecords()
    {
        constexpr const char *kRecords = R"sql(
            SELECT r.id, a.collection, a.app_id, r.updated, r.marks, r.checksum, r.body, r.app
              FROM record r LEFT JOIN app a ON a.id = r.app ORDER BY r.id)sql";
        const auto total = m_database.queryInteger("SELECT count(*) FROM record");
        if (!total)
            return total.error();
        m_progress.total = *total;
        Statement statement(m_database, kRecords);
        while (m_violations.size() < kMaxViolations) {
            auto row = statement.step();
            if (!row)
                return row.error();
            if (!*row)
                return {};
            if (auto checked = checkRecord(statement); !checked)
                return checked;
            ++m_progress.done;
        }
        return {};
    }

    Result<void> checkRecord(const Statement &statement)
    {
        const qint64 record = statement.integer(0);
        const QByteArrayView body = statement.view(6);
        if (bodyChecksum(body) != quint64(statement.integer(5))) {
            reportBroken(Texts::tr("Record %1: its bytes do not match their checksum.").arg(record));
            return {};
        }
        if (const auto validation = bson::validate(body); validation.fault) {
            reportBroken(Texts::tr("Record %1: its document is broken at byte %2: %3.")
                       .arg(QString::number(record), QString::number(validation.fault->offset), validation.fault->reason));
            return {};
        }
        RecordIndex index;
        const auto collection = Collection(int(statement.integer(1)));
        const bool isRecord = indexRecord(bson::DocumentView(body), collection, index);
        const bool hasUpdated = !index.marks.testFlag(RecordMark::NoUpdatedAt);
        if (!isRecord || index.appId != statement.view(2) || hasUpdated != statement.optionalInteger(3).has_value()
            || (hasUpdated && index.updated != statement.integer(3))) {
            reportBroken(Texts::tr("Record %1: the index does not agree with its document.").arg(record));
            return {};
        }
        return checkFilings(record, statement.integer(7), index);
    }

    /// Each filing must stand in the index; that nothing else does follows from the equal counts.
    Result<void> checkFilings(qint64 record, qint64 app, const RecordIndex &index)
    {
        const std::vector<Filing> filings = filingsOf(index);
        m_filings += qint64(filings.size());
        for (size_t i = 0; i < filings.size(); ++i) {
            m_filing.bind(int(filings[i].kind)).bind(filings[i].model).bind(app).bind(filings[i].id).bind(record).bind(qint64(i));
            auto row = m_filing.step();
            if (!row)
                return row.error();
            if (!*row)
                report(Texts::tr("Record %1: association %2 of its key is missing in the index.").arg(QString::number(record), QString::number(i + 1)));
            m_filing.reset();
        }
        const QByteArray id = index.marks.testFlag(RecordMark::NoRecordId) ? QByteArray() : RecordId(index.recordId).encoded();
        auto row = m_recordId.bind(id).bind(record).step();
        if (!row)
            return row.error();
        if (!*row)
            report(Texts::tr("Record %1: its record id is missing in the index.").arg(record));
        m_recordId.reset();
        return {};
    }

    Result<void> expectZero(const char *sql, const QString &violation)
    {
        const auto count = m_database.queryInteger(sql);
        if (!count)
            return count.error();
        if (*count != 0)
            report(violation.arg(*count));
        return {};
    }

    Result<void> checkCounts()
    {
        if (m_violations.size() >= kMaxViolations)
            return {};
        const auto associations = m_database.queryInteger("SELECT count(*) FROM association");
        if (!associations)
            return associations.error();
        // Records that are broken themselves were reported; what they would add to the index is not known.
        if (m_areFilingsKnown && *associations != m_filings)
            report(Texts::tr("The index has %1 associations; the records have %2.").arg(QString::number(*associations), QString::number(m_filings)));

        const std::pair<const char *, QString> checks[] = {
            {R"sql(SELECT (SELECT count(*) FROM record_id) - (SELECT count(*) FROM record))sql", Texts::tr("%1 record ids too many.")},
            {R"sql(SELECT count(*) FROM app a LEFT JOIN (SELECT app, count(*) AS n, sum(length(body)) AS size FROM record GROUP BY app) r ON r.app = a.id
                    WHERE a.records <> coalesce(r.n, 0) OR a.bytes <> coalesce(r.size, 0))sql",
             Texts::tr("%1 apps have wrong counts.")},
            {R"sql(SELECT count(*) FROM target t LEFT JOIN
                     (SELECT s.target, count(*) AS n, sum(length(r.body)) AS size
                        FROM (SELECT DISTINCT target, record FROM association) s JOIN record r ON r.id = s.record GROUP BY s.target) x
                     ON x.target = t.id WHERE t.records <> coalesce(x.n, 0) OR t.bytes <> coalesce(x.size, 0))sql",
             Texts::tr("%1 ids have wrong counts.")},
            {R"sql(SELECT count(*) FROM model_count c LEFT JOIN (SELECT app, model, count(*) AS n, min(id) AS first, max(id) AS last FROM target GROUP BY app, model) t
                     ON t.app = c.app AND t.model = c.model
                    WHERE c.targets <> coalesce(t.n, 0) OR (c.first_target <> 0 AND (c.first_target <> t.first OR t.last - t.first + 1 <> t.n)))sql",
             Texts::tr("%1 association models have wrong counts of ids.")},
            {R"sql(SELECT count(*) FROM model_count c LEFT JOIN
                     (SELECT x.app, x.model, count(*) AS n, sum(length(r.body)) AS size
                        FROM (SELECT DISTINCT t.app, t.model, s.record FROM target t JOIN association s ON s.target = t.id) x
                        JOIN record r ON r.id = x.record GROUP BY x.app, x.model) y
                     ON y.app = c.app AND y.model = c.model WHERE c.records <> coalesce(y.n, 0) OR c.bytes <> coalesce(y.size, 0))sql",
             Texts::tr("%1 association models have wrong counts of records.")},
            {R"sql(SELECT count(*) FROM import i LEFT JOIN (SELECT import, count(*) AS n FROM problem GROUP BY import) p ON p.import = i.id
                    WHERE i.read <> i.good + i.problems OR i.problems <> coalesce(p.n, 0))sql",
             Texts::tr("%1 imports do not add up.")},
        };
        for (const auto &[sql, violation] : checks) {
            if (auto checked = expectZero(sql, violation); !checked)
                return checked;
        }
        return {};
    }

    static constexpr const char *kFiling = R"sql(
        SELECT 1 FROM association_model m JOIN target t ON t.model = m.id JOIN association s ON s.target = t.id
         WHERE m.kind = ? AND m.name = ? AND t.app = ? AND t.target_id = ? AND s.record = ? AND s.position = ?)sql";

    Database &m_database;
    Progress &m_progress;
    Statement m_filing{m_database, kFiling};
    Statement m_recordId{m_database, "SELECT 1 FROM record_id WHERE record_id = ? AND record = ?"};
    QStringList m_violations;
    qint64 m_filings = 0;
    bool m_areFilingsKnown = true;
};

} // namespace

Result<void> quickCheck(Database &database, Progress &progress)
{
    progress.setStage(Texts::tr("Checking the file"));
    database.setProgress(&progress);
    Statement statement(database, "PRAGMA quick_check(1)");
    auto row = statement.step();
    database.setProgress(nullptr);
    if (!row)
        return row.error();
    const QString line = QString::fromUtf8(statement.view(0));
    if (line == QStringLiteral("ok"))
        return {};
    return Error{ErrorKind::Damaged,
                 Texts::tr("The workspace %1 is damaged and was not changed. Import the dump again, or go back to a copy.").arg(database.path()), line};
}

Result<QStringList> verify(Database &database, Progress &progress)
{
    database.setProgress(&progress);
    auto violations = Verifier(database, progress).run();
    database.setProgress(nullptr);
    return violations;
}

Result<void> clearOpenMark(const QString &path)
{
    auto database = Database::open(path, Database::Mode::Builder);
    if (!database)
        return database.error();
    return (*database)->execute("DELETE FROM state WHERE name = 'open'");
}

} // namespace persistence
