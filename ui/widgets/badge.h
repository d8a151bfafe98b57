#pragma once

#include "ui/widgets/tone.h"

#include <QWidget>

namespace persistence {

/// A short remark in a rounded frame, such as "legacy shape". Plain text; the tone gives colour and icon.
class Badge final : public QWidget
{
    Q_OBJECT

public:
    Badge(Tone tone, const QString &text, QWidget *parent = nullptr);

    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    QString m_text;
};

} // namespace persistence
