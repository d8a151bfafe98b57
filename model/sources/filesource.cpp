#include "model/sources/filesource.h"

namespace persistence {

FileSource::FileSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format)
    : m_input(std::move(input))
    , m_name(name)
    , m_format(format)
{
}

QString FileSource::incompleteReason() const
{
    const QString reason = m_input->stream().incompleteReason();
    return reason.isEmpty() ? missingContent() : reason;
}

} // namespace persistence
