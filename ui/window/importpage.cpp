#include "ui/window/importpage.h"

#include "model/items/valuetext.h"
#include "ui/editor/loadedrecord.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"

#include <QHeaderView>
#include <QLocale>
#include <QStandardItemModel>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

// The row of that name below parent; made where the order of names wants it.
QStandardItem *rowNamed(QStandardItem *parent, const QString &name, IconId picture)
{
    int row = 0;
    while (row < parent->rowCount() && parent->child(row)->text() < name)
        ++row;
    if (row < parent->rowCount() && parent->child(row)->text() == name)
        return parent->child(row);
    auto *item = new QStandardItem(icon(picture), name);
    auto *count = new QStandardItem;
    count->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    parent->insertRow(row, {item, count});
    return item;
}

} // namespace

ImportPage::ImportPage(QWidget *parent) : QWidget(parent), m_title(new PlainLabel({}, this)), m_model(new QStandardItemModel(0, 2, this))
{
    m_title->setContentsMargins(12, 10, 12, 6);
    m_title->setWordWrap(true);
    auto *view = new QTreeView(this);
    view->setObjectName(u"importCounts"_s);
    view->setAccessibleName(tr("Records found so far"));
    view->setModel(m_model);
    view->setHeaderHidden(true);
    view->setUniformRowHeights(true);
    view->setFrameShape(QFrame::NoFrame);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setExpandsOnDoubleClick(true);
    view->header()->setStretchLastSection(false);
    view->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    view->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(m_model, &QStandardItemModel::rowsInserted, view, [view](const QModelIndex &group) { view->expand(group); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(view, 1);
}

void ImportPage::begin(const QString &name)
{
    m_model->removeRows(0, m_model->rowCount());
    m_title->setText(tr("Reading %1. The file is not changed.").arg(name));
}

void ImportPage::showCounts(const std::vector<ImportProgress::GroupCount> &counts)
{
    for (const ImportProgress::GroupCount &count : counts) {
        const QString appName = count.appId.isEmpty() ? tr("Messages' custom fields") : visibleText(count.appId, 200);
        QStandardItem *item = rowNamed(m_model->invisibleRootItem(), appName, IconId::App);
        if (!count.model.isEmpty())
            item = rowNamed(item, visibleText(count.model, 200), modelIcon(ModelKind::Stored, count.model));
        QStandardItem *parent = item->parent() ? item->parent() : m_model->invisibleRootItem();
        parent->child(item->row(), 1)->setText(tr("%1 so far").arg(QLocale().toString(count.records)));
    }
}

} // namespace persistence
