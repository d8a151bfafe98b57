#include "ui/editor/hitwatch.h"

namespace persistence {

HitWatch::HitWatch(QObject *parent) : QObject(parent)
{
}

HitWatch::~HitWatch() = default;

void HitWatch::setMatcher(std::shared_ptr<const FilterMatcher> matcher)
{
    m_matcher = std::move(matcher);
    look();
}

void HitWatch::setBuffer(EditBuffer *buffer)
{
    if (m_buffer)
        m_buffer->disconnect(this);
    m_buffer = buffer;
    if (buffer)
        connect(buffer, &EditBuffer::bodyChanged, this, &HitWatch::look);
    look();
}

void HitWatch::look()
{
    m_job.drop();
    if (std::exchange(m_isShown, false))
        emit found({});
    if (!m_matcher || !m_buffer)
        return;
    using Hits = std::shared_ptr<const RecordHits>;
    auto work = [matcher = m_matcher, document = m_buffer->body(), collection = m_buffer->stored().collection](Progress &progress) {
        return Result<Hits>(std::make_shared<const RecordHits>(matcher, document, collection, progress));
    };
    m_job.start(std::move(work), [this](const Result<Hits> &hits) {
        m_isShown = !(*hits)->isEmpty();
        if (m_isShown)
            emit found(*hits);
    });
}

} // namespace persistence
