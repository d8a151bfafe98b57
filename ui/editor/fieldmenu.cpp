#include "ui/editor/fieldmenu.h"

#include "model/bson/preview.h"
#include "model/edit/conversion.h"
#include "model/items/valuetext.h"
#include "ui/editor/fieldactions.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QString tr(const char *text)
{
    return FieldActions::tr(text);
}

/// An entry that shows its key; the view itself listens to the keys.
template <typename Run>
void addEntry(QMenu &menu, FieldActions &actions, IconId picture, const QString &text, const QKeySequence &key, bool isEnabled, Run run)
{
    QAction *action = menu.addAction(icon(picture), text, &actions, run);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetShortcut);
    action->setEnabled(isEnabled && actions.isEnabled());
}

} // namespace

void fillTypeMenu(QMenu &menu, FieldActions &actions, const ValueTreeModel &model)
{
    const auto element = model.element(actions.current());
    if (!element)
        return;
    for (const bson::Type type : offeredTypes()) {
        const bool isCurrent = type == element->type();
        // Losses are told before, so that nobody has to find out.
        const QString loss = isCurrent || element->value().size() > 1'000'000 ? QString() : converted(*element, type).loss;
        const QString name = bson::typeName(type);
        const QString text = loss.isEmpty() ? name : FieldActions::tr("%1 – %2").arg(name, loss);
        QAction *action =
            menu.addAction(icon(typeIcon(type)), plainButtonText(text), &actions, [&actions, type] { actions.changeType(type); });
        action->setCheckable(true);
        action->setChecked(isCurrent);
        action->setEnabled(actions.isEnabled() && !isCurrent);
    }
}

void fillFieldMenu(QMenu &menu, FieldActions &actions, const ValueTreeModel &model)
{
    const QModelIndex row = actions.current();
    const bool isThere = row.isValid() && model.state(row) != FieldState::Removed && model.element(row);
    const bool isMember = isThere && model.isRootContainer();
    const qsizetype count = actions.rows().size();
    addEntry(menu, actions, IconId::Add, tr("Add after"), QKeySequence(Qt::Key_Insert), row.isValid() || model.isRootContainer(),
             &FieldActions::addAfter);
    addEntry(menu, actions, IconId::Add, tr("Add inside"), QKeySequence(Qt::ALT | Qt::Key_Insert),
             actions.isContainer(row) || (!row.isValid() && model.isRootContainer()), &FieldActions::addInside);
    addEntry(menu, actions, IconId::Add, tr("Add like the first item"), {}, actions.firstItem(row).has_value(),
             &FieldActions::addLikeFirst);
    addEntry(menu, actions, IconId::Copy, tr("Clone"), QKeySequence(Qt::CTRL | Qt::Key_D), isMember, &FieldActions::clone);
    addEntry(menu, actions, IconId::Up, tr("Move up"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Up), isMember,
             [&actions] { actions.move(-1); });
    addEntry(menu, actions, IconId::None, tr("Move down"), QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Down), isMember,
             [&actions] { actions.move(1); });
    QMenu *types = menu.addMenu(tr("Change type"));
    types->setEnabled(isThere && actions.isEnabled());
    fillTypeMenu(*types, actions, model);
    menu.addSeparator();
    addEntry(menu, actions, IconId::Revert, tr("Take back this change"), {}, row.isValid() && model.state(row) != FieldState::Same,
             [&actions] { actions.takeBack(actions.current()); });
    addEntry(menu, actions, IconId::None, tr("Cut"), QKeySequence::Cut, isMember, &FieldActions::cut);
    addEntry(menu, actions, IconId::None, tr("Paste"), QKeySequence::Paste, row.isValid() || model.isRootContainer(), &FieldActions::paste);
    addEntry(menu, actions, IconId::Delete,
             count > 1 ? FieldActions::tr("Remove %1 fields").arg(QString::number(count)) : FieldActions::tr("Remove"),
             QKeySequence(Qt::Key_Delete), isMember || count > 1, &FieldActions::remove);
}

} // namespace persistence
