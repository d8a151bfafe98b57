#include "ui/editor/textpage.h"

#include "model/base/job.h"
#include "model/bson/extendedjsonwriter.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/textview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/savebytes.h"

#include <QFileDialog>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

TextPage::TextPage(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_view(new TextView(this))
    , m_question(new EmptyState(this))
    , m_note(new PlainLabel({}, this))
{
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_question);
    m_question->setObjectName(u"largeTextQuestion"_s);
    connect(m_question->addButton(IconId::Tree, tr("Open as tree")), &QPushButton::clicked, this, &TextPage::treeRequested);
    connect(m_question->addButton(IconId::Text, tr("Open as text anyway")), &QPushButton::clicked, this, &TextPage::displayText);
    connect(m_question->addButton(IconId::SaveCopy, tr("Save to file…")), &QPushButton::clicked, this, &TextPage::save);
    m_note->setDimmed(true);
    m_note->setContentsMargins(8, 2, 8, 2);
    m_note->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_note);
    setFocusProxy(m_view);
}

TextPage::~TextPage() = default;

void TextPage::setRecord(std::shared_ptr<const LoadedRecord> record, bool wholeDocument)
{
    m_record = std::move(record);
    m_wholeDocument = wholeDocument;
    m_isStale = true;
    m_job.reset();
    m_text.clear();
    m_note->hide();
    if (isVisible())
        rebuild();
}

void TextPage::setBuffer(EditBuffer *, bool)
{
}

void TextPage::flush()
{
}

void TextPage::setCanonical(bool canonical)
{
    if (m_canonical == canonical)
        return;
    m_canonical = canonical;
    setRecord(m_record, m_wholeDocument);
}

bool TextPage::isAsking() const
{
    return m_pages->currentWidget() == m_question;
}

void TextPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        rebuild();
}

void TextPage::rebuild()
{
    m_isStale = false;
    if (!m_record) {
        m_pages->setCurrentWidget(m_view);
        m_view->clear();
        return;
    }
    const bson::JsonFormat format{.mode = m_canonical ? bson::JsonMode::Canonical : bson::JsonMode::Relaxed, .indent = 2};
    auto work = [record = m_record, whole = m_wholeDocument, format](Progress &) -> Result<Text> {
        Text text;
        const bson::DocumentView document(record->record.body);
        if (whole)
            text.isExact = bson::writeExtendedJson(document, format, text.utf8);
        else if (const auto value = recordValue(document, record->record.collection))
            text.isExact = bson::writeExtendedJson(*value, format, text.utf8);
        return text;
    };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work), [this](Result<Text> text) { take(std::move(text).value()); });
}

void TextPage::take(Text text)
{
    m_job.reset();
    m_text = std::move(text.utf8);
    if (m_text.size() > kMaxUnaskedSize)
        ask();
    else
        displayText();
    emit built(text.isExact);
}

void TextPage::displayText()
{
    bool wasCut = false;
    m_view->setText(cutIntoDisplayRows(m_text, wasCut), TextView::Language::Json);
    m_note->setText(tr("Lines over 10,000 characters are shown in pieces. Copy as JSON copies them whole."));
    m_note->setVisible(wasCut);
    m_pages->setCurrentWidget(m_view);
}

void TextPage::ask()
{
    m_question->setContent(IconId::Text, tr("This text is large"),
                           tr("The value is %1 as text. The tree shows it at once.").arg(QLocale().formattedDataSize(m_text.size(), 1)));
    m_pages->setCurrentWidget(m_question);
}

void TextPage::save()
{
    auto *dialog = new QFileDialog(window(), tr("Save value to file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"json"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        m_saveJob = Job::start(
            std::make_shared<Progress>(), [path, text = m_text](Progress &) { return saveBytes(path, text); },
            [this](Result<void> result) {
                if (!result)
                    openMessage(window(), Tone::Bad, result.error().message, result.error().detail);
            });
    });
    dialog->open();
}

} // namespace persistence
