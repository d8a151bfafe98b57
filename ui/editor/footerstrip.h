#pragma once

#include "ui/widgets/tone.h"

#include <QFrame>

namespace persistence {

class PlainLabel;

/// The one line below a record that says its state: text on the left, room for at most three buttons on the right (UX guide, section 3.3).
class FooterStrip final : public QFrame
{
    Q_OBJECT

public:
    explicit FooterStrip(QWidget *parent = nullptr);

    void setState(Tone tone, const QString &text, IconId picture = IconId::None);
    /// An addition at the right end, such as the size of the value; empty for none.
    void setDetail(const QString &text);
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawPicture();

    Tone m_tone = Tone::Neutral;
    IconId m_pictureId = IconId::None;
    PlainLabel *m_picture;
    PlainLabel *m_text;
    PlainLabel *m_detail;
};

} // namespace persistence
