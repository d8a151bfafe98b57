#pragma once

#include <QWidget>

class QCheckBox;
class QLineEdit;

namespace persistence {

class PlainLabel;

/// The line below a text that finds in it. It knows nothing of the text: it asks, and is told whether there was a hit.
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    /// Shows the bar with \a text selected in it, ready to be typed over.
    void open(const QString &text);
    [[nodiscard]] QString text() const;
    void showResult(bool found);

    void findNext();
    void findPrevious();

signals:
    void wanted(const QString &text, bool matchCase, bool forward);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void ask(bool forward);

    QLineEdit *m_edit;
    QCheckBox *m_matchCase;
    PlainLabel *m_result;
};

} // namespace persistence
