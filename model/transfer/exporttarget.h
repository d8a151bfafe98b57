#pragma once

#include "model/transfer/filewriter.h"
#include "model/workspace/filesystem.h"

#include <QStringList>

#include <memory>
#include <vector>

namespace persistence {

/// The files that an export must never replace: by device and inode, so that no other name can hide them.
using Untouchable = std::vector<FileIdentity>;

/// The workspace at \a workspacePath, its side files, and \a sources, with all files in them where they are folders; as far as they exist.
[[nodiscard]] Untouchable untouchableFiles(const QString &workspacePath, const QStringList &sources);

/// A file that gets its name when it is complete. Until then it stands beside it under a name of its own (buildPathFor() with another
/// suffix), locked against a second export to the same name, and the old file is as it was; what a killed export left there is taken over
/// by the next one. Not QSaveFile, which can put a truncated file in place and cannot be read back before (reliability guide, sections 2.3
/// and 3.4). One thread at a time.
class ExportFile final
{
public:
    /// Refuses folders, pipes, devices, workspaces and untouchable files. A symbolic link is followed: what it leads to is replaced.
    [[nodiscard]] static Result<std::unique_ptr<ExportFile>> create(const QString &path, const Untouchable &untouchable);
    ~ExportFile();
    Q_DISABLE_COPY_MOVE(ExportFile)

    [[nodiscard]] FileWriter &writer() const { return *m_writer; }
    /// Where it stands until it is complete; a library may write it there by name, in place of writer().
    [[nodiscard]] QString buildPath() const { return m_buildPath; }
    /// Makes a folder beside it for a library that needs files of its own meanwhile; it goes with this object, or with the next export.
    [[nodiscard]] Result<QString> makePartsFolder() const;

    /// Gives the file its name and flushes the folder. After it was finished and read back.
    [[nodiscard]] Result<void> publish();
    /// Whether it has its name, also where the folder could not be flushed afterwards.
    [[nodiscard]] bool isPublished() const { return m_isPublished; }

private:
    ExportFile(QString path, QString buildPath, std::unique_ptr<FileWriter> writer);

    QString m_path;
    QString m_buildPath;
    std::unique_ptr<FileWriter> m_writer;
    bool m_isPublished = false;
};

/// A folder that gets its name when it is complete, and must not exist before. One thread at a time.
class ExportFolder final
{
public:
    [[nodiscard]] static Result<std::unique_ptr<ExportFolder>> create(const QString &path);
    ~ExportFolder();
    Q_DISABLE_COPY_MOVE(ExportFolder)

    /// Makes a file in it; `/` stands between folder and file. It stays with this object.
    [[nodiscard]] Result<FileWriter *> makeFile(const QByteArray &name);
    [[nodiscard]] const std::vector<std::unique_ptr<FileWriter>> &files() const { return m_files; }
    [[nodiscard]] QString buildPath() const { return m_buildPath; }

    /// As ExportFile::publish().
    [[nodiscard]] Result<void> publish();

private:
    ExportFolder(QString path, QString buildPath) : m_path(std::move(path)), m_buildPath(std::move(buildPath)) {}

    QString m_path;
    QString m_buildPath;
    std::vector<std::unique_ptr<FileWriter>> m_files;
    QStringList m_folders;
    int m_lock = -1; ///< the folder while it is filled, so that no second export empties it
    bool m_isPublished = false;
};

} // namespace persistence
