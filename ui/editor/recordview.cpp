#include "ui/editor/recordview.h"

#include "ui/editor/footerstrip.h"
#include "ui/editor/loadedrecord.h"
#include "ui/editor/recordheader.h"
#include "ui/editor/recordfetch.h"
#include "ui/editor/valueview.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/messagebar.h"

#include <QDataStream>
#include <QLocale>
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
    , m_footer(new FooterStrip(this))
{
    setObjectName(u"recordView"_s);
    m_empty->setContent(IconId::Record, tr("No record selected"),
                        tr("Select a record in the list or in the tree to see its key and value."));
    m_pages->addWidget(m_empty);
    m_pages->addWidget(createRecordPage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connectSignals();
}

RecordView::~RecordView() = default;

void RecordView::setWorkspace(std::shared_ptr<Workspace> workspace, const QString &lockedReason)
{
    m_loader->setWorkspace(std::move(workspace));
    m_lockedReason = lockedReason;
    showRecord({});
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
    m_header->clear();
    m_value->setRecord(nullptr);
    m_pages->setCurrentWidget(m_empty);
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

void RecordView::setLocalTime(bool localTime)
{
    m_header->setLocalTime(localTime);
    m_value->setLocalTime(localTime);
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
    m_value->setForm(form == int(ValueView::Form::Text) ? ValueView::Form::Text : ValueView::Form::Tree);
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
    layout->addWidget(m_value, 1);
    layout->addWidget(m_footer);
    return page;
}

void RecordView::connectSignals()
{
    connect(m_header, &RecordHeader::groupRequested, this, &RecordView::groupRequested);
    connect(m_loader, &RecordFetch::loaded, this, &RecordView::take);
    connect(m_loader, &RecordFetch::failed, this, &RecordView::showFailure);
    connect(m_value, &ValueView::textBuilt, this,
            [this](bool isExact) { showDetail(isExact ? tr("exact") : tr("this text does not read back to the same bytes")); });
    connect(m_value, &ValueView::formChanged, this, [this] { showDetail({}); });
}

void RecordView::take(const std::shared_ptr<const LoadedRecord> &loaded)
{
    m_shownRow = loaded->record.row;
    m_size = loaded->record.body.size();
    m_message->clear();
    m_header->showRecord(*loaded);
    m_header->setCurrentGroup(m_group);
    m_footer->setState(Tone::Neutral, m_lockedReason, IconId::Locked);
    showDetail({});
    m_value->setRecord(loaded);
    m_pages->setCurrentIndex(1);
    emit shown(m_shownRow);
}

void RecordView::showFailure(const Error &error)
{
    m_shownRow = m_row;
    m_header->clear();
    m_value->setRecord(nullptr);
    m_message->showMessage(Tone::Bad, error.message);
    m_message->setDetail(error.detail);
    m_pages->setCurrentIndex(1);
}

void RecordView::showDetail(const QString &addition)
{
    const QString size = QLocale().formattedDataSize(m_size, m_size < 1024 ? 0 : 1);
    m_footer->setDetail(addition.isEmpty() ? size : u"%1 · %2"_s.arg(size, addition));
}

} // namespace persistence
