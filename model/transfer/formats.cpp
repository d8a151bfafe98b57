#include "model/transfer/formats.h"

#include "model/bson/validation.h"
#include "model/bson/view.h"
#include "model/sources/archivesource.h"
#include "model/sources/bsonreader.h"
#include "model/sources/bsonsource.h"
#include "model/sources/csvsource.h"
#include "model/sources/foldersource.h"
#include "model/sources/jsonsource.h"
#include "model/sources/streambuffer.h"
#include "model/sources/utf16stream.h"

#include <QCoreApplication>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Formats)
};

using Buffer = std::unique_ptr<StreamBuffer>;

/// What is looked at to tell a format.
constexpr qsizetype kPeekSize = 64 * 1024;
/// A gzipped archive that somebody gzipped again still opens.
constexpr int kMaxGzipLayers = 3;

/// Whether the bytes may be a document whose first field is `_id`.
bool startsWithId(QByteArrayView start)
{
    return start.size() > 9 && start.sliced(5).startsWith(QByteArrayView("_id", 4));
}

bool isBson(QByteArrayView start)
{
    if (start.isEmpty())
        return true; // an empty collection
    if (start.size() < 5)
        return false;
    // A first document whose length is damaged is still told by its first field.
    return BsonReader::mayStartDocument(start) || startsWithId(start);
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// The first byte behind a byte order mark and white space; 0 if there is none.
char firstOfText(QByteArrayView start)
{
    if (start.startsWith("\xef\xbb\xbf"))
        start = start.sliced(3);
    const auto first = std::find_if_not(start.begin(), start.end(), isSpace);
    return first == start.end() ? '\0' : *first;
}

bool isBlank(QByteArrayView text)
{
    if (text.startsWith("\xef\xbb\xbf"))
        text = text.sliced(3);
    return std::all_of(text.begin(), text.end(), isSpace);
}

bool isJsonArray(QByteArrayView start)
{
    return firstOfText(start) == '[';
}

bool isJson(QByteArrayView start)
{
    return firstOfText(start) == '{';
}

std::unique_ptr<RecordSource> makeArchive(Buffer input, const QString &name, const QString &format, Collection)
{
    return makeArchiveSource(std::move(input), name, format);
}

/// A format that files can have. The first row whose test passes is taken, so their order is that of the domain reference, section 10.
struct Format
{
    const char *name;
    const char *patterns; ///< of file names, for dialogs
    bool (*matches)(QByteArrayView start);
    std::unique_ptr<RecordSource> (*makeSource)(Buffer input, const QString &name, const QString &format, Collection collection);
};

constexpr std::array kFormats = {
    Format{QT_TRANSLATE_NOOP("Formats", "mongodump archive"), "*.archive *.archive.gz *.gz", isArchive, makeArchive},
    Format{QT_TRANSLATE_NOOP("Formats", "BSON"), "*.bson *.bson.gz", isBson, makeBsonSource},
    Format{QT_TRANSLATE_NOOP("Formats", "JSON array"), "*.json *.json.gz", isJsonArray, makeJsonSource},
    Format{QT_TRANSLATE_NOOP("Formats", "JSON lines"), "*.json *.jsonl *.ndjson *.json.gz", isJson, makeJsonSource},
    Format{QT_TRANSLATE_NOOP("Formats", "CSV"), "*.csv *.csv.gz", isCsv, makeCsvSource},
};

/// What is in a file that this program knows but does not import.
std::optional<Error> refuseKnown(QByteArrayView start, const QString &name)
{
    if (!start.startsWith(QByteArrayView("SQLite format 3", 16)))
        return std::nullopt;
    constexpr qsizetype kApplicationId = 68;
    if (start.size() >= kApplicationId + 4 && start.sliced(kApplicationId, 4) == QByteArrayView("PBW1"))
        return Error{ErrorKind::Failed, Texts::tr("“%1” is a workspace. Open it; it cannot be imported.").arg(name), {}};
    return Error{ErrorKind::Failed, Texts::tr("“%1” is an SQLite database, not a dump. Nothing was read.").arg(name), {}};
}

Error unknownFormat(const QString &name)
{
    return {ErrorKind::Failed,
            Texts::tr("“%1” is in no known format. Known are mongodump archives and folders, BSON, Extended JSON and CSV, each also "
                      "gzipped. Nothing was read.")
                .arg(name),
            {}};
}

/// A document of 559,903 bytes starts like a gzip member; what is a sound document as a whole is no gzip.
Result<bool> isGzipped(StreamBuffer &buffer)
{
    if (!isGzip(buffer.view()))
        return false;
    if (!BsonReader::mayStartDocument(buffer.view()) || !startsWithId(buffer.view()))
        return true;
    const qsizetype length = bson::readInt32(buffer.view());
    const auto filled = buffer.fill(length);
    if (!filled)
        return filled.error();
    return *filled < length || bson::validate(buffer.view().first(length)).fault.has_value();
}

/// Passes over a text that is nothing but white space: it holds as much as an empty one. Leaves any other as it is, as far as what is
/// looked at reaches; false if white space of that size is followed by something.
Result<bool> passBlanks(StreamBuffer &buffer)
{
    if (buffer.view().isEmpty() || !isBlank(buffer.view()))
        return true;
    while (isBlank(buffer.view())) {
        buffer.consume(buffer.view().size());
        const auto filled = buffer.fill(kPeekSize);
        if (!filled)
            return filled.error();
        if (*filled == 0)
            return true;
    }
    return false;
}

/// Whether a source may be empty: a file is an empty collection then, but a pipe tells that what should have written to it failed.
enum class Emptiness { Allowed, Refused };

Result<std::unique_ptr<RecordSource>> openBuffer(Buffer buffer, const QString &name, Collection collection, HugeRatio hugeRatio,
                                                 Emptiness emptiness = Emptiness::Allowed)
{
    QString suffix;
    for (int layer = 0;; ++layer) {
        if (const auto filled = buffer->fill(kPeekSize); !filled)
            return filled.error();
        const auto isCompressed = isGzipped(*buffer);
        if (!isCompressed)
            return isCompressed.error();
        if (!*isCompressed || layer == kMaxGzipLayers)
            break;
        buffer = std::make_unique<StreamBuffer>(makeGzipStream(std::move(buffer), hugeRatio));
        suffix = Texts::tr(", gzip");
    }
    if (isUtf16(buffer->view())) {
        buffer = std::make_unique<StreamBuffer>(makeUtf16Stream(std::move(buffer)));
        if (const auto filled = buffer->fill(kPeekSize); !filled)
            return filled.error();
    }
    const auto isKnown = passBlanks(*buffer);
    if (!isKnown)
        return isKnown.error();
    if (!*isKnown)
        return unknownFormat(name);
    const QByteArrayView start = buffer->view();
    if (start.isEmpty() && emptiness == Emptiness::Refused)
        return Error{ErrorKind::Failed,
                     Texts::tr("There was nothing to read from %1: the program that should have written to it may have failed.").arg(name),
                     {}};
    if (const auto refusal = refuseKnown(start, name))
        return *refusal;
    const auto format = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format &row) { return row.matches(start); });
    if (format == kFormats.end())
        return unknownFormat(name);
    return format->makeSource(std::move(buffer), name, Texts::tr(format->name) + suffix, collection);
}

Result<std::unique_ptr<RecordSource>> openFile(const QString &path, Collection collection, HugeRatio hugeRatio)
{
    auto stream = openFileStream(path);
    if (!stream)
        return stream.error();
    return openBuffer(std::make_unique<StreamBuffer>(std::move(*stream)), path, collection, hugeRatio);
}

} // namespace

Result<std::unique_ptr<RecordSource>> openSource(const QString &path, HugeRatio hugeRatio)
{
    if (path == u"-")
        return openBuffer(std::make_unique<StreamBuffer>(standardInputStream()), Texts::tr("standard input"), Collection::Unknown,
                          hugeRatio, Emptiness::Refused);
    if (QFileInfo(path).isDir()) {
        return openFolderSource(path,
                                [hugeRatio](const QString &file, Collection collection) { return openFile(file, collection, hugeRatio); });
    }
    return openFile(path, Collection::Unknown, hugeRatio);
}

Result<std::unique_ptr<RecordSource>> openSource(std::unique_ptr<ByteStream> stream, const QString &name, Collection collection,
                                                 HugeRatio hugeRatio)
{
    return openBuffer(std::make_unique<StreamBuffer>(std::move(stream)), name, collection, hugeRatio);
}

QStringList formatFilters()
{
    QStringList all, single;
    for (const Format &format : kFormats) {
        const QString patterns = QLatin1StringView(format.patterns);
        all += patterns.split(u' ');
        single += Texts::tr("%1 (%2)").arg(Texts::tr(format.name), patterns);
    }
    all.removeDuplicates();
    return QStringList(Texts::tr("All formats (%1)").arg(all.join(u' '))) + single + QStringList(Texts::tr("All files (*)"));
}

} // namespace persistence
