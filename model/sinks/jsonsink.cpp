#include "model/sinks/jsonsink.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/sinks/plainjson.h"

namespace persistence {

namespace {

class JsonSink final : public BufferedSink
{
public:
    JsonSink(ByteSink &to, JsonFlavour flavour, JsonLayout layout)
        : BufferedSink(to)
        , m_flavour(flavour)
        , m_isArray(layout == JsonLayout::Array)
    {
    }

    Result<void> begin() override
    {
        if (m_isArray)
            m_out += '[';
        return {};
    }

    Result<void> write(const SinkRecord &record) override
    {
        if (m_isArray)
            m_out += m_hasRecords ? QByteArrayView(",\n") : QByteArrayView("\n");
        m_hasRecords = true;
        append(bson::DocumentView(record.body));
        if (!m_isArray)
            m_out += '\n';
        return flushIfFull();
    }

    Result<void> end() override
    {
        if (m_isArray)
            m_out += m_hasRecords ? QByteArrayView("\n]\n") : QByteArrayView("]\n");
        return flush();
    }

    qint64 inexactRecords() const override { return m_inexact; }

private:
    void append(bson::DocumentView document)
    {
        if (m_flavour == JsonFlavour::Plain)
            return writePlainJson(document, m_out);
        const bson::JsonMode mode = m_flavour == JsonFlavour::Canonical ? bson::JsonMode::Canonical : bson::JsonMode::Relaxed;
        if (!bson::writeExtendedJson(document, {mode, 0}, m_out))
            ++m_inexact;
    }

    JsonFlavour m_flavour;
    bool m_isArray;
    bool m_hasRecords = false;
    qint64 m_inexact = 0;
};

} // namespace

std::unique_ptr<RecordSink> makeJsonSink(ByteSink &to, JsonFlavour flavour, JsonLayout layout)
{
    return std::make_unique<JsonSink>(to, flavour, layout);
}

} // namespace persistence
