#include "ui/editor/valuetreeview.h"

#include "model/bson/extendedjsonwriter.h"
#include "model/items/valuetext.h"
#include "model/items/valuetreemodel.h"
#include "ui/editor/celllinks.h"
#include "ui/editor/fieldactions.h"
#include "ui/editor/fieldmenu.h"
#include "ui/editor/rowtools.h"
#include "ui/editor/valuewindows.h"
#include "ui/editor/wholetext.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>

#include <array>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Larger values open closed (UX guide, section 3.6).
constexpr qsizetype kMaxExpandedSize = 100 * 1024;
constexpr int kMaxExpandedLevel = 7;
constexpr int kMaxExpandedRows = 500;
/// Widths of the columns at first, in pixels.
constexpr int kNameWidth = 240;
constexpr int kTypeWidth = 110;
/// Larger values are written as text by a job.
constexpr qsizetype kMaxCopiedAtOnce = 1024 * 1024;

using Run = void (*)(ValueTreeView &view);

struct ViewKey
{
    QKeyCombination key;
    Run run;
};

/// The keys of the tree. The window has some of them, too, for records; here they mean fields.
constexpr std::array kKeys = {
    ViewKey{Qt::Key_F2, [](ValueTreeView &view) { view.editCurrentValue(); }},
    ViewKey{QKeyCombination(Qt::SHIFT, Qt::Key_F2), [](ValueTreeView &view) { view.editCurrentName(); }},
    ViewKey{Qt::Key_Insert, [](ValueTreeView &view) { view.actions().addAfter(); }},
    ViewKey{QKeyCombination(Qt::ALT, Qt::Key_Insert), [](ValueTreeView &view) { view.actions().addInside(); }},
    ViewKey{Qt::Key_Delete, [](ValueTreeView &view) { view.actions().remove(); }},
    ViewKey{QKeyCombination(Qt::CTRL, Qt::Key_D), [](ValueTreeView &view) { view.actions().clone(); }},
    ViewKey{QKeyCombination(Qt::ALT | Qt::SHIFT, Qt::Key_Up), [](ValueTreeView &view) { view.actions().move(-1); }},
    ViewKey{QKeyCombination(Qt::ALT | Qt::SHIFT, Qt::Key_Down), [](ValueTreeView &view) { view.actions().move(1); }},
    ViewKey{QKeyCombination(Qt::CTRL, Qt::Key_X), [](ValueTreeView &view) { view.actions().cut(); }},
    ViewKey{QKeyCombination(Qt::CTRL, Qt::Key_V), [](ValueTreeView &view) { view.actions().paste(); }},
};

bool isLocalKey(const QKeyEvent &event)
{
    return std::any_of(kKeys.begin(), kKeys.end(), [&](const ViewKey &row) { return row.key == event.keyCombination(); });
}

} // namespace

ValueTreeView::ValueTreeView(ValueTreeModel *model, QWidget *parent)
    : QTreeView(parent)
    , m_model(model)
    , m_delegate(new FieldDelegate(this))
    , m_nameWidth(kNameWidth)
    , m_typeWidth(kTypeWidth)
{
    setObjectName(u"valueTree"_s);
    setAccessibleName(tr("Value as tree"));
    setModel(model);
    setItemDelegate(m_delegate);
    m_actions = new FieldActions(model, this);
    m_tools = new RowTools(model, m_actions, this);
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setAlternatingRowColors(true);
    setTextElideMode(Qt::ElideRight);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    // Keys and double clicks open editors by themselves, so that no stray click does.
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setExpandsOnDoubleClick(false);
    setMouseTracking(true);
    createColumns();
    connectSignals();
}

ValueTreeView::~ValueTreeView() = default;

void ValueTreeView::createColumns()
{
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(ValueTreeModel::ValueColumn, QHeaderView::Stretch);
    header()->resizeSection(ValueTreeModel::NameColumn, kNameWidth);
    header()->resizeSection(ValueTreeModel::TypeColumn, kTypeWidth);
    connect(header(), &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (column == ValueTreeModel::NameColumn && !m_isFitting)
            m_nameWidth = width;
        else if (column == ValueTreeModel::TypeColumn && !m_isFitting)
            m_typeWidth = width;
    });
}

/// Names give way to the values, which would be left with nothing.
void ValueTreeView::fitColumns()
{
    const QScopedValueRollback guard(m_isFitting, true);
    const int type = std::min(m_typeWidth, viewport()->width() / 4);
    header()->resizeSection(ValueTreeModel::TypeColumn, type);
    header()->resizeSection(ValueTreeModel::NameColumn, std::min(m_nameWidth, (viewport()->width() - type) / 2));
}

void ValueTreeView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
}

void ValueTreeView::connectSignals()
{
    connect(m_delegate, &FieldDelegate::noticed, this, &ValueTreeView::noticed);
    connect(m_model, &ValueTreeModel::refused, this, &ValueTreeView::refused);
    connect(m_actions, &FieldActions::noticed, this, &ValueTreeView::noticed);
    connect(m_actions, &FieldActions::refused, this, &ValueTreeView::refused);
    connect(m_actions, &FieldActions::added, this, &ValueTreeView::startAdded);
    const auto hideTools = [this] { m_tools->showAt({}); };
    connect(m_model, &QAbstractItemModel::modelReset, this, hideTools);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, hideTools);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, hideTools);
    connect(m_model, &QAbstractItemModel::dataChanged, this, hideTools);
}

void ValueTreeView::reveal(const QList<QByteArray> &path, qsizetype valueSize)
{
    if (valueSize <= kMaxExpandedSize)
        expandFirstLevels();
    const QModelIndex row = m_model->find(path);
    setCurrentIndex(row.isValid() ? row : m_model->index(0, 0));
    if (row.isValid())
        scrollTo(row);
}

void ValueTreeView::revealField(const bson::Path &path)
{
    const QModelIndex row = m_model->findPath(path);
    if (!row.isValid())
        return;
    setCurrentIndex(row);
    scrollTo(row);
}

QList<QByteArray> ValueTreeView::currentPath() const
{
    return m_model->path(currentIndex());
}

void ValueTreeView::setBuffer(EditBuffer *buffer, bool isLocked)
{
    m_buffer = isLocked ? nullptr : buffer;
    m_fresh = QModelIndex();
    m_actions->setBuffer(m_buffer);
    m_tools->showAt({});
    const bool isEditable = m_buffer != nullptr;
    setDragDropMode(isEditable ? QAbstractItemView::InternalMove : QAbstractItemView::NoDragDrop);
    setDragEnabled(isEditable);
    setDropIndicatorShown(isEditable);
}

void ValueTreeView::commitOpenEditor()
{
    if (QWidget *editor = m_delegate->openEditor(); editor && state() == EditingState) {
        commitData(editor);
        closeEditor(editor, QAbstractItemDelegate::NoHint);
    }
}

void ValueTreeView::setZone(DateZone zone)
{
    m_delegate->setZone(zone);
}

void ValueTreeView::copyValue()
{
    qsizetype bytes = 0;
    const QModelIndexList rows = m_actions->rows();
    for (const QModelIndex &row : rows)
        bytes += m_model->element(row)->value().size();
    if (!rows.isEmpty() && bytes <= kMaxCopiedAtOnce) {
        m_actions->copyFields();
        return;
    }
    if (const auto element = m_model->element(currentIndex())) {
        if (element->isContainer())
            copyJson();
        else
            QApplication::clipboard()->setText(QString::fromUtf8(clipboardText(*element)));
    }
}

void ValueTreeView::copyPath()
{
    QApplication::clipboard()->setText(m_model->pathText(currentIndex()));
}

void ValueTreeView::copyPointer()
{
    QByteArray pointer;
    const QList<QByteArray> names = currentPath();
    for (QByteArray name : names)
        pointer += '/' + name.replace('~', "~0").replace('/', "~1");
    QApplication::clipboard()->setText(QString::fromUtf8(pointer));
}

void ValueTreeView::copyJson()
{
    const auto element = m_model->element(currentIndex());
    if (!element)
        return;
    auto work = [document = m_model->document(), value = *element](Progress &) -> Result<QByteArray> {
        QByteArray text;
        bson::writeExtendedJson(value, {.mode = bson::JsonMode::Relaxed, .indent = 2}, text);
        return text;
    };
    m_copyJob.start(std::move(work), [](Result<QByteArray> text) {
        if (text)
            QApplication::clipboard()->setText(QString::fromUtf8(*text));
    });
}

void ValueTreeView::openWhole()
{
    if (const auto element = m_model->element(currentIndex()); element && !element->isContainer())
        openWholeText(window(), m_model->pathText(currentIndex()), *element);
}

void ValueTreeView::editCurrentValue()
{
    const QModelIndex row = currentIndex().siblingAtColumn(ValueTreeModel::NameColumn);
    const QModelIndex cell = row.siblingAtColumn(ValueTreeModel::ValueColumn);
    if (!m_model->flags(cell).testFlag(Qt::ItemIsEditable)) {
        if (m_model->isEditable() && m_model->hasChildren(row))
            editCurrentName();
        else if (row.data(ValueTreeModel::IsCutRole).toBool())
            openWhole();
        return;
    }
    const auto element = m_model->element(row);
    if (lineText(*element, m_delegate->zone()))
        openCell(cell);
    else
        openWindow(row);
}

void ValueTreeView::editCurrentName()
{
    const QModelIndex cell = currentIndex().siblingAtColumn(ValueTreeModel::NameColumn);
    if (m_model->flags(cell).testFlag(Qt::ItemIsEditable))
        openCell(cell);
}

void ValueTreeView::openCell(const QModelIndex &cell)
{
    setCurrentIndex(cell);
    edit(cell);
}

void ValueTreeView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    // Whatever was typed is taken, whichever way the row is left.
    commitOpenEditor();
    QTreeView::currentChanged(current, previous);
    if (current.isValid())
        emit currentFieldChanged(m_model->editPath(current));
}

void ValueTreeView::openWindow(const QModelIndex &row)
{
    const FieldValue value(*m_model->element(row));
    const QPersistentModelIndex cell = row.siblingAtColumn(ValueTreeModel::ValueColumn);
    // The row may be gone, or another record shown, by the time the window is closed.
    const TakeValue take = [this, cell](const FieldValue &typed) {
        if (cell.isValid())
            m_model->setData(cell, QVariant::fromValue(typed), Qt::EditRole);
    };
    if (value.type == bson::Type::Binary)
        openHexWindow(window(), m_model->pathText(row), value, take);
    else if (value.type == bson::Type::String || value.type == bson::Type::Code || value.type == bson::Type::Symbol)
        openTextWindow(window(), m_model->pathText(row), value, take);
    else
        openWhole();
}

void ValueTreeView::startAdded(const QModelIndex &row)
{
    if (m_model->flags(row).testFlag(Qt::ItemIsEditable)) {
        openCell(row);
        m_fresh = row;
    } else if (m_model->flags(row.siblingAtColumn(ValueTreeModel::ValueColumn)).testFlag(Qt::ItemIsEditable)) {
        openCell(row.siblingAtColumn(ValueTreeModel::ValueColumn));
    } else {
        expand(row);
    }
}

void ValueTreeView::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    const QModelIndex cell = currentIndex();
    const bool isName = editor->objectName() == u"fieldName";
    const bool isForward = hint == QAbstractItemDelegate::EditNextItem;
    const bool isTab = isForward || hint == QAbstractItemDelegate::EditPreviousItem;
    QTreeView::closeEditor(editor, isTab ? QAbstractItemDelegate::NoHint : hint);
    const bool isFresh = m_fresh.isValid() && isName;
    m_fresh = QModelIndex();
    if (isFresh && hint == QAbstractItemDelegate::RevertModelCache && m_buffer) {
        m_buffer->undo();
        return;
    }
    const QModelIndex row = cell.siblingAtColumn(ValueTreeModel::NameColumn);
    const QModelIndex value = row.siblingAtColumn(ValueTreeModel::ValueColumn);
    // The name is the first half of a new field; its value comes next, with Enter as with Tab.
    if (isName && (isForward || (isFresh && hint == QAbstractItemDelegate::SubmitModelCache)) &&
        m_model->flags(value).testFlag(Qt::ItemIsEditable))
        editCurrentValue();
    else if (isTab)
        editNext(row, isForward);
}

void ValueTreeView::editNext(const QModelIndex &from, bool isForward)
{
    for (QModelIndex row = isForward ? indexBelow(from) : indexAbove(from); row.isValid();
         row = isForward ? indexBelow(row) : indexAbove(row)) {
        const QModelIndex value = row.siblingAtColumn(ValueTreeModel::ValueColumn);
        if (!m_model->flags(value).testFlag(Qt::ItemIsEditable) || !lineText(*m_model->element(row), m_delegate->zone()))
            continue;
        openCell(value);
        return;
    }
    if (isForward)
        m_actions->addAfter();
}

bool ValueTreeView::event(QEvent *event)
{
    // Keys that the window also has go to the fields while the tree has the focus.
    if (event->type() == QEvent::ShortcutOverride && isLocalKey(*static_cast<QKeyEvent *>(event)) && state() != EditingState) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

bool ValueTreeView::runKey(const QKeyEvent &event)
{
    const auto found = std::find_if(kKeys.begin(), kKeys.end(), [&](const ViewKey &row) { return row.key == event.keyCombination(); });
    if (found != kKeys.end()) {
        found->run(*this);
        return true;
    }
    if (event.text() == u"[" || event.text() == u"{")
        return m_actions->startContainer(event.text() == u"[" ? bson::Type::Array : bson::Type::Document);
    const bool isEnter = event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (!isEnter || event.modifiers().testFlag(Qt::AltModifier) || event.modifiers().testFlag(Qt::ControlModifier))
        return false;
    const QModelIndex row = currentIndex().siblingAtColumn(ValueTreeModel::NameColumn);
    if (m_model->hasChildren(row))
        setExpanded(row, !isExpanded(row));
    else
        editCurrentValue();
    return true;
}

void ValueTreeView::keyPressEvent(QKeyEvent *event)
{
    // A line edit lets Enter through to the view; it is the cell's all the same.
    if (state() == EditingState)
        return;
    if (event->matches(QKeySequence::Copy))
        copyValue();
    else if (!runKey(*event))
        QTreeView::keyPressEvent(event);
}

void ValueTreeView::mouseMoveEvent(QMouseEvent *event)
{
    QTreeView::mouseMoveEvent(event);
    const QPoint position = event->position().toPoint();
    if (event->buttons() == Qt::NoButton && state() != EditingState)
        m_tools->showAt(indexAt(position));
    viewport()->setCursor(linkAt(position) ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void ValueTreeView::mouseReleaseEvent(QMouseEvent *event)
{
    QTreeView::mouseReleaseEvent(event);
    const QPoint position = event->position().toPoint();
    const QModelIndex row = indexAt(position).siblingAtColumn(ValueTreeModel::NameColumn);
    if (event->button() != Qt::LeftButton || !row.isValid() || row != currentIndex().siblingAtColumn(ValueTreeModel::NameColumn))
        return;
    if (const auto link = linkAt(position); !link)
        return;
    else if (row.data(ValueTreeModel::OpenTextRole).isValid())
        setExpanded(row, !isExpanded(row));
    else if (link->row < 0)
        openWhole();
    else
        showRange(row, link->row);
}

std::optional<CellLink> ValueTreeView::linkAt(const QPoint &position) const
{
    const QModelIndex cell = indexAt(position);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    option.rect = visualRect(cell);
    // All of the name of such a bar is a link.
    if (cell.column() == ValueTreeModel::NameColumn && cell.data(ValueTreeModel::OpenTextRole).isValid() && option.rect.contains(position))
        return CellLink{cell.data().toString(), option.rect, -1};
    for (const CellLink &link : cellLinks(option, cell)) {
        if (link.rect.contains(position))
            return link;
    }
    return {};
}

void ValueTreeView::showRange(const QModelIndex &bar, qint64 row)
{
    const QModelIndex range = m_model->rangeRow(bar, row);
    for (QModelIndex above = range; above.isValid() && above != bar.parent(); above = above.parent())
        expand(above);
    setCurrentIndex(range);
    scrollTo(range, QAbstractItemView::PositionAtTop);
}

void ValueTreeView::fillRangeMenu(QMenu &menu, const QModelIndex &bar)
{
    const auto links = m_model->rangeLinks(bar);
    for (const auto &[text, row] : links) {
        menu.addAction(icon(IconId::Range), tr("Show items %1").arg(text), this,
                       [this, bar = QPersistentModelIndex(bar), row = row] { showRange(bar, row); });
    }
    if (!links.empty())
        menu.addSeparator();
}

void ValueTreeView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex cell = indexAt(event->position().toPoint());
    const QModelIndex row = cell.siblingAtColumn(ValueTreeModel::NameColumn);
    if (!cell.isValid()) {
        QTreeView::mouseDoubleClickEvent(event);
        return;
    }
    // A link takes both clicks for its own.
    if (linkAt(event->position().toPoint()))
        return;
    if (cell.column() == ValueTreeModel::NameColumn && m_model->flags(row).testFlag(Qt::ItemIsEditable))
        editCurrentName();
    else if (m_model->hasChildren(row))
        setExpanded(row, !isExpanded(row));
    else
        editCurrentValue();
}

void ValueTreeView::leaveEvent(QEvent *event)
{
    QTreeView::leaveEvent(event);
    m_tools->showAt({});
}

void ValueTreeView::scrollContentsBy(int dx, int dy)
{
    QTreeView::scrollContentsBy(dx, dy);
    if (m_tools)
        m_tools->showAt({});
}

void ValueTreeView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_model->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    const QString hint = !m_model->isRootContainer() ? tr("This record has no value.")
                         : !m_model->isEditable()    ? tr("Empty: there is nothing in this value.")
                         : m_model->isRootArray()    ? tr("Empty. Insert adds an item.")
                                                     : tr("Empty. Insert adds a field.");
    painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignTop | Qt::AlignHCenter | Qt::TextWordWrap, hint);
}

void ValueTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex row = currentIndex().siblingAtColumn(0);
    const auto element = m_model->element(row);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillRangeMenu(*menu, row);
    if (element)
        emit menuOpening(menu, m_model->editPath(row), FieldValue(*element));
    if (m_model->isEditable()) {
        fillFieldMenu(*menu, *m_actions, *m_model);
        menu->addSeparator();
    }
    const auto add = [&](IconId picture, const QString &text, auto run, bool isEnabled) {
        menu->addAction(icon(picture), text, this, run)->setEnabled(isEnabled);
    };
    add(IconId::Copy, tr("Copy value"), &ValueTreeView::copyValue, element.has_value());
    add(IconId::Copy, tr("Copy path"), &ValueTreeView::copyPath, element.has_value());
    add(IconId::Copy, tr("Copy as JSON"), &ValueTreeView::copyJson, element.has_value());
    menu->addSeparator();
    add(IconId::Text, tr("Open the whole value…"), &ValueTreeView::openWhole, element && !element->isContainer());
    add(
        IconId::Expand, tr("Expand three levels below"), [this, row] { expandRecursively(row, 2); }, m_model->hasChildren(row));
    add(IconId::Collapse, tr("Collapse all"), &QTreeView::collapseAll, true);
    menu->popup(event->globalPos());
}

void ValueTreeView::expandFirstLevels()
{
    // Level by level and only so many rows, since each opened row is a walk over its members.
    QModelIndexList level = {QModelIndex()};
    int rows = 0;
    for (int depth = 0; depth < kMaxExpandedLevel && !level.isEmpty(); ++depth) {
        QModelIndexList next;
        for (const QModelIndex &parent : level) {
            const int count = m_model->rowCount(parent);
            rows += count;
            if (rows > kMaxExpandedRows)
                return;
            expand(parent);
            for (int row = 0; row < count; ++row) {
                const QModelIndex child = m_model->index(row, 0, parent);
                if (m_model->hasChildren(child) && !child.data(ValueTreeModel::IsRangeRole).toBool())
                    next.append(child);
            }
        }
        level = next;
    }
}

} // namespace persistence
