#include "ui/editor/typedtext.h"

#include "model/edit/editbuffer.h"

#include <QScopedValueRollback>
#include <QTimer>

namespace persistence {

namespace {

constexpr int kPause = 150; // ms without a key
/// Who types on and on gets a draft all the same: in ms. Drafts are to be on disk within a second.
constexpr int kPatience = 600;

} // namespace

TypedText::TypedText(std::function<QByteArray()> text, std::function<QByteArray()> made, QObject *parent)
    : QObject(parent)
    , m_text(std::move(text))
    , m_made(std::move(made))
    , m_pause(new QTimer(this))
    , m_patience(new QTimer(this))
{
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPause);
    m_patience->setSingleShot(true);
    m_patience->setInterval(kPatience);
    connect(m_pause, &QTimer::timeout, this, &TypedText::start);
    connect(m_patience, &QTimer::timeout, this, &TypedText::start);
}

TypedText::~TypedText() = default;

void TypedText::setBuffer(EditBuffer *buffer)
{
    m_buffer = buffer;
    m_job.drop();
    m_pause->stop();
    m_patience->stop();
    m_isPending = false;
}

void TypedText::noteTyping()
{
    if (!m_buffer)
        return;
    ++m_revision;
    m_isPending = true;
    m_pause->start();
    if (!m_patience->isActive())
        m_patience->start();
}

void TypedText::start()
{
    m_pause->stop();
    m_patience->stop();
    auto work = [text = m_text()](Progress &) -> Result<ParsedText> { return parseValueText(text); };
    m_job.start(std::move(work), [this, revision = m_revision](const Result<ParsedText> &read) {
        m_isPending = revision != m_revision;
        // Text and value belong together, so the buffer can take them though typing went on.
        give(*read);
        if (!m_isPending)
            emit parsed(*read);
    });
}

void TypedText::flush()
{
    if (!m_isPending)
        return;
    m_job.drop();
    m_pause->stop();
    m_patience->stop();
    m_isPending = false;
    const ParsedText read = parseValueText(m_text());
    give(read);
    emit parsed(read);
}

void TypedText::give(const ParsedText &read)
{
    if (!m_buffer)
        return;
    const QScopedValueRollback guard(m_isGiving, true);
    if (!read.value) {
        m_buffer->setBrokenText(read.text, read.error);
        return;
    }
    const auto taken = m_buffer->setText(read.text, *read.value);
    if (!taken)
        m_buffer->setBrokenText(read.text, {0, 1, 1, taken.error().message});
    else if (!m_buffer->isChanged() && read.text == m_made())
        m_buffer->dropText();
}

} // namespace persistence
