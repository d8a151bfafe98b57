#include "model/items/recordtablemodel.h"

#include "model/items/iconid.h"
#include "model/items/roles.h"
#include "model/items/valuetext.h"
#include "model/workspace/recordbatch.h"
#include "model/workspace/workspace.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace persistence {

RecordTableModel::RecordTableModel(QObject *parent) : QAbstractTableModel(parent)
{
}

RecordTableModel::~RecordTableModel() = default;

void RecordTableModel::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    showGroup({});
    m_job.stop();
    m_reader.reset();
    m_workspace = std::move(workspace);
    if (!m_workspace)
        return;
    if (auto reader = m_workspace->reader())
        m_reader = std::move(*reader);
    else
        report(reader.error());
}

void RecordTableModel::showGroup(std::optional<Group> group)
{
    m_group = group;
    m_groupKey = {};
    if (const auto key = readGroupKey())
        m_groupKey = *key;
    else
        report(key.error());
    m_order = {};
    m_lines.clear();
    m_wholeRecords.clear();
    restart();
}

void RecordTableModel::setFilter(const Filter &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    restart();
}

void RecordTableModel::setFields(const QList<FieldColumn> &fields)
{
    const auto isSamePath = [](const FieldColumn &one, const FieldColumn &other) { return one.path == other.path; };
    if (std::equal(fields.begin(), fields.end(), m_fields.begin(), m_fields.end(), isSamePath)) {
        m_fields = fields;
        if (fields.isEmpty())
            return;
        emit headerDataChanged(Qt::Horizontal, ColumnCount, columnCount() - 1);
        if (rowCount() > 0)
            emit dataChanged(index(0, ColumnCount), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    if (!m_fields.isEmpty()) {
        beginRemoveColumns({}, ColumnCount, columnCount() - 1);
        m_fields.clear();
        endRemoveColumns();
    }
    if (fields.isEmpty())
        return;
    beginInsertColumns({}, ColumnCount, ColumnCount + int(fields.size()) - 1);
    m_fields = fields;
    endInsertColumns();
}

const FieldColumn *RecordTableModel::fieldAt(int column) const
{
    return column >= ColumnCount && column < columnCount() ? &m_fields[column - ColumnCount] : nullptr;
}

std::optional<RecordOrder> RecordTableModel::orderBy(int column, bool isDescending) const
{
    if (const FieldColumn *field = fieldAt(column))
        return RecordOrder{RecordOrder::By::Field, field->path, isDescending};
    switch (column) {
    case KeyColumn:
        return RecordOrder{RecordOrder::By::Key, {}, isDescending};
    case UpdatedColumn:
        return RecordOrder{RecordOrder::By::Updated, {}, isDescending};
    case SizeColumn:
        return RecordOrder{RecordOrder::By::Size, {}, isDescending};
    case RecordIdColumn:
        return RecordOrder{RecordOrder::By::RecordId, {}, isDescending};
    default:
        return std::nullopt;
    }
}

std::optional<FilterTerm> RecordTableModel::termFor(const QModelIndex &index) const
{
    if (!index.isValid() || !m_reader)
        return std::nullopt;
    const RecordLine shown = line(index.row());
    if (const FieldColumn *field = fieldAt(index.column())) {
        const Cell of = cell(shown, *field);
        return of.value ? std::optional(fieldTerm(field->path, *of.value)) : std::nullopt;
    }
    RecordIndex keyed;
    switch (index.column()) {
    case KeyColumn:
        if (indexRecord(bson::DocumentView(shown.head), shown.collection, keyed) && !keyed.associations.empty())
            return keyTerm(keyed.associations);
        return std::nullopt;
    case RecordIdColumn:
        return shown.rawRecordId.isEmpty() ? std::nullopt : std::optional(recordIdTerm(shown.rawRecordId));
    default:
        return std::nullopt;
    }
}

QVariant RecordTableModel::marks(const QModelIndex &index) const
{
    if (!m_matcher || index.column() == UpdatedColumn || index.column() == SizeColumn)
        return {};
    const FieldColumn *field = fieldAt(index.column());
    const auto spans = m_matcher->marksIn(text(line(index.row()), index.column()), field ? field->path : FieldPath());
    return spans.empty() ? QVariant() : QVariant::fromValue(QList<TextSpan>(spans.begin(), spans.end()));
}

/// Whole numbers that follow each other get different colours, whatever their type; other values mostly.
QVariant RecordTableModel::colour(const RecordLine &line) const
{
    if (m_colouring.path.isEmpty() || m_areValuesHidden)
        return {};
    const Cell shown = cell(line, m_colouring);
    if (!shown.value)
        return {};
    const QByteArray text = shown.value->isContainer() ? shown.value->value().toByteArray() : clipboardText(*shown.value);
    bool isInteger = false;
    const qint64 number = text.toLongLong(&isInteger);
    return int((isInteger ? quint64(number) : bodyChecksum(text)) & 0xff'ffff);
}

void RecordTableModel::setColouring(const FieldPath &path)
{
    if (path == m_colouring.path)
        return;
    m_colouring.path = path;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {ColourRole});
}

void RecordTableModel::setMatcher(std::shared_ptr<const FilterMatcher> matcher)
{
    m_matcher = std::move(matcher);
    emit matcherChanged();
}

void RecordTableModel::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void RecordTableModel::setTimeZone(TimeZone zone)
{
    m_timeZone = zone;
    if (rowCount() > 0)
        emit dataChanged(index(0, UpdatedColumn), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

RecordRow RecordTableModel::recordAt(int row) const
{
    return row >= 0 && row < recordCount() ? RecordRow{m_rows[size_t(row)]} : RecordRow();
}

int RecordTableModel::rowOf(RecordRow record) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), record.value);
    return found == m_rows.end() ? -1 : int(found - m_rows.begin());
}

QString RecordTableModel::copyText(const QList<int> &rows, const QList<int> &columns) const
{
    QStringList lines;
    for (const int row : rows) {
        const RecordLine shown = line(row);
        QStringList cells;
        for (const int column : columns)
            cells.append(column == SizeColumn ? QString::number(shown.size) : text(shown, column));
        lines.append(cells.join(u'\t'));
    }
    return lines.join(u'\n');
}

int RecordTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size()) + int(m_new.size());
}

int RecordTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount + int(m_fields.size());
}

QVariant RecordTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid) || !m_reader)
        return {};
    const FieldColumn *field = fieldAt(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(line(index.row()), index.column());
    case Qt::TextAlignmentRole:
        return isRightAligned(index.column()) ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case RecordRowRole:
        return QVariant::fromValue(recordAt(index.row()));
    case GroupRole:
        return m_group ? QVariant::fromValue(*m_group) : QVariant();
    case IconIdRole:
        return index.column() == KeyColumn ? QVariant(int(draftIcon(rowMark(index.row())))) : QVariant();
    case BytesRole:
        return line(index.row()).size;
    case CopyTextRole:
        return copiedCell(line(index.row()), index.column());
    case ToolTipTextRole: {
        const QString draft = draftText(index.column() == KeyColumn ? rowMark(index.row()) : cellMark(index));
        const QString shown = text(line(index.row()), index.column());
        return draft.isEmpty() ? shown : tr("%1\nDraft: %2").arg(shown, draft);
    }
    case SearchTextRole:
        return text(line(index.row()), RecordIdColumn);
    case IsMissingRole: {
        if (!field)
            return {};
        const Cell shown = cell(line(index.row()), *field);
        return !shown.value && !shown.isTooLarge;
    }
    case MarksRole:
        return marks(index);
    case BsonTypeRole: {
        const Cell shown = field ? cell(line(index.row()), *field) : Cell();
        return shown.value ? QVariant(int(shown.value->type())) : QVariant();
    }
    case ValueTreeModel::FieldRole: {
        const Cell shown = field ? cell(line(index.row()), *field) : Cell();
        return QVariant::fromValue(shown.value ? FieldValue(*shown.value) : FieldValue());
    }
    case RowMarkRole:
        return int(rowMark(index.row()));
    case CellMarkRole:
        return int(cellMark(index));
    case ColourRole:
        return colour(line(index.row()));
    default:
        return {};
    }
}

QVariant RecordTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole && orientation == Qt::Horizontal && isRightAligned(section))
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (orientation == Qt::Horizontal && section >= ColumnCount)
        return section < columnCount() ? fieldHeader(*fieldAt(section), role) : QVariant();
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Vertical ? QVariant(section + 1) : RecordLine::title(section);
}

QVariant RecordTableModel::fieldHeader(const FieldColumn &field, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return field.shownTitle();
    case ToolTipTextRole:
        return field.description();
    default:
        return {};
    }
}

bool RecordTableModel::isRightAligned(int column) const
{
    const FieldColumn *field = fieldAt(column);
    return column == SizeColumn || (field && field->isNumber());
}

RecordLine RecordTableModel::line(int row) const
{
    if (const EditBuffer *draft = draftAt(row))
        return draftLine(*draft);
    auto line = m_lines.at(*m_reader, row, qint64(m_rows.size()), [this](qint64 i) { return RecordRow{m_rows[size_t(i)]}; });
    if (line)
        return std::move(*line);
    report(line.error());
    return {};
}

/// The field is looked for in the head of the summary. A record that is larger is read whole, unless it is very large.
RecordTableModel::Cell RecordTableModel::cell(const RecordLine &line, const FieldColumn &field) const
{
    if (line.head.isEmpty())
        return {};
    Cell found{line.head, {}};
    if (line.head.size() < line.size) {
        if (line.size > kMaxWholeRecord)
            return {{}, {}, true};
        const QByteArray *whole = m_wholeRecords.object(line.row.value);
        if (!whole) {
            const auto record = m_reader->record(line.row);
            // A damaged record has no cells; the table says in its value what is wrong.
            auto *read = new QByteArray(record ? record->body : QByteArray());
            found.bytes = *read;
            m_wholeRecords.insert(line.row.value, read, line.size);
        } else {
            found.bytes = *whole;
        }
    }
    found.value = field.path.first(bson::DocumentView(found.bytes), line.collection);
    return found;
}

QString RecordTableModel::fieldText(const RecordLine &line, const FieldColumn &field) const
{
    const Cell shown = cell(line, field);
    if (shown.isTooLarge)
        return tr("(in a large value)");
    if (!shown.value)
        return {};
    // Apps name users and rooms by bare ids; which of both one is, only the names tell.
    const NameLookup name = [this](QByteArrayView id) {
        const QByteArray user = m_reader->label("user", id);
        return user.isEmpty() ? m_reader->label("room", id) : user;
    };
    return cellText(*shown.value, field.format, m_timeZone, name);
}

QByteArray RecordTableModel::copiedCell(const RecordLine &line, int column) const
{
    const FieldColumn *field = fieldAt(column);
    if (!field || m_areValuesHidden)
        return column == RecordIdColumn ? line.rawRecordId : text(line, column).toUtf8();
    const Cell shown = cell(line, *field);
    if (!shown.value)
        return {};
    return shown.value->isContainer() ? text(line, column).toUtf8() : clipboardText(*shown.value);
}

QString RecordTableModel::text(const RecordLine &line, int column) const
{
    if (const FieldColumn *field = fieldAt(column))
        return m_areValuesHidden ? hiddenText() : fieldText(line, *field);
    return line.text(column, m_timeZone, m_areValuesHidden);
}

void RecordTableModel::report(const Error &error) const
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    // Later, because a view may be drawing just now.
    auto *self = const_cast<RecordTableModel *>(this);
    QMetaObject::invokeMethod(
        self, [self, error] { emit self->failed(error); }, Qt::QueuedConnection);
}

} // namespace persistence
