#include "model/sinks/typescriptvalue.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/bson/jsonoutput.h"
#include "model/bson/numbertext.h"
#include "model/bson/validation.h"
#include "model/sinks/celltext.h"

#include <algorithm>
#include <cmath>

namespace persistence {

namespace {

using bson::Element;
using bson::Type;

constexpr qint64 kLargestWhole = qint64(1) << 53;
constexpr int kIndent = 4;
/// What a Date holds. Source: ECMA-262, 21.4.1.1.
constexpr qint64 kLargestDate = 8'640'000'000'000'000;

bool isIdentifier(QByteArrayView name)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; };
    return !name.isEmpty() && isLetter(name.front()) &&
           std::all_of(name.begin(), name.end(), [&](char c) { return isLetter(c) || (c >= '0' && c <= '9'); });
}

/// `__proto__: x` would set the prototype; in brackets it is a name like others.
void writeName(QByteArrayView name, QByteArray &out)
{
    if (name == "__proto__") {
        out += "['__proto__']";
    } else if (isIdentifier(name)) {
        out += name;
    } else {
        writeTypeScriptText(name, out);
    }
}

void writeNumber(double value, QByteArray &out)
{
    if (std::isnan(value)) {
        out += "NaN";
        return;
    }
    if (std::isinf(value)) {
        out += value > 0 ? "Infinity" : "-Infinity";
        return;
    }
    char buffer[48];
    const char *end = bson::formatDouble(value, buffer);
    const bool isWhole = end - buffer > 2 && end[-1] == '0' && end[-2] == '.';
    out.append(buffer, end - buffer - (isWhole ? 2 : 0));
}

void writeScalar(const Element &value, QByteArray &out)
{
    switch (value.type()) {
    case Type::Double:
        return writeNumber(value.toDouble(), out);
    case Type::String:
    case Type::Symbol:
        return writeTypeScriptText(value.toText(), out);
    case Type::Int64:
        out += QByteArray::number(value.toInt64());
        if (value.toInt64() > kLargestWhole || value.toInt64() < -kLargestWhole)
            out += 'n';
        return;
    case Type::Date:
        if (value.toDate() > kLargestDate || value.toDate() < -kLargestDate)
            break;
        out += "new Date(" + QByteArray::number(value.toDate()) + ')';
        return;
    case Type::Binary:
        out += "Buffer.from('" + value.toBinary().data.toByteArray().toBase64() + "', 'base64')";
        return;
    case Type::Undefined:
        out += "undefined";
        return;
    default:
        break;
    }
    bson::writeExtendedJson(value, {bson::JsonMode::Canonical, 0}, out);
}

} // namespace

void writeTypeScriptText(QByteArrayView utf8, QByteArray &out)
{
    out += '\'';
    const QByteArray text = bson::findInvalidUtf8(utf8) ? validUtf8(utf8) : utf8.toByteArray();
    QByteArray quoted;
    bson::JsonOutput(quoted).putQuoted(text);
    // From a string of JSON to one in single quotes.
    for (qsizetype i = 1; i + 1 < quoted.size(); ++i) {
        if (quoted[i] == '\\' && quoted[i + 1] == '"')
            continue;
        if (quoted[i] == '\\') {
            out += QByteArrayView(quoted).sliced(i++, 2);
            continue;
        }
        if (quoted[i] == '\'')
            out += '\\';
        out += quoted[i];
    }
    out += '\'';
}

void writeTypeScript(const Element &value, int depth, QByteArray &out)
{
    if (!value.isContainer() || depth > bson::kMaxDepth)
        return writeScalar(value, out);
    const bool isArray = value.type() == Type::Array;
    if (value.toDocument().isEmpty()) {
        out += isArray ? "[]" : "{}";
        return;
    }
    out += isArray ? "[\n" : "{\n";
    for (const Element &member : value.toDocument()) {
        out.append(qsizetype(kIndent) * (depth + 1), ' ');
        if (!isArray) {
            writeName(member.name(), out);
            out += ": ";
        }
        writeTypeScript(member, depth + 1, out);
        out += ",\n";
    }
    out.append(qsizetype(kIndent) * depth, ' ');
    out += isArray ? ']' : '}';
}

} // namespace persistence
