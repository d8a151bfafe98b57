#pragma once

#include "model/sinks/recordsink.h"

#include <memory>
#include <vector>

namespace persistence {

/// The columns of an exact CSV: the fields of the documents themselves, not what is inside them. One more, `$document`, takes the documents
/// that have fields in another order, twice, or too many of.
class ExactColumns final
{
public:
    static constexpr QByteArrayView kWholeDocument = "$document";

    /// Adds the fields of one more document.
    void add(bson::DocumentView document);
    [[nodiscard]] const std::vector<QByteArray> &names() const { return m_names; }

private:
    std::vector<QByteArray> m_names;
};

/// CSV that reads back byte for byte. Every cell that is not empty is canonical Extended JSON; an empty one is a field that the document
/// lacks. A document that the columns do not fit stands whole in the last one; where its text would not read back to the same bytes, as
/// `{"$binary": …}` with its BSON. RFC 4180, lines end with CR LF, nothing is added to any text.
[[nodiscard]] std::unique_ptr<RecordSink> makeCsvExactSink(ByteSink &to, const ExactColumns &columns);

} // namespace persistence
