#include "model/workspace/bodyreader.h"

#include "model/workspace/database.h"
#include "model/workspace/labelstore.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/statement.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Reader)
};

/// So many records in a row are read as a whole file is.
constexpr size_t kLongRun = 1000;

/// The length of the run of rows without a gap at the front.
size_t runLength(std::span<const RecordRow> rows)
{
    size_t length = 1;
    while (length < rows.size() && rows[length].value == rows[length - 1].value + 1)
        ++length;
    return length;
}

Error goneRecord()
{
    return {
        ErrorKind::Conflict, Texts::tr("A record was deleted meanwhile, so the list of records is not valid any more. Start again."), {}};
}

} // namespace

BodyReader::BodyReader(std::unique_ptr<Database> database) : m_database(std::move(database))
{
}

BodyReader::~BodyReader() = default;

Result<std::unique_ptr<BodyReader>> BodyReader::open(const Workspace &workspace)
{
    auto connection = workspace.connection();
    if (!connection)
        return connection.error();
    std::unique_ptr<BodyReader> reader(new BodyReader(*std::move(connection)));
    // The snapshot is taken by the first read; the connection gives it up when it closes.
    if (auto begun = reader->m_database->execute("BEGIN"); !begun)
        return begun.error();
    if (auto read = reader->readApps(); !read)
        return read.error();
    return reader;
}

Result<void> BodyReader::readApps()
{
    Statement statement(*m_database, "SELECT id, collection FROM app ORDER BY id");
    return statement.forEachRow([&] { m_collections[statement.integer(0)] = Collection(int(statement.integer(1))); });
}

Result<void> BodyReader::read(std::span<const RecordRow> rows, Progress &progress,
                              const std::function<bool(Collection collection, QByteArrayView body)> &receive)
{
    m_database->setProgress(&progress);
    Result<void> done;
    while (!rows.empty()) {
        const size_t length = runLength(rows);
        const auto goesOn = readRun(rows.first(length), receive);
        if (!goesOn)
            done = goesOn.error();
        if (!goesOn || !*goesOn)
            break;
        rows = rows.subspan(length);
    }
    m_database->setProgress(nullptr);
    return done;
}

Result<bool> BodyReader::readRun(std::span<const RecordRow> run, const std::function<bool(Collection, QByteArrayView)> &receive)
{
    std::optional<ReadingInOrder> reading;
    if (run.size() >= kLongRun)
        reading.emplace(*m_database);
    Statement statement(*m_database, "SELECT id, app, checksum, body FROM record WHERE id BETWEEN ? AND ? ORDER BY id");
    statement.bind(run.front()).bind(run.back());
    for (const RecordRow expected : run) {
        const auto row = statement.step();
        if (!row)
            return row.error();
        if (!*row || statement.row<RecordRow>(0) != expected)
            return goneRecord();
        const QByteArrayView body = statement.view(3);
        const auto app = m_collections.find(statement.integer(1));
        if (bodyChecksum(body) != quint64(statement.integer(2)) || app == m_collections.end())
            return Error{ErrorKind::Damaged,
                         Texts::tr("A record in the workspace is damaged: its bytes do not match their checksum. "
                                   "The file was not changed. Run \"verify\" to see what else is damaged."),
                         QStringLiteral("record row %1").arg(expected.value)};
        if (!receive(app->second, body))
            return false;
    }
    return true;
}

bool BodyReader::holdsMessages() const
{
    return std::any_of(m_collections.begin(), m_collections.end(), [](const auto &app) { return app.second == Collection::Messages; });
}

Result<void> BodyReader::labels(Progress &progress, const std::function<bool(Label label)> &receive)
{
    m_database->setProgress(&progress);
    constexpr const char *kLabels = "SELECT kind, label_id, name, detail, version, status, checksum FROM label ORDER BY kind, label_id";
    Statement statement(*m_database, kLabels);
    Result<void> done;
    while (true) {
        const auto row = statement.step();
        if (!row)
            done = row.error();
        if (!row || !*row)
            break;
        // A damaged name is no name, as in Reader::label().
        auto label = soundLabel(statement, 0, quint64(statement.integer(6)));
        if (label && !receive(*std::move(label)))
            break;
    }
    m_database->setProgress(nullptr);
    return done;
}

} // namespace persistence
