#pragma once

#include "model/base/error.h"
#include "model/base/latestjob.h"
#include "model/edit/draftkeeper.h"
#include "model/transfer/importer.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>

namespace persistence {

class Workspace;

/// What was opened, and from what.
struct OpenedFiles
{
    std::shared_ptr<Workspace> workspace;
    QStringList files;
    /// A dump, shown from its kept workspace; else a workspace that the user named.
    bool isDump = false;
    /// What the import found, if one was needed.
    std::optional<ImportResult> import;
    /// The drafts of the last session, unless another program edits there now.
    std::vector<StoredDraft> drafts;
    /// What else there is to say about it; usually empty.
    QString notice;
};

/// Whether the sources hold nothing at all, not even documents that are no records.
[[nodiscard]] bool isEmpty(const ImportResult &result);

/// Opens workspaces and dumps, and merges more files into a workspace; all by one job at a time. What is open stays open until the next one
/// is ready.
class Opener final : public QObject
{
    Q_OBJECT

public:
    explicit Opener(QObject *parent = nullptr);
    ~Opener() override;

    /// Opens one workspace, or imports dumps (files, folders) into a workspace that is kept for the next time.
    /// \a hugeRatio: whether gzip is read that inflates to more than a hundred times its size; refused it is an error of kind TooLarge.
    void open(const QStringList &files, HugeRatio hugeRatio = HugeRatio::Refuse);
    /// Opens a workspace for reading, or imports dumps as open() does, while \a open stays open: to compare with it. What is open already
    /// is an error of kind Conflict.
    void openBeside(const QStringList &files, const std::shared_ptr<Workspace> &open);
    /// Imports files into an open workspace that can be written.
    void merge(std::shared_ptr<Workspace> workspace, const QStringList &files, HugeRatio hugeRatio = HugeRatio::Refuse);
    /// Reads through the whole workspace in the background; speaks up only if it is damaged.
    void check(std::shared_ptr<Workspace> workspace);
    /// Writes a copy of the workspace to a file that does not exist.
    void saveCopy(std::shared_ptr<Workspace> workspace, const QString &path);

    [[nodiscard]] bool isBusy() const { return m_job != nullptr; }
    void cancel();
    /// Cancels everything and waits for it; before the workspace is closed.
    void stop();

signals:
    /// A job began; \a isWriting: it changes the open workspace or makes a file of the user's.
    void started(std::shared_ptr<Progress> progress, bool isWriting);
    /// A job that is worth showing runs.
    void working(std::shared_ptr<Progress> progress, const QStringList &files);
    /// It ended, in whatever way; comes before the outcome.
    void idle();
    void opened(const OpenedFiles &opened);
    void openedBeside(const OpenedFiles &opened);
    void merged(const ImportResult &result);
    /// A merge was cancelled or failed. What arrived until then is in the workspace.
    void mergeStopped(const QStringList &files, const Error &error);
    void copySaved(const QString &path);
    /// Nothing has changed; what was open is still open.
    void failed(const QStringList &files, const Error &error);
    void damaged(const Error &error);

private:
    template <typename Outcome, typename Work>
    void run(const QStringList &files, std::shared_ptr<Progress> progress, Work work, void (Opener::*done)(Outcome), bool isWriting = false,
             void (Opener::*stopped)(const QStringList &, const Error &) = nullptr);
    void takeOpened(OpenedFiles opened);
    void takeBeside(OpenedFiles opened);
    void takeMerged(ImportResult result);
    void takeCopy(QString path);

    std::unique_ptr<Job> m_job;
    LatestJob m_checkJob;
};

} // namespace persistence
