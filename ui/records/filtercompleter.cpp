#include "ui/records/filtercompleter.h"

#include "model/base/job.h"
#include "model/find/filter.h"
#include "model/items/completionmodel.h"
#include "model/workspace/workspace.h"
#include "ui/records/completionpopup.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QScopedValueRollback>

namespace persistence {

namespace {

constexpr int kPauseMs = 60;

/// Behind these, more of the same word is to come.
bool asksForMore(const QByteArray &text)
{
    return text.endsWith(':') || text.endsWith('(');
}

/// Something of the word at the cursor is there: else offers would come up uncalled with every space.
bool isInWord(const QByteArray &text, qsizetype wordStart)
{
    return wordStart < text.size() || QByteArrayView(":=<>~!").contains(text.isEmpty() ? ' ' : text.back()) || text.endsWith("type(");
}

} // namespace

FilterCompleter::FilterCompleter(QLineEdit *line, QByteArray subject)
    : QObject(line)
    , m_line(line)
    , m_subject(std::move(subject))
    , m_model(new CompletionModel(this))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    m_line->installEventFilter(this);
    connect(m_line, &QLineEdit::textEdited, this, &FilterCompleter::typed);
    connect(m_line, &QLineEdit::cursorPositionChanged, this, [this](int, int now) {
        // The part that an offer would replace ends at the cursor.
        if (isOpen() && m_line->text().left(now).toUtf8().size() < m_start)
            close();
    });
    connect(&m_pause, &QTimer::timeout, this, [this] { lookUp(false); });
}

FilterCompleter::~FilterCompleter()
{
    delete m_popup;
}

void FilterCompleter::setWorkspace(std::shared_ptr<Workspace> workspace)
{
    close();
    m_workspace = std::move(workspace);
    m_survey.reset();
}

bool FilterCompleter::isOpen() const
{
    return m_popup && m_popup->isVisible();
}

void FilterCompleter::close()
{
    m_pause.stop();
    m_job.reset();
    if (!isOpen())
        return;
    m_popup->hide();
    emit closed();
}

void FilterCompleter::typed()
{
    if (!m_isWriting && m_workspace)
        m_pause.start();
}

QByteArray FilterCompleter::textBeforeCursor() const
{
    return m_line->text().left(m_line->cursorPosition()).toUtf8();
}

void FilterCompleter::lookUp(bool isAsked)
{
    m_pause.stop();
    m_job.reset();
    if (!m_workspace || !m_line->hasFocus())
        return;
    const QByteArray text = m_subject + m_line->text().toUtf8();
    const qsizetype cursor = m_subject.size() + textBeforeCursor().size();
    auto work = [workspace = m_workspace, survey = m_survey, text, cursor](Progress &progress) {
        return completeFilter(*workspace, survey.get(), text, cursor, kMaxOffers, progress);
    };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work), [=, this](const Result<FilterCompletion> &completion) {
        m_job.reset();
        // Offers are a help: where they cannot be read, the filter itself will say why.
        show(text, cursor, isAsked, completion ? *completion : FilterCompletion());
    });
}

void FilterCompleter::show(const QByteArray &text, qsizetype cursor, bool isAsked, const FilterCompletion &completion)
{
    const QByteArray typed = text.first(cursor);
    const bool isLate = m_subject + textBeforeCursor() != typed || !m_line->hasFocus();
    const bool isComplete = completion.items.size() == 1 && completion.items.first().text == typed.mid(completion.start, completion.size);
    if (isLate || completion.items.isEmpty() || isComplete || !(isAsked || isInWord(typed, completion.start))) {
        close();
        return;
    }
    if (!m_popup) {
        m_popup = new CompletionPopup(m_line);
        m_popup->setModel(m_model);
        m_popup->window()->installEventFilter(this);
        connect(m_popup, &CompletionPopup::rowClicked, this, &FilterCompleter::write);
    }
    m_start = completion.start - m_subject.size();
    m_model->setItems(completion.items);
    m_popup->open();
}

bool FilterCompleter::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        // Before the window takes Esc or Ctrl+Space for something of its own.
        if (watched == m_line && wantsKey(*static_cast<QKeyEvent *>(event))) {
            event->accept();
            return true;
        }
        break;
    case QEvent::KeyPress:
        if (watched == m_line && takeKey(*static_cast<QKeyEvent *>(event)))
            return true;
        break;
    case QEvent::FocusOut:
    case QEvent::Hide:
        if (watched == m_line)
            close();
        break;
    case QEvent::Resize:
    case QEvent::Move:
        // In a narrow window the line changes its width while the filter runs.
        if (isOpen())
            m_popup->place();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

bool FilterCompleter::wantsKey(const QKeyEvent &event) const
{
    const QKeyCombination keys = event.keyCombination();
    if (keys == QKeyCombination(Qt::CTRL, Qt::Key_Space))
        return true;
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::NoModifier)
        return false;
    if (!isOpen())
        return event.key() == Qt::Key_Down;
    const int key = event.key();
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    return key == Qt::Key_Escape || key == Qt::Key_Up || key == Qt::Key_Down || key == Qt::Key_PageUp || key == Qt::Key_PageDown ||
           key == Qt::Key_Tab || (isEnter && m_popup->chosen() >= 0);
}

bool FilterCompleter::takeKey(const QKeyEvent &event)
{
    if (!wantsKey(event)) {
        if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)
            close();
        return false;
    }
    if (!isOpen()) {
        lookUp(true);
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Space:
        break;
    case Qt::Key_Escape:
        close();
        break;
    case Qt::Key_Up:
        m_popup->step(-1);
        break;
    case Qt::Key_Down:
        m_popup->step(1);
        break;
    case Qt::Key_PageUp:
        m_popup->stepPage(-1);
        break;
    case Qt::Key_PageDown:
        m_popup->stepPage(1);
        break;
    default:
        write(std::max(0, m_popup->chosen()));
        break;
    }
    return true;
}

void FilterCompleter::write(int row)
{
    if (row < 0 || row >= m_model->items().size())
        return;
    QByteArray text = m_model->items()[row].text;
    close();
    if (!m_subject.isEmpty()) {
        // A box takes the value as it is; only the language needs quotes.
        if (const auto filter = Filter::parse(m_subject + text); filter && filter->kind() == Filter::Kind::Term)
            text = filter->term().value.text();
    }
    const QByteArray before = textBeforeCursor();
    const int start = int(QString::fromUtf8(before.first(std::clamp(m_start, qsizetype(0), before.size()))).size());
    {
        const QScopedValueRollback guard(m_isWriting, true);
        m_line->setSelection(start, m_line->cursorPosition() - start);
        m_line->insert(QString::fromUtf8(text));
    }
    if (asksForMore(text))
        lookUp(false);
}

} // namespace persistence
