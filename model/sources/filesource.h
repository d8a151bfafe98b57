#pragma once

#include "model/sources/recordsource.h"
#include "model/sources/streambuffer.h"

#include <memory>

namespace persistence {

/// What all sources of one file (or of standard input) share; a format adds next().
class FileSource : public RecordSource
{
public:
    [[nodiscard]] QString name() const final { return m_name; }
    [[nodiscard]] QString format() const final { return m_format; }
    [[nodiscard]] qint64 bytesRead() const final { return m_input->stream().bytesRead(); }
    [[nodiscard]] qint64 bytesTotal() const final { return m_input->stream().bytesTotal(); }
    /// What the stream says (cut short, changed while read), else what the format finds missing.
    [[nodiscard]] QString incompleteReason() const final;

protected:
    FileSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format);

    [[nodiscard]] StreamBuffer &buffer() { return *m_input; }
    /// Why the content is incomplete although the stream is whole, or empty. Translated sentence.
    [[nodiscard]] virtual QString missingContent() const = 0;

private:
    std::unique_ptr<StreamBuffer> m_input;
    QString m_name;
    QString m_format;
};

} // namespace persistence
