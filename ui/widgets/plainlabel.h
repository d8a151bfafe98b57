#pragma once

#include <QLabel>

namespace persistence {

/// A label that never guesses rich text: stored texts may look like HTML and would load pictures. The only label of the program.
class PlainLabel final : public QLabel
{
    Q_OBJECT

public:
    explicit PlainLabel(const QString &text = {}, QWidget *parent = nullptr);

    /// Lets the label become narrower than its text: what does not fit is cut with an ellipsis and shown whole in a tooltip.
    void setElideMode(Qt::TextElideMode mode);
    /// Draws the text in the palette's dimmed text colour, for additions that matter less than what they stand beside.
    void setDimmed(bool dimmed);

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Qt::TextElideMode m_elideMode = Qt::ElideNone;
};

} // namespace persistence
