#include "ui/dialogs/shortcutsdialog.h"

#include "ui/widgets/rowdelegate.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QPointer>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::ShortcutsDialog", text);
}

QString plainText(const QAction *action)
{
    QString text = action->text();
    return text.replace(u"&&"_s, u"\1"_s).remove(u'&').replace(u'\1', u'&');
}

QString keysOf(const QAction *action)
{
    QStringList keys;
    for (const QKeySequence &key : action->shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    return keys.join(u", "_s);
}

QStandardItemModel *createModel(const QList<QAction *> &actions, QObject *parent)
{
    auto *model = new QStandardItemModel(0, 2, parent);
    model->setHorizontalHeaderLabels({tr("Action"), tr("Keys")});
    for (QAction *action : actions) {
        auto *name = new QStandardItem(action->icon(), plainText(action));
        name->setData(QVariant::fromValue(QPointer<QAction>(action)));
        model->appendRow({name, new QStandardItem(keysOf(action))});
    }
    return model;
}

} // namespace

void openShortcuts(QWidget *parent, const QList<QAction *> &actions)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"shortcuts"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Keyboard shortcuts"));
    auto *proxy = new QSortFilterProxyModel(dialog);
    proxy->setSourceModel(createModel(actions, dialog));
    proxy->setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy->setFilterKeyColumn(-1);
    auto *find = new QLineEdit(dialog);
    find->setObjectName(u"findAction"_s);
    find->setPlaceholderText(tr("Find an action or a key"));
    find->setAccessibleName(find->placeholderText());
    find->setClearButtonEnabled(true);
    QObject::connect(find, &QLineEdit::textChanged, proxy, &QSortFilterProxyModel::setFilterFixedString);
    auto *view = new QTreeView(dialog);
    view->setModel(proxy);
    view->setItemDelegate(new RowDelegate(view));
    view->setRootIsDecorated(false);
    view->setAlternatingRowColors(true);
    view->setUniformRowHeights(true);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    view->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    QObject::connect(view, &QTreeView::activated, dialog, [dialog](const QModelIndex &index) {
        const auto action = index.siblingAtColumn(0).data(Qt::UserRole + 1).value<QPointer<QAction>>();
        dialog->close();
        if (action)
            action->trigger();
    });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(find);
    layout->addWidget(view, 1);
    layout->addWidget(buttons);
    dialog->resize(520, 560);
    dialog->open();
}

} // namespace persistence
