#include "model/find/filterwords.h"

#include "model/bson/jsonoutput.h"
#include "model/find/filterterm.h"

#include <algorithm>

namespace persistence::filterwords {

namespace {

bool isAnyOf(char c, QByteArrayView characters)
{
    return characters.contains(c);
}

} // namespace

QByteArray quoted(QByteArrayView text)
{
    QByteArray out;
    bson::JsonOutput(out).putQuoted(text);
    return out;
}

QByteArray plainText(QByteArrayView text)
{
    const bool hasOperator = std::any_of(text.begin(), text.end(), [](char c) { return isAnyOf(c, ":=<>~!["); });
    return hasOperator || isKeyword(text) ? quoted(text) : plainValue(text);
}

QByteArray plainValue(QByteArrayView text)
{
    const bool isPlain =
        !text.isEmpty() && !isAnyOf(text.front(), "/=<>~!:") && text.indexOf("..") < 0 &&
        std::none_of(text.begin(), text.end(), [](char c) { return endsWord(c) || quint8(c) < 0x20 || c == 0x7f || c == '\\'; });
    return isPlain ? text.toByteArray() : quoted(text);
}

bool isKeyword(QByteArrayView word)
{
    const QByteArray lower = word.toByteArray().toLower();
    return lower == "and" || lower == "or" || lower == "not";
}

bool isModelName(QByteArrayView word)
{
    const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto isPart = [&](char c) { return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
    return !word.isEmpty() && isLetter(word.front()) && std::all_of(word.begin(), word.end(), isPart) &&
           !subjectByName(word.toByteArray().toLower());
}

bool endsWord(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == '(' || c == ')' || c == '"';
}

} // namespace persistence::filterwords
