#include "model/workspace/database.h"
#include "model/workspace/statement.h"
#include "model/workspace/treewriter.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>

#include <algorithm>
#include <limits>
#include <random>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

/// Places in the header that count changes of the file: they tell how it was made, not what it holds (fileformat.html, section 1.3).
constexpr std::array<qsizetype, 2> kCounters = {24, 92};
constexpr quint32 kLockPage = 0x40000000 / PageFile::kPageSize + 1;

struct Row
{
    qint64 id = 0; ///< ascending, with gaps
    std::optional<qint64> number;
    QByteArray bytes;
};

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(path));
    QByteArray content = file.readAll();
    for (const qsizetype counter : kCounters)
        std::fill_n(content.data() + counter, 4, '\0');
    return content;
}

void require(const Result<void> &result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().message));
}

/// An integer of each size that SQLite knows, with its neighbours and negatives.
qint64 someInteger(std::mt19937_64 &random)
{
    const auto bits = int(random() % 64);
    const qint64 border = qint64(quint64(1) << bits);
    const qint64 value = border == std::numeric_limits<qint64>::min() ? border : border + qint64(random() % 3) - 1;
    return random() % 2 == 0 || value == std::numeric_limits<qint64>::min() ? value : -value;
}

/// Rows of \a smallest to \a largest bytes, most of them small.
std::vector<Row> someRows(int count, int smallest, int largest)
{
    std::mt19937_64 random(20261126);
    std::vector<Row> rows;
    qint64 id = 0;
    for (int i = 0; i < count; ++i) {
        id += 1 + qint64(random() % 8 == 0 ? random() % 100'000'000 : 0);
        Row row{id, random() % 5 == 0 ? std::nullopt : std::optional(someInteger(random)), {}};
        const int most = random() % 10 == 0 ? largest : std::min(largest, smallest + 60);
        row.bytes.resize(smallest + qsizetype(random() % quint64(most - smallest + 1)));
        std::generate(row.bytes.begin(), row.bytes.end(), [&] { return char(random()); });
        rows.push_back(std::move(row));
    }
    return rows;
}

/// A new database with a table, an index of it, and a table without rowid, all empty.
std::unique_ptr<Database> makeDatabase(const QString &path)
{
    auto database = Database::open(path, Database::Mode::Builder);
    if (!database)
        qFatal("%s", qPrintable(database.error().message));
    (*database)->setSchemaChangesAllowed(true);
    require((*database)->execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, number INTEGER, bytes BLOB)"));
    require((*database)->execute("CREATE INDEX by_bytes ON rows (bytes)"));
    require((*database)->execute("CREATE TABLE sorted (bytes BLOB, id INTEGER, PRIMARY KEY (bytes, id)) WITHOUT ROWID"));
    return *std::move(database);
}

QByteArray integrityOf(Database &database)
{
    Statement statement(database, "PRAGMA integrity_check");
    const auto row = statement.step();
    return row && *row ? statement.bytes(0) : QByteArray("no answer");
}

quint32 rootOf(Database &database, const QByteArray &name)
{
    return quint32(*database.queryInteger("SELECT rootpage FROM sqlite_master WHERE name = '" + name + '\''));
}

std::vector<Row> sortedByBytes(std::vector<Row> rows)
{
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) { return a.bytes != b.bytes ? a.bytes < b.bytes : a.id < b.id; });
    return rows;
}

void fillByTrees(Database &database, const std::vector<Row> &rows)
{
    const quint32 roots[] = {rootOf(database, "rows"), rootOf(database, "by_bytes"), rootOf(database, "sorted")};
    PageFile file(database);
    require(file.begin());
    TreeWriter table(file, TreeWriter::Kind::Table, roots[0]);
    RowBytes bytes;
    for (const Row &row : rows) {
        bytes.restart();
        bytes.addNull();
        if (row.number)
            bytes.add(*row.number);
        else
            bytes.addNull();
        bytes.add(row.bytes);
        require(table.append(row.id, bytes.bytes()));
    }
    require(table.finish());
    TreeWriter index(file, TreeWriter::Kind::Index, roots[1]);
    TreeWriter sorted(file, TreeWriter::Kind::Index, roots[2]);
    for (const Row &row : sortedByBytes(rows)) {
        bytes.restart();
        bytes.add(row.bytes);
        bytes.add(row.id);
        require(index.append(bytes.bytes()));
        require(sorted.append(bytes.bytes()));
    }
    require(index.finish());
    require(sorted.finish());
    require(file.end());
}

void fillBySql(Database &database, const std::vector<Row> &rows)
{
    Statement insert(database, "INSERT INTO rows (id, number, bytes) VALUES (?, ?, ?)");
    Statement insertSorted(database, "INSERT INTO sorted (bytes, id) VALUES (?, ?)");
    require(database.execute("BEGIN"));
    for (const Row &row : rows) {
        require(insert.bind(row.id).bind(row.number).bind(row.bytes).run());
        require(insertSorted.bind(row.bytes).bind(row.id).run());
    }
    require(database.execute("COMMIT"));
}

} // namespace

class TreeWriterTest final : public QObject
{
    Q_OBJECT

private slots:
    void treesHoldExactlyWhatSqlWouldHaveStored_data();
    void treesHoldExactlyWhatSqlWouldHaveStored();
    void sqlGoesOnWhereTheTreesEnd();
    void equalRowsGiveEqualFiles();
    void pageOfTheLocksIsLeftOut();
    void pagesAreRefusedInsideATransaction();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TreeWriterTest::treesHoldExactlyWhatSqlWouldHaveStored_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("smallest");
    QTest::addColumn<int>("largest");
    for (const int count : {0, 1, 2, 3, 40, 5000})
        QTest::addRow("%d small rows", count) << count << 0 << 100;
    // Each of these ends its last page at another place: full, with one row behind it, with two.
    for (int count = 300; count < 700; count += 7)
        QTest::addRow("%d rows of one size", count) << count << 1 << 1;
    // Four of these fill a page, so that the trees are high, and the last pages of all levels end at other places.
    for (int count = 10; count < 150; ++count)
        QTest::addRow("%d rows of a quarter page", count) << count << 1980 << 1990;
    QTest::addRow("rows around the limit of an index page") << 1500 << 1900 << 2100;
    QTest::addRow("rows around the limit of a table page") << 800 << 0 << 8300;
    QTest::addRow("rows of many pages") << 300 << 0 << 100'000;
    QTest::addRow("three levels") << 60'000 << 0 << 1500;
}

void TreeWriterTest::treesHoldExactlyWhatSqlWouldHaveStored()
{
    QFETCH(int, count);
    QFETCH(int, smallest);
    QFETCH(int, largest);
    const std::vector<Row> rows = someRows(count, smallest, largest);
    QByteArray contents[2];
    for (const bool byTrees : {false, true}) {
        const QString name = path(u"%1-%2-%3-%4"_s.arg(count).arg(smallest).arg(largest).arg(byTrees));
        const auto database = makeDatabase(name);
        if (byTrees)
            fillByTrees(*database, rows);
        else
            fillBySql(*database, rows);
        QCOMPARE(integrityOf(*database), QByteArray("ok"));
        QCOMPARE(*database->queryInteger("SELECT count(*) FROM rows"), count);
        // VACUUM takes over each row as it is stored and packs the pages anew: equal files mean equal rows, byte for byte.
        require(database->execute("VACUUM INTO '" + (name + u".vacuum"_s).toUtf8() + '\''));
        contents[byTrees] = contentOf(name + u".vacuum"_s);
    }
    QVERIFY(contents[0] == contents[1]);
}

void TreeWriterTest::sqlGoesOnWhereTheTreesEnd()
{
    std::vector<Row> rows = someRows(3000, 0, 500);
    const std::vector<Row> later(rows.begin() + 1000, rows.end());
    rows.resize(1000);
    const QString name = path(u"goes-on"_s);
    {
        const auto database = makeDatabase(name);
        QCOMPARE(*database->queryInteger("SELECT count(*) FROM rows"), 0);
        fillByTrees(*database, rows);
        // The connection had an empty table in its cache.
        QCOMPARE(*database->queryInteger("SELECT count(*) FROM rows"), 1000);
        fillBySql(*database, later);
    }
    const auto database = Database::open(name, Database::Mode::Writer);
    QVERIFY(database);
    require((*database)->execute("DELETE FROM rows WHERE id % 3 = 0"));
    QVERIFY(*(*database)->queryInteger("SELECT count(*) FROM rows") > 1000);
    QCOMPARE(*(*database)->queryInteger("SELECT count(*) FROM sorted"), 3000);
    QCOMPARE(integrityOf(**database), QByteArray("ok"));
}

void TreeWriterTest::equalRowsGiveEqualFiles()
{
    const std::vector<Row> rows = someRows(2000, 0, 9000);
    for (const QString &name : {u"one"_s, u"other"_s})
        fillByTrees(*makeDatabase(path(name)), rows);
    QVERIFY(contentOf(path(u"one"_s)) == contentOf(path(u"other"_s)));
}

void TreeWriterTest::pageOfTheLocksIsLeftOut()
{
    QCOMPARE(PageFile::numberAfter(kLockPage - 2), kLockPage - 1);
    QCOMPARE(PageFile::numberAfter(kLockPage - 1), kLockPage + 1);
    // A file that claims to have pages up to there, all of them holes.
    const QString name = path(u"gigabyte"_s);
    makeDatabase(name).reset();
    QFile file(name);
    QVERIFY(file.open(QIODevice::ReadWrite));
    char count[4];
    qToBigEndian(kLockPage - 4, count);
    QVERIFY(file.seek(28));
    QCOMPARE(file.write(count, 4), 4);
    QVERIFY(file.resize(qint64(kLockPage - 4) * PageFile::kPageSize));
    file.close();

    const std::vector<Row> rows = someRows(500, 0, 20'000);
    {
        const auto database = Database::open(name, Database::Mode::Builder);
        QVERIFY(database);
        fillByTrees(**database, rows);
        QCOMPARE(*(*database)->queryInteger("SELECT count(*) FROM rows, sorted ON rows.bytes = sorted.bytes AND rows.id = sorted.id"), 500);
        QVERIFY(*(*database)->queryInteger("PRAGMA page_count") > kLockPage);
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.seek(qint64(kLockPage - 1) * PageFile::kPageSize));
    QCOMPARE(file.read(PageFile::kPageSize), QByteArray(PageFile::kPageSize, '\0'));
}

void TreeWriterTest::pagesAreRefusedInsideATransaction()
{
    const auto database = makeDatabase(path(u"busy"_s));
    require(database->execute("BEGIN IMMEDIATE"));
    QVERIFY(!PageFile(*database).begin());
    require(database->execute("COMMIT"));
    QVERIFY(PageFile(*database).begin());
}

QTEST_GUILESS_MAIN(TreeWriterTest)
#include "tst_treewriter.moc"
