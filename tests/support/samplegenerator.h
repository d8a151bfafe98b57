#pragma once

#include "model/bson/builder.h"
#include "model/record/collection.h"
#include "tests/support/sampleworld.h"

namespace persistence::test {

enum class SampleProfile {
    Apps, ///< key and value shapes of real apps, labels, messages, odd records
    Flat, ///< for measuring: 20 apps, 0 to 3 associations (1.73 in the mean), 8 models, about 400 bytes a record (performance guide,
          ///< "Data")
};

struct SampleScribe;

struct SampleOptions
{
    qint64 records = 400; ///< of apps; labels and messages come on top
    quint64 seed = 1;
    SampleProfile profile = SampleProfile::Apps;
};

/// Makes the documents of an invented server, one after another, mixed as in a dump. Equal options give equal bytes on every machine.
/// Each document depends on its number alone, so memory does not grow with their count. Names are invented; what stands where a server
/// keeps secrets holds kSecretMark, so that a test can look for it.
class SampleGenerator final
{
public:
    static constexpr char kSecretMark[] = "MUST-NOT-BE-KEPT";

    explicit SampleGenerator(const SampleOptions &options);
    ~SampleGenerator();
    Q_DISABLE_COPY_MOVE(SampleGenerator)

    /// The next document, valid until the next call; false after the last.
    bool next();
    /// Where the document belongs; Other for a collection that holds nothing for us.
    [[nodiscard]] Collection collection() const { return m_collection; }
    [[nodiscard]] QByteArrayView document() const { return m_document; }

    /// The name in the database, such as "rocketchat_apps_persistence".
    static QByteArray collectionName(Collection collection);
    /// All that have documents, and Other.
    static const QList<Collection> &collections();

private:
    [[nodiscard]] qint64 countOf(Collection collection) const;
    void write(Collection collection, qint64 index);
    void writeRecord(SampleScribe &scribe);

    SampleOptions m_options;
    SampleWorld m_world;
    bson::Builder m_builder;
    Collection m_collection = Collection::Other;
    QByteArrayView m_document;
    // The documents come in chunks: some of each collection, then the next chunk.
    qint64 m_chunks;
    qint64 m_chunk = 0;
    qsizetype m_collectionIndex = 0;
    qint64 m_index = -1;
    qint64 m_oddRecords = 0;
};

} // namespace persistence::test
