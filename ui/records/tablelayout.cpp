#include "ui/records/tablelayout.h"

#include <QDataStream>
#include <QIODevice>

namespace persistence {

namespace {

/// 1 had no colouring.
constexpr quint32 kVersion = 2;
/// More columns than any person arranges; a broken session must not cost memory.
constexpr qint32 kMaxColumns = 10'000;

} // namespace

TableLayout::Column TableLayout::Column::ofFixed(int column, bool isHidden)
{
    Column fixed;
    fixed.fixed = column;
    fixed.isHidden = isHidden;
    return fixed;
}

TableLayout::Column TableLayout::Column::ofField(const FieldColumn &field, int width)
{
    Column column;
    column.path = field.path.toText();
    column.title = field.title;
    column.format = field.format;
    column.width = width;
    return column;
}

QByteArray TableLayout::toBytes() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << kVersion << qint32(columns.size());
    for (const Column &column : columns)
        stream << qint32(column.fixed) << column.path << column.title << qint32(column.format) << qint32(column.width) << column.isHidden;
    stream << qint32(pinned) << qint32(order.by) << order.path.toText() << order.isDescending << colouring.toText();
    return bytes;
}

std::optional<TableLayout> TableLayout::fromBytes(const QByteArray &bytes)
{
    QDataStream stream(bytes);
    quint32 version = 0;
    qint32 count = 0;
    stream >> version >> count;
    if (version < 1 || version > kVersion || count < 0 || count > kMaxColumns)
        return std::nullopt;
    TableLayout layout;
    for (qint32 i = 0; i < count && stream.status() == QDataStream::Ok; ++i) {
        Column column;
        qint32 fixed = 0, format = 0, width = 0;
        stream >> fixed >> column.path >> column.title >> format >> width >> column.isHidden;
        column.fixed = fixed;
        column.format = format >= 0 && format <= qint32(ColumnFormat::Seconds) ? ColumnFormat(format) : ColumnFormat::Automatic;
        column.width = qBound(0, width, 4000);
        layout.columns.append(column);
    }
    qint32 pinned = 0, by = 0;
    QByteArray path, colouring;
    stream >> pinned >> by >> path >> layout.order.isDescending;
    if (version > 1)
        stream >> colouring;
    if (stream.status() != QDataStream::Ok || by < 0 || by > qint32(RecordOrder::By::Key))
        return std::nullopt;
    layout.pinned = qBound(0, pinned, int(count));
    layout.order.by = RecordOrder::By(by);
    layout.order.path = FieldPath::parse(path).value_or(FieldPath());
    layout.colouring = FieldPath::parse(colouring).value_or(FieldPath());
    if (layout.order.by == RecordOrder::By::Field && layout.order.path.isEmpty())
        layout.order = {};
    return layout;
}

std::optional<TableLayout> TableLayouts::find(const QByteArray &shape) const
{
    const auto found = m_layouts.constFind(shape);
    return found == m_layouts.constEnd() ? std::nullopt : TableLayout::fromBytes(*found);
}

void TableLayouts::keep(const QByteArray &shape, const TableLayout &layout)
{
    m_order.removeOne(shape);
    m_order.append(shape);
    m_layouts.insert(shape, layout.toBytes());
    while (m_order.size() > kMaxLayouts)
        m_layouts.remove(m_order.takeFirst());
}

void TableLayouts::forget(const QByteArray &shape)
{
    m_order.removeOne(shape);
    m_layouts.remove(shape);
}

QByteArray TableLayouts::toBytes() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << qint32(m_order.size());
    for (const QByteArray &shape : m_order)
        stream << shape << m_layouts.value(shape);
    return bytes;
}

void TableLayouts::restore(const QByteArray &bytes)
{
    m_layouts.clear();
    m_order.clear();
    QDataStream stream(bytes);
    qint32 count = 0;
    stream >> count;
    for (qint32 i = 0; i < qMin(count, qint32(kMaxLayouts)); ++i) {
        QByteArray shape, layout;
        stream >> shape >> layout;
        if (stream.status() != QDataStream::Ok)
            return;
        m_order.append(shape);
        m_layouts.insert(shape, layout);
    }
}

} // namespace persistence
