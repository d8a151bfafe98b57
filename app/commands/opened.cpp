#include "app/commands/opened.h"

#include "app/commands/console.h"
#include "app/commands/importreport.h"
#include "model/transfer/importer.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTemporaryDir>

namespace persistence {

namespace {

/// Larger files are checked by the command verify: the check reads all of the file.
constexpr qint64 kQuickCheckLimit = qint64(1) << 30;

const QString kAllowHuge = QStringLiteral("allow-huge");

} // namespace

void declareAllowHuge(QCommandLineParser &parser)
{
    parser.addOption(
        {kAllowHuge, QCoreApplication::translate("Command", "Read gzip even if it inflates to more than a hundred times its size.")});
}

HugeRatio hugeRatioOf(const QCommandLineParser &parser)
{
    return parser.isSet(kAllowHuge) ? HugeRatio::Allow : HugeRatio::Refuse;
}

Opened::Opened() = default;

Opened::~Opened()
{
    // SQLite closes the file before its folder goes.
    m_reader.reset();
    m_workspace.reset();
}

Result<std::unique_ptr<Opened>> Opened::open(const QString &path, Progress &progress, HugeRatio hugeRatio)
{
    std::unique_ptr<Opened> opened(new Opened);
    opened->m_path = path;
    QString workspacePath = path;
    const bool isDump = !Workspace::isWorkspace(path);
    if (isDump) {
        opened->m_folder = std::make_unique<QTemporaryDir>();
        if (!opened->m_folder->isValid())
            return Error{ErrorKind::Failed,
                         QCoreApplication::translate("Command", "No temporary folder could be made to read the dump into: %1.")
                             .arg(opened->m_folder->errorString()),
                         {}};
        workspacePath = opened->m_folder->filePath(QStringLiteral("dump.pbw"));
        const auto imported = importWithProgress(workspacePath, {{path}, SameId::Replace, hugeRatio}, progress);
        if (!imported)
            return imported.error();
        reportShortcomings(*imported, path, Kept::No);
        opened->m_isWhole = imported->problems == 0 && imported->isComplete;
    }
    auto workspace = Workspace::open(workspacePath, Workspace::Access::ReadOnly);
    if (!workspace)
        return workspace.error();
    opened->m_workspace = *std::move(workspace);
    if (!isDump && opened->m_workspace->fileSize() <= kQuickCheckLimit) {
        if (auto checked = opened->m_workspace->quickCheck(progress); !checked)
            return checked.error();
    }
    auto reader = opened->m_workspace->reader();
    if (!reader)
        return reader.error();
    opened->m_reader = *std::move(reader);
    return opened;
}

Result<void> Opened::finish(const Result<void> &done) const
{
    if (!done || m_isWhole)
        return done;
    return Error{ErrorKind::Damaged,
                 QCoreApplication::translate("Command", "Not everything in %1 could be read; only the rest was looked at.")
                     .arg(console::shown(m_path.toUtf8())),
                 {}};
}

Result<void> Opened::tellIncomplete() const
{
    // What a dump lacks was told when it was read.
    if (isDump())
        return {};
    const auto told = reportIncompleteImports(*m_workspace, m_path);
    return told ? Result<void>() : told.error();
}

} // namespace persistence
