#include "model/sources/csvreader.h"

#include "model/sources/sourcetext.h"

#include <algorithm>

namespace persistence {

namespace {

/// Longer rows are not read: a quote that is never closed would take the whole rest of the file for one cell.
constexpr qsizetype kMaxRowSize = 64 * 1024 * 1024;

/// The row without its line end.
QByteArrayView withoutLineEnd(QByteArrayView row)
{
    if (row.endsWith('\n'))
        row.chop(1);
    if (row.endsWith('\r'))
        row.chop(1);
    return row;
}

} // namespace

Result<CsvReader::Row> CsvReader::next()
{
    m_line += std::count(m_input.view().data(), m_input.view().data() + m_given, '\n');
    m_input.consume(m_given);
    m_given = 0;
    m_decoded.clear();
    const auto available = m_input.fill(3);
    if (!available)
        return available.error();
    if (!m_hasBegun && m_input.view().startsWith("\xef\xbb\xbf"))
        m_input.consume(3);
    m_hasBegun = true;
    Row row;
    row.offset = m_input.offset();
    row.line = m_line;
    const auto extent = findRowEnd();
    if (!extent)
        return extent.error();
    if (m_input.view().isEmpty())
        return row;
    if (!extent->isWhole) {
        const bool isAtEnd = m_input.hasEnded();
        loseLine(row, SourceText::tr("line %1: a quoted cell is not closed").arg(m_line));
        m_isCutShort |= isAtEnd && m_given == m_input.view().size();
        return row;
    }
    row.bytes = m_input.view().first(extent->size);
    m_given = extent->size;
    row.kind = Kind::Cells;
    if (!readCells(row))
        loseLine(row, SourceText::tr("line %1: text follows the closing quote of a cell").arg(m_line));
    return row;
}

/// Finds the first line end that is not inside a quoted cell. Only a quote at the start of a cell opens one.
Result<CsvReader::Extent> CsvReader::findRowEnd()
{
    enum class State { CellStart, Plain, Quoted, BehindQuote };
    State state = State::CellStart;
    qsizetype i = 0;
    for (;;) {
        const QByteArrayView view = m_input.view();
        for (; i < view.size(); ++i) {
            const char c = view[i];
            if (state == State::Quoted) {
                if (c == '"')
                    state = State::BehindQuote;
            } else if (c == '\n') {
                return Extent{i + 1, true};
            } else if (c == ',') {
                state = State::CellStart;
            } else if (c == '"' && state != State::Plain) {
                state = State::Quoted;
            } else {
                state = State::Plain;
            }
        }
        if (i >= kMaxRowSize)
            return Extent{i, false};
        const auto available = m_input.fill(i + 1);
        if (!available)
            return available.error();
        if (*available == i)
            return Extent{i, state != State::Quoted};
    }
}

bool CsvReader::readCells(Row &row)
{
    const QByteArrayView line = withoutLineEnd(row.bytes);
    // Cells point into the decoded texts, which must not move.
    m_decoded.reserve(size_t(line.count('"') / 2 + 1));
    qsizetype start = 0;
    for (;;) {
        Cell cell;
        qsizetype end = start;
        if (start < line.size() && line[start] == '"') {
            end = readQuotedCell(line, start, cell);
        } else {
            end = line.indexOf(',', start);
            end = end < 0 ? line.size() : end;
            cell.text = line.sliced(start, end - start);
        }
        if (end < 0 || (end < line.size() && line[end] != ','))
            return false;
        row.cells.push_back(cell);
        if (end == line.size())
            return true;
        start = end + 1;
    }
}

/// Reads the cell whose quote stands at \a start; gives the place behind its closing quote, or -1.
qsizetype CsvReader::readQuotedCell(QByteArrayView line, qsizetype start, Cell &cell)
{
    cell.isQuoted = true;
    bool hasDoubled = false;
    qsizetype end = start + 1;
    for (;; end += 2) {
        end = line.indexOf('"', end);
        if (end < 0)
            return -1;
        if (end + 1 >= line.size() || line[end + 1] != '"')
            break;
        hasDoubled = true;
    }
    cell.text = line.sliced(start + 1, end - start - 1);
    if (hasDoubled) {
        m_decoded.push_back(cell.text.toByteArray().replace("\"\"", "\""));
        cell.text = m_decoded.back();
    }
    return end + 1;
}

void CsvReader::loseLine(Row &row, const QString &fault)
{
    const QByteArrayView view = m_input.view();
    const qsizetype end = view.indexOf('\n');
    m_given = end < 0 ? view.size() : end + 1;
    row.kind = Kind::Unreadable;
    row.cells.clear();
    row.bytes = view.first(m_given);
    row.fault = fault;
}

} // namespace persistence
