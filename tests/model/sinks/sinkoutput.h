#pragma once

#include "model/bson/extendedjsonreader.h"
#include "model/sinks/recordsink.h"

#include <QtGlobal>

namespace persistence::tests {

/// Keeps what a sink writes; fails once it has taken \a limit bytes.
class MemorySink final : public ByteSink
{
public:
    explicit MemorySink(qsizetype limit = -1) : m_limit(limit) {}

    Result<void> write(QByteArrayView more) override
    {
        if (m_limit >= 0 && bytes.size() + more.size() > m_limit)
            return Error{ErrorKind::NoSpace, QStringLiteral("full"), {}};
        bytes.append(more);
        return {};
    }
    Result<void> finish() override { return {}; }

    QByteArray bytes;

private:
    qsizetype m_limit;
};

/// The document that a text of Extended JSON stands for.
inline QByteArray documentOf(QByteArrayView json)
{
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        qFatal("%s", qPrintable(reader.error().toDisplayText()));
    return reader.document().toByteArray();
}

/// begin(), each document, end(); the first error.
inline Result<void> pour(RecordSink &sink, const QByteArrayList &documents)
{
    auto done = sink.begin();
    for (const QByteArray &document : documents) {
        if (done)
            done = sink.write({Collection::Persistence, document});
    }
    return done ? sink.end() : done;
}

} // namespace persistence::tests
