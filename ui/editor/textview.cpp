#include "ui/editor/textview.h"

#include "ui/editor/codeeditor.h"
#include "ui/editor/findbar.h"
#include "ui/editor/textmarks.h"
#include "ui/widgets/icons.h"

#include <QApplication>
#include <QInputDialog>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

using Sci = QsciScintillaBase;

CodeEditor::Language languageOf(TextView::Language language)
{
    return language == TextView::Language::Json   ? CodeEditor::Language::Json
           : language == TextView::Language::Diff ? CodeEditor::Language::Diff
                                                  : CodeEditor::Language::Plain;
}

} // namespace

TextView::TextView(QWidget *parent)
    : QWidget(parent)
    , m_editor(new CodeEditor(this))
    , m_findBar(new FindBar(this))
    , m_filter(std::make_unique<TextFilter>())
{
    createEditor();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_findBar);
    setFocusProxy(m_editor);
    connectSignals();
}

TextView::~TextView() = default;

void TextView::setText(const QByteArray &utf8, Language language, bool isEditable)
{
    const QScopedValueRollback guard(m_isLoading, true);
    m_search.drop();
    m_editor->load(utf8, languageOf(language), isEditable);
    m_findBar->setCanReplace(isEditable);
    markFiltered();
}

void TextView::clear()
{
    setText({}, Language::Plain);
}

void TextView::replaceText(const QByteArray &utf8)
{
    const QScopedValueRollback guard(m_isLoading, true);
    m_editor->replaceText(utf8);
    markFiltered();
}

void TextView::typeText(const QByteArray &utf8)
{
    m_editor->replaceText(utf8);
}

QByteArray TextView::text() const
{
    return m_editor->bytes();
}

QString TextView::selectedText() const
{
    return m_editor->selectedText();
}

bool TextView::isEditable() const
{
    return !m_editor->isReadOnly();
}

void TextView::setEditable(bool isEditable)
{
    m_editor->setEditable(isEditable);
    m_findBar->setCanReplace(isEditable);
}

void TextView::markError(qint64 offset, bool isWarning)
{
    if (offset < 0)
        return m_editor->markError(std::nullopt, isWarning);
    const qsizetype begin = std::min(qsizetype(offset), m_editor->size());
    const qsizetype word = begin + (m_editor->SendScintilla(Sci::SCI_GETCHARAT, static_cast<unsigned long>(begin)) == '"' ? 1 : 0);
    const auto wordEnd = m_editor->SendScintilla(Sci::SCI_WORDENDPOSITION, static_cast<unsigned long>(word), 1L);
    const qsizetype end = std::min(std::max(qsizetype(wordEnd), begin + 1), m_editor->size());
    // At the end of the text there is nothing to underline but what stands before.
    m_editor->markError(TextRange{end > begin ? begin : std::max<qsizetype>(0, begin - 1), end}, isWarning);
}

void TextView::markLines(std::span<const int> lines, Tone tone)
{
    m_editor->markLines(lines, tone);
}

void TextView::showLine(int line)
{
    m_editor->ensureLineVisible(line);
    m_editor->setCursorPosition(line, 0);
}

void TextView::goTo(qint64 offset)
{
    const qsizetype at = std::min(qsizetype(offset), m_editor->size());
    m_editor->select({at, at});
    m_editor->setFocus();
}

void TextView::openGoToLine()
{
    auto *dialog = new QInputDialog(window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"goToLine"_s);
    dialog->setWindowTitle(tr("Go to line"));
    dialog->setLabelText(tr("Line"));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setOkButtonText(tr("Go to line"));
    dialog->setIntRange(1, m_editor->lines());
    int line = 0;
    int column = 0;
    m_editor->getCursorPosition(&line, &column);
    dialog->setIntValue(line + 1);
    connect(dialog, &QInputDialog::intValueSelected, this, [this](int chosen) {
        m_editor->ensureLineVisible(chosen - 1);
        m_editor->setCursorPosition(chosen - 1, 0);
        m_editor->setFocus();
    });
    dialog->open();
}

void TextView::openFind()
{
    openFindBar(false);
}

QString TextView::textBeingFound() const
{
    return m_findBar->isAncestorOf(QApplication::focusWidget()) ? m_findBar->terms().text : QString();
}

void TextView::openReplace()
{
    openFindBar(true);
}

void TextView::openFindBar(bool replaces)
{
    m_findBar->open(m_editor->selectedText(), replaces || m_findBar->isReplacing());
}

void TextView::closeFindBar()
{
    m_search.drop();
    m_editor->markHits({});
    m_findBar->hide();
    m_editor->setFocus();
}

void TextView::findNext()
{
    m_findBar->terms().text.isEmpty() ? openFind() : m_findBar->findNext();
}

void TextView::findPrevious()
{
    m_findBar->terms().text.isEmpty() ? openFind() : m_findBar->findPrevious();
}

void TextView::unfoldAll()
{
    m_editor->clearFolds();
}

void TextView::foldToLevel(int level)
{
    m_editor->clearFolds();
    m_editor->SendScintilla(Sci::SCI_COLOURISE, 0UL, -1L); // Fold levels are known only where the text was coloured.
    const int depth = int(Sci::SC_FOLDLEVELBASE) + level;
    for (int line = 0; line < m_editor->lines(); ++line) {
        const auto fold = int(m_editor->SendScintilla(Sci::SCI_GETFOLDLEVEL, static_cast<unsigned long>(line)));
        if ((fold & int(Sci::SC_FOLDLEVELHEADERFLAG)) && (fold & int(Sci::SC_FOLDLEVELNUMBERMASK)) == depth)
            m_editor->SendScintilla(Sci::SCI_FOLDLINE, static_cast<unsigned long>(line), long(Sci::SC_FOLDACTION_CONTRACT));
    }
}

void TextView::setZoom(int steps)
{
    m_editor->zoomTo(steps);
}

void TextView::zoomBy(int steps)
{
    m_editor->zoomTo(int(m_editor->SendScintilla(Sci::SCI_GETZOOM)) + steps);
}

bool TextView::canUndo() const
{
    return isEditable() && m_editor->isUndoAvailable();
}

bool TextView::canRedo() const
{
    return isEditable() && m_editor->isRedoAvailable();
}

void TextView::undo()
{
    m_editor->undo();
}

void TextView::redo()
{
    m_editor->redo();
}

void TextView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if ((event->type() != QEvent::PaletteChange && event->type() != QEvent::FontChange) || m_isApplying)
        return;
    const QScopedValueRollback guard(m_isApplying, true);
    // The palette reaches this widget before its children.
    m_editor->applyColors(palette());
}

bool TextView::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_editor && event->type() == QEvent::FocusOut)
        emit focusLeft();
    // Tab leaves a text that is only read; QScintilla would keep the focus.
    if (watched == m_editor && event->type() == QEvent::KeyPress && !isEditable()) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab)
            return focusNextPrevChild(key == Qt::Key_Tab);
    }
    return QWidget::eventFilter(watched, event);
}

void TextView::createEditor()
{
    m_editor->setObjectName(u"text"_s);
    m_editor->setAccessibleName(tr("Value as text"));
    m_editor->installEventFilter(this);
    m_editor->setContextMenuPolicy(Qt::CustomContextMenu);
}

void TextView::connectSignals()
{
    connect(m_editor, &QWidget::customContextMenuRequested, this, &TextView::showContextMenu);
    connect(m_editor, &QsciScintilla::textChanged, this, [this] {
        if (!m_isLoading)
            emit typed();
    });
    connect(m_editor, &CodeEditor::pasteRefused, this, &TextView::noticed);
    connect(m_editor, &CodeEditor::pasteLaidOut, this,
            [this] { emit noticed(tr("The pasted text was one long line. It was laid out in lines; the value is the same.")); });
    connect(m_findBar, &FindBar::wanted, this,
            [this](const SearchTerms &terms, bool forward) { search(terms, m_editor->selection(), forward, SearchStart{}.countLimit); });
    connect(m_findBar, &FindBar::changed, this, [this](const SearchTerms &terms, qsizetype countLimit) {
        const qsizetype at = m_editor->selection().begin;
        search(terms, {at, at}, true, countLimit);
    });
    connect(m_findBar, &FindBar::replaceWanted, this, &TextView::replaceHit);
    connect(m_findBar, &FindBar::replaceAllWanted, this, &TextView::replaceAllHits);
    connect(m_findBar, &FindBar::closed, this, &TextView::closeFindBar);
}

void TextView::search(const SearchTerms &terms, const TextRange &from, bool forward, qsizetype countLimit)
{
    m_editor->markHits({});
    m_search.drop();
    if (terms.text.isEmpty())
        return;
    auto work = [text = m_editor->bytes(), terms, start = SearchStart{from, forward, countLimit}](Progress &progress) {
        return findInText(text, terms, start, progress);
    };
    m_search.start(std::move(work), [this, size = m_editor->size()](const Result<SearchHits> &hits) {
        if (!hits)
            m_findBar->showError(hits.error().message);
        else if (m_editor->size() == size)
            showHits(*hits);
    });
}

void TextView::setFilter(const TextFilter &filter)
{
    *m_filter = filter;
    markFiltered();
}

void TextView::suggestToFind(const SearchTerms &terms)
{
    m_findBar->suggest(terms);
}

/// What is typed afterwards moves the marks with it.
void TextView::markFiltered()
{
    m_marking.drop();
    if (m_filter->isEmpty() || m_editor->size() == 0) {
        m_editor->markFiltered({});
        return;
    }
    auto work = [text = m_editor->bytes(), filter = *m_filter](Progress &progress) { return marksInText(text, filter, progress); };
    m_marking.start(std::move(work), [this, size = m_editor->size()](const Result<std::vector<TextRange>> &ranges) {
        // Typed meanwhile, the text may have the marks in other places.
        if (ranges && m_editor->size() == size)
            m_editor->markFiltered(*ranges);
    });
}

void TextView::showHits(const SearchHits &hits)
{
    m_editor->markHits(hits.counted);
    m_findBar->showHits(hits);
    if (hits.hit)
        m_editor->select(*hits.hit);
}

void TextView::replaceHit(const SearchTerms &terms, const QString &with)
{
    const TextRange selection = m_editor->selection();
    const auto replacement = replacementAt(m_editor->bytes(), terms, with, selection);
    if (!replacement)
        return m_findBar->showError(replacement.error().message);
    // What is selected may be no hit yet; then this only goes to the next one.
    if (*replacement) {
        m_editor->replaceRange(selection, **replacement);
        const qsizetype end = selection.begin + (*replacement)->size();
        m_editor->select({end, end});
    }
    search(terms, m_editor->selection(), true, SearchStart{}.countLimit);
}

void TextView::replaceAllHits(const SearchTerms &terms, const QString &with)
{
    auto work = [text = m_editor->bytes(), terms, with](Progress &progress) { return replaceInText(text, terms, with, progress); };
    m_editor->markHits({});
    m_search.start(std::move(work), [this, before = m_editor->bytes()](const Result<Replacement> &done) {
        if (!done)
            return m_findBar->showError(done.error().message);
        if (m_editor->bytes() != before || !isEditable())
            return;
        m_editor->replaceText(done->text);
        m_findBar->showReplaced(done->count);
    });
}

void TextView::showContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (isEditable())
        addEditing(menu);
    QAction *copy = menu->addAction(icon(IconId::Copy), tr("Copy"), m_editor, &QsciScintilla::copy);
    copy->setEnabled(m_editor->hasSelectedText());
    if (isEditable())
        menu->addAction(tr("Paste"), m_editor, &QsciScintilla::paste);
    menu->addAction(tr("Select all"), m_editor, [this] { m_editor->selectAll(); });
    menu->addSeparator();
    menu->addAction(icon(IconId::Find), tr("Find…"), this, &TextView::openFind);
    menu->addAction(tr("Go to line…"), this, &TextView::openGoToLine);
    menu->addAction(icon(IconId::Expand), tr("Unfold all"), this, &TextView::unfoldAll);
    menu->addAction(icon(IconId::Collapse), tr("Fold all"), this, [this] { foldToLevel(1); });
    menu->popup(m_editor->mapToGlobal(position));
}

void TextView::addEditing(QMenu *menu)
{
    menu->addAction(tr("Undo typing"), this, &TextView::undo)->setEnabled(canUndo());
    menu->addAction(tr("Redo typing"), this, &TextView::redo)->setEnabled(canRedo());
    menu->addSeparator();
    menu->addAction(tr("Cut"), m_editor, &QsciScintilla::cut)->setEnabled(m_editor->hasSelectedText());
}

} // namespace persistence
