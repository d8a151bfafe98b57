#include "ui/editor/keychip.h"

#include "model/items/navigatortext.h"
#include "model/items/valuetext.h"
#include "model/record/associationmodel.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/markedtext.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
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

KeyChip::KeyChip(const KeyPart &part, const QString &explanation, QWidget *parent) : QAbstractButton(parent), m_part(part)
{
    m_pieces.append({modelText(part), true, RecordHits::KeyText::Model});
    const QString id = visibleText(part.id, 200);
    const QString label = visibleText(part.label, 200);
    if (part.kind == ModelKind::Stored && !isKnownAssociationModel(part.model))
        m_pieces.append({tr("unknown model"), true, {}});
    if (!label.isEmpty())
        m_pieces.append({label, false, RecordHits::KeyText::Label});
    if (part.kind == ModelKind::Stored)
        m_pieces.append({id.isEmpty() ? tr("(empty)") : id, !label.isEmpty(), RecordHits::KeyText::Id});
    else if (!id.isEmpty())
        m_pieces.append({id, true, RecordHits::KeyText::Id});
    describe(explanation);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setEnabled(hasGroup());
    connect(this, &QAbstractButton::clicked, this, [this] {
        if (!m_isUnlocked)
            emit groupRequested();
    });
}

void KeyChip::describe(const QString &explanation)
{
    m_explanation = explanation;
    QStringList words;
    for (const Piece &piece : m_pieces)
        words << piece.text;
    setAccessibleName(words.join(u' '));
    QStringList lines{words.join(u' ')};
    if (!explanation.isEmpty())
        lines << explanation;
    lines << (m_isUnlocked ? tr("Double click or F2 edits it, Del removes it, Alt+Shift+Left and Right move it.") : tr("Show this group"));
    setAccessibleDescription(lines.mid(1).join(u' '));
    setPlainToolTip(this, lines.join(u'\n'));
}

void KeyChip::setCurrent(bool isCurrent)
{
    m_isCurrent = isCurrent;
    update();
}

void KeyChip::setUnlocked(bool isUnlocked)
{
    m_isUnlocked = isUnlocked;
    setEnabled(isUnlocked || hasGroup());
    setFocusPolicy(isUnlocked ? Qt::StrongFocus : Qt::TabFocus);
    setCursor(isUnlocked ? Qt::ArrowCursor : Qt::PointingHandCursor);
    setMouseTracking(isUnlocked);
    describe(m_explanation);
    updateGeometry();
    update();
}

void KeyChip::setHits(const RecordHits *hits, int number)
{
    for (Piece &piece : m_pieces)
        piece.marks = hits && piece.part ? hits->marksInKey(number, *piece.part, piece.text) : std::vector<TextSpan>();
    update();
}

QSize KeyChip::sizeHint() const
{
    int width = fontMetrics().height() + 2 * kPadding;
    const int most = fontMetrics().averageCharWidth() * kMaxIdWidth;
    for (const Piece &piece : m_pieces)
        width += kGap + qMin(most, fontMetrics().horizontalAdvance(piece.text) + kSlack);
    if (m_isUnlocked)
        width += 2 * buttonSize() + kGap;
    return {width, fontMetrics().height() + 8};
}

QSize KeyChip::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 12 + (m_isUnlocked ? 2 * buttonSize() : 0), sizeHint().height()};
}

int KeyChip::buttonSize() const
{
    return fontMetrics().height() + 4;
}

QRect KeyChip::zoneRect(Zone zone) const
{
    if (zone == Zone::Body || !m_isUnlocked)
        return rect();
    const int fromRight = zone == Zone::Bin ? 1 : 2;
    return {width() - 3 - fromRight * buttonSize(), (height() - buttonSize()) / 2, buttonSize(), buttonSize()};
}

KeyChip::Zone KeyChip::zoneAt(const QPoint &position) const
{
    for (const Zone zone : {Zone::Arrow, Zone::Bin}) {
        if (m_isUnlocked && zoneRect(zone).contains(position) && (zone == Zone::Bin || hasGroup()))
            return zone;
    }
    return Zone::Body;
}

bool KeyChip::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (actOn(key->key(), key->modifiers(), true)) {
            event->accept();
            return true;
        }
    }
    if (event->type() == QEvent::ToolTip && m_isUnlocked) {
        const QPoint position = mapFromGlobal(QCursor::pos());
        const Zone zone = zoneAt(position);
        if (zone != Zone::Body) {
            showPlainToolTip(QCursor::pos(), zone == Zone::Arrow ? tr("Show this group") : tr("Remove this association"), this,
                             zoneRect(zone));
            return true;
        }
    }
    return QAbstractButton::event(event);
}

/// What a key does; \a isTrial only asks whether it does anything.
bool KeyChip::actOn(int key, Qt::KeyboardModifiers modifiers, bool isTrial)
{
    const bool isPlain = (modifiers & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == Qt::NoModifier;
    const bool isMove = modifiers == (Qt::AltModifier | Qt::ShiftModifier) && (key == Qt::Key_Left || key == Qt::Key_Right);
    const auto act = [&](auto signal, auto... arguments) {
        if (!isTrial)
            emit(this->*signal)(arguments...);
        return true;
    };
    const int direction = key == Qt::Key_Left ? -1 : 1;
    if (m_isUnlocked && isMove)
        return act(&KeyChip::moveRequested, direction);
    if (!isPlain)
        return false;
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        return act(&KeyChip::stepRequested, direction);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return m_isUnlocked ? act(&KeyChip::editRequested) : act(&KeyChip::groupRequested);
    case Qt::Key_F2:
    case Qt::Key_Space:
        return m_isUnlocked && act(&KeyChip::editRequested);
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return m_isUnlocked && act(&KeyChip::removeRequested);
    case Qt::Key_Plus:
        return m_isUnlocked && act(&KeyChip::addRequested);
    default:
        return false;
    }
}

void KeyChip::keyPressEvent(QKeyEvent *event)
{
    if (m_isDragging && event->key() == Qt::Key_Escape) {
        m_isDragging = false;
        emit dropped({});
    } else if (!actOn(event->key(), event->modifiers(), false)) {
        QAbstractButton::keyPressEvent(event);
    }
}

void KeyChip::mousePressEvent(QMouseEvent *event)
{
    m_pressed = event->position().toPoint();
    m_isDragging = false;
    QAbstractButton::mousePressEvent(event);
}

void KeyChip::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const bool isFar = (position - m_pressed).manhattanLength() >= QApplication::startDragDistance();
    if (m_isUnlocked && (event->buttons() & Qt::LeftButton) && (m_isDragging || (isFar && zoneAt(m_pressed) == Zone::Body))) {
        m_isDragging = true;
        setCursor(Qt::ClosedHandCursor);
        emit dragged(event->globalPosition().toPoint());
        return;
    }
    if (m_isUnlocked)
        setCursor(zoneAt(position) == Zone::Body ? Qt::ArrowCursor : Qt::PointingHandCursor);
    update();
    QAbstractButton::mouseMoveEvent(event);
}

void KeyChip::mouseReleaseEvent(QMouseEvent *event)
{
    const Zone pressed = zoneAt(m_pressed);
    const Zone zone = zoneAt(event->position().toPoint());
    const bool wasDragging = std::exchange(m_isDragging, false);
    QAbstractButton::mouseReleaseEvent(event);
    if (!m_isUnlocked || event->button() != Qt::LeftButton)
        return;
    setCursor(Qt::ArrowCursor);
    if (wasDragging)
        emit dropped(event->globalPosition().toPoint());
    else if (zone == pressed && zone == Zone::Arrow)
        emit groupRequested();
    else if (zone == pressed && zone == Zone::Bin)
        emit removeRequested();
}

void KeyChip::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_isUnlocked && event->button() == Qt::LeftButton && zoneAt(event->position().toPoint()) == Zone::Body)
        emit editRequested();
    else
        QAbstractButton::mouseDoubleClickEvent(event);
}

void KeyChip::contextMenuEvent(QContextMenuEvent *event)
{
    emit menuRequested(event->globalPos());
}

void KeyChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor window = palette().color(QPalette::Window);
    const QColor text = palette().color(isEnabled() ? QPalette::Active : QPalette::Disabled, QPalette::WindowText);
    const bool isOdd = m_part.kind == ModelKind::Unreadable;
    const QColor accent = toneColor(isOdd ? Tone::Warning : Tone::Info, palette());
    const bool isMarked = m_isCurrent || hasFocus();
    painter.setPen(QPen(isMarked || isOdd ? accent : mixed(window, text, 0.3), isMarked ? 2 : 1, isOdd ? Qt::DashLine : Qt::SolidLine));
    painter.setBrush(mixed(window, m_isCurrent ? accent : text, underMouse() ? 0.16 : 0.07));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);

    const int size = fontMetrics().height();
    QRect rest = rect().adjusted(kPadding, 0, -kPadding - (m_isUnlocked ? 2 * buttonSize() : 0), 0);
    persistence::icon(modelIcon(m_part.kind, m_part.model))
        .paint(&painter, QRect(rest.left(), (height() - size) / 2, size, size), Qt::AlignCenter,
               isEnabled() ? QIcon::Normal : QIcon::Disabled);
    rest.setLeft(rest.left() + size);
    const int most = fontMetrics().averageCharWidth() * kMaxIdWidth;
    QStyleOptionViewItem option;
    option.font = font();
    option.fontMetrics = fontMetrics();
    option.displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
    for (const Piece &piece : m_pieces) {
        rest.setLeft(rest.left() + kGap);
        const int width = qMin(most, qMax(0, rest.width()));
        painter.setPen(piece.isDimmed ? mixed(window, text, 0.62) : text);
        drawMarkedText(painter, QRect(rest.left(), rest.top(), width, rest.height()), option, piece.text, Qt::ElideMiddle, piece.marks);
        rest.setLeft(rest.left() + fontMetrics().horizontalAdvance(fontMetrics().elidedText(piece.text, Qt::ElideMiddle, width)));
    }
    if (m_isUnlocked)
        paintZones(painter);
}

void KeyChip::paintZones(QPainter &painter) const
{
    const QPoint mouse = mapFromGlobal(QCursor::pos());
    const QColor window = palette().color(QPalette::Window);
    const QColor text = palette().color(QPalette::WindowText);
    for (const Zone zone : {Zone::Arrow, Zone::Bin}) {
        if (zone == Zone::Arrow && !hasGroup())
            continue;
        const QRect place = zoneRect(zone);
        const bool isUnderMouse = underMouse() && place.contains(mouse);
        if (isUnderMouse) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(mixed(window, text, 0.24));
            painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 4, 4);
        }
        const IconId id = zone == Zone::Arrow ? IconId::Forward : IconId::Delete;
        persistence::icon(id, mixed(window, text, isUnderMouse ? 1.0 : 0.62)).paint(&painter, place.adjusted(4, 4, -4, -4));
    }
}

} // namespace persistence
