#include "model/transfer/recordcounter.h"

#include "model/sources/recordsource.h"
#include "model/transfer/formats.h"

#include <QCoreApplication>
#include <QtEndian>

#include <algorithm>

namespace persistence {

RecordCounter::RecordCounter(ExportFormat format) : m_format(format)
{
    switch (format) {
    case ExportFormat::Json:
    case ExportFormat::Relaxed:
    case ExportFormat::Canonical:
    case ExportFormat::Array:
        m_prefix = "{";
        break;
    case ExportFormat::Markdown:
        m_prefix = "|";
        m_heads = 2;
        break;
    case ExportFormat::TypeScript:
        m_prefix = "    {\n";
        break;
    case ExportFormat::Mongosh:
        m_prefix = "    '{";
        break;
    case ExportFormat::Csv:
    case ExportFormat::CsvExact:
        m_heads = 1;
        break;
    default:
        break;
    }
}

void RecordCounter::add(QByteArrayView bytes)
{
    if (!m_prefix.isEmpty())
        addLines(bytes);
    else if (m_format == ExportFormat::Csv || m_format == ExportFormat::CsvExact)
        addRows(bytes);
    else if (m_format == ExportFormat::Bson)
        addDocuments(bytes);
}

std::optional<qint64> RecordCounter::count() const
{
    if (m_prefix.isEmpty() && m_heads == 0 && m_format != ExportFormat::Bson)
        return std::nullopt;
    return m_count - m_heads;
}

void RecordCounter::addLines(QByteArrayView bytes)
{
    qsizetype i = 0;
    while (i < bytes.size()) {
        while (m_matched >= 0 && m_matched < m_prefix.size() && i < bytes.size()) {
            if (bytes[i] != m_prefix[m_matched]) {
                m_matched = -1;
                break;
            }
            ++i;
            if (++m_matched == m_prefix.size()) {
                ++m_count;
                // A prefix that ends its line: the next one begins here.
                m_matched = m_prefix.back() == '\n' ? 0 : -1;
            }
        }
        if (m_matched >= 0)
            continue;
        const qsizetype end = bytes.indexOf('\n', i);
        if (end < 0)
            return;
        i = end + 1;
        m_matched = 0;
    }
}

void RecordCounter::addRows(QByteArrayView bytes)
{
    qsizetype i = 0;
    while (i < bytes.size()) {
        if (m_isQuoted) {
            const qsizetype quote = bytes.indexOf('"', i);
            if (quote < 0)
                return;
            m_isQuoted = false;
            i = quote + 1;
            continue;
        }
        if (bytes[i] == '"')
            m_isQuoted = true;
        else if (bytes[i] == '\n')
            ++m_count;
        ++i;
    }
}

void RecordCounter::addDocuments(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (m_skip == 0) {
            const qsizetype taken = std::min<qsizetype>(4 - m_length.size(), bytes.size());
            m_length += bytes.first(taken);
            bytes = bytes.sliced(taken);
            if (m_length.size() < 4)
                return;
            m_skip = std::max<qint64>(qFromLittleEndian<qint32>(m_length.constData()) - 4, 1);
            m_length.clear();
        }
        const qint64 skipped = std::min<qint64>(m_skip, bytes.size());
        bytes = bytes.sliced(skipped);
        m_skip -= skipped;
        m_count += m_skip == 0 ? 1 : 0;
    }
}

Result<qint64> countBySource(const QString &path)
{
    auto source = openSource(path, HugeRatio::Allow);
    if (!source)
        return source.error();
    qint64 count = 0;
    SourceItem item;
    for (;;) {
        const auto there = (*source)->next(item);
        if (!there)
            return there.error();
        if (!*there)
            break;
        ++count;
    }
    const QString reason = (*source)->incompleteReason();
    if (!reason.isEmpty())
        return Error{ErrorKind::Failed, QCoreApplication::translate("Export", "What was written cannot be read back: %1").arg(reason), {}};
    return count;
}

} // namespace persistence
