#include "ui/dialogs/rekeydialog.h"

#include "model/items/itemtext.h"
#include "model/items/rekeymodel.h"
#include "model/items/roles.h"
#include "ui/editor/associationedit.h"
#include "ui/editor/selectionbox.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPauseMs = 300;
/// How often the number of keys looked at is shown.
constexpr int kTickMs = 200;

/// The records that are chosen, whole groups as well.
Result<std::vector<RecordRow>> rowsOfSelection(const Workspace &workspace, const RecordSelection &selection, Progress &progress)
{
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    std::vector<RecordRow> rows;
    const auto read = rowsOf(**reader, selection, progress, [&](std::span<const RecordRow> chunk) {
        rows.insert(rows.end(), chunk.begin(), chunk.end());
        return !progress.isCancelled();
    });
    if (!read)
        return read.error();
    return rows;
}

} // namespace

RekeyDialog::RekeyDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, RekeyStart start, QWidget *parent)
    : QDialog(parent)
    , m_workspace(std::move(workspace))
    , m_start(std::move(start))
    , m_selections(new SelectionBox(selections, this))
    , m_from(new AssociationEdit(this))
    , m_to(new AssociationEdit(this))
    , m_remove(new QCheckBox(tr("&Remove it from the keys"), this))
    , m_summary(new PlainLabel({}, this))
    , m_reads(new PlainLabel({}, this))
    , m_table(new QTableView(this))
    , m_model(new RekeyModel(this))
    , m_message(new MessageBar(this))
    , m_change(new QPushButton(icon(IconId::Key), {}, this))
{
    setObjectName(u"rekeyDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Change key"));
    m_planning.setWorkspace(m_workspace);
    createForm();
    connectSignals();
    // A screen at twice the scale may be smaller than that.
    resize(QSize(900, 560).boundedTo(screen()->availableSize() * 0.9));
    m_to->startTyping();
    plan();
}

RekeyDialog::~RekeyDialog() = default;

void RekeyDialog::createForm()
{
    m_from->setObjectName(u"rekeyFrom"_s);
    m_to->setObjectName(u"rekeyTo"_s);
    for (AssociationEdit *edit : {m_from, m_to}) {
        edit->setSource(m_workspace, m_start.appId);
        edit->setPair(m_start.from.model, m_start.from.id);
    }
    m_from->modelBox()->setAccessibleName(tr("Model to replace"));
    m_from->idField()->setAccessibleName(tr("Id to replace"));
    m_to->modelBox()->setAccessibleName(tr("New model"));
    m_to->idField()->setAccessibleName(tr("New id"));
    m_remove->setObjectName(u"rekeyRemove"_s);
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(tr("R&ecords:"), m_selections);
    form->addRow(new PlainLabel(tr("Replace:"), this), m_from);
    form->addRow(new PlainLabel(tr("By:"), this), m_to);
    form->addRow({}, m_remove);
    m_change->setObjectName(u"changeKeys"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_change, QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, &RekeyDialog::accept);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addWidget(createList(), 1);
    layout->addWidget(m_message);
    layout->addWidget(buttons);
}

QWidget *RekeyDialog::createList()
{
    m_summary->setObjectName(u"rekeySummary"_s);
    m_summary->setWordWrap(true);
    m_reads->setObjectName(u"rekeyReads"_s);
    m_reads->setWordWrap(true);
    m_table->setObjectName(u"rekeyTable"_s);
    m_table->setAccessibleName(tr("Old and new keys"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setFrameShape(QFrame::StyledPanel);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    QHeaderView *header = m_table->horizontalHeader();
    header->setSectionResizeMode(RekeyModel::OldKeyColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(RekeyModel::NewKeyColumn, QHeaderView::Stretch);
    header->resizeSection(RekeyModel::HintColumn, 26 * fontMetrics().averageCharWidth());
    header->resizeSection(RekeyModel::RecordIdColumn, 22 * fontMetrics().averageCharWidth());
    auto *list = new QWidget(this);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_summary);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_reads);
    return list;
}

void RekeyDialog::connectSignals()
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &RekeyDialog::plan);
    for (AssociationEdit *edit : {m_from, m_to}) {
        connect(edit, &AssociationEdit::edited, this, &RekeyDialog::wait);
        connect(edit, &AssociationEdit::cancelled, this, &QDialog::reject);
        connect(edit, &AssociationEdit::committed, this, [this] {
            if (m_pause.isActive())
                plan();
        });
    }
    connect(m_remove, &QCheckBox::toggled, this, [this](bool isRemoved) {
        m_to->setEnabled(!isRemoved);
        plan();
    });
    connect(m_selections, &QComboBox::currentIndexChanged, this, &RekeyDialog::plan);
    connect(m_model, &RekeyModel::failed, this, [this](const Error &error) { m_message->showMessage(Tone::Bad, error.message); });
    auto *tick = new QTimer(this);
    connect(tick, &QTimer::timeout, this, [this] {
        if (m_planning.isBusy())
            m_summary->setText(tr("Looking at every key: %1 so far…").arg(numberText(m_planning.done())));
    });
    tick->start(kTickMs);
}

Rekey RekeyDialog::wanted() const
{
    Rekey rekey{{m_from->model(), m_from->id()}, std::nullopt};
    if (!m_remove->isChecked())
        rekey.to = AssociationText{m_to->model(), m_to->id()};
    return rekey;
}

/// The list is of what stood there before; it must not be agreed to.
void RekeyDialog::wait()
{
    m_change->setEnabled(false);
    m_pause.start();
}

void RekeyDialog::plan()
{
    m_pause.stop();
    m_change->setEnabled(false);
    setPlainToolTip(m_change, tr("First every key is looked at."));
    m_message->clear();
    m_planning.ask(
        [rekey = wanted(), selection = m_selections->selection(), workspace = m_workspace](KeyLookup &lookup,
                                                                                           Progress &progress) -> Result<RekeyPlan> {
            const auto rows = rowsOfSelection(*workspace, selection, progress);
            return rows ? planRekey(lookup, *rows, rekey, progress) : rows.error();
        },
        [this](Result<RekeyPlan> plan) { takePlan(std::move(plan)); });
}

void RekeyDialog::takePlan(Result<RekeyPlan> plan)
{
    if (plan) {
        m_model->setPlan(m_workspace, *std::move(plan));
        showPlan();
        return;
    }
    m_summary->clear();
    m_reads->clear();
    if (plan.error().kind != ErrorKind::Cancelled)
        m_message->showMessage(Tone::Bad, plan.error().message);
}

void RekeyDialog::showPlan()
{
    const RekeyPlan &plan = m_model->plan();
    const auto count = qint64(plan.rows.size());
    const bool isSame = plan.rekey.to == plan.rekey.from;
    QStringList parts{countedText(count, tr("1 record holds this association."), tr("%1 records hold this association."))};
    if (plan.untouched > 0)
        parts << countedText(plan.untouched, tr("1 other record stays as it is."), tr("%1 other records stay as they are."));
    if (plan.clashCount > 0 && !isSame)
        parts << countedText(plan.clashCount, tr("Clash: 1 new key is in use by another record as well."),
                             tr("Clash: %1 new keys are in use by other records as well."));
    m_summary->setText(parts.join(u' '));
    m_reads->setText(
        count == 0 || isSame
            ? QString()
            : countedText(
                  plan.stillRead,
                  tr("Reads and updates by the old association would stop matching these records; 1 other would still be found."),
                  tr("Reads and updates by the old association would stop matching these records; %1 others would still be found.")));
    m_change->setText(countedText(count, tr("Change 1 key"), tr("Change %1 keys")));
    m_change->setEnabled(count > 0 && !isSame && !m_pause.isActive());
    setPlainToolTip(m_change, isSame       ? tr("The new association is the same as the old one.")
                              : count == 0 ? tr("No record holds this association.")
                                           : QString());
}

void RekeyDialog::accept()
{
    // The plan on screen is what people agreed to: exactly those records, and that association.
    const RekeyPlan &plan = m_model->plan();
    if (!m_change->isEnabled() || isPlanning() || plan.rows.empty())
        return;
    const QString title = countedText(qint64(plan.rows.size()), tr("Change key of 1 record"), tr("Change key of %1 records"));
    const auto work = [title, rows = plan.rows, rekey = plan.rekey](Session &session, Progress &progress) {
        return session.applyToMany(title, rows, rekeyVerb(rekey), progress);
    };
    emit requested(title, work);
    QDialog::accept();
}

} // namespace persistence
