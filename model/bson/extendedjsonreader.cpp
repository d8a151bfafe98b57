#include "model/bson/extendedjsonreader.h"

#include "model/bson/jsondiagnosis.h"
#include "model/bson/jsonevents.h"
#include "model/bson/validation.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstring>

// RapidJSON finds the ends of strings 16 bytes at a time if told so. Version 1.1 then overlooks the control characters 0x1a to 0x1f;
// findForbiddenByte() does not.
#if defined(__SSE2__)
#define RAPIDJSON_SSE2
#endif
#include <rapidjson/reader.h>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ExtendedJson)
};

/// RapidJSON looks at whole blocks of 16 bytes, and at the zero behind the text.
constexpr qsizetype kPadding = 32;
/// No document of 16 MiB needs longer text: six bytes for an escaped one, and room for indentation.
constexpr qsizetype kMaxTextSize = 512 * 1024 * 1024;

constexpr unsigned kStrictFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
constexpr unsigned kLegacyFlags = kStrictFlags | rapidjson::kParseNanAndInfFlag;

/// The first byte from 0x18 to 0x1f, which JSON allows nowhere; -1 if there is none.
qsizetype findForbiddenByte(QByteArrayView text)
{
    const auto isForbidden = [](char c) { return (quint8(c) & 0xf8) == 0x18; };
    qsizetype i = 0;
    quint64 block = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::memcpy(&block, text.data() + i, 8);
        const quint64 zeros = (block & 0xf8f8f8f8f8f8f8f8ULL) ^ 0x1818181818181818ULL;
        if (((zeros - 0x0101010101010101ULL) & ~zeros & 0x8080808080808080ULL) != 0)
            break;
    }
    const auto *found = std::find_if(text.begin() + i, text.end(), isForbidden);
    return found == text.end() ? -1 : found - text.begin();
}

/// Whether there is a `\u` escape, which alone can bring NUL and surrogates into a text.
bool hasUnicodeEscapes(QByteArrayView text)
{
    for (qsizetype i = text.indexOf('\\'); i >= 0 && i + 1 < text.size(); i = text.indexOf('\\', i + 2)) {
        if (text[i + 1] == 'u')
            return true;
    }
    return false;
}

/// Turns a bare `+Infinity` outside of texts into ` Infinity`, which the parser knows.
void dropPlusOfInfinity(char *text, qsizetype size)
{
    if (!QByteArrayView(text, size).contains("+Infinity"))
        return;
    bool isInText = false;
    for (qsizetype i = 0; i < size; ++i) {
        if (isInText && text[i] == '\\')
            ++i;
        else if (text[i] == '"')
            isInText = !isInText;
        else if (!isInText && QByteArrayView(text + i, size - i).startsWith("+Infinity"))
            text[i] = ' ';
    }
}

QString reasonOf(rapidjson::ParseErrorCode code)
{
    using namespace rapidjson;
    switch (code) {
    case kParseErrorDocumentEmpty:
        return Texts::tr("the text is empty");
    case kParseErrorDocumentRootNotSingular:
        return Texts::tr("there is more text after the value");
    case kParseErrorObjectMissName:
        return Texts::tr("a field name in double quotes is missing");
    case kParseErrorObjectMissColon:
        return Texts::tr("a colon is missing after the field name");
    case kParseErrorObjectMissCommaOrCurlyBracket:
        return Texts::tr("a comma or a closing brace is missing");
    case kParseErrorArrayMissCommaOrSquareBracket:
        return Texts::tr("a comma or a closing bracket is missing");
    case kParseErrorStringUnicodeEscapeInvalidHex:
        return Texts::tr("four hexadecimal digits are missing after \\u");
    case kParseErrorStringUnicodeSurrogateInvalid:
        return Texts::tr("half of a surrogate pair stands alone, which is no character");
    case kParseErrorStringEscapeInvalid:
        return Texts::tr("this character cannot follow a backslash");
    case kParseErrorStringMissQuotationMark:
        return Texts::tr("the closing quote of a text is missing");
    case kParseErrorStringInvalidEncoding:
        return Texts::tr("a text holds a control character; write it as an escape such as \\n or \\u0001");
    case kParseErrorNumberTooBig:
        return Texts::tr("the number is too large or too small for a double; write it as {\"$numberDecimal\": \"…\"} or as text");
    case kParseErrorNumberMissFraction:
        return Texts::tr("a digit is missing after the decimal point");
    case kParseErrorNumberMissExponent:
        return Texts::tr("a digit is missing in the exponent");
    default:
        return Texts::tr("this is not a value");
    }
}

/// The reason for an error at a place, which RapidJSON 1.1 knows less exactly.
QString reasonAt(rapidjson::ParseErrorCode code, QByteArrayView text, qsizetype offset)
{
    const bool isTextError = code == rapidjson::kParseErrorStringEscapeInvalid || code == rapidjson::kParseErrorStringMissQuotationMark;
    if (isTextError && offset < text.size() && (text[offset] == '\n' || text[offset] == '\r'))
        return Texts::tr("the closing quote of a text is missing; a line break within a text is written as \\n");
    if (isTextError && offset < text.size() && quint8(text[offset]) < 0x20)
        return reasonOf(rapidjson::kParseErrorStringInvalidEncoding);
    const bool endsEarly = text.sliced(std::min(offset, text.size())).trimmed().isEmpty();
    if (endsEarly && code != rapidjson::kParseErrorDocumentEmpty && !isTextError)
        return Texts::tr("the text ends too early");
    return reasonOf(code);
}

/// Whether the parser found the wrong character between texts and numbers, where diagnoseJson() knows more.
bool isBetweenTokens(rapidjson::ParseErrorCode code)
{
    return code == rapidjson::kParseErrorDocumentRootNotSingular || code == rapidjson::kParseErrorObjectMissName ||
           code == rapidjson::kParseErrorObjectMissColon || code == rapidjson::kParseErrorObjectMissCommaOrCurlyBracket ||
           code == rapidjson::kParseErrorArrayMissCommaOrSquareBracket || code == rapidjson::kParseErrorValueInvalid;
}

JsonError errorAt(QByteArrayView text, qint64 offset, const QString &reason)
{
    const QByteArrayView before = text.first(std::min(qsizetype(offset), text.size()));
    const qint64 line = std::count(before.begin(), before.end(), '\n') + 1;
    return {offset, line, offset - before.lastIndexOf('\n'), reason};
}

} // namespace

QString JsonError::toDisplayText() const
{
    return Texts::tr("Line %1, column %2: %3.").arg(QString::number(line), QString::number(column), reason);
}

bool ExtendedJsonReader::fail(QByteArrayView text, qint64 offset, const QString &reason)
{
    m_error = errorAt(text, offset, reason);
    return false;
}

bool ExtendedJsonReader::failParsing(QByteArrayView text, int code, qsizetype offset)
{
    const auto parseCode = rapidjson::ParseErrorCode(code);
    if (const auto diagnosis = isBetweenTokens(parseCode) ? diagnoseJson(text, offset) : std::nullopt)
        return fail(text, diagnosis->offset, diagnosis->reason);
    return fail(text, offset, reasonAt(parseCode, text, offset));
}

bool ExtendedJsonReader::read(QByteArrayView text, bool isDocument)
{
    m_document = {};
    m_error = {};
    m_duplicate.reset();
    m_events.begin({isDocument, m_dialect == JsonDialect::Legacy, hasUnicodeEscapes(text)});
    if (text.size() > kMaxTextSize)
        return fail(text, 0, Texts::tr("the text is larger than 512 MiB"));
    if (const auto invalid = findInvalidUtf8(text))
        return fail(text, *invalid, Texts::tr("the text is not valid UTF-8"));
    if (const qsizetype forbidden = findForbiddenByte(text); forbidden >= 0)
        return fail(text, forbidden, Texts::tr("a control character is not allowed here"));

    if (m_text.size() < text.size() + kPadding)
        m_text.resize(text.size() + kPadding);
    char *copy = m_text.data();
    if (!text.isEmpty())
        std::memcpy(copy, text.data(), size_t(text.size()));
    std::memset(copy + text.size(), 0, size_t(kPadding));
    if (text.startsWith("\xef\xbb\xbf"))
        std::memset(copy, ' ', 3);
    const bool isLegacy = m_dialect == JsonDialect::Legacy;
    if (isLegacy)
        dropPlusOfInfinity(copy, text.size());

    rapidjson::InsituStringStream stream(copy);
    rapidjson::Reader parser;
    const rapidjson::ParseResult result =
        isLegacy ? parser.Parse<kLegacyFlags>(stream, m_events) : parser.Parse<kStrictFlags>(stream, m_events);
    const auto offsetOf = [&](JsonEvents::Place place) { return place ? qint64(place - copy) : qint64(stream.Tell()); };
    if (!m_events.reason().isEmpty())
        return fail(text, offsetOf(m_events.place()), m_events.reason());
    if (result.IsError())
        return failParsing(text, int(result.Code()), qsizetype(result.Offset()));
    if (qsizetype(stream.Tell()) != text.size())
        return fail(text, qint64(stream.Tell()), Texts::tr("a control character is not allowed here"));
    m_document = m_events.builder().finish();
    if (m_document.size() > kMaxDocumentSize)
        return fail(text, 0, Texts::tr("the document is larger than the 16 MiB that MongoDB allows"));
    if (m_events.isDeep() && validate(m_document).tooDeep)
        return fail(text, 0, Texts::tr("the value is nested deeper than %1 levels").arg(kMaxDepth));
    if (m_events.duplicate())
        m_duplicate = errorAt(text, offsetOf(m_events.duplicate()), Texts::tr("the object has a field of this name already"));
    return true;
}

bool ExtendedJsonReader::readDocument(QByteArrayView text)
{
    if (read(text, true))
        return true;
    m_document = {};
    return false;
}

bool ExtendedJsonReader::readValue(QByteArrayView text, QByteArrayView name, Builder &builder)
{
    const bool isRead = read(text, false);
    if (isRead) {
        const Element value = *DocumentView(m_document).begin();
        builder.appendRaw(name, value.type(), value.value());
    }
    m_document = {};
    return isRead;
}

} // namespace persistence::bson
