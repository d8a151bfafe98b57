#pragma once

#include "model/bson/builder.h"
#include "model/bson/extendedjsonreader.h"
#include "model/sources/csvreader.h"

#include <QByteArray>
#include <QString>

#include <vector>

namespace persistence {

/// Turns rows of a mongoexport CSV into documents. CSV has lost most types, so this is the best that can be done (domain reference, 11):
/// - an empty cell is a field that is not there (or was null);
/// - `{…}` and `[…]` are Extended JSON, `ObjectId(<hex>)` an ObjectId, `2006-01-02T15:04:05.000Z` a date;
/// - unquoted true, false and JSON numbers are that; everything else, and every other quoted cell, is text;
/// - `_id`, `appId` and the parts of associations are never numbers, because the server writes only texts there;
/// - `associations.0.model` and `data.x` become members of arrays and documents.
class CsvColumns final
{
public:
    /// The columns of a header row; nothing if these cells are no header of records.
    static std::optional<CsvColumns> fromHeader(const std::vector<CsvReader::Cell> &cells);
    /// `_id,appId,associations,data`, if a first row without a header above it looks like that.
    static std::optional<CsvColumns> fromFirstRow(const std::vector<CsvReader::Cell> &cells);

    /// Builds the document of a row; the reason if that fails. The document is valid until the next call.
    [[nodiscard]] QString build(const std::vector<CsvReader::Cell> &cells);
    [[nodiscard]] QByteArrayView document() const { return m_document; }

private:
    /// A field, of the document or of another field.
    struct Node
    {
        QByteArray name;
        qsizetype column = -1; ///< -1: it has members
        bool isText = false;
        std::vector<Node> members;

        [[nodiscard]] bool isArray() const;
    };

    explicit CsvColumns(const std::vector<QByteArray> &names);

    static bool hasContent(const Node &node, const std::vector<CsvReader::Cell> &cells);
    bool append(const Node &node, const QByteArray &name, const std::vector<CsvReader::Cell> &cells);
    bool appendCell(const Node &node, const QByteArray &name, const CsvReader::Cell &cell);

    Node m_root;
    qsizetype m_count = 0;
    QString m_fault;
    QByteArrayView m_document;
    bson::Builder m_builder;
    bson::ExtendedJsonReader m_reader{bson::JsonDialect::Legacy};
};

} // namespace persistence
