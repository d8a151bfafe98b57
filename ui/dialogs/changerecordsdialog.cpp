#include "ui/dialogs/changerecordsdialog.h"

#include "ui/dialogs/bulkpreview.h"
#include "ui/editor/selectionbox.h"
#include "ui/widgets/plainlabel.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPauseMs = 300;

} // namespace

ChangeRecordsDialog::ChangeRecordsDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, QWidget *parent)
    : QDialog(parent)
    , m_selections(new SelectionBox(selections, this))
    , m_change(new QPushButton(this))
    , m_preview(new BulkPreview(std::move(workspace), *m_selections, *m_change,
                                {tr("Change records"), tr("Change 1 record"), tr("Change %1 records")}, BulkPreviewModel::kSamples, this))
    , m_kind(new QComboBox(this))
    , m_path(new QLineEdit(this))
    , m_valueLabel(new PlainLabel(tr("Value:"), this))
    , m_value(new QPlainTextEdit(this))
    , m_nameLabel(new PlainLabel(tr("New name:"), this))
    , m_name(new QLineEdit(this))
    , m_problem(new PlainLabel({}, this))
{
    setObjectName(u"changeRecordsDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Change records"));
    // A screen at twice the scale may be smaller than that.
    resize(QSize(980, 460).boundedTo(screen()->availableSize() * 0.9));
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(createForm());
    splitter->addWidget(m_preview);
    splitter->setSizes({340, 640});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_change, QDialogButtonBox::AcceptRole);
    m_change->setObjectName(u"changeButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ChangeRecordsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ChangeRecordsDialog::reject);
    const QList<QWidget *> order{m_selections, m_kind, m_path, m_value, m_name, m_preview, m_change};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    connectSignals();
    showKind();
    m_path->setFocus();
}

ChangeRecordsDialog::~ChangeRecordsDialog() = default;

QWidget *ChangeRecordsDialog::createForm()
{
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
    layout->addRow(tr("&Records:"), m_selections);
    layout->addRow(tr("&What:"), m_kind);
    layout->addRow(tr("&Field:"), m_path);
    layout->addRow(m_valueLabel, m_value);
    layout->addRow(m_nameLabel, m_name);
    layout->addRow(m_problem);
    return form;
}

void ChangeRecordsDialog::connectSignals()
{
    m_pause.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &ChangeRecordsDialog::look);
    const auto wait = [this] {
        m_preview->clear();
        m_pause.start(kPauseMs);
    };
    connect(m_preview, &BulkPreview::selectionChanged, this, &ChangeRecordsDialog::look);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ChangeRecordsDialog::showKind);
    connect(m_path, &QLineEdit::textChanged, this, wait);
    connect(m_value, &QPlainTextEdit::textChanged, this, wait);
    connect(m_name, &QLineEdit::textChanged, this, wait);
    connect(m_preview, &BulkPreview::failed, this, [this](const Error &error) { m_problem->setText(error.message); });
}

void ChangeRecordsDialog::showKind()
{
    const auto kind = FieldChange::Kind(m_kind->currentIndex());
    for (QWidget *widget : {static_cast<QWidget *>(m_valueLabel), static_cast<QWidget *>(m_value)})
        widget->setVisible(kind == FieldChange::Kind::Set);
    for (QWidget *widget : {static_cast<QWidget *>(m_nameLabel), static_cast<QWidget *>(m_name)})
        widget->setVisible(kind == FieldChange::Kind::Rename);
    m_preview->clear();
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
        m_preview->clear();
        return;
    }
    m_preview->look(made->verb());
}

void ChangeRecordsDialog::accept()
{
    const auto made = change();
    if (!made || m_pause.isActive() || !m_preview->isReady())
        return;
    // Exactly the records that were looked at; one that changed meanwhile so that it no longer fits stops the whole change.
    const auto work = [change = *made, rows = m_preview->changing()](Session &session, Progress &progress) {
        return session.applyToMany(change.title(), rows, change.verb(), progress);
    };
    emit requested(made->title(), work);
    QDialog::accept();
}

} // namespace persistence
