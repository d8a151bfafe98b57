#include "model/bson/jsonrepair.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/loosejson.h"
#include "model/bson/validation.h"

#include <vector>

namespace persistence::bson {

namespace {

/// More levels than any value may have; text that goes on opening brackets is no JSON.
constexpr size_t kMaxLevels = 1'000;

/// Puts pieces together so that they are one JSON value: adds what is missing between them and leaves out what is too much. White space is
/// held back until it is known whether a comma belongs into it.
class Mender final
{
public:
    explicit Mender(QByteArrayView text) : m_scanner(text) {}

    /// False: the pieces are no value.
    bool run();
    const QByteArray &text() const { return m_out; }

private:
    enum class Step { Name, Colon, Value };
    struct Level
    {
        bool isObject = false;
        bool isAdded = false; ///< around the whole text, which has no bracket for it
        bool hasMembers = false;
        Step step = Step::Name;
    };

    bool wantsName() const { return !m_levels.empty() && m_levels.back().isObject && m_levels.back().step == Step::Name; }
    void take(const LooseToken &token);
    void addGap(const QByteArray &gap);
    void writeGap(bool withComma);
    void addName(const QByteArray &json);
    void addValue(const LooseToken &token);
    void addComma();
    void addColon();
    void addNull();
    void push(bool isObject, bool isAdded);
    void close(char bracket);
    void closeLast(bool isTyped);
    void wrapAll(bool isObject);

    LooseScanner m_scanner;
    QByteArray m_out;
    std::vector<Level> m_levels;
    QByteArray m_open;      ///< the opening brackets of m_levels that are typed
    QByteArray m_gapBefore; ///< white space before the comma, if there is one, and after
    QByteArray m_gapAfter;
    bool m_hasComma = false;
    bool m_hasRoot = false;
    bool m_isRootText = false;
    qsizetype m_rootStart = 0;
};

bool Mender::run()
{
    while (m_levels.size() <= kMaxLevels) {
        addGap(m_scanner.readGap(m_levels.empty()));
        const LooseToken token = m_scanner.read(wantsName(), m_open);
        if (token.kind != 0) {
            take(token);
            continue;
        }
        while (!m_levels.empty())
            closeLast(false);
        writeGap(false);
        return m_hasRoot;
    }
    return false;
}

void Mender::take(const LooseToken &token)
{
    switch (token.kind) {
    case '}':
    case ']':
        close(token.kind);
        break;
    case ',':
        addComma();
        break;
    case ':':
        addColon();
        break;
    case '"':
        // A text with a colon is a name, so the name before it has no value.
        if (!m_levels.empty() && m_levels.back().isObject && m_levels.back().step != Step::Name && m_scanner.isColonNext())
            addNull();
        wantsName() ? addName(token.json) : addValue(token);
        break;
    default:
        addValue(token);
        break;
    }
}

void Mender::addGap(const QByteArray &gap)
{
    (m_hasComma ? m_gapAfter : m_gapBefore) += gap;
}

void Mender::writeGap(bool withComma)
{
    if (withComma && !m_hasComma)
        m_out += ',' + (m_gapBefore.isEmpty() ? QByteArray(" ") : m_gapBefore);
    else if (withComma)
        m_out += m_gapBefore + ',' + m_gapAfter;
    else
        m_out += m_gapBefore + m_gapAfter;
    m_gapBefore.clear();
    m_gapAfter.clear();
    m_hasComma = false;
}

void Mender::addName(const QByteArray &json)
{
    Level &level = m_levels.back();
    writeGap(level.hasMembers);
    m_out += json;
    level.hasMembers = true;
    level.step = Step::Colon;
}

void Mender::addValue(const LooseToken &token)
{
    // A value where a name should be: the object before it was not closed.
    while (wantsName())
        closeLast(false);
    if (m_levels.empty() && m_hasRoot)
        wrapAll(false);
    if (m_levels.empty()) {
        writeGap(false);
        m_rootStart = m_out.size();
        m_hasRoot = true;
        m_isRootText = token.kind == '"';
    } else if (Level &level = m_levels.back(); level.isObject) {
        if (level.step == Step::Colon)
            m_out += m_gapBefore.isEmpty() ? ": " : ":";
        writeGap(false);
        level.step = Step::Name;
    } else {
        writeGap(level.hasMembers);
        level.hasMembers = true;
    }
    m_out += token.json;
    if (token.kind == '{' || token.kind == '[')
        push(token.kind == '{', false);
}

void Mender::addComma()
{
    if (!m_levels.empty() && m_levels.back().isObject && m_levels.back().step != Step::Name)
        addNull();
    const bool follows = m_levels.empty() ? m_hasRoot : m_levels.back().hasMembers;
    m_hasComma = m_hasComma || follows;
}

void Mender::addColon()
{
    if (m_levels.empty() && m_isRootText)
        wrapAll(true);
    if (m_levels.empty() || !m_levels.back().isObject || m_levels.back().step != Step::Colon)
        return;
    writeGap(false);
    m_out += ':';
    m_levels.back().step = Step::Value;
}

/// A field has a name and no value.
void Mender::addNull()
{
    Level &level = m_levels.back();
    m_out += level.step == Step::Colon ? ": null" : " null";
    level.step = Step::Name;
}

void Mender::push(bool isObject, bool isAdded)
{
    m_levels.push_back({isObject, isAdded});
    if (!isAdded)
        m_open.append(isObject ? '{' : '[');
}

void Mender::close(char bracket)
{
    const QByteArrayView open = m_open;
    const qsizetype fitting = open.lastIndexOf(bracket == '}' ? '{' : '[');
    if (fitting < 0)
        return;
    while (m_open.size() > fitting + 1)
        closeLast(false);
    closeLast(true);
}

/// Closes the innermost level; if its bracket was not typed, the white space comes after it.
void Mender::closeLast(bool isTyped)
{
    if (m_levels.back().isObject && m_levels.back().step != Step::Name)
        addNull();
    const Level level = m_levels.back();
    m_levels.pop_back();
    if (!level.isAdded)
        m_open.chop(1);
    if (isTyped) {
        writeGap(false);
    } else {
        m_gapBefore += m_gapAfter;
        m_gapAfter.clear();
        m_hasComma = false;
    }
    m_out += level.isObject ? '}' : ']';
}

/// Puts the value so far into an array, to which more values belong, or its text into an object as the first name.
void Mender::wrapAll(bool isObject)
{
    m_out.insert(m_rootStart, isObject ? '{' : '[');
    push(isObject, true);
    m_levels.back().hasMembers = true;
    m_levels.back().step = Step::Colon;
}

bool reads(const QByteArray &text)
{
    ExtendedJsonReader reader;
    Builder builder;
    return reader.readValue(text, "v", builder);
}

/// Without the fences of a block of code in Markdown.
QByteArrayView withoutFences(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    if (!trimmed.startsWith("```") || !trimmed.endsWith("```") || trimmed.size() < 6)
        return text;
    const qsizetype lineEnd = trimmed.indexOf('\n');
    return lineEnd < 0 ? text : trimmed.sliced(lineEnd + 1).chopped(3);
}

} // namespace

std::optional<QByteArray> repairJson(const QByteArray &text)
{
    if (reads(text))
        return text;
    if (findInvalidUtf8(text))
        return std::nullopt;
    Mender mender(withoutFences(text));
    if (!mender.run() || !reads(mender.text()))
        return std::nullopt;
    return mender.text();
}

} // namespace persistence::bson
