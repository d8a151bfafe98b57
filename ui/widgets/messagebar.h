#pragma once

#include "ui/widgets/tone.h"

#include <QFrame>

#include <functional>
#include <memory>

class QHBoxLayout;
class QToolButton;

namespace persistence {

class PlainLabel;

/// A line inside a panel that says what happened and offers what to do next, in place of a dialog. Hidden until it has something to say.
class MessageBar final : public QFrame
{
    Q_OBJECT

public:
    struct Button
    {
        QString text;
        std::function<void()> run;
    };

    explicit MessageBar(QWidget *parent = nullptr);

    /// Shows \a text in place of an earlier message. A button hides the bar, then runs; if that shows a message with the same button, it
    /// can be pressed again where it is. Returns an object that lives as long as this
    /// message is shown: the context of what makes the message untrue.
    QObject *showMessage(Tone tone, const QString &text, const QList<Button> &buttons = {});
    /// The technical detail of the message, shown on demand; empty for none.
    void setDetail(const QString &detail);
    void clear();

    [[nodiscard]] Tone tone() const { return m_tone; }
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addButton(const Button &button);
    void press(const Button &button, bool hasFocus);
    void applyTone();

    Tone m_tone = Tone::Info;
    QString m_detail;
    PlainLabel *m_icon;
    PlainLabel *m_text;
    QHBoxLayout *m_buttons;
    QToolButton *m_detailButton;
    std::unique_ptr<QObject> m_message;
    bool m_isApplying = false;
};

} // namespace persistence
