#include "ui/dialogs/fieldchoice.h"

#include "model/bson/displaytext.h"
#include "model/items/itemtext.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/rowdelegate.h"

#include <QHBoxLayout>
#include <QListView>
#include <QRadioButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr qsizetype kMaxShownPath = 500;
constexpr int kListHeight = 150;

} // namespace

FieldChoice::FieldChoice(std::shared_ptr<Workspace> workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(std::move(workspace))
    , m_all(new QRadioButton(tr("All &fields"), this))
    , m_some(new QRadioButton(tr("&Choose"), this))
    , m_model(new QStandardItemModel(this))
    , m_list(new QListView(this))
    , m_state(new PlainLabel({}, this))
{
    m_all->setObjectName(u"allFields"_s);
    m_some->setObjectName(u"someFields"_s);
    m_list->setObjectName(u"fieldList"_s);
    m_list->setAccessibleName(tr("Fields"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new RowDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setFixedHeight(kListHeight);
    m_state->setDimmed(true);
    m_all->setChecked(true);
    auto *line = new QHBoxLayout;
    line->addWidget(m_all);
    line->addWidget(m_some);
    line->addWidget(m_state, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(line);
    layout->addWidget(m_list);
    connect(m_some, &QRadioButton::toggled, this, &FieldChoice::update);
    connect(m_model, &QStandardItemModel::itemChanged, this, &FieldChoice::update);
    update();
}

FieldChoice::~FieldChoice() = default;

void FieldChoice::setScope(const ExportScope &scope)
{
    m_job.drop();
    m_scope = scope;
    m_fields.clear();
    m_model->clear();
    update();
}

void FieldChoice::update()
{
    m_list->setVisible(m_some->isChecked());
    if (m_some->isChecked() && m_model->rowCount() == 0 && !m_job.isRunning())
        readFields();
    if (!m_some->isChecked())
        m_state->clear();
    else if (!m_job.isRunning())
        m_state->setText(tr("%1 of %2").arg(numberText(qint64(chosen().size())), numberText(m_model->rowCount())));
    emit changed();
}

void FieldChoice::readFields()
{
    m_state->setText(tr("Looking for fields…"));
    auto work = [workspace = m_workspace, scope = m_scope](Progress &progress) -> Result<std::vector<bson::Path>> {
        const auto rows = rowsOf(*workspace, scope, progress);
        if (!rows)
            return rows.error();
        return surveyFields(*workspace, *rows, progress);
    };
    m_job.start(std::move(work), [this](const Result<std::vector<bson::Path>> &fields) { showFields(fields); });
}

void FieldChoice::showFields(const Result<std::vector<bson::Path>> &fields)
{
    if (!fields) {
        m_state->setText(fields.error().message);
        return;
    }
    m_fields = *fields;
    QList<QStandardItem *> items;
    for (const bson::Path &path : m_fields) {
        auto *item = new QStandardItem(bson::displayText(path.toText(), kMaxShownPath));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
        items.append(item);
    }
    m_model->invisibleRootItem()->appendRows(items);
    update();
}

std::vector<bson::Path> FieldChoice::chosen() const
{
    std::vector<bson::Path> paths;
    if (!m_some->isChecked())
        return paths;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        if (m_model->item(row)->checkState() == Qt::Checked)
            paths.push_back(m_fields[size_t(row)]);
    }
    return paths;
}

bool FieldChoice::isValid() const
{
    return !m_some->isChecked() || !chosen().empty();
}

} // namespace persistence
