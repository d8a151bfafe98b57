#include "ui/records/filterbar.h"

#include "model/find/filterhelp.h"
#include "ui/records/filtercompleter.h"
#include "ui/records/filterhelpdialog.h"
#include "ui/records/savedfiltermenu.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/tone.h"

#include <QAction>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kSpacing = 4;
/// The box for text has room for so many before anything beside it has.
constexpr int kLineCharacters = 32;

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QFrame(parent)
    , m_line(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_edit(new QLineEdit(this))
    , m_scope(new QComboBox(this))
    , m_savedButton(new QToolButton(this))
    , m_saved(new SavedFilterMenu(this))
    , m_help(new QToolButton(this))
    , m_error(new PlainLabel({}, this))
{
    setObjectName(u"filterBar"_s);
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    m_error->setObjectName(u"filterError"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 2);
    layout->setSpacing(2);
    layout->addLayout(createLine());
    layout->addWidget(m_error);
    connectSignals();
}

QLayout *FilterBar::createLine()
{
    m_edit->setObjectName(u"filterEdit"_s);
    m_edit->setPlaceholderText(tr("Filter records: any text, or data.rating<=2, user:@alice, updated:>2026-01-01"));
    m_edit->setAccessibleName(tr("Filter records"));
    m_edit->setClearButtonEnabled(true);
    m_edit->addAction(icon(IconId::Filter), QLineEdit::LeadingPosition);
    m_edit->setWhatsThis(plainToolTip(filterHelpText()));
    m_scope->setObjectName(u"filterScope"_s);
    m_scope->setAccessibleName(tr("Where to filter"));
    m_scope->addItem(tr("This value"));
    m_scope->addItem(tr("This group"));
    m_scope->addItem(tr("All records"));
    m_scope->setCurrentIndex(int(Scope::Group));
    m_savedButton->setObjectName(u"savedFiltersButton"_s);
    m_savedButton->setText(tr("Saved filters"));
    m_savedButton->setIcon(icon(IconId::Bookmark));
    m_savedButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPlainToolTip(m_savedButton, tr("Saved filters, favourites, and the last filters"));
    m_savedButton->setPopupMode(QToolButton::InstantPopup);
    m_savedButton->setAutoRaise(true);
    m_savedButton->setMenu(m_saved);
    m_help->setObjectName(u"filterHelp"_s);
    m_help->setIcon(icon(IconId::Help));
    m_help->setAutoRaise(true);
    m_help->setAccessibleName(tr("How to write a filter"));
    setPlainToolTip(m_help, tr("How to write a filter"));
    auto *beside = new QHBoxLayout;
    beside->setSpacing(kSpacing);
    beside->addWidget(m_scope);
    beside->addWidget(m_savedButton);
    beside->addStretch();
    beside->addWidget(m_help);
    m_line->setSpacing(kSpacing);
    m_line->addWidget(m_edit, 1);
    m_line->addLayout(beside);
    return m_line;
}

/// What stands beside the box for text: how much it needs.
int FilterBar::widthBeside(bool hasSavedText) const
{
    const int button = m_help->sizeHint().width();
    const int text = hasSavedText ? fontMetrics().horizontalAdvance(m_savedButton->text()) + 2 * kSpacing : 0;
    return m_scope->sizeHint().width() + 2 * button + style()->pixelMetric(QStyle::PM_MenuButtonIndicator) + text + 2 * kSpacing;
}

/// Where it is narrow the words beside the box for text give way first, then all of it goes below.
void FilterBar::arrange()
{
    const QMargins margins = layout()->contentsMargins();
    const int width = this->width() - margins.left() - margins.right();
    const int line = kLineCharacters * fontMetrics().averageCharWidth() + kSpacing;
    const bool isBelow = width < line + widthBeside(false);
    const bool hasText = width >= widthBeside(true) + (isBelow ? 0 : line);
    m_line->setDirection(isBelow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_savedButton->setToolButtonStyle(hasText ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
}

QSize FilterBar::minimumSizeHint() const
{
    const QMargins margins = layout()->contentsMargins();
    return {widthBeside(false) + margins.left() + margins.right(), QFrame::minimumSizeHint().height()};
}

void FilterBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    arrange();
}

void FilterBar::connectSignals()
{
    // The completer is installed behind this and so sees keys first: Esc closes its list before it clears the line.
    m_edit->installEventFilter(this);
    m_completer = new FilterCompleter(m_edit);
    m_edit->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_edit, &QWidget::customContextMenuRequested, this, &FilterBar::showMenu);
    // What is not finished is no error yet.
    connect(m_completer, &FilterCompleter::closed, this, [this] {
        if (!m_pause.isActive())
            m_pause.start();
    });
    connect(m_edit, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.trimmed().isEmpty())
            parse();
        else
            m_pause.start();
    });
    connect(m_edit, &QLineEdit::editingFinished, this, [this] {
        if (m_pause.isActive())
            parse();
    });
    connect(&m_pause, &QTimer::timeout, this, &FilterBar::parse);
    connect(m_scope, &QComboBox::currentIndexChanged, this, [this] {
        if (!m_filter.isEmpty())
            emit changed();
    });
    connect(m_saved, &SavedFilterMenu::filterChosen, this, [this](const QString &text) {
        m_edit->setText(text);
        parse();
    });
    connect(m_help, &QToolButton::clicked, this, &FilterBar::showHelp);
}

void FilterBar::setFilter(const Filter &filter)
{
    m_edit->setText(QString::fromUtf8(filter.toText()));
    parse();
}

FilterBar::Scope FilterBar::scope() const
{
    return Scope(m_scope->currentIndex());
}

void FilterBar::setScope(Scope scope)
{
    m_scope->setCurrentIndex(int(scope));
}

void FilterBar::activate()
{
    if (m_edit->hasFocus() && scope() != Scope::Everything)
        setScope(scope() == Scope::Value ? Scope::Group : Scope::Everything);
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Escape && !m_edit->text().isEmpty()) {
            m_edit->clear();
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            parse();
            if (scope() == Scope::Value && !m_filter.isEmpty())
                emit stepWanted();
        }
    }
    return QFrame::eventFilter(watched, event);
}

void FilterBar::parse()
{
    m_pause.stop();
    FilterError error;
    const auto parsed = Filter::parse(m_edit->text().toUtf8(), &error);
    m_error->setVisible(!parsed && !m_completer->isOffering());
    if (!parsed)
        return showError(error);
    if (*parsed == m_filter)
        return;
    m_filter = *parsed;
    m_saved->setFilter(m_filter);
    emit changed();
}

/// The offset is in bytes; people count characters.
void FilterBar::showError(const FilterError &error)
{
    const auto column = QString::fromUtf8(m_edit->text().toUtf8().first(error.offset)).size() + 1;
    QPalette palette = m_error->palette();
    palette.setColor(QPalette::WindowText, toneColor(Tone::Bad, this->palette()));
    m_error->setPalette(palette);
    m_error->setText(
        tr("At character %1: %2. The list still shows what the filter before found.").arg(QString::number(column), error.reason));
}

/// What a box for text offers, and what can be done with the records that pass.
void FilterBar::showMenu(const QPoint &position)
{
    QMenu *menu = m_edit->createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addSeparator();
    menu->addAction(tr("Replace in records…"), this, &FilterBar::replaceRequested);
    menu->popup(m_edit->mapToGlobal(position));
}

void FilterBar::showHelp()
{
    openFilterHelp(window(), [this](const QString &example) {
        m_edit->setText(example);
        m_edit->setFocus();
    });
}

} // namespace persistence
