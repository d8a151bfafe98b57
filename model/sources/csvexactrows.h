#pragma once

#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"
#include "model/sources/csvreader.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

namespace persistence {

/// Turns rows of an exact CSV back into the documents that it was written from, byte for byte. Its header names the fields of documents and
/// ends with `$document`: a document whole, or its BSON in `{"$binary": …}`. A cell that is not empty is canonical Extended JSON.
class CsvExactRows final
{
public:
    /// The columns of a header row; nothing if these cells are no header of an exact CSV.
    static std::optional<CsvExactRows> fromHeader(const std::vector<CsvReader::Cell> &cells);

    /// Builds the document of a row; the reason if that fails. The document is valid until the next call.
    [[nodiscard]] QString build(const std::vector<CsvReader::Cell> &cells);
    [[nodiscard]] QByteArrayView document() const { return m_document; }

private:
    [[nodiscard]] QString buildWhole(QByteArrayView text);

    std::vector<QByteArray> m_names;
    QByteArrayView m_document;
    bson::Builder m_builder;
    QByteArray m_holder;
    bson::ExtendedJsonReader m_reader;
};

} // namespace persistence
