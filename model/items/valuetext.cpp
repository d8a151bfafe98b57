#include "model/items/valuetext.h"

#include "model/bson/displaytext.h"
#include "model/bson/preview.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::ValueText", text);
}

// English has two forms and no translation file of its own, so "%n thing(s)" would reach the screen.
QString counted(qsizetype count, const char *one, const char *many)
{
    return count == 1 ? tr(one) : tr(many).arg(QLocale().toString(qint64(count)));
}

QString doubleText(double value)
{
    if (std::isnan(value))
        return u"NaN"_s;
    if (std::isinf(value))
        return value > 0 ? u"Infinity"_s : u"-Infinity"_s;
    char buffer[40];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    QString text = QString::fromLatin1(buffer, end - buffer);
    // A whole double keeps its point, so that it cannot be taken for an integer.
    if (!text.contains(u'.') && !text.contains(u'e'))
        text += u".0"_s;
    return text;
}

QString dateText(qint64 milliseconds, bool localTime)
{
    // QDateTime writes ISO text for the years 1 to 9999 only (reliability guide, section 2.3).
    constexpr qint64 kYear1 = -62'135'596'800'000;
    constexpr qint64 kYear10000 = 253'402'300'800'000;
    if (milliseconds < kYear1 || milliseconds >= kYear10000)
        return tr("%1 ms since 1970").arg(milliseconds);
    QDateTime date = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
    if (localTime) {
        date = date.toLocalTime();
        date = date.toOffsetFromUtc(date.offsetFromUtc());
    }
    return date.toString(Qt::ISODateWithMs).replace(u'T', u' ');
}

QString hex(QByteArrayView bytes, qsizetype most)
{
    return QString::fromLatin1(bytes.first(qMin(bytes.size(), most)).toByteArray().toHex()) + (bytes.size() > most ? u"…"_s : QString());
}

QString timestampText(bson::Timestamp value)
{
    return u"%1, %2"_s.arg(QString::number(value.seconds), QString::number(value.increment));
}

QString binaryText(const bson::Binary &binary)
{
    return counted(binary.data.size(), "1 byte", "%1 bytes") + u" · "_s + tr("subtype %1").arg(binary.subtype) + u" · "_s +
           hex(binary.data, 32);
}

} // namespace

QString visibleText(QByteArrayView utf8, qsizetype maxBytes)
{
    return bson::displayText(utf8, maxBytes);
}

QString cellText(const bson::Element &element, qsizetype members, bool localTime)
{
    switch (element.type()) {
    case bson::Type::Double:
        return doubleText(element.toDouble());
    case bson::Type::String:
    case bson::Type::Code:
    case bson::Type::Symbol:
        return visibleText(element.toText());
    case bson::Type::Document:
        return members == 0 ? u"{}"_s : u"{ "_s + counted(members, "1 field", "%1 fields") + u" }"_s;
    case bson::Type::Array:
        return members == 0 ? u"[]"_s : u"[ "_s + counted(members, "1 item", "%1 items") + u" ]"_s;
    case bson::Type::Binary:
        return binaryText(element.toBinary());
    case bson::Type::ObjectId:
        return hex(element.toObjectId(), 12);
    case bson::Type::Bool:
        return element.toBool() ? u"true"_s : u"false"_s;
    case bson::Type::Date:
        return dateText(element.toDate(), localTime);
    case bson::Type::Regex:
        return u"/%1/%2"_s.arg(visibleText(element.toRegex().pattern), visibleText(element.toRegex().options));
    case bson::Type::DbPointer:
        return u"%1 %2"_s.arg(visibleText(element.toDbPointer().collection), hex(element.toDbPointer().objectId, 12));
    case bson::Type::CodeWithScope:
        return visibleText(element.toScopedCode());
    case bson::Type::Int32:
        return QString::number(element.toInt32());
    case bson::Type::Timestamp:
        return timestampText(element.toTimestamp());
    case bson::Type::Int64:
        return QString::number(element.toInt64());
    case bson::Type::Decimal128:
        return bson::preview(element, 60);
    case bson::Type::Null:
        return u"null"_s;
    case bson::Type::Undefined:
        return u"undefined"_s;
    case bson::Type::MinKey:
        return u"MinKey"_s;
    case bson::Type::MaxKey:
        return u"MaxKey"_s;
    }
    return {};
}

IconId typeIcon(bson::Type type)
{
    switch (type) {
    case bson::Type::Double:
    case bson::Type::Int32:
    case bson::Type::Int64:
    case bson::Type::Decimal128:
        return IconId::TypeNumber;
    case bson::Type::String:
        return IconId::TypeText;
    case bson::Type::Document:
        return IconId::TypeObject;
    case bson::Type::Array:
        return IconId::TypeArray;
    case bson::Type::Binary:
        return IconId::TypeBinary;
    case bson::Type::ObjectId:
        return IconId::TypeObjectId;
    case bson::Type::Bool:
        return IconId::TypeBool;
    case bson::Type::Date:
        return IconId::TypeDate;
    case bson::Type::Null:
        return IconId::TypeNull;
    default:
        return IconId::TypeOther;
    }
}

QByteArray clipboardText(const bson::Element &element)
{
    switch (element.type()) {
    case bson::Type::String:
    case bson::Type::Code:
    case bson::Type::Symbol:
        return element.toText().toByteArray();
    default:
        return cellText(element, 0, false).toUtf8();
    }
}

} // namespace persistence
