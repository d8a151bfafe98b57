#include "ui/dialogs/redactionchoice.h"

#include "model/bson/displaytext.h"
#include "model/bson/preview.h"
#include "model/edit/diff.h"
#include "model/record/recordid.h"
#include "model/transfer/redaction.h"
#include "model/workspace/workspace.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr size_t kPreviewed = 10;
constexpr int kValueCharacters = 60;
constexpr qsizetype kPathBytes = 200;

QString lineOf(const Difference &difference)
{
    const QString path = bson::displayText(difference.path.toText(), kPathBytes);
    const QString before = difference.before ? bson::preview(*difference.before, kValueCharacters) : QString();
    const QString after = difference.after ? bson::preview(*difference.after, kValueCharacters) : QString();
    if (!difference.after)
        return u"− %1: %2\n"_s.arg(path, before);
    return difference.before ? u"~ %1: %2 → %3\n"_s.arg(path, before, after) : u"+ %1: %2\n"_s.arg(path, after);
}

/// What a profile would change in the first records, a line for each value.
Result<QString> previewText(const Workspace &workspace, const ExportScope &scope, const RedactionProfile &profile, Progress &progress)
{
    const auto rows = rowsOf(workspace, scope, progress);
    if (!rows)
        return rows.error();
    const auto reader = workspace.reader();
    if (!reader)
        return reader.error();
    Redaction redaction(profile, Pseudonyms::randomSalt());
    QString text;
    for (size_t i = 0; i < std::min(rows->size(), kPreviewed); ++i) {
        const auto record = (*reader)->record((*rows)[i]);
        if (!record)
            return record.error();
        const bson::DocumentView before(record->body);
        const QByteArray redacted = redaction.apply(record->body).toByteArray();
        const auto id = before.find("_id");
        text += (text.isEmpty() ? QString() : u"\n"_s) +
                (id ? bson::displayText(RecordId(*id).toDisplayText().toUtf8(), kPathBytes) : QString()) + u'\n';
        for (const Difference &difference : differences(before, bson::DocumentView(redacted)))
            text += lineOf(difference);
    }
    return text;
}

} // namespace

RedactionChoice::RedactionChoice(std::shared_ptr<Workspace> workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(std::move(workspace))
    , m_profiles{RedactionProfile::share()}
    , m_box(new QComboBox(this))
    , m_preview(new QPushButton(tr("Pre&view…"), this))
    , m_state(new PlainLabel({}, this))
{
    m_box->setObjectName(u"redaction"_s);
    m_box->setAccessibleName(tr("Redaction"));
    m_box->addItems({tr("None: records as they are"), tr("Share: hide people, places, texts and secrets"), tr("A profile from a file…")});
    m_preview->setObjectName(u"redactionPreview"_s);
    m_preview->setEnabled(false);
    m_state->setWordWrap(true);
    m_state->hide();
    auto *line = new QHBoxLayout;
    line->addWidget(m_box, 1);
    line->addWidget(m_preview);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(line);
    layout->addWidget(m_state);
    connect(m_box, &QComboBox::activated, this, [this](int index) {
        if (index == m_box->count() - 1)
            chooseFile();
    });
    connect(m_box, &QComboBox::currentIndexChanged, this, [this] {
        updatePreview();
        emit changed();
    });
    connect(m_preview, &QPushButton::clicked, this, &RedactionChoice::preview);
}

RedactionChoice::~RedactionChoice() = default;

std::optional<RedactionProfile> RedactionChoice::profile() const
{
    const int index = m_box->currentIndex();
    return index >= 1 && size_t(index) <= m_profiles.size() ? std::optional(m_profiles[size_t(index) - 1]) : std::nullopt;
}

void RedactionChoice::chooseFile()
{
    m_box->setCurrentIndex(0);
    auto *dialog = new QFileDialog(this, tr("Choose a redaction profile"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Profiles (*.json)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &RedactionChoice::addProfile);
    dialog->open();
}

void RedactionChoice::addProfile(const QString &path)
{
    const auto profile = RedactionProfile::load(path);
    m_state->setVisible(!profile);
    if (!profile) {
        m_state->setText(profile.error().message);
        return;
    }
    m_profiles.push_back(*profile);
    const int index = m_box->count() - 1;
    m_box->insertItem(index, profile->name);
    m_box->setCurrentIndex(index);
}

void RedactionChoice::setValuesHidden(bool areHidden)
{
    m_areValuesHidden = areHidden;
    updatePreview();
}

void RedactionChoice::updatePreview()
{
    m_preview->setEnabled(profile().has_value() && !m_areValuesHidden);
    setPlainToolTip(m_preview, m_areValuesHidden ? tr("Values are hidden, because presentation mode is on.") : QString());
}

void RedactionChoice::preview()
{
    auto work = [workspace = m_workspace, scope = m_scope, chosen = *profile()](Progress &progress) {
        return previewText(*workspace, scope, chosen, progress);
    };
    m_job.start(std::move(work), [this](const Result<QString> &text) { showPreview(text ? *text : text.error().message); });
}

void RedactionChoice::showPreview(const QString &text)
{
    auto *dialog = new QDialog(this);
    dialog->setObjectName(u"redactionPreviewDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Redaction of the first records"));
    auto *view = new QPlainTextEdit(text, dialog);
    view->setReadOnly(true);
    view->setLineWrapMode(QPlainTextEdit::NoWrap);
    view->setAccessibleName(dialog->windowTitle());
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, dialog);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *layout = new QVBoxLayout(dialog);
    layout->addWidget(view, 1);
    layout->addWidget(buttons);
    dialog->resize(720, 480);
    dialog->open();
}

} // namespace persistence
