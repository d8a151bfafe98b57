#include "model/items/recordquery.h"

#include "model/find/finder.h"
#include "model/workspace/workspace.h"

#include <QElapsedTimer>

namespace persistence {

namespace {

/// Hands rows on in few, growing chunks: the first at once, so that there is something to see, later ones seldom, because appending to a
/// large table costs a view time in proportion to its size.
class ChunkSender final
{
public:
    explicit ChunkSender(const SendRows &send) : m_send(send) { m_clock.start(); }

    void add(std::span<const RecordRow> rows)
    {
        for (const RecordRow row : rows)
            m_chunk.push_back(row.value);
        if (m_isFirst || m_clock.elapsed() >= kPauseMs)
            flush();
    }

    void flush()
    {
        if (m_chunk.empty())
            return;
        m_isFirst = false;
        m_send(std::exchange(m_chunk, {}));
        m_clock.restart();
    }

private:
    static constexpr qint64 kPauseMs = 200;
    const SendRows &m_send;
    std::vector<qint64> m_chunk;
    QElapsedTimer m_clock;
    bool m_isFirst = true;
};

using ReceiveRows = std::function<bool(std::span<const RecordRow>)>;

/// One query on its way.
class Reading final
{
public:
    Reading(const Workspace &workspace, const RecordQuery &query, Progress &progress)
        : m_workspace(workspace)
        , m_query(query)
        , m_progress(progress)
    {
    }

    Result<void> prepare(const SendMatcher &sendMatcher)
    {
        if (m_query.filter.isEmpty())
            return {};
        auto matcher = FilterMatcher::compile(m_workspace, m_query.filter, m_progress);
        if (!matcher)
            return matcher.error();
        m_matcher = *std::move(matcher);
        sendMatcher(m_matcher);
        return {};
    }

    Result<void> sendAsTheyCome(const SendRows &send)
    {
        ChunkSender sender(send);
        auto read = rows([&](std::span<const RecordRow> chunk) {
            sender.add(chunk);
            return true;
        });
        sender.flush();
        return read;
    }

    Result<void> sendSorted(const SendRows &send)
    {
        std::vector<RecordRow> unsorted;
        const auto read = rows([&](std::span<const RecordRow> chunk) {
            unsorted.insert(unsorted.end(), chunk.begin(), chunk.end());
            return true;
        });
        if (!read)
            return read;
        const auto sorted = sortRecords(m_workspace, std::move(unsorted), m_query.order, m_progress);
        if (!sorted)
            return sorted.error();
        std::vector<qint64> values;
        values.reserve(sorted->size());
        for (const RecordRow row : *sorted)
            values.push_back(row.value);
        if (!values.empty())
            send(std::move(values));
        return {};
    }

private:
    Result<void> rows(const ReceiveRows &receive)
    {
        auto read = m_matcher ? foundRows(receive) : allRows(receive);
        if (read && m_progress.isCancelled())
            return Error::cancelled();
        return read;
    }

    Result<void> allRows(const ReceiveRows &receive)
    {
        const auto reader = m_workspace.reader();
        if (!reader)
            return reader.error();
        return (*reader)->records(m_query.group, m_progress,
                                  [&](std::span<const RecordRow> chunk) { return receive(chunk) && !m_progress.isCancelled(); });
    }

    Result<void> foundRows(const ReceiveRows &receive)
    {
        std::vector<RecordRow> chunk;
        const auto found = Finder(m_workspace, m_matcher).find(m_query.group, m_progress, [&](std::span<const Hit> hits) {
            chunk.clear();
            for (const Hit &hit : hits)
                chunk.push_back(hit.row);
            return receive(chunk) && !m_progress.isCancelled();
        });
        return found ? Result<void>() : found.error();
    }

    const Workspace &m_workspace;
    const RecordQuery &m_query;
    Progress &m_progress;
    std::shared_ptr<const FilterMatcher> m_matcher;
};

} // namespace

Result<void> readRows(const Workspace &workspace, const RecordQuery &query, Progress &progress, const SendRows &send,
                      const SendMatcher &sendMatcher)
{
    Reading reading(workspace, query, progress);
    if (auto prepared = reading.prepare(sendMatcher); !prepared)
        return prepared;
    return query.order == RecordOrder() ? reading.sendAsTheyCome(send) : reading.sendSorted(send);
}

} // namespace persistence
