#pragma once

#include "model/bson/builder.h"
#include "tests/support/sampleworld.h"

#include <initializer_list>

namespace persistence::test {

struct KeyPart
{
    QByteArray model;
    QByteArray id;
};

/// What a recipe writes one record with: the document under way, a stream of random numbers of its own and the invented server.
/// Two random calls never stand in one argument list: their order is not defined there, and the sample must be the same everywhere.
struct SampleScribe
{
    const SampleWorld &world;
    Random random;
    bson::Builder &out;
    qint64 ordinal = 0; ///< number of the record
    qint64 count = 0;   ///< of records in all
    qint64 time = 0;    ///< ms since 1970

    void text(QByteArrayView name, const QByteArray &value) { out.appendString(name, value); }
    void whole(QByteArrayView name, qint32 value) { out.appendInt32(name, value); }
    /// Numbers of apps that are not int32 are doubles, also whole ones such as milliseconds (domain reference, 12).
    void number(QByteArrayView name, double value) { out.appendDouble(name, value); }
    void flag(QByteArrayView name, bool value) { out.appendBool(name, value); }
    void date(QByteArrayView name, qint64 milliseconds) { out.appendDate(name, milliseconds); }
    void none(QByteArrayView name) { out.appendNull(name); }
    void texts(QByteArrayView name, std::initializer_list<QByteArray> values);

    /// `associations`, in the order and form of the server.
    void key(std::initializer_list<KeyPart> parts);
    void openData() { out.openDocument("data"); }
    void openDataList() { out.openArray("data"); }
    /// Opens element \a index of an array.
    void openItem(qint64 index) { out.openDocument(QByteArray::number(index)); }
    void close() { out.close(); }

    void person(QByteArrayView name, const SamplePerson &person);
    void room(QByteArrayView name, const SampleRoom &room);
    /// A room as apps get it from the server and store it whole.
    void wholeRoom(QByteArrayView name, const SampleRoom &room);
};

/// Ends a record after its associations and data.
using SampleRecipe = void (*)(SampleScribe &);

/// One kind of record of one app: how many of a hundred records are of this kind.
struct SampleKind
{
    int app; ///< index in SampleWorld::apps()
    int share;
    SampleRecipe write;
};

/// The key and value shapes of the apps in the domain reference, section 6. The shares add up to 100 with kOddShare.
const QList<SampleKind> &sampleKinds();
inline constexpr int kOddShare = 5;

/// Records that are unlike what the server writes today: other shapes, ids, types, texts. Writes the whole document.
void writeOddRecord(SampleScribe &scribe, qint64 kind);
qint64 oddKindCount();
/// Every BSON type, with values at the edges of each, as members of the open document.
void writeEveryType(SampleScribe &scribe);

/// A sentence or two that somebody could have written.
QByteArray sampleComment(Random &random, int rating);
QByteArray sampleSentence(Random &random);
/// At least \a size bytes of text.
QByteArray sampleText(Random &random, qsizetype size);

} // namespace persistence::test
