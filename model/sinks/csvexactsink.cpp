#include "model/sinks/csvexactsink.h"

#include "model/bson/builder.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/typewrapper.h"
#include "model/sinks/csvsink.h"

#include <algorithm>

namespace persistence {

namespace {

/// Records of servers have about eight fields.
constexpr size_t kMaxNames = 500;
constexpr quint8 kGenericBinary = 0;

class CsvExactSink final : public BufferedSink
{
public:
    CsvExactSink(ByteSink &to, const ExactColumns &columns) : BufferedSink(to), m_names(columns.names()) {}

    Result<void> begin() override
    {
        for (const QByteArray &name : m_names) {
            appendQuotedCell(name, m_out);
            m_out += ',';
        }
        m_out += ExactColumns::kWholeDocument;
        m_out += "\r\n";
        return {};
    }

    Result<void> write(const SinkRecord &record) override
    {
        const qsizetype start = m_out.size();
        const bson::DocumentView document(record.body);
        if (!appendCells(document)) {
            m_out.truncate(start);
            m_out.append(qsizetype(m_names.size()), ',');
            appendWhole(document);
        }
        m_out += "\r\n";
        return flushIfFull();
    }

private:
    /// One cell for each column; false if the document does not fit, or its text would not read back.
    [[nodiscard]] bool appendCells(bson::DocumentView document)
    {
        size_t column = 0;
        for (const bson::Element &element : document) {
            while (column < m_names.size() && m_names[column] != element.name()) {
                m_out += ',';
                ++column;
            }
            if (column == m_names.size())
                return false;
            m_cell.resize(0);
            if (!bson::writeExtendedJson(element, {bson::JsonMode::Canonical, 0}, m_cell) || looksLikeWrapper(element))
                return false;
            appendQuotedCell(m_cell, m_out);
            m_out += ',';
            ++column;
        }
        m_out.append(qsizetype(m_names.size() - column), ',');
        return true;
    }

    /// A document that stands alone in a cell is not looked at by writeExtendedJson(), which takes it for the outermost one.
    static bool looksLikeWrapper(const bson::Element &element)
    {
        return element.type() == bson::Type::Document && bson::TypeWrapper::looksLikeWrapper(element.toDocument());
    }

    void appendWhole(bson::DocumentView document)
    {
        m_cell.resize(0);
        if (!bson::roundTrips(document) || bson::TypeWrapper::looksLikeWrapper(document)) {
            bson::Builder builder;
            builder.appendBinary("bson", kGenericBinary, document.bytes());
            const QByteArray holder = builder.finish().toByteArray();
            m_cell.resize(0);
            bson::writeExtendedJson(*bson::DocumentView(holder).begin(), {bson::JsonMode::Canonical, 0}, m_cell);
        } else {
            bson::writeExtendedJson(document, {bson::JsonMode::Canonical, 0}, m_cell);
        }
        appendQuotedCell(m_cell, m_out);
    }

    std::vector<QByteArray> m_names;
    QByteArray m_cell;
};

} // namespace

/// A new name goes behind the one before it in its document, so that documents which lack some fields still agree about the order.
void ExactColumns::add(bson::DocumentView document)
{
    auto place = m_names.begin();
    for (const bson::Element &element : document) {
        if (place != m_names.end() && *place == element.name()) {
            ++place;
            continue;
        }
        auto found = std::find(m_names.begin(), m_names.end(), element.name());
        if (found == m_names.end() && (m_names.size() == kMaxNames || element.name() == kWholeDocument))
            return;
        if (found == m_names.end())
            found = m_names.insert(place, element.name().toByteArray());
        place = found + 1;
    }
}

std::unique_ptr<RecordSink> makeCsvExactSink(ByteSink &to, const ExactColumns &columns)
{
    return std::make_unique<CsvExactSink>(to, columns);
}

} // namespace persistence
