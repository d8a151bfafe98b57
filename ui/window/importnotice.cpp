#include "ui/window/importnotice.h"

#include "model/edit/editing.h"
#include "model/items/itemtext.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/panels/appliedmessage.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/opener.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxNameBytes = 200;
/// More are counted, where all are told of together.
constexpr size_t kMaxSentences = 5;

QString nameOf(const IncompleteImport &incomplete)
{
    return visibleText(incomplete.import.source.toUtf8(), kMaxNameBytes);
}

QString sentenceOf(const IncompleteImport &incomplete, bool isReadOnly)
{
    const QString name = nameOf(incomplete);
    const QString number = numberText(incomplete.import.good);
    if (!incomplete.import.wasStopped())
        return ImportNotice::tr("%1 is incomplete: %2 What arrived is here: %3.")
            .arg(name, incomplete.import.incompleteReason,
                 countedText(incomplete.import.good, ImportNotice::tr("1 record"), ImportNotice::tr("%1 records")));
    // Another program may be reading it just now.
    if (isReadOnly)
        return ImportNotice::tr("The import of %1 is not complete: %2 of its records are here.").arg(name, number);
    return incomplete.import.good == 1 ? ImportNotice::tr("The import of %1 was stopped. 1 of its records is here.").arg(name)
                                       : ImportNotice::tr("The import of %1 was stopped. %2 of its records are here.").arg(name, number);
}

bool isSame(const IncompleteImport &left, const IncompleteImport &right)
{
    return left.import.row == right.import.row && left.import.read == right.import.read &&
           left.import.wasStopped() == right.import.wasStopped();
}

} // namespace

ImportNotice::ImportNotice(Opener &opener, MessageBar &messages, QWidget *parent)
    : QObject(parent)
    , m_opener(opener)
    , m_messages(messages)
    , m_bar(new MessageBar(parent))
{
    m_bar->setObjectName(u"importNotice"_s);
    // What goes on, or is about to be another number, must neither be removed nor read once more meanwhile.
    connect(&opener, &Opener::started, this, [this](const std::shared_ptr<Progress> &, bool isWriting) {
        if (!isWriting || !m_bar->isVisibleTo(m_bar->parentWidget()))
            return;
        m_isAwaited = true;
        m_bar->clear();
    });
    connect(&opener, &Opener::mergeStopped, this, [this](const QStringList &files) { m_files = files; });
    connect(&opener, &Opener::merged, this, [this] { m_files.clear(); });
    connect(&opener, &Opener::idle, this, &ImportNotice::refresh);
}

ImportNotice::~ImportNotice() = default;

void ImportNotice::setEditing(Editing *editing)
{
    m_job.stop();
    if (m_editing)
        m_editing->disconnect(this);
    m_editing = editing;
    m_files.clear();
    take({});
    if (!editing)
        return;
    connect(editing, &Editing::changed, this, &ImportNotice::refresh);
    refresh();
}

void ImportNotice::refresh()
{
    // What is being imported just now is not incomplete for that.
    if (!m_editing || m_opener.isBusy())
        return;
    auto work = [workspace = m_editing->sharedWorkspace()](Progress &) { return incompleteImports(*workspace); };
    m_job.start(std::move(work), [this](Result<std::vector<IncompleteImport>> imports) {
        if (!imports)
            emit failed(imports.error());
        else if (!m_opener.isBusy())
            take(*std::move(imports));
    });
}

void ImportNotice::bringBack()
{
    if (!m_imports.empty() && !m_isAwaited)
        show();
}

void ImportNotice::take(std::vector<IncompleteImport> imports)
{
    std::ranges::reverse(imports);
    const auto isKnown = [this](const IncompleteImport &import) {
        return std::ranges::any_of(m_imports, [&](const IncompleteImport &known) { return isSame(known, import); });
    };
    const bool isNews = !std::ranges::all_of(imports, isKnown);
    if (!isNews && !m_isAwaited && imports.size() == m_imports.size())
        return;
    const bool isWanted = isNews || m_isAwaited || m_bar->isVisibleTo(m_bar->parentWidget());
    m_at = placeIn(imports);
    m_imports = std::move(imports);
    m_isAwaited = false;
    if (m_imports.empty())
        m_bar->clear();
    else if (isWanted)
        show();
    emit told(sentences());
}

/// The one to show next: a new one, else the one that is shown, else the one that took its place.
size_t ImportNotice::placeIn(const std::vector<IncompleteImport> &imports) const
{
    const auto find = [](const std::vector<IncompleteImport> &where, const IncompleteImport &wanted) {
        return std::ranges::find(where, wanted.import.row, [](const IncompleteImport &import) { return import.import.row; });
    };
    if (imports.empty() || find(m_imports, imports.front()) == m_imports.end())
        return 0;
    const auto shown = find(imports, m_imports[m_at]);
    return shown == imports.end() ? std::min(m_at, imports.size() - 1) : size_t(shown - imports.begin());
}

bool ImportNotice::isReadOnly() const
{
    return m_editing->workspace().isReadOnly();
}

QString ImportNotice::sentences() const
{
    QStringList lines;
    const size_t told = m_imports.size() <= kMaxSentences ? m_imports.size() : kMaxSentences - 1;
    for (size_t i = 0; i < told; ++i)
        lines.append(sentenceOf(m_imports[i], isReadOnly()));
    if (told < m_imports.size())
        lines.append(tr("%1 more imports are incomplete.").arg(numberText(qint64(m_imports.size() - told))));
    return lines.join(u'\n');
}

void ImportNotice::show()
{
    const IncompleteImport &incomplete = m_imports[m_at];
    QList<MessageBar::Button> buttons;
    // A button hides the bar: unless something comes of it, the same is shown again.
    const auto add = [&](const QString &text, void (ImportNotice::*run)(const IncompleteImport &)) {
        buttons.append({text, [this, run, incomplete] {
                            m_isAwaited = true;
                            runUnlocked([this, run, incomplete] { (this->*run)(incomplete); });
                        }});
    };
    if (!isReadOnly() && incomplete.import.wasStopped() && !incomplete.path.isEmpty())
        add(tr("Read the rest"), &ImportNotice::readRest);
    if (!isReadOnly() && incomplete.change.isValid())
        add(tr("Remove them"), &ImportNotice::remove);
    QString text = sentenceOf(incomplete, isReadOnly());
    if (const size_t count = m_imports.size(); count > 1) {
        text = tr("%1 of %2: %3").arg(numberText(qint64(m_at + 1)), numberText(qint64(count)), text);
        buttons.append({tr("Show next"), [this] { showNext(); }});
    }
    m_bar->showMessage(Tone::Warning, text, buttons);
}

void ImportNotice::showNext()
{
    m_at = (m_at + 1) % m_imports.size();
    show();
}

void ImportNotice::readRest(const IncompleteImport &incomplete)
{
    if (!QFileInfo::exists(incomplete.path)) {
        m_messages.showMessage(Tone::Warning, tr("The rest of %1 cannot be read: there is no file %2 any more. What arrived stays here.")
                                                  .arg(nameOf(incomplete), visibleText(incomplete.path.toUtf8())));
        return refresh();
    }
    QStringList files{incomplete.path};
    // What was asked for together with it was not begun.
    for (qsizetype i = 0; i < m_files.size(); ++i) {
        if (QFileInfo(m_files[i]).canonicalFilePath() == incomplete.path)
            files = m_files.mid(i);
    }
    m_opener.merge(m_editing->sharedWorkspace(), files);
}

void ImportNotice::remove(const IncompleteImport &incomplete)
{
    const QString title = tr("Remove the incomplete import of %1").arg(nameOf(incomplete));
    auto work = [change = incomplete.change](Session &session, Progress &progress) { return session.revertChange(change, progress); };
    m_editing->run(title, std::move(work), this, [this](const Result<Applied> &result) {
        if (!result && result.error().kind != ErrorKind::Cancelled)
            emit failed(result.error());
        else if (result && m_editing)
            showApplied(m_messages, *m_editing, *result);
        refresh();
    });
}

void ImportNotice::runUnlocked(const std::function<void()> &run)
{
    if (!m_editing->isLocked())
        return run();
    const auto unlock = [this, run] {
        if (!m_editing)
            return;
        m_editing->unlock();
        run();
    };
    m_messages.showMessage(Tone::Info, tr("%1 Unlock it to change what was imported.").arg(m_editing->lockReason()),
                           {{tr("Unlock"), unlock}, {tr("Keep locked"), {}}});
    refresh();
}

} // namespace persistence
