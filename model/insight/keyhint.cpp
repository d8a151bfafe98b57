#include "model/insight/keyhint.h"

#include "model/bson/displaytext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxShown = 120;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(KeyHint)
};

QString shown(QByteArrayView text)
{
    return text.isEmpty() ? Texts::tr("(empty)") : bson::displayText(text, kMaxShown);
}

/// "room #general · misc feedback"
QString pairsText(const QList<KeyHint::Pair> &pairs)
{
    QStringList texts;
    for (const KeyHint::Pair &pair : pairs)
        texts << shown(pair.model) + u' ' + shown(pair.label.isEmpty() ? pair.id : pair.label);
    return texts.join(u" · "_s);
}

QString number(const MatchCount &matches)
{
    const QString text = QLocale().toString(matches.count);
    return matches.isAtLeast ? Texts::tr("%1 or more").arg(text) : text;
}

bool isOne(const MatchCount &matches)
{
    return matches.count == 1 && !matches.isAtLeast;
}

bool isNone(const MatchCount &matches)
{
    return matches.count == 0 && !matches.isAtLeast;
}

QString clashText(const MatchCount &records)
{
    return isOne(records)
               ? Texts::tr("Clash: 1 other record of this app has this key; an update reaches only the first one.")
               : Texts::tr("Clash: %1 other records of this app have this key; an update reaches only the first one.").arg(number(records));
}

QString otherOrderText(const MatchCount &records)
{
    return isOne(records)
               ? Texts::tr("1 other record has the same associations in another order: reads find both, an update reaches only one order.")
               : Texts::tr(
                     "%1 other records have the same associations in another order: reads find all, an update reaches only one order.")
                     .arg(number(records));
}

QString lostReadText(const KeyHint &hint)
{
    const QString asked = pairsText(hint.asked);
    if (isNone(hint.records))
        return Texts::tr("Reads by %1 would stop matching; they would find no record any more.").arg(asked);
    if (isOne(hint.records))
        return Texts::tr("Reads by %1 would stop matching; they would still find 1 other record.").arg(asked);
    return Texts::tr("Reads by %1 would stop matching; they would still find %2 other records.").arg(asked, number(hint.records));
}

QString lostUpdateText(const MatchCount &records)
{
    if (isNone(records))
        return Texts::tr("Updates by the old key would stop matching; the app would change nothing, or insert a new record.");
    if (isOne(records))
        return Texts::tr("Updates by the old key would reach another record that has it.");
    return Texts::tr("Updates by the old key would reach the first of %1 other records that have it.").arg(number(records));
}

QString knownAsText(const KeyHint &hint)
{
    const QString model = shown(hint.asked.value(0).model);
    const QString name = bson::displayText(hint.name, kMaxShown);
    switch (hint.labelKind) {
    case LabelKind::User:
        return Texts::tr("The id under %1 is that of the user %2.").arg(model, name);
    case LabelKind::Room:
        return Texts::tr("The id under %1 is that of the room %2.").arg(model, name);
    case LabelKind::File:
        return Texts::tr("The id under %1 is that of the file %2.").arg(model, name);
    case LabelKind::App:
        break;
    }
    return Texts::tr("The id under %1 is that of the app %2.").arg(model, name);
}

} // namespace

QString keyHintText(const KeyHint &hint)
{
    switch (hint.kind) {
    case KeyHintKind::NoKey:
        return Texts::tr("No key: apps can read this record only by its record id.");
    case KeyHintKind::Odd:
        return Texts::tr("No app finds the record under association %1. %2")
            .arg(QString::number(hint.position + 1), oddityText(hint.oddity));
    case KeyHintKind::Clash:
        return clashText(hint.records);
    case KeyHintKind::OtherOrder:
        return otherOrderText(hint.records);
    case KeyHintKind::LostRead:
        return lostReadText(hint);
    case KeyHintKind::LostUpdate:
        return lostUpdateText(hint.records);
    case KeyHintKind::OtherApp:
        return Texts::tr("The app that owns the record now would not find it any more, by whatever it asks.");
    case KeyHintKind::Repeated:
        return Texts::tr("The key holds %1 twice. Reads see no difference; an update must name it twice as well.")
            .arg(pairsText(hint.asked));
    case KeyHintKind::UnknownModel:
        return Texts::tr("%1 is no association model of Rocket.Chat. The server stores any text; apps must ask for exactly this one.")
            .arg(shown(hint.asked.value(0).model));
    case KeyHintKind::IdOfAnother:
        return knownAsText(hint);
    case KeyHintKind::IdLooksLikeAnother:
        return Texts::tr("The id under %1 looks like that of a user, a room or a message.").arg(shown(hint.asked.value(0).model));
    }
    return {};
}

bool isWarning(KeyHintKind kind)
{
    switch (kind) {
    case KeyHintKind::Odd:
    case KeyHintKind::Clash:
    case KeyHintKind::OtherOrder:
    case KeyHintKind::LostRead:
    case KeyHintKind::LostUpdate:
    case KeyHintKind::OtherApp:
    case KeyHintKind::Repeated:
        return true;
    case KeyHintKind::NoKey:
    case KeyHintKind::UnknownModel:
    case KeyHintKind::IdOfAnother:
    case KeyHintKind::IdLooksLikeAnother:
        return false;
    }
    return false;
}

QString oddityText(AssociationOddity oddity)
{
    switch (oddity) {
    case AssociationOddity::None:
        return {};
    case AssociationOddity::NotAnObject:
        return Texts::tr("It is not an object with a model and an id.");
    case AssociationOddity::NoModel:
        return Texts::tr("It has no model.");
    case AssociationOddity::NoId:
        return Texts::tr("It has no id.");
    case AssociationOddity::ModelNotText:
        return Texts::tr("Its model is not a text.");
    case AssociationOddity::IdNotText:
        return Texts::tr("Its id is not a text, and the server tells \"5\" and 5 apart.");
    case AssociationOddity::OtherOrder:
        return Texts::tr("The id stands before the model, and the server compares fields in order.");
    case AssociationOddity::OtherFields:
        return Texts::tr("It has fields beside model and id, and the server compares the whole.");
    }
    return {};
}

} // namespace persistence
