#pragma once

#include "ui/widgets/tone.h"

#include <QWidget>

class QPushButton;

namespace persistence {

class PlainLabel;

/// The line below a text that says whether it is sound, in the same height with and without an error so that nothing jumps while typing.
class TextStatus final : public QWidget
{
    Q_OBJECT

public:
    explicit TextStatus(QWidget *parent = nullptr);

    /// "Valid JSON · 1,204 characters · exact", or why the text is only read.
    void showText(Tone tone, const QString &text);
    /// \a sentence with the buttons that help; only errors can be repaired.
    void showError(Tone tone, const QString &sentence, bool canRepair);
    [[nodiscard]] QString text() const;

signals:
    void repairRequested();
    void errorRequested();

protected:
    void changeEvent(QEvent *event) override;

private:
    void drawPicture();

    Tone m_tone = Tone::Neutral;
    PlainLabel *m_picture;
    PlainLabel *m_text;
    QPushButton *m_repair;
    QPushButton *m_goTo;
};

} // namespace persistence
