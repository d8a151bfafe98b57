#include "ui/dialogs/deleterecordsdialog.h"

#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "ui/editor/selectionbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QScreen>
#include <QScopedValueRollback>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace persistence {

DeleteRecordsDialog::DeleteRecordsDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, QWidget *parent)
    : QDialog(parent)
    , m_selections(new SelectionBox(selections, this))
    , m_model(new RecordListModel(std::move(workspace), m_selections->selection(), this))
    , m_count(new PlainLabel({}, this))
    , m_pause(new QPushButton(this))
    , m_messages(new MessageBar(this))
    , m_table(new QTableView(this))
    , m_export(new QPushButton(tr("Export these first…"), this))
    , m_delete(new QPushButton(this))
{
    setObjectName(u"deleteRecordsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Delete records"));
    // A screen at twice the scale may be smaller than that.
    resize(QSize(900, 480).boundedTo(screen()->availableSize() * 0.9));
    createTable();
    m_count->setObjectName(u"deleteCount"_s);
    auto *head = new QHBoxLayout;
    head->addWidget(m_selections);
    head->addWidget(m_count, 1);
    head->addWidget(m_pause);
    auto *note = new PlainLabel(tr("The history keeps the records: one Undo brings all of them back."), this);
    note->setDimmed(true);
    note->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(head);
    layout->addWidget(m_messages);
    layout->addWidget(m_table, 1);
    layout->addWidget(note);
    layout->addWidget(createButtons());
    connect(m_selections, &QComboBox::currentIndexChanged, this, [this] { m_model->start(m_selections->selection()); });
    connect(m_model, &RecordListModel::changed, this, &DeleteRecordsDialog::showState);
    connect(m_model, &RecordListModel::failed, this, [this](const Error &error) { m_messages->showMessage(Tone::Bad, error.message); });
    applyTone();
    m_model->start();
}

DeleteRecordsDialog::~DeleteRecordsDialog() = default;

void DeleteRecordsDialog::createTable()
{
    m_table->setObjectName(u"deleteTable"_s);
    m_table->setAccessibleName(tr("Records that will be deleted"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setFrameShape(QFrame::StyledPanel);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    QHeaderView *header = m_table->horizontalHeader();
    const int character = fontMetrics().averageCharWidth();
    header->resizeSection(RecordListModel::KeyColumn, 34 * character);
    header->setSectionResizeMode(RecordListModel::ValueColumn, QHeaderView::Stretch);
    header->resizeSection(RecordListModel::UpdatedColumn, fontMetrics().horizontalAdvance(u"2026-12-31 23:59:59Z"_s) + 12);
    header->resizeSection(RecordListModel::SizeColumn, fontMetrics().horizontalAdvance(u"999 bytes"_s) + 12);
    header->resizeSection(RecordListModel::RecordIdColumn, 22 * character);
}

QWidget *DeleteRecordsDialog::createButtons()
{
    m_pause->setObjectName(u"deletePause"_s);
    m_export->setObjectName(u"deleteExport"_s);
    m_export->hide();
    m_delete->setObjectName(u"deleteButton"_s);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    // Return must not delete what nobody looked at.
    cancel->setDefault(true);
    m_delete->setAutoDefault(false);
    auto *buttons = new QWidget(this);
    auto *layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_export);
    layout->addStretch();
    layout->addWidget(cancel);
    layout->addWidget(m_delete);
    connect(cancel, &QPushButton::clicked, this, &DeleteRecordsDialog::reject);
    connect(m_delete, &QPushButton::clicked, this, &DeleteRecordsDialog::accept);
    connect(m_export, &QPushButton::clicked, this, [this] { emit exportRequested(m_model->selection().title, m_model->rows()); });
    connect(m_pause, &QPushButton::clicked, this, [this] { m_model->isBusy() ? m_model->stop() : m_model->start(); });
    return buttons;
}

void DeleteRecordsDialog::setExportOffered(bool isOffered)
{
    m_export->setVisible(isOffered);
}

void DeleteRecordsDialog::showState()
{
    const qint64 count = m_model->rowCount();
    const bool isComplete = m_model->isComplete();
    const QString records = countedText(count, tr("1 record"), tr("%1 records"));
    if (isComplete)
        m_count->setText(tr("%1, all of them listed here").arg(records));
    else
        m_count->setText(m_model->isBusy() ? tr("%1 so far…").arg(records) : tr("%1, the list was stopped").arg(records));
    m_pause->setVisible(!isComplete);
    m_pause->setText(m_model->isBusy() ? tr("Stop") : tr("List again"));
    m_delete->setText(isComplete ? countedText(count, tr("Delete 1 record"), tr("Delete %1 records")) : tr("Delete records"));
    m_delete->setEnabled(isComplete && count > 0);
    m_export->setEnabled(isComplete && count > 0);
    setPlainToolTip(m_delete, isComplete ? QString() : tr("First the list has to be complete."));
}

void DeleteRecordsDialog::applyTone()
{
    const QScopedValueRollback guard(m_isApplying, true);
    const QColor red = toneColor(Tone::Bad, palette());
    m_delete->setIcon(icon(IconId::Delete, red));
    QPalette colors = palette();
    colors.setColor(QPalette::Active, QPalette::ButtonText, red);
    colors.setColor(QPalette::Inactive, QPalette::ButtonText, red);
    m_delete->setPalette(colors);
}

void DeleteRecordsDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isApplying)
        applyTone();
}

void DeleteRecordsDialog::accept()
{
    if (!m_model->isComplete() || m_model->rows().empty())
        return;
    const QString title = countedText(m_model->rowCount(), tr("Delete 1 record"), tr("Delete %1 records"));
    const auto work = [title, rows = m_model->rows()](Session &session, Progress &progress) {
        return session.applyToMany(
            title, rows, [](const Record &) -> Result<std::optional<QByteArray>> { return std::optional<QByteArray>(); }, progress);
    };
    emit requested(title, work);
    QDialog::accept();
}

} // namespace persistence
