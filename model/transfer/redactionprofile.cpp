#include "model/transfer/redactionprofile.h"

#include "model/bson/extendedjsonreader.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Redaction)
};

constexpr qint64 kMaxFileSize = 1024 * 1024;

template <typename Value>
struct Named
{
    QByteArrayView name;
    Value value;
};

constexpr std::array<Named<RedactionAction>, 4> kActions = {
    {{"keep", RedactionAction::Keep}, {"mask", RedactionAction::Mask}, {"hash", RedactionAction::Hash}, {"drop", RedactionAction::Drop}}};
constexpr std::array<Named<TextKind>, 5> kKinds = {{{"email", TextKind::Email},
                                                    {"url", TextKind::Url},
                                                    {"token", TextKind::Token},
                                                    {"userId", TextKind::UserId},
                                                    {"phone", TextKind::Phone}}};

/// The built-in profile. Secrets go, people and places become pseudonyms, free text is masked; ratings, times and states stay.
constexpr QByteArrayView kShare = R"({
    "name": "share",
    "rules": [
        {"field": "password", "action": "drop"}, {"field": "passwd", "action": "drop"}, {"field": "secret", "action": "drop"},
        {"field": "clientSecret", "action": "drop"}, {"field": "client_secret", "action": "drop"},
        {"field": "token", "action": "drop"}, {"field": "accessToken", "action": "drop"}, {"field": "access_token", "action": "drop"},
        {"field": "refreshToken", "action": "drop"}, {"field": "refresh_token", "action": "drop"}, {"field": "apiKey", "action": "drop"},
        {"field": "api_key", "action": "drop"}, {"field": "authorization", "action": "drop"}, {"field": "cookie", "action": "drop"},
        {"field": "username", "action": "hash"}, {"field": "name", "action": "hash"}, {"field": "fullname", "action": "hash"},
        {"field": "displayName", "action": "hash"}, {"field": "firstName", "action": "hash"}, {"field": "lastName", "action": "hash"},
        {"field": "fname", "action": "hash"}, {"field": "email", "action": "hash"}, {"field": "emails", "action": "hash"},
        {"field": "phone", "action": "hash"}, {"field": "address", "action": "mask"}, {"field": "ip", "action": "mask"},
        {"field": "comment", "action": "mask"}, {"field": "text", "action": "mask"}, {"field": "msg", "action": "mask"},
        {"field": "message", "action": "mask"}, {"field": "description", "action": "mask"}, {"field": "note", "action": "mask"},
        {"field": "notes", "action": "mask"}, {"field": "title", "action": "mask"}, {"field": "topic", "action": "mask"},
        {"model": "user", "action": "hash"}, {"model": "room", "action": "hash"}, {"model": "message", "action": "hash"},
        {"model": "discussion", "action": "hash"}, {"model": "livechat-message", "action": "hash"}, {"model": "file", "action": "hash"},
        {"text": "email", "action": "hash"}, {"text": "phone", "action": "hash"}, {"text": "url", "action": "hash"},
        {"text": "userId", "action": "hash"}, {"text": "token", "action": "hash"}
    ]
})";

/// The value of a name in a list; \a what says what the list is of.
template <typename Value, size_t Count>
Result<Value> valueOf(const std::array<Named<Value>, Count> &list, QByteArrayView name, const QString &what)
{
    QByteArrayList names;
    for (const Named<Value> &row : list) {
        if (row.name == name)
            return row.value;
        names.append(row.name.toByteArray());
    }
    return Error{ErrorKind::Failed,
                 Texts::tr("%1 is one of %2, not “%3”").arg(what, QString::fromUtf8(names.join(", ")), QString::fromUtf8(name)),
                 {}};
}

Error ruleError(const QString &reason)
{
    return {ErrorKind::Failed, reason, {}};
}

/// The part of a rule that tells what it matches.
Result<void> readMatch(RedactionRule &rule, QByteArrayView name, QByteArrayView text)
{
    if (name == "path") {
        bson::PathError error;
        const auto path = bson::Path::parse(text, &error);
        if (!path || path->isEmpty())
            return ruleError(Texts::tr("“%1” is no path: %2").arg(QString::fromUtf8(text), path ? Texts::tr("it is empty") : error.reason));
        rule.path = *path;
    } else if (name == "field") {
        rule.field = text.toByteArray().toLower();
    } else if (name == "model") {
        rule.model = text.toByteArray();
    } else if (name == "text") {
        const auto kind = valueOf(kKinds, text, Texts::tr("a kind of text"));
        if (!kind)
            return kind.error();
        rule.text = *kind;
    } else {
        return ruleError(Texts::tr("“%1” is not known").arg(QString::fromUtf8(name)));
    }
    return {};
}

Result<RedactionRule> readRule(const bson::Element &element)
{
    if (element.type() != bson::Type::Document)
        return ruleError(Texts::tr("it is no object"));
    RedactionRule rule;
    int matches = 0;
    bool hasAction = false;
    for (const bson::Element &part : element.toDocument()) {
        if (part.type() != bson::Type::String)
            return ruleError(Texts::tr("“%1” is no text").arg(QString::fromUtf8(part.name())));
        if (part.name() == "action") {
            const auto action = valueOf(kActions, part.toText(), Texts::tr("an action"));
            if (!action)
                return action.error();
            rule.action = *action;
            hasAction = true;
            continue;
        }
        ++matches;
        if (auto read = readMatch(rule, part.name(), part.toText()); !read)
            return read.error();
    }
    if (matches != 1 || !hasAction)
        return ruleError(Texts::tr("it needs an action, and one of path, field, model and text"));
    const bool isKept =
        rule.path == *bson::Path::parse("appId") || rule.path == *bson::Path::parse("associations") || !rule.model.isEmpty();
    if (rule.action == RedactionAction::Drop && isKept)
        return ruleError(Texts::tr("a record needs its app and its key, so they can be kept, masked or hashed, but not dropped"));
    return rule;
}

} // namespace

Result<RedactionProfile> RedactionProfile::parse(QByteArrayView json, const QString &source)
{
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        return Error{ErrorKind::Failed, Texts::tr("The profile %1 is no JSON. %2").arg(source, reader.error().toDisplayText()), {}};
    const QByteArray bytes = reader.document().toByteArray();
    const auto name = bson::DocumentView(bytes).find("name");
    const auto rules = bson::DocumentView(bytes).find("rules");
    if (!name || name->type() != bson::Type::String || !rules || rules->type() != bson::Type::Array)
        return Error{ErrorKind::Failed, Texts::tr("The profile %1 needs a text “name” and a list “rules”.").arg(source), {}};
    RedactionProfile profile;
    profile.name = QString::fromUtf8(name->toText());
    for (const bson::Element &element : rules->toDocument()) {
        const auto rule = readRule(element);
        if (!rule)
            return Error{ErrorKind::Failed,
                         Texts::tr("Rule %1 of the profile %2 cannot be used: %3.")
                             .arg(QString::number(profile.rules.size() + 1), source, rule.error().message),
                         {}};
        profile.rules.push_back(*rule);
    }
    return profile;
}

Result<RedactionProfile> RedactionProfile::load(const QString &nameOrPath)
{
    if (nameOrPath == share().name)
        return share();
    QFile file(nameOrPath);
    if (!QFileInfo(nameOrPath).isFile() || !file.open(QIODevice::ReadOnly))
        return Error{ErrorKind::Failed,
                     Texts::tr("The profile %1 could not be opened. Name a file, or share for the built-in profile.").arg(nameOrPath),
                     {}};
    return parse(file.read(kMaxFileSize), nameOrPath);
}

const RedactionProfile &RedactionProfile::share()
{
    static const RedactionProfile profile = *parse(kShare, QStringLiteral("share"));
    return profile;
}

} // namespace persistence
