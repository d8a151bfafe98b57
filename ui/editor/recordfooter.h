#pragma once

#include "model/base/latestjob.h"
#include "model/edit/draftkeeper.h"
#include "ui/editor/footerstate.h"

#include <QTimer>

namespace persistence {

class FooterStrip;

/// Keeps the footer of the record on screen true: follows its buffer, its saving and the lock, and hands on what its buttons ask for.
class RecordFooter final : public QObject
{
    Q_OBJECT

public:
    /// How long "Record saved." stays, in ms.
    static constexpr int kJustSavedMs = 2'000;

    explicit RecordFooter(FooterStrip *strip, QObject *parent = nullptr);

    /// Both null for none; they outlive what is shown.
    void setEditing(Editing *editing, DraftKeeper *drafts);
    /// Null shows nothing.
    void showBuffer(EditBuffer *buffer);
    void setLocalTime(bool localTime);
    /// What the strip is about to say.
    [[nodiscard]] FooterFacts facts() const;

signals:
    void triggered(FooterAction action);

private:
    void update();
    void count();
    void take(EditBuffer *buffer);

    FooterStrip *m_strip;
    QPointer<Editing> m_editing;
    QPointer<DraftKeeper> m_drafts;
    QPointer<EditBuffer> m_buffer;
    QTimer m_countTimer;
    QTimer m_justSaved;
    LatestJob m_countJob;
    int m_changes = 0;
    bool m_localTime = false;
};

} // namespace persistence
