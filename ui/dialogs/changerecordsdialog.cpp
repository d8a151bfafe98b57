#include "ui/dialogs/changerecordsdialog.h"

#include "model/items/itemtext.h"
#include "model/items/roles.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tabledelegate.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPauseMs = 300;
constexpr int kTickMs = 200;

} // namespace

ChangeRecordsDialog::ChangeRecordsDialog(std::shared_ptr<Workspace> workspace, const RecordSelection &selection, QWidget *parent)
    : QDialog(parent)
    , m_model(new BulkPreviewModel(std::move(workspace), selection, this))
    , m_kind(new QComboBox(this))
    , m_path(new QLineEdit(this))
    , m_valueLabel(new PlainLabel(tr("Value:"), this))
    , m_value(new QPlainTextEdit(this))
    , m_nameLabel(new PlainLabel(tr("New name:"), this))
    , m_name(new QLineEdit(this))
    , m_problem(new PlainLabel({}, this))
    , m_count(new PlainLabel({}, this))
    , m_table(new QTableView(this))
    , m_change(new QPushButton(this))
{
    setObjectName(u"changeRecordsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Change records"));
    resize(980, 460);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(createForm());
    splitter->addWidget(createPreview());
    splitter->setSizes({340, 640});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_change, QDialogButtonBox::AcceptRole);
    m_change->setObjectName(u"changeButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ChangeRecordsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ChangeRecordsDialog::reject);
    connectSignals();
    showKind();
    m_path->setFocus();
}

ChangeRecordsDialog::~ChangeRecordsDialog() = default;

QWidget *ChangeRecordsDialog::createForm()
{
    auto *selection = new PlainLabel(m_model->selection().title, this);
    selection->setObjectName(u"changeSelection"_s);
    selection->setWordWrap(true);
    m_kind->setObjectName(u"changeKind"_s);
    m_kind->addItems({tr("Set a field"), tr("Remove a field"), tr("Rename a field")}); // as FieldChange::Kind
    m_path->setObjectName(u"changePath"_s);
    m_path->setPlaceholderText(tr("rating, or items[0].name"));
    m_value->setObjectName(u"changeValue"_s);
    m_value->setPlaceholderText(tr("JSON, such as 5, \"text\" or {\"a\": true}"));
    m_value->setTabChangesFocus(true);
    m_name->setObjectName(u"changeName"_s);
    m_problem->setObjectName(u"changeProblem"_s);
    m_problem->setWordWrap(true);
    m_valueLabel->setBuddy(m_value);
    m_nameLabel->setBuddy(m_name);
    auto *form = new QWidget(this);
    auto *layout = new QFormLayout(form);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addRow(new PlainLabel(tr("Records:"), form), selection);
    layout->addRow(tr("&What:"), m_kind);
    layout->addRow(tr("&Field:"), m_path);
    layout->addRow(m_valueLabel, m_value);
    layout->addRow(m_nameLabel, m_name);
    layout->addRow(m_problem);
    return form;
}

QWidget *ChangeRecordsDialog::createPreview()
{
    m_count->setObjectName(u"changeCount"_s);
    m_count->setWordWrap(true);
    m_table->setObjectName(u"changePreview"_s);
    m_table->setAccessibleName(tr("The first records before and after"));
    m_table->setModel(m_model);
    prepareTable(m_table);
    m_table->setItemDelegate(new TableDelegate(IconIdRole, ToolTipTextRole, m_table));
    m_table->setFrameShape(QFrame::StyledPanel);
    QHeaderView *header = m_table->horizontalHeader();
    const int character = fontMetrics().averageCharWidth();
    header->resizeSection(BulkPreviewModel::RecordColumn, 24 * character);
    header->resizeSection(BulkPreviewModel::PathColumn, 20 * character);
    header->setSectionResizeMode(BulkPreviewModel::BeforeColumn, QHeaderView::Stretch);
    header->setSectionResizeMode(BulkPreviewModel::AfterColumn, QHeaderView::Stretch);
    auto *preview = new QWidget(this);
    auto *layout = new QVBoxLayout(preview);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_count);
    return preview;
}

void ChangeRecordsDialog::connectSignals()
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ChangeRecordsDialog::look);
    const auto wait = [this] {
        m_model->clear();
        m_pause.start(kPauseMs);
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ChangeRecordsDialog::showKind);
    connect(m_path, &QLineEdit::textChanged, this, wait);
    connect(m_value, &QPlainTextEdit::textChanged, this, wait);
    connect(m_name, &QLineEdit::textChanged, this, wait);
    connect(m_model, &BulkPreviewModel::changed, this, &ChangeRecordsDialog::showCount);
    connect(m_model, &BulkPreviewModel::failed, this, [this](const Error &error) { m_problem->setText(error.message); });
    auto *tick = new QTimer(this);
    connect(tick, &QTimer::timeout, this, [this] {
        if (m_model->isBusy())
            showCount();
    });
    tick->start(kTickMs);
}

void ChangeRecordsDialog::showKind()
{
    const auto kind = FieldChange::Kind(m_kind->currentIndex());
    for (QWidget *widget : {static_cast<QWidget *>(m_valueLabel), static_cast<QWidget *>(m_value)})
        widget->setVisible(kind == FieldChange::Kind::Set);
    for (QWidget *widget : {static_cast<QWidget *>(m_nameLabel), static_cast<QWidget *>(m_name)})
        widget->setVisible(kind == FieldChange::Kind::Rename);
    m_model->clear();
    m_pause.start(kPauseMs);
}

/// What the form says; an error says what is missing.
Result<FieldChange> ChangeRecordsDialog::change() const
{
    const auto refuse = [](const QString &sentence) { return Error{ErrorKind::Failed, sentence, {}}; };
    FieldChange change;
    change.kind = FieldChange::Kind(m_kind->currentIndex());
    if (m_path->text().trimmed().isEmpty())
        return refuse(tr("Name a field."));
    bson::PathError error;
    const auto path = bson::Path::parse(m_path->text().trimmed().toUtf8(), &error);
    if (!path)
        return refuse(tr("This is no path: %1.").arg(error.reason));
    change.path = *path;
    if (change.kind == FieldChange::Kind::Set) {
        if (m_value->toPlainText().trimmed().isEmpty())
            return refuse(tr("Type a value."));
        auto value = FieldValue::fromJson(m_value->toPlainText().toUtf8());
        if (!value)
            return refuse(tr("%1 A text needs quotes: \"text\".").arg(value.error().message));
        change.value = *std::move(value);
    }
    change.name = m_name->text().toUtf8();
    if (change.kind == FieldChange::Kind::Rename && change.name.isEmpty())
        return refuse(tr("Type the new name."));
    return change;
}

void ChangeRecordsDialog::look()
{
    m_pause.stop();
    const auto made = change();
    m_problem->setText(made ? QString() : made.error().message);
    if (!made) {
        m_model->clear();
        return;
    }
    m_model->preview(made->verb());
}

void ChangeRecordsDialog::showCount()
{
    const BulkCount &count = m_model->count();
    const qint64 changing = qint64(count.changing.size());
    m_change->setEnabled(m_model->isComplete() && changing > 0);
    m_change->setText(m_model->isComplete() ? countedText(changing, tr("Change 1 record"), tr("Change %1 records")) : tr("Change records"));
    setPlainToolTip(m_change, m_change->isEnabled()   ? QString()
                              : m_model->isComplete() ? tr("No record would change.")
                                                      : tr("First every record is looked at."));
    if (m_model->isBusy()) {
        m_count->setText(tr("Looking at every record: %1 so far…").arg(numberText(m_model->seen())));
        return;
    }
    if (!m_model->isComplete()) {
        m_count->setText(tr("Before and after of the first %1 records that change are shown here.").arg(BulkPreviewModel::kSamples));
        return;
    }
    QStringList parts{countedText(changing, tr("1 record will change"), tr("%1 records will change"))};
    if (count.same > 0)
        parts.append(countedText(count.same, tr("1 is so already"), tr("%1 are so already")));
    if (count.unfit > 0)
        parts.append(tr("%1 stay as they are, because the change does not fit (the first: %2)").arg(numberText(count.unfit), count.reason));
    m_count->setText(parts.join(u" · "_s));
}

void ChangeRecordsDialog::accept()
{
    const auto made = change();
    if (!made || !m_model->isComplete() || m_model->count().changing.empty())
        return;
    // Exactly the records that were looked at; one that changed meanwhile so that it no longer fits stops the whole change.
    const auto work = [change = *made, rows = m_model->count().changing](Session &session, Progress &progress) {
        return session.applyToMany(change.title(), rows, change.verb(), progress);
    };
    emit requested(made->title(), work);
    QDialog::accept();
}

} // namespace persistence
