#include "model/sinks/celltext.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"
#include "model/bson/validation.h"
#include "model/sinks/plainjson.h"

#include <algorithm>
#include <cmath>

namespace persistence {

namespace {

using bson::Type;

void appendText(QByteArrayView text, QByteArray &out)
{
    if (bson::findInvalidUtf8(text))
        out += validUtf8(text);
    else
        out += text;
}

CellKind appendNumber(double value, char decimalPoint, QByteArray &out)
{
    if (!std::isfinite(value)) {
        out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        return CellKind::Text;
    }
    char buffer[48];
    char *end = bson::formatDouble(value, buffer);
    // Whole numbers of apps are doubles; a table shows them as people think of them.
    if (end - buffer > 2 && end[-1] == '0' && end[-2] == '.')
        end -= 2;
    std::replace(buffer, end, '.', decimalPoint);
    out.append(buffer, end - buffer);
    return CellKind::Number;
}

CellKind appendDate(qint64 milliseconds, CellDates dates, QByteArray &out)
{
    if (dates == CellDates::Milliseconds) {
        out += QByteArray::number(milliseconds);
        return CellKind::Number;
    }
    if (!bson::isInIsoRange(milliseconds)) {
        out += QByteArray::number(milliseconds) + " ms";
        return CellKind::Text;
    }
    const qsizetype start = out.size();
    bson::appendIsoDate(out, milliseconds);
    if (dates == CellDates::Spreadsheet) {
        out[start + 10] = ' ';
        out.truncate(start + 19);
    }
    return CellKind::Date;
}

} // namespace

QByteArray validUtf8(QByteArrayView text)
{
    QByteArray valid;
    while (const auto invalid = bson::findInvalidUtf8(text)) {
        valid += text.first(*invalid);
        valid += "\xef\xbf\xbd";
        text = text.sliced(*invalid + 1);
    }
    return valid.append(text);
}

CellKind appendCell(const bson::Element &value, const CellFormat &format, QByteArray &out)
{
    switch (value.type()) {
    case Type::Null:
    case Type::Undefined:
        return CellKind::Empty;
    case Type::String:
    case Type::Symbol:
    case Type::Code:
        appendText(value.toText(), out);
        return CellKind::Text;
    case Type::Bool:
        out += value.toBool() ? "true" : "false";
        return CellKind::Bool;
    case Type::Int32:
        out += QByteArray::number(value.toInt32());
        return CellKind::Number;
    case Type::Int64:
        out += QByteArray::number(value.toInt64());
        return CellKind::Number;
    case Type::Double:
        return appendNumber(value.toDouble(), format.decimalPoint, out);
    case Type::Date:
        return appendDate(value.toDate(), format.dates, out);
    case Type::ObjectId:
        out += value.toObjectId().toByteArray().toHex();
        return CellKind::Text;
    case Type::Binary:
        out += value.toBinary().data.toByteArray().toBase64();
        return CellKind::Text;
    case Type::Decimal128: {
        QByteArray quoted;
        writePlainJson(value, quoted);
        out += QByteArrayView(quoted).sliced(1, quoted.size() - 2);
        return CellKind::Text;
    }
    default:
        bson::writeExtendedJson(value, {bson::JsonMode::Relaxed, 0}, out);
        return CellKind::Text;
    }
}

} // namespace persistence
