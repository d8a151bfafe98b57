#include "model/items/elementorder.h"
#include "model/items/valuetablemodel.h"

#include <algorithm>
#include <numeric>

namespace persistence {

namespace {

std::optional<bson::Element> sortField(const QByteArray &document, quint32 offset, const QByteArray &column)
{
    const auto item = bson::readElement(QByteArrayView(document).sliced(offset));
    if (!item || item->type() != bson::Type::Document)
        return item && column == TableShape::kItself ? item : std::nullopt;
    return column == TableShape::kItself ? std::nullopt : item->toDocument().find(column);
}

/// The items in the order of one of their fields; equal ones stay in their own order.
std::vector<int> sortedItems(const QByteArray &document, const std::vector<quint32> &items, const QByteArray &column, Qt::SortOrder order)
{
    std::vector<std::optional<bson::Element>> keys;
    keys.reserve(items.size());
    for (const quint32 offset : items)
        keys.push_back(sortField(document, offset, column));
    std::vector<int> sorted(items.size());
    std::iota(sorted.begin(), sorted.end(), 0);
    const int sign = order == Qt::AscendingOrder ? 1 : -1;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](int a, int b) { return sign * compareForSort(keys[size_t(a)], keys[size_t(b)]) < 0; });
    return sorted;
}

} // namespace

void ValueTableModel::refresh()
{
    // While a job looks through the items, its end comes here.
    if (isBusy())
        return;
    const QByteArray body = m_buffer->body();
    const auto container = m_path.resolve(bson::DocumentView(body));
    const bool isOther = !container || !container->isContainer() || (container->type() == bson::Type::Array) != m_isArray;
    if (isOther) {
        emit gone();
        return;
    }
    m_stored = m_buffer->stored().body;
    if (m_document != body) {
        std::vector<quint32> items;
        for (const bson::Element &item : container->toDocument())
            items.push_back(quint32(item.bytes().data() - body.constData()));
        replaceItems(std::move(items), body);
    } else {
        pairWithStored();
        if (rowCount() > 0 && columnCount() > 0)
            emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    }
}

void ValueTableModel::replaceItems(std::vector<quint32> items, const QByteArray &document)
{
    const auto isSame = [&](size_t before, size_t after) {
        const bson::Element a = itemElement(int(before));
        const auto b = bson::readElement(QByteArrayView(document).sliced(items[after]));
        return b && a.type() == b->type() && a.value() == b->value() && (m_isArray || a.name() == b->name());
    };
    const size_t most = std::min(items.size(), m_shape.items.size());
    size_t front = 0, back = 0;
    while (front < most && isSame(front, front))
        ++front;
    while (back < most - front && isSame(m_shape.items.size() - 1 - back, items.size() - 1 - back))
        ++back;
    const int before = int(m_shape.items.size() - front - back), after = int(items.size() - front - back);

    m_storedAt.clear();
    m_storedItems.clear();
    countFields(int(front), before, -1);
    const int kept = std::min(before, after);
    if (before > after)
        removeItems(int(front) + kept, before - kept);
    m_document = document;
    const int added = after - kept;
    // Items behind the new ones count on; the rows of the new ones come below.
    for (int &item : m_order)
        item += item >= int(front) + kept ? added : 0;
    m_shape.items = std::move(items);
    if (added > 0) {
        const int row = isSorted() ? rowCount() : int(front) + kept;
        beginInsertRows({}, row, row + added - 1);
        std::vector<int> numbers(static_cast<size_t>(added));
        std::iota(numbers.begin(), numbers.end(), int(front) + kept);
        m_order.insert(m_order.begin() + row, numbers.begin(), numbers.end());
        endInsertRows();
    }
    countFields(int(front), after, 1);
    dropEmptyColumns();
    pairWithStored();
    if (columnCount() == 0 || rowCount() == 0)
        return;
    for (int item = int(front); item < int(front) + kept; ++item) {
        const int row = isSorted() ? rowOfItem(item) : item;
        emit dataChanged(index(row, 0), index(row, columnCount() - 1));
    }
    if (before != after)
        emit headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

void ValueTableModel::countFields(int first, int count, int sign)
{
    for (int item = first; item < first + count; ++item) {
        const bson::Element element = itemElement(item);
        std::vector<QByteArray> names;
        if (element.type() != bson::Type::Document)
            names.push_back(TableShape::kItself);
        else
            for (const bson::Element &field : element.toDocument())
                names.push_back(field.name().toByteArray());
        for (const QByteArray &name : names) {
            const auto found = m_columnOf.constFind(name);
            if (found != m_columnOf.constEnd()) {
                m_shape.counts[size_t(*found)] += sign;
            } else if (qsizetype(m_shape.columns.size()) >= kMaxColumns) {
                m_shape.hiddenColumns += sign;
            } else if (sign > 0) {
                const int column = columnCount();
                beginInsertColumns({}, column, column);
                m_shape.columns.push_back(name);
                m_shape.counts.push_back(1);
                m_columnOf.insert(name, column);
                endInsertColumns();
            }
        }
    }
}

void ValueTableModel::dropEmptyColumns()
{
    for (int column = columnCount() - 1; column >= 0; --column) {
        if (m_shape.counts[size_t(column)] > 0)
            continue;
        beginRemoveColumns({}, column, column);
        m_shape.columns.erase(m_shape.columns.begin() + column);
        m_shape.counts.erase(m_shape.counts.begin() + column);
        m_columnOf.clear();
        for (int i = 0; i < columnCount(); ++i)
            m_columnOf.insert(m_shape.columns[size_t(i)], i);
        endRemoveColumns();
    }
}

void ValueTableModel::removeItems(int first, int count)
{
    // Runs of rows, from the back; in the order of the items it is one.
    for (int row = rowCount() - 1; row >= 0; --row) {
        const auto isGone = [&](int at) { return itemAt(at) >= first && itemAt(at) < first + count; };
        if (!isGone(row))
            continue;
        int top = row;
        while (top > 0 && isGone(top - 1))
            --top;
        beginRemoveRows({}, top, row);
        m_order.erase(m_order.begin() + top, m_order.begin() + row + 1);
        endRemoveRows();
        row = top;
    }
    m_shape.items.erase(m_shape.items.begin() + first, m_shape.items.begin() + first + count);
    for (int &item : m_order)
        item -= item >= first + count ? count : 0;
}

void ValueTableModel::startSort(int column, Qt::SortOrder order)
{
    const QByteArray name = m_shape.columns[size_t(column)];
    if (m_shape.items.size() <= size_t(kMaxSortedAtOnce)) {
        applyOrder(sortedItems(m_document, m_shape.items, name, order));
        return;
    }
    auto work = [document = m_document, items = m_shape.items, name, order](Progress &) -> Result<std::vector<int>> {
        return sortedItems(document, items, name, order);
    };
    m_job.start(std::move(work), [this, document = m_document](Result<std::vector<int>> sorted) {
        // Edited meanwhile: the order is not that of these items any more.
        if (sorted && m_document == document)
            applyOrder(std::move(*sorted));
        if (m_buffer)
            refresh();
        emit shapeChanged();
    });
    emit shapeChanged();
}

void ValueTableModel::applyOrder(std::vector<int> order)
{
    emit layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    std::vector<int> rowOf(order.size());
    for (size_t row = 0; row < order.size(); ++row)
        rowOf[size_t(order[row])] = int(row);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    for (const QModelIndex &cell : before)
        after.append(index(rowOf[size_t(itemAt(cell.row()))], cell.column()));
    m_order = std::move(order);
    changePersistentIndexList(before, after);
    emit layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace persistence
