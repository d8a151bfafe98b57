#include "model/find/typedword.h"

#include "model/find/filterwords.h"

#include <algorithm>

namespace persistence {

QByteArrayView TypedWord::name() const
{
    const auto end = std::find_if(head.begin(), head.end(), [](char c) { return QByteArrayView(":=<>~!(").contains(c); });
    return head.first(end - head.begin());
}

TypedWord wordAt(QByteArrayView text, qsizetype cursor)
{
    TypedWord word;
    bool isQuoted = false;
    qsizetype operatorEnd = -1;
    for (qsizetype i = 0; i < cursor; ++i) {
        const char c = text[i];
        const bool isBracketOfType = c == '(' && text.sliced(word.start, i - word.start) == "type";
        if (c == '\\' && isQuoted) {
            ++i;
        } else if (c == '"') {
            isQuoted = !isQuoted;
        } else if (isBracketOfType) {
            operatorEnd = i + 1;
        } else if (!isQuoted && filterwords::endsWord(c)) {
            const bool endsType = c == ')' && text.sliced(word.start, i - word.start).startsWith("type(");
            word.start = endsType ? word.start : i + 1;
            operatorEnd = -1;
        } else if (!isQuoted && QByteArrayView(":=<>~!").contains(c) && (operatorEnd < 0 || operatorEnd == i)) {
            operatorEnd = i + 1;
        }
    }
    word.restStart = operatorEnd < 0 ? word.start : operatorEnd;
    word.head = text.sliced(word.start, word.restStart - word.start);
    word.rest = text.sliced(word.restStart, cursor - word.restStart);
    return word;
}

} // namespace persistence
