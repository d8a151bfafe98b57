#include "model/sinks/csvsink.h"

#include <algorithm>
#include <array>

namespace persistence {

namespace {

constexpr QByteArrayView kByteOrderMark("\xef\xbb\xbf", 3);
constexpr QByteArrayView kLineEnd("\r\n", 2);

class CsvSink final : public BufferedSink
{
public:
    CsvSink(ByteSink &to, std::unique_ptr<TableRows> rows, const CsvFormat &format)
        : BufferedSink(to)
        , m_rows(std::move(rows))
        , m_format(format)
    {
    }

    Result<void> begin() override
    {
        if (m_format.hasByteOrderMark)
            m_out += kByteOrderMark;
        const char *between = "";
        for (const TableRows::Column &column : m_rows->columns()) {
            m_out += between;
            appendTitle(column.title);
            between = &m_separator[0];
        }
        m_out += kLineEnd;
        return flushIfFull();
    }

    Result<void> write(const SinkRecord &record) override
    {
        m_rows->read(bson::DocumentView(record.body));
        bool isFirst = true;
        for (const TableRows::Column &column : m_rows->columns()) {
            if (!isFirst)
                m_out += m_format.separator;
            isFirst = false;
            appendCell(column);
        }
        m_out += kLineEnd;
        return flushIfFull();
    }

    QStringList notes() const override { return m_rows->notes(); }

private:
    void appendTitle(const QByteArray &title)
    {
        const bool isPlain = std::all_of(title.begin(), title.end(),
                                         [this](char c) { return uchar(c) > ' ' && c != '"' && c != '\'' && c != m_format.separator; });
        if (isPlain && !looksLikeFormula(title))
            m_out += title;
        else
            appendText(title);
    }

    void appendCell(const TableRows::Column &column)
    {
        m_cell.resize(0);
        const CellKind kind = m_rows->appendCell(column, m_format.cells, m_cell);
        if (kind == CellKind::Text)
            appendText(m_cell);
        else if (m_cell.contains(m_format.separator))
            appendQuotedCell(m_cell, m_out); // a decimal comma
        else
            m_out += m_cell;
    }

    void appendText(QByteArrayView text)
    {
        const qsizetype start = m_out.size();
        appendQuotedCell(text, m_out);
        if (m_format.escapesFormulas && looksLikeFormula(text))
            m_out.insert(start + 1, '\'');
    }

    std::unique_ptr<TableRows> m_rows;
    CsvFormat m_format;
    char m_separator[2] = {m_format.separator, '\0'};
    QByteArray m_cell;
};

} // namespace

bool looksLikeFormula(QByteArrayView text)
{
    static constexpr std::array<QByteArrayView, 4> kFullWidth = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};
    if (text.isEmpty())
        return false;
    return QByteArrayView("=+-@\t\r\n").contains(text.front()) ||
           std::any_of(kFullWidth.begin(), kFullWidth.end(), [&](QByteArrayView sign) { return text.startsWith(sign); });
}

void appendQuotedCell(QByteArrayView text, QByteArray &out)
{
    out += '"';
    while (!text.isEmpty()) {
        const qsizetype quote = text.indexOf('"');
        if (quote < 0)
            break;
        out += text.first(quote + 1);
        out += '"';
        text = text.sliced(quote + 1);
    }
    out += text;
    out += '"';
}

std::unique_ptr<RecordSink> makeCsvSink(ByteSink &to, std::unique_ptr<TableRows> rows, const CsvFormat &format)
{
    return std::make_unique<CsvSink>(to, std::move(rows), format);
}

} // namespace persistence
