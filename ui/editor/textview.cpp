#include "ui/editor/textview.h"

#include "ui/editor/findbar.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/tone.h"

#include <Qsci/qscilexerjson.h>
#include <Qsci/qsciscintilla.h>

#include <QEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kNumberMargin = 0;
constexpr int kFoldMargin = 2;
/// Wrapping has to measure every line: longer texts scroll sideways instead.
constexpr qsizetype kMaxWrappedSize = 512 * 1024;

} // namespace

TextView::TextView(QWidget *parent) : QWidget(parent), m_editor(new QsciScintilla(this)), m_findBar(new FindBar(this))
{
    createEditor();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_editor, 1);
    layout->addWidget(m_findBar);
    setFocusProxy(m_editor);
    connect(m_findBar, &FindBar::wanted, this, &TextView::find);
    connect(m_findBar, &FindBar::closed, this, [this] {
        m_findBar->hide();
        m_editor->setFocus();
    });
    applyColors();
}

TextView::~TextView() = default;

void TextView::setText(const QByteArray &utf8, Language language)
{
    m_editor->setReadOnly(false);
    m_editor->SendScintilla(QsciScintilla::SCI_SETUNDOCOLLECTION, 0UL);
    m_editor->SendScintilla(QsciScintilla::SCI_CLEARALL);
    if (auto *lexer = language == Language::Json ? new QsciLexerJSON(m_editor) : nullptr; true) {
        delete m_editor->lexer();
        m_editor->setLexer(lexer);
    }
    m_editor->setWrapMode(utf8.size() <= kMaxWrappedSize ? QsciScintilla::WrapCharacter : QsciScintilla::WrapNone);
    applyColors();
    // Not setText(): that goes through QString and stops at a NUL.
    m_editor->SendScintilla(QsciScintilla::SCI_ALLOCATE, static_cast<unsigned long>(utf8.size() + 1));
    m_editor->SendScintilla(QsciScintilla::SCI_APPENDTEXT, static_cast<uintptr_t>(utf8.size()), utf8.constData());
    m_editor->SendScintilla(QsciScintilla::SCI_GOTOPOS, 0UL);
    m_editor->setReadOnly(true);
    m_editor->setMarginWidth(kNumberMargin, QString(QString::number(m_editor->lines()).size() + 1, u'9'));
}

void TextView::clear()
{
    setText({}, Language::Plain);
}

QByteArray TextView::text() const
{
    return m_editor->text().toUtf8();
}

QString TextView::selectedText() const
{
    return m_editor->selectedText();
}

void TextView::openFind()
{
    m_findBar->open(m_editor->selectedText());
}

void TextView::findNext()
{
    m_findBar->text().isEmpty() ? openFind() : m_findBar->findNext();
}

void TextView::findPrevious()
{
    m_findBar->text().isEmpty() ? openFind() : m_findBar->findPrevious();
}

void TextView::setFoldedToLevelOne(bool folded)
{
    m_editor->clearFolds();
    if (folded)
        m_editor->foldAll(false);
}

void TextView::setZoom(int steps)
{
    m_editor->zoomTo(steps);
}

void TextView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isApplying)
        applyColors();
}

bool TextView::eventFilter(QObject *watched, QEvent *event)
{
    // Tab leaves the text, which is only read; QScintilla would keep the focus.
    if (watched == m_editor && event->type() == QEvent::KeyPress) {
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
    m_editor->setUtf8(true);
    m_editor->setReadOnly(true);
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setMarginType(kNumberMargin, QsciScintilla::NumberMargin);
    m_editor->setMarginWidth(1, 0);
    m_editor->setFolding(QsciScintilla::PlainFoldStyle, kFoldMargin);
    m_editor->setBraceMatching(QsciScintilla::SloppyBraceMatch);
    m_editor->setCaretLineVisible(true);
    m_editor->setWrapVisualFlags(QsciScintilla::WrapFlagByText);
    m_editor->setWrapIndentMode(QsciScintilla::WrapIndentIndented);
    m_editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTHTRACKING, 1UL);
    m_editor->SendScintilla(QsciScintilla::SCI_SETSCROLLWIDTH, 1UL);
    m_editor->installEventFilter(this);
    m_editor->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_editor, &QWidget::customContextMenuRequested, this, &TextView::showContextMenu);
    // Our own actions have these keys; Scintilla's would win, because it takes keys before shortcuts.
    for (const int key : {int('L'), int('D'), int('T'), int('U')})
        m_editor->SendScintilla(QsciScintilla::SCI_CLEARCMDKEY, static_cast<unsigned long>(key | (QsciScintilla::SCMOD_CTRL << 16)));
}

void TextView::applyColors()
{
    const QScopedValueRollback guard(m_isApplying, true);
    const QPalette &colors = palette();
    const QColor base = colors.color(QPalette::Base);
    const QColor text = colors.color(QPalette::Text);
    m_editor->setPaper(base);
    m_editor->setColor(text);
    m_editor->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    if (m_editor->lexer())
        applyLexerColors();
    m_editor->setCaretForegroundColor(text);
    m_editor->setCaretLineBackgroundColor(mixed(base, text, 0.06));
    m_editor->setSelectionBackgroundColor(colors.color(QPalette::Highlight));
    m_editor->setSelectionForegroundColor(colors.color(QPalette::HighlightedText));
    m_editor->setMarginsFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_editor->setMarginsBackgroundColor(mixed(base, text, 0.05));
    m_editor->setMarginsForegroundColor(mixed(base, text, 0.6));
    m_editor->setFoldMarginColors(mixed(base, text, 0.05), mixed(base, text, 0.05));
    for (int marker = int(QsciScintilla::SC_MARKNUM_FOLDEREND); marker <= int(QsciScintilla::SC_MARKNUM_FOLDEROPEN); ++marker) {
        m_editor->setMarkerForegroundColor(base, marker);
        m_editor->setMarkerBackgroundColor(mixed(base, text, 0.6), marker);
    }
    m_editor->setMatchedBraceBackgroundColor(mixed(base, toneColor(Tone::Info, colors), 0.35));
    m_editor->setMatchedBraceForegroundColor(text);
    m_editor->setUnmatchedBraceBackgroundColor(base);
    m_editor->setUnmatchedBraceForegroundColor(text);
}

void TextView::applyLexerColors()
{
    auto *lexer = m_editor->lexer();
    const QPalette &colors = palette();
    const bool dark = isDark(colors);
    const QColor text = colors.color(QPalette::Text);
    const QColor string = toneColor(Tone::Good, colors);
    lexer->setDefaultFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    lexer->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    lexer->setPaper(colors.color(QPalette::Base));
    lexer->setColor(text);
    lexer->setColor(toneColor(Tone::Info, colors), QsciLexerJSON::Property);
    lexer->setColor(string, QsciLexerJSON::String);
    // Where a long text was cut into display rows its pieces look unclosed; that is no error.
    lexer->setColor(string, QsciLexerJSON::UnclosedString);
    lexer->setColor(string, QsciLexerJSON::EscapeSequence);
    lexer->setColor(string, QsciLexerJSON::IRI);
    lexer->setColor(string, QsciLexerJSON::IRICompact);
    lexer->setColor(dark ? QColor(0xe0, 0xa0, 0xf0) : QColor(0x8a, 0x2b, 0x9a), QsciLexerJSON::Number);
    lexer->setColor(toneColor(Tone::Warning, colors), QsciLexerJSON::Keyword);
    lexer->setColor(mixed(colors.color(QPalette::Base), text, 0.75), QsciLexerJSON::Operator);
    lexer->setEolFill(false, QsciLexerJSON::UnclosedString);
    lexer->setEolFill(false, QsciLexerJSON::Error);
}

void TextView::find(const QString &text, bool matchCase, bool forward)
{
    int line = 0;
    int column = 0;
    int lineTo = 0;
    int columnTo = 0;
    // From the hit that is selected, so that going back does not find it again.
    m_editor->hasSelectedText() ? m_editor->getSelection(&line, &column, &lineTo, &columnTo) : m_editor->getCursorPosition(&line, &column);
    if (forward && m_editor->hasSelectedText())
        std::tie(line, column) = std::tie(lineTo, columnTo);
    m_findBar->showResult(m_editor->findFirst(text, false, matchCase, false, true, forward, line, column));
}

void TextView::showContextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copy = menu->addAction(icon(IconId::Copy), tr("Copy"), m_editor, &QsciScintilla::copy);
    copy->setEnabled(m_editor->hasSelectedText());
    menu->addAction(tr("Select all"), m_editor, [this] { m_editor->selectAll(); });
    menu->addSeparator();
    menu->addAction(icon(IconId::Find), tr("Find…"), this, &TextView::openFind);
    menu->addAction(icon(IconId::Expand), tr("Unfold all"), this, [this] { setFoldedToLevelOne(false); });
    menu->addAction(icon(IconId::Collapse), tr("Fold all"), this, [this] { setFoldedToLevelOne(true); });
    menu->popup(m_editor->mapToGlobal(position));
}

} // namespace persistence
