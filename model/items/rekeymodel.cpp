#include "model/items/rekeymodel.h"

#include "model/items/iconid.h"
#include "model/items/itemtext.h"
#include "model/items/recordline.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPageSize = 64;

/// A dozen clashes among many thousand records would not be found.
void putClashesFirst(RekeyPlan &plan)
{
    std::vector<RecordRow> rows;
    rows.reserve(plan.rows.size());
    for (const bool isClash : {true, false}) {
        for (size_t i = 0; i < plan.rows.size(); ++i) {
            if (plan.clashes[i] == isClash)
                rows.push_back(plan.rows[i]);
        }
    }
    plan.rows = std::move(rows);
    std::fill(plan.clashes.begin(), plan.clashes.end(), false);
    std::fill_n(plan.clashes.begin(), plan.clashCount, true);
}

} // namespace

RekeyModel::RekeyModel(QObject *parent) : QAbstractTableModel(parent)
{
}

RekeyModel::~RekeyModel() = default;

void RekeyModel::setPlan(const std::shared_ptr<Workspace> &workspace, RekeyPlan plan)
{
    beginResetModel();
    m_plan = std::move(plan);
    putClashesFirst(m_plan);
    m_lines.clear();
    m_reader.reset();
    if (workspace) {
        auto reader = workspace->reader();
        if (reader)
            m_reader = *std::move(reader);
        else
            QMetaObject::invokeMethod(
                this, [this, error = reader.error()] { emit failed(error); }, Qt::QueuedConnection);
    }
    endResetModel();
}

int RekeyModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_plan.rows.size());
}

int RekeyModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RekeyModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case ToolTipTextRole:
        return text(index.row(), index.column());
    case IconIdRole:
        return index.column() == HintColumn && m_plan.clashes[size_t(index.row())] ? QVariant(int(IconId::Warning)) : QVariant();
    default:
        return {};
    }
}

QVariant RekeyModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section + 1;
    switch (section) {
    case OldKeyColumn:
        return tr("Old key");
    case NewKeyColumn:
        return tr("New key");
    case HintColumn:
        return tr("Hint");
    case RecordIdColumn:
        return tr("Record id");
    default:
        return {};
    }
}

QString RekeyModel::text(int row, int column) const
{
    switch (column) {
    case OldKeyColumn:
        return lineAt(row).oldKey;
    case NewKeyColumn:
        return lineAt(row).newKey;
    case HintColumn:
        return m_plan.clashes[size_t(row)] ? tr("Clash: another record has this key") : QString();
    case RecordIdColumn:
        return lineAt(row).recordId;
    default:
        return {};
    }
}

RekeyModel::Line RekeyModel::lineAt(int row) const
{
    const qint64 record = m_plan.rows[size_t(row)].value;
    if (!m_lines.contains(record))
        readPage(row);
    const Line *line = m_lines.object(record);
    return line ? *line : Line();
}

void RekeyModel::readPage(int row) const
{
    if (!m_reader)
        return;
    const auto first = size_t(row - row % kPageSize);
    const size_t count = std::min(size_t(kPageSize), m_plan.rows.size() - first);
    const auto summaries = m_reader->recordSummaries(std::span(m_plan.rows).subspan(first, count));
    if (!summaries) {
        auto *self = const_cast<RekeyModel *>(this);
        QMetaObject::invokeMethod(
            self, [self, error = summaries.error()] { emit self->failed(error); }, Qt::QueuedConnection);
        return;
    }
    for (const RecordSummary &summary : *summaries)
        m_lines.insert(summary.row.value, new Line(lineOf(summary)));
}

RekeyModel::Line RekeyModel::lineOf(const RecordSummary &summary) const
{
    RecordIndex index;
    indexRecord(bson::DocumentView(summary.head), summary.collection, index);
    const auto label = [this](QByteArrayView model, QByteArrayView id) { return m_reader->label(model, id); };
    const std::vector<Association> after = rekeyed(index.associations, m_plan.rekey);
    return {keyText(index.associations, label), after.empty() ? tr("(empty)") : keyText(after, label),
            visibleText(summary.recordId.toDisplayText().toUtf8(), 500)};
}

} // namespace persistence
