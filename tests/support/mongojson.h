#pragma once

#include "model/bson/view.h"

#include <QByteArray>

namespace persistence::test {

/// Prints BSON as mongoexport does, apart from the program's own writer, so that the program's reader is tested against another writer.
/// Sources: the specification of Extended JSON v2; for v1 and numbers mongo-tools (domain reference, 11 and 12). Never fails.
class MongoJson final
{
public:
    enum Style {
        Canonical, ///< Extended JSON v2, lossless
        Relaxed,   ///< Extended JSON v2, what mongoexport writes by default
        V1,        ///< strict mode of mongoexport up to 4.0, and of the cells of its CSV
    };
    /// \a indented: one member a line, indented by tabs, as `mongoexport --pretty` does.
    explicit MongoJson(Style style, bool indented = false) : m_style(style), m_indented(indented) {}

    [[nodiscard]] QByteArray document(QByteArrayView document);
    /// What mongoexport writes into a cell of its CSV, before quoting.
    [[nodiscard]] QByteArray cell(const bson::Element &element);

private:
    void appendMembers(bson::DocumentView document, bool isArray);
    void appendValue(const bson::Element &element);
    void appendDouble(double value);
    void appendDate(qint64 milliseconds);
    void appendBinary(const bson::Binary &binary);
    void appendString(QByteArrayView utf8);
    void newLine();

    Style m_style;
    bool m_indented;
    int m_depth = 0;
    QByteArray m_out;
};

} // namespace persistence::test
