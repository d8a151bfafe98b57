#pragma once

#include "model/sources/gzipstream.h"
#include "model/workspace/workspace.h"

#include <QString>

#include <memory>

class QCommandLineParser;
class QTemporaryDir;

namespace persistence {

/// The option --allow-huge of the commands that read dumps, and what it says.
void declareAllowHuge(QCommandLineParser &parser);
[[nodiscard]] HugeRatio hugeRatioOf(const QCommandLineParser &parser);

/// What a command reads: a workspace as it is, or a dump that was imported into a temporary one for it.
class Opened final
{
public:
    /// Opens \a path for reading. A dump is imported, with progress; what it lacks is told on standard error.
    [[nodiscard]] static Result<std::unique_ptr<Opened>> open(const QString &path, Progress &progress,
                                                              HugeRatio hugeRatio = HugeRatio::Refuse);
    ~Opened();
    Q_DISABLE_COPY_MOVE(Opened)

    /// Tells on standard error what is known to be missing in the workspace. For commands that speak of all that it holds.
    [[nodiscard]] Result<void> tellIncomplete() const;

    /// What a command ends with that read it: \a done, or an error of kind Damaged where not everything in the dump could be read.
    [[nodiscard]] Result<void> finish(const Result<void> &done) const;

    [[nodiscard]] bool isDump() const { return m_folder != nullptr; }
    /// False for a dump of which something could not be read; what that is was told.
    [[nodiscard]] bool isWhole() const { return m_isWhole; }
    [[nodiscard]] const Workspace &workspace() const { return *m_workspace; }
    [[nodiscard]] Reader &reader() const { return *m_reader; }

private:
    Opened();

    QString m_path;
    bool m_isWhole = true;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::shared_ptr<Workspace> m_workspace;
    std::unique_ptr<Reader> m_reader;
};

} // namespace persistence
