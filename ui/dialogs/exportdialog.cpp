#include "ui/dialogs/exportdialog.h"

#include "model/items/itemtext.h"
#include "ui/dialogs/exportoptionsbox.h"
#include "ui/dialogs/fieldchoice.h"
#include "ui/dialogs/redactionchoice.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kWidth = 620;
constexpr int kMaxStem = 80;

/// A name that a file can have everywhere.
QString fileStem(QString name)
{
    for (QChar &c : name) {
        if (c.unicode() < ' ' || u"/\\:*?\"<>|"_s.contains(c))
            c = u'-';
    }
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    name = name.left(kMaxStem).trimmed();
    return name.isEmpty() ? u"records"_s : name;
}

} // namespace

ExportDialog::ExportDialog(ExportContext context, QWidget *parent)
    : QDialog(parent)
    , m_context(std::move(context))
    , m_scopes(new QButtonGroup(this))
    , m_fields(new FieldChoice(m_context.workspace, this))
    , m_format(new QComboBox(this))
    , m_loss(new PlainLabel({}, this))
    , m_options(new ExportOptionsBox(this))
    , m_redaction(new RedactionChoice(m_context.workspace, this))
    , m_file(new QLineEdit(this))
    , m_browse(new QPushButton(tr("Bro&wse…"), this))
    , m_warning(new PlainLabel({}, this))
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(tr("Export records"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_format->setObjectName(u"exportFormat"_s);
    for (const ExportFormatInfo &info : exportFormats())
        m_format->addItem(info.name(), int(info.format));
    m_format->setCurrentIndex(m_format->findData(int(m_context.format)));
    m_loss->setObjectName(u"exportLoss"_s);
    m_file->setObjectName(u"exportFile"_s);
    for (PlainLabel *label : {m_loss, m_warning})
        label->setWordWrap(true);
    createLayout();
    connectSignals();
    applyScope();
    applyFormat();
    m_export->setFocus();
}

ExportDialog::~ExportDialog() = default;

QWidget *ExportDialog::createScopes()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    for (qsizetype i = 0; i < m_context.scopes.size(); ++i) {
        const ExportScope &one = m_context.scopes[i];
        auto *button = new QRadioButton(plainButtonText(tr("%1 · %2").arg(one.name, numberText(one.records))), box);
        button->setObjectName(u"scope%1"_s.arg(i));
        button->setChecked(i == 0);
        m_scopes->addButton(button, int(i));
        layout->addWidget(button);
    }
    return box;
}

QWidget *ExportDialog::createFile()
{
    auto *box = new QWidget(this);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_file, 1);
    layout->addWidget(m_browse);
    return box;
}

void ExportDialog::createLayout()
{
    auto *form = new QFormLayout;
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignRight | Qt::AlignTop);
    const auto addRow = [&](const QString &text, QWidget *field, QWidget *buddy) {
        auto *label = new PlainLabel(text, this);
        label->setBuddy(buddy);
        form->addRow(label, field);
    };
    addRow(tr("Which records"), createScopes(), m_scopes->button(0));
    addRow(tr("Which fields"), m_fields, m_fields);
    addRow(tr("Forma&t"), m_format, m_format);
    form->addRow(QString(), m_loss);
    form->addRow(QString(), m_options);
    addRow(tr("&Redaction"), m_redaction, m_redaction);
    addRow(tr("F&ile"), createFile(), m_file);
    form->addRow(QString(), m_warning);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_export = buttons->addButton(QString(), QDialogButtonBox::AcceptRole);
    m_export->setObjectName(u"exportButton"_s);
    m_export->setIcon(icon(IconId::Export));
    m_export->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(form);
    layout->addStretch(1);
    layout->addWidget(buttons);
    resize(kWidth, sizeHint().height());
}

void ExportDialog::connectSignals()
{
    connect(m_scopes, &QButtonGroup::idClicked, this, &ExportDialog::applyScope);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::applyFormat);
    connect(m_fields, &FieldChoice::changed, this, &ExportDialog::updateState);
    connect(m_options, &ExportOptionsBox::changed, this, [this] {
        proposeFile();
        updateState();
    });
    connect(m_redaction, &RedactionChoice::changed, this, &ExportDialog::updateState);
    connect(m_file, &QLineEdit::textChanged, this, &ExportDialog::updateState);
    connect(m_browse, &QPushButton::clicked, this, &ExportDialog::browse);
}

const ExportScope &ExportDialog::scope() const
{
    return m_context.scopes[m_scopes->checkedId()];
}

const ExportFormatInfo &ExportDialog::format() const
{
    return exportFormat(ExportFormat(m_format->currentData().toInt()));
}

void ExportDialog::applyScope()
{
    m_fields->setScope(scope());
    m_redaction->setScope(scope());
    updateState();
}

void ExportDialog::applyFormat()
{
    m_loss->setText(format().loss().isEmpty() ? tr("Nothing is lost: this program reads it back byte for byte.") : format().loss());
    m_fields->setEnabled(format().takesFields);
    m_options->setFormat(format().format);
    proposeFile();
    updateState();
}

/// A name that is free, with the suffix of the format; what somebody typed or chose keeps its name.
void ExportDialog::proposeFile()
{
    const QString old = m_file->text();
    const bool isOurs = old.isEmpty() || old == m_proposed;
    ExportOptions options;
    m_options->read(options);
    QString suffix = QLatin1StringView(format().suffix);
    if (options.isGzipped && format().isStream())
        suffix += u".gz"_s;
    if (!suffix.isEmpty())
        suffix.prepend(u'.');
    QString base = QDir(m_context.folder).filePath(fileStem(m_context.stem));
    if (!isOurs)
        return;
    QString path = base + suffix;
    for (int i = 2; QFileInfo::exists(path); ++i)
        path = u"%1 %2%3"_s.arg(base, QString::number(i), suffix);
    m_proposed = QDir::toNativeSeparators(path);
    m_file->setText(m_proposed);
}

void ExportDialog::browse()
{
    auto *dialog = new QFileDialog(this, tr("Export as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    // What exists is told by the page itself, and asked about nowhere else.
    dialog->setOption(QFileDialog::DontConfirmOverwrite);
    dialog->selectFile(m_file->text());
    connect(dialog, &QFileDialog::fileSelected, m_file, &QLineEdit::setText);
    dialog->open();
}

/// Why the button is grey; empty if it is not.
QString ExportDialog::whyNot() const
{
    const QFileInfo file(m_file->text().trimmed());
    if (m_file->text().trimmed().isEmpty())
        return tr("Name the file.");
    if (!m_fields->isValid() && format().takesFields)
        return tr("Choose at least one field.");
    if (file.isDir())
        return tr("This is a folder. Name a file in it.");
    if (file.exists() && !format().isFile())
        return tr("This exists already. Choose another name: a folder or workspace is never replaced.");
    return {};
}

void ExportDialog::updateState()
{
    if (!m_export)
        return;
    const QString reason = whyNot();
    const bool replaces = reason.isEmpty() && QFileInfo::exists(m_file->text().trimmed());
    m_warning->setText(replaces ? tr("This file exists and will be replaced once the new one is complete.") : reason);
    m_warning->setVisible(!m_warning->text().isEmpty());
    m_export->setEnabled(reason.isEmpty());
    m_export->setText(countedText(scope().records, tr("Export 1 record"), tr("Export %1 records")));
}

void ExportDialog::accept()
{
    if (!whyNot().isEmpty())
        return;
    ExportOrder order;
    order.scope = scope();
    order.path = QDir::fromNativeSeparators(m_file->text().trimmed());
    order.request.options.format = format().format;
    if (format().takesFields)
        order.request.options.fields = m_fields->chosen();
    m_options->read(order.request.options);
    order.request.redaction = m_redaction->profile();
    order.request.sources = m_context.sources;
    order.request.sourceName = m_context.sourceName;
    order.request.filter = order.scope.filter.isEmpty() ? order.scope.name : order.scope.filter;
    order.request.hasManifest = m_options->hasManifest();
    emit ordered(order);
    QDialog::accept();
}

} // namespace persistence
