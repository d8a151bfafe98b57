#pragma once

#include "model/items/iconid.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace persistence {

class PlainLabel;

/// What a pane shows when it has nothing to show: a picture, a sentence that says why, and what to do.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void setContent(IconId picture, const QString &title, const QString &sentence);
    /// Adds a button below the sentence; \a text is plain.
    QPushButton *addButton(IconId picture, const QString &text);
    /// A place below the buttons, for more widgets.
    [[nodiscard]] QVBoxLayout *extra() const { return m_extra; }

    /// Without the picture, which is shown where there is room for it.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void drawPicture();

    IconId m_pictureId = IconId::None;
    PlainLabel *m_picture;
    PlainLabel *m_title;
    PlainLabel *m_sentence;
    QVBoxLayout *m_buttons;
    QVBoxLayout *m_extra;
};

} // namespace persistence
