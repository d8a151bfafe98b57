#include "ui/editor/findbar.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kPause = 150; // ms

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

QString numberText(qsizetype number)
{
    return QLocale().toString(qint64(number));
}

} // namespace

FindBar::FindBar(QWidget *parent)
    : QWidget(parent)
    , m_pause(new QTimer(this))
    , m_edit(new QLineEdit(this))
    , m_matchCase(new QCheckBox(tr("Match case"), this))
    , m_wholeWord(new QCheckBox(tr("Whole word"), this))
    , m_regex(new QCheckBox(tr("Regular expression"), this))
    , m_result(new PlainLabel({}, this))
    , m_continue(new QPushButton(tr("Continue"), this))
    , m_replaceRow(new QWidget(this))
    , m_with(new QLineEdit(m_replaceRow))
    , m_replace(new QPushButton(tr("Replace"), m_replaceRow))
    , m_replaceAll(new QPushButton(tr("Replace all"), m_replaceRow))
{
    setObjectName(u"findBar"_s);
    m_pause->setSingleShot(true);
    m_pause->setInterval(kPause);
    auto *findRow = new QHBoxLayout;
    auto *replaceRow = new QHBoxLayout(m_replaceRow);
    createFindRow(findRow);
    createReplaceRow(replaceRow);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 2, 4, 2);
    layout->setSpacing(2);
    layout->addLayout(findRow);
    layout->addWidget(m_replaceRow);
    connectSignals();
    m_replaceRow->hide();
    m_continue->hide();
    hide();
}

void FindBar::createFindRow(QHBoxLayout *row)
{
    m_edit->setObjectName(u"findText"_s);
    m_edit->setPlaceholderText(tr("Find in this value"));
    m_edit->setAccessibleName(tr("Find in this value"));
    m_edit->setClearButtonEnabled(true);
    m_result->setObjectName(u"findResult"_s);
    m_result->setElideMode(Qt::ElideRight);
    m_continue->setObjectName(u"findContinue"_s);
    setPlainToolTip(m_continue, tr("Count 1,000 hits more"));
    row->addWidget(m_edit, 2);
    connect(addButton(row, IconId::Previous, tr("Find previous"), tr("Find previous (Shift+F3)")), &QToolButton::clicked, this,
            &FindBar::findPrevious);
    connect(addButton(row, IconId::Next, tr("Find next"), tr("Find next (F3)")), &QToolButton::clicked, this, &FindBar::findNext);
    for (QCheckBox *box : {m_matchCase, m_wholeWord, m_regex})
        row->addWidget(box);
    row->addWidget(m_result, 1);
    row->addWidget(m_continue);
    connect(addButton(row, IconId::Close, tr("Close"), tr("Close (Esc)")), &QToolButton::clicked, this, &FindBar::closed);
}

void FindBar::createReplaceRow(QHBoxLayout *row)
{
    row->setContentsMargins(0, 0, 0, 0);
    m_with->setObjectName(u"replaceText"_s);
    m_with->setPlaceholderText(tr("Replace by"));
    m_with->setAccessibleName(tr("Replace by"));
    m_replace->setObjectName(u"replaceOne"_s);
    m_replaceAll->setObjectName(u"replaceAll"_s);
    row->addWidget(m_with, 2);
    row->addWidget(m_replace);
    row->addWidget(m_replaceAll);
    row->addStretch(1);
}

void FindBar::connectSignals()
{
    connect(m_edit, &QLineEdit::returnPressed, this, &FindBar::findNext);
    connect(m_edit, &QLineEdit::textChanged, this, [this] {
        m_result->clear();
        m_continue->hide();
        m_pause->start();
    });
    connect(m_pause, &QTimer::timeout, this, [this] { search(SearchStart{}.countLimit); });
    for (QCheckBox *box : {m_matchCase, m_wholeWord, m_regex})
        connect(box, &QCheckBox::toggled, this, [this] { search(SearchStart{}.countLimit); });
    connect(m_continue, &QPushButton::clicked, this, [this] { search(m_countLimit + SearchStart{}.countLimit); });
    connect(m_replace, &QPushButton::clicked, this, [this] {
        if (!m_edit->text().isEmpty())
            emit replaceWanted(terms(), m_with->text());
    });
    connect(m_with, &QLineEdit::returnPressed, m_replace, &QPushButton::click);
    connect(m_replaceAll, &QPushButton::clicked, this, [this] {
        if (!m_edit->text().isEmpty())
            emit replaceAllWanted(terms(), m_with->text());
    });
}

void FindBar::open(const QString &text, bool replaces)
{
    if (!text.isEmpty() && !text.contains(u'\n'))
        m_edit->setText(text);
    m_replaceRow->setVisible(replaces);
    show();
    m_edit->setFocus();
    m_edit->selectAll();
}

void FindBar::suggest(const SearchTerms &terms)
{
    const bool isTyped = !m_edit->text().isEmpty() && this->terms() != m_suggested;
    m_suggested = terms;
    if (isTyped || isVisible())
        return;
    const QSignalBlocker editBlocker(m_edit), regexBlocker(m_regex), caseBlocker(m_matchCase), wordBlocker(m_wholeWord);
    m_edit->setText(terms.text);
    m_regex->setChecked(terms.isRegex);
    m_matchCase->setChecked(terms.matchCase);
    m_wholeWord->setChecked(terms.wholeWord);
}

void FindBar::setCanReplace(bool canReplace)
{
    m_canReplace = canReplace;
    for (QWidget *widget : {static_cast<QWidget *>(m_with), static_cast<QWidget *>(m_replace), static_cast<QWidget *>(m_replaceAll)}) {
        widget->setEnabled(canReplace);
        setPlainToolTip(widget, canReplace ? QString() : tr("This text cannot be edited"));
    }
}

SearchTerms FindBar::terms() const
{
    return {m_edit->text(), m_matchCase->isChecked(), m_wholeWord->isChecked(), m_regex->isChecked()};
}

bool FindBar::isReplacing() const
{
    return isVisible() && m_replaceRow->isVisibleTo(this) && m_canReplace;
}

void FindBar::showHits(const SearchHits &hits)
{
    const QString count = numberText(qsizetype(hits.counted.size()));
    m_continue->setVisible(hits.isCutOff);
    if (!hits.hit)
        m_result->setText(tr("Not found"));
    else if (hits.isCutOff)
        m_result->setText(tr("The first %1 hits are counted").arg(count));
    else if (hits.isWrapped && hits.counted.size() > 1)
        m_result->setText(tr("%1 of %2, from the other end").arg(numberText(hits.number), count));
    else
        m_result->setText(tr("%1 of %2").arg(numberText(hits.number), count));
}

void FindBar::showReplaced(qsizetype count)
{
    m_continue->hide();
    m_result->setText(count == 0 ? tr("Not found") : tr("%1 replaced").arg(numberText(count)));
}

void FindBar::showError(const QString &sentence)
{
    m_continue->hide();
    m_result->setText(sentence);
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
    m_pause->stop();
    if (!m_edit->text().isEmpty())
        emit wanted(terms(), forward);
}

void FindBar::search(qsizetype countLimit)
{
    m_countLimit = countLimit;
    emit changed(terms(), countLimit);
}

} // namespace persistence
