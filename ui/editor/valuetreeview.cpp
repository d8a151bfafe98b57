#include "ui/editor/valuetreeview.h"

#include "model/base/job.h"
#include "model/bson/extendedjsonwriter.h"
#include "model/items/valuetext.h"
#include "model/items/valuetreemodel.h"
#include "ui/editor/wholetext.h"
#include "ui/widgets/icondelegate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tone.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Larger values open closed (UX guide, section 3.6).
constexpr qsizetype kMaxExpandedSize = 100 * 1024;
constexpr int kMaxExpandedLevel = 7;
constexpr int kMaxExpandedRows = 500;

class ValueDelegate final : public IconDelegate
{
public:
    using IconDelegate::IconDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return IconDelegate::sizeHint(option, index) + QSize(0, 4);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        IconDelegate::initStyleOption(option, index);
        const bool isSelected = option->state.testFlag(QStyle::State_Selected);
        if (index.column() == ValueTreeModel::NameColumn && index.data(ValueTreeModel::IsDuplicateRole).toBool()) {
            option->text = ValueTreeView::tr("%1 (same name again)").arg(option->text);
            if (!isSelected)
                option->palette.setColor(QPalette::Text, toneColor(Tone::Warning, option->palette));
        }
        if (index.column() != ValueTreeModel::NameColumn)
            option->features &= ~QStyleOptionViewItem::HasDecoration;
        const bool isContainer = index.model()->hasChildren(index.siblingAtColumn(0));
        if ((index.column() == ValueTreeModel::TypeColumn || (isContainer && index.column() == ValueTreeModel::ValueColumn)) && !isSelected)
            option->palette.setColor(QPalette::Text,
                                     mixed(option->palette.color(QPalette::Base), option->palette.color(QPalette::Text), 0.62));
    }
};

} // namespace

ValueTreeView::ValueTreeView(ValueTreeModel *model, QWidget *parent) : QTreeView(parent), m_model(model)
{
    setObjectName(u"valueTree"_s);
    setAccessibleName(tr("Value as tree"));
    setModel(model);
    setItemDelegate(new ValueDelegate(ValueTreeModel::IconRole, this));
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setAlternatingRowColors(true);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(ValueTreeModel::ValueColumn, QHeaderView::Stretch);
    header()->resizeSection(ValueTreeModel::NameColumn, 240);
    header()->resizeSection(ValueTreeModel::TypeColumn, 110);
    connect(this, &QTreeView::doubleClicked, this, [this](const QModelIndex &index) {
        if (index.data(ValueTreeModel::IsCutRole).toBool() || index.siblingAtColumn(0).data(ValueTreeModel::IsCutRole).toBool())
            openWhole();
    });
}

ValueTreeView::~ValueTreeView() = default;

void ValueTreeView::reveal(const QList<QByteArray> &path, qsizetype valueSize)
{
    if (valueSize <= kMaxExpandedSize)
        expandFirstLevels();
    const QModelIndex row = m_model->find(path);
    setCurrentIndex(row.isValid() ? row : m_model->index(0, 0));
    if (row.isValid())
        scrollTo(row);
}

QList<QByteArray> ValueTreeView::currentPath() const
{
    return m_model->path(currentIndex());
}

void ValueTreeView::setBuffer(EditBuffer *, bool)
{
}

void ValueTreeView::commitOpenEditor()
{
}

void ValueTreeView::copyValue()
{
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
    m_copyJob = Job::start(std::make_shared<Progress>(), std::move(work), [](Result<QByteArray> text) {
        if (text)
            QApplication::clipboard()->setText(QString::fromUtf8(*text));
    });
}

void ValueTreeView::openWhole()
{
    if (const auto element = m_model->element(currentIndex()); element && !element->isContainer())
        openWholeText(window(), m_model->pathText(currentIndex()), *element);
}

void ValueTreeView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copyValue();
    else if (event->key() == Qt::Key_Return && currentIndex().siblingAtColumn(0).data(ValueTreeModel::IsCutRole).toBool())
        openWhole();
    else
        QTreeView::keyPressEvent(event);
}

void ValueTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex row = currentIndex().siblingAtColumn(0);
    const auto element = m_model->element(row);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
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
