#include "ui/dialogs/historysizedialog.h"

#include "model/items/itemtext.h"
#include "model/workspace/workspace.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr double kMegabyte = 1'000'000;
constexpr int kDefaultMonths = 3;

} // namespace

HistorySizeDialog::HistorySizeDialog(Editing &editing, QWidget *parent)
    : QDialog(parent)
    , m_editing(editing)
    , m_messages(new MessageBar(this))
    , m_used(new PlainLabel({}, this))
    , m_hasLimit(new QCheckBox(tr("&Tell me when it takes more than"), this))
    , m_limit(new QDoubleSpinBox(this))
    , m_setLimit(new QPushButton(tr("&Set limit"), this))
    , m_before(new QDateTimeEdit(QDateTime::currentDateTime().addMonths(-kDefaultMonths), this))
    , m_loss(new PlainLabel({}, this))
    , m_remove(new QPushButton(this))
{
    setObjectName(u"historySizeDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Size of the history"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    buttons->button(QDialogButtonBox::Close)->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_messages);
    layout->addWidget(createLimit());
    layout->addWidget(createCompaction());
    layout->addStretch();
    layout->addWidget(buttons);
    resize(560, sizeHint().height());
    connect(m_setLimit, &QPushButton::clicked, this, &HistorySizeDialog::setLimit);
    connect(m_before, &QDateTimeEdit::dateTimeChanged, this, &HistorySizeDialog::look);
    connect(m_remove, &QPushButton::clicked, this, &HistorySizeDialog::compact);
    connect(&editing, &Editing::changed, this, &HistorySizeDialog::look);
    connect(&editing, &QObject::destroyed, this, &QDialog::reject);
    look();
}

HistorySizeDialog::~HistorySizeDialog() = default;

QWidget *HistorySizeDialog::createLimit()
{
    m_used->setObjectName(u"historyUsed"_s);
    m_hasLimit->setObjectName(u"hasHistoryLimit"_s);
    m_limit->setObjectName(u"historyLimit"_s);
    m_limit->setRange(0.1, 1'000'000);
    m_limit->setDecimals(1);
    m_limit->setValue(500);
    m_limit->setSuffix(tr(" MB"));
    m_limit->setAccessibleName(tr("Limit in MB"));
    m_setLimit->setObjectName(u"setHistoryLimit"_s);
    m_setLimit->setAutoDefault(false);
    m_setLimit->setEnabled(false);
    m_limit->setEnabled(false);
    const auto edited = [this] { m_setLimit->setEnabled(!m_editing.isLocked()); };
    connect(m_hasLimit, &QCheckBox::toggled, m_limit, &QWidget::setEnabled);
    connect(m_hasLimit, &QCheckBox::toggled, this, edited);
    connect(m_limit, &QDoubleSpinBox::valueChanged, this, edited);
    auto *note = new PlainLabel(tr("Nothing is ever removed by itself, also beyond the limit."), this);
    note->setDimmed(true);
    note->setWordWrap(true);
    auto *box = new QGroupBox(tr("Limit"), this);
    auto *line = new QHBoxLayout;
    line->addWidget(m_hasLimit);
    line->addWidget(m_limit);
    line->addWidget(m_setLimit);
    line->addStretch();
    auto *layout = new QVBoxLayout(box);
    layout->addWidget(m_used);
    layout->addLayout(line);
    layout->addWidget(note);
    return box;
}

QWidget *HistorySizeDialog::createCompaction()
{
    m_before->setObjectName(u"compactBefore"_s);
    m_before->setCalendarPopup(true);
    m_before->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    m_before->setAccessibleName(tr("Remove changes made before"));
    m_loss->setObjectName(u"compactLoss"_s);
    m_loss->setWordWrap(true);
    m_remove->setObjectName(u"compactButton"_s);
    m_remove->setAutoDefault(false);
    auto *box = new QGroupBox(tr("Compact the history"), this);
    auto *line = new QHBoxLayout;
    line->addWidget(new PlainLabel(tr("Remove changes made before"), box));
    line->addWidget(m_before);
    line->addStretch();
    auto *button = new QHBoxLayout;
    button->addStretch();
    button->addWidget(m_remove);
    auto *layout = new QVBoxLayout(box);
    layout->addLayout(line);
    layout->addWidget(m_loss);
    layout->addLayout(button);
    return box;
}

/// Counts what is there and what would go.
void HistorySizeDialog::look()
{
    m_remove->setEnabled(false);
    using Found = std::pair<HistoryUsage, HistoryCut>;
    auto work = [workspace = m_editing.sharedWorkspace(), time = m_before->dateTime().toMSecsSinceEpoch()](Progress &) -> Result<Found> {
        const auto history = workspace->history();
        if (!history)
            return history.error();
        const auto usage = (*history)->usage();
        if (!usage)
            return usage.error();
        const auto cut = (*history)->cutBefore(time);
        if (!cut)
            return cut.error();
        return Found(*usage, *cut);
    };
    m_job.start(std::move(work), [this](const Result<Found> &found) {
        if (!found) {
            showError(found.error());
            return;
        }
        showUsage(found->first);
        showCut(found->second);
    });
}

void HistorySizeDialog::showUsage(const HistoryUsage &usage)
{
    const QString changes = countedText(usage.changes, tr("1 change"), tr("%1 changes"));
    m_used->setText(tr("The history holds %1 and takes %2.").arg(changes, sizeText(usage.bytes)));
    if (std::exchange(m_isLimitShown, true))
        return;
    // What people typed since stays.
    m_hasLimit->setChecked(usage.limit > 0);
    if (usage.limit > 0)
        m_limit->setValue(double(usage.limit) / kMegabyte);
    m_setLimit->setEnabled(false);
}

void HistorySizeDialog::showCut(const HistoryCut &cut)
{
    m_cut = cut;
    const bool isEmpty = cut.changes == 0;
    m_remove->setEnabled(!isEmpty && !m_editing.isLocked());
    setPlainToolTip(m_remove, m_editing.isLocked() ? m_editing.lockReason() : QString());
    m_remove->setIcon(icon(IconId::Delete, toneColor(Tone::Bad, palette())));
    m_remove->setText(isEmpty ? tr("Remove changes") : countedText(cut.changes, tr("Remove 1 change"), tr("Remove %1 changes")));
    m_loss->setText(isEmpty ? tr("No change was made before that.")
                            : tr("%1 with %2 would go for good, the newest made at %3. They can no longer be undone, reverted or compared. "
                                 "All records stay as they are.")
                                  .arg(countedText(cut.changes, tr("1 change"), tr("%1 changes")), sizeText(cut.bytes),
                                       dateText(cut.newestAt, TimeZone::Local)));
}

void HistorySizeDialog::setLimit()
{
    const qint64 bytes = m_hasLimit->isChecked() ? qint64(m_limit->value() * kMegabyte) : 0;
    m_setLimit->setEnabled(false);
    m_editing.run(
        tr("Set the limit of the history"),
        [bytes](Session &session, Progress &) -> Result<Applied> {
            if (auto set = session.setHistoryLimit(bytes); !set)
                return set.error();
            return Applied();
        },
        this,
        [this](const Result<Applied> &result) {
            if (!result) {
                showError(result.error());
                return;
            }
            m_messages->showMessage(Tone::Good, tr("The limit is set."));
            emit limitChanged();
        });
}

void HistorySizeDialog::compact()
{
    m_remove->setEnabled(false);
    m_editing.run(
        tr("Compact the history"),
        [first = m_cut.first](Session &session, Progress &progress) { return session.compactHistory(first, progress); }, this,
        [this](const Result<Applied> &result) {
            if (!result) {
                showError(result.error());
                look();
                return;
            }
            m_messages->showMessage(Tone::Good,
                                    tr("%1. The file uses the room again; a copy of the workspace is smaller at once.").arg(result->title));
        });
}

void HistorySizeDialog::showError(const Error &error)
{
    if (error.kind == ErrorKind::Cancelled)
        return;
    m_messages->showMessage(Tone::Bad, error.message);
    m_messages->setDetail(error.detail);
}

} // namespace persistence
