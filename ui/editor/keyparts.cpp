#include "ui/editor/keyparts.h"

#include "model/bson/preview.h"
#include "model/insight/keyhint.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(KeyEditor)
};

KeyElements elementsOf(const QByteArray &document)
{
    return keyElements(bson::DocumentView(document)).value_or(KeyElements());
}

KeyPart ordinaryPart(const Association &pair, const std::vector<KeyPart> &known)
{
    const auto same = std::find_if(known.begin(), known.end(), [&](const KeyPart &part) {
        return part.kind == ModelKind::Stored && part.model == pair.model && part.id == pair.id;
    });
    if (same != known.end())
        return *same;
    KeyPart part;
    part.model = pair.model.toByteArray();
    part.id = pair.id.toByteArray();
    return part;
}

/// All odd associations of an app are listed in one group.
KeyPart oddPart(const bson::Element &element, const std::vector<KeyPart> &known)
{
    constexpr int kMaxPreview = 60;
    const auto group = std::find_if(known.begin(), known.end(), [](const KeyPart &part) { return part.kind == ModelKind::Unreadable; });
    KeyPart part;
    part.kind = ModelKind::Unreadable;
    part.id = bson::preview(element, kMaxPreview).toUtf8();
    if (group != known.end())
        part.group = group->group;
    return part;
}

} // namespace

std::vector<EditedPart> editedParts(const Record &record, const std::vector<KeyPart> &known)
{
    const KeyElements elements = elementsOf(record.body);
    const auto normal = normaliseKey(record);
    const KeyElements mended = normal ? elementsOf(*normal) : elements;
    std::vector<EditedPart> parts;
    for (size_t i = 0; i < elements.size(); ++i) {
        if (const auto pair = pairOf(elements[i])) {
            parts.push_back({ordinaryPart(*pair, known), {}});
            continue;
        }
        const bool canMend = i < mended.size() && !isSameAssociation(elements[i], mended[i]);
        const QString remedy = canMend
                                   ? Texts::tr("Normalise writes it as a model and an id.")
                                   : Texts::tr("It cannot be normalised, because it does not hold a model and an id that can be texts.");
        parts.push_back({oddPart(elements[i], known), u"%1 %2"_s.arg(oddityText(oddityOf(elements[i])), remedy)});
    }
    return parts;
}

KeyItem typedPair(const Record &record, int index)
{
    const KeyElements elements = elementsOf(record.body);
    KeyItem item;
    if (index < 0 || size_t(index) >= elements.size())
        return item;
    const bson::Element &element = elements[size_t(index)];
    if (!element.isContainer())
        return item;
    const auto model = element.toDocument().find("model");
    const auto id = element.toDocument().find("id");
    if (model && model->type() == bson::Type::String)
        item.model = model->toText().toByteArray();
    if (id && id->type() == bson::Type::String)
        item.id = id->toText().toByteArray();
    item.stored = index;
    return item;
}

std::vector<KeyItem> keptKey(const Record &record)
{
    std::vector<KeyItem> key;
    for (size_t i = 0; i < elementsOf(record.body).size(); ++i)
        key.push_back({{}, {}, int(i)});
    return key;
}

} // namespace persistence
