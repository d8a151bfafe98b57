#include "model/bson/preview.h"

#include "model/bson/displaytext.h"
#include "model/bson/isodate.h"
#include "model/bson/numbertext.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <vector>

#include <bson/bson.h>

namespace persistence::bson {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(BsonPreview)
};

QString numberText(double value)
{
    if (std::isnan(value))
        return QStringLiteral("NaN");
    if (std::isinf(value))
        return value > 0 ? QStringLiteral("Infinity") : QStringLiteral("-Infinity");
    char digits[48];
    QString text = QString::fromLatin1(digits, formatDouble(value, digits) - digits);
    if (text.endsWith(QLatin1StringView(".0")))
        text.chop(2);
    return text;
}

QString dateText(qint64 milliseconds)
{
    if (!isInIsoRange(milliseconds))
        return Texts::tr("%1 ms since 1970").arg(milliseconds);
    QByteArray text;
    appendIsoDate(text, milliseconds);
    return QString::fromLatin1(text);
}

QString decimalText(QByteArrayView bytes)
{
    bson_decimal128_t value;
    value.low = qFromLittleEndian<quint64>(bytes.data());
    value.high = qFromLittleEndian<quint64>(bytes.data() + 8);
    char text[BSON_DECIMAL128_STRING];
    bson_decimal128_to_string(&value, text);
    return QString::fromLatin1(text);
}

QString hexText(QByteArrayView bytes)
{
    return QString::fromLatin1(bytes.toByteArray().toHex());
}

/// Collects the line and stops when it is full. Open containers are on a stack, whose size is bounded by the length of the line.
class Line final
{
public:
    explicit Line(int maxCharacters) : m_limit(maxCharacters) {}

    QString of(const Element &element)
    {
        value(element);
        while (!m_levels.empty() && !isFull())
            step();
        if (m_text.size() > m_limit) {
            m_text.truncate(std::max(m_limit - 1, 0));
            if (!m_text.isEmpty() && m_text.back().isHighSurrogate())
                m_text.chop(1);
            m_text += u'…';
        }
        return m_text;
    }

private:
    struct Level
    {
        DocumentView::Iterator next;
        bool isArray = false;
        bool isFirst = true;
    };

    bool isFull() const { return m_text.size() > m_limit; }
    /// A character takes at most four bytes, and one more makes the line full.
    QString text(QByteArrayView utf8) const { return displayText(utf8, 4 * (qsizetype(m_limit) + 1)); }

    void step()
    {
        Level &level = m_levels.back();
        if (level.next == DocumentView::Iterator()) {
            m_text += level.isArray ? u']' : u'}';
            m_levels.pop_back();
            return;
        }
        const Element element = *level.next;
        ++level.next;
        if (!level.isFirst)
            m_text += QStringLiteral(", ");
        level.isFirst = false;
        if (!level.isArray)
            m_text += text(element.name()) + QStringLiteral(": ");
        value(element);
    }

    void value(const Element &element)
    {
        if (element.isContainer()) {
            m_levels.push_back({element.toDocument().begin(), element.type() == Type::Array, true});
            m_text += element.type() == Type::Array ? u'[' : u'{';
            return;
        }
        m_text += scalar(element);
    }

    QString scalar(const Element &element) const;

    int m_limit;
    QString m_text;
    std::vector<Level> m_levels;
};

QString Line::scalar(const Element &element) const
{
    switch (element.type()) {
    case Type::Double:
        return numberText(element.toDouble());
    case Type::String:
    case Type::Symbol:
    case Type::Code:
        return text(element.toText());
    case Type::CodeWithScope:
        return text(element.toScopedCode());
    case Type::Binary:
        return element.toBinary().data.size() == 1 ? Texts::tr("binary, 1 byte")
                                                   : Texts::tr("binary, %1 bytes").arg(element.toBinary().data.size());
    case Type::ObjectId:
        return hexText(element.toObjectId());
    case Type::Bool:
        return element.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    case Type::Date:
        return dateText(element.toDate());
    case Type::Null:
        return QStringLiteral("null");
    case Type::Regex:
        return QStringLiteral("/%1/%2").arg(text(element.toRegex().pattern), text(element.toRegex().options));
    case Type::DbPointer:
        return QStringLiteral("%1 %2").arg(text(element.toDbPointer().collection), hexText(element.toDbPointer().objectId));
    case Type::Int32:
        return QString::number(element.toInt32());
    case Type::Int64:
        return QString::number(element.toInt64());
    case Type::Timestamp:
        return QStringLiteral("%1, %2").arg(QString::number(element.toTimestamp().seconds),
                                            QString::number(element.toTimestamp().increment));
    case Type::Decimal128:
        return decimalText(element.toDecimal128());
    default:
        return typeName(element.type());
    }
}

} // namespace

QString preview(const Element &element, int maxCharacters)
{
    return Line(maxCharacters).of(element);
}

QString typeName(Type type)
{
    switch (type) {
    case Type::Double:
        return Texts::tr("Double");
    case Type::String:
        return Texts::tr("Text");
    case Type::Document:
        return Texts::tr("Object");
    case Type::Array:
        return Texts::tr("Array");
    case Type::Binary:
        return Texts::tr("Binary");
    case Type::Undefined:
        return Texts::tr("Undefined");
    case Type::ObjectId:
        return Texts::tr("ObjectId");
    case Type::Bool:
        return Texts::tr("Boolean");
    case Type::Date:
        return Texts::tr("Date");
    case Type::Null:
        return Texts::tr("Null");
    case Type::Regex:
        return Texts::tr("Regular expression");
    case Type::DbPointer:
        return Texts::tr("DBPointer");
    case Type::Code:
        return Texts::tr("Code");
    case Type::Symbol:
        return Texts::tr("Symbol");
    case Type::CodeWithScope:
        return Texts::tr("Code with scope");
    case Type::Int32:
        return Texts::tr("Int32");
    case Type::Timestamp:
        return Texts::tr("Timestamp");
    case Type::Int64:
        return Texts::tr("Int64");
    case Type::Decimal128:
        return Texts::tr("Decimal128");
    case Type::MaxKey:
        return Texts::tr("MaxKey");
    case Type::MinKey:
        return Texts::tr("MinKey");
    }
    return {};
}

} // namespace persistence::bson
