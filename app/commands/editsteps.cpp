#include "app/commands/editsteps.h"

#include "app/commands/console.h"
#include "model/bson/extendedjsonreader.h"
#include "model/bson/extendedjsonwriter.h"

#include <QCoreApplication>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

Error usageError(const QString &message)
{
    return {ErrorKind::Failed, message, {}};
}

Result<bson::Path> parsePath(QByteArrayView text)
{
    bson::PathError error;
    auto path = bson::Path::parse(text, &error);
    if (path && !path->isEmpty())
        return *std::move(path);
    return usageError(Texts::tr("\"%1\" is no path: %2 (at byte %3).")
                          .arg(console::shown(text), path ? Texts::tr("it is empty; --value replaces the whole value") : error.reason,
                               QString::number(error.offset)));
}

/// The first equals sign outside of quoted names; -1 if there is none.
qsizetype splitAt(QByteArrayView text)
{
    bool isQuoted = false;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && isQuoted)
            ++i;
        else if (text[i] == '"')
            isQuoted = !isQuoted;
        else if (text[i] == '=' && !isQuoted)
            return i;
    }
    return -1;
}

Result<EditStep> stepAt(EditStep::Kind kind, QByteArrayView path)
{
    auto parsed = parsePath(path);
    if (!parsed)
        return parsed.error();
    EditStep step;
    step.kind = kind;
    step.path = *std::move(parsed);
    return step;
}

Result<QByteArray> apply(const EditStep &step, const Record &record, bool isWholeDocument)
{
    const bson::Path path = isWholeDocument ? step.path : inValue(record, step.path);
    switch (step.kind) {
    case EditStep::Kind::Set:
        return setField(record, path, step.value);
    case EditStep::Kind::Unset:
        return unsetField(record, path);
    case EditStep::Kind::Rename:
        return renameField(record, path, step.text);
    case EditStep::Kind::Value:
        return setWholeValue(record, step.value);
    case EditStep::Kind::Key:
        return setKey(record, step.key);
    case EditStep::Kind::App:
        return setAppId(record, step.text);
    case EditStep::Kind::Replace:
        return step.replacer->replaceIn(record);
    case EditStep::Kind::Association:
        return replaceAssociation(record, {step.key.front().model, step.key.front().id},
                                  step.key.size() > 1 ? std::optional(Association{step.key[1].model, step.key[1].id}) : std::nullopt);
    }
    return record.body;
}

/// Filters call the value `data`, edits start inside of it: who wrote `data.rating` where the value has no field `data` learns that.
/// Taking it for `rating` in silence would edit other fields in some records than in others.
std::optional<Error> misplacedPath(const EditStep &step, const Record &record, bool isWholeDocument)
{
    const std::vector<bson::PathStep> &steps = step.path.steps();
    const bool isInside = !isWholeDocument && steps.size() > 1 && steps.front().name == "data";
    if (!isInside || inValue(record, bson::Path({steps.front()})).resolve(bson::DocumentView(record.body)))
        return std::nullopt;
    const bson::Path meant(std::vector<bson::PathStep>(steps.begin() + 1, steps.end()));
    return usageError(Texts::tr("There is no %1 in the value. Paths start inside of the value: write %2, or add --document to let them "
                                "start at the record. Nothing was changed.")
                          .arg(console::shown(step.path.toText()), console::shown(meant.toText())));
}

/// The steps that one field of a script line stands for.
Result<void> readScriptField(const bson::Element &field, ScriptLine &line)
{
    const auto wrong = [&] {
        return usageError(
            Texts::tr("the field \"%1\" is not known here, or has a value of the wrong type").arg(console::shown(field.name())));
    };
    const auto add = [&](Result<EditStep> step) -> Result<void> {
        if (!step)
            return step.error();
        line.steps.push_back(*std::move(step));
        return {};
    };
    const bool isText = field.type() == bson::Type::String;
    const QByteArrayView name = field.name();
    if (name == "record") {
        QByteArray typed;
        if (!isText)
            bson::writeExtendedJson(field, {bson::JsonMode::Canonical, 0}, typed);
        line.record = isText ? QString::fromUtf8(field.toText()) : QString::fromUtf8(typed);
        return {};
    }
    if (name == "value") {
        EditStep step;
        step.kind = EditStep::Kind::Value;
        step.value = FieldValue(field);
        return add(step);
    }
    if (name == "key" && isText)
        return add(parseKey(field.toText()));
    if (name == "app" && isText) {
        EditStep step;
        step.kind = EditStep::Kind::App;
        step.text = field.toText().toByteArray();
        return add(step);
    }
    if (field.type() == bson::Type::Bool && (name == "delete" || name == "document")) {
        (name == "delete" ? line.isDeletion : line.isWholeDocument) = field.toBool();
        return {};
    }
    if (name == "nth" && field.type() == bson::Type::Int32) {
        line.nth = field.toInt32();
        return {};
    }
    if (!field.isContainer())
        return wrong();
    for (const bson::Element &member : field.toDocument()) {
        Result<EditStep> step = wrong();
        if (name == "set" && field.type() == bson::Type::Document) {
            step = stepAt(EditStep::Kind::Set, member.name());
            if (step)
                step->value = FieldValue(member);
        } else if (name == "unset" && field.type() == bson::Type::Array && member.type() == bson::Type::String) {
            step = stepAt(EditStep::Kind::Unset, member.toText());
        } else if (name == "rename" && field.type() == bson::Type::Document && member.type() == bson::Type::String) {
            step = stepAt(EditStep::Kind::Rename, member.name());
            if (step)
                step->text = member.toText().toByteArray();
        }
        if (auto added = add(std::move(step)); !added)
            return added;
    }
    return name == "set" || name == "unset" || name == "rename" ? Result<void>() : wrong();
}

} // namespace

QString EditStep::title() const
{
    const QString name = console::shown(path.toText());
    switch (kind) {
    case Kind::Set:
        return Texts::tr("Set %1").arg(name);
    case Kind::Unset:
        return Texts::tr("Remove %1").arg(name);
    case Kind::Rename:
        return Texts::tr("Rename %1").arg(name);
    case Kind::Value:
        return Texts::tr("Replace the value");
    case Kind::Key:
        return Texts::tr("Change the key");
    case Kind::App:
        return Texts::tr("Move to another app");
    case Kind::Replace:
        return replacer->replacement().title();
    case Kind::Association:
        return Texts::tr("Change key: %1").arg(console::shown(text));
    }
    return {};
}

Result<EditStep> parseSet(QByteArrayView text)
{
    const qsizetype split = splitAt(text);
    if (split < 0)
        return usageError(Texts::tr("\"%1\" is no PATH=JSON.").arg(console::shown(text)));
    auto step = stepAt(EditStep::Kind::Set, text.first(split));
    if (!step)
        return step;
    auto value = FieldValue::fromJson(text.sliced(split + 1));
    if (!value)
        return usageError(
            Texts::tr("%1: %2 Text is written in quotes, as '%1=\"text\"'.").arg(console::shown(text.first(split)), value.error().message));
    step->value = *std::move(value);
    return step;
}

Result<EditStep> parseUnset(QByteArrayView text)
{
    return stepAt(EditStep::Kind::Unset, text);
}

Result<EditStep> parseRename(QByteArrayView text)
{
    const qsizetype split = splitAt(text);
    if (split < 0)
        return usageError(Texts::tr("\"%1\" is no PATH=NAME.").arg(console::shown(text)));
    auto step = stepAt(EditStep::Kind::Rename, text.first(split));
    if (step)
        step->text = text.sliced(split + 1).toByteArray();
    return step;
}

Result<EditStep> parseReplace(QByteArrayView text, TextReplacement options)
{
    qsizetype i = 0;
    for (; i < text.size() && text[i] != '='; ++i) {
        const bool isEscape = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '=' || (text[i + 1] == '\\' && !options.isRegex));
        i += isEscape ? 1 : 0;
        options.from += text[i];
    }
    if (i >= text.size() || options.from.isEmpty())
        return usageError(Texts::tr("\"%1\" is no OLD=NEW.").arg(console::shown(text)));
    options.to = text.sliced(i + 1).toByteArray();
    auto replacer = TextReplacer::compile(std::move(options));
    if (!replacer)
        return replacer.error();
    EditStep step;
    step.kind = EditStep::Kind::Replace;
    step.replacer = *std::move(replacer);
    return step;
}

Result<EditStep> parseKey(QByteArrayView text)
{
    EditStep step;
    step.kind = EditStep::Kind::Key;
    if (text.isEmpty())
        return step;
    KeyItem item;
    bool isInId = false;
    const auto endItem = [&] {
        if (isInId)
            step.key.push_back(item);
        return std::exchange(isInId, false);
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        QByteArray &part = isInId ? item.id : item.model;
        if (text[i] == '\\' && i + 1 < text.size()) {
            part += text[++i];
        } else if (text[i] == ':' && !isInId) {
            isInId = true;
        } else if (text[i] == ',') {
            if (!endItem())
                return usageError(Texts::tr("\"%1\" is no key: write model:id,model:id.").arg(console::shown(text)));
            item = KeyItem();
        } else {
            part += text[i];
        }
    }
    if (!endItem())
        return usageError(Texts::tr("\"%1\" is no key: write model:id,model:id.").arg(console::shown(text)));
    return step;
}

Result<EditStep> parseAssociation(QByteArrayView text)
{
    qsizetype split = 0;
    while (split < text.size() && text[split] != '=')
        split += text[split] == '\\' ? 2 : 1;
    if (split >= text.size())
        return usageError(Texts::tr("\"%1\" is no OLD=NEW: write model:id=model:id, or model:id= to remove it.").arg(console::shown(text)));
    auto from = parseKey(text.first(split));
    const auto to = parseKey(text.sliced(split + 1));
    if (!from || !to)
        return from ? to : from;
    if (from->key.size() != 1 || to->key.size() > 1)
        return usageError(Texts::tr("\"%1\" names more or less than one association on a side.").arg(console::shown(text)));
    EditStep step = *std::move(from);
    step.kind = EditStep::Kind::Association;
    step.text = text.toByteArray();
    step.key.insert(step.key.end(), to->key.begin(), to->key.end());
    return step;
}

Result<ScriptLine> parseScriptLine(QByteArrayView json)
{
    bson::ExtendedJsonReader reader;
    if (!reader.readDocument(json))
        return usageError(reader.error().reason);
    ScriptLine line;
    for (const bson::Element &field : bson::DocumentView(reader.document())) {
        if (auto read = readScriptField(field, line); !read)
            return read.error();
    }
    if (line.record.isEmpty())
        return usageError(Texts::tr("the field \"record\" is missing"));
    if (line.steps.empty() != line.isDeletion)
        return usageError(line.isDeletion ? Texts::tr("a record to be deleted cannot be edited as well")
                                          : Texts::tr("there is nothing to do"));
    return line;
}

Result<QByteArray> documentAfter(const std::vector<EditStep> &steps, const Record &record, bool isWholeDocument, bool passesOver)
{
    Record edited = record;
    for (const EditStep &step : steps) {
        const bool needsField = step.kind == EditStep::Kind::Unset || step.kind == EditStep::Kind::Rename;
        const bson::Path path = isWholeDocument ? step.path : inValue(edited, step.path);
        if (passesOver && needsField && !path.resolve(bson::DocumentView(edited.body)))
            continue;
        auto after = apply(step, edited, isWholeDocument);
        if (!after)
            return misplacedPath(step, edited, isWholeDocument).value_or(after.error());
        edited.body = *std::move(after);
    }
    return std::move(edited.body);
}

QString titleOf(const std::vector<EditStep> &steps)
{
    return steps.size() == 1 ? steps.front().title()
                             : Texts::tr("%1 and %2 more").arg(steps.front().title(), QString::number(steps.size() - 1));
}

Result<Edit> editBy(const std::vector<EditStep> &steps, const Record &record, bool isWholeDocument)
{
    auto after = documentAfter(steps, record, isWholeDocument, false);
    if (!after)
        return after.error();
    return editOf(titleOf(steps), record, *std::move(after));
}

} // namespace persistence
