#pragma once

#include "model/bson/view.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <compare>

namespace persistence {

/// The `_id` of a record with its BSON type: one type byte and the value as BSON stores it. Only this names a record; a text and an
/// ObjectId of the same digits are two ids (domain reference, 5.2). Ordered by its bytes. Empty for a document without `_id`.
class RecordId final
{
public:
    RecordId() = default;
    explicit RecordId(const bson::Element &id);
    /// From the form that encoded() gives; as the workspace stores it.
    static RecordId fromEncoded(QByteArray encoded);

    /// What a person may have meant by typing \a text: the id as text first; as an ObjectId too if it is 24 hex digits.
    static QList<RecordId> candidates(const QString &text);

    [[nodiscard]] bool isEmpty() const { return m_encoded.isEmpty(); }
    [[nodiscard]] const QByteArray &encoded() const { return m_encoded; }
    [[nodiscard]] bson::Type type() const;
    /// The id for people: the text itself, the hex digits of an ObjectId, else its type and value in short. Control characters stay.
    [[nodiscard]] QString toDisplayText() const;

    auto operator<=>(const RecordId &other) const { return m_encoded.compare(other.m_encoded) <=> 0; }
    bool operator==(const RecordId &) const = default;

private:
    QByteArray m_encoded;
};

} // namespace persistence
