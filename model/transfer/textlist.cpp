#include "model/transfer/textlist.h"

#include "model/sinks/csvsink.h"

#include <algorithm>

namespace persistence {

namespace {

void appendCsvCell(const QByteArray &text, QByteArray &out)
{
    const qsizetype start = out.size();
    appendQuotedCell(text, out);
    if (looksLikeFormula(text))
        out.insert(start + 1, '\'');
}

void appendTabCell(QByteArray text, QByteArray &out)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
    out += text;
}

} // namespace

void appendTextLine(const QStringList &cells, TextListFormat format, QByteArray &out)
{
    bool isFirst = true;
    for (const QString &cell : cells) {
        if (!std::exchange(isFirst, false))
            out += format == TextListFormat::Csv ? ',' : '\t';
        if (format == TextListFormat::Csv)
            appendCsvCell(cell.toUtf8(), out);
        else
            appendTabCell(cell.toUtf8(), out);
    }
    out += format == TextListFormat::Csv ? "\r\n" : "\n";
}

Result<void> writeTextList(const QString &path, const Untouchable &untouchable, TextListFormat format,
                           const std::function<Result<void>(const ReceiveLine &)> &pour)
{
    const auto file = ExportFile::create(path, untouchable);
    if (!file)
        return file.error();
    FileWriter &writer = (*file)->writer();
    QByteArray line;
    auto poured = pour([&](const QStringList &cells) {
        line.resize(0);
        appendTextLine(cells, format, line);
        return writer.write(line);
    });
    if (!poured)
        return poured;
    if (auto finished = writer.finish(); !finished)
        return finished;
    if (auto read = writer.readBack([](QByteArrayView) {}); !read)
        return read;
    return (*file)->publish();
}

} // namespace persistence
