#include "ui/editor/recordheader.h"

#include "model/items/valuetext.h"
#include "ui/editor/keychip.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

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
        {RecordMark::NoUpdatedAt, tr("written by hand (no _updatedAt)"),
         tr("The server sets _updatedAt on each write. This record has none, so something else wrote it.")},
        {RecordMark::NoRecordId, tr("no record id"), tr("The document has no _id.")},
        {RecordMark::InvalidText, tr("text is not UTF-8"), tr("Bytes that are not UTF-8 are shown as \\xHH. They are kept as they are.")},
        {RecordMark::TooDeep, tr("nested too deep"), tr("The record is nested deeper than 200 levels. It is kept as it is.")},
    };
}

RecordHeader::RecordHeader(QWidget *parent)
    : QWidget(parent)
    , m_app(new PlainLabel({}, this))
    , m_recordId(new PlainLabel({}, this))
    , m_updated(new PlainLabel({}, this))
    , m_badgeRow(new QWidget(this))
    , m_badges(new FlowLayout(m_badgeRow))
    , m_chipRow(new QWidget(this))
    , m_chipLayout(new FlowLayout(m_chipRow))
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
    m_badges->setContentsMargins(0, 0, 0, 0);
    m_chipLayout->setContentsMargins(0, 0, 0, 0);

    auto *line = new QHBoxLayout;
    line->setSpacing(10);
    line->addWidget(m_app);
    line->addWidget(m_recordId, 1);
    line->addWidget(m_updated, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 4);
    layout->addLayout(line);
    layout->addWidget(m_chipRow);
    layout->addWidget(m_badgeRow);
    clear();
}

void RecordHeader::showRecord(const LoadedRecord &loaded)
{
    m_hasRecord = true;
    const bool isMessage = loaded.record.collection == Collection::Messages;
    const QString app = visibleText(loaded.appName.isEmpty() ? loaded.record.appId : loaded.appName, 200);
    m_app->setText(isMessage ? tr("Messages' custom fields") : app);
    m_recordId->setText(loaded.recordId.isEmpty() ? tr("without record id") : visibleText(loaded.recordId.toDisplayText().toUtf8(), 500));
    m_updatedAt = loaded.record.updated;
    showUpdated();
    showMarks(RecordMarks::fromInt(loaded.record.marks));
    showKey(loaded.key);
}

void RecordHeader::clear()
{
    m_hasRecord = false;
    m_app->clear();
    m_recordId->clear();
    m_updatedAt.reset();
    showUpdated();
    showMarks({});
    showKey({});
}

void RecordHeader::setBuffer(EditBuffer *, bool)
{
}

void RecordHeader::setCurrentGroup(const Group &group)
{
    for (KeyChip *chip : m_chips)
        chip->setCurrent(group.model.isValid() && chip->part().group == group);
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

void RecordHeader::showKey(const std::vector<KeyPart> &key)
{
    removeAll(m_chipLayout);
    m_chips.clear();
    for (const KeyPart &part : key) {
        auto *chip = new KeyChip(part, m_chipRow);
        connect(chip, &KeyChip::clicked, this, [this, group = part.group] { emit groupRequested(group); });
        m_chipLayout->addWidget(chip);
        m_chips.append(chip);
    }
    m_chipRow->setVisible(!m_chips.isEmpty());
}

void RecordHeader::showUpdated()
{
    const QString text = updatedText(m_updatedAt, m_localTime);
    m_updated->setText(text.isEmpty() || !m_hasRecord ? QString() : tr("updated %1").arg(text));
}

} // namespace persistence
