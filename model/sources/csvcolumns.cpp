#include "model/sources/csvcolumns.h"

#include "model/bson/isodate.h"
#include "model/bson/validation.h"
#include "model/sources/sourcetext.h"

#include <algorithm>

namespace persistence {

namespace {

constexpr qsizetype kMaxNesting = 100;
constexpr size_t kMaxColumns = 10000;

bool isFieldOfRecord(QByteArrayView name)
{
    return name == "_id" || name == "appId" || name == "associations" || name == "data" || name.startsWith("associations.") ||
           name.startsWith("data.");
}

/// Fields that hold only texts on every server.
bool isTextField(const QByteArray &path)
{
    return path == "_id" || path == "appId" || path.startsWith("associations.");
}

bool isHexDigit(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f');
}

/// The 12 bytes of `ObjectId(<24 hex digits>)`; empty if it is not that.
QByteArray objectIdIn(QByteArrayView text)
{
    if (text.size() != 34 || !text.startsWith("ObjectId(") || !text.endsWith(')'))
        return {};
    const QByteArrayView digits = text.sliced(9, 24);
    return std::all_of(digits.begin(), digits.end(), isHexDigit) ? QByteArray::fromHex(digits.toByteArray()) : QByteArray();
}

bool isJsonScalar(QByteArrayView text)
{
    return text == "true" || text == "false" || (text[0] >= '0' && text[0] <= '9') ||
           (text[0] == '-' && text.size() > 1 && text[1] >= '0' && text[1] <= '9');
}

} // namespace

bool CsvColumns::Node::isArray() const
{
    for (size_t i = 0; i < members.size(); ++i) {
        if (members[i].name != QByteArray::number(qulonglong(i)))
            return false;
    }
    return !members.empty();
}

std::optional<CsvColumns> CsvColumns::fromHeader(const std::vector<CsvReader::Cell> &cells)
{
    std::vector<QByteArray> names;
    bool isRecord = false;
    for (const CsvReader::Cell &cell : cells) {
        isRecord |= isFieldOfRecord(cell.text);
        if (cell.text.contains('\0') || cell.text.count('.') > kMaxNesting || names.size() == kMaxColumns)
            return std::nullopt;
        names.push_back(cell.text.toByteArray());
    }
    return isRecord ? std::optional(CsvColumns(names)) : std::nullopt;
}

std::optional<CsvColumns> CsvColumns::fromFirstRow(const std::vector<CsvReader::Cell> &cells)
{
    if (cells.size() != 4 || cells[0].text.isEmpty() || cells[1].text.isEmpty())
        return std::nullopt;
    const QByteArrayView associations = cells[2].text, data = cells[3].text;
    const bool isRecord = (associations.isEmpty() || associations.startsWith('[')) &&
                          (data.isEmpty() || data.startsWith('{') || data.startsWith('[')) && (!associations.isEmpty() || !data.isEmpty());
    return isRecord ? std::optional(CsvColumns({"_id", "appId", "associations", "data"})) : std::nullopt;
}

CsvColumns::CsvColumns(const std::vector<QByteArray> &names) : m_count(qsizetype(names.size()))
{
    for (qsizetype column = 0; column < m_count; ++column) {
        const QByteArray &path = names[size_t(column)];
        Node *node = &m_root;
        for (const QByteArray &name : path.split('.')) {
            auto known = std::find_if(node->members.begin(), node->members.end(), [&](const Node &member) { return member.name == name; });
            if (known == node->members.end())
                known = node->members.insert(known, Node{name, -1, false, {}});
            node = &*known;
        }
        node->column = column;
        node->isText = isTextField(path);
    }
}

QString CsvColumns::build(const std::vector<CsvReader::Cell> &cells)
{
    if (qsizetype(cells.size()) != m_count)
        return SourceText::tr("the row has %1 cells, but there are %2 columns")
            .arg(QString::number(cells.size()), QString::number(m_count));
    m_builder.clear();
    m_fault.clear();
    for (const Node &field : m_root.members) {
        if (!append(field, field.name, cells))
            return m_fault;
    }
    m_document = m_builder.finish();
    if (m_document.size() > bson::kMaxDocumentSize)
        return SourceText::tr("the document is larger than MongoDB allows");
    return {};
}

bool CsvColumns::hasContent(const Node &node, const std::vector<CsvReader::Cell> &cells)
{
    if (node.column >= 0 && !cells[size_t(node.column)].text.isEmpty())
        return true;
    return std::any_of(node.members.begin(), node.members.end(), [&](const Node &member) { return hasContent(member, cells); });
}

bool CsvColumns::append(const Node &node, const QByteArray &name, const std::vector<CsvReader::Cell> &cells)
{
    if (node.column >= 0 && !cells[size_t(node.column)].text.isEmpty())
        return appendCell(node, name, cells[size_t(node.column)]);
    if (!hasContent(node, cells))
        return true;
    const bool isArray = node.isArray();
    isArray ? m_builder.openArray(name) : m_builder.openDocument(name);
    qsizetype index = 0;
    for (const Node &member : node.members) {
        if (!hasContent(member, cells))
            continue;
        if (!append(member, isArray ? QByteArray::number(index++) : member.name, cells))
            return false;
    }
    m_builder.close();
    return true;
}

bool CsvColumns::appendCell(const Node &node, const QByteArray &name, const CsvReader::Cell &cell)
{
    const QByteArrayView text = cell.text;
    if (const QByteArray id = objectIdIn(text); !id.isEmpty()) {
        m_builder.appendObjectId(name, id);
        return true;
    }
    const bool isContainer = text.startsWith('{') || text.startsWith('[');
    if (!node.isText && (isContainer || (!cell.isQuoted && isJsonScalar(text)))) {
        if (m_reader.readValue(text, name, m_builder))
            return true;
        // Only these must be JSON; elsewhere a text may begin with a brace, and a phone number with a digit.
        if (name == "associations" || name == "data") {
            m_fault = SourceText::tr("column %1: %2").arg(QString::fromUtf8(name), m_reader.error().reason);
            return false;
        }
    }
    if (const auto date = bson::parseIsoDate(text); date && !node.isText && !cell.isQuoted)
        m_builder.appendDate(name, *date);
    else
        m_builder.appendString(name, text);
    return true;
}

} // namespace persistence
