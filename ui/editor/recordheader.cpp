#include "ui/editor/recordheader.h"

#include "model/edit/editbuffer.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/editor/appchooser.h"
#include "ui/editor/keyeditor.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

void removeAll(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        // Later, because a click on a chip may be what replaces it.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

QString updatedText(std::optional<qint64> updated, bool localTime)
{
    if (!updated)
        return {};
    QByteArray milliseconds(8, '\0');
    qToLittleEndian(*updated, milliseconds.data());
    return cellText(bson::Element(bson::Type::Date, "", milliseconds), 0, localTime);
}

} // namespace

QList<MarkText> markTexts()
{
    const auto tr = [](const char *text) { return RecordHeader::tr(text); };
    return {
        {RecordMark::NoAssociations, tr("no key"), tr("The record has no list of associations. Apps find it by its record id only.")},
        {RecordMark::EmptyKey, tr("empty key"), tr("The list of associations is empty. Apps find the record by its record id only.")},
        {RecordMark::OddAssociation, tr("unreadable association"),
         tr("An association is not exactly a model and an id, both texts. Apps cannot find the record under it.")},
        {RecordMark::RepeatedAssociation, tr("repeated association"), tr("The key holds the same association twice.")},
        {RecordMark::LegacyShape, tr("legacy shape"), tr("Written by an old version of the server, with other field names.")},
        {RecordMark::NoUpdatedAt, tr("likely written by hand (no _updatedAt)"),
         tr("The server sets _updatedAt on each write. This record has none, so something else likely wrote it.")},
        {RecordMark::NoRecordId, tr("no record id"), tr("The document has no _id.")},
        {RecordMark::InvalidText, tr("text is not UTF-8"), tr("Bytes that are not UTF-8 are shown as \\xHH. They are kept as they are.")},
        {RecordMark::TooDeep, tr("nested too deep"), tr("The record is nested deeper than 200 levels. It is kept as it is.")},
    };
}

RecordHeader::RecordHeader(QWidget *parent)
    : QWidget(parent)
    , m_app(new PlainLabel({}, this))
    , m_appMenu(new QToolButton(this))
    , m_recordId(new PlainLabel({}, this))
    , m_updated(new PlainLabel({}, this))
    , m_badgeRow(new QWidget(this))
    , m_badges(new FlowLayout(m_badgeRow))
    , m_key(new KeyEditor(this))
{
    createLine();
    m_badges->setContentsMargins(0, 0, 0, 0);
    auto *line = new QHBoxLayout;
    line->setSpacing(10);
    line->addWidget(m_app);
    line->addWidget(m_appMenu);
    line->addWidget(m_recordId, 1);
    line->addWidget(m_updated, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 4);
    layout->addLayout(line);
    layout->addWidget(m_key);
    layout->addWidget(m_badgeRow);
    connect(m_key, &KeyEditor::groupRequested, this, &RecordHeader::groupRequested);
    connect(m_key, &KeyEditor::placeRequested, this, &RecordHeader::placeRequested);
    clear();
}

void RecordHeader::createLine()
{
    QFont bold = font();
    bold.setBold(true);
    m_app->setFont(bold);
    m_app->setElideMode(Qt::ElideRight);
    m_recordId->setObjectName(u"recordId"_s);
    m_recordId->setElideMode(Qt::ElideMiddle);
    m_recordId->setDimmed(true);
    m_updated->setDimmed(true);
    m_updated->setElideMode(Qt::ElideRight);
    m_updated->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_app->setObjectName(u"recordApp"_s);
    m_appMenu->setObjectName(u"appMenu"_s);
    m_appMenu->setAutoRaise(true);
    m_appMenu->setPopupMode(QToolButton::InstantPopup);
    m_appMenu->setAccessibleName(tr("What to do with the app of the record"));
    auto *menu = new QMenu(m_appMenu);
    QAction *move = menu->addAction(icon(IconId::App), tr("Move to another app…"), this, &RecordHeader::chooseApp);
    move->setObjectName(u"moveToApp"_s);
    m_appMenu->setMenu(menu);
}

void RecordHeader::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_workspace = std::move(workspace);
    m_key->setWorkspace(m_workspace);
}

void RecordHeader::showRecord(const LoadedRecord &loaded)
{
    m_hasRecord = true;
    m_row = loaded.record.row;
    m_collection = loaded.record.collection;
    m_storedApp = loaded.record.appId;
    m_storedAppName = m_row.isValid() ? loaded.appName : nameOfApp(m_storedApp);
    m_marks = RecordMarks::fromInt(loaded.record.marks);
    m_recordId->setText(loaded.recordId.isEmpty() ? tr("without record id") : visibleText(loaded.recordId.toDisplayText().toUtf8(), 500));
    m_updatedAt = loaded.record.updated;
    showUpdated();
    m_key->setKnown(loaded.key);
    follow();
}

void RecordHeader::clear()
{
    m_hasRecord = false;
    m_marks = {};
    m_recordId->clear();
    m_updatedAt.reset();
    showUpdated();
    m_key->setKnown({});
    follow();
}

void RecordHeader::setBuffer(EditBuffer *buffer, bool isLocked)
{
    m_key->setBuffer(buffer, isLocked);
    if (m_buffer != buffer) {
        if (m_buffer)
            m_buffer->disconnect(this);
        if (buffer)
            connect(buffer, &EditBuffer::bodyChanged, this, &RecordHeader::follow);
    }
    m_buffer = buffer;
    m_isLocked = isLocked;
    follow();
}

void RecordHeader::flush()
{
    m_key->commitOpenEditor();
}

/// Shows app and marks as they are in the buffer now.
void RecordHeader::follow()
{
    RecordMarks marks = m_marks;
    if (const EditBuffer *buffer = shownBuffer()) {
        RecordIndex index;
        indexRecord(bson::DocumentView(buffer->body()), m_collection, index);
        // These two take a walk through everything, which is done when the record is stored.
        constexpr RecordMarks kDeep = RecordMark::InvalidText | RecordMark::TooDeep;
        marks = index.marks | (m_marks & kDeep);
    }
    showMarks(marks);
    showApp();
    m_appMenu->setVisible(canMove());
}

/// The buffer, unless it is still that of the record before.
EditBuffer *RecordHeader::shownBuffer() const
{
    return m_hasRecord && m_buffer && m_buffer->stored().row == m_row ? m_buffer.data() : nullptr;
}

bool RecordHeader::canMove() const
{
    return shownBuffer() && !m_isLocked && m_workspace && m_collection == Collection::Persistence;
}

void RecordHeader::showApp()
{
    if (!m_hasRecord) {
        m_app->clear();
        return;
    }
    const QString stored = visibleText(m_storedAppName.isEmpty() ? m_storedApp : m_storedAppName, 200);
    m_app->setText(m_collection == Collection::Messages ? tr("Messages' custom fields") : stored);
    const EditBuffer *buffer = shownBuffer();
    if (!buffer || m_collection == Collection::Messages)
        return;
    RecordIndex index;
    indexRecord(bson::DocumentView(buffer->body()), m_collection, index);
    if (index.appId == m_storedApp)
        return;
    m_app->setText(tr("%1 → %2").arg(stored, appText(apps(), index.appId.toByteArray())));
}

/// Empty where they cannot be read: apps are then shown by their ids.
QList<AppSummary> RecordHeader::apps() const
{
    const auto reader = m_workspace ? m_workspace->reader() : Result<std::unique_ptr<Reader>>(Error());
    const auto read = reader ? (*reader)->apps() : Result<QList<AppSummary>>(Error());
    return read ? *read : QList<AppSummary>();
}

/// A record that is not in the workspace yet was not read with it.
QByteArray RecordHeader::nameOfApp(const QByteArray &appId) const
{
    const QList<AppSummary> known = apps();
    const auto app = std::find_if(known.begin(), known.end(), [&appId](const AppSummary &one) { return one.appId == appId; });
    return app == known.end() ? QByteArray() : app->name;
}

void RecordHeader::chooseApp()
{
    const auto reader = m_workspace->reader();
    const auto apps = reader ? (*reader)->apps() : Result<QList<AppSummary>>(reader.error());
    if (!apps) {
        openMessage(window(), Tone::Bad, apps.error().message, apps.error().detail);
        return;
    }
    RecordIndex index;
    indexRecord(bson::DocumentView(m_buffer->body()), m_collection, index);
    RecordSelection shown;
    shown.count = 1;
    openAppChooser(window(), {*apps, index.appId.toByteArray(), {shown}},
                   [this, buffer = m_buffer](const QByteArray &appId, const RecordSelection &) {
                       if (!buffer)
                           return;
                       const auto changed = buffer->change(tr("Move to another app"), setAppId(buffer->edited(), appId));
                       if (!changed)
                           openMessage(window(), Tone::Bad, changed.error().message, changed.error().detail);
                   });
}

QList<KeyChip *> RecordHeader::chips() const
{
    return m_key->chips();
}

void RecordHeader::setCurrentGroup(const Group &group)
{
    m_key->setCurrentGroup(group);
}

void RecordHeader::setLocalTime(bool localTime)
{
    m_localTime = localTime;
    showUpdated();
}

void RecordHeader::showMarks(RecordMarks marks)
{
    removeAll(m_badges);
    for (const MarkText &mark : markTexts()) {
        if (!marks.testFlag(mark.mark))
            continue;
        auto *badge = new Badge(Tone::Warning, mark.text, m_badgeRow);
        setPlainToolTip(badge, mark.explanation);
        m_badges->addWidget(badge);
    }
    m_badgeRow->setVisible(m_badges->count() > 0);
}

void RecordHeader::showUpdated()
{
    const QString text = updatedText(m_updatedAt, m_localTime);
    m_updated->setText(text.isEmpty() || !m_hasRecord ? QString() : tr("updated %1").arg(text));
}

} // namespace persistence
