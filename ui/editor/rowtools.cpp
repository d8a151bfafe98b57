#include "ui/editor/rowtools.h"

#include "ui/editor/fieldactions.h"
#include "ui/editor/fieldmenu.h"
#include "ui/editor/valuetreeview.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

RowTools::RowTools(ValueTreeModel *model, FieldActions *actions, ValueTreeView *view)
    : QFrame(view->viewport())
    , m_model(model)
    , m_actions(actions)
    , m_view(view)
{
    setObjectName(u"rowTools"_s);
    setAutoFillBackground(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 0, 2, 0);
    layout->setSpacing(0);
    m_takeBack = addButton(u"rowTakeBack"_s, int(IconId::Revert), tr("Take back this change"));
    m_add = addButton(u"rowAdd"_s, int(IconId::Add), tr("Add after this (Insert)"));
    m_remove = addButton(u"rowRemove"_s, int(IconId::Delete), tr("Remove (Del)"));
    m_type = addButton(u"rowType"_s, int(IconId::TypeOther), tr("Change the type"));
    connect(m_takeBack, &QToolButton::clicked, this, [this] {
        selectRow();
        m_actions->takeBack(m_row);
    });
    connect(m_add, &QToolButton::clicked, this, [this] {
        selectRow();
        m_actions->addAfter();
    });
    connect(m_remove, &QToolButton::clicked, this, [this] {
        selectRow();
        m_actions->remove();
    });
    connect(m_type, &QToolButton::clicked, this, &RowTools::openTypeMenu);
    hide();
}

void RowTools::showAt(const QModelIndex &row)
{
    m_row = row.siblingAtColumn(ValueTreeModel::NameColumn);
    const bool isShown = row.isValid() && m_actions->isEnabled() && m_model->element(m_row).has_value();
    setVisible(isShown);
    if (!isShown)
        return;
    const FieldState state = m_model->state(m_row);
    const bool isThere = state != FieldState::Removed;
    m_takeBack->setVisible(state != FieldState::Same);
    m_add->setVisible(m_model->isRootContainer());
    m_remove->setVisible(isThere && m_model->isRootContainer());
    m_type->setVisible(isThere);
    const QRect cell = m_view->visualRect(row.siblingAtColumn(ValueTreeModel::ValueColumn));
    const QSize size(sizeHint().width(), cell.height());
    setGeometry(QRect(QPoint(qMax(cell.left(), cell.right() - size.width() + 1), cell.top()), size));
    raise();
}

QToolButton *RowTools::addButton(const QString &name, int picture, const QString &toolTip)
{
    auto *button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(icon(IconId(picture)));
    button->setIconSize({16, 16});
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::NoFocus);
    button->setAccessibleName(toolTip);
    button->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Ignored);
    setPlainToolTip(button, toolTip);
    layout()->addWidget(button);
    return button;
}

void RowTools::openTypeMenu()
{
    selectRow();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"typeMenu"_s);
    fillTypeMenu(*menu, *m_actions, *m_model);
    menu->popup(m_type->mapToGlobal(QPoint(0, m_type->height())));
}

void RowTools::selectRow()
{
    m_view->setCurrentIndex(m_row);
}

} // namespace persistence
