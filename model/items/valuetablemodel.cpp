#include "model/items/valuetablemodel.h"

#include "model/bson/preview.h"
#include "model/edit/fieldedits.h"
#include "model/items/elementorder.h"
#include "model/items/valuetext.h"
#include "model/items/valuetreemodel.h"

#include <QLocale>

#include <numeric>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kProbed = 200;

/// The container at a path; nothing if it is no container.
std::optional<bson::Element> containerElement(const QByteArray &document, const bson::Path &path)
{
    const auto element = path.resolve(bson::DocumentView(document));
    return element && element->isContainer() ? element : std::nullopt;
}

std::vector<quint32> offsetsOf(const QByteArray &document, const bson::Element &container)
{
    std::vector<quint32> offsets;
    for (const bson::Element &item : container.toDocument())
        offsets.push_back(quint32(item.bytes().data() - document.constData()));
    return offsets;
}

bson::Element elementFrom(const QByteArray &document, quint32 offset)
{
    return bson::readElement(QByteArrayView(document).sliced(offset)).value_or(bson::Element());
}

/// Calls \a each with the columns that an item fills: its fields, or kItself for an item that is no object.
template <typename Each>
void forEachColumn(const bson::Element &item, Each each)
{
    if (item.type() != bson::Type::Document) {
        each(QByteArrayView(TableShape::kItself));
        return;
    }
    for (const bson::Element &field : item.toDocument())
        each(field.name());
}

/// Finds the columns of all items. Items mostly have the same fields in the same order, so the next column is tried before a look-up.
class ColumnScan final
{
public:
    explicit ColumnScan(TableShape &shape) : m_shape(shape) {}

    void add(const bson::Element &item)
    {
        size_t expected = 0;
        forEachColumn(item, [&](QByteArrayView name) {
            if (expected < m_shape.columns.size() && m_shape.columns[expected] == name) {
                ++m_shape.counts[expected++];
                return;
            }
            const auto found = m_columns.constFind(name);
            if (found != m_columns.constEnd()) {
                ++m_shape.counts[size_t(*found)];
                expected = size_t(*found) + 1;
            } else if (qsizetype(m_shape.columns.size()) < ValueTableModel::kMaxColumns) {
                m_columns.insert(name, int(m_shape.columns.size()));
                m_shape.columns.push_back(name.toByteArray());
                m_shape.counts.push_back(1);
                expected = m_shape.columns.size();
            } else {
                ++m_shape.hiddenColumns;
            }
        });
    }

private:
    TableShape &m_shape;
    QHash<QByteArrayView, int> m_columns;
};

Result<TableShape> scan(const QByteArray &document, const bson::Path &path, Progress &progress)
{
    TableShape shape;
    const auto container = containerElement(document, path);
    ColumnScan columns(shape);
    for (const bson::Element &item : container ? container->toDocument() : bson::DocumentView()) {
        if (shape.items.size() % 4096 == 0 && progress.isCancelled())
            return Error{ErrorKind::Cancelled, {}, {}};
        shape.items.push_back(quint32(item.bytes().data() - document.constData()));
        columns.add(item);
    }
    return shape;
}

} // namespace

ValueTableModel::ValueTableModel(QObject *parent) : QAbstractTableModel(parent)
{
}

ValueTableModel::~ValueTableModel() = default;

bool ValueTableModel::isTableLike(const bson::Element &element)
{
    if (!element.isContainer())
        return false;
    int objects = 0, seen = 0;
    for (const bson::Element &item : element.toDocument()) {
        objects += item.type() == bson::Type::Document ? 1 : 0;
        if (item.type() != bson::Type::Document && item.type() != bson::Type::Null)
            return false;
        if (++seen == kProbed)
            break;
    }
    return objects > 0;
}

std::optional<bson::Path> ValueTableModel::tablePath(bson::DocumentView document, const bson::Path &path)
{
    for (bson::Path place = path; !place.isEmpty(); place = parentOf(place)) {
        const auto element = place.resolve(document);
        if (!element)
            continue;
        if (isTableLike(*element))
            return place;
        qint64 index = 0;
        for (const bson::Element &member : element->isContainer() ? element->toDocument() : bson::DocumentView()) {
            const bool isArray = element->type() == bson::Type::Array;
            if (isTableLike(member))
                return joined(place, isArray ? bson::PathStep{{}, index} : bson::PathStep{member.name().toByteArray(), -1});
            if (++index == kProbed)
                break;
        }
    }
    return std::nullopt;
}

void ValueTableModel::show(const QByteArray &document, const bson::Path &path)
{
    follow(nullptr, {}, true);
    m_stored = document;
    start(document, path);
}

void ValueTableModel::follow(EditBuffer *buffer, const bson::Path &path, bool isLocked)
{
    if (m_buffer)
        disconnect(m_buffer, nullptr, this, nullptr);
    m_buffer = buffer;
    m_isLocked = isLocked;
    if (!buffer)
        return;
    connect(buffer, &EditBuffer::changed, this, &ValueTableModel::refresh);
    m_stored = buffer->stored().body;
    start(buffer->body(), path);
}

void ValueTableModel::clear()
{
    follow(nullptr, {}, true);
    start({}, {});
}

void ValueTableModel::setLocalTime(bool localTime)
{
    if (m_localTime == localTime)
        return;
    m_localTime = localTime;
    if (rowCount() > 0 && columnCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole, Qt::ToolTipRole});
}

void ValueTableModel::start(const QByteArray &document, const bson::Path &path)
{
    m_job.drop();
    beginResetModel();
    m_document = document;
    m_path = path;
    m_shape = {};
    m_order.clear();
    m_columnOf.clear();
    m_sortColumn = -1;
    endResetModel();
    const auto container = containerElement(document, path);
    if (!container)
        return;
    m_isArray = container->type() == bson::Type::Array;
    if (document.size() <= kMaxScannedAtOnce) {
        Progress progress;
        take(scan(document, path, progress).value());
        return;
    }
    m_job.start([document, path](Progress &progress) { return scan(document, path, progress); },
                [this](Result<TableShape> shape) {
                    if (shape)
                        take(std::move(*shape));
                    // What was edited meanwhile.
                    if (m_buffer)
                        refresh();
                });
    emit shapeChanged();
}

void ValueTableModel::take(TableShape shape)
{
    beginResetModel();
    m_shape = std::move(shape);
    m_order.resize(m_shape.items.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    for (size_t i = 0; i < m_shape.columns.size(); ++i)
        m_columnOf.insert(m_shape.columns[i], int(i));
    pairWithStored();
    endResetModel();
    emit shapeChanged();
}

std::optional<bson::Element> ValueTableModel::element(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    return fieldOf(itemElement(itemAt(index.row())), m_shape.columns[size_t(index.column())]);
}

int ValueTableModel::rowOfItem(int item) const
{
    const auto found = std::find(m_order.begin(), m_order.end(), item);
    return found == m_order.end() ? -1 : int(found - m_order.begin());
}

bson::Path ValueTableModel::itemPath(int row) const
{
    const int item = itemAt(row);
    if (m_isArray)
        return joined(m_path, {{}, item});
    bson::PathStep step{itemElement(item).name().toByteArray(), -1};
    for (int before = 0; before < item; ++before)
        step.occurrence += itemElement(before).name() == step.name ? 1 : 0;
    return joined(m_path, step);
}

bson::Path ValueTableModel::cellPath(const QModelIndex &index) const
{
    const QByteArray &column = m_shape.columns[size_t(index.column())];
    return column == TableShape::kItself ? itemPath(index.row()) : joined(itemPath(index.row()), {column, -1});
}

FieldState ValueTableModel::state(const QModelIndex &index) const
{
    const int item = itemAt(index.row());
    const auto now = element(index);
    const auto stored = storedItem(item);
    const auto was = stored ? fieldOf(*stored, m_shape.columns[size_t(index.column())]) : std::nullopt;
    if (!now)
        return was ? FieldState::Removed : FieldState::Same;
    if (!was)
        return FieldState::Added;
    return now->type() == was->type() && now->value() == was->value() ? FieldState::Same : FieldState::Changed;
}

int ValueTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

int ValueTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shape.columns.size());
}

QVariant ValueTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto value = element(index);
    switch (role) {
    case Qt::DisplayRole:
        if (!value)
            return u"—"_s;
        return value->isContainer() ? bson::preview(*value, 200) : cellText(*value, 0, m_localTime);
    case Qt::ToolTipRole: {
        const QString text =
            value ? bson::typeName(value->type()) + u": "_s + bson::preview(*value, 500) : tr("This item has no such field.");
        return u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
    }
    case ValueTreeModel::IconRole:
        return int(value ? typeIcon(value->type()) : IconId::None);
    case ValueTreeModel::BsonTypeRole:
        return int(value ? value->type() : bson::Type::Null);
    case ValueTreeModel::StateRole:
        return int(state(index));
    case ValueTreeModel::IsMissingRole:
        return !value;
    case ValueTreeModel::FieldRole:
        return QVariant::fromValue(value ? FieldValue(*value) : FieldValue());
    case ValueTreeModel::OffsetRole:
        return value ? QVariant(qint64(value->bytes().data() - m_document.constData())) : QVariant();
    case ValueTreeModel::IsNameRole:
        return false;
    default:
        return {};
    }
}

QVariant ValueTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0 || section >= (orientation == Qt::Horizontal ? columnCount() : rowCount()))
        return {};
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString text;
    if (orientation == Qt::Vertical) {
        const int item = itemAt(section);
        text = m_isArray ? QString::number(item) : visibleText(itemElement(item).name(), 200);
    } else {
        const QByteArray &name = m_shape.columns[size_t(section)];
        text = name == TableShape::kItself ? tr("(no object)") : visibleText(name, 200);
        if (role == Qt::ToolTipRole)
            text = tr("%1: in %2 of %3 items")
                       .arg(text, QLocale().toString(qint64(m_shape.counts[size_t(section)])), QLocale().toString(qint64(m_order.size())));
    }
    return role == Qt::DisplayRole ? text : u"<qt>"_s + text.toHtmlEscaped() + u"</qt>"_s;
}

Qt::ItemFlags ValueTableModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    const auto value = element(index);
    const bool isField = index.isValid() && (value || itemElement(itemAt(index.row())).type() == bson::Type::Document);
    return isEditable() && isField && !(value && value->isContainer()) ? flags | Qt::ItemIsEditable : flags;
}

bool ValueTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const auto edited = editValue(*m_buffer, cellPath(index), value.value<FieldValue>());
    if (!edited)
        emit refused(edited.error());
    return edited.isOk();
}

void ValueTableModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    if (column < 0 || column >= columnCount()) {
        m_sortColumn = -1;
        std::vector<int> natural(m_order.size());
        std::iota(natural.begin(), natural.end(), 0);
        applyOrder(std::move(natural));
        return;
    }
    startSort(column, order);
}

bson::Element ValueTableModel::itemElement(int item) const
{
    return elementFrom(m_document, m_shape.items[size_t(item)]);
}

std::optional<bson::Element> ValueTableModel::storedItem(int item) const
{
    const int stored = m_storedAt.empty() ? item : m_storedAt[size_t(item)];
    if (stored < 0 || size_t(stored) >= m_storedItems.size())
        return {};
    return elementFrom(m_stored, m_storedItems[size_t(stored)]);
}

std::optional<bson::Element> ValueTableModel::fieldOf(const bson::Element &item, const QByteArray &column)
{
    if (item.type() != bson::Type::Document)
        return column == TableShape::kItself ? std::optional(item) : std::nullopt;
    return column == TableShape::kItself ? std::nullopt : item.toDocument().find(column);
}

void ValueTableModel::pairWithStored()
{
    m_storedAt.clear();
    m_storedItems.clear();
    const auto now = containerElement(m_document, m_path), stored = containerElement(m_stored, m_path);
    if (stored)
        m_storedItems = offsetsOf(m_stored, *stored);
    if (now && stored && now->value() != stored->value())
        m_storedAt = pairMembers(elementsOf(stored->toDocument()), elementsOf(now->toDocument()), m_isArray);
}

} // namespace persistence
