#include "model/edit/parsedtext.h"

#include "model/bson/extendedjsonwriter.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(ParsedText)
};

/// The place where the value begins.
bson::JsonError errorAtStart(QByteArrayView text, const QString &reason)
{
    const auto *start = std::find_if_not(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
    const QByteArrayView before = text.first(start - text.begin());
    return {before.size(), std::count(before.begin(), before.end(), '\n') + 1, before.size() - before.lastIndexOf('\n'), reason};
}

bool isStorable(bson::Type type)
{
    return type == bson::Type::Document || type == bson::Type::Array || type == bson::Type::Null;
}

} // namespace

ParsedText parseValueText(const QByteArray &text)
{
    ParsedText parsed{text, std::nullopt, {}, std::nullopt};
    bson::ExtendedJsonReader reader;
    bson::Builder builder;
    if (!reader.readValue(text, "value", builder)) {
        parsed.error = reader.error();
        return parsed;
    }
    const bson::Element value = *bson::DocumentView(builder.finish()).begin();
    if (!isStorable(value.type())) {
        parsed.error =
            errorAtStart(text, Texts::tr("the value of a record is an object, an array or null: the server stores nothing else"));
        return parsed;
    }
    parsed.value = FieldValue(value);
    parsed.duplicate = reader.duplicateField();
    return parsed;
}

std::optional<QByteArray> laidOutText(const QByteArray &text, bool isCanonical, int indent)
{
    bson::ExtendedJsonReader reader;
    bson::Builder builder;
    if (!reader.readValue(text, "value", builder))
        return std::nullopt;
    const bson::JsonFormat format{.mode = isCanonical ? bson::JsonMode::Canonical : bson::JsonMode::Relaxed, .indent = indent};
    QByteArray out;
    const bool isExact = bson::writeExtendedJson(*bson::DocumentView(builder.finish()).begin(), format, out);
    return isExact ? std::optional(std::move(out)) : std::nullopt;
}

} // namespace persistence
