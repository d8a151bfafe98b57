#include "model/transfer/redaction.h"

#include <algorithm>

namespace persistence {

namespace {

using bson::Element;
using bson::Type;

bool isText(Type type)
{
    return type == Type::String || type == Type::Symbol || type == Type::Code;
}

/// The first text under "model" of an association.
QByteArrayView modelOf(const Element &association)
{
    if (association.type() != Type::Document)
        return {};
    const auto model = association.toDocument().find("model");
    return model && model->type() == Type::String ? model->toText() : QByteArrayView();
}

/// Letters and everything beyond ASCII become x, digits 0; what is between them stays.
QByteArray maskedText(QByteArrayView text)
{
    QByteArray masked;
    masked.reserve(text.size());
    for (const char c : text) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (c >= '0' && c <= '9')
            masked += '0';
        else if (isLetter || (uchar(c) & 0xc0) == 0xc0)
            masked += 'x';
        else if (uchar(c) < 0x80)
            masked += c;
    }
    return masked;
}

} // namespace

Redaction::Redaction(RedactionProfile profile, const QByteArray &salt) : m_profile(std::move(profile)), m_pseudonyms(salt)
{
}

QByteArrayView Redaction::apply(QByteArrayView body)
{
    m_builder.clear();
    m_steps.clear();
    copyMembers(bson::DocumentView(body), false);
    return m_builder.finish();
}

/// As deep as documents are decoded, bson::kMaxDepth.
void Redaction::copyMembers(bson::DocumentView document, bool isArray)
{
    qint64 index = 0;
    for (const Element &element : document) {
        m_steps.push_back(isArray ? bson::PathStep{{}, index} : bson::PathStep{element.name().toByteArray(), -1});
        m_isInArray = isArray;
        if (m_steps.size() == 2 && m_steps.front().name == "associations")
            m_model = modelOf(element);
        const QByteArray name = isArray ? QByteArray::number(index) : redacted(element.name(), true);
        copy(element, name);
        m_steps.pop_back();
        ++index;
    }
}

void Redaction::copy(const Element &element, QByteArrayView name)
{
    const auto action = actionHere(element);
    if (!action)
        return copyKept(element, name);
    switch (*action) {
    case RedactionAction::Keep:
        return m_builder.appendRaw(name, element.type(), element.value());
    case RedactionAction::Mask:
        return mask(element, name);
    case RedactionAction::Hash:
        return hash(element, name);
    case RedactionAction::Drop:
        return drop(name);
    }
}

/// A value that no rule names as a whole: its parts are looked at.
void Redaction::copyKept(const Element &element, QByteArrayView name)
{
    if (isText(element.type()))
        return copyText(element, name);
    if (element.type() == Type::CodeWithScope || (element.isContainer() && m_steps.size() >= size_t(bson::kMaxDepth)))
        return drop(name);
    if (!element.isContainer())
        return m_builder.appendRaw(name, element.type(), element.value());
    const bool isArray = element.type() == Type::Array;
    isArray ? m_builder.openArray(name) : m_builder.openDocument(name);
    copyMembers(element.toDocument(), isArray);
    m_builder.close();
}

void Redaction::copyText(const Element &element, QByteArrayView name)
{
    const QByteArray text = redacted(element.toText(), false);
    if (text == element.toText())
        m_builder.appendRaw(name, element.type(), element.value());
    else
        appendText(element.type(), name, text);
}

void Redaction::appendText(Type type, QByteArrayView name, const QByteArray &text)
{
    if (type == Type::Symbol)
        m_builder.appendSymbol(name, text);
    else if (type == Type::Code)
        m_builder.appendCode(name, text);
    else
        m_builder.appendString(name, text);
}

void Redaction::drop(QByteArrayView name)
{
    ++m_counts.dropped;
    if (m_isInArray)
        m_builder.appendNull(name);
}

void Redaction::redactMembers(const Element &container, QByteArrayView name, void (Redaction::*redact)(const Element &, QByteArrayView))
{
    const bool isArray = container.type() == Type::Array;
    isArray ? m_builder.openArray(name) : m_builder.openDocument(name);
    qsizetype index = 0;
    for (const Element &member : container.toDocument()) {
        // Names inside are private as well, and must stay different from each other.
        const QByteArray inner = isArray ? QByteArray::number(index++) : redacted(member.name(), true);
        if (m_builder.depth() >= bson::kMaxDepth)
            m_builder.appendNull(inner);
        else
            (this->*redact)(member, inner);
    }
    m_builder.close();
}

void Redaction::mask(const Element &element, QByteArrayView name)
{
    if (element.isContainer())
        return redactMembers(element, name, &Redaction::mask);
    ++m_counts.masked;
    switch (element.type()) {
    case Type::String:
    case Type::Symbol:
    case Type::Code:
        return appendText(element.type(), name, maskedText(element.toText()));
    case Type::Double:
        return m_builder.appendDouble(name, 0);
    case Type::Int32:
        return m_builder.appendInt32(name, 0);
    case Type::Int64:
        return m_builder.appendInt64(name, 0);
    case Type::Date:
        return m_builder.appendDate(name, 0);
    case Type::Bool:
        return m_builder.appendBool(name, false);
    case Type::ObjectId:
        return m_builder.appendObjectId(name, QByteArray(12, '\0'));
    case Type::Binary:
        return m_builder.appendBinary(name, element.toBinary().subtype, {});
    default:
        return m_builder.appendNull(name);
    }
}

void Redaction::hash(const Element &element, QByteArrayView name)
{
    if (element.isContainer())
        return redactMembers(element, name, &Redaction::hash);
    switch (element.type()) {
    case Type::Null:
    case Type::Undefined:
    case Type::Bool:
        // Two values or one: a pseudonym would hide nothing.
        return mask(element, name);
    default:
        break;
    }
    ++m_counts.hashed;
    switch (element.type()) {
    case Type::String:
    case Type::Symbol:
    case Type::Code:
        return appendText(element.type(), name, m_pseudonyms.of(element.toText()));
    case Type::Int32:
        return m_builder.appendInt32(name, qint32(m_pseudonyms.numberOf(element.toInt32())));
    case Type::Int64:
        return m_builder.appendInt64(name, m_pseudonyms.numberOf(element.toInt64()));
    case Type::Double:
        return m_builder.appendDouble(name, m_pseudonyms.numberOf(qFromLittleEndian<qint64>(element.value().data())));
    case Type::ObjectId:
        return m_builder.appendObjectId(name, QByteArray::fromHex(m_pseudonyms.of(element.toObjectId().toByteArray().toHex())));
    default:
        return m_builder.appendString(name, m_pseudonyms.of(element.value()));
    }
}

/// What a rule says about the value at the present place, as a whole.
std::optional<RedactionAction> Redaction::actionHere(const Element &element) const
{
    const bool isAppId = m_steps.size() == 1 && (m_steps[0].name == "appId" || m_steps[0].name == "rocketletId");
    const bool isModel = m_steps.size() == 3 && m_steps[0].name == "associations" && m_steps[2].name == "model";
    const QByteArray field = m_isInArray ? QByteArray() : m_steps.back().name.toLower();
    for (const RedactionRule &rule : m_profile.rules) {
        if (!rule.path.isEmpty() && isAt(rule.path))
            return rule.action;
        // Models say what an id is, and apps find records by them: only a path reaches them.
        if (!rule.field.isEmpty() && !isModel && !isAppId && rule.field == field)
            return rule.action;
        if (!rule.model.isEmpty() && isAssociationId() && rule.model == m_model)
            return rule.action;
    }
    return isAppId || (isModel && element.type() == Type::String) ? std::optional(RedactionAction::Keep) : std::nullopt;
}

bool Redaction::isAt(const bson::Path &path) const
{
    return path.steps() == m_steps;
}

bool Redaction::isAssociationId() const
{
    return m_steps.size() == 3 && m_steps[0].name == "associations" && m_steps[1].isIndex() && m_steps[2].name == "id";
}

RedactionAction Redaction::actionFor(TextKind kind) const
{
    const auto rule =
        std::find_if(m_profile.rules.begin(), m_profile.rules.end(), [&](const RedactionRule &row) { return row.text == kind; });
    return rule == m_profile.rules.end() ? RedactionAction::Keep : rule->action;
}

/// A text, or the name of a field, with its private parts redacted. Names get pseudonyms whatever the action: they must stay different.
QByteArray Redaction::redacted(QByteArrayView text, bool isName)
{
    QByteArray result;
    qsizetype kept = 0;
    for (const TextFind &found : findTextKinds(text)) {
        const RedactionAction action = actionFor(found.kind);
        if (action == RedactionAction::Keep)
            continue;
        const QByteArrayView part = text.sliced(found.start, found.size);
        result += text.sliced(kept, found.start - kept);
        kept = found.start + found.size;
        if (action == RedactionAction::Hash || isName) {
            result += m_pseudonyms.of(part);
            ++m_counts.hashed;
        } else if (action == RedactionAction::Mask) {
            result += maskedText(part);
            ++m_counts.masked;
        } else {
            ++m_counts.dropped;
        }
    }
    return result.isEmpty() && kept == 0 ? text.toByteArray() : result + text.sliced(kept).toByteArray();
}

} // namespace persistence
