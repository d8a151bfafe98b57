#pragma once

#include "model/bson/builder.h"
#include "model/record/collection.h"
#include "model/transfer/pseudonyms.h"
#include "model/transfer/redactionprofile.h"

namespace persistence {

/// Values that a redaction has changed, by what it did to them.
struct RedactionCounts
{
    qint64 masked = 0;
    qint64 hashed = 0;
    qint64 dropped = 0;

    bool operator==(const RedactionCounts &) const = default;
};

/// Hides what is private in documents, by the rules of a profile. The app of a record and what no rule matches stay; field order and types
/// stay too, except where a pseudonym takes the place of a value that is neither text nor number. What is nested too deep to look into is
/// dropped. One thread at a time.
class Redaction final
{
public:
    Redaction(RedactionProfile profile, const QByteArray &salt);

    /// The redacted document, valid until the next call.
    [[nodiscard]] QByteArrayView apply(QByteArrayView body);
    [[nodiscard]] const RedactionCounts &counts() const { return m_counts; }
    void resetCounts() { m_counts = {}; }

private:
    void copyMembers(bson::DocumentView document, bool isArray);
    void copy(const bson::Element &element, QByteArrayView name);
    void copyKept(const bson::Element &element, QByteArrayView name);
    void mask(const bson::Element &element, QByteArrayView name);
    void hash(const bson::Element &element, QByteArrayView name);
    void drop(QByteArrayView name);
    /// The members of a container, each by \a redact, with names that tell nothing.
    void redactMembers(const bson::Element &container, QByteArrayView name,
                       void (Redaction::*redact)(const bson::Element &, QByteArrayView));
    void copyText(const bson::Element &element, QByteArrayView name);
    void appendText(bson::Type type, QByteArrayView name, const QByteArray &text);

    [[nodiscard]] std::optional<RedactionAction> actionHere(const bson::Element &element) const;
    [[nodiscard]] RedactionAction actionFor(TextKind kind) const;
    [[nodiscard]] QByteArray redacted(QByteArrayView text, bool isName);
    [[nodiscard]] bool isAt(const bson::Path &path) const;
    [[nodiscard]] bool isAssociationId() const;

    RedactionProfile m_profile;
    Pseudonyms m_pseudonyms;
    RedactionCounts m_counts;
    bson::Builder m_builder;
    std::vector<bson::PathStep> m_steps;
    bool m_isInArray = false;
    QByteArrayView m_model; ///< of the association that is being copied
};

} // namespace persistence
