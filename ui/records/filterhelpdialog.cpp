#include "ui/records/filterhelpdialog.h"

#include "model/find/filterhelp.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rowdelegate.h"

#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFontDatabase>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("persistence::FilterHelpDialog", text);
}

QStandardItemModel *createModel(QObject *parent)
{
    auto *model = new QStandardItemModel(0, 2, parent);
    model->setHorizontalHeaderLabels({tr("Filter"), tr("Finds records")});
    for (const FilterHelpLine &line : filterHelp()) {
        auto *example = new QStandardItem(QString::fromUtf8(line.example));
        example->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
        model->appendRow({example, new QStandardItem(line.meaning)});
    }
    return model;
}

} // namespace

void openFilterHelp(QWidget *parent, const std::function<void(const QString &)> &use)
{
    auto *dialog = new QDialog(parent);
    dialog->setObjectName(u"filterHelpDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("How to write a filter"));
    auto *view = new QTreeView(dialog);
    view->setModel(createModel(dialog));
    view->setItemDelegate(new RowDelegate(view));
    view->setAccessibleName(tr("Examples of filters"));
    view->setRootIsDecorated(false);
    view->setAlternatingRowColors(true);
    view->setUniformRowHeights(true);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->header()->setStretchLastSection(true);
    for (const int column : {0, 1})
        view->resizeColumnToContents(column);
    QObject::connect(view, &QTreeView::activated, dialog, [dialog, use](const QModelIndex &index) {
        dialog->close();
        // Some lines show several examples; the first one is meant.
        use(index.siblingAtColumn(0).data().toString().section(u"  "_s, 0, 0));
    });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(new PlainLabel(tr("Activate an example to take it into the filter."), dialog));
    layout->addWidget(view, 1);
    layout->addWidget(buttons);
    // All of each line, beside the frames and a scroll bar.
    dialog->resize(view->columnWidth(0) + view->columnWidth(1) + 60, 560);
    dialog->open();
}

} // namespace persistence
