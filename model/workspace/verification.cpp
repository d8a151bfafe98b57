#include "model/workspace/verification.h"

#include "model/bson/displaytext.h"
#include "model/bson/validation.h"
#include "model/record/recordindex.h"
#include "model/workspace/database.h"
#include "model/workspace/historycheck.h"
#include "model/workspace/indextrees.h"
#include "model/workspace/keyshapecheck.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/recordstore.h"
#include "model/workspace/sortedruns.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Verification)
};

constexpr qsizetype kMaxViolations = 100;
constexpr qsizetype kMaxIdBytes = 100;
/// No row of association_model has this number.
constexpr qint64 kUnknownModel = 0;

QString spillFolder(const Database &database)
{
    const QString folder = QFileInfo(database.path()).absolutePath();
    return QFileInfo(folder).isWritable() ? folder : QDir::tempPath();
}

/// Compares everything that is derived with what the bodies give. One pass over the records sorts what the index must hold (in bounded
/// memory, like an import), a second one goes through the index beside it.
class Verifier final
{
public:
    Verifier(Database &database, Progress &progress)
        : m_database(database)
        , m_progress(progress)
        , m_associations(spillFolder(database))
        , m_recordIds(spillFolder(database))
    {
    }

    Result<QStringList> run()
    {
        m_progress.setStage(Texts::tr("Checking the file"));
        if (auto checked = checkFile(); !checked)
            return checked.error();
        if (!m_violations.isEmpty())
            return m_violations;
        m_progress.setStage(Texts::tr("Checking the records"));
        for (const auto step : {&Verifier::readModels, &Verifier::checkRecords, &Verifier::sort}) {
            if (auto checked = (this->*step)(); !checked)
                return checked.error();
        }
        // Records that are broken themselves were reported; what they would add to the index is not known.
        if (m_hasBrokenRecords)
            return m_violations;
        m_progress.setStage(Texts::tr("Checking the index"));
        for (const auto step : {&Verifier::checkRecordIds, &Verifier::checkTargets, &Verifier::checkModelCounts, &Verifier::checkAppCounts,
                                &Verifier::checkKeyShapes, &Verifier::checkLabels, &Verifier::checkSums}) {
            if (auto checked = (this->*step)(); !checked)
                return checked.error();
        }
        const auto history = checkHistory(m_database, m_progress, kMaxViolations - m_violations.size());
        if (!history)
            return history.error();
        return m_violations + *history;
    }

private:
    struct Count
    {
        qint64 records = 0;
        qint64 bytes = 0;
        qint64 targets = 0;
        qint64 firstTarget = 0;
        qint64 lastTarget = 0;
    };

    void report(const QString &violation)
    {
        if (m_violations.size() < kMaxViolations)
            m_violations.append(violation);
    }

    void reportBroken(const QString &violation)
    {
        m_hasBrokenRecords = true;
        report(violation);
    }

    Result<void> checkFile()
    {
        Statement statement(m_database, "PRAGMA integrity_check(20)");
        return statement.forEachRow([&] {
            const QString line = QString::fromUtf8(statement.view(0));
            if (line != QStringLiteral("ok"))
                report(Texts::tr("The file is damaged: %1").arg(line));
        });
    }

    Result<void> readModels()
    {
        Statement statement(m_database, "SELECT kind, name, id FROM association_model ORDER BY id");
        return statement.forEachRow([&] { m_models.insert({int(statement.integer(0)), statement.bytes(1)}, statement.integer(2)); });
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
            if (!row || !*row)
                return row ? Result<void>() : row.error();
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
        const bool isRecord = indexRecord(bson::DocumentView(body), Collection(int(statement.integer(1))), m_index);
        const bool hasUpdated = !m_index.marks.testFlag(RecordMark::NoUpdatedAt);
        if (!isRecord || m_index.appId != statement.view(2) || hasUpdated != statement.optionalInteger(3).has_value() ||
            (hasUpdated && m_index.updated != statement.integer(3))) {
            reportBroken(Texts::tr("Record %1: the index does not agree with its document.").arg(record));
            return {};
        }
        return expect(record, statement.integer(7), quint32(body.size()));
    }

    /// Notes what the index must hold for a record.
    Result<void> expect(qint64 record, qint64 app, quint32 size)
    {
        std::vector<qint64> models;
        quint32 position = 0;
        m_shape.restart(app);
        for (const Filing &filing : filingsOf(m_index)) {
            const qint64 model = m_models.value({int(filing.kind), filing.model.toByteArray()}, kUnknownModel);
            models.push_back(model);
            m_shape.add(model);
            if (auto added = m_associations.add({associationMajor(app, model), filing.id, record, position++, size, false}); !added)
                return added;
        }
        m_shapes.expect(m_shape, record, size);
        std::sort(models.begin(), models.end());
        models.erase(std::unique(models.begin(), models.end()), models.end());
        for (const qint64 model : models)
            add(m_modelCounts[{app, model}], size);
        add(m_appCounts[app], size);
        const QByteArray id = m_index.marks.testFlag(RecordMark::NoRecordId) ? QByteArray() : RecordId(m_index.recordId).encoded();
        return m_recordIds.add({0, id, record, 0, 0, false});
    }

    static void add(Count &count, qint64 size)
    {
        ++count.records;
        count.bytes += size;
    }

    Result<void> sort()
    {
        if (auto sorted = m_associations.finish(); !sorted)
            return sorted;
        return m_recordIds.finish();
    }

    Result<void> checkRecordIds()
    {
        const auto merge = m_recordIds.merge();
        Statement statement(m_database, "SELECT record_id, record FROM record_id ORDER BY record_id, record");
        while (m_violations.size() < kMaxViolations) {
            auto row = statement.step();
            if (!row)
                return row.error();
            const bool isExpected = merge->advance();
            if (!merge->state())
                return merge->state();
            if (!isExpected && !*row)
                return {};
            if (isExpected && *row && merge->entry().key == statement.view(0) && merge->entry().record == statement.integer(1))
                continue;
            // From here on the two are out of step; one report says it.
            report(Texts::tr("The index of record ids does not agree with the records, first at record %1.")
                       .arg(isExpected ? merge->entry().record : statement.integer(1)));
            return {};
        }
        return {};
    }

    /// Goes through targets in the order of their keys, and through the associations of each.
    Result<void> checkTargets()
    {
        constexpr const char *kTargets = "SELECT id, app, model, target_id, records, bytes FROM target ORDER BY app, model, target_id";
        const auto merge = m_associations.merge();
        Statement targets(m_database, kTargets);
        Statement associations(m_database, "SELECT record, position FROM association WHERE target = ? ORDER BY record, position");
        bool isExpected = merge->advance();
        while (m_violations.size() < kMaxViolations) {
            auto row = targets.step();
            if (!row)
                return row.error();
            if (!merge->state())
                return merge->state();
            if (!isExpected && !*row)
                return checkAssociationTotal();
            const bool isSame = isExpected && *row && merge->entry().major == associationMajor(targets.integer(1), targets.integer(2)) &&
                                merge->entry().key == targets.view(3);
            if (!isSame) {
                report(isExpected ? Texts::tr("Record %1: an association of its key is missing in the index.").arg(merge->entry().record)
                                  : Texts::tr("The index has an id that no record has: row %1.").arg(targets.integer(0)));
                return {};
            }
            if (auto checked = checkTarget(targets, associations, *merge, isExpected); !checked)
                return checked;
        }
        return {};
    }

    Result<void> checkTarget(const Statement &target, Statement &associations, SortedRuns::Merge &merge, bool &isExpected)
    {
        const qint64 row = target.integer(0);
        Count counted;
        qint64 last = 0;
        bool isSound = true;
        associations.bind(row);
        do {
            auto there = associations.step();
            if (!there)
                return there.error();
            const SortedRuns::Entry &entry = merge.entry();
            isSound = isSound && *there && associations.integer(0) == entry.record && associations.integer(1) == entry.position;
            if (entry.record != last)
                add(counted, entry.weight);
            last = entry.record;
            ++m_expectedAssociations;
            isExpected = merge.advance();
        } while (isExpected && !merge.entry().startsKey && isSound);
        associations.reset();
        while (isExpected && !merge.entry().startsKey)
            isExpected = merge.advance();
        if (!isSound || counted.records != target.integer(4) || counted.bytes != target.integer(5))
            report(Texts::tr("The index of id %1 has wrong records or counts.").arg(row));

        Count &model = m_modelCounts[{target.integer(1), target.integer(2)}];
        model.firstTarget = model.targets == 0 ? row : std::min(model.firstTarget, row);
        model.lastTarget = std::max(model.lastTarget, row);
        ++model.targets;
        return {};
    }

    Result<void> checkAssociationTotal()
    {
        const auto total = m_database.queryInteger("SELECT count(*) FROM association");
        if (!total)
            return total.error();
        if (*total != m_expectedAssociations)
            report(Texts::tr("The index has %1 associations; the records have %2.")
                       .arg(QString::number(*total), QString::number(m_expectedAssociations)));
        return {};
    }

    Result<void> checkModelCounts()
    {
        constexpr const char *kCounts = "SELECT app, model, targets, records, bytes, first_target FROM model_count ORDER BY app, model";
        qsizetype rows = 0;
        Statement statement(m_database, kCounts);
        auto read = statement.forEachRow([&] {
            ++rows;
            const Count count = m_modelCounts.value({statement.integer(0), statement.integer(1)});
            const qint64 first = statement.integer(5);
            const bool isRangeWrong = first != 0 && (first != count.firstTarget || count.lastTarget - first + 1 != count.targets);
            if (count.targets != statement.integer(2) || count.records != statement.integer(3) || count.bytes != statement.integer(4) ||
                isRangeWrong)
                report(Texts::tr("The counts of association model %1 in app %2 are wrong.")
                           .arg(QString::number(statement.integer(1)), QString::number(statement.integer(0))));
        });
        if (!read)
            return read;
        if (rows != m_modelCounts.size())
            report(Texts::tr("The index counts %1 association models of apps; the records have %2.")
                       .arg(QString::number(rows), QString::number(m_modelCounts.size())));
        return {};
    }

    Result<void> checkAppCounts()
    {
        qsizetype rows = 0;
        Statement statement(m_database, "SELECT id, records, bytes FROM app ORDER BY id");
        auto read = statement.forEachRow([&] {
            ++rows;
            const Count count = m_appCounts.value(statement.integer(0));
            if (count.records != statement.integer(1) || count.bytes != statement.integer(2))
                report(Texts::tr("The counts of app %1 are wrong.").arg(statement.integer(0)));
        });
        if (!read)
            return read;
        if (rows != m_appCounts.size())
            report(Texts::tr("The index counts %1 apps; the records have %2.")
                       .arg(QString::number(rows), QString::number(m_appCounts.size())));
        return {};
    }

    Result<void> checkKeyShapes()
    {
        const auto violations = m_shapes.violations(m_database, kMaxViolations - m_violations.size());
        if (!violations)
            return violations.error();
        m_violations += *violations;
        return {};
    }

    Result<void> checkLabels()
    {
        Statement statement(m_database,
                            "SELECT kind, label_id, name, detail, version, status, checksum FROM label ORDER BY kind, label_id");
        return statement.forEachRow([&] {
            if (!soundLabel(statement, 0, quint64(statement.integer(6))))
                report(Texts::tr("A name does not match its checksum and is not shown: that of id %1.")
                           .arg(bson::displayText(statement.view(1), kMaxIdBytes)));
        });
    }

    Result<void> checkSums()
    {
        constexpr const char *kImports = R"sql(
            SELECT count(*) FROM import i LEFT JOIN (SELECT import, count(*) AS n FROM problem GROUP BY import) p ON p.import = i.id
             WHERE i.read <> i.good + i.problems OR i.problems <> coalesce(p.n, 0))sql";
        const auto wrong = m_database.queryInteger(kImports);
        if (!wrong)
            return wrong.error();
        if (*wrong != 0)
            report(Texts::tr("%1 imports do not add up.").arg(*wrong));
        return {};
    }

    Database &m_database;
    Progress &m_progress;
    SortedRuns m_associations;
    SortedRuns m_recordIds;
    RecordIndex m_index;
    KeyShapeCode m_shape;
    KeyShapeCheck m_shapes;
    QHash<std::pair<int, QByteArray>, qint64> m_models;
    QHash<std::pair<qint64, qint64>, Count> m_modelCounts;
    QHash<qint64, Count> m_appCounts;
    QStringList m_violations;
    qint64 m_expectedAssociations = 0;
    bool m_hasBrokenRecords = false;
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
    return Error{
        ErrorKind::Damaged,
        Texts::tr("The workspace %1 is damaged and was not changed. Import the dump again, or go back to a copy.").arg(database.path()),
        line};
}

Result<QStringList> verify(Database &database, Progress &progress)
{
    const ProgressGuard guard(database, progress);
    return Verifier(database, progress).run();
}

Result<void> clearOpenMark(const QString &path)
{
    auto database = Database::open(path, Database::Mode::Builder);
    if (!database)
        return database.error();
    return (*database)->execute("DELETE FROM state WHERE name = 'open'");
}

} // namespace persistence
