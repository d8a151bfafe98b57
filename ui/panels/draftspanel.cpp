#include "ui/panels/draftspanel.h"

#include "model/edit/draftkeeper.h"
#include "model/items/draftlistmodel.h"
#include "model/items/roles.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/icondelegate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tabledelegate.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

DraftsPanel::DraftsPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new DraftListModel(this))
    , m_view(new QTableView(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
    , m_buttons(new QWidget(this))
{
    setObjectName(u"draftsPanel"_s);
    m_empty->setContent(IconId::Check, tr("No drafts"), tr("Everything that was edited is saved."));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new IconDelegate(IconIdRole, this));
    m_view->setObjectName(u"draftsTable"_s);
    m_view->setAccessibleName(tr("Drafts"));
    prepareTable(m_view);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->horizontalHeader()->setSectionResizeMode(DraftListModel::KeyColumn, QHeaderView::Stretch);
    const int character = fontMetrics().averageCharWidth();
    m_view->setColumnWidth(DraftListModel::RecordColumn, 30 * character);
    m_view->setColumnWidth(DraftListModel::AppColumn, 24 * character);
    m_view->setColumnWidth(DraftListModel::StateColumn, 30 * character);
    m_view->setColumnWidth(DraftListModel::EditedColumn, fontMetrics().horizontalAdvance(u"2026-12-31 23:59:59+01:00"_s) + 12);

    auto *line = new QHBoxLayout(m_buttons);
    line->setContentsMargins(6, 4, 6, 4);
    m_goTo = addButton(IconId::Forward, tr("Go to"));
    m_compare = addButton(IconId::None, tr("Compare"));
    m_operations = addButton(IconId::None, tr("Show operations"));
    line->addStretch();
    m_discard = addButton(IconId::Discard, {});
    m_save = addButton(IconId::Save, {});
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_buttons);
    setFocusProxy(m_view);

    connect(m_goTo, &QPushButton::clicked, this, [this] { emit goToRequested(selected().value(0)); });
    connect(m_compare, &QPushButton::clicked, this, [this] { emit compareRequested(selected().value(0)); });
    connect(m_operations, &QPushButton::clicked, this, [this] { emit operationsRequested(selected()); });
    connect(m_discard, &QPushButton::clicked, this, [this] { emit discardRequested(selected()); });
    connect(m_save, &QPushButton::clicked, this, [this] { emit saveRequested(selected()); });
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) { emit goToRequested(m_model->draftAt(index.row())); });
    connect(m_view, &QWidget::customContextMenuRequested, this, &DraftsPanel::showMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DraftsPanel::update);
    for (const auto signal : {&QAbstractItemModel::modelReset})
        connect(m_model, signal, this, &DraftsPanel::update);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &DraftsPanel::update);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &DraftsPanel::update);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &DraftsPanel::update);
    update();
}

DraftsPanel::~DraftsPanel() = default;

void DraftsPanel::setDrafts(DraftKeeper *drafts, const std::shared_ptr<Workspace> &workspace)
{
    m_model->setDrafts(drafts, workspace);
}

void DraftsPanel::setTimeZone(TimeZone zone)
{
    m_model->setTimeZone(zone);
}

QPushButton *DraftsPanel::addButton(IconId picture, const QString &text)
{
    auto *button = new QPushButton(icon(picture), text, m_buttons);
    static_cast<QHBoxLayout *>(m_buttons->layout())->addWidget(button);
    return button;
}

/// The selected drafts, or all of them if none is selected.
QList<EditBuffer *> DraftsPanel::selected() const
{
    QList<EditBuffer *> buffers;
    const bool isAll = !m_view->selectionModel()->hasSelection();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (isAll || m_view->selectionModel()->isRowSelected(row))
            buffers.append(m_model->draftAt(row));
    }
    return buffers;
}

void DraftsPanel::showMenu(const QPoint &position)
{
    const QModelIndex index = m_view->indexAt(position);
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QPushButton *button : {m_goTo, m_compare, m_operations, m_save, m_discard})
        menu->addAction(button->icon(), button->text(), button, &QPushButton::click)->setEnabled(button->isEnabled());
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void DraftsPanel::update()
{
    const qsizetype count = selected().size();
    const bool isAll = !m_view->selectionModel()->hasSelection();
    m_pages->setCurrentWidget(m_model->rowCount() > 0 ? static_cast<QWidget *>(m_view) : m_empty);
    m_buttons->setVisible(m_model->rowCount() > 0);
    m_goTo->setEnabled(count == 1);
    m_compare->setEnabled(count == 1 && !selected().front()->isNew());
    m_save->setText(isAll && count > 1 ? tr("Save all %1 drafts").arg(count)
                                       : countedText(count, tr("Save 1 draft"), tr("Save %1 drafts")));
    m_discard->setText(isAll && count > 1 ? tr("Discard all %1 drafts").arg(count)
                                          : countedText(count, tr("Discard 1 draft"), tr("Discard %1 drafts")));
}

} // namespace persistence
