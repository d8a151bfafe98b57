#pragma once

#include "model/find/recordhits.h"
#include "ui/editor/loadedrecord.h"

#include <QAbstractButton>

namespace persistence {

/// One association of a key: picture and association model, resolved name, raw id in a dimmed colour. Locked, a click asks for its group.
/// Unlocked, a click selects it, and its arrow asks for the group; it is edited, removed and moved by mouse and by keys.
class KeyChip final : public QAbstractButton
{
    Q_OBJECT

public:
    /// \a explanation: why it is odd, for the tooltip; empty for an ordinary one.
    explicit KeyChip(const KeyPart &part, const QString &explanation = {}, QWidget *parent = nullptr);

    [[nodiscard]] const KeyPart &part() const { return m_part; }
    /// Marks the chip as the group that is open in the list.
    void setCurrent(bool isCurrent);
    void setUnlocked(bool isUnlocked);
    /// Marks what \a hits (null for nothing) found in association number \a number of the document.
    void setHits(const RecordHits *hits, int number);
    [[nodiscard]] bool isUnlocked() const { return m_isUnlocked; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void groupRequested();
    void editRequested();
    void removeRequested();
    void addRequested();
    void menuRequested(const QPoint &globalPosition);
    /// To the left (-1) or to the right (1).
    void moveRequested(int direction);
    /// The focus goes to the neighbour on the left (-1) or on the right (1).
    void stepRequested(int direction);
    /// It is being dragged, and dropped at last. Esc ends that with a drop at a null point.
    void dragged(const QPoint &globalPosition);
    void dropped(const QPoint &globalPosition);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Piece
    {
        QString text;
        bool isDimmed = false;
        std::optional<RecordHits::KeyText> part;
        std::vector<TextSpan> marks = {};
    };
    /// What is under the mouse.
    enum class Zone { Body, Arrow, Bin };

    void describe(const QString &explanation);
    [[nodiscard]] bool actOn(int key, Qt::KeyboardModifiers modifiers, bool isTrial);
    [[nodiscard]] int buttonSize() const;
    [[nodiscard]] QRect zoneRect(Zone zone) const;
    [[nodiscard]] Zone zoneAt(const QPoint &position) const;
    void paintZones(QPainter &painter) const;
    [[nodiscard]] bool hasGroup() const { return m_part.group.model.isValid(); }

    KeyPart m_part;
    QList<Piece> m_pieces;
    QString m_explanation;
    QPoint m_pressed;
    bool m_isCurrent = false;
    bool m_isUnlocked = false;
    bool m_isDragging = false;
};

} // namespace persistence
