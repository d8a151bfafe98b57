#include "model/workspace/schema.h"

#include "model/workspace/database.h"
#include "model/workspace/keyshapes.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

#include <array>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Schema)
};

// Texts that come from records or dumps are BLOBs: TEXT ends at a NUL. Counts are kept by the transaction that changes records.
constexpr const char *kTables = R"sql(
CREATE TABLE app (
    id INTEGER PRIMARY KEY,
    collection INTEGER NOT NULL,
    app_id BLOB NOT NULL,
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    UNIQUE (collection, app_id)
) STRICT;

CREATE TABLE association_model (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    name BLOB NOT NULL,
    UNIQUE (kind, name)
) STRICT;

-- first_target: the targets of this group are numbered without a gap, in key order, from here; 0 if they are not.
CREATE TABLE model_count (
    app INTEGER NOT NULL,
    model INTEGER NOT NULL,
    first_target INTEGER NOT NULL,
    targets INTEGER NOT NULL,
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    PRIMARY KEY (app, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE target (
    id INTEGER PRIMARY KEY,
    app INTEGER NOT NULL,
    model INTEGER NOT NULL,
    target_id BLOB NOT NULL,
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    UNIQUE (app, model, target_id)
) STRICT;

-- Every record has exactly one row with position 0.
CREATE TABLE association (
    target INTEGER NOT NULL,
    record INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (target, record, position)
) STRICT, WITHOUT ROWID;

-- body: the whole document as BSON. original: the bytes as they came, from the first change on.
CREATE TABLE record (
    id INTEGER PRIMARY KEY,
    app INTEGER NOT NULL,
    import INTEGER NOT NULL,
    version INTEGER NOT NULL,
    updated INTEGER,
    marks INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    body BLOB NOT NULL,
    original BLOB
) STRICT;

-- record_id: a BSON type byte and the bytes of the value; empty for a document without _id.
CREATE TABLE record_id (
    record_id BLOB NOT NULL,
    record INTEGER NOT NULL,
    PRIMARY KEY (record_id, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE import (
    id INTEGER PRIMARY KEY,
    source BLOB NOT NULL,
    format BLOB NOT NULL,
    source_identity BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    position INTEGER NOT NULL,
    read INTEGER NOT NULL,
    good INTEGER NOT NULL,
    problems INTEGER NOT NULL,
    replaced INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    labels INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    is_complete INTEGER NOT NULL,
    incomplete_reason BLOB NOT NULL
) STRICT;

CREATE TABLE problem (
    id INTEGER PRIMARY KEY,
    import INTEGER NOT NULL,
    source BLOB NOT NULL,
    collection INTEGER NOT NULL,
    byte_offset INTEGER NOT NULL,
    size INTEGER NOT NULL,
    reason BLOB NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- The history is appended to, never rewritten: undo and revert are changes of their own.
-- import: the import that replaced records, else 0. target: the change that an undo takes back or a redo repeats, else 0.
-- state: see ChangeState. images and bytes: what change_image holds of it.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    author BLOB NOT NULL,
    source INTEGER NOT NULL,
    title BLOB NOT NULL,
    import INTEGER NOT NULL,
    target INTEGER NOT NULL,
    state INTEGER NOT NULL,
    images INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;

CREATE INDEX change_by_state ON change (state, id);

-- before is NULL where the change made the record, after where it removed it. Both may be deltas, see ImageDelta.
CREATE TABLE change_image (
    id INTEGER PRIMARY KEY,
    change INTEGER NOT NULL,
    record INTEGER NOT NULL,
    before BLOB,
    after BLOB
) STRICT;

CREATE INDEX change_image_of_record ON change_image (record, change);
CREATE INDEX change_image_of_change ON change_image (change, record);

-- Records that were deleted here: what brings them back as they were. original: the bytes as they came, NULL for a record made here.
CREATE TABLE removed (
    record INTEGER PRIMARY KEY,
    record_id BLOB NOT NULL,
    collection INTEGER NOT NULL,
    import INTEGER NOT NULL,
    version INTEGER NOT NULL,
    original BLOB
) STRICT;

CREATE INDEX removed_record_id ON removed (record_id);

-- record: 0 for a record that is not there yet. base: the document that the draft began with. text: what was typed, exactly.
CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    record INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    base BLOB,
    body BLOB,
    text BLOB,
    view BLOB
) STRICT;

CREATE UNIQUE INDEX draft_of_record ON draft (record) WHERE record <> 0;

CREATE TABLE state (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char *kLabelTable = R"sql(
CREATE TABLE label (
    kind INTEGER NOT NULL,
    label_id BLOB NOT NULL,
    name BLOB NOT NULL,
    detail BLOB NOT NULL,
    version BLOB NOT NULL,
    status BLOB NOT NULL,
    checksum INTEGER NOT NULL,
    PRIMARY KEY (kind, label_id)
) STRICT, WITHOUT ROWID;
)sql";

// models: the association models of the keys of this shape, in order; see KeyShapeCode.
// shape_record: the records of a shape in ascending order, about a thousand in each row; see RowList.
constexpr const char *kKeyShapeTables = R"sql(
CREATE TABLE key_shape (
    id INTEGER PRIMARY KEY,
    app INTEGER NOT NULL,
    models BLOB NOT NULL,
    records INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    UNIQUE (app, models)
) STRICT;

CREATE TABLE shape_record (
    shape INTEGER NOT NULL,
    first_record INTEGER NOT NULL,
    records BLOB NOT NULL,
    PRIMARY KEY (shape, first_record)
) STRICT, WITHOUT ROWID;
)sql";

// filter: as the filter language writes it. place: the way to a group as the path bar takes it.
constexpr const char *kSavedFilterTable = R"sql(
CREATE TABLE saved_filter (
    id INTEGER PRIMARY KEY,
    name BLOB NOT NULL,
    filter BLOB NOT NULL,
    place BLOB NOT NULL,
    UNIQUE (name)
) STRICT;
)sql";

Result<void> createTables(Database &database)
{
    for (const char *tables : {kTables, kLabelTable, kKeyShapeTables, kSavedFilterTable}) {
        if (auto created = database.execute(tables); !created)
            return created;
    }
    return {};
}

/// Labels get checksums, and keys are filed by their shape as well. The old table is renamed and not the new one, whose text would change.
Result<void> addChecksumsAndKeyShapes(Database &database)
{
    if (auto created = database.execute(kLabelTable); !created)
        return created;
    if (auto copied =
            copyLabelsWithChecksum(database, "SELECT kind, label_id, name, detail, version, status FROM label_1 ORDER BY kind, label_id");
        !copied)
        return copied;
    if (auto dropped = database.execute("DROP TABLE label_1"); !dropped)
        return dropped;
    if (auto created = database.execute(kKeyShapeTables); !created)
        return created;
    return fileAllByKeyShape(database);
}

constexpr std::array kMigrationSteps = {
    MigrationStep{1, "ALTER TABLE label RENAME TO label_1", &addChecksumsAndKeyShapes},
    MigrationStep{2, kSavedFilterTable, nullptr},
    // No table changes, but older programs do not know the deltas of the history.
    MigrationStep{3, "", nullptr},
};

/// What a schema consists of, one line for each object.
Result<QByteArray> describeSchema(Database &database)
{
    QByteArray description;
    Statement statement(database, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name");
    const auto read = statement.forEachRow([&] {
        for (int column = 0; column < 4; ++column)
            description += statement.bytes(column) + '\n';
    });
    if (!read)
        return read.error();
    return description;
}

Result<QByteArray> expectedSchema()
{
    auto database = Database::open(QStringLiteral(":memory:"), Database::Mode::Builder);
    if (!database)
        return database.error();
    (*database)->setSchemaChangesAllowed(true);
    if (auto created = createTables(**database); !created)
        return created.error();
    return describeSchema(**database);
}

/// Still inside the transaction: what is not sound, or was no workspace of ours before, is taken back.
Result<void> checkMigrated(Database &database, int version)
{
    if (version == kSchemaVersion) {
        if (auto checked = checkSchema(database); !checked)
            return checked;
    }
    Statement statement(database, "PRAGMA quick_check(1)");
    if (auto row = statement.step(); !row)
        return row.error();
    const QByteArray line = statement.bytes(0);
    if (line == "ok")
        return {};
    return Error{
        ErrorKind::Damaged,
        Texts::tr("The workspace %1 is damaged and could not be brought to the present format. It was not changed.").arg(database.path()),
        QString::fromUtf8(line)};
}

QByteArray setVersionSql(int version)
{
    return "PRAGMA user_version=" + QByteArray::number(version);
}

} // namespace

Result<void> createSchema(Database &database)
{
    database.setSchemaChangesAllowed(true);
    auto created = createTables(database);
    database.setSchemaChangesAllowed(false);
    if (!created)
        return created;
    if (auto stamped = database.execute("PRAGMA application_id=" + QByteArray::number(kApplicationId)); !stamped)
        return stamped;
    return database.execute(setVersionSql(kSchemaVersion));
}

Result<void> checkSchema(Database &database)
{
    const auto expected = expectedSchema();
    if (!expected)
        return expected.error();
    const auto actual = describeSchema(database);
    if (!actual)
        return actual.error();
    if (*actual == *expected)
        return {};
    return Error{ErrorKind::Damaged,
                 Texts::tr("%1 is not a workspace as this program makes it: its tables differ. Nothing was read from it or written to it. "
                           "If it was edited with another program, use a copy from before that.")
                     .arg(database.path()),
                 QString::fromUtf8(*actual)};
}

Result<void> migrate(Database &database, std::span<const MigrationStep> steps, int target)
{
    Transaction transaction(database, Transaction::Kind::Write);
    if (!transaction.begun())
        return transaction.begun();
    auto version = database.queryInteger("PRAGMA user_version");
    if (!version)
        return version.error();
    database.setSchemaChangesAllowed(true);
    qint64 reached = *version;
    for (const MigrationStep &step : steps) {
        if (step.from != reached || reached >= target)
            continue;
        auto migrated = database.execute(step.sql);
        if (migrated && step.fill)
            migrated = step.fill(database);
        if (migrated)
            migrated = database.execute(setVersionSql(step.from + 1));
        if (!migrated) {
            database.setSchemaChangesAllowed(false);
            return migrated;
        }
        ++reached;
    }
    database.setSchemaChangesAllowed(false);
    if (reached != target)
        return Error{ErrorKind::Failed,
                     Texts::tr("No way is known from version %1 of the workspace %2 to version %3. The file is unchanged.")
                         .arg(QString::number(*version), database.path(), QString::number(target)),
                     {}};
    if (auto checked = checkMigrated(database, target); !checked)
        return checked;
    return transaction.commit();
}

std::span<const MigrationStep> migrationSteps()
{
    return kMigrationSteps;
}

} // namespace persistence
