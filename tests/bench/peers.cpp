#include "tests/bench/peers.h"

#include "tests/bench/findtask.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

QString writeFile(const QDir &folder, const QString &name, const QByteArray &content)
{
    QFile file(folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("The folder of the benchmark cannot be written.");
    return file.fileName();
}

/// Fields of the value of every record of the profile Flat.
const QStringList kFlatFields = {u"rating"_s, u"comment"_s, u"amount"_s, u"createdAt.$date"_s, u"owner.username"_s};

constexpr char kRawImport[] = R"(
CREATE TABLE raw(line TEXT);
.mode ascii
.separator "\037" "\n"
.import "%INPUT%" raw
)";

constexpr char kJsonImport[] = R"(
PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;
CREATE TEMP TABLE raw(line TEXT);
.mode ascii
.separator "\037" "\n"
.import "%INPUT%" raw
CREATE TABLE record(id INTEGER PRIMARY KEY, record_id TEXT, app TEXT, updated TEXT, body TEXT);
INSERT INTO record SELECT rowid, line->>'_id', line->>'appId', line->>'$._updatedAt.$date', line FROM raw;
CREATE TABLE association(record INTEGER, position INTEGER, app TEXT, model TEXT, id TEXT);
INSERT INTO association SELECT raw.rowid, e.key, line->>'appId', e.value->>'model', e.value->>'id' FROM raw, json_each(line, '$.associations') e;
CREATE INDEX by_record_id ON record(record_id);
CREATE INDEX by_target ON association(app, model, id, record);
)";

constexpr char kPythonImport[] = R"py(
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[2])
db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
    "CREATE TABLE record(id INTEGER PRIMARY KEY, record_id TEXT, app TEXT, updated TEXT, body TEXT);"
    "CREATE TABLE association(record INTEGER, position INTEGER, app TEXT, model TEXT, id TEXT);")
records, parts = [], []
def flush():
    db.executemany("INSERT INTO record VALUES(?,?,?,?,?)", records)
    db.executemany("INSERT INTO association VALUES(?,?,?,?,?)", parts)
    records.clear(); parts.clear()
for number, line in enumerate(open(sys.argv[1], encoding="utf-8"), 1):
    d = json.loads(line)
    records.append((number, d["_id"], d["appId"], d["_updatedAt"]["$date"], line))
    for i, a in enumerate(d.get("associations", ())):
        parts.append((number, i, d["appId"], a["model"], a["id"]))
    if number % 10000 == 0: flush()
flush()
db.executescript("CREATE INDEX by_record_id ON record(record_id); CREATE INDEX by_target ON association(app, model, id, record);")
db.commit()
)py";

QStringList sqliteCommand(const QDir &folder, const QString &name, const char *script, const QString &input)
{
    const QByteArray text = QByteArray(script).replace("%INPUT%", input.toUtf8());
    const QString file = writeFile(folder, name + u".sql"_s, text);
    const QString database = folder.filePath(name + u".db"_s);
    return {u"sh"_s, u"-c"_s, u"rm -f -- \"$1\" && sqlite3 -bail \"$1\" < \"$2\" > /dev/null"_s, u"sh"_s, database, file};
}

} // namespace

void measureFloors(const QString &jsonLines, const QDir &folder, int runs, Figures &figures)
{
    measureCommand(u"cp of the JSON lines"_s, {u"cp"_s, u"--"_s, jsonLines, folder.filePath(u"copy"_s)}, runs, figures);
    QFile::remove(folder.filePath(u"copy"_s));
    measureCommand(u"sqlite3 .import of raw lines"_s, sqliteCommand(folder, u"raw"_s, kRawImport, jsonLines), runs, figures);
    QFile::remove(folder.filePath(u"raw.db"_s));
}

void measureExportPeers(const QString &jsonLines, const QDir &folder, int runs, Figures &figures)
{
    Figures ignored;
    measureCommand(u"raw"_s, sqliteCommand(folder, u"raw"_s, kRawImport, jsonLines), 1, ignored);
    const QString database = folder.filePath(u"raw.db"_s), target = folder.filePath(u"peer.out"_s);
    const auto measure = [&](const QString &name, const QString &option, const QString &query) {
        measureCommand(name,
                       {u"sh"_s, u"-c"_s, u"sqlite3 -header %1 \"$1\" \"$2\" > \"$3\""_s.arg(option), u"sh"_s, database, query, target},
                       runs, figures);
    };
    measure(u"sqlite3 -json"_s, u"-json"_s, u"SELECT line FROM raw"_s);
    measure(u"sqlite3 -csv of 10 fields"_s, u"-csv"_s,
            u"SELECT line->>'_id', line->>'appId', line->>'$.associations[0].model', line->>'$.associations[0].id', "
            u"line->>'$._updatedAt.$date', "
            "line->>'$.data.%1', line->>'$.data.%2', line->>'$.data.%3', line->>'$.data.%4', line->>'$.data.%5' FROM raw"_s.arg(
                kFlatFields[0], kFlatFields[1], kFlatFields[2], kFlatFields[3], kFlatFields[4]));
    QFile::remove(database);
    QFile::remove(target);
}

void measureFindPeers(const QString &jsonLines, const QDir &folder, int runs, Figures &figures)
{
    const QString database = folder.filePath(u"raw.db"_s);
    Figures ignored;
    if (!QFile::exists(database))
        measureCommand(u"raw"_s, sqliteCommand(folder, u"raw"_s, kRawImport, jsonLines), 1, ignored);
    const auto measure = [&](const QString &name, const QString &query) {
        measureCommand(name, {u"sqlite3"_s, u"-readonly"_s, database, query}, runs, figures);
    };
    measure(u"sqlite3 LIKE: all hits"_s, u"SELECT count(*) FROM raw WHERE line LIKE '%%1%'"_s.arg(QLatin1StringView(kRareText)));
    measure(u"sqlite3 LIKE: first 50 hits"_s,
            u"SELECT rowid FROM raw WHERE line LIKE '%%1%' LIMIT 50"_s.arg(QLatin1StringView(kFrequentText)));
}

void measureScripts(const QString &jsonLines, const QDir &folder, Figures &figures)
{
    measureCommand(u"sqlite3 script with json_each and indexes"_s, sqliteCommand(folder, u"script"_s, kJsonImport, jsonLines), 1, figures);
    QFile::remove(folder.filePath(u"script.db"_s));
    const QString python = writeFile(folder, u"import.py"_s, kPythonImport);
    const QString database = folder.filePath(u"python.db"_s);
    measureCommand(u"Python json and executemany"_s, {u"python3"_s, python, jsonLines, database}, 1, figures);
    QFile::remove(database);
}

} // namespace persistence::bench
