#pragma once

#include "model/base/result.h"
#include "model/record/collection.h"
#include "model/sinks/bytesink.h"

#include <QByteArray>
#include <QStringList>

namespace persistence {

/// One record on its way out; the view is valid during the call.
struct SinkRecord
{
    Collection collection = Collection::Persistence;
    QByteArrayView body; ///< a sound BSON document
};

/// Writes records somewhere, one after another, with bounded memory: begin(), write() for each, end(). It knows neither the workspace nor
/// threads. An Error ends it. Not thread-safe; one thread at a time.
class RecordSink
{
public:
    virtual ~RecordSink() = default;

    [[nodiscard]] virtual Result<void> begin() = 0;
    [[nodiscard]] virtual Result<void> write(const SinkRecord &record) = 0;
    /// Everything has been handed to the ByteSink when it returns; that is finished by whoever made it.
    [[nodiscard]] virtual Result<void> end() = 0;

    /// Records whose bytes this file would not give back although its format keeps all others whole, such as texts that are not UTF-8 in
    /// Extended JSON.
    [[nodiscard]] virtual qint64 inexactRecords() const { return 0; }
    /// After end(): what became of values that the format has no room for, as translated sentences with counts.
    [[nodiscard]] virtual QStringList notes() const { return {}; }

protected:
    RecordSink() = default;
    Q_DISABLE_COPY_MOVE(RecordSink)
};

/// What the sinks of text and BSON have in common: they gather their output and hand it on in large pieces.
class BufferedSink : public RecordSink
{
public:
    Result<void> end() override { return flush(); }

protected:
    explicit BufferedSink(ByteSink &to) : m_to(to) {}

    /// Hands on what has gathered in \a m_out, if that is enough to be worth it.
    [[nodiscard]] Result<void> flushIfFull() { return m_out.size() < kEnough ? Result<void>() : flush(); }
    [[nodiscard]] Result<void> flush()
    {
        auto written = m_to.write(m_out);
        m_out.resize(0);
        return written;
    }

    QByteArray m_out;

private:
    static constexpr qsizetype kEnough = 256 * 1024;

    ByteSink &m_to;
};

} // namespace persistence
