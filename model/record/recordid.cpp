#include "model/record/recordid.h"

#include "model/bson/builder.h"

#include <QLocale>

namespace persistence {

namespace {

RecordId recordIdOf(bson::Builder &builder)
{
    return RecordId(*bson::DocumentView(builder.finish()).begin());
}

bool isHex(const QString &text)
{
    return std::all_of(text.begin(), text.end(),
                       [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F'); });
}

} // namespace

RecordId::RecordId(const bson::Element &id)
{
    m_encoded.reserve(1 + id.value().size());
    m_encoded.append(char(id.type()));
    m_encoded.append(id.value());
}

RecordId RecordId::fromEncoded(QByteArray encoded)
{
    RecordId id;
    id.m_encoded = std::move(encoded);
    return id;
}

QList<RecordId> RecordId::candidates(const QString &text)
{
    QList<RecordId> ids;
    bson::Builder builder;
    builder.appendString("_id", text.toUtf8());
    ids.append(recordIdOf(builder));
    if (text.size() == 24 && isHex(text)) {
        builder.clear();
        builder.appendObjectId("_id", QByteArray::fromHex(text.toLatin1()));
        ids.append(recordIdOf(builder));
    }
    bool isNumber = false;
    const qint32 number = text.toInt(&isNumber);
    if (isNumber) {
        builder.clear();
        builder.appendInt32("_id", number);
        ids.append(recordIdOf(builder));
        builder.clear();
        builder.appendInt64("_id", number);
        ids.append(recordIdOf(builder));
        builder.clear();
        builder.appendDouble("_id", number);
        ids.append(recordIdOf(builder));
    }
    return ids;
}

bson::Type RecordId::type() const
{
    return m_encoded.isEmpty() ? bson::Type::Null : bson::Type(quint8(m_encoded[0]));
}

QString RecordId::toDisplayText() const
{
    if (m_encoded.isEmpty())
        return {};
    const bson::Element id(type(), {}, QByteArrayView(m_encoded).sliced(1));
    switch (id.type()) {
    case bson::Type::String:
        return QString::fromUtf8(id.toText());
    case bson::Type::ObjectId:
        return QString::fromLatin1(id.toObjectId().toByteArray().toHex());
    case bson::Type::Int32:
        return QString::number(id.toInt32());
    case bson::Type::Int64:
        return QString::number(id.toInt64());
    case bson::Type::Double:
        return QString::number(id.toDouble(), 'g', QLocale::FloatingPointShortest);
    default:
        return QStringLiteral("0x%1:%2").arg(QString::number(quint8(id.type()), 16), QString::fromLatin1(id.value().toByteArray().toHex()));
    }
}

} // namespace persistence
