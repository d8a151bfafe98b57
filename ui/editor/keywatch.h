#pragma once

#include "model/insight/keyinsight.h"
#include "ui/editor/lookupjob.h"

#include <QObject>
#include <QTimer>

namespace persistence {

/// Looks what there is to say about a key while it is edited: a moment after the last change, off the window's thread. Answers to earlier
/// questions drop themselves.
class KeyWatch final : public QObject
{
    Q_OBJECT

public:
    explicit KeyWatch(QObject *parent = nullptr);

    /// Null for none. Drops what was asked.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void ask(const KeyQuestion &question);
    void cancel();
    [[nodiscard]] bool isBusy() const { return m_pause.isActive() || m_lookup.isBusy(); }

signals:
    void answered(const persistence::KeyInsight &insight);
    void failed(const persistence::Error &error);

private:
    void start();

    QTimer m_pause;
    KeyQuestion m_question;
    LookupJob<KeyInsight> m_lookup;
};

} // namespace persistence
