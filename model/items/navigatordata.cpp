#include "model/items/navigatormodel.h"

#include "model/bson/displaytext.h"
#include "model/items/itemtext.h"

#include <QCoreApplication>

#include <array>

namespace persistence {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::Navigator", text);
}

QString idsText(qint64 shown, qint64 all)
{
    return tr("%1 of %2 ids").arg(numberText(shown), numberText(all));
}

/// Typing "general" finds "#general", typing "alice" finds "@alice".
bool startsWith(QStringView text, const QString &typed)
{
    if (text.startsWith(typed, Qt::CaseInsensitive))
        return true;
    const bool isMarked = text.startsWith(u'#') || text.startsWith(u'@');
    return isMarked && text.sliced(1).startsWith(typed, Qt::CaseInsensitive);
}

} // namespace

QVariant NavigatorModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !m_reader)
        return {};
    const auto &above = *static_cast<const NavigatorNode *>(index.constInternalPointer());
    if (index.row() >= above.childCount())
        return {};
    const RowContext context = contextOf(above, index.row());
    const qint64 position = above.positionOf(index.row());
    switch (above.childKind()) {
    case NavigatorKind::App:
        return appData(above.apps.value(above.at(position)), context, role);
    case NavigatorKind::Model:
        return modelData(above.models.value(above.at(position)), context, role);
    case NavigatorKind::Shape:
        return shapeData(above.shapes.value(above.at(position)), context, role);
    case NavigatorKind::Target:
        return targetData(target(above.list(), position), context, role);
    case NavigatorKind::Record: {
        RecordLine line = record(above.list(), position);
        if (m_areValuesHidden)
            line.value.clear();
        return recordData(line, context, role);
    }
    case NavigatorKind::Range:
        return rangeData(range(above, index.row()), context, role);
    }
    return {};
}

RowContext NavigatorModel::contextOf(const NavigatorNode &parent, int row) const
{
    RowContext context;
    context.group = parent.group;
    const qint64 key = parent.childKey(row);
    const auto child = parent.children.find(key);
    context.isLoading = child != parent.children.end() && child->second->state == NavigatorNode::State::Loading;
    switch (parent.childKind()) {
    case NavigatorKind::App: {
        context.group.app = AppRow{key};
        context.bytesAbove = parent.bytes;
        const TreeMatches::App *match = m_matches ? m_matches->app(context.group.app) : nullptr;
        if (match && !match->isWhole)
            context.filteredCount = idsText(match->shown, match->all);
        break;
    }
    case NavigatorKind::Model: {
        context.group.model = ModelRow{key};
        context.bytesAbove = parent.parent->apps.value(parent.group.app.value).bytes;
        const TreeMatches::Model *match = m_matches ? m_matches->model(context.group.app, context.group.model) : nullptr;
        if (match && !match->isWhole)
            context.filteredCount = idsText(match->shown(), match->all);
        break;
    }
    case NavigatorKind::Shape:
        context.group.shape = ShapeRow{key};
        context.bytesAbove = parent.parent->apps.value(parent.group.app.value).bytes;
        break;
    case NavigatorKind::Target: {
        context.group.target = TargetRow{key};
        const ModelSummary &model = *parent.list().parent->models.constFind(parent.group.model.value);
        context.bytesAbove = model.bytes;
        context.icon = modelIcon(model.kind, model.name);
        break;
    }
    case NavigatorKind::Record:
        context.draft = m_draftMarks.value(RecordRow{key});
        break;
    case NavigatorKind::Range:
        break;
    }
    return context;
}

TargetSummary NavigatorModel::target(const NavigatorNode &list, qint64 position) const
{
    auto summary = m_targets.at(*m_reader, position, list.size(), [&](qint64 i) { return TargetRow{list.at(i)}; });
    if (summary)
        return std::move(*summary);
    report(summary.error());
    return {};
}

RecordLine NavigatorModel::record(const NavigatorNode &list, qint64 position) const
{
    auto line = m_records.at(*m_reader, position, list.size(), [&](qint64 i) { return RecordRow{list.at(i)}; });
    if (line)
        return std::move(*line);
    report(line.error());
    return {};
}

RangeSummary NavigatorModel::range(const NavigatorNode &list, int row) const
{
    constexpr qsizetype kMaxEndBytes = 60;
    const qint64 first = list.positionOf(row);
    const qint64 last = qMin(first + NavigatorNode::kRangeSize, list.size()) - 1;
    const bool holdsIds = list.kind == NavigatorKind::Model && list.modelKind == ModelKind::Stored;
    RangeSummary summary{numberText(first + 1), numberText(last + 1), last - first + 1, holdsIds, true};
    if (!holdsIds)
        return summary;
    // Not through the cache, which would read a page around each end.
    const std::array ends = {TargetRow{list.at(first)}, TargetRow{list.at(last)}};
    const auto targets = m_reader->targetSummaries(ends);
    if (!targets || targets->size() != 2)
        return summary;
    // Ids are in order of their bytes, so the ends are ids and not names.
    summary.first = bson::displayText(targets->first().id, kMaxEndBytes);
    summary.last = bson::displayText(targets->last().id, kMaxEndBytes);
    summary.hasPositions = false;
    return summary;
}

QModelIndexList NavigatorModel::match(const QModelIndex &start, int role, const QVariant &value, int hits, Qt::MatchFlags flags) const
{
    const bool isTypeAhead = (flags & Qt::MatchTypeMask) == Qt::MatchStartsWith && hits == 1 &&
                             (role == Qt::DisplayRole || role == NameRole || role == SearchTextRole);
    if (!isTypeAhead || !start.isValid() || !m_reader)
        return QAbstractItemModel::match(start, role, value, hits, flags);

    auto &above = *static_cast<NavigatorNode *>(start.internalPointer());
    const QString typed = value.toString();
    if (above.hasRanges) {
        // Of a million ids only the way to the first one that starts like this is read.
        const bool hasTargets = above.kind == NavigatorKind::Model && above.modelKind == ModelKind::Stored;
        const qint64 position = hasTargets ? findTarget(above, typed.toUtf8(), true) : -1;
        return position < 0 ? QModelIndexList() : QModelIndexList{createIndex(int(position / NavigatorNode::kRangeSize), 0, &above)};
    }
    const int count = above.childCount();
    for (int i = 0; i < count; ++i) {
        const int row = (start.row() + i) % count;
        if (row < start.row() && !(flags & Qt::MatchWrap))
            break;
        const QModelIndex index = createIndex(row, 0, &above);
        if (startsWith(index.data(NameRole).toString(), typed) || startsWith(index.data(RawIdRole).toString(), typed))
            return {index};
    }
    return {};
}

} // namespace persistence
