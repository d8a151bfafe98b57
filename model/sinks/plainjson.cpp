#include "model/sinks/plainjson.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/bson/isodate.h"
#include "model/bson/jsonoutput.h"
#include "model/bson/numbertext.h"

#include <cmath>
#include <vector>

namespace persistence {

namespace {

using bson::Element;
using bson::Type;

/// A stack of the open containers takes the place of recursion.
class PlainWriting final
{
public:
    explicit PlainWriting(QByteArray &out) : m_out(out) {}

    void open(bson::DocumentView document, bool isArray)
    {
        m_levels.push_back({document.begin(), isArray, true});
        m_out += isArray ? '[' : '{';
    }

    void value(const Element &element)
    {
        if (element.isContainer())
            open(element.toDocument(), element.type() == Type::Array);
        else
            scalar(element);
    }

    void finish()
    {
        while (!m_levels.empty())
            step();
    }

private:
    struct Level
    {
        bson::DocumentView::Iterator next;
        bool isArray = false;
        bool isFirst = true;
    };

    void step()
    {
        Level &level = m_levels.back();
        if (level.next == bson::DocumentView::Iterator()) {
            m_out += level.isArray ? ']' : '}';
            m_levels.pop_back();
            return;
        }
        if (!level.isFirst)
            m_out += ',';
        level.isFirst = false;
        // Copied, and the level advanced, before a new level moves the stack.
        const Element element = *level.next;
        ++level.next;
        if (!level.isArray) {
            text(element.name());
            m_out += ':';
        }
        value(element);
    }

    void text(QByteArrayView utf8) { bson::JsonOutput(m_out).putQuoted(utf8); }

    void scalar(const Element &element)
    {
        switch (element.type()) {
        case Type::Double:
            return number(element.toDouble());
        case Type::Int64:
            m_out += QByteArray::number(element.toInt64());
            return;
        case Type::Date:
            return date(element.toDate());
        case Type::ObjectId:
            return text(element.toObjectId().toByteArray().toHex());
        case Type::Binary:
            return text(element.toBinary().data.toByteArray().toBase64());
        case Type::Symbol:
        case Type::Code:
            return text(element.toText());
        case Type::Regex:
            return text('/' + element.toRegex().pattern.toByteArray() + '/' + element.toRegex().options.toByteArray());
        case Type::Undefined:
            m_out += "null";
            return;
        case Type::Decimal128:
            return decimal(element);
        default:
            bson::writeExtendedJson(element, {bson::JsonMode::Relaxed, 0}, m_out);
        }
    }

    void number(double value)
    {
        if (!std::isfinite(value)) {
            m_out += "null";
            return;
        }
        char buffer[48];
        m_out.append(buffer, bson::formatDouble(value, buffer) - buffer);
    }

    void date(qint64 milliseconds)
    {
        if (!bson::isInIsoRange(milliseconds)) {
            m_out += QByteArray::number(milliseconds);
            return;
        }
        m_out += '"';
        bson::appendIsoDate(m_out, milliseconds);
        m_out += '"';
    }

    /// The text that stands in `{"$numberDecimal":"…"}`.
    void decimal(const Element &element)
    {
        QByteArray wrapped;
        bson::writeExtendedJson(element, {bson::JsonMode::Canonical, 0}, wrapped);
        const qsizetype start = wrapped.indexOf(':') + 1;
        m_out += QByteArrayView(wrapped).sliced(start, wrapped.size() - start - 1);
    }

    QByteArray &m_out;
    std::vector<Level> m_levels;
};

} // namespace

void writePlainJson(bson::DocumentView document, QByteArray &out)
{
    PlainWriting writing(out);
    writing.open(document, false);
    writing.finish();
}

void writePlainJson(const bson::Element &value, QByteArray &out)
{
    PlainWriting writing(out);
    writing.value(value);
    writing.finish();
}

} // namespace persistence
