#pragma once

#include <QScrollArea>

namespace persistence {

class FlowLayout;

/// Widgets that flow like words, as high as they need for the width that there is. They scroll where they need more than the maximum
/// height, or than the layout around them has to give.
class FlowArea final : public QScrollArea
{
    Q_OBJECT

public:
    explicit FlowArea(QWidget *parent = nullptr);

    /// The parent of the widgets.
    [[nodiscard]] QWidget *content() const { return m_content; }
    [[nodiscard]] FlowLayout *flow() const { return m_flow; }

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    /// One line, and the bar beside it.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *m_content;
    FlowLayout *m_flow;
};

} // namespace persistence
