#pragma once

#include "model/base/latestjob.h"
#include "model/edit/parsedtext.h"

#include <QObject>
#include <QPointer>

#include <functional>

class QTimer;

namespace persistence {

class EditBuffer;

/// Carries what is typed into an edit buffer: read by a job after a pause in typing, or at once by flush(). Text that nobody typed never
/// goes there. Owned by the page that shows the text.
class TypedText final : public QObject
{
    Q_OBJECT

public:
    /// \a text gives the text as it is now; \a made the text that the program wrote for the value, which is no draft when it is typed
    /// again.
    TypedText(std::function<QByteArray()> text, std::function<QByteArray()> made, QObject *parent);
    ~TypedText() override;

    /// Null: what is typed goes nowhere. What was not flushed before is forgotten.
    void setBuffer(EditBuffer *buffer);
    /// The person changed the text.
    void noteTyping();
    /// Takes typed text into the buffer now.
    void flush();
    /// Text is shown that the buffer does not have yet.
    [[nodiscard]] bool isPending() const { return m_isPending; }
    /// The buffer is being changed by this object.
    [[nodiscard]] bool isGiving() const { return m_isGiving; }

signals:
    /// The present text was read.
    void parsed(const ParsedText &parsed);

private:
    void start();
    void give(const ParsedText &parsed);

    std::function<QByteArray()> m_text;
    std::function<QByteArray()> m_made;
    QPointer<EditBuffer> m_buffer;
    LatestJob m_job;
    QTimer *m_pause;
    QTimer *m_patience;
    quint64 m_revision = 0;
    bool m_isPending = false;
    bool m_isGiving = false;
};

} // namespace persistence
