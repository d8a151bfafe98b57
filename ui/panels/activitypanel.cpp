#include "ui/panels/activitypanel.h"

#include "model/items/activitymodel.h"
#include "model/items/roles.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <numeric>

using namespace Qt::StringLiterals;

namespace persistence {

ActivityPanel::ActivityPanel(QWidget *parent)
    : QWidget(parent)
    , m_model(new ActivityModel(this))
    , m_view(new QTableView(this))
    , m_empty(new EmptyState(this))
    , m_pages(new QStackedWidget(this))
{
    setObjectName(u"activityPanel"_s);
    m_empty->setContent(IconId::Clock, tr("Nothing yet"), tr("What is opened, imported, exported and changed is listed here."));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, this));
    m_view->setObjectName(u"activityTable"_s);
    m_view->setAccessibleName(tr("Activity"));
    prepareTable(m_view);
    m_view->horizontalHeader()->setSectionResizeMode(ActivityModel::OutcomeColumn, QHeaderView::Stretch);
    const int character = fontMetrics().averageCharWidth();
    m_view->setColumnWidth(ActivityModel::StartedColumn, fontMetrics().horizontalAdvance(u"2026-12-31 23:59:59+01:00"_s) + 12);
    m_view->setColumnWidth(ActivityModel::OperationColumn, 50 * character);
    m_view->setColumnWidth(ActivityModel::DurationColumn, 14 * character);

    auto *onlyWrites = new QCheckBox(tr("Only what writes"), this);
    onlyWrites->setObjectName(u"onlyWrites"_s);
    setPlainToolTip(onlyWrites, tr("Hide what only reads"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 4, 8, 4);
    line->addWidget(onlyWrites);
    line->addStretch();
    m_pages->addWidget(m_empty);
    m_pages->addWidget(m_view);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(line);
    layout->addWidget(m_pages, 1);
    setFocusProxy(m_view);

    connect(onlyWrites, &QCheckBox::toggled, m_model, &ActivityModel::setOnlyWrites);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ActivityPanel::showContents);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &ActivityPanel::showContents);
    auto *copyKeys = new QShortcut(QKeySequence::Copy, m_view);
    copyKeys->setContext(Qt::WidgetShortcut);
    connect(copyKeys, &QShortcut::activated, this, &ActivityPanel::copy);
    showContents();
}

void ActivityPanel::showContents()
{
    m_pages->setCurrentWidget(m_model->rowCount() == 0 ? static_cast<QWidget *>(m_empty) : m_view);
}

void ActivityPanel::copy() const
{
    QList<int> rows = selectedRowsOf(m_view);
    if (rows.isEmpty()) {
        rows.resize(m_model->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    QStringList lines;
    for (const int row : rows) {
        QStringList cells;
        for (int column = 0; column < ActivityModel::ColumnCount; ++column)
            cells.append(m_model->index(row, column).data().toString());
        lines.append(cells.join(u'\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace persistence
