#include "model/items/navigatortext.h"

#include "model/bson/displaytext.h"
#include "model/items/itemtext.h"
#include "model/items/roles.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// A row shows one line; what is longer is in the tooltip, and whole in copies.
constexpr qsizetype kMaxNameBytes = 240;
constexpr qsizetype kMaxToolTipBytes = 800;

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::Navigator", text);
}

QString recordsText(qint64 count)
{
    return countedText(count, tr("1 record"), tr("%1 records"));
}

QString idsText(qint64 count)
{
    return countedText(count, tr("1 id"), tr("%1 ids"));
}

/// What all rows with a name and a count have in common.
struct NamedRow
{
    NavigatorKind kind;
    QString name;
    QString rawId;
    qint64 records = 0;
    qint64 bytes = 0;
    IconId icon = IconId::None;
    QStringList facts; ///< lines of the tooltip above count and size
    QByteArray copy;
};

double shareOf(qint64 bytes, qint64 bytesAbove)
{
    return double(bytes) / double(bytesAbove);
}

QString toolTip(const NamedRow &row, const RowContext &context)
{
    QStringList lines = row.facts;
    QString size = recordsText(row.records) + u" · "_s + sizeText(row.bytes);
    if (context.bytesAbove > 0)
        size += u" · "_s + tr("%1 of the level above").arg(shareText(shareOf(row.bytes, context.bytesAbove)));
    lines.append(size);
    if (!context.filteredCount.isEmpty())
        lines.append(tr("Shown: %1").arg(context.filteredCount));
    return lines.join(u'\n');
}

QString accessibleText(const NamedRow &row, const RowContext &context)
{
    QStringList parts = {row.name};
    if (!row.rawId.isEmpty())
        parts.append(row.rawId);
    parts.append(context.filteredCount.isEmpty() ? recordsText(row.records) : context.filteredCount);
    return parts.join(u", "_s);
}

QVariant namedData(const NamedRow &row, const RowContext &context, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return row.name;
    case Qt::AccessibleTextRole:
        return accessibleText(row, context);
    case KindRole:
        return int(row.kind);
    case RawIdRole:
        return row.rawId;
    case CountRole:
        return row.records;
    case CountTextRole:
        return context.filteredCount.isEmpty() ? numberText(row.records) : context.filteredCount;
    case BytesRole:
        return row.bytes;
    case ShareRole:
        return context.bytesAbove > 0 ? QVariant(shareOf(row.bytes, context.bytesAbove)) : QVariant();
    case IconIdRole:
        return int(row.icon);
    case GroupRole:
        return QVariant::fromValue(context.group);
    case IsLoadingRole:
        return context.isLoading;
    case ToolTipTextRole:
        return toolTip(row, context);
    case SearchTextRole:
        return row.name;
    case CopyTextRole:
        return row.copy;
    default:
        return {};
    }
}

QString statusText(const AppSummary &app)
{
    QStringList parts;
    if (!app.version.isEmpty())
        parts.append(tr("Version %1").arg(bson::displayText(app.version, kMaxNameBytes)));
    if (!app.status.isEmpty())
        parts.append(bson::displayText(app.status, kMaxNameBytes).replace(u'_', u' '));
    return parts.join(u" · "_s);
}

} // namespace

QString appName(const AppSummary &app)
{
    if (app.collection == Collection::Messages)
        return tr("Messages' custom fields");
    if (!app.name.isEmpty())
        return bson::displayText(app.name, kMaxNameBytes);
    return app.appId.isEmpty() ? tr("(empty app id)") : bson::displayText(app.appId, kMaxNameBytes);
}

QString modelName(const ModelSummary &model)
{
    switch (model.kind) {
    case ModelKind::Stored:
        break;
    case ModelKind::NoKey:
        return tr("Records without a key");
    case ModelKind::Unreadable:
        return tr("Unreadable associations");
    }
    return model.name.isEmpty() ? tr("(empty model)") : bson::displayText(model.name, kMaxNameBytes);
}

QString shapeName(const KeyShapeSummary &shape)
{
    if (shape.parts.size() == 1 && shape.parts.first().kind == ModelKind::NoKey)
        return tr("Records without a key");
    QStringList parts;
    for (const KeyShapeSummary::Part &part : shape.parts) {
        if (part.kind == ModelKind::Stored)
            parts.append(part.name.isEmpty() ? tr("(empty model)") : bson::displayText(part.name, kMaxNameBytes));
        else
            parts.append(tr("unreadable"));
    }
    if (shape.isCut)
        parts.append(u"…"_s);
    return parts.join(u" + "_s);
}

IconId modelIcon(ModelKind kind, QByteArrayView name)
{
    struct Known
    {
        QByteArrayView name;
        IconId icon;
    };
    // The members of RocketChatAssociationModel; domain reference, section 2.
    static const std::array known = {
        Known{"room", IconId::Room},
        Known{"user", IconId::User},
        Known{"message", IconId::Message},
        Known{"misc", IconId::Misc},
        Known{"file", IconId::File},
        Known{"livechat-message", IconId::LivechatRoom},
        Known{"discussion", IconId::Discussion},
        Known{"video-conference", IconId::VideoConference},
    };
    if (kind != ModelKind::Stored)
        return kind == ModelKind::NoKey ? IconId::NoKey : IconId::Unreadable;
    for (const Known &entry : known) {
        if (entry.name == name)
            return entry.icon;
    }
    return IconId::UnknownModel;
}

QVariant appData(const AppSummary &app, const RowContext &context, int role)
{
    const bool isApp = app.collection != Collection::Messages;
    NamedRow row{NavigatorKind::App, appName(app), {}, app.records, app.bytes, isApp ? IconId::App : IconId::CustomFields, {}, app.appId};
    if (isApp && !app.name.isEmpty())
        row.rawId = bson::displayText(app.appId, kMaxNameBytes);
    if (role == ToolTipTextRole) {
        row.facts = {row.name};
        if (isApp)
            row.facts.append(tr("App id: %1").arg(bson::displayText(app.appId, kMaxToolTipBytes)));
        if (const QString status = statusText(app); !status.isEmpty())
            row.facts.append(status);
    }
    return namedData(row, context, role);
}

QVariant modelData(const ModelSummary &model, const RowContext &context, int role)
{
    NamedRow row{NavigatorKind::Model, modelName(model), {}, model.records, model.bytes, modelIcon(model.kind, model.name), {}, model.name};
    if (role == ToolTipTextRole) {
        if (model.kind == ModelKind::Stored) {
            row.facts = {tr("Model: %1").arg(bson::displayText(model.name, kMaxToolTipBytes)), idsText(model.targets)};
        } else {
            row.facts = {row.name, model.kind == ModelKind::NoKey ? tr("No app can read these by association.")
                                                                  : tr("An association is not a model and an id, both texts.")};
        }
    }
    return namedData(row, context, role);
}

QVariant shapeData(const KeyShapeSummary &shape, const RowContext &context, int role)
{
    const bool isKey = shape.parts.isEmpty() || shape.parts.first().kind == ModelKind::Stored;
    const IconId picture = isKey ? IconId::Key : shape.parts.first().kind == ModelKind::NoKey ? IconId::NoKey : IconId::Unreadable;
    NamedRow row{NavigatorKind::Shape, shapeName(shape), {}, shape.records, shape.bytes, picture, {}, shapeName(shape).toUtf8()};
    if (role == ToolTipTextRole)
        row.facts = {isKey ? tr("Key shape: %1").arg(row.name) : row.name};
    return namedData(row, context, role);
}

QVariant targetData(const TargetSummary &target, const RowContext &context, int role)
{
    const QString id = bson::displayText(target.id, kMaxNameBytes);
    NamedRow row{NavigatorKind::Target, id, {}, target.records, target.bytes, context.icon, {}, target.id};
    if (target.id.isEmpty())
        row.name = tr("(empty id)");
    if (!target.label.isEmpty()) {
        row.name = bson::displayText(target.label, kMaxNameBytes);
        row.rawId = id;
    }
    if (role == ToolTipTextRole) {
        if (!target.label.isEmpty())
            row.facts.append(bson::displayText(target.label, kMaxToolTipBytes));
        row.facts.append(tr("Id: %1").arg(bson::displayText(target.id, kMaxToolTipBytes)));
    }
    return namedData(row, context, role);
}

QVariant recordData(const RecordLine &record, const RowContext &context, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
    case SearchTextRole:
        return record.value.isEmpty() ? record.recordId : record.value;
    case RawIdRole:
        return record.value.isEmpty() ? QString() : record.recordId;
    case KindRole:
        return int(NavigatorKind::Record);
    case BytesRole:
        return record.size;
    case IconIdRole:
        return int(draftIcon(context.draft));
    case GroupRole:
        return QVariant::fromValue(context.group);
    case RecordRowRole:
        return QVariant::fromValue(record.row);
    case IsLoadingRole:
        return false;
    case KeyTextRole:
        return record.key;
    case CopyTextRole:
        return record.rawRecordId;
    case Qt::AccessibleTextRole:
        return tr("Record %1: %2").arg(record.recordId, record.value);
    case ToolTipTextRole: {
        QStringList lines = {tr("Record id: %1").arg(record.recordId), tr("Key: %1").arg(record.key), sizeText(record.size)};
        if (record.updated)
            lines.append(tr("Updated %1").arg(dateText(*record.updated, TimeZone::Utc)));
        if (context.draft != DraftMark::None)
            lines.append(tr("Draft: %1").arg(draftText(context.draft)));
        return lines.join(u'\n');
    }
    default:
        return {};
    }
}

QString rangeName(const RangeSummary &range)
{
    // Ids may hold a dash themselves.
    return range.hasPositions ? tr("%1–%2").arg(range.first, range.last) : tr("%1 … %2").arg(range.first, range.last);
}

QVariant rangeData(const RangeSummary &range, const RowContext &context, int role)
{
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
    case SearchTextRole:
        return rangeName(range);
    case Qt::AccessibleTextRole:
        return tr("%1 to %2, %3").arg(range.first, range.last, range.holdsIds ? idsText(range.count) : recordsText(range.count));
    case KindRole:
        return int(NavigatorKind::Range);
    case CountRole:
        return range.count;
    case CountTextRole:
        // The other numbers in this column count records.
        return range.holdsIds ? idsText(range.count) : numberText(range.count);
    case IconIdRole:
        return int(IconId::Range);
    case GroupRole:
        return QVariant::fromValue(context.group);
    case IsLoadingRole:
        return context.isLoading;
    case ToolTipTextRole:
        return rangeName(range) + u'\n' + (range.holdsIds ? idsText(range.count) : recordsText(range.count));
    default:
        return {};
    }
}

} // namespace persistence
