#include "model/bson/validation.h"

#include "model/bson/readelement.h"

#include <QCoreApplication>

#include <array>
#include <cstring>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Bson)
};

/// Length of the UTF-8 sequence at the front; 0 if it is invalid. Table 3-7 of the Unicode standard.
qsizetype utf8SequenceSize(const uchar *text, qsizetype available)
{
    const auto isContinuation = [&](qsizetype i) { return i < available && (text[i] & 0xc0) == 0x80; };
    const uchar lead = text[0];
    if (lead < 0x80)
        return 1;
    if (lead >= 0xc2 && lead <= 0xdf)
        return isContinuation(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        if (!isContinuation(1) || !isContinuation(2))
            return 0;
        const bool isOverlong = lead == 0xe0 && text[1] < 0xa0;
        const bool isSurrogate = lead == 0xed && text[1] > 0x9f;
        return isOverlong || isSurrogate ? 0 : 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (!isContinuation(1) || !isContinuation(2) || !isContinuation(3))
            return 0;
        const bool isOverlong = lead == 0xf0 && text[1] < 0x90;
        const bool isTooLarge = lead == 0xf4 && text[1] > 0x8f;
        return isOverlong || isTooLarge ? 0 : 4;
    }
    return 0;
}

/// Whether all bytes are ASCII, as nearly all texts are. The last block overlaps the one before, so that short texts take two looks.
bool isAscii(QByteArrayView text)
{
    constexpr quint64 kHighBits = 0x8080808080808080ULL;
    const auto load = [&]<typename Block>(Block block, qsizetype at) {
        std::memcpy(&block, text.data() + at, sizeof(block));
        return quint64(block);
    };
    const qsizetype size = text.size();
    quint64 bits = 0;
    if (size >= 8) {
        for (qsizetype i = 0; i + 8 < size; i += 8)
            bits |= load(quint64(), i);
        bits |= load(quint64(), size - 8);
    } else if (size >= 4) {
        bits = load(quint32(), 0) | load(quint32(), size - 4);
    } else {
        for (const char c : text)
            bits |= quint8(c);
    }
    return (bits & kHighBits) == 0;
}

/// Walks one document without recursion: a stack of the ends of the open documents.
class Validator final
{
public:
    explicit Validator(QByteArrayView document) : m_document(document) {}

    Validation run()
    {
        open(0, m_document.size(), 0);
        while (m_depth > 0 && !m_result.fault && !m_result.tooDeep)
            step();
        return m_result;
    }

private:
    /// An open document: where its closing zero is, and where the walk goes on after it.
    struct Level
    {
        qsizetype terminator;
        qsizetype next;
    };

    void fail(qsizetype offset, const QString &reason)
    {
        if (!m_result.fault)
            m_result.fault = Fault{offset, reason};
    }

    void checkText(QByteArrayView text)
    {
        // Nearly always true; the rest is not worth a call for each text.
        if (isAscii(text) || m_result.invalidText)
            return;
        if (const auto invalid = findInvalidUtf8(text))
            m_result.invalidText = Fault{text.data() - m_document.data() + *invalid, Texts::tr("the text is not valid UTF-8")};
    }

    /// Enters the document that starts at \a start and must end before \a limit; the walk goes on at \a next behind it, or behind the
    /// document itself if \a next is 0.
    void open(qsizetype start, qsizetype limit, qsizetype next)
    {
        const qsizetype available = limit - start;
        if (available < kMinDocumentSize)
            return fail(start, Texts::tr("the document is shorter than 5 bytes"));
        const qsizetype length = readInt32(m_document.sliced(start));
        if (length < kMinDocumentSize || length > available || (next == 0 && m_depth == 0 && length != available) ||
            (next != 0 && length != available))
            return fail(start, Texts::tr("the length %1 does not fit the %2 bytes that are there")
                                   .arg(QString::number(length), QString::number(available)));
        const qsizetype terminator = start + length - 1;
        if (m_document[terminator] != 0)
            return fail(terminator, Texts::tr("the closing zero is missing"));
        if (m_depth == kMaxDepth) {
            m_result.tooDeep = true;
            return;
        }
        m_levels[size_t(m_depth++)] = {terminator, next == 0 ? terminator + 1 : next};
        m_position = start + 4;
    }

    void step()
    {
        const Level &level = m_levels[size_t(m_depth - 1)];
        if (m_position == level.terminator) {
            m_position = level.next;
            --m_depth;
            return;
        }
        const QByteArrayView rest = m_document.sliced(m_position, level.terminator - m_position);
        Element element;
        if (!readElement(rest, element))
            return failAtElement(rest);
        checkText(element.name());
        checkValue(element);
    }

    void failAtElement(QByteArrayView rest)
    {
        if (rest[0] == 0)
            return fail(m_position, Texts::tr("the document ends before its length says so"));
        if (!std::memchr(rest.data() + 1, 0, size_t(rest.size() - 1)))
            return fail(m_position, Texts::tr("a field name is not terminated"));
        fail(m_position, Texts::tr("a value of type 0x%1 is unknown or does not fit").arg(quint8(rest[0]), 2, 16, QLatin1Char('0')));
    }

    void checkTerminator(QByteArrayView text)
    {
        if (*(text.data() + text.size()) != 0)
            fail(text.data() + text.size() - m_document.data(), Texts::tr("the zero after a text is missing"));
        checkText(text);
    }

    void checkValue(const Element &element)
    {
        const qsizetype valueStart = element.value().data() - m_document.data();
        const qsizetype valueEnd = valueStart + element.value().size();
        m_position = valueEnd;
        switch (element.type()) {
        case Type::Document:
        case Type::Array:
            return open(valueStart, valueEnd, valueEnd);
        case Type::String:
        case Type::Code:
        case Type::Symbol:
            return checkTerminator(element.toText());
        case Type::DbPointer:
            return checkTerminator(element.toDbPointer().collection);
        case Type::Bool:
            if (quint8(element.value()[0]) > 1)
                fail(valueStart, Texts::tr("a boolean is neither 0 nor 1"));
            return;
        case Type::Regex:
            checkText(element.toRegex().pattern);
            return checkText(element.toRegex().options);
        case Type::Binary:
            return checkBinary(element.toBinary(), valueStart);
        case Type::CodeWithScope:
            return checkCodeWithScope(element, valueStart, valueEnd);
        default:
            return;
        }
    }

    void checkBinary(const Binary &binary, qsizetype valueStart)
    {
        // The old subtype 2 repeats the length inside.
        if (binary.subtype != 2)
            return;
        if (binary.data.size() < 4 || readInt32(binary.data) != binary.data.size() - 4)
            fail(valueStart, Texts::tr("the inner length of a binary of subtype 2 is wrong"));
    }

    void checkCodeWithScope(const Element &element, qsizetype valueStart, qsizetype valueEnd)
    {
        const qsizetype textSize = readInt32(element.value().sliced(4));
        if (textSize < 1 || 8 + textSize > element.value().size() - kMinDocumentSize)
            return fail(valueStart, Texts::tr("the text of a code with scope does not fit"));
        checkTerminator(element.value().sliced(8, textSize - 1));
        open(valueStart + 8 + textSize, valueEnd, valueEnd);
    }

    QByteArrayView m_document;
    Validation m_result;
    std::array<Level, size_t(kMaxDepth)> m_levels; ///< as far as m_depth; clearing all of them for each document would take its time
    int m_depth = 0;
    qsizetype m_position = 0;
};

} // namespace

std::optional<qsizetype> findInvalidUtf8(QByteArrayView text)
{
    if (isAscii(text))
        return std::nullopt;
    const auto *bytes = reinterpret_cast<const uchar *>(text.data());
    const qsizetype size = text.size();
    qsizetype i = 0;
    while (i < size) {
        // What is not all ASCII still is for the most part: eight bytes at a time.
        quint64 block = 0;
        while (i + 8 <= size && (std::memcpy(&block, bytes + i, 8), (block & 0x8080808080808080ULL) == 0))
            i += 8;
        if (i == size)
            break;
        const qsizetype sequence = utf8SequenceSize(bytes + i, size - i);
        if (sequence == 0)
            return i;
        i += sequence;
    }
    return std::nullopt;
}

Validation validate(QByteArrayView document)
{
    return Validator(document).run();
}

} // namespace persistence::bson
