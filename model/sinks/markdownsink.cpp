#include "model/sinks/markdownsink.h"

#include "model/bson/displaytext.h"

namespace persistence {

namespace {

class MarkdownSink final : public BufferedSink
{
public:
    MarkdownSink(ByteSink &to, std::unique_ptr<TableRows> rows, const CellFormat &format)
        : BufferedSink(to)
        , m_rows(std::move(rows))
        , m_format(format)
    {
    }

    Result<void> begin() override
    {
        m_out += '|';
        for (const TableRows::Column &column : m_rows->columns())
            appendCell(column.title);
        m_out += "\n|";
        for (qsizetype i = 0; i < qsizetype(m_rows->columns().size()); ++i)
            m_out += " --- |";
        m_out += '\n';
        return flushIfFull();
    }

    Result<void> write(const SinkRecord &record) override
    {
        m_rows->read(bson::DocumentView(record.body));
        m_out += '|';
        for (const TableRows::Column &column : m_rows->columns()) {
            m_cell.resize(0);
            m_rows->appendCell(column, m_format, m_cell);
            appendCell(m_cell);
        }
        m_out += '\n';
        return flushIfFull();
    }

    QStringList notes() const override { return m_rows->notes(); }

private:
    void appendCell(const QByteArray &text)
    {
        m_out += ' ';
        qsizetype start = 0;
        for (qsizetype i = 0; i < text.size(); ++i) {
            if (text[i] != '\n' && text[i] != '\r')
                continue;
            appendLine(QByteArrayView(text).sliced(start, i - start));
            const bool isPair = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
            m_out += "<br>";
            i += isPair ? 1 : 0;
            start = i + 1;
        }
        appendLine(QByteArrayView(text).sliced(start));
        m_out += " |";
    }

    void appendLine(QByteArrayView line)
    {
        for (const char c : bson::displayText(line, line.size()).toUtf8()) {
            if (c == '<')
                m_out += "&lt;";
            else if (c == '>')
                m_out += "&gt;";
            else if (c == '&')
                m_out += "&amp;";
            else if (QByteArrayView("\\`*_[]|~").contains(c))
                (m_out += '\\') += c;
            else
                m_out += c;
        }
    }

    std::unique_ptr<TableRows> m_rows;
    CellFormat m_format;
    QByteArray m_cell;
};

} // namespace

std::unique_ptr<RecordSink> makeMarkdownSink(ByteSink &to, std::unique_ptr<TableRows> rows, const CellFormat &format)
{
    return std::make_unique<MarkdownSink>(to, std::move(rows), format);
}

} // namespace persistence
