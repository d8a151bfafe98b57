#include "ui/window/statusline.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QAction>
#include <QLocale>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Where a temporary message begins, so that the name of the file does not jump.
constexpr int kMargin = 4;

} // namespace

StatusLine::StatusLine(QAction *problems, QAction *timeZone, QAction *theme, QWidget *parent)
    : QStatusBar(parent)
    , m_file(new PlainLabel({}, this))
    , m_locked(new PlainLabel({}, this))
    , m_drafts(new PlainLabel({}, this))
    , m_records(new PlainLabel({}, this))
{
    m_file->setElideMode(Qt::ElideMiddle);
    m_file->setContentsMargins(kMargin, 0, 0, 0);
    m_locked->setElideMode(Qt::ElideRight);
    m_locked->setDimmed(true);
    m_file->setObjectName(u"statusFile"_s);
    m_locked->setObjectName(u"statusLocked"_s);
    m_records->setObjectName(u"statusRecords"_s);
    addWidget(m_file);
    addWidget(m_locked, 1);
    m_drafts->setObjectName(u"statusDrafts"_s);
    addPermanentWidget(m_drafts);
    addPermanentWidget(m_records);
    m_problems = addButton(problems);
    m_problems->setObjectName(u"statusProblems"_s);
    addButton(timeZone);
    addButton(theme)->setToolButtonStyle(Qt::ToolButtonIconOnly);
    showNothing();
}

void StatusLine::showFile(const QString &name)
{
    m_file->setText(name);
}

void StatusLine::showLock(const QString &lockText)
{
    m_locked->setText(lockText.isEmpty() ? tr("Unlocked") : lockText);
}

void StatusLine::showDrafts(int count)
{
    m_drafts->setText(count == 0 ? QString() : count == 1 ? tr("1 draft") : tr("%1 drafts").arg(QLocale().toString(count)));
    m_drafts->setVisible(count > 0);
}

void StatusLine::showCounts(qint64 records, qint64 problems)
{
    const QLocale locale;
    m_records->setText(records == 1 ? tr("1 record") : tr("%1 records").arg(locale.toString(records)));
    m_problemCount = problems;
    showProblems();
    m_problems->show();
}

void StatusLine::showIncomplete(const QString &sentences)
{
    m_isIncomplete = !sentences.isEmpty();
    QAction *action = m_problems->defaultAction();
    const QString purpose = u"%1 (%2)"_s.arg(action->statusTip(), action->shortcut().toString(QKeySequence::NativeText));
    setPlainToolTip(action, m_isIncomplete ? u"%1\n%2"_s.arg(purpose, sentences) : purpose);
    showProblems();
}

void StatusLine::showProblems()
{
    const QString number = QLocale().toString(m_problemCount);
    QString text = m_problemCount == 1 ? tr("1 problem") : tr("%1 problems").arg(number);
    if (m_isIncomplete && m_problemCount > 0)
        text = m_problemCount == 1 ? tr("1 problem, incomplete") : tr("%1 problems, incomplete").arg(number);
    else if (m_problemCount == 0)
        text = m_isIncomplete ? tr("Incomplete") : tr("No problems");
    const bool isWell = m_problemCount == 0 && !m_isIncomplete;
    m_problems->defaultAction()->setIconText(text);
    m_problems->defaultAction()->setIcon(icon(isWell ? IconId::Check : IconId::Warning));
}

void StatusLine::showNothing()
{
    m_file->setText(tr("Nothing is open"));
    m_locked->clear();
    m_records->clear();
    showDrafts(0);
    m_problems->hide();
}

QString StatusLine::text() const
{
    return u"%1 · %2 · %3"_s.arg(m_file->text(), m_locked->text(), m_records->text());
}

QToolButton *StatusLine::addButton(QAction *action)
{
    auto *button = new QToolButton(this);
    button->setAutoRaise(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setDefaultAction(action);
    addPermanentWidget(button);
    return button;
}

} // namespace persistence
