#pragma once

#include "model/base/latestjob.h"
#include "model/workspace/incompleteimports.h"

#include <QPointer>
#include <QStringList>
#include <QWidget>

namespace persistence {

class Editing;
class MessageBar;
class Opener;

/// Tells of the imports of which only a part is here, as long as that is so: when one was stopped, and each time the workspace is opened.
/// Reads the rest or removes what arrived. Has a bar of its own, so that no other message takes its place; of several imports it shows one,
/// the newest first, and leads to the next. Lives on the thread of the window.
class ImportNotice final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this; \a messages tells what came of a button.
    ImportNotice(Opener &opener, MessageBar &messages, QWidget *parent);
    ~ImportNotice() override;

    [[nodiscard]] MessageBar *bar() const { return m_bar; }
    /// Null for none.
    void setEditing(Editing *editing);
    /// Looks again at what is incomplete. What was closed stays closed until something else is.
    void refresh();
    /// Shows what was closed.
    void bringBack();

signals:
    /// What is incomplete, a line for each of the newest imports; empty for nothing.
    void told(const QString &sentences);
    void failed(const Error &error);

private:
    void take(std::vector<IncompleteImport> imports);
    [[nodiscard]] size_t placeIn(const std::vector<IncompleteImport> &imports) const;
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] QString sentences() const;
    void show();
    void showNext();
    void rememberFiles(const QStringList &files);
    void readRest(const IncompleteImport &incomplete);
    void remove(const IncompleteImport &incomplete);
    /// Asks to unlock first, if it is locked.
    void runUnlocked(const std::function<void()> &run);

    Opener &m_opener;
    MessageBar &m_messages;
    MessageBar *m_bar;
    QPointer<Editing> m_editing;
    std::vector<IncompleteImport> m_imports; ///< the newest first
    size_t m_at = 0;                         ///< which of them the bar tells of
    bool m_isAwaited = false;                ///< the bar is hidden until it is known what is incomplete now
    QStringList m_files;                     ///< what was asked for together when it was stopped
    LatestJob m_job;
};

} // namespace persistence
