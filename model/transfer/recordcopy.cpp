#include "model/transfer/recordcopy.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/sinks/bytesink.h"
#include "model/sinks/typescriptvalue.h"
#include "model/transfer/exporter.h"
#include "model/workspace/workspace.h"

#include <QCoreApplication>
#include <QLocale>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(RecordCopy)
};

/// Gathers text in memory, up to a limit.
class MemorySink final : public ByteSink
{
public:
    explicit MemorySink(qsizetype limit) : m_limit(limit) {}

    Result<void> write(QByteArrayView bytes) override
    {
        if (m_text.size() + bytes.size() > m_limit)
            return Error{ErrorKind::TooLarge,
                         Texts::tr("Nothing was copied, because the text would be larger than %1. Export it to a file instead.")
                             .arg(QLocale().formattedDataSize(m_limit, 0)),
                         {}};
        m_text.append(bytes);
        return {};
    }
    Result<void> finish() override { return {}; }

    [[nodiscard]] const QByteArray &text() const { return m_text; }

private:
    qsizetype m_limit;
    QByteArray m_text;
};

ExportFormat formatOf(CopyForm form)
{
    switch (form) {
    case CopyForm::JsonLines:
    case CopyForm::JsonArray:
        return ExportFormat::Relaxed;
    case CopyForm::Markdown:
        return ExportFormat::Markdown;
    case CopyForm::Csv:
        return ExportFormat::Csv;
    case CopyForm::TypeScript:
    case CopyForm::MongoshFilter:
        break;
    }
    return ExportFormat::TypeScript;
}

/// Lines of JSON as one array. No text in JSON holds a line break of its own.
QByteArray arrayOf(const QByteArray &lines)
{
    QByteArray array = "[\n" + lines.chopped(lines.endsWith('\n') ? 1 : 0);
    array.replace("\n{", ",\n{").replace("[,\n", "[\n");
    return array + "\n]\n";
}

/// A value as an expression of mongosh.
void appendMongosh(const bson::Element &value, QByteArray &out)
{
    if (value.type() == bson::Type::String) {
        writeTypeScriptText(value.toText(), out);
    } else if (value.type() == bson::Type::ObjectId) {
        out += "ObjectId(\"" + value.toObjectId().toByteArray().toHex() + "\")";
    } else {
        QByteArray json;
        bson::writeExtendedJson(value, {bson::JsonMode::Canonical, 0}, json);
        out += "EJSON.parse(";
        writeTypeScriptText(json, out);
        out += ", { relaxed: false })";
    }
}

Result<void> writeFilter(const Workspace &workspace, const std::vector<RecordRow> &rows, MemorySink &sink, Progress &progress)
{
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    const bool isOne = rows.size() == 1;
    auto written = sink.write(isOne ? "{ _id: " : "{ _id: { $in: [\n");
    for (size_t i = 0; i < rows.size() && written; ++i) {
        if (progress.isCancelled())
            return Error::cancelled();
        const auto record = (*reader)->record(rows[i]);
        if (!record)
            return record.error();
        const auto id = bson::DocumentView(record->body).find("_id");
        QByteArray text = isOne ? "" : "    ";
        // A record without an id is found as one whose id is null, as mongosh has it.
        if (id)
            appendMongosh(*id, text);
        else
            text += "null";
        written = sink.write(isOne ? text : text + ",\n");
        progress.records.fetch_add(1, std::memory_order_relaxed);
    }
    return written ? sink.write(isOne ? " }" : "] } }") : written;
}

} // namespace

Result<QByteArray> copyRecords(const Workspace &workspace, const CopyRequest &request, Progress &progress, qsizetype limit)
{
    MemorySink sink(limit);
    progress.setStage(Texts::tr("Copying"));
    if (request.form == CopyForm::MongoshFilter) {
        auto written = writeFilter(workspace, request.rows, sink, progress);
        return written ? Result<QByteArray>(sink.text()) : written.error();
    }
    ExportRequest wanted;
    wanted.rows = request.rows;
    wanted.options.format = formatOf(request.form);
    if (exportFormat(wanted.options.format).isTable)
        wanted.options.fields = request.fields;
    const auto exported = exportRecords(workspace, wanted, sink, progress);
    if (!exported)
        return exported.error();
    return request.form == CopyForm::JsonArray ? arrayOf(sink.text()) : sink.text();
}

} // namespace persistence
