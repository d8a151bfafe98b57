#pragma once

#include <QtGlobal>

namespace persistence::bson {

/// The type byte of a BSON element. Source: bsonspec.org/spec.html, version 1.1.
enum class Type : quint8 {
    Double = 0x01,
    String = 0x02,
    Document = 0x03,
    Array = 0x04,
    Binary = 0x05,
    Undefined = 0x06,
    ObjectId = 0x07,
    Bool = 0x08,
    Date = 0x09,
    Null = 0x0a,
    Regex = 0x0b,
    DbPointer = 0x0c,
    Code = 0x0d,
    Symbol = 0x0e,
    CodeWithScope = 0x0f,
    Int32 = 0x10,
    Timestamp = 0x11,
    Int64 = 0x12,
    Decimal128 = 0x13,
    MaxKey = 0x7f,
    MinKey = 0xff,
};

/// Largest document that is read: MongoDB's 16 MiB and the 16 KiB that its tools allow on top.
inline constexpr qsizetype kMaxDocumentSize = 16 * 1024 * 1024 + 16 * 1024;
/// The smallest document: its length and the closing zero.
inline constexpr qsizetype kMinDocumentSize = 5;
/// Deeper documents are kept as bytes but not decoded.
inline constexpr int kMaxDepth = 200;

} // namespace persistence::bson
