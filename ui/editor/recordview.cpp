#include "ui/editor/recordview.h"

#include "model/edit/draftkeeper.h"
#include "model/items/itemtext.h"
#include "model/workspace/workspace.h"
#include "ui/editor/conflictview.h"
#include "ui/editor/footerstrip.h"
#include "ui/editor/hitwatch.h"
#include "ui/editor/keyeditor.h"
#include "ui/editor/loadedrecord.h"
#include "ui/editor/recordfetch.h"
#include "ui/editor/recordfooter.h"
#include "ui/editor/recordheader.h"
#include "ui/editor/textpage.h"
#include "ui/editor/valueview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plaintext.h"

#include <QDataStream>
#include <QLocale>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

RecordView::RecordView(QWidget *parent)
    : QWidget(parent)
    , m_loader(new RecordFetch(this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(this))
    , m_header(new RecordHeader(this))
    , m_message(new MessageBar(this))
    , m_value(new ValueView(this))
    , m_valuePages(new QStackedWidget(this))
    , m_strip(new FooterStrip(this))
    , m_footer(new RecordFooter(m_strip, this))
    , m_hits(new HitWatch(this))
{
    setObjectName(u"recordView"_s);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(createRecordPage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    setFocusProxy(m_value);
    connectSignals();
    showRecord({});
}

RecordView::~RecordView() = default;

void RecordView::setEditing(Editing *editing, DraftKeeper *drafts)
{
    showRecord({});
    m_header->setWorkspace(editing ? editing->sharedWorkspace() : nullptr);
    m_loader->setWorkspace(editing ? editing->sharedWorkspace() : nullptr);
    m_editing = editing;
    m_drafts = drafts;
    m_footer->setEditing(editing, drafts);
    if (!editing)
        return;
    connect(editing, &Editing::lockChanged, this, &RecordView::showLock);
    connect(drafts, &DraftKeeper::saved, this, &RecordView::takeSaved);
    connect(drafts, &DraftKeeper::closed, this, [this](EditBuffer *buffer) {
        if (buffer == m_buffer)
            showRecord({});
    });
}

void RecordView::showRecord(RecordRow row)
{
    m_row = row;
    if (row.isValid()) {
        m_loader->load(row);
        return;
    }
    m_loader->cancel();
    m_shownRow = {};
    showNone(IconId::Record, tr("No record selected"), tr("Select a record in the list or in the tree to see its key and value."));
}

void RecordView::showNone(IconId icon, const QString &title, const QString &text)
{
    setBuffer(nullptr);
    m_header->clear();
    m_value->setRecord(nullptr);
    m_empty->setContent(icon, title, text);
    m_pages->setCurrentWidget(m_empty);
}

void RecordView::showDraft(EditBuffer *buffer)
{
    m_loader->cancel();
    m_row = buffer->stored().row;
    m_shownRow = m_row;
    m_drafts->hold(buffer);
    display(describeRecord(buffer->edited()), buffer);
}

bool RecordView::isBusy() const
{
    return m_loader->isBusy() || m_row != m_shownRow;
}

void RecordView::setCurrentGroup(const Group &group)
{
    m_group = group;
    m_header->setCurrentGroup(group);
}

void RecordView::setMatcher(const std::shared_ptr<const FilterMatcher> &matcher)
{
    m_value->setFilter(matcher ? matcher->filter() : Filter());
    m_hits->setMatcher(matcher);
}

void RecordView::setLocalTime(bool localTime)
{
    m_header->setLocalTime(localTime);
    m_value->setLocalTime(localTime);
    m_footer->setLocalTime(localTime);
}

void RecordView::setValueHidden(bool isHidden)
{
    flush();
    m_valuePages->setCurrentIndex(isHidden ? 1 : 0);
}

void RecordView::flush()
{
    if (!m_buffer)
        return;
    m_header->flush();
    m_value->flush();
}

void RecordView::save()
{
    flush();
    if (m_buffer)
        m_drafts->save({m_buffer});
}

QByteArray RecordView::saveState() const
{
    QByteArray state;
    QDataStream(&state, QIODevice::WriteOnly) << qint32(m_value->form()) << m_value->isWholeDocument();
    return state;
}

void RecordView::restoreState(const QByteArray &state)
{
    qint32 form = 0;
    bool whole = false;
    QDataStream stream(state);
    stream >> form >> whole;
    if (stream.status() != QDataStream::Ok)
        return;
    m_value->setForm(ValueView::Form(qBound(0, int(form), int(ValueView::Form::Text))));
    m_value->setWholeDocument(whole);
}

QWidget *RecordView::createRecordPage()
{
    auto *page = new QWidget(this);
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_message);
    auto *hidden = new EmptyState(page);
    hidden->setObjectName(u"hiddenValue"_s);
    hidden->setContent(IconId::Hidden, tr("Values are hidden"), tr("Presentation mode is on. Nothing of the value is shown or copied."));
    connect(hidden->addButton(IconId::None, tr("Show values")), &QPushButton::clicked, this, &RecordView::showValuesRequested);
    m_valuePages->addWidget(m_value);
    m_valuePages->addWidget(hidden);
    layout->addWidget(m_valuePages, 1);
    layout->addWidget(m_strip);
    return page;
}

void RecordView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // A long key leaves most of the room to the value.
    m_header->key()->setRoom(height() / 3);
}

void RecordView::connectSignals()
{
    connect(m_header, &RecordHeader::groupRequested, this, &RecordView::groupRequested);
    connect(m_header, &RecordHeader::placeRequested, this, &RecordView::placeRequested);
    connect(m_loader, &RecordFetch::loaded, this, &RecordView::take);
    connect(m_loader, &RecordFetch::failed, this, &RecordView::showFailure);
    connect(m_value, &ValueView::textBuilt, this,
            [this](bool isExact) { showDetail(isExact ? tr("exact") : tr("this text does not read back to the same bytes")); });
    connect(m_value, &ValueView::formChanged, this, [this] { showDetail({}); });
    connect(m_value, &ValueView::hitShown, this,
            [this](int number, int count) { showDetail(tr("hit %1 of %2").arg(QLocale().toString(number), QLocale().toString(count))); });
    connect(m_hits, &HitWatch::found, this, [this](const std::shared_ptr<const RecordHits> &hits) {
        m_value->setHits(hits);
        m_header->key()->setHits(hits);
    });
    connect(m_footer, &RecordFooter::triggered, this, &RecordView::act);
}

void RecordView::take(const std::shared_ptr<const LoadedRecord> &loaded)
{
    m_shownRow = loaded->record.row;
    display(*loaded, m_drafts->open(loaded->record));
}

void RecordView::display(const LoadedRecord &loaded, EditBuffer *buffer)
{
    m_message->clear();
    m_header->showRecord(loaded);
    m_header->setCurrentGroup(m_group);
    // Read again, the record stays as it is on screen: its views follow the buffer.
    if (buffer != m_buffer) {
        setBuffer(nullptr);
        auto edited = std::make_shared<LoadedRecord>(loaded);
        edited->record.body = buffer->body();
        m_value->setRecord(std::move(edited));
        setBuffer(buffer);
    }
    showDetail({});
    m_pages->setCurrentIndex(1);
    emit shown(m_shownRow);
}

void RecordView::setBuffer(EditBuffer *buffer)
{
    if (m_buffer == buffer)
        return;
    flush();
    EditBuffer *earlier = m_buffer;
    m_buffer = buffer;
    m_footer->showBuffer(buffer);
    m_hits->setBuffer(buffer);
    showLock();
    if (earlier)
        m_drafts->release(earlier);
}

void RecordView::showLock()
{
    const bool isLocked = !m_editing || m_editing->isLocked();
    if (isLocked)
        flush();
    m_header->setBuffer(m_buffer, isLocked);
    m_value->setBuffer(m_buffer, isLocked);
}

void RecordView::takeSaved(EditBuffer *buffer)
{
    if (buffer != m_buffer)
        return;
    // What was typed since is another draft; otherwise the text is written again as it is stored.
    flush();
    if (!buffer->isChanged())
        buffer->dropText();
    // Another record is on its way.
    if (m_row != m_shownRow)
        return;
    // A new record has a row now.
    m_row = m_shownRow = buffer->stored().row;
    m_loader->load(m_row);
}

void RecordView::act(FooterAction action)
{
    if (!m_buffer)
        return;
    switch (action) {
    case FooterAction::Save:
    case FooterAction::TryAgain:
    case FooterAction::Delete:
        save();
        break;
    case FooterAction::Discard:
        m_drafts->discard({m_buffer});
        break;
    case FooterAction::Keep:
        m_buffer->setDeletion(false);
        break;
    case FooterAction::Unlock:
        emit unlockRequested();
        break;
    case FooterAction::GoToError:
        m_value->setForm(ValueView::Form::Text);
        m_value->text()->goToError();
        break;
    case FooterAction::Details: {
        const Error failure = m_drafts->status(m_buffer).failure;
        openMessage(window(), Tone::Bad, failure.message, failure.detail);
        break;
    }
    case FooterAction::Compare:
        emit compareRequested(m_buffer);
        break;
    case FooterAction::ShowBoth:
        showConflict();
        break;
    case FooterAction::Overwrite:
        m_drafts->rebase(m_buffer);
        save();
        break;
    case FooterAction::SaveAsNew:
        m_drafts->saveAsNew(m_buffer);
        // The record that went is not asked for any longer.
        m_loader->cancel();
        m_row = m_shownRow = m_buffer->stored().row;
        break;
    }
}

void RecordView::showConflict()
{
    flush();
    const std::optional<Record> now = m_drafts->status(m_buffer).now;
    if (!now)
        return;
    if (m_valuePages->currentWidget() != m_value) {
        m_message->showMessage(Tone::Info, tr("Presentation mode is on: show values first, both versions hold some."),
                               {{tr("Show values"), [this] { emit showValuesRequested(); }}});
        return;
    }
    auto *view = new ConflictView(m_buffer->stored().body, m_buffer->body(), now->body, window());
    connect(view, &ConflictView::decided, this, [this, buffer = m_buffer](const QByteArray &document) {
        if (!buffer)
            return;
        m_drafts->rebase(buffer);
        if (const auto changed = buffer->change(tr("Settle conflicts"), document); !changed)
            m_message->showMessage(Tone::Bad, changed.error().message);
    });
    view->open();
}

void RecordView::showFailure(const Error &error)
{
    // A record that is gone still shows what was edited of it.
    if (EditBuffer *draft = m_drafts->draftOf(m_row)) {
        m_drafts->checkRecords();
        showDraft(draft);
        return;
    }
    m_shownRow = m_row;
    // Deleting the record that is shown is no failure; that the file is not there any more is one.
    if (error.kind == ErrorKind::Conflict && m_editing->workspace().checkInPlace())
        return showNone(IconId::Delete, tr("This record was deleted"), tr("The history keeps it, and undo brings it back."));
    setBuffer(nullptr);
    m_header->clear();
    m_value->setRecord(nullptr);
    m_message->showMessage(Tone::Bad, error.message);
    m_message->setDetail(error.detail);
    m_pages->setCurrentIndex(1);
}

void RecordView::showDetail(const QString &addition)
{
    const qsizetype bytes = m_buffer ? m_buffer->body().size() : 0;
    const QString size = sizeText(bytes);
    m_strip->setDetail(addition.isEmpty() ? size : u"%1 · %2"_s.arg(size, addition));
}

} // namespace persistence
