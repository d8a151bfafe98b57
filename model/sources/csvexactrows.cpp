#include "model/sources/csvexactrows.h"

#include "model/bson/validation.h"
#include "model/sources/sourcetext.h"

namespace persistence {

namespace {

/// The same name as ExactColumns::kWholeDocument, where such files are written.
constexpr QByteArrayView kWholeDocument = "$document";

} // namespace

std::optional<CsvExactRows> CsvExactRows::fromHeader(const std::vector<CsvReader::Cell> &cells)
{
    if (cells.empty() || cells.back().text != kWholeDocument)
        return std::nullopt;
    CsvExactRows rows;
    for (const CsvReader::Cell &cell : cells) {
        if (cell.text.contains('\0'))
            return std::nullopt;
        rows.m_names.push_back(cell.text.toByteArray());
    }
    return rows;
}

QString CsvExactRows::build(const std::vector<CsvReader::Cell> &cells)
{
    if (cells.size() != m_names.size())
        return SourceText::tr("the row has %1 cells, but there are %2 columns")
            .arg(QString::number(cells.size()), QString::number(m_names.size()));
    if (!cells.back().text.isEmpty())
        return buildWhole(cells.back().text);
    m_builder.clear();
    for (size_t i = 0; i + 1 < cells.size(); ++i) {
        if (!cells[i].text.isEmpty() && !m_reader.readValue(cells[i].text, m_names[i], m_builder))
            return SourceText::tr("column %1: %2").arg(QString::fromUtf8(m_names[i]), m_reader.error().reason);
    }
    m_document = m_builder.finish();
    if (m_document.size() > bson::kMaxDocumentSize)
        return SourceText::tr("the document is larger than MongoDB allows");
    return {};
}

QString CsvExactRows::buildWhole(QByteArrayView text)
{
    m_builder.clear();
    if (!m_reader.readValue(text, kWholeDocument, m_builder))
        return SourceText::tr("column %1: %2").arg(QString::fromUtf8(kWholeDocument), m_reader.error().reason);
    m_holder = m_builder.finish().toByteArray();
    const bson::Element value = *bson::DocumentView(m_holder).begin();
    if (value.type() == bson::Type::Document)
        m_document = value.value();
    else if (value.type() == bson::Type::Binary && !bson::validate(value.toBinary().data).fault)
        m_document = value.toBinary().data;
    else
        return SourceText::tr("column %1: this is no document").arg(QString::fromUtf8(kWholeDocument));
    return {};
}

} // namespace persistence
