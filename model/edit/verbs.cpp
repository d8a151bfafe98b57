#include "model/edit/verbs.h"

#include "model/bson/builder.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Edit)
};

Error refused(const QString &reason)
{
    return {ErrorKind::Failed, Texts::tr("%1 Nothing was changed.").arg(reason), {}};
}

bson::Path field(QByteArrayView name)
{
    return bson::Path({{name.toByteArray(), -1}});
}

void appendPair(bson::Builder &builder, qint64 number, QByteArrayView model, QByteArrayView id)
{
    builder.openDocument(QByteArray::number(number));
    builder.appendString("model", model);
    builder.appendString("id", id);
    builder.close();
}

/// The text of an id that somebody stored as a number or an ObjectId.
std::optional<QByteArray> idText(const bson::Element &id)
{
    switch (id.type()) {
    case bson::Type::String:
        return id.toText().toByteArray();
    case bson::Type::ObjectId:
        return id.toObjectId().toByteArray().toHex();
    case bson::Type::Int32:
        return QByteArray::number(id.toInt32());
    case bson::Type::Int64:
        return QByteArray::number(id.toInt64());
    default:
        return std::nullopt;
    }
}

/// The pair that an association of any shape holds; nothing if it has no model or no id that can be a text.
std::optional<KeyItem> pairIn(const bson::Element &association)
{
    if (association.type() != bson::Type::Document)
        return std::nullopt;
    const auto model = association.toDocument().find("model");
    const auto id = association.toDocument().find("id");
    if (!model || !id || model->type() != bson::Type::String)
        return std::nullopt;
    const auto text = idText(*id);
    return text ? std::optional(KeyItem{model->toText().toByteArray(), *text, -1}) : std::nullopt;
}

bool isPair(const bson::Element &association, const Association &pair)
{
    bson::Builder builder;
    appendPair(builder, 0, pair.model, pair.id);
    const bson::Element wanted = *bson::DocumentView(builder.finish()).begin();
    return association.type() == wanted.type() && association.value() == wanted.value();
}

std::vector<bson::Element> storedAssociations(const Record &record)
{
    std::vector<bson::Element> stored;
    const auto list = bson::DocumentView(record.body).find("associations");
    if (list && list->type() == bson::Type::Array) {
        for (const bson::Element &element : list->toDocument())
            stored.push_back(element);
    }
    return stored;
}

/// Puts a field that the record lacks where the server writes it: behind the last of \a predecessors that is there.
Result<QByteArray> withServerField(const Record &record, QByteArrayView name, std::initializer_list<const char *> predecessors,
                                   const FieldValue &value)
{
    qint64 position = 0, index = 0;
    for (const bson::Element &element : bson::DocumentView(record.body)) {
        ++index;
        if (std::any_of(predecessors.begin(), predecessors.end(), [&](const char *predecessor) { return element.name() == predecessor; }))
            position = index;
    }
    return withInserted(bson::DocumentView(record.body), {}, position, name, value);
}

Result<QByteArray> setTopField(const Record &record, QByteArrayView name, const FieldValue &value)
{
    if (!bson::DocumentView(record.body).find(name)) {
        if (name == "associations")
            return withServerField(record, name, {"_id", "appId", "rocketletId"}, value);
        if (name == "data")
            return withServerField(record, name, {"_id", "appId", "rocketletId", "associations"}, value);
    }
    return withValue(bson::DocumentView(record.body), field(name), value);
}

Result<void> checkKeyed(const Record &record)
{
    if (record.collection == Collection::Messages)
        return refused(Texts::tr("A message has no key and no app of its own: it is listed under its room, its author and itself."));
    return checkEditable(record, {});
}

} // namespace

void Edit::add(const Record &record, std::optional<QByteArray> after)
{
    if (after != record.body)
        images.push_back({record.row, record.body, std::move(after), record.collection});
}

bson::Path valuePath(const Record &record)
{
    const auto value = recordValue(bson::DocumentView(record.body), record.collection);
    if (record.collection == Collection::Messages)
        return field("customFields");
    return field(value ? value->name() : QByteArrayView("data"));
}

bson::Path inValue(const Record &record, const bson::Path &path)
{
    std::vector<bson::PathStep> steps = valuePath(record).steps();
    steps.insert(steps.end(), path.steps().begin(), path.steps().end());
    return bson::Path(std::move(steps));
}

Result<void> checkEditable(const Record &record, const bson::Path &path)
{
    if (!path.isEmpty() && path.steps().front().name == "_id")
        return refused(
            Texts::tr("The record id cannot be edited, because it is what names the record. Clone the record to get another one."));
    if (RecordMarks(int(record.marks)).testFlag(RecordMark::TooDeep))
        return refused(Texts::tr("The record is nested too deep to be edited."));
    return {};
}

Result<QByteArray> setField(const Record &record, const bson::Path &path, const FieldValue &value)
{
    if (auto checked = checkEditable(record, path); !checked)
        return checked.error();
    if (path.steps().size() == 1 && !path.steps().front().isIndex() && path.steps().front().occurrence == 0)
        return setTopField(record, path.steps().front().name, value);
    return withValue(bson::DocumentView(record.body), path, value);
}

Result<QByteArray> unsetField(const Record &record, const bson::Path &path)
{
    if (auto checked = checkEditable(record, path); !checked)
        return checked.error();
    return withoutValue(bson::DocumentView(record.body), path);
}

Result<QByteArray> renameField(const Record &record, const bson::Path &path, QByteArrayView name, SameName sameName)
{
    if (auto checked = checkEditable(record, path); !checked)
        return checked.error();
    return withName(bson::DocumentView(record.body), path, name, sameName);
}

Result<QByteArray> revertField(const Record &record, bson::DocumentView version, const bson::Path &path)
{
    if (const auto then = path.resolve(version))
        return setField(record, path, FieldValue(*then));
    return path.resolve(bson::DocumentView(record.body)) ? unsetField(record, path) : record.body;
}

Result<QByteArray> setWholeValue(const Record &record, const FieldValue &value)
{
    if (value.type != bson::Type::Document && value.type != bson::Type::Array && value.type != bson::Type::Null)
        return refused(Texts::tr("The value of a record must be an object, an array or null: the server stores nothing else."));
    return setField(record, valuePath(record), value);
}

Result<QByteArray> setKey(const Record &record, std::span<const KeyItem> key)
{
    if (auto checked = checkKeyed(record); !checked)
        return checked.error();
    const std::vector<bson::Element> stored = storedAssociations(record);
    bson::Builder builder;
    builder.openArray("associations");
    qint64 number = 0;
    for (const KeyItem &item : key) {
        if (item.stored >= 0 && size_t(item.stored) < stored.size())
            builder.appendRaw(QByteArray::number(number), stored[size_t(item.stored)].type(), stored[size_t(item.stored)].value());
        else
            appendPair(builder, number, item.model, item.id);
        ++number;
    }
    builder.close();
    return setTopField(record, "associations", FieldValue(*bson::DocumentView(builder.finish()).begin()));
}

Result<QByteArray> normaliseKey(const Record &record)
{
    const std::vector<bson::Element> stored = storedAssociations(record);
    std::vector<KeyItem> key;
    bool isNormal = true;
    for (const bson::Element &association : stored) {
        const auto pair = pairIn(association);
        const bool isOdd = pair && !isPair(association, {pair->model, pair->id});
        key.push_back(isOdd ? *pair : KeyItem{{}, {}, int(key.size())});
        isNormal &= !isOdd;
    }
    // A list that is as it should be keeps its bytes, whatever its items are numbered.
    return isNormal ? Result<QByteArray>(record.body) : setKey(record, key);
}

Result<QByteArray> replaceAssociation(const Record &record, const Association &from, const std::optional<Association> &to)
{
    const std::vector<bson::Element> stored = storedAssociations(record);
    std::vector<KeyItem> key;
    bool isFound = false;
    for (size_t i = 0; i < stored.size(); ++i) {
        const bool isIt = isPair(stored[i], from);
        isFound |= isIt;
        if (!isIt)
            key.push_back({{}, {}, int(i)});
        else if (to)
            key.push_back({to->model.toByteArray(), to->id.toByteArray(), -1});
    }
    return isFound ? setKey(record, key) : Result<QByteArray>(record.body);
}

Result<QByteArray> setAppId(const Record &record, QByteArrayView appId)
{
    if (auto checked = checkKeyed(record); !checked)
        return checked.error();
    if (appId.isEmpty())
        return refused(Texts::tr("An app id cannot be empty."));
    const bool isLegacy = !bson::DocumentView(record.body).find("appId");
    return withValue(bson::DocumentView(record.body), field(isLegacy ? "rocketletId" : "appId"), FieldValue::fromText(appId));
}

QByteArray newRecord(QByteArrayView appId, std::span<const KeyItem> key, const FieldValue &value, QByteArrayView recordId)
{
    bson::Builder builder;
    builder.appendString("_id", recordId);
    builder.appendString("appId", appId);
    if (!key.empty()) {
        builder.openArray("associations");
        for (size_t i = 0; i < key.size(); ++i)
            appendPair(builder, qint64(i), key[i].model, key[i].id);
        builder.close();
    }
    builder.appendRaw("data", value.type, value.bytes);
    builder.appendDate("_updatedAt", QDateTime::currentMSecsSinceEpoch());
    return builder.finish().toByteArray();
}

Result<QByteArray> cloneOf(const Record &record, QByteArrayView recordId)
{
    const bson::DocumentView document(record.body);
    const FieldValue id = FieldValue::fromText(recordId);
    return document.find("_id") ? withValue(document, field("_id"), id) : withInserted(document, {}, 0, "_id", id);
}

QByteArray makeRecordId()
{
    QByteArray id(12, Qt::Uninitialized);
    qToBigEndian(quint32(QDateTime::currentSecsSinceEpoch()), id.data());
    qToBigEndian(QRandomGenerator::system()->generate64(), id.data() + 4);
    return id.toHex();
}

Edit editOf(const QString &title, const Record &record, QByteArray after)
{
    Edit edit{title, {}, {}};
    edit.add(record, std::move(after));
    return edit;
}

Edit additionOf(QByteArray body, Collection collection)
{
    Edit edit{Texts::tr("Add a record"), {}, {}};
    edit.images.push_back({RecordRow(), std::nullopt, std::move(body), collection});
    return edit;
}

Edit deletionOf(std::span<const Record> records)
{
    Edit edit{records.size() == 1 ? Texts::tr("Delete a record") : Texts::tr("Delete %1 records").arg(records.size()), {}, {}};
    for (const Record &record : records)
        edit.add(record, std::nullopt);
    return edit;
}

} // namespace persistence
