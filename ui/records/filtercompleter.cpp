#include "ui/records/filtercompleter.h"

#include "model/find/filter.h"
#include "model/items/completionmodel.h"
#include "model/items/fieldvalues.h"
#include "model/items/valuetext.h"
#include "model/workspace/workspace.h"
#include "ui/records/completionpopup.h"
#include "ui/widgets/plaintext.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QScopedValueRollback>

namespace persistence {

namespace {

constexpr int kPauseMs = 60;
/// What is counted sooner is not announced.
constexpr int kAnnounceMs = 300;

/// Behind these, more of the same word is to come.
bool asksForMore(const QByteArray &text)
{
    return text.endsWith(':') || text.endsWith('(');
}

/// Whether some record has a field there: else all of them would be gone through for nothing. `rating` is short for `data.rating`.
bool isKnown(const FieldSurvey *survey, const FieldPath &path)
{
    if (!survey)
        return false;
    std::vector<FieldStep> inData = inEachItem(path).steps();
    inData.insert(inData.begin(), {FieldStep::Kind::Name, "data", 0});
    return survey->find(inEachItem(path)) || survey->find(FieldPath(std::move(inData)));
}

/// The names that the table shows in place of ids.
IdNames namesIn(const Workspace &workspace, const Progress &progress)
{
    auto opened = workspace.reader();
    if (!opened)
        return {};
    return [reader = std::shared_ptr(*std::move(opened)), &progress](QByteArrayView id) {
        // Nobody looks at the offers any more.
        if (progress.isCancelled())
            return QByteArray();
        const QByteArray user = reader->label("user", id);
        return user.isEmpty() ? reader->label("room", id) : user;
    };
}

/// Something of the word at the cursor is there: else offers would come up uncalled with every space.
bool isInWord(const QByteArray &text, qsizetype wordStart)
{
    return wordStart < text.size() || QByteArrayView(":=<>~!").contains(text.isEmpty() ? ' ' : text.back()) || text.endsWith("type(");
}

} // namespace

FilterCompleter::FilterCompleter(QLineEdit *line, const std::optional<FilterBoxSubject> &box)
    : QObject(line)
    , m_line(line)
    , m_box(box)
    , m_model(new CompletionModel(this))
{
    if (m_box && m_box->subject == FilterSubject::Id)
        m_subject = "id:";
    m_announce.setSingleShot(true);
    m_announce.setInterval(kAnnounceMs);
    connect(&m_announce, &QTimer::timeout, this, &FilterCompleter::showWaiting);
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
    m_job.stop();
    m_workspace = std::move(workspace);
    m_survey.reset();
}

void FilterCompleter::setValues(FieldValues *values)
{
    m_values = values;
    connect(m_values, &FieldValues::counted, this, [this] {
        if (m_waits)
            lookUp(m_waitsAsked);
    });
}

bool FilterCompleter::isOpen() const
{
    return m_popup && m_popup->isVisible();
}

void FilterCompleter::close()
{
    m_pause.stop();
    m_job.drop();
    stopWaiting();
    if (isOpen())
        m_popup->hide();
    if (std::exchange(m_isOffering, false))
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

/// Nobody else waits for what is counted: only one line has the cursor.
void FilterCompleter::stopWaiting()
{
    m_announce.stop();
    if (std::exchange(m_waits, false) && m_values)
        m_values->stop();
}

/// The field whose values are wanted at the cursor.
std::optional<ValueQuestion> FilterCompleter::question() const
{
    if (!m_values || m_values->areHidden())
        return std::nullopt;
    const QByteArray before = textBeforeCursor();
    if (!m_box)
        return valueQuestionAt(before, before.size());
    return m_box->subject == FilterSubject::Field ? valueQuestionInBox(m_box->path, before, before.size()) : std::nullopt;
}

/// Has the values counted if they are not yet; what follows then comes later.
bool FilterCompleter::waitForValues(const ValueQuestion &question, bool isAsked)
{
    const FieldPath path = inEachItem(question.path);
    m_waits = !m_values->find(path);
    m_waitsAsked = isAsked;
    if (!m_waits) {
        m_announce.stop();
        return false;
    }
    m_values->want(path);
    // What it lists are no values of this field.
    if (isOpen() && !m_model->items().isEmpty())
        m_popup->hide();
    if (isOpen())
        showWaiting();
    else if (!m_announce.isActive())
        m_announce.start();
    return true;
}

void FilterCompleter::showWaiting()
{
    const auto asked = question();
    if (!m_waits || !asked || !m_line->hasFocus())
        return;
    open({asked->start, asked->size, {}, tr("Counting the values of %1…").arg(isolated(visibleText(asked->path.toText())))});
}

void FilterCompleter::lookUp(bool isAsked)
{
    m_pause.stop();
    m_job.drop();
    if (!m_workspace || !m_line->hasFocus())
        return close();
    const auto asked = question();
    // A box over a field completes nothing else.
    if (m_box && m_subject.isEmpty() && !asked)
        return close();
    m_isOffering = true;
    const bool isOfField = asked && (m_box || isKnown(m_survey.get(), asked->path));
    if (!isOfField)
        stopWaiting();
    else if (waitForValues(*asked, isAsked))
        return;
    const QByteArray text = m_subject + m_line->text().toUtf8();
    const qsizetype cursor = m_subject.size() + textBeforeCursor().size();
    const auto counts = isOfField ? m_values->find(inEachItem(asked->path)) : nullptr;
    auto work = [workspace = m_workspace, survey = m_survey, asked, counts, text, cursor](Progress &progress) {
        return counts ? Result<FilterCompletion>(completeValue(*asked, *counts, kMaxOffers, namesIn(*workspace, progress)))
                      : completeFilter(*workspace, survey.get(), text, cursor, kMaxOffers, progress);
    };
    m_job.start(std::move(work), [=, this](const Result<FilterCompletion> &completion) {
        // Offers are a help: where they cannot be read, the filter itself will say why.
        show(text, cursor, isAsked, completion ? *completion : FilterCompletion());
    });
}

void FilterCompleter::show(const QByteArray &text, qsizetype cursor, bool isAsked, const FilterCompletion &completion)
{
    const QByteArray typed = text.first(cursor);
    const bool isLate = m_subject + textBeforeCursor() != typed || !m_line->hasFocus();
    const bool isComplete = completion.items.size() == 1 && completion.items.first().text == typed.mid(completion.start, completion.size);
    const bool isInBox = m_box && m_box->subject == FilterSubject::Field && !typed.isEmpty();
    const bool isEmpty = completion.items.isEmpty() && !(isAsked && !completion.note.isEmpty());
    if (isLate || isEmpty || isComplete || !(isAsked || isInBox || isInWord(typed, completion.start)))
        close();
    else
        open(completion);
}

void FilterCompleter::open(const FilterCompletion &completion)
{
    if (!m_popup) {
        m_popup = new CompletionPopup(m_line, m_model);
        m_popup->window()->installEventFilter(this);
        connect(m_popup, &CompletionPopup::rowClicked, this, &FilterCompleter::write);
    }
    m_start = completion.start - m_subject.size();
    m_model->setItems(completion.items);
    m_popup->open(completion.note);
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
    if (m_model->items().isEmpty())
        return key == Qt::Key_Escape || key == Qt::Key_Down;
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
    emit written();
    if (asksForMore(text))
        lookUp(false);
}

} // namespace persistence
