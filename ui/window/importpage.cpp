#include "ui/window/importpage.h"

#include "model/items/importpreviewmodel.h"
#include "ui/tree/navigatordelegate.h"
#include "ui/widgets/plainlabel.h"

#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

ImportPage::ImportPage(QWidget *parent) : QWidget(parent), m_title(new PlainLabel({}, this)), m_model(new ImportPreviewModel(this))
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
    view->setItemDelegate(new NavigatorDelegate(view));
    connect(m_model, &QAbstractItemModel::rowsInserted, view, [view](const QModelIndex &group) { view->expand(group); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(view, 1);
}

void ImportPage::begin(const QString &name)
{
    m_model->clear();
    m_title->setText(tr("Reading %1. The file is not changed.").arg(name));
}

void ImportPage::showCounts(const std::vector<ImportProgress::GroupCount> &counts)
{
    m_model->setCounts(counts);
}

} // namespace persistence
