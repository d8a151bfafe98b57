#pragma once

#include "ui/editor/loadedrecord.h"

#include <QAbstractButton>

namespace persistence {

/// One association of a key: picture and association model, resolved name, raw id in a dimmed colour. A click asks for its group.
class KeyChip final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit KeyChip(const KeyPart &part, QWidget *parent = nullptr);

    [[nodiscard]] const KeyPart &part() const { return m_part; }
    /// Marks the chip as the group that is open in the list.
    void setCurrent(bool isCurrent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Piece
    {
        QString text;
        bool isDimmed = false;
    };

    KeyPart m_part;
    QList<Piece> m_pieces;
    bool m_isCurrent = false;
};

} // namespace persistence
