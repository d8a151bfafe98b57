#pragma once

#include "model/find/filtermatcher.h"

#include <QRegularExpression>

namespace persistence {

/// A text that is searched, or a regular expression.
class TextPattern final
{
public:
    TextPattern() = default;
    explicit TextPattern(const FilterTerm &term);

    /// The first hit from byte \a from on; its size is 0 if there is none.
    [[nodiscard]] TextSpan findIn(QByteArrayView text, qsizetype from = 0) const;
    [[nodiscard]] bool isIn(QByteArrayView text) const { return m_isRegex ? findRegex(text, 0, nullptr) : m_needle.isIn(text); }
    [[nodiscard]] const TextNeedle &needle() const { return m_needle; }
    [[nodiscard]] bool isRegex() const { return m_isRegex; }
    /// Hits in UTF-16 units.
    void appendMarks(const QString &shown, std::vector<TextSpan> &marks) const;
    /// Whether only texts as they are stored can hold it, no formatted values.
    [[nodiscard]] bool isOnlyInStoredText() const { return m_isOnlyStored; }

private:
    bool findRegex(QByteArrayView text, qsizetype from, TextSpan *found) const;

    TextNeedle m_needle;
    QRegularExpression m_regex;
    bool m_isRegex = false;
    bool m_isOnlyStored = false;
};

/// One term with everything that it needs, so that looking at a record asks nobody.
struct CompiledTerm
{
    /// Ids that a name stands for, by what they name.
    struct NamedIds
    {
        QSet<QByteArray> users, rooms, files;

        [[nodiscard]] const QSet<QByteArray> *of(QByteArrayView model) const;
        [[nodiscard]] bool contains(const Association &association) const;
        [[nodiscard]] qsizetype size() const { return users.size() + rooms.size() + files.size(); }
        [[nodiscard]] QSet<QByteArray> &operator[](LabelKind kind)
        {
            return kind == LabelKind::User ? users : kind == LabelKind::Room ? rooms : files;
        }
    };
    struct KeyPart
    {
        QByteArray model;
        QByteArray id;
        NamedIds named;
    };

    FilterTerm term;
    TextPattern pattern;
    NamedIds named;
    QSet<QByteArray> appIds;
    QSet<QByteArray> recordIds; ///< encoded
    std::vector<KeyPart> key;
    QList<bson::Type> types;
    double size = 0, upperSize = 0;

    explicit CompiledTerm(FilterTerm filterTerm);

    /// Whether a name of a user, room or file is meant; `@` and `#` may be left out.
    [[nodiscard]] bool meansName(QByteArrayView name) const;
    [[nodiscard]] bool holds(const StoredRecord &record, MatchMemory &memory) const;
    /// Calls \a receive for each place at which it holds, until that returns false.
    using Receive = std::function<bool(const HitPlace &)>;
    void places(const StoredRecord &record, MatchMemory &memory, const Receive &receive) const;
};

} // namespace persistence
