#pragma once

#include "model/items/draftmarks.h"
#include "model/items/iconid.h"
#include "model/items/recordline.h"
#include "model/workspace/groups.h"

#include <QVariant>

namespace persistence {

/// What a row knows beside its own summary.
struct RowContext
{
    Group group;               ///< GroupRole
    qint64 bytesAbove = 0;     ///< bytes of the level above; 0 if they are not known
    QString filteredCount;     ///< in place of the count, if the row is shown in part
    IconId icon = IconId::Key; ///< of an id: that of its association model
    bool isLoading = false;
    DraftMark draft = DraftMark::None; ///< of a record
};

/// A range row: some rows of a large group.
struct RangeSummary
{
    QString first; ///< the first and the last id, or their positions
    QString last;
    qint64 count = 0;
    bool holdsIds = false;     ///< else records
    bool hasPositions = false; ///< in place of ids
};

/// The name of an app for people: from its label, else its id.
QString appName(const AppSummary &app);
/// The name of an association model as stored, or what a group without one stands for.
QString modelName(const ModelSummary &model);
/// A key shape such as "misc + room + misc".
QString shapeName(const KeyShapeSummary &shape);
/// The picture of an association model; the set is open, so most have the one of unknown models.
IconId modelIcon(ModelKind kind, QByteArrayView name);

/// The answers of the tree's rows to Qt's roles and ours (roles.h). Reentrant.
QVariant appData(const AppSummary &app, const RowContext &context, int role);
QVariant modelData(const ModelSummary &model, const RowContext &context, int role);
QVariant shapeData(const KeyShapeSummary &shape, const RowContext &context, int role);
QVariant targetData(const TargetSummary &target, const RowContext &context, int role);
QVariant recordData(const RecordLine &record, const RowContext &context, int role);
QVariant rangeData(const RangeSummary &range, const RowContext &context, int role);

} // namespace persistence
