#include "model/sources/csvsource.h"

#include "model/bson/validation.h"
#include "model/sources/bsonreader.h"
#include "model/sources/csvcolumns.h"
#include "model/sources/csvexactrows.h"
#include "model/sources/filesource.h"
#include "model/sources/sourcetext.h"

#include <cstring>

namespace persistence {

namespace {

/// Bytes that are there already.
class StartStream final : public ByteStream
{
public:
    explicit StartStream(QByteArrayView start) : m_start(start) {}

    Result<qsizetype> read(char *to, qsizetype size) override
    {
        const qsizetype count = qMin(size, m_start.size() - m_read);
        std::memcpy(to, m_start.data() + m_read, size_t(count));
        m_read += count;
        return count;
    }

    qint64 bytesRead() const override { return m_read; }
    qint64 bytesTotal() const override { return m_start.size(); }
    QString incompleteReason() const override { return {}; }

private:
    QByteArrayView m_start;
    qsizetype m_read = 0;
};

class CsvSource final : public FileSource
{
public:
    CsvSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format, Collection collection)
        : FileSource(std::move(input), name, format)
        , m_reader(buffer())
        , m_collection(collection)
    {
    }

    Result<bool> next(SourceItem &item) override
    {
        for (;;) {
            auto row = m_reader.next();
            if (!row)
                return row.error();
            if (row->kind == CsvReader::Kind::End)
                return false;
            if (row->kind == CsvReader::Kind::Cells && isSkipped(row->cells))
                continue;
            const QString fault = row->kind == CsvReader::Kind::Unreadable ? row->fault : build(*row);
            if (fault.isEmpty() && m_exact)
                takeExact(*row, item);
            else if (fault.isEmpty())
                item = {m_collection, m_columns->document(), row->offset, {}, 0, false, false};
            else
                item = {m_collection, row->bytes.first(qMin(row->bytes.size(), kMaxKeptSize)), row->offset, fault, row->bytes.size(), false,
                        false};
            return true;
        }
    }

private:
    QString missingContent() const override
    {
        return m_reader.isCutShort() ? SourceText::tr("The file ends inside a quoted cell.") : QString();
    }

    /// Empty lines, and the header, which tells the columns.
    bool isSkipped(const std::vector<CsvReader::Cell> &cells)
    {
        if (cells.size() == 1 && cells[0].text.isEmpty() && !cells[0].isQuoted)
            return true;
        if (m_columns || m_exact)
            return false;
        m_exact = CsvExactRows::fromHeader(cells);
        if (m_exact)
            return true;
        m_columns = CsvColumns::fromFirstRow(cells);
        if (m_columns)
            return false;
        m_columns = CsvColumns::fromHeader(cells);
        return m_columns.has_value();
    }

    /// An exact CSV may hold what its own text cannot: bytes that are not UTF-8, documents nested too deep.
    void takeExact(const CsvReader::Row &row, SourceItem &item)
    {
        const bson::Validation validation = bson::validate(m_exact->document());
        item = {m_collection, m_exact->document(), row.offset, {}, 0, validation.invalidText.has_value(), validation.tooDeep};
    }

    QString build(const CsvReader::Row &row)
    {
        QString fault = SourceText::tr("there is no header that names the columns");
        if (bson::findInvalidUtf8(row.bytes))
            fault = SourceText::tr("the text is not valid UTF-8");
        else if (m_exact)
            fault = m_exact->build(row.cells);
        else if (m_columns)
            fault = m_columns->build(row.cells);
        return fault.isEmpty() ? fault : SourceText::tr("line %1: %2").arg(QString::number(row.line), fault);
    }

    CsvReader m_reader;
    std::optional<CsvColumns> m_columns;
    std::optional<CsvExactRows> m_exact;
    Collection m_collection;
};

} // namespace

bool isCsv(QByteArrayView start)
{
    if (start.contains('\0'))
        return false;
    StreamBuffer buffer(std::make_unique<StartStream>(start));
    // The cells of the row may lie in the reader: it has to outlive them.
    CsvReader reader(buffer);
    const auto row = reader.next();
    return row && row->kind == CsvReader::Kind::Cells &&
           (CsvExactRows::fromHeader(row->cells) || CsvColumns::fromFirstRow(row->cells) || CsvColumns::fromHeader(row->cells));
}

std::unique_ptr<RecordSource> makeCsvSource(std::unique_ptr<StreamBuffer> input, const QString &name, const QString &format,
                                            Collection collection)
{
    return std::make_unique<CsvSource>(std::move(input), name, format, collection);
}

} // namespace persistence
