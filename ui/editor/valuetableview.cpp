#include "ui/editor/valuetableview.h"

#include "model/edit/fieldedits.h"
#include "model/items/valuetablemodel.h"
#include "model/items/valuetext.h"
#include "ui/editor/valuewindows.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kWidestColumn = 320;

using RunOnTable = void (*)(ValueTableView &view);

struct TableKey
{
    QKeyCombination key;
    RunOnTable run;
};

constexpr std::array kTableKeys = {
    TableKey{Qt::Key_Insert, [](ValueTableView &view) { view.addItem(false); }},
    TableKey{Qt::Key_Delete, [](ValueTableView &view) { view.removeFields(); }},
    TableKey{QKeyCombination(Qt::CTRL, Qt::Key_Delete), [](ValueTableView &view) { view.removeItems(); }},
    TableKey{QKeyCombination(Qt::CTRL, Qt::Key_D), [](ValueTableView &view) { view.cloneItem(); }},
    TableKey{QKeyCombination(Qt::ALT | Qt::SHIFT, Qt::Key_Up), [](ValueTableView &view) { view.moveItems(-1); }},
    TableKey{QKeyCombination(Qt::ALT | Qt::SHIFT, Qt::Key_Down), [](ValueTableView &view) { view.moveItems(1); }},
};

const TableKey *keyOf(const QKeyEvent &event)
{
    const auto found =
        std::find_if(kTableKeys.begin(), kTableKeys.end(), [&](const TableKey &row) { return row.key == event.keyCombination(); });
    return found == kTableKeys.end() ? nullptr : &*found;
}

/// A cell of a spreadsheet: in quotes if it holds what separates cells.
QByteArray sheetCell(const QByteArray &text)
{
    if (!text.contains('\t') && !text.contains('\n') && !text.contains('"'))
        return text;
    return '"' + QByteArray(text).replace("\"", "\"\"") + '"';
}

} // namespace

ValueTableView::ValueTableView(ValueTableModel *model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new FieldDelegate(this))
{
    setObjectName(u"valueTable"_s);
    setAccessibleName(tr("Value as table"));
    setModel(model);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setAlternatingRowColors(true);
    setWordWrap(false);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 10);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setMaximumSectionSize(2'000);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    setSortingEnabled(true);
    connect(m_delegate, &FieldDelegate::noticed, this, &ValueTableView::noticed);
    connect(model, &ValueTableModel::refused, this, &ValueTableView::refused);
    connect(model, &QAbstractItemModel::modelReset, this, [this] {
        horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
        for (int column = 0; column < qMin(50, m_model->columnCount()); ++column)
            setColumnWidth(column,
                           qBound(60, qMax(sizeHintForColumn(column), horizontalHeader()->sectionSizeHint(column)) + 12, kWidestColumn));
    });
}

void ValueTableView::setBuffer(EditBuffer *buffer, bool isLocked)
{
    m_buffer = isLocked ? nullptr : buffer;
}

void ValueTableView::commitOpenEditor()
{
    if (QWidget *editor = m_delegate->openEditor(); editor && state() == EditingState) {
        commitData(editor);
        closeEditor(editor, QAbstractItemDelegate::NoHint);
    }
}

bson::Path ValueTableView::currentPath() const
{
    return currentIndex().isValid() ? m_model->cellPath(currentIndex()) : bson::Path();
}

void ValueTableView::reveal(const bson::Path &path)
{
    const auto &base = m_model->path().steps();
    if (path.steps().size() <= base.size() || m_model->rowCount() == 0)
        return;
    const bson::PathStep &item = path.steps()[base.size()];
    int row = item.isIndex() ? m_model->rowOfItem(int(item.index)) : -1;
    for (int i = 0; !item.isIndex() && i < m_model->rowCount() && row < 0; ++i) {
        if (m_model->headerData(i, Qt::Vertical, Qt::DisplayRole).toString() == visibleText(item.name, 200))
            row = i;
    }
    int column = 0;
    for (int i = 0; path.steps().size() > base.size() + 1 && i < m_model->columnCount(); ++i) {
        if (m_model->headerData(i, Qt::Horizontal, Qt::DisplayRole).toString() == visibleText(path.steps()[base.size() + 1].name, 200))
            column = i;
    }
    if (row < 0 || m_model->columnCount() == 0)
        return;
    setCurrentIndex(m_model->index(row, column));
    scrollTo(currentIndex());
}

void ValueTableView::addItem(bool likeFirst)
{
    if (!m_buffer)
        return;
    const bson::Path path = m_model->path();
    const auto container = containerAt(bson::DocumentView(m_model->document()), path);
    if (!container)
        return;
    const bool hasCurrent = currentIndex().isValid() && !m_model->isSorted();
    const qint64 position = hasCurrent ? m_model->itemAt(currentIndex().row()) + 1 : m_model->rowCount();
    FieldValue value(bson::Type::Document, QByteArray("\5\0\0\0\0", 5));
    if (likeFirst && !container->members.isEmpty())
        value = emptyLike(*container->members.begin());
    const QByteArray name = container->isArray ? QByteArray() : freeName(container->members, tr("field").toUtf8());
    const int column = qMax(0, currentIndex().column());
    if (!report(editInsertion(*m_buffer, path, position, name, value)) || m_model->columnCount() == 0)
        return;
    setCurrentIndex(m_model->index(m_model->rowOfItem(int(position)), qMin(column, m_model->columnCount() - 1)));
    scrollTo(currentIndex());
}

void ValueTableView::removeItems()
{
    const QList<int> items = selectedItems();
    if (!m_buffer || items.isEmpty())
        return;
    std::vector<bson::Path> paths;
    for (const int item : items)
        paths.push_back(m_model->itemPath(m_model->rowOfItem(item)));
    report(editRemoval(*m_buffer, std::move(paths)));
}

void ValueTableView::cloneItem()
{
    if (m_buffer && currentIndex().isValid())
        report(editCopy(*m_buffer, m_model->itemPath(currentIndex().row())));
}

void ValueTableView::moveItems(int direction)
{
    const QList<int> items = selectedItems();
    const auto array = containerAt(bson::DocumentView(m_model->document()), m_model->path());
    // In a sorted table there is no place to move to; in any other one the rows are the items.
    if (!m_buffer || items.isEmpty() || !array || m_model->isSorted())
        return;
    const std::vector<qint64> rows(items.begin(), items.end());
    const auto shifted = shiftedPositions(rows, std::distance(array->members.begin(), array->members.end()), direction);
    const auto rowAfter = [&](int row) {
        const auto found = std::lower_bound(rows.begin(), rows.end(), row);
        return found != rows.end() && *found == row ? int(shifted[size_t(found - rows.begin())]) : row;
    };
    struct Cells
    {
        int row, left, right;
    };
    std::vector<Cells> selected;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            selected.push_back({rowAfter(row), range.left(), range.right()});
    }
    const int currentRow = rowAfter(currentIndex().row());
    const int column = currentIndex().column();
    if (shifted == rows || !report(editShift(*m_buffer, m_model->path(), rows, direction)))
        return;
    const int last = m_model->columnCount() - 1;
    QItemSelection selection;
    for (const Cells &cells : selected)
        selection.select(m_model->index(cells.row, qMin(cells.left, last)), m_model->index(cells.row, qMin(cells.right, last)));
    selectionModel()->setCurrentIndex(m_model->index(currentRow, qMin(column, last)), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    scrollTo(currentIndex());
}

void ValueTableView::removeFields()
{
    if (!m_buffer)
        return;
    std::vector<bson::Path> paths;
    for (const QModelIndex &cell : selectionModel()->selectedIndexes()) {
        if (m_model->element(cell))
            paths.push_back(m_model->cellPath(cell));
    }
    if (!paths.empty())
        report(editRemoval(*m_buffer, std::move(paths)));
}

void ValueTableView::copyCells()
{
    QModelIndexList cells = selectionModel()->selectedIndexes();
    std::sort(cells.begin(), cells.end(),
              [](const QModelIndex &a, const QModelIndex &b) { return a.row() != b.row() ? a.row() < b.row() : a.column() < b.column(); });
    QByteArray text;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            text += cells[i].row() == cells[i - 1].row() ? '\t' : '\n';
        const auto value = m_model->element(cells[i]);
        const QByteArray cell = !value ? QByteArray() : value->isContainer() ? cells[i].data().toString().toUtf8() : clipboardText(*value);
        text += cells.size() == 1 ? cell : sheetCell(cell);
    }
    QApplication::clipboard()->setText(QString::fromUtf8(text));
}

void ValueTableView::editCurrent()
{
    const QModelIndex cell = currentIndex();
    const auto value = m_model->element(cell);
    if (value && (value->isContainer() || !m_model->flags(cell).testFlag(Qt::ItemIsEditable))) {
        if (value->isContainer())
            emit treeRequested(m_model->cellPath(cell));
        return;
    }
    if (!m_model->flags(cell).testFlag(Qt::ItemIsEditable))
        return;
    if (!value || lineText(*value, m_delegate->zone())) {
        edit(cell);
        return;
    }
    const QPersistentModelIndex place = cell;
    const TakeValue take = [this, place](const FieldValue &typed) {
        if (place.isValid())
            m_model->setData(place, QVariant::fromValue(typed), Qt::EditRole);
    };
    const QString title = m_model->headerData(cell.column(), Qt::Horizontal, Qt::DisplayRole).toString();
    if (value->type() == bson::Type::Binary)
        openHexWindow(window(), title, FieldValue(*value), take);
    else if (value->type() == bson::Type::String || value->type() == bson::Type::Code || value->type() == bson::Type::Symbol)
        openTextWindow(window(), title, FieldValue(*value), take);
}

bool ValueTableView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && state() != EditingState && keyOf(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QTableView::event(event);
}

bool ValueTableView::runKey(const QKeyEvent &event)
{
    if (const TableKey *key = keyOf(event)) {
        key->run(*this);
        return true;
    }
    const bool isEnter = (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) && event.modifiers() == Qt::NoModifier;
    if (event.key() != Qt::Key_F2 && !isEnter)
        return false;
    editCurrent();
    return true;
}

void ValueTableView::keyPressEvent(QKeyEvent *event)
{
    // A line edit lets Enter through to the view; it is the cell's all the same.
    if (state() == EditingState)
        return;
    if (event->matches(QKeySequence::Copy))
        copyCells();
    else if (!runKey(*event))
        QTableView::keyPressEvent(event);
}

void ValueTableView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (indexAt(event->position().toPoint()).isValid())
        editCurrent();
    else
        QTableView::mouseDoubleClickEvent(event);
}

void ValueTableView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto value = m_model->element(currentIndex());
    menu->addAction(icon(IconId::Copy), tr("Copy cells"), this, &ValueTableView::copyCells)->setEnabled(currentIndex().isValid());
    menu->addAction(icon(IconId::Tree), tr("Show in the tree"), this, [this] { emit treeRequested(currentPath()); })
        ->setEnabled(value.has_value());
    if (m_buffer) {
        menu->addSeparator();
        fillEditMenu(*menu);
    }
    menu->popup(event->globalPos());
}

void ValueTableView::fillEditMenu(QMenu &menu)
{
    const bool isCell = currentIndex().isValid();
    const qsizetype items = selectedItems().size();
    const auto add = [&](IconId picture, const QString &text, const QKeySequence &key, bool isEnabled, auto run) {
        QAction *action = menu.addAction(icon(picture), text, this, run);
        action->setShortcut(key);
        action->setShortcutContext(Qt::WidgetShortcut);
        action->setEnabled(isEnabled);
    };
    add(IconId::FieldChanged, tr("Edit"), QKeySequence(Qt::Key_F2), isCell, &ValueTableView::editCurrent);
    add(IconId::None, tr("Remove the selected fields"), QKeySequence(Qt::Key_Delete), isCell, &ValueTableView::removeFields);
    menu.addSeparator();
    add(IconId::Add, tr("Add an item after"), QKeySequence(Qt::Key_Insert), true, [this] { addItem(false); });
    add(IconId::Add, tr("Add like the first item"), {}, m_model->rowCount() > 0, [this] { addItem(true); });
    add(IconId::None, tr("Clone this item"), QKeySequence(Qt::CTRL | Qt::Key_D), isCell, &ValueTableView::cloneItem);
    // In a sorted table there is no place to move to.
    add(IconId::Up, tr("Move up"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Up), isCell && !m_model->isSorted(),
        [this] { moveItems(-1); });
    add(IconId::None, tr("Move down"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Down), isCell && !m_model->isSorted(),
        [this] { moveItems(1); });
    add(IconId::Delete, items > 1 ? tr("Remove %1 items").arg(QString::number(items)) : tr("Remove this item"),
        QKeySequence(Qt::CTRL | Qt::Key_Delete), items > 0, &ValueTableView::removeItems);
}

bool ValueTableView::report(const Result<void> &edited)
{
    if (!edited)
        emit refused(edited.error());
    return edited.isOk();
}

QList<int> ValueTableView::selectedItems() const
{
    QList<int> items;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row)
            items.append(m_model->itemAt(row));
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    return items;
}

} // namespace persistence
