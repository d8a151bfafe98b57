#pragma once

#include "model/bson/builder.h"
#include "model/bson/typewrapper.h"

#include <QString>

#include <optional>
#include <vector>

namespace persistence::bson {

/// Receives the events of a JSON parser that works in place and writes BSON from them. The texts of all events must stay where they are
/// until the last one. Each function returns false to stop the parser; reason() and place() then say why and where. Serves
/// ExtendedJsonReader and nobody else.
class JsonEvents final
{
public:
    /// A place in the text, to be turned into an offset; null means "where the parser stands".
    using Place = const char *;

    struct Options
    {
        bool isDocument = false; ///< the text must be an object, which becomes the document; otherwise any value, named ""
        bool isLegacy = false;   ///< see JsonDialect::Legacy
        bool hasEscapes = false; ///< the text has a `\u`, so decoded texts may hold what the text itself does not
    };

    /// Starts over with a new text; keeps the memory.
    void begin(Options options);

    /// What was written.
    [[nodiscard]] Builder &builder() { return m_builder; }

    // The handler interface of RapidJSON, hence the names.
    bool Null();                                           // NOLINT
    bool Bool(bool value);                                 // NOLINT
    bool RawNumber(const char *text, unsigned size, bool); // NOLINT
    bool String(const char *text, unsigned size, bool);    // NOLINT
    bool StartObject();                                    // NOLINT
    bool Key(const char *text, unsigned size, bool);       // NOLINT
    bool EndObject(unsigned);                              // NOLINT
    bool StartArray();                                     // NOLINT
    bool EndArray(unsigned);                               // NOLINT
    bool Int(int) { return false; }                        // NOLINT: numbers come as text
    bool Uint(unsigned) { return false; }                  // NOLINT
    bool Int64(int64_t) { return false; }                  // NOLINT
    bool Uint64(uint64_t) { return false; }                // NOLINT
    bool Double(double) { return false; }                  // NOLINT

    [[nodiscard]] const QString &reason() const { return m_reason; }
    [[nodiscard]] Place place() const { return m_place; }
    /// The first field whose name its object had before.
    [[nodiscard]] Place duplicate() const { return m_duplicate; }
    /// Whether objects and arrays were nested so deeply that the document may exceed kMaxDepth; wrappers do not count there.
    [[nodiscard]] bool isDeep() const { return m_deepest > kMaxDepth; }

private:
    /// An open object or array.
    struct Level
    {
        bool isArray = false;
        bool isCandidate = false;       ///< its first field names a wrapper
        bool hasWrappedNumbers = false; ///< a number inside was written as a wrapper
        qsizetype start = 0;            ///< of its element in the builder
        qsizetype firstKey = 0;         ///< in m_keys
        qint64 count = 0;               ///< members so far
        Place place = nullptr;          ///< a text at or before it
    };

    bool fail(const QString &reason, Place place);
    bool beginValue();
    bool start(bool isArray);
    bool end();
    bool unwrap(const Level &level);
    bool checkText(QByteArrayView text);
    bool appendBareWord(QByteArrayView text);
    void noteDuplicate(QByteArrayView key);
    void noteDuplicates(const Level &level);

    Options m_options;
    Builder m_builder;
    TypeWrapper m_wrapper;
    std::vector<Level> m_levels;
    std::vector<QByteArrayView> m_keys; ///< of all open objects
    QByteArrayView m_name;              ///< of the next value
    char m_index[24];
    qsizetype m_deepest = 0;
    QString m_reason;
    Place m_place = nullptr;
    Place m_lastPlace = nullptr;
    Place m_duplicate = nullptr;
};

} // namespace persistence::bson
