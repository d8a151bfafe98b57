#include "model/sources/folderlisting.h"

#include "model/sources/gzipstream.h"
#include "model/sources/sourcetext.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace persistence {

namespace {

/// `<folder>/dump/<database>/<file>`: a dump that was put into a folder of its own.
constexpr int kMaxLevels = 3;
constexpr qsizetype kMaxFiles = 100000;
constexpr qsizetype kMaxMetadataSize = 4 * 1024 * 1024;

/// The name without `.gz` and its ending; empty if the file is no export.
QString baseName(const QString &fileName)
{
    QString name = fileName;
    if (name.endsWith(u".gz"))
        name.chop(3);
    for (const char *ending : {".bson", ".json", ".jsonl", ".ndjson", ".csv"}) {
        const auto text = QLatin1StringView(ending);
        if (name.endsWith(text))
            return name.chopped(text.size());
    }
    return {};
}

bool isPartOfDump(const QString &fileName)
{
    const QString name = baseName(fileName);
    return name == u"prelude" || name == u"oplog" || name.endsWith(u".metadata");
}

QByteArray readStart(const QString &path)
{
    auto stream = openFileStream(path);
    if (!stream)
        return {};
    auto buffer = std::make_unique<StreamBuffer>(std::move(*stream));
    if (!buffer->fill(2))
        return {};
    if (isGzip(buffer->view()))
        buffer = std::make_unique<StreamBuffer>(makeGzipStream(std::move(buffer), HugeRatio::Refuse));
    if (!buffer->fill(kMaxMetadataSize))
        return {};
    return buffer->view().toByteArray();
}

/// The name that the metadata beside a dumped collection gives it; long names are cut in the name of the file.
QByteArray nameInMetadata(const QString &path)
{
    constexpr char kField[] = "\"collectionName\":\"";
    const QByteArray metadata = readStart(path);
    // The last one: index definitions, which stand before, may hold anything.
    const qsizetype start = metadata.lastIndexOf(kField);
    if (start < 0)
        return {};
    const qsizetype nameStart = start + qsizetype(sizeof kField) - 1;
    return metadata.mid(nameStart, metadata.indexOf('"', nameStart) - nameStart);
}

/// Everything found, before it is known whether any of it has a name of ours.
class Listing final
{
public:
    explicit Listing(const QString &root) : m_root(QFileInfo(root).canonicalFilePath()) {}

    void add(const QDir &folder, int level)
    {
        const auto entries = folder.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::Hidden, QDir::Name);
        for (const QFileInfo &entry : entries) {
            if (!isInside(entry) || m_files.size() >= kMaxFiles)
                continue;
            if (entry.isDir() && level < kMaxLevels)
                add(QDir(entry.filePath()), level + 1);
            else if (entry.isFile() && !baseName(entry.fileName()).isEmpty() && !isPartOfDump(entry.fileName()))
                addFile(folder, entry);
        }
    }

    QList<FolderFile> chosen() const
    {
        QList<FolderFile> files;
        const bool hasNamed = std::any_of(m_files.begin(), m_files.end(), [](const Found &found) { return isOurs(found.file.collection); });
        for (const Found &found : m_files) {
            if (isOurs(found.file.collection))
                files.append(found.file);
            else if (!hasNamed && !found.isDumped)
                files.append({found.file.path, Collection::Unknown, found.file.size});
        }
        return files;
    }

private:
    struct Found
    {
        FolderFile file;
        bool isDumped = false; ///< with metadata beside it: its name is the name of its collection
    };

    static bool isOurs(Collection collection) { return collection != Collection::Other; }

    bool isInside(const QFileInfo &entry) const { return !entry.isSymLink() || entry.canonicalFilePath().startsWith(m_root + u'/'); }

    void addFile(const QDir &folder, const QFileInfo &entry)
    {
        const QString base = baseName(entry.fileName());
        QByteArray name = QByteArray::fromPercentEncoding(base.toUtf8());
        QString metadata = folder.filePath(base + QLatin1StringView(".metadata.json"));
        if (!QFileInfo::exists(metadata))
            metadata += QLatin1StringView(".gz");
        const bool isDumped = QFileInfo(metadata).isFile();
        if (isDumped && collectionByName(name) == Collection::Other) {
            if (const QByteArray trueName = nameInMetadata(metadata); !trueName.isEmpty())
                name = trueName;
        }
        m_files.append({{entry.filePath(), collectionByName(name), entry.size()}, isDumped});
    }

    QString m_root;
    QList<Found> m_files;
};

} // namespace

Result<QList<FolderFile>> listFolder(const QString &path)
{
    const QDir folder(path);
    if (!folder.isReadable())
        return Error{ErrorKind::Permission, SourceText::tr("The folder “%1” cannot be read: access was refused.").arg(path), {}};
    Listing listing(path);
    listing.add(folder, 1);
    const QList<FolderFile> files = listing.chosen();
    if (files.isEmpty())
        return Error{
            ErrorKind::Failed,
            SourceText::tr(
                "The folder “%1” holds no dump of a Rocket.Chat server: no file such as rocketchat_apps_persistence.bson was found.")
                .arg(path),
            {}};
    return files;
}

} // namespace persistence
