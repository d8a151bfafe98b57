#pragma once

#include "ui/editor/footerstate.h"

#include <QFrame>

class QHBoxLayout;

namespace persistence {

class PlainLabel;

/// The one line below a record that says its state: text on the left, room for at most three buttons on the right (UX guide, section 3.3).
class FooterStrip final : public QFrame
{
    Q_OBJECT

public:
    explicit FooterStrip(QWidget *parent = nullptr);

    void showState(const FooterState &state);
    /// An addition at the right end, such as the size of the value; empty for none.
    void setDetail(const QString &text);
    [[nodiscard]] QString text() const;

signals:
    void triggered(FooterAction action);

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addButton(const FooterButton &button);
    void applyTone();
    void makeRoom();

    FooterState m_state;
    bool m_isApplying = false;
    PlainLabel *m_picture;
    PlainLabel *m_text;
    PlainLabel *m_detail;
    QHBoxLayout *m_buttons;
};

} // namespace persistence
