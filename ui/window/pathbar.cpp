#include "ui/window/pathbar.h"

#include "model/workspace/workspace.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"

#include <QApplication>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Characters of a crumb: at most, and where a path is cut to fit.
constexpr int kMaxCrumbLength = 48;
constexpr int kMinCrumbLength = 4;

QString crumbText(const Crumb &crumb)
{
    const bool showsRawId = crumb.group.target.isValid() && crumb.rawId != crumb.name;
    return showsRawId ? u"%1 (%2)"_s.arg(crumb.name, crumb.rawId) : crumb.name;
}

QToolButton *crumbButton(const Crumb &crumb, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setAutoRaise(true);
    button->setToolButtonStyle(crumb.icon == IconId::None ? Qt::ToolButtonTextOnly : Qt::ToolButtonTextBesideIcon);
    button->setIcon(icon(crumb.icon));
    const bool hasRawId = !crumb.rawId.isEmpty() && crumb.rawId != crumb.name && !crumb.group.model.isValid();
    setPlainToolTip(button, hasRawId ? u"%1\n%2"_s.arg(crumb.name, crumb.rawId) : crumbText(crumb));
    return button;
}

/// Of the width of a crumb, what its text takes.
int textWidth(const QToolButton &button, const QString &text)
{
    return button.toolButtonStyle() == Qt::ToolButtonIconOnly ? 0 : button.fontMetrics().size(Qt::TextShowMnemonic, text).width();
}

} // namespace

PathBar::PathBar(QWidget *parent)
    : QWidget(parent)
    , m_pages(new QStackedWidget(this))
    , m_crumbPage(new QWidget(this))
    , m_crumbLayout(new QHBoxLayout(m_crumbPage))
    , m_edit(new QLineEdit(this))
{
    setObjectName(u"pathBar"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_crumbLayout->setContentsMargins(0, 0, 0, 0);
    m_crumbLayout->setSpacing(0);
    // The texts of a long path are cut rather than making the window wider.
    m_crumbPage->setMinimumWidth(1);
    m_edit->setObjectName(u"pathEdit"_s);
    m_edit->setPlaceholderText(tr("App > association model > id, or a record id"));
    m_edit->setAccessibleName(tr("Go to key or record id"));
    m_edit->installEventFilter(this);
    m_pages->addWidget(m_crumbPage);
    m_pages->addWidget(m_edit);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->addWidget(m_pages);
    connect(m_edit, &QLineEdit::returnPressed, this, [this] { goTo(m_edit->text()); });
    connect(m_edit, &QLineEdit::textEdited, this, [this] { m_edit->setFont(font()); });
    createCrumbs({});
}

PathBar::~PathBar() = default;

void PathBar::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    m_crumbJob.stop();
    m_findJob.stop();
    m_workspace = std::move(workspace);
    leaveEdit();
    createCrumbs({});
}

void PathBar::showGroup(const Group &group)
{
    if (!m_workspace)
        return;
    leaveEdit();
    auto work = [workspace = m_workspace, group](Progress &) -> Result<QList<Crumb>> {
        const auto reader = workspace->reader();
        return reader ? crumbsOf(**reader, group) : reader.error();
    };
    m_crumbJob.start(std::move(work), [this](Result<QList<Crumb>> crumbs) {
        if (crumbs)
            createCrumbs(*crumbs);
        else
            emit failed(crumbs.error());
    });
}

void PathBar::edit()
{
    if (!m_workspace)
        return;
    if (QWidget *focused = QApplication::focusWidget(); focused != m_edit)
        m_focusBefore = focused;
    m_edit->setFont(font());
    m_edit->setText(pathText(m_crumbs));
    m_pages->setCurrentWidget(m_edit);
    m_edit->setFocus();
    m_edit->selectAll();
}

QString PathBar::text() const
{
    return pathText(m_crumbs);
}

bool PathBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_edit && event->type() == QEvent::FocusOut && static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason)
        leaveEdit();
    if (watched == m_edit && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        leaveEdit();
        if (m_focusBefore)
            m_focusBefore->setFocus(Qt::OtherFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PathBar::mousePressEvent(QMouseEvent *)
{
    edit();
}

void PathBar::createCrumbs(const QList<Crumb> &crumbs)
{
    m_crumbs = crumbs;
    while (QLayoutItem *item = m_crumbLayout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    m_buttons.clear();
    const Crumb all{{}, IconId::AllRecords, tr("All records"), {}};
    QList<Crumb> shown = crumbs.isEmpty() && !m_workspace ? QList<Crumb>() : QList{all} + crumbs;
    // Below an app "All records" is only its picture, so that the path itself has the room.
    for (qsizetype i = 0; i < shown.size(); ++i) {
        if (i > 0) {
            auto *separator = new PlainLabel(u"›"_s, m_crumbPage);
            separator->setDimmed(true);
            m_crumbLayout->addWidget(separator);
        }
        QToolButton *button = crumbButton(shown[i], m_crumbPage);
        if (i == 0 && shown.size() > 1)
            button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        connect(button, &QToolButton::clicked, this, [this, group = shown[i].group] { emit placeRequested({group, {}}); });
        m_crumbLayout->addWidget(button);
        // The raw id is the first to go where there is no room for both.
        const QString whole = crumbText(shown[i]);
        m_buttons.append({button, whole.size() <= kMaxCrumbLength ? whole : shown[i].name});
        button->setText(plainButtonText(m_buttons.last().second));
    }
    m_crumbLayout->addStretch(1);
    fitCrumbs();
}

/// Cuts all texts at the same length, the longest that leaves room for every button.
void PathBar::fitCrumbs()
{
    // What is there besides texts: each text is set once, because the layout answers to every one.
    int room = m_pages->width();
    for (int i = 0; i < m_crumbLayout->count(); ++i) {
        if (const QWidget *widget = m_crumbLayout->itemAt(i)->widget())
            room -= widget->sizeHint().width();
    }
    for (const auto &[button, text] : std::as_const(m_buttons))
        room += textWidth(*button, button->text());

    QStringList texts;
    for (int length = kMaxCrumbLength; length >= kMinCrumbLength; --length) {
        texts.clear();
        int width = 0;
        for (const auto &[button, text] : std::as_const(m_buttons)) {
            const QFontMetrics metrics = button->fontMetrics();
            texts.append(plainButtonText(metrics.elidedText(text, Qt::ElideMiddle, metrics.averageCharWidth() * length)));
            width += textWidth(*button, texts.last());
        }
        if (width <= room)
            break;
    }
    for (qsizetype i = 0; i < m_buttons.size(); ++i)
        m_buttons[i].first->setText(texts[i]);
}

void PathBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    layout()->activate();
    fitCrumbs();
}

void PathBar::goTo(const QString &text)
{
    if (text.trimmed().isEmpty()) {
        leaveEdit();
        return;
    }
    auto work = [workspace = m_workspace, text](Progress &progress) -> Result<std::optional<Place>> {
        const auto reader = workspace->reader();
        return reader ? findPlace(**reader, text, progress) : reader.error();
    };
    m_findJob.start(std::move(work), [this](Result<std::optional<Place>> place) { takePlace(place); });
}

void PathBar::takePlace(const Result<std::optional<Place>> &place)
{
    if (!place) {
        emit failed(place.error());
        return;
    }
    if (!*place) {
        // What does not exist is in italics (UX guide, section 3.1); the text stays for correcting it.
        QFont italic = font();
        italic.setItalic(true);
        m_edit->setFont(italic);
        emit failed(
            {ErrorKind::Failed, tr("There is no such key or record id. Write App > association model > id, or the id of a record."), {}});
        return;
    }
    leaveEdit();
    emit placeRequested(**place);
}

void PathBar::leaveEdit()
{
    if (m_pages->currentWidget() == m_edit)
        m_pages->setCurrentWidget(m_crumbPage);
}

} // namespace persistence
