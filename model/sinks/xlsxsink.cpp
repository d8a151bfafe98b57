#include "model/sinks/xlsxsink.h"

#include "model/sinks/xlsxcheck.h"
#include "model/sinks/xlsxtext.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>

#include <xlsxwriter.h>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

constexpr qint64 kLargestWhole = qint64(1) << 53;
constexpr qint64 kMillisecondsPerDay = 86'400'000;
/// Days from 1899-12-30, where the count of spreadsheets starts, to 1970.
constexpr qint64 kDaysTo1970 = 25'569;
/// 1900-03-01: before it spreadsheets count a 29 February 1900 that never was. 9999-12-31 is the last day they know.
constexpr qint64 kFirstDate = (61 - kDaysTo1970) * kMillisecondsPerDay;
constexpr qint64 kEndOfDates = (2'958'466 - kDaysTo1970) * kMillisecondsPerDay;
/// UTF-16 units that a cut text keeps, so that there is room for the mark behind it.
constexpr qsizetype kKeptOfLongText = 32'000;
constexpr double kNarrow = 12, kWide = 28;

Error failure(lxw_error code)
{
    const QString what = Texts::tr("The workbook could not be written");
    if (errno == ENOSPC || errno == EDQUOT)
        return systemError(what, errno);
    QString reason = QString::fromUtf8(lxw_strerror(code));
    while (reason.endsWith(u'.'))
        reason.chop(1);
    // The library's files for its parts could not be made or filled.
    const ErrorKind kind = code == LXW_ERROR_CREATING_TMPFILE ? ErrorKind::NoSpace : ErrorKind::Failed;
    return {kind, Texts::tr("%1: %2.").arg(what, reason), {}};
}

/// One sheet, and what was put into it.
struct Sheet
{
    lxw_worksheet *sheet = nullptr;
    qint64 rows = 0;
    qint64 cells = 0;
};

class XlsxSink final : public RecordSink
{
public:
    XlsxSink(const QString &path, const QString &folder, std::unique_ptr<TableRows> rows, const XlsxLimits &limits)
        : m_path(path)
        , m_file(QFile::encodeName(path))
        , m_folder(QFile::encodeName(folder))
        , m_rows(std::move(rows))
        , m_limits(limits)
    {
    }

    ~XlsxSink() override
    {
        if (m_workbook)
            lxw_workbook_free(m_workbook);
    }

    Result<void> begin() override;
    Result<void> write(const SinkRecord &record) override;
    Result<void> end() override;
    QStringList notes() const override;

private:
    [[nodiscard]] Sheet *addSheet(const QByteArray &name);
    [[nodiscard]] Result<void> addRecordSheets();
    [[nodiscard]] Result<void> endRow(Sheet &sheet);
    [[nodiscard]] Result<void> writeCell(Sheet &sheet, lxw_col_t at, const TableRows::Column &column);
    [[nodiscard]] Result<void> writeNumber(Sheet &sheet, lxw_col_t at, double value, lxw_format *format);
    [[nodiscard]] Result<void> writeText(Sheet &sheet, lxw_col_t at, QByteArrayView text, lxw_format *format = nullptr);
    [[nodiscard]] Result<QByteArray> keepLongText(QByteArrayView text, const QByteArray &title);
    [[nodiscard]] Result<void> check() const;

    QString m_path;
    QByteArray m_file;
    QByteArray m_folder;
    std::unique_ptr<TableRows> m_rows;
    XlsxLimits m_limits;
    lxw_workbook *m_workbook = nullptr;
    lxw_format *m_dateFormat = nullptr;
    lxw_format *m_titleFormat = nullptr;
    std::vector<std::unique_ptr<Sheet>> m_sheets; ///< all, in the order of the file
    std::vector<Sheet *> m_current;               ///< side by side, where a record has more columns than a sheet
    Sheet *m_long = nullptr;
    int m_longSheets = 0;
    int m_recordSheets = 0;
    qint64 m_records = 0;
    qint64 m_longTexts = 0;
    QByteArray m_cell;
};

Result<void> XlsxSink::begin()
{
    lxw_workbook_options options = {LXW_TRUE, m_folder.data(), LXW_TRUE};
    m_workbook = workbook_new_opt(m_file.constData(), &options);
    if (!m_workbook)
        return failure(LXW_ERROR_MEMORY_MALLOC_FAILED);
    // Without a time of its own the library would write the present one, and equal exports would differ.
    lxw_doc_properties properties = {};
    properties.created = 1;
    workbook_set_properties(m_workbook, &properties);
    m_dateFormat = workbook_add_format(m_workbook);
    format_set_num_format(m_dateFormat, "yyyy-mm-dd hh:mm:ss");
    m_titleFormat = workbook_add_format(m_workbook);
    format_set_bold(m_titleFormat);
    return addRecordSheets();
}

Sheet *XlsxSink::addSheet(const QByteArray &name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(m_workbook, name.constData());
    if (!sheet)
        return nullptr;
    m_sheets.push_back(std::make_unique<Sheet>(Sheet{sheet}));
    return m_sheets.back().get();
}

/// The next sheets for records, with their titles: more than one where there are too many columns.
Result<void> XlsxSink::addRecordSheets()
{
    const auto &columns = m_rows->columns();
    m_current.clear();
    size_t column = 0;
    do {
        ++m_recordSheets;
        Sheet *sheet = addSheet(m_recordSheets == 1 ? QByteArray("Records") : "Records " + QByteArray::number(m_recordSheets));
        if (!sheet)
            return failure(LXW_ERROR_CREATING_TMPFILE);
        m_current.push_back(sheet);
        worksheet_freeze_panes(sheet->sheet, 1, 0);
        for (qint64 at = 0; at < m_limits.columns && column < columns.size(); ++at, ++column) {
            const bool isShort = columns[column].title.size() < 10;
            worksheet_set_column(sheet->sheet, lxw_col_t(at), lxw_col_t(at), isShort ? kNarrow : kWide, nullptr);
            if (auto written = writeText(*sheet, lxw_col_t(at), columns[column].title, m_titleFormat); !written)
                return written;
        }
        if (auto ended = endRow(*sheet); !ended)
            return ended;
    } while (column < columns.size());
    return {};
}

Result<void> XlsxSink::write(const SinkRecord &record)
{
    if (m_current.front()->rows == m_limits.rows) {
        if (auto added = addRecordSheets(); !added)
            return added;
    }
    ++m_records;
    m_rows->read(bson::DocumentView(record.body));
    const auto &columns = m_rows->columns();
    for (size_t i = 0; i < columns.size(); ++i) {
        Sheet &sheet = *m_current[i / size_t(m_limits.columns)];
        if (auto written = writeCell(sheet, lxw_col_t(i % size_t(m_limits.columns)), columns[i]); !written)
            return written;
    }
    for (Sheet *sheet : m_current) {
        if (auto ended = endRow(*sheet); !ended)
            return ended;
    }
    return {};
}

/// The library leaves out rows without cells; a record without any value of the chosen columns must still be a row.
Result<void> XlsxSink::endRow(Sheet &sheet)
{
    const lxw_error code = worksheet_set_row(sheet.sheet, lxw_row_t(sheet.rows), LXW_DEF_ROW_HEIGHT, nullptr);
    ++sheet.rows;
    return code == LXW_NO_ERROR ? Result<void>() : failure(code);
}

Result<void> XlsxSink::writeCell(Sheet &sheet, lxw_col_t at, const TableRows::Column &column)
{
    if (const bson::Element *value = m_rows->value(column)) {
        switch (value->type()) {
        case bson::Type::Int32:
            return writeNumber(sheet, at, value->toInt32(), nullptr);
        case bson::Type::Int64:
            if (std::abs(value->toInt64()) > kLargestWhole || value->toInt64() == std::numeric_limits<qint64>::min())
                break;
            return writeNumber(sheet, at, double(value->toInt64()), nullptr);
        case bson::Type::Double:
            if (!std::isfinite(value->toDouble()))
                break;
            return writeNumber(sheet, at, value->toDouble(), nullptr);
        case bson::Type::Bool: {
            const lxw_error code = worksheet_write_boolean(sheet.sheet, lxw_row_t(sheet.rows), at, value->toBool() ? 1 : 0, nullptr);
            ++sheet.cells;
            return code == LXW_NO_ERROR ? Result<void>() : failure(code);
        }
        case bson::Type::Date:
            if (value->toDate() < kFirstDate || value->toDate() >= kEndOfDates)
                break;
            return writeNumber(sheet, at, double(value->toDate()) / double(kMillisecondsPerDay) + kDaysTo1970, m_dateFormat);
        default:
            break;
        }
    }
    m_cell.resize(0);
    if (m_rows->appendCell(column, {}, m_cell) == CellKind::Empty || m_cell.isEmpty())
        return {};
    if (xlsxPieces(m_cell).size() == 1)
        return writeText(sheet, at, m_cell);
    const auto cut = keepLongText(m_cell, column.title);
    return cut ? writeText(sheet, at, *cut) : cut.error();
}

Result<void> XlsxSink::writeNumber(Sheet &sheet, lxw_col_t at, double value, lxw_format *format)
{
    const lxw_error code = worksheet_write_number(sheet.sheet, lxw_row_t(sheet.rows), at, value, format);
    ++sheet.cells;
    return code == LXW_NO_ERROR ? Result<void>() : failure(code);
}

Result<void> XlsxSink::writeText(Sheet &sheet, lxw_col_t at, QByteArrayView text, lxw_format *format)
{
    const lxw_error code = worksheet_write_string(sheet.sheet, lxw_row_t(sheet.rows), at, xlsxText(text).constData(), format);
    ++sheet.cells;
    return code == LXW_NO_ERROR ? Result<void>() : failure(code);
}

/// Puts all of \a text on the sheet for long values; gives what stands in its cell instead.
Result<QByteArray> XlsxSink::keepLongText(QByteArrayView text, const QByteArray &title)
{
    ++m_longTexts;
    const auto pieces = xlsxPieces(text);
    if (!m_long || m_long->rows + pieces.size() > m_limits.rows) {
        ++m_longSheets;
        m_long = addSheet(m_longSheets == 1 ? QByteArray("Long values") : "Long values " + QByteArray::number(m_longSheets));
        if (!m_long)
            return failure(LXW_ERROR_CREATING_TMPFILE);
        const QByteArray titles[] = {"Record", "Column", "Part", "Text"};
        for (lxw_col_t at = 0; at < 4; ++at) {
            if (auto written = writeText(*m_long, at, titles[at], m_titleFormat); !written)
                return written.error();
        }
        m_long->rows = 1;
    }
    const QByteArray mark = " [cut; whole on sheet Long values, record " + QByteArray::number(m_records) + ']';
    for (qsizetype i = 0; i < pieces.size(); ++i) {
        auto written = writeNumber(*m_long, 0, double(m_records), nullptr);
        if (written)
            written = writeText(*m_long, 1, title);
        if (written)
            written = writeNumber(*m_long, 2, double(i + 1), nullptr);
        if (written)
            written = writeText(*m_long, 3, pieces[i]);
        if (!written)
            return written.error();
        ++m_long->rows;
    }
    return xlsxPieces(text, kKeptOfLongText).first().toByteArray() + mark;
}

Result<void> XlsxSink::end()
{
    errno = 0;
    // It frees the workbook whatever happens.
    const lxw_error code = workbook_close(std::exchange(m_workbook, nullptr));
    return code == LXW_NO_ERROR ? check() : failure(code);
}

Result<void> XlsxSink::check() const
{
    const auto parts = readXlsxParts(m_path);
    if (!parts)
        return parts.error();
    bool isWhole = std::all_of(parts->begin(), parts->end(), [](const XlsxPart &part) { return part.isWhole; });
    for (size_t i = 0; i < m_sheets.size(); ++i) {
        const XlsxPart part = parts->value("xl/worksheets/sheet" + QByteArray::number(i + 1) + ".xml");
        isWhole = isWhole && part.rows == m_sheets[i]->rows && part.cells == m_sheets[i]->cells;
    }
    if (isWhole)
        return {};
    // The library does not look at every write; what is missing then is space, for the file or for its parts beside it.
    return Error{ErrorKind::NoSpace, Texts::tr("The workbook read back is not what was written; the disk may be full."), {}};
}

QStringList XlsxSink::notes() const
{
    QStringList notes = m_rows->notes();
    if (m_longTexts > 0)
        notes +=
            Texts::tr("Texts longer than a cell may be: %1. They are cut, and stand whole on the sheet “Long values”.").arg(m_longTexts);
    if (m_recordSheets > 1)
        notes += Texts::tr("Sheets that the table takes: %1.").arg(m_recordSheets);
    return notes;
}

} // namespace

std::unique_ptr<RecordSink> makeXlsxSink(const QString &path, const QString &folder, std::unique_ptr<TableRows> rows,
                                         const XlsxLimits &limits)
{
    return std::make_unique<XlsxSink>(path, folder, std::move(rows), limits);
}

} // namespace persistence
