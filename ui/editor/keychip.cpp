#include "ui/editor/keychip.h"

#include "model/items/valuetext.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPadding = 7;
constexpr int kGap = 6;
/// Text is measured in fractions of a pixel, and cut if one is missing.
constexpr int kSlack = 2;
/// Longer ids are cut; the tooltip shows them whole.
constexpr int kMaxIdWidth = 42;

QString modelText(const KeyPart &part)
{
    switch (part.kind) {
    case ModelKind::NoKey:
        return KeyChip::tr("no key");
    case ModelKind::Unreadable:
        return KeyChip::tr("unreadable association");
    case ModelKind::Stored:
        break;
    }
    return part.model.isEmpty() ? KeyChip::tr("(empty)") : visibleText(part.model, 200);
}

} // namespace

KeyChip::KeyChip(const KeyPart &part, QWidget *parent) : QAbstractButton(parent), m_part(part)
{
    m_pieces.append({modelText(part), true});
    const QString id = visibleText(part.id, 200);
    const QString label = visibleText(part.label, 200);
    if (!label.isEmpty())
        m_pieces.append({label, false});
    if (part.kind == ModelKind::Stored)
        m_pieces.append({id.isEmpty() ? tr("(empty)") : id, !label.isEmpty()});
    QStringList words;
    for (const Piece &piece : m_pieces)
        words << piece.text;
    setAccessibleName(words.join(u' '));
    setPlainToolTip(this, words.join(u' ') + u'\n' + tr("Show this group"));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setEnabled(part.group.model.isValid());
}

void KeyChip::setCurrent(bool isCurrent)
{
    m_isCurrent = isCurrent;
    update();
}

QSize KeyChip::sizeHint() const
{
    int width = fontMetrics().height() + 2 * kPadding;
    const int most = fontMetrics().averageCharWidth() * kMaxIdWidth;
    for (const Piece &piece : m_pieces)
        width += kGap + qMin(most, fontMetrics().horizontalAdvance(piece.text) + kSlack);
    return {width, fontMetrics().height() + 8};
}

QSize KeyChip::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12, sizeHint().height()};
}

void KeyChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor window = palette().color(QPalette::Window);
    const QColor text = palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText);
    const QColor accent = toneColor(Tone::Info, palette());
    const QColor frame = m_isCurrent || hasFocus() ? accent : mixed(window, text, 0.3);
    painter.setPen(QPen(frame, m_isCurrent || hasFocus() ? 2 : 1));
    painter.setBrush(mixed(window, m_isCurrent ? accent : text, underMouse() ? 0.16 : 0.07));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);

    const int size = fontMetrics().height();
    QRect rest = rect().adjusted(kPadding, 0, -kPadding, 0);
    persistence::icon(modelIcon(m_part.kind, m_part.model))
        .paint(&painter, QRect(rest.left(), (height() - size) / 2, size, size), Qt::AlignCenter,
               isEnabled() ? QIcon::Normal : QIcon::Disabled);
    rest.setLeft(rest.left() + size);
    const int most = fontMetrics().averageCharWidth() * kMaxIdWidth;
    for (const Piece &piece : m_pieces) {
        rest.setLeft(rest.left() + kGap);
        const QString shown = fontMetrics().elidedText(piece.text, Qt::ElideMiddle, qMin(most, qMax(0, rest.width())));
        painter.setPen(piece.isDimmed ? mixed(window, text, 0.62) : text);
        painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, shown);
        rest.setLeft(rest.left() + fontMetrics().horizontalAdvance(shown));
    }
}

} // namespace persistence
