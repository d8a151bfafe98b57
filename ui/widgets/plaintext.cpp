#include "ui/widgets/plaintext.h"

#include "model/bson/displaytext.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QToolTip>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace persistence {

QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    const QString shown = text.size() > kMaxToolTipLength ? text.left(kMaxToolTipLength) + u'…' : text;
    return u"<qt>"_s + shown.toHtmlEscaped().replace(u'\n', u"<br>"_s) + u"</qt>"_s;
}

void setPlainToolTip(QWidget *widget, const QString &text)
{
    widget->setToolTip(plainToolTip(text));
}

void setPlainToolTip(QAction *action, const QString &text)
{
    action->setToolTip(plainToolTip(text));
}

void showPlainToolTip(const QPoint &position, const QString &text, QWidget *widget, const QRect &area)
{
    QToolTip::showText(position, plainToolTip(text), widget, area);
}

QString plainButtonText(const QString &text)
{
    QString shown = text;
    return shown.replace(u'&', u"&&"_s).replace(u'\n', u' ').replace(u'\t', u' ');
}

QString isolated(const QString &text)
{
    return QChar(0x2068) + text + QChar(0x2069);
}

QString visibleSentence(const QString &text)
{
    constexpr qsizetype kMaxBytes = 64 * 1024;
    return bson::displayText(text.toUtf8(), kMaxBytes);
}

void openMessage(QWidget *parent, Tone tone, const QString &text, const QString &detail)
{
    auto *box = new QMessageBox(tone == Tone::Bad || tone == Tone::Warning ? QMessageBox::Warning : QMessageBox::NoIcon,
                                QApplication::applicationDisplayName(), {}, QMessageBox::Close, parent);
    box->setObjectName(u"message"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    // Before the text: setting it measures and may load what it takes for rich text.
    box->setTextFormat(Qt::PlainText);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->setText(visibleSentence(text));
    if (!detail.isEmpty())
        box->setDetailedText(detail);
    // The box also has a label for informative text, which stays AutoText: it is never given any.
    for (QLabel *label : box->findChildren<QLabel *>())
        label->setTextFormat(Qt::PlainText);
    box->open();
}

} // namespace persistence
