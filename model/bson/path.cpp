#include "model/bson/path.h"

#include "model/bson/extendedjsonreader.h"
#include "model/bson/jsonoutput.h"
#include "model/bson/numbertext.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(BsonPath)
};

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '$' ||
           quint8(c) >= 0x80;
}

bool isPlainName(QByteArrayView name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isNameCharacter);
}

class PathParser final
{
public:
    explicit PathParser(QByteArrayView text) : m_text(text) {}

    bool run()
    {
        while (m_position < m_text.size()) {
            const char c = m_text[m_position];
            const bool isOk = c == '['                      ? bracket()
                              : m_steps.empty() || c == '.' ? name()
                                                            : fail(Texts::tr("a dot or a bracket is missing"));
            if (!isOk)
                return false;
        }
        return true;
    }

    [[nodiscard]] std::vector<PathStep> takeSteps() { return std::move(m_steps); }
    [[nodiscard]] const PathError &error() const { return m_error; }

private:
    bool fail(const QString &reason)
    {
        m_error = {m_position, reason};
        return false;
    }

    bool name()
    {
        if (!m_steps.empty())
            ++m_position;
        const QByteArrayView rest = m_text.sliced(m_position);
        const QByteArrayView name = rest.first(std::find_if_not(rest.begin(), rest.end(), isNameCharacter) - rest.begin());
        if (name.isEmpty())
            return fail(Texts::tr("a field name is missing; write unusual names as [\"…\"]"));
        m_steps.push_back({name.toByteArray(), -1});
        m_position += name.size();
        return true;
    }

    bool bracket()
    {
        ++m_position;
        if (m_position < m_text.size() && m_text[m_position] == '"')
            return quotedName() && closeBracket();
        const qsizetype end = m_text.indexOf(']', m_position);
        const auto index = end < 0 ? std::nullopt : parseInteger(m_text.sliced(m_position, end - m_position));
        if (!index || *index < 0 || m_text[m_position] == '-')
            return fail(Texts::tr("a position from 0 or a quoted name is missing"));
        m_steps.push_back({{}, *index});
        m_position = end;
        return closeBracket();
    }

    bool quotedName()
    {
        const qsizetype start = m_position++;
        while (m_position < m_text.size() && m_text[m_position] != '"')
            m_position += m_text[m_position] == '\\' ? 2 : 1;
        if (m_position >= m_text.size()) {
            m_position = start;
            return fail(Texts::tr("the closing quote is missing"));
        }
        ++m_position;
        ExtendedJsonReader reader;
        Builder builder;
        if (!reader.readValue(m_text.sliced(start, m_position - start), {}, builder)) {
            m_position = start + qsizetype(reader.error().offset);
            return fail(reader.error().reason);
        }
        const QByteArrayView name = DocumentView(builder.finish()).begin()->toText();
        if (name.contains('\0')) {
            m_position = start;
            return fail(Texts::tr("a field name cannot hold a NUL character"));
        }
        m_steps.push_back({name.toByteArray(), -1});
        return true;
    }

    bool closeBracket()
    {
        if (m_position >= m_text.size() || m_text[m_position] != ']')
            return fail(Texts::tr("a closing bracket is missing"));
        ++m_position;
        return true;
    }

    QByteArrayView m_text;
    qsizetype m_position = 0;
    std::vector<PathStep> m_steps;
    PathError m_error;
};

/// The member of a container that a step names.
std::optional<Element> member(DocumentView container, bool isArray, const PathStep &step)
{
    if (step.isIndex() != isArray)
        return std::nullopt;
    if (!isArray && step.occurrence == 0)
        return container.find(step.name);
    if (!isArray) {
        qint64 before = 0;
        for (const Element &element : container) {
            if (element.name() == step.name && before++ == step.occurrence)
                return element;
        }
        return std::nullopt;
    }
    // By position, not by stored name: the names of array items are ignored everywhere.
    auto it = container.begin();
    for (qint64 i = 0; i < step.index && it != container.end(); ++i)
        ++it;
    return it == container.end() ? std::nullopt : std::optional<Element>(*it);
}

} // namespace

std::optional<Path> Path::parse(QByteArrayView text, PathError *error)
{
    PathParser parser(text);
    if (parser.run())
        return Path(parser.takeSteps());
    if (error)
        *error = parser.error();
    return std::nullopt;
}

QByteArray Path::toText() const
{
    QByteArray text;
    for (const PathStep &step : m_steps) {
        if (step.isIndex()) {
            text += '[' + QByteArray::number(step.index) + ']';
        } else if (isPlainName(step.name)) {
            text += (text.isEmpty() ? "" : ".") + step.name;
        } else {
            text += '[';
            JsonOutput(text).putQuoted(step.name);
            text += ']';
        }
    }
    return text;
}

std::optional<Element> Path::resolve(DocumentView document) const
{
    // The document itself has no element; the first step looks into it.
    std::optional<Element> value;
    for (const PathStep &step : m_steps) {
        const bool isFirst = &step == &m_steps.front();
        if (!isFirst && !value->isContainer())
            return std::nullopt;
        const DocumentView container = isFirst ? document : value->toDocument();
        value = member(container, !isFirst && value->type() == Type::Array, step);
        if (!value)
            return std::nullopt;
    }
    return value;
}

} // namespace persistence::bson
