#include "app/commands/importreport.h"

#include "app/commands/changing.h"
#include "app/commands/console.h"

#include <QCoreApplication>

#include <functional>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

Result<ImportResult> runImport(Progress &progress, const std::function<Result<ImportResult>(ImportProgress &)> &import)
{
    ImportProgress importProgress;
    const console::InterruptGuard interrupt(importProgress);
    // A signal until now was told to the other one.
    if (progress.isCancelled())
        importProgress.cancel();
    const console::ProgressLine line(importProgress);
    auto result = import(importProgress);
    if (importProgress.isCancelled())
        progress.cancel();
    if (result || result.error().kind != ErrorKind::TooLarge)
        return result;
    Error error = result.error();
    error.message += u' ' + Texts::tr("With --allow-huge it is read all the same.");
    return error;
}

} // namespace

Result<ImportResult> importWithProgress(const QString &path, const ImportOptions &options, Progress &progress)
{
    return runImport(progress, [&](ImportProgress &importProgress) { return importToNewWorkspace(path, options, importProgress); });
}

Result<ImportResult> importWithProgress(Workspace &workspace, const ImportOptions &options, Progress &progress)
{
    return runImport(progress, [&](ImportProgress &importProgress) { return importToWorkspace(workspace, options, importProgress); });
}

void reportShortcomings(const ImportResult &result, const QString &path, Kept kept)
{
    const bool isKept = kept == Kept::InWorkspace;
    for (const ImportSummary &import : result.imports) {
        const QString source = console::shown(import.source.toUtf8());
        if (import.problems > 0) {
            const QString told = isKept ? Texts::tr("%1: %2 of %3 could not be read and are kept as problems; \"problems %4\" lists them.")
                                        : Texts::tr("%1: %2 of %3 could not be read; \"problems %4\" lists them.");
            console::printError(
                told.arg(source, console::number(import.problems), console::number(import.read), console::shown(path.toUtf8())));
        }
        if (import.isComplete && import.read + import.labels + import.skipped == 0)
            console::printError(Texts::tr("%1 is empty: nothing was in it.").arg(source));
        if (!import.isComplete)
            console::printError((isKept ? Texts::tr("%1 is incomplete: %2 What arrived is kept.") : Texts::tr("%1 is incomplete: %2"))
                                    .arg(source, import.incompleteReason));
    }
}

QString reasonOf(const IncompleteImport &incomplete)
{
    return incomplete.import.wasStopped() ? Texts::tr("The import was stopped before its end.") : incomplete.import.incompleteReason;
}

Result<std::vector<IncompleteImport>> reportIncompleteImports(const Workspace &workspace, const QString &path)
{
    auto incomplete = incompleteImports(workspace);
    if (!incomplete)
        return incomplete;
    for (const IncompleteImport &part : *incomplete) {
        const QString arrived = recordCount(part.import.good);
        QStringList sentences{Texts::tr("The import of %1 is incomplete: %2 What arrived: %3.")
                                  .arg(console::shown(part.import.source.toUtf8()), reasonOf(part), arrived)};
        if (!part.path.isEmpty())
            sentences +=
                (part.import.wasStopped() ? Texts::tr("Import %1 again to go on.") : Texts::tr("Import %1 again once it is whole."))
                    .arg(console::shown(part.path.toUtf8()));
        if (part.change.isValid())
            sentences += Texts::tr("\"revert %1 %2\" takes back what arrived.")
                             .arg(console::shown(path.toUtf8()), QString::number(part.change.value));
        console::printError(sentences.join(u' '));
    }
    return incomplete;
}

QString importSentence(const ImportResult &result, SameId sameId)
{
    QString text = Texts::tr("%1 read = %2 good + %3 problems")
                       .arg(console::number(result.read), console::number(result.good), console::number(result.problems));
    if (result.replaced > 0)
        text += Texts::tr(", %1 replaced a record with the same id").arg(console::number(result.replaced));
    if (result.differing > 0)
        text += (sameId == SameId::Skip ? Texts::tr(", %1 differ from a record with the same id and were left out")
                                        : Texts::tr(", %1 were added beside a record with the same id"))
                    .arg(console::number(result.differing));
    if (result.unchanged > 0)
        text += Texts::tr(", %1 were there already").arg(console::number(result.unchanged));
    if (result.labels > 0)
        text += Texts::tr(", %1 names").arg(console::number(result.labels));
    return text + u'.';
}

} // namespace persistence
