#include "ui/editor/textpage.h"

#include "model/bson/jsonrepair.h"
#include "model/edit/editbuffer.h"
#include "model/items/itemtext.h"
#include "ui/editor/codeeditor.h"
#include "ui/editor/displayrows.h"
#include "ui/editor/repairdialog.h"
#include "ui/editor/textstatus.h"
#include "ui/editor/textview.h"
#include "ui/editor/typedtext.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/savebytes.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kIndent = 2;

qsizetype countCharacters(QByteArrayView utf8)
{
    return std::count_if(utf8.begin(), utf8.end(), [](char c) { return (quint8(c) & 0xc0) != 0x80; });
}

} // namespace

TextPage::TextPage(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_view(new TextView(this))
    , m_question(new EmptyState(this))
    , m_message(new MessageBar(this))
    , m_status(new TextStatus(this))
    , m_typed(new TypedText([this] { return m_view->text(); }, [this] { return m_text.utf8; }, this))
{
    m_pages->addWidget(m_view);
    m_pages->addWidget(m_question);
    createQuestion();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    layout->addWidget(m_status);
    setFocusProxy(m_view);
    connectSignals();
}

TextPage::~TextPage()
{
    // The text loses the focus while it goes, when this is no page any more.
    m_view->disconnect(this);
}

void TextPage::createQuestion()
{
    m_question->setObjectName(u"largeTextQuestion"_s);
    connect(m_question->addButton(IconId::Tree, tr("Open as tree")), &QPushButton::clicked, this, &TextPage::treeRequested);
    connect(m_question->addButton(IconId::Text, tr("Open as text anyway")), &QPushButton::clicked, this, &TextPage::displayText);
    connect(m_question->addButton(IconId::SaveCopy, tr("Save to file…")), &QPushButton::clicked, this, &TextPage::save);
}

void TextPage::connectSignals()
{
    connect(m_view, &TextView::typed, m_typed, &TypedText::noteTyping);
    connect(m_view, &TextView::focusLeft, this, &TextPage::flush);
    connect(m_view, &TextView::noticed, this, [this](const QString &sentence) { m_message->showMessage(Tone::Warning, sentence); });
    connect(m_typed, &TypedText::parsed, this, &TextPage::showParsed);
    connect(m_status, &TextStatus::repairRequested, this, &TextPage::repair);
    connect(m_status, &TextStatus::errorRequested, this, &TextPage::goToError);
}

void TextPage::setRecord(std::shared_ptr<const LoadedRecord> record, bool wholeDocument)
{
    flush();
    m_isSameRecord =
        m_isSameRecord && record && m_record && record->record.row == m_record->record.row && m_form.wholeDocument == wholeDocument;
    m_record = std::move(record);
    m_form.wholeDocument = wholeDocument;
    m_message->clear();
    rebuild();
}

void TextPage::setBuffer(EditBuffer *buffer, bool isLocked)
{
    if (m_buffer == buffer && m_isLocked == isLocked)
        return;
    flush();
    if (m_buffer && m_buffer != buffer) {
        m_buffer->disconnect(this);
        m_isSameRecord = false;
    }
    if (buffer && m_buffer != buffer)
        connect(buffer, &EditBuffer::changed, this, &TextPage::followBuffer);
    m_buffer = buffer;
    m_isLocked = isLocked;
    m_typed->setBuffer(isLocked ? nullptr : buffer);
    rebuild();
}

void TextPage::flush()
{
    m_typed->flush();
}

void TextPage::setCanonical(bool canonical)
{
    if (m_form.isCanonical == canonical)
        return;
    flush();
    m_form.isCanonical = canonical;
    // Sound text is written anew from the value it stands for; text with errors stays as it was typed.
    if (m_buffer && m_buffer->hasText() && !m_buffer->textError())
        m_buffer->dropText();
    rebuild();
}

void TextPage::setSorted(bool sorted)
{
    if (m_form.isSorted == sorted)
        return;
    flush();
    if (sorted && m_buffer && m_buffer->textError()) {
        m_message->showMessage(Tone::Warning, tr("The text has errors, so its fields cannot be sorted. Mend it first."));
        emit sortingEnded();
        return;
    }
    m_form.isSorted = sorted;
    m_isSameRecord = false;
    rebuild();
}

bool TextPage::isAsking() const
{
    return m_pages->currentWidget() == m_question;
}

void TextPage::goToError()
{
    if (m_errorOffset >= 0)
        m_view->goTo(m_errorOffset);
}

void TextPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isStale)
        rebuild();
}

/// Another view changed the buffer, or it was undone, discarded or saved.
void TextPage::followBuffer()
{
    // What was typed and not taken yet is the newer of the two; undo in the buffer still leads to the other.
    if (m_typed->isGiving() || m_typed->isPending() || m_isStale)
        return;
    const bool showsTyped = m_buffer->hasText() && m_view->text() == m_buffer->text();
    const bool showsMade =
        !m_buffer->hasText() && m_shownBody == m_buffer->body() && (!m_view->isEditable() || m_view->text() == m_text.utf8);
    if (!showsTyped && !showsMade)
        rebuild();
}

void TextPage::rebuild()
{
    m_job.drop();
    m_isStale = !isVisible();
    if (m_isStale)
        return;
    if (!m_record) {
        m_isSameRecord = false;
        m_pages->setCurrentWidget(m_view);
        m_view->clear();
        m_status->showText(Tone::Neutral, {});
        return;
    }
    m_shownBody = m_buffer ? m_buffer->body() : m_record->record.body;
    if (m_buffer && m_buffer->hasText() && !m_isLocked && !m_form.wholeDocument && !m_form.isSorted)
        return displayTyped();
    auto work = [body = m_shownBody, collection = m_record->record.collection, form = m_form](Progress &) -> Result<MadeText> {
        return makeText(body, collection, form);
    };
    m_job.start(std::move(work), [this](Result<MadeText> text) { take(std::move(text).value()); });
}

void TextPage::take(MadeText text)
{
    m_text = std::move(text);
    if (m_text.utf8.size() > kMaxUnaskedSize)
        ask();
    else
        displayText();
    emit built(m_text.isExact);
}

/// Why the text is only read though there is a buffer; empty if it can be edited. The lock has its place in the footer of the record.
QString TextPage::reasonToLock() const
{
    if (m_form.isSorted)
        return tr("The fields are sorted for reading. This order is not saved, and the text cannot be edited.");
    if (m_form.wholeDocument && m_buffer)
        return tr("The whole document is only read as text. Edit the value or the key.");
    if (!m_text.isExact)
        return tr("This text does not read back to the same bytes, so it is only read. Edit the value in the tree.");
    if (m_text.utf8.size() > CodeEditor::kMaxEditedSize)
        return tr("Text is edited up to 4 MB; this one has %1. Edit a part of it in the tree.").arg(sizeText(m_text.utf8.size()));
    const qsizetype line = longestLine(m_text.utf8);
    if (line > CodeEditor::kMaxEditedLine)
        return tr("Lines are edited up to 100 KB; this text has one of %1, shown in pieces. Edit that field in the tree.")
            .arg(sizeText(line));
    return {};
}

void TextPage::displayText()
{
    const QString reason = reasonToLock();
    const bool isEditable = reason.isEmpty() && m_buffer && !m_isLocked;
    bool wasCut = false;
    if (m_isSameRecord && m_view->text() == m_text.utf8)
        m_view->setEditable(isEditable); // Locking and unlocking move nothing.
    else if (m_isSameRecord && isEditable && m_view->isEditable())
        m_view->replaceText(m_text.utf8);
    else
        m_view->setText(isEditable ? m_text.utf8 : cutIntoDisplayRows(m_text.utf8, wasCut), TextView::Language::Json, isEditable);
    m_isSameRecord = true;
    m_pages->setCurrentWidget(m_view);
    m_errorOffset = -1;
    m_view->markError(-1);
    if (m_buffer && !reason.isEmpty())
        m_status->showText(Tone::Info, reason);
    else if (wasCut)
        m_status->showText(Tone::Info, tr("Lines over 10,000 characters are shown in pieces. Copy as JSON copies them whole."));
    else
        showSound(m_text.isExact);
}

/// The text in the buffer as it was typed, also when it came back from a draft.
void TextPage::displayTyped()
{
    const QByteArray text = m_buffer->text();
    if (m_isSameRecord && m_view->isEditable())
        m_view->replaceText(text);
    else
        m_view->setText(text, TextView::Language::Json, true);
    m_isSameRecord = true;
    m_pages->setCurrentWidget(m_view);
    m_text = {};
    showParsed(parseValueText(text));
    emit built(true);
}

void TextPage::showParsed(const ParsedText &parsed)
{
    const bool isBroken = !parsed.value;
    const auto &mark = isBroken ? std::optional(parsed.error) : parsed.duplicate;
    m_errorOffset = mark ? mark->offset : -1;
    m_view->markError(m_errorOffset, !isBroken);
    if (mark)
        m_status->showError(isBroken ? Tone::Bad : Tone::Warning, mark->toDisplayText(), isBroken);
    else
        showSound(parsed.text == m_text.utf8 && m_text.isExact);
}

void TextPage::showSound(bool isExact)
{
    const QByteArray text = m_view->text();
    const QString count = QLocale().toString(qint64(countCharacters(text)));
    if (text.isEmpty())
        m_status->showText(Tone::Neutral, tr("No value"));
    else
        m_status->showText(Tone::Neutral,
                           isExact ? tr("Valid JSON · %1 characters · exact").arg(count) : tr("Valid JSON · %1 characters").arg(count));
}

void TextPage::format()
{
    layOut(kIndent);
}

void TextPage::minify()
{
    layOut(0);
}

void TextPage::layOut(int indent)
{
    if (!m_view->isEditable())
        return;
    auto work = [text = m_view->text(), canonical = m_form.isCanonical, indent](Progress &) -> Result<std::optional<QByteArray>> {
        return laidOutText(text, canonical, indent);
    };
    m_sideJob.start(std::move(work), [this, text = m_view->text(), indent](const Result<std::optional<QByteArray>> &laidOut) {
        takeLaidOut(text, *laidOut, indent);
    });
}

void TextPage::takeLaidOut(const QByteArray &text, const std::optional<QByteArray> &laidOut, int indent)
{
    if (m_view->text() != text || !m_view->isEditable())
        return;
    if (!laidOut) {
        m_message->showMessage(Tone::Warning, tr("The text has errors, so it cannot be laid out. It stays as it is."));
    } else if (indent == 0 && laidOut->size() > CodeEditor::kMaxEditedLine) {
        QApplication::clipboard()->setText(QString::fromUtf8(*laidOut));
        m_message->showMessage(Tone::Info,
                               tr("On one line this value has %1, and lines are edited up to 100 KB. The line was copied to the "
                                  "clipboard; the text stays as it is.")
                                   .arg(sizeText(laidOut->size())));
    } else {
        m_view->typeText(*laidOut);
    }
}

void TextPage::repair()
{
    flush();
    const QByteArray broken = m_view->text();
    auto work = [broken](Progress &) -> Result<std::optional<QByteArray>> { return bson::repairJson(broken); };
    m_sideJob.start(std::move(work), [this, broken](const Result<std::optional<QByteArray>> &repaired) {
        if (m_view->text() != broken || !m_view->isEditable())
            return;
        if (!*repaired)
            m_message->showMessage(Tone::Warning,
                                   tr("It cannot be told what this text means. It stays as it is; go to the error to mend it."));
        else if (**repaired != broken)
            openRepair(this, broken, **repaired, [this, broken, text = **repaired] {
                if (m_view->text() == broken && m_view->isEditable())
                    m_view->typeText(text);
            });
    });
}

void TextPage::ask()
{
    m_question->setContent(IconId::Text, tr("This text is large"),
                           tr("The value is %1 as text. The tree shows it at once.").arg(sizeText(m_text.utf8.size())));
    m_status->showText(Tone::Neutral, {});
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
            std::make_shared<Progress>(), [path, text = m_text.utf8](Progress &) { return saveBytes(path, text); },
            [this](Result<void> result) {
                if (!result)
                    openMessage(window(), Tone::Bad, result.error().message, result.error().detail);
            });
    });
    dialog->open();
}

} // namespace persistence
