#include "ui/editor/keyhintlist.h"

#include "model/items/itemtext.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// The value needs the room more.
constexpr int kMaxFirst = 3;
constexpr int kMaxLines = 12;

} // namespace

KeyHintList::KeyHintList(QWidget *parent) : QWidget(parent), m_lines(new QVBoxLayout(this))
{
    setObjectName(u"keyHints"_s);
    m_lines->setContentsMargins(0, 2, 0, 0);
    m_lines->setSpacing(1);
}

void KeyHintList::setHints(const QList<KeyHint> &hints)
{
    if (m_hints == hints)
        return;
    m_hints = hints;
    rebuild();
}

void KeyHintList::rebuild()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        // Later, because a click on a button in it may be what replaces it.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto count = int(m_hints.size());
    const bool isLong = count > kMaxFirst + 1;
    const int shown = !isLong ? count : m_showsAll ? qMin(count, kMaxLines) : kMaxFirst;
    for (int i = 0; i < shown; ++i)
        addLine(m_hints[i]);
    if (isLong)
        addMoreButton(count - kMaxFirst);
}

void KeyHintList::addLine(const KeyHint &hint)
{
    const Tone tone = isWarning(hint.kind) ? Tone::Warning : Tone::Info;
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    auto *picture = new PlainLabel({}, line);
    const int size = fontMetrics().height();
    picture->setPixmap(icon(toneIcon(tone), toneColor(tone, palette())).pixmap(QSize(size, size), devicePixelRatioF()));
    auto *text = new PlainLabel(keyHintText(hint), line);
    text->setObjectName(u"keyHint"_s);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(picture, 0, Qt::AlignTop);
    layout->addWidget(text, 1);
    if (!hint.rows.empty()) {
        auto *show = new QToolButton(line);
        show->setObjectName(u"showHintRecords"_s);
        show->setText(tr("Show"));
        show->setAccessibleName(tr("Show the records of this hint"));
        setPlainToolTip(show, hint.rows.size() == 1 ? tr("Go to that record") : tr("Go to the first of these records, in their group"));
        show->setAutoRaise(true);
        connect(show, &QToolButton::clicked, this,
                [this, group = hint.group, row = hint.rows.front()] { emit placeRequested(group, row); });
        layout->addWidget(show, 0, Qt::AlignTop);
    }
    m_lines->addWidget(line);
}

void KeyHintList::addMoreButton(int count)
{
    auto *more = new QToolButton(this);
    more->setObjectName(u"moreHints"_s);
    more->setAutoRaise(true);
    more->setText(m_showsAll ? tr("Show fewer hints") : tr("Show %1 more hints").arg(numberText(count)));
    if (m_showsAll && m_hints.size() > kMaxLines)
        more->setText(tr("Show fewer hints; the last %1 are not shown").arg(numberText(m_hints.size() - kMaxLines)));
    connect(more, &QToolButton::clicked, this, [this] {
        m_showsAll = !m_showsAll;
        rebuild();
    });
    m_lines->addWidget(more);
}

} // namespace persistence
