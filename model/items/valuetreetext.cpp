// What the rows say.
#include "model/bson/extendedjsonwriter.h"
#include "model/bson/preview.h"
#include "model/items/valuetext.h"
#include "model/items/valuetreenode.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Larger documents would take long to be counted through for a tooltip.
constexpr qsizetype kMaxCountedText = 128 * 1024;

/// The lines that a value takes besides its first one.
qint64 moreLines(const bson::Element &element)
{
    if (!element.isContainer())
        return 0;
    QByteArray text;
    bson::writeExtendedJson(element, {bson::JsonMode::Relaxed, 1}, text);
    return text.count('\n');
}

bool isPlainWord(const QString &name)
{
    const auto isWordCharacter = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'-'; };
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), isWordCharacter);
}

} // namespace

QString ValueTreeModel::pathText(const QModelIndex &index) const
{
    QString text;
    if (!index.isValid())
        return text;
    for (NodeId id = nodeOf(index); id != 0; id = m_nodes[id].parent) {
        if (m_nodes[id].isRange)
            continue;
        const QString name = visibleText(elementOf(m_nodes[id]).name());
        if (m_nodes[containerOf(id)].isArray)
            text.prepend(u'[' + name + u']');
        else if (isPlainWord(name))
            text.prepend(u'.' + name);
        else
            text.prepend(u"[\""_s + QString(name).replace(u'"', u"\\\""_s) + u"\"]"_s);
    }
    return text.startsWith(u'.') ? text.sliced(1) : text;
}

QString ValueTreeModel::nameText(NodeId id) const
{
    const Node &node = m_nodes[id];
    if (!node.isRange)
        return visibleText(elementOf(node).name());
    const NodeId container = containerOf(id);
    if (isBar(id) && !m_nodes[container].isArray)
        return node.count == 1 ? tr("Show 1 more field") : tr("Show %1 more fields").arg(QLocale().toString(node.count));
    const QString positions = positionsText(container, node.first, node.count);
    return m_nodes[container].isArray ? tr("Items %1").arg(positions) : tr("Fields %1").arg(positions);
}

QString ValueTreeModel::positionsText(NodeId container, quint32 first, quint32 count) const
{
    const Node &node = m_nodes[container];
    if (first + count > node.rows.size() || count == 0)
        return {};
    const QLocale locale;
    // People count fields from 1; items are named by their position, which starts at 0.
    const quint32 shift = node.isArray ? 0 : 1;
    return tr("%1–%2").arg(locale.toString(node.rows[first].position + shift),
                           locale.toString(node.rows[first + count - 1].position + shift));
}

bool ValueTreeModel::isBar(NodeId id) const
{
    return m_nodes[id].isRange && !m_nodes[m_nodes[id].parent].isRange;
}

QString ValueTreeModel::rangeText(NodeId id) const
{
    const Node &node = m_nodes[id];
    const Node &container = m_nodes[containerOf(id)];
    if (container.isArray) {
        QStringList links;
        for (const RangeLink &link : rangeLinks(indexOf(id)))
            links << link.text;
        return links.isEmpty() ? QString() : tr("show %1").arg(links.join(u" · "_s));
    }
    if (node.first + node.count > container.rows.size() || node.count == 0)
        return {};
    const auto nameAt = [&](quint32 line) {
        const MemberRow &row = container.rows[line];
        return visibleText((row.isThere() ? elementAt(m_now.document, row.now) : elementAt(m_stored.document, row.stored)).name(), 40);
    };
    return u"%1 … %2"_s.arg(nameAt(node.first), nameAt(node.first + node.count - 1));
}

QString ValueTreeModel::valueText(NodeId id) const
{
    const Node &node = m_nodes[id];
    if (node.isRange)
        return rangeText(id);
    const bson::Element element = elementOf(node);
    return cellText(element, element.isContainer() ? memberCount(id) : 0, m_localTime);
}

std::optional<qint64> ValueTreeModel::textLine(NodeId id) const
{
    if (m_nodes[id].isRange || m_rootKind == RootKind::Scalar || m_now.document.size() > kMaxCountedText)
        return {};
    qint64 line = 1;
    for (; id != 0; id = containerOf(id)) {
        const Node &node = m_nodes[id];
        if (!rowOf(node).isThere() || elementOf(node).type() == bson::Type::CodeWithScope)
            return {};
        const auto &rows = m_nodes[containerOf(id)].rows;
        for (quint32 before = 0; before < node.line; ++before) {
            if (rows[before].isThere())
                line += 1 + moreLines(elementAt(m_now.document, rows[before].now));
        }
        ++line;
    }
    return line;
}

QVariant ValueTreeModel::toolTip(const QModelIndex &index) const
{
    // Marked as rich text and escaped, because a view would guess from the stored text.
    const auto asToolTip = [](const QString &text) {
        return u"<qt>"_s + text.left(1'000).toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</qt>"_s;
    };
    const NodeId id = nodeOf(index);
    const MemberRow row = rowOf(m_nodes[id]);
    QStringList lines;
    if (index.column() == NameColumn && row.isDuplicate)
        lines << tr("An earlier field of this object has the same name: %1").arg(nameText(id));
    else if (index.column() != TypeColumn)
        lines << (index.column() != NameColumn ? valueText(id) : m_nodes[id].isRange ? nameText(id) : pathText(index));
    if (const auto line = index.column() == NameColumn ? textLine(id) : std::nullopt)
        lines << tr("Line %1 of the text").arg(QLocale().toString(*line));
    if (row.state == FieldState::Added)
        lines << tr("Added, not saved.");
    if (row.state == FieldState::Removed)
        lines << tr("Removed, not saved.");
    if (row.state == FieldState::Changed)
        lines << changeText(row);
    if (m_buffer && m_isLocked)
        lines << tr("Locked: nothing can be edited here.");
    return lines.isEmpty() ? QVariant() : asToolTip(lines.join(u'\n'));
}

QString ValueTreeModel::changeText(const MemberRow &row) const
{
    const bson::Element was = elementAt(m_stored.document, row.stored), now = elementAt(m_now.document, row.now);
    if (was.type() == now.type() && was.value() == now.value())
        return tr("Changed, not saved. The name was %1.").arg(visibleText(was.name(), 200));
    if (was.isContainer())
        return tr("Changed, not saved.");
    return tr("Changed, not saved. It was: %1 (%2)").arg(cellText(was, 0, m_localTime), bson::typeName(was.type()));
}

} // namespace persistence
