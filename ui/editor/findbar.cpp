#include "ui/editor/findbar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

QToolButton *addButton(QHBoxLayout *layout, IconId picture, const QString &name, const QString &toolTip)
{
    auto *button = new QToolButton;
    button->setAutoRaise(true);
    button->setIcon(icon(picture));
    button->setAccessibleName(name);
    setPlainToolTip(button, toolTip);
    layout->addWidget(button);
    return button;
}

} // namespace

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_matchCase(new QCheckBox(tr("Match case"), this))
    , m_result(new PlainLabel({}, this))
{
    m_edit->setObjectName(u"findText"_s);
    m_edit->setPlaceholderText(tr("Find in this value"));
    m_edit->setAccessibleName(tr("Find in this value"));
    m_edit->setClearButtonEnabled(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 2, 4, 2);
    layout->addWidget(m_edit, 1);
    connect(addButton(layout, IconId::Previous, tr("Find previous"), tr("Find previous (Shift+F3)")), &QToolButton::clicked, this,
            &FindBar::findPrevious);
    connect(addButton(layout, IconId::Next, tr("Find next"), tr("Find next (F3)")), &QToolButton::clicked, this, &FindBar::findNext);
    layout->addWidget(m_matchCase);
    layout->addWidget(m_result, 1);
    connect(addButton(layout, IconId::Close, tr("Close"), tr("Close (Esc)")), &QToolButton::clicked, this, &FindBar::closed);
    connect(m_edit, &QLineEdit::returnPressed, this, &FindBar::findNext);
    connect(m_edit, &QLineEdit::textChanged, m_result, &PlainLabel::clear);
    hide();
}

void FindBar::open(const QString &text)
{
    if (!text.isEmpty() && !text.contains(u'\n'))
        m_edit->setText(text);
    show();
    m_edit->setFocus();
    m_edit->selectAll();
}

QString FindBar::text() const
{
    return m_edit->text();
}

void FindBar::showResult(bool found)
{
    m_result->setText(found ? QString() : tr("Not found"));
}

void FindBar::findNext()
{
    ask(true);
}

void FindBar::findPrevious()
{
    ask(false);
}

void FindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        emit closed();
    else
        QWidget::keyPressEvent(event);
}

void FindBar::ask(bool forward)
{
    if (!m_edit->text().isEmpty())
        emit wanted(m_edit->text(), m_matchCase->isChecked(), forward);
}

} // namespace persistence
