#include "ui/dialogs/replacedialog.h"

#include "ui/dialogs/bulkpreview.h"
#include "ui/editor/selectionbox.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QSplitter>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPauseMs = 300;
/// Records whose differences are shown: people look through more hits than through fields that all change alike.
constexpr int kSamples = 100;

/// The verb; it adds up the hits where \a places is given.
BodyVerb verbOf(const std::shared_ptr<const TextReplacer> &replacer, const BulkPreview::Places &places = {})
{
    return [replacer, places](const Record &record) -> Result<std::optional<QByteArray>> {
        qint64 hits = 0;
        auto after = replacer->replaceIn(record, &hits);
        if (!after)
            return after.error();
        if (places)
            *places += hits;
        return std::optional(*std::move(after));
    };
}

} // namespace

ReplaceDialog::ReplaceDialog(std::shared_ptr<Workspace> workspace, const QList<RecordSelection> &selections, const QStringList &fields,
                             QWidget *parent)
    : QDialog(parent)
    , m_selections(new SelectionBox(selections, this))
    , m_replace(new QPushButton(this))
    , m_preview(new BulkPreview(std::move(workspace), *m_selections, *m_replace,
                                {tr("Replace in records"), tr("Replace in 1 record"), tr("Replace in %1 records")}, kSamples, this))
    , m_find(new QLineEdit(this))
    , m_with(new QLineEdit(this))
    , m_matchCase(new QCheckBox(tr("Match &case"), this))
    , m_wholeWord(new QCheckBox(tr("&Whole word"), this))
    , m_regex(new QCheckBox(tr("Regular e&xpression"), this))
    , m_within(new QComboBox(this))
    , m_inKey(new QCheckBox(tr("Also in the ids of the &key"), this))
    , m_problem(new PlainLabel({}, this))
{
    setObjectName(u"replaceDialog"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Replace in records"));
    // A screen at twice the scale may be smaller than that.
    resize(QSize(1100, 500).boundedTo(screen()->availableSize() * 0.9));
    fillFields(fields);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(createForm());
    splitter->addWidget(m_preview);
    splitter->setSizes({340, 760});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    buttons->addButton(m_replace, QDialogButtonBox::AcceptRole);
    m_replace->setObjectName(u"replaceButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(splitter, 1);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &ReplaceDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &ReplaceDialog::reject);
    const QList<QWidget *> order{m_selections, m_find, m_with, m_matchCase, m_wholeWord, m_regex, m_within, m_inKey, m_preview, m_replace};
    for (qsizetype i = 1; i < order.size(); ++i)
        setTabOrder(order[i - 1], order[i]);
    connectSignals();
    m_find->setFocus();
}

ReplaceDialog::~ReplaceDialog() = default;

void ReplaceDialog::fillFields(const QStringList &fields)
{
    m_within->setObjectName(u"replaceWithin"_s);
    m_within->setEditable(true);
    m_within->setInsertPolicy(QComboBox::NoInsert);
    m_within->addItems(fields);
    m_within->setCurrentIndex(-1);
    m_within->lineEdit()->setPlaceholderText(tr("All fields of the value"));
    m_within->lineEdit()->setClearButtonEnabled(true);
    m_within->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_within->completer()->setFilterMode(Qt::MatchContains);
    m_within->completer()->setCompletionMode(QCompleter::PopupCompletion);
}

QWidget *ReplaceDialog::createForm()
{
    m_find->setObjectName(u"replaceFind"_s);
    m_find->setClearButtonEnabled(true);
    m_with->setObjectName(u"replaceWith"_s);
    m_matchCase->setObjectName(u"replaceMatchCase"_s);
    m_wholeWord->setObjectName(u"replaceWholeWord"_s);
    m_regex->setObjectName(u"replaceRegex"_s);
    setPlainToolTip(m_regex, tr("In the new text \\1 to \\9 stand for the groups of the expression, \\0 for the whole hit."));
    m_inKey->setObjectName(u"replaceInKey"_s);
    m_problem->setObjectName(u"replaceProblem"_s);
    m_problem->setWordWrap(true);
    auto *note = new PlainLabel(tr("Only texts change: numbers, dates and the names of fields stay."), this);
    note->setDimmed(true);
    note->setWordWrap(true);
    auto *form = new QWidget(this);
    auto *layout = new QFormLayout(form);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->addRow(tr("&Records:"), m_selections);
    layout->addRow(tr("&Find:"), m_find);
    layout->addRow(tr("Replace &by:"), m_with);
    for (QCheckBox *box : {m_matchCase, m_wholeWord, m_regex})
        layout->addRow({}, box);
    layout->addRow(tr("&In:"), m_within);
    layout->addRow({}, m_inKey);
    layout->addRow(m_problem);
    layout->addRow(note);
    return form;
}

void ReplaceDialog::connectSignals()
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &ReplaceDialog::look);
    for (QLineEdit *edit : {m_find, m_with, m_within->lineEdit()})
        connect(edit, &QLineEdit::textChanged, this, &ReplaceDialog::wait);
    for (QCheckBox *box : {m_matchCase, m_wholeWord, m_regex, m_inKey})
        connect(box, &QCheckBox::toggled, this, &ReplaceDialog::wait);
    connect(m_preview, &BulkPreview::selectionChanged, this, &ReplaceDialog::look);
    connect(m_preview, &BulkPreview::failed, this, [this](const Error &error) { m_problem->setText(error.message); });
}

/// What the form says; an error says what is missing or wrong.
Result<TextReplacer> ReplaceDialog::replacer() const
{
    const auto refuse = [](const QString &sentence) { return Error{ErrorKind::Failed, sentence, {}}; };
    TextReplacement replacement;
    replacement.from = m_find->text().toUtf8();
    replacement.to = m_with->text().toUtf8();
    replacement.isCaseless = !m_matchCase->isChecked();
    replacement.isWholeWord = m_wholeWord->isChecked();
    replacement.isRegex = m_regex->isChecked();
    replacement.includesKey = m_inKey->isChecked();
    if (replacement.from.isEmpty())
        return refuse(tr("Type a text to find."));
    if (const QByteArray within = m_within->currentText().trimmed().toUtf8(); !within.isEmpty()) {
        bson::PathError error;
        replacement.within = FieldPath::parse(within, &error);
        if (!replacement.within)
            return refuse(tr("This is no path: %1.").arg(error.reason));
    }
    return TextReplacer::compile(std::move(replacement));
}

void ReplaceDialog::wait()
{
    m_preview->clear();
    m_pause.start();
}

void ReplaceDialog::look()
{
    m_pause.stop();
    auto made = replacer();
    m_problem->setText(made ? QString() : made.error().message);
    if (!made) {
        m_preview->clear();
        return;
    }
    const auto shared = std::make_shared<const TextReplacer>(*std::move(made));
    const auto places = std::make_shared<std::atomic<qint64>>(0);
    m_preview->look(verbOf(shared, places), shared, places);
}

void ReplaceDialog::accept()
{
    auto made = replacer();
    if (!made || m_pause.isActive() || !m_preview->isReady())
        return;
    // Exactly the records that were looked at.
    const QString title = made->replacement().title();
    const auto work = [title, rows = m_preview->changing(), verb = verbOf(std::make_shared<const TextReplacer>(*std::move(made)))](
                          Session &session, Progress &progress) { return session.applyToMany(title, rows, verb, progress); };
    emit requested(title, work);
    QDialog::accept();
}

} // namespace persistence
