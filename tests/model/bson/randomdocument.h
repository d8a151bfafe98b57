#pragma once

#include "model/bson/builder.h"
#include "model/bson/typewrapper.h"

#include <QByteArray>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include <bson/bson.h>

/// Makes random documents of every type that text can hold: edge values of numbers and dates, hostile names and texts, deep nesting.
/// The same seed gives the same documents.
class RandomDocument final
{
public:
    explicit RandomDocument(quint64 seed) : m_engine(seed) {}

    QByteArray next()
    {
        persistence::bson::Builder builder;
        addMembers(builder, int(pick(12)), 0);
        return builder.finish().toByteArray();
    }

private:
    using Builder = persistence::bson::Builder;
    using Type = persistence::bson::Type;

    quint64 pick(quint64 count) { return m_engine() % count; }

    QByteArray bytes(qsizetype size)
    {
        QByteArray result(size, Qt::Uninitialized);
        for (char &c : result)
            c = char(m_engine());
        return result;
    }

    QByteArray text(bool mayHoldNul)
    {
        static const QByteArray kPieces[] = {"a",
                                             "Z",
                                             "9",
                                             " ",
                                             "\"",
                                             "\\",
                                             "/",
                                             "\n",
                                             "\t",
                                             "\x01",
                                             "\x1f",
                                             "\x7f",
                                             "\xc2\x80",
                                             "\xc3\xa9",
                                             "\xe2\x80\xae",
                                             "\xef\xbb\xbf",
                                             "\xed\x9f\xbf",
                                             "\xee\x80\x80",
                                             "\xef\xbf\xbf",
                                             "\xf0\x9f\x98\x80",
                                             "\xf4\x8f\xbf\xbf",
                                             "%2",
                                             "<img>",
                                             "$oid",
                                             ".",
                                             "+Infinity",
                                             QByteArray(1, '\0')};
        const quint64 kinds = std::size(kPieces) - (mayHoldNul ? 0 : 1);
        QByteArray result;
        for (quint64 i = pick(20); i > 0; --i)
            result += kPieces[pick(kinds)];
        return result;
    }

    QByteArray name(bool isFirst, bool isRoot)
    {
        QByteArray result = pick(4) == 0 ? text(false) : QByteArray("f") + QByteArray::number(pick(1000));
        // Such a document cannot be told from a wrapper; the tests of the writer cover it.
        if (isFirst && !isRoot && persistence::bson::TypeWrapper::isCandidate(result))
            result.prepend('_');
        return result;
    }

    double number()
    {
        static constexpr double kEdges[] = {0.0,
                                            -0.0,
                                            1.0,
                                            -1.0,
                                            0.1,
                                            1e15,
                                            1e16,
                                            123456789012345680.0,
                                            1e21,
                                            1e-5,
                                            9.999e-6,
                                            5e-324,
                                            1.7976931348623157e308,
                                            1700000000123.0,
                                            2147483648.0};
        switch (pick(5)) {
        case 0:
            return kEdges[pick(std::size(kEdges))];
        case 1:
            return double(qint64(m_engine()));
        case 2:
            return pick(2) ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
        default: {
            const quint64 bits = m_engine();
            double value = 0;
            std::memcpy(&value, &bits, sizeof(value));
            return std::isnan(value) ? 1.5 : value;
        }
        }
    }

    qint64 integer()
    {
        static constexpr qint64 kEdges[] = {0,
                                            -1,
                                            2147483647,
                                            2147483648,
                                            -2147483648LL,
                                            -2147483649LL,
                                            std::numeric_limits<qint64>::max(),
                                            std::numeric_limits<qint64>::min(),
                                            253402300799999,
                                            253402300800000};
        return pick(2) ? kEdges[pick(std::size(kEdges))] : qint64(m_engine() >> pick(64));
    }

    QByteArray decimal()
    {
        const std::string digits = (pick(2) ? "-" : "") + std::to_string(m_engine()) + "." + std::to_string(m_engine() % 1'000'000'000) +
                                   "E" + std::to_string(int(pick(12000)) - 6000);
        bson_decimal128_t value;
        bson_decimal128_from_string(digits.c_str(), &value);
        QByteArray result(16, Qt::Uninitialized);
        qToLittleEndian<quint64>(value.low, result.data());
        qToLittleEndian<quint64>(value.high, result.data() + 8);
        return result;
    }

    QByteArray inner(int depth)
    {
        Builder builder;
        addMembers(builder, int(pick(4)), depth);
        return builder.finish().toByteArray();
    }

    void addMembers(Builder &builder, int count, int depth)
    {
        for (int i = 0; i < count; ++i)
            addMember(builder, name(i == 0, depth == 0), depth);
    }

    void addMember(Builder &builder, const QByteArray &name, int depth)
    {
        switch (pick(depth < 8 ? 21 : 18)) {
        case 0:
            return builder.appendDouble(name, number());
        case 1:
            return builder.appendString(name, text(true));
        case 2:
            return builder.appendBinary(name, quint8(m_engine()), bytes(qsizetype(pick(20))));
        case 3:
            return builder.appendMark(name, Type::Undefined);
        case 4:
            return builder.appendObjectId(name, bytes(12));
        case 5:
            return builder.appendBool(name, pick(2));
        case 6:
            return builder.appendDate(name, integer());
        case 7:
            return builder.appendNull(name);
        case 8:
            return builder.appendRegex(name, text(false), "imx");
        case 9:
            return builder.appendDbPointer(name, text(true), bytes(12));
        case 10:
            return builder.appendCode(name, text(true));
        case 11:
            return builder.appendSymbol(name, text(true));
        case 12:
            return builder.appendInt32(name, qint32(integer()));
        case 13:
            return builder.appendTimestamp(name, {quint32(m_engine()), quint32(m_engine())});
        case 14:
            return builder.appendInt64(name, integer());
        case 15:
            return builder.appendDecimal128(name, decimal());
        case 16:
            return builder.appendMark(name, Type::MinKey);
        case 17:
            return builder.appendMark(name, Type::MaxKey);
        case 18:
            return builder.appendCodeWithScope(name, text(true), inner(depth + 1));
        case 19:
            return builder.appendContainer(name, Type::Document, inner(depth + 1));
        default: {
            builder.openArray(name);
            const int count = int(pick(14));
            for (int i = 0; i < count; ++i)
                addMember(builder, QByteArray::number(i), depth + 1);
            return builder.close();
        }
        }
    }

    std::mt19937_64 m_engine;
};
