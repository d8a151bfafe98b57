#include "model/bson/jsonevents.h"

#include "model/bson/numbertext.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>
#include <limits>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ExtendedJson)
};

/// From so many fields on, names are compared once at the end of their object and not one by one.
constexpr qsizetype kManyKeys = 24;

/// Nested code with scope takes two levels of text per level of BSON, and the innermost value at most three more.
constexpr qsizetype kMaxTextDepth = 2 * kMaxDepth + 3;

bool isInteger(QByteArrayView number)
{
    return std::all_of(number.begin(), number.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
}

/// Half of a surrogate pair, which only an escape can bring in. Source: RFC 3629, section 3.
bool hasSurrogate(QByteArrayView text)
{
    for (qsizetype i = text.indexOf('\xed'); i >= 0 && i + 1 < text.size(); i = text.indexOf('\xed', i + 1)) {
        if (quint8(text[i + 1]) >= 0xa0)
            return true;
    }
    return false;
}

} // namespace

void JsonEvents::begin(Options options)
{
    m_options = options;
    m_builder.clear();
    m_levels.clear();
    m_keys.clear();
    m_name = {};
    m_deepest = 0;
    m_reason.clear();
    m_place = m_lastPlace = m_duplicate = nullptr;
}

bool JsonEvents::fail(const QString &reason, Place place)
{
    m_reason = reason;
    m_place = place;
    return false;
}

/// Sets the name of a value that comes next.
bool JsonEvents::beginValue()
{
    if (m_levels.empty()) {
        if (m_options.isDocument)
            return fail(Texts::tr("the text is not an object"), m_lastPlace);
        m_name = {};
        return true;
    }
    if (m_builder.size() > kMaxDocumentSize)
        return fail(Texts::tr("the document is larger than the 16 MiB that MongoDB allows"), m_lastPlace);
    Level &level = m_levels.back();
    if (level.isArray) {
        char *end = std::to_chars(m_index, m_index + sizeof(m_index), level.count++).ptr;
        m_name = QByteArrayView(m_index, end - m_index);
    }
    return true;
}

bool JsonEvents::checkText(QByteArrayView text)
{
    m_lastPlace = text.data();
    if (m_options.hasEscapes && hasSurrogate(text))
        return fail(Texts::tr("half of a surrogate pair stands alone, which is no character"), text.data());
    return true;
}

bool JsonEvents::Null()
{
    if (!beginValue())
        return false;
    m_builder.appendNull(m_name);
    return true;
}

bool JsonEvents::Bool(bool value)
{
    if (!beginValue())
        return false;
    m_builder.appendBool(m_name, value);
    return true;
}

bool JsonEvents::RawNumber(const char *text, unsigned size, bool)
{
    const QByteArrayView number(text, qsizetype(size));
    m_lastPlace = text;
    if (!beginValue())
        return false;
    if (m_options.isLegacy && !number.isEmpty() && (number.back() == 'N' || number.back() == 'y' || number.back() == 'f'))
        return appendBareWord(number);
    if (isInteger(number) && number != "-0") {
        const auto value = parseInteger(number);
        if (!value)
            return fail(Texts::tr("the integer is too large for 64 bits; write it as {\"$numberDecimal\": \"…\"} or as text"), text);
        if (*value >= std::numeric_limits<qint32>::min() && *value <= std::numeric_limits<qint32>::max())
            m_builder.appendInt32(m_name, qint32(*value));
        else
            m_builder.appendInt64(m_name, *value);
        return true;
    }
    const auto value = parseDouble(number);
    if (!value)
        return fail(Texts::tr("the number is too large or too small for a double; write it as {\"$numberDecimal\": \"…\"} or as text"),
                    text);
    m_builder.appendDouble(m_name, *value);
    return true;
}

bool JsonEvents::appendBareWord(QByteArrayView text)
{
    if (text == "NaN")
        m_builder.appendDouble(m_name, std::numeric_limits<double>::quiet_NaN());
    else if (text == "Infinity")
        m_builder.appendDouble(m_name, std::numeric_limits<double>::infinity());
    else if (text == "-Infinity")
        m_builder.appendDouble(m_name, -std::numeric_limits<double>::infinity());
    else
        return fail(Texts::tr("this is not a value"), text.data());
    return true;
}

bool JsonEvents::String(const char *text, unsigned size, bool)
{
    const QByteArrayView value(text, qsizetype(size));
    if (!checkText(value) || !beginValue())
        return false;
    m_builder.appendString(m_name, value);
    return true;
}

bool JsonEvents::Key(const char *text, unsigned size, bool)
{
    const QByteArrayView key(text, qsizetype(size));
    if (!checkText(key))
        return false;
    if (m_options.hasEscapes && key.contains('\0'))
        return fail(Texts::tr("a field name holds a NUL character, which BSON does not allow"), text);
    Level &level = m_levels.back();
    if (level.count++ == 0) {
        const bool isRoot = m_options.isDocument && m_levels.size() == 1;
        level.isCandidate = !isRoot && TypeWrapper::isCandidate(key);
        level.place = text;
    }
    noteDuplicate(key);
    m_name = key;
    return true;
}

void JsonEvents::noteDuplicate(QByteArrayView key)
{
    const Level &level = m_levels.back();
    if (!m_duplicate && level.count <= kManyKeys) {
        for (size_t i = size_t(level.firstKey); i < m_keys.size(); ++i) {
            if (m_keys[i].size() == key.size() && m_keys[i] == key)
                m_duplicate = key.data();
        }
    }
    m_keys.push_back(key);
}

void JsonEvents::noteDuplicates(const Level &level)
{
    const auto byNameAndPlace = [](QByteArrayView a, QByteArrayView b) {
        const int order = a.compare(b);
        return order != 0 ? order < 0 : a.data() < b.data();
    };
    const auto first = m_keys.begin() + level.firstKey;
    std::sort(first, m_keys.end(), byNameAndPlace);
    for (auto it = first; (it = std::adjacent_find(it, m_keys.end())) != m_keys.end(); ++it) {
        const Place place = std::next(it)->data();
        if (!m_duplicate || place < m_duplicate)
            m_duplicate = place;
    }
}

bool JsonEvents::start(bool isArray)
{
    const bool isRoot = m_levels.empty() && m_options.isDocument;
    if (isRoot && isArray)
        return fail(Texts::tr("the text is not an object"), nullptr);
    if (!isRoot && !beginValue())
        return false;
    if (qsizetype(m_levels.size()) >= kMaxTextDepth)
        return fail(Texts::tr("the value is nested deeper than %1 levels").arg(kMaxDepth), m_lastPlace);
    m_levels.push_back({.isArray = isArray, .start = m_builder.size(), .firstKey = qsizetype(m_keys.size()), .place = m_lastPlace});
    m_deepest = std::max(m_deepest, qsizetype(m_levels.size()));
    if (!isRoot)
        isArray ? m_builder.openArray(m_name) : m_builder.openDocument(m_name);
    return true;
}

bool JsonEvents::StartObject()
{
    return start(false);
}

bool JsonEvents::StartArray()
{
    return start(true);
}

bool JsonEvents::EndArray(unsigned)
{
    return end();
}

bool JsonEvents::EndObject(unsigned)
{
    return end();
}

bool JsonEvents::end()
{
    const Level level = m_levels.back();
    if (!level.isArray && level.count > kManyKeys)
        noteDuplicates(level);
    m_keys.resize(size_t(level.firstKey));
    m_levels.pop_back();
    if (m_levels.empty() && m_options.isDocument)
        return true;
    m_builder.close();
    if (!m_levels.empty())
        m_levels.back().hasWrappedNumbers |= level.hasWrappedNumbers;
    return !level.isCandidate || unwrap(level);
}

/// Replaces the object that just ended by the typed value it stands for.
bool JsonEvents::unwrap(const Level &level)
{
    const auto object = readElement(m_builder.written().sliced(level.start));
    const Unwrapped result = m_wrapper.unwrap(object->toDocument(), level.hasWrappedNumbers, m_options.isLegacy);
    if (!result.error.isEmpty())
        return fail(result.error, level.place);
    if (!result.value)
        return true;
    const Type type = result.value->type();
    if (!m_levels.empty() && (type == Type::Int32 || type == Type::Int64))
        m_levels.back().hasWrappedNumbers = true;
    m_builder.replaceLast(level.start, type, result.value->value());
    return true;
}

} // namespace persistence::bson
