#include "ui/editor/codeeditor.h"

#include "model/edit/parsedtext.h"
#include "model/items/itemtext.h"
#include "ui/widgets/fonts.h"
#include "ui/widgets/tone.h"

#include <Qsci/qscilexerdiff.h>
#include <Qsci/qscilexerjson.h>

#include <QEvent>
#include <QKeyEvent>
#include <QMimeData>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr int kNumberMargin = 0;
constexpr int kErrorMargin = 1;
constexpr int kFoldMargin = 2;
constexpr int kErrorMarginWidth = 14;
constexpr int kErrorMarker = 1;
constexpr int kWarningMarker = 2;
constexpr int kLineMarker = 3;
// The first free ones: lexers have those below 8.
constexpr int kErrorIndicator = 8;
constexpr int kWarningIndicator = 9;
constexpr int kHitIndicator = 10;
constexpr int kFilterIndicator = 11;
constexpr int kIndent = 2;
/// With Ctrl, and with Shift as well: commands for lines in Scintilla.
constexpr Qt::Key kKeysOfTheWindow[] = {Qt::Key_L, Qt::Key_D, Qt::Key_T, Qt::Key_U, Qt::Key_Return};
/// Wrapping has to measure every line: longer texts scroll sideways instead.
constexpr qsizetype kMaxWrappedSize = 512 * 1024;

bool isInsideCharacter(char c)
{
    return (quint8(c) & 0xc0) == 0x80;
}

} // namespace

qsizetype longestLine(QByteArrayView utf8)
{
    qsizetype longest = 0;
    for (qsizetype begin = 0; begin <= utf8.size();) {
        const qsizetype found = utf8.indexOf('\n', begin);
        const qsizetype end = found < 0 ? utf8.size() : found;
        longest = std::max(longest, end - begin);
        begin = end + 1;
    }
    return longest;
}

CodeEditor::CodeEditor(QWidget *parent) : QsciScintilla(parent)
{
    setUp();
    showControlCharacters();
    applyColors(palette());
}

void CodeEditor::load(const QByteArray &utf8, Language language, bool isEditable)
{
    setReadOnly(false);
    SendScintilla(SCI_SETUNDOCOLLECTION, 0UL);
    SendScintilla(SCI_CLEARALL);
    delete lexer();
    QsciLexer *colors = nullptr;
    if (language == Language::Json)
        colors = new QsciLexerJSON(this);
    else if (language == Language::Diff)
        colors = new QsciLexerDiff(this);
    setLexer(colors);
    setFolding(language == Language::Json ? PlainFoldStyle : NoFoldStyle, kFoldMargin);
    setWrapMode(utf8.size() <= kMaxWrappedSize ? WrapCharacter : WrapNone);
    applyAllColors();
    SendScintilla(SCI_ALLOCATE, static_cast<unsigned long>(utf8.size() + 1));
    SendScintilla(SCI_APPENDTEXT, static_cast<uintptr_t>(utf8.size()), utf8.constData());
    SendScintilla(SCI_GOTOPOS, 0UL);
    SendScintilla(SCI_SETUNDOCOLLECTION, 1UL);
    SendScintilla(SCI_EMPTYUNDOBUFFER);
    setEditable(isEditable);
    // Lines of a comparison are not those of the text.
    if (language == Language::Diff)
        setMarginWidth(kNumberMargin, 0);
    else
        setMarginWidth(kNumberMargin, QString(QString::number(lines()).size() + 1, u'9'));
}

void CodeEditor::replaceText(const QByteArray &utf8)
{
    const QByteArray old = bytes();
    const qsizetype common = std::min(old.size(), utf8.size());
    qsizetype head = std::mismatch(old.begin(), old.begin() + common, utf8.begin()).first - old.begin();
    while (head > 0 && ((head < old.size() && isInsideCharacter(old[head])) || (head < utf8.size() && isInsideCharacter(utf8[head]))))
        --head;
    qsizetype tail = std::mismatch(old.rbegin(), old.rbegin() + (common - head), utf8.rbegin()).first - old.rbegin();
    while (tail > 0 && isInsideCharacter(old[old.size() - tail]))
        --tail;
    if (head + tail < std::max(old.size(), utf8.size()))
        replaceRange({head, old.size() - tail}, utf8.sliced(head, utf8.size() - head - tail));
}

void CodeEditor::setEditable(bool isEditable)
{
    setReadOnly(!isEditable);
    setMarginWidth(kErrorMargin, isEditable ? kErrorMarginWidth : 0);
}

QByteArray CodeEditor::bytes() const
{
    const auto *text = static_cast<const char *>(SendScintillaPtrResult(SCI_GETCHARACTERPOINTER));
    return QByteArray(text, size());
}

qsizetype CodeEditor::size() const
{
    return qsizetype(SendScintilla(SCI_GETLENGTH));
}

TextRange CodeEditor::selection() const
{
    return {qsizetype(SendScintilla(SCI_GETSELECTIONSTART)), qsizetype(SendScintilla(SCI_GETSELECTIONEND))};
}

void CodeEditor::select(TextRange range)
{
    SendScintilla(SCI_ENSUREVISIBLEENFORCEPOLICY, SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(range.begin)));
    SendScintilla(SCI_SETSEL, static_cast<unsigned long>(range.begin), static_cast<long>(range.end));
}

void CodeEditor::replaceRange(TextRange range, const QByteArray &utf8)
{
    const bool wasReadOnly = isReadOnly();
    setReadOnly(false);
    SendScintilla(SCI_BEGINUNDOACTION);
    SendScintilla(SCI_SETTARGETRANGE, static_cast<unsigned long>(range.begin), static_cast<long>(range.end));
    SendScintilla(SCI_REPLACETARGET, static_cast<uintptr_t>(utf8.size()), utf8.constData());
    SendScintilla(SCI_ENDUNDOACTION);
    setReadOnly(wasReadOnly);
}

void CodeEditor::markError(std::optional<TextRange> range, bool isWarning)
{
    for (const int indicator : {kErrorIndicator, kWarningIndicator}) {
        SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
        SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(size()));
    }
    markerDeleteAll(kErrorMarker);
    markerDeleteAll(kWarningMarker);
    if (!range)
        return;
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(isWarning ? kWarningIndicator : kErrorIndicator));
    SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(range->begin), static_cast<long>(range->end - range->begin));
    const auto line = SendScintilla(SCI_LINEFROMPOSITION, static_cast<unsigned long>(range->begin));
    markerAdd(int(line), isWarning ? kWarningMarker : kErrorMarker);
}

void CodeEditor::markHits(std::span<const TextRange> hits)
{
    fill(kHitIndicator, hits);
}

void CodeEditor::markFiltered(std::span<const TextRange> hits)
{
    fill(kFilterIndicator, hits);
}

void CodeEditor::fill(int indicator, std::span<const TextRange> ranges)
{
    SendScintilla(SCI_SETINDICATORCURRENT, static_cast<unsigned long>(indicator));
    SendScintilla(SCI_INDICATORCLEARRANGE, 0UL, static_cast<long>(size()));
    for (const TextRange &range : ranges)
        SendScintilla(SCI_INDICATORFILLRANGE, static_cast<unsigned long>(range.begin), static_cast<long>(range.end - range.begin));
}

QString CodeEditor::reasonToRefuse(const QByteArray &pasted) const
{
    if (pasted.size() + size() - (selection().end - selection().begin) > kMaxEditedSize)
        return tr("The pasted text is %1; text is edited up to %2. Nothing was pasted. Paste it in parts, or paste each part into a field "
                  "of the tree.")
            .arg(sizeText(pasted.size()), sizeText(kMaxEditedSize));
    if (longestLine(pasted) > kMaxEditedLine && !laidOutText(pasted, false, kIndent))
        return tr("The pasted text has a line of %1; lines are edited up to %2. Nothing was pasted. Paste a long text into a field of the "
                  "tree.")
            .arg(sizeText(longestLine(pasted)), sizeText(kMaxEditedLine));
    return {};
}

bool CodeEditor::canInsertFromMimeData(const QMimeData *source) const
{
    if (!QsciScintilla::canInsertFromMimeData(source) || isReadOnly())
        return false;
    const QString reason = reasonToRefuse(source->text().toUtf8());
    if (!reason.isEmpty())
        emit const_cast<CodeEditor *>(this)->pasteRefused(reason);
    return reason.isEmpty();
}

QByteArray CodeEditor::fromMimeData(const QMimeData *source, bool &rectangular) const
{
    QByteArray text = QsciScintilla::fromMimeData(source, rectangular);
    if (longestLine(text) <= kMaxEditedLine)
        return text;
    emit const_cast<CodeEditor *>(this)->pasteLaidOut();
    return laidOutText(text, false, kIndent).value_or(text);
}

/// Scintilla takes keys before the window's shortcuts, even those that it was told to forget. In a text that is only read undo is the
/// window's; in one that is edited it is not even when there is no more to undo, so that who holds the key down does not take back a saved
/// change.
bool CodeEditor::leaveToTheWindow(const QKeyEvent &event) const
{
    const bool isControl = event.modifiers().testFlag(Qt::ControlModifier) && !event.modifiers().testFlag(Qt::AltModifier);
    if (isControl && std::find(std::begin(kKeysOfTheWindow), std::end(kKeysOfTheWindow), event.key()) != std::end(kKeysOfTheWindow))
        return true;
    return isReadOnly() && (event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo));
}

bool CodeEditor::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && leaveToTheWindow(*static_cast<QKeyEvent *>(event))) {
        event->ignore();
        return true;
    }
    return QsciScintilla::event(event);
}

void CodeEditor::setUp()
{
    setUtf8(true);
    setEolMode(EolUnix);
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setMarginType(kNumberMargin, NumberMargin);
    setMarginType(kErrorMargin, SymbolMargin);
    setMarginMarkerMask(kErrorMargin, (1 << kErrorMarker) | (1 << kWarningMarker));
    setMarginWidth(kErrorMargin, 0);
    markerDefine(Circle, kErrorMarker);
    markerDefine(RightTriangle, kWarningMarker);
    markerDefine(Background, kLineMarker);
    indicatorDefine(SquiggleIndicator, kErrorIndicator);
    indicatorDefine(DashesIndicator, kWarningIndicator);
    indicatorDefine(StraightBoxIndicator, kHitIndicator);
    indicatorDefine(StraightBoxIndicator, kFilterIndicator);
    setBraceMatching(SloppyBraceMatch);
    setCaretLineVisible(true);
    setAutoIndent(true);
    setIndentationsUseTabs(false);
    setIndentationWidth(kIndent);
    setTabWidth(kIndent);
    setBackspaceUnindents(true);
    setWrapVisualFlags(WrapFlagByText);
    setWrapIndentMode(WrapIndentIndented);
    SendScintilla(SCI_SETSCROLLWIDTHTRACKING, 1UL);
    SendScintilla(SCI_SETSCROLLWIDTH, 1UL);
    // Our own actions have these keys; Scintilla's would win, because it takes keys before shortcuts.
    for (const Qt::Key key : kKeysOfTheWindow) {
        const int sciKey = key == Qt::Key_Return ? int(SCK_RETURN) : int(key);
        for (const int modifiers : {int(SCMOD_CTRL), int(SCMOD_CTRL | SCMOD_SHIFT)})
            SendScintilla(SCI_CLEARCMDKEY, static_cast<unsigned long>(sciKey | (modifiers << 16)));
    }
    SendScintilla(SCI_ASSIGNCMDKEY, static_cast<unsigned long>(int('Z') | ((SCMOD_CTRL | SCMOD_SHIFT) << 16)), static_cast<long>(SCI_REDO));
}

/// Characters that have no picture, or reorder what stands beside them, show as their names.
void CodeEditor::showControlCharacters()
{
    struct Sign
    {
        const char *utf8;
        const char *name;
    };
    static constexpr Sign kSigns[] = {
        {"\xc2\x85", "NEL"},      {"\xc2\xa0", "NBSP"},    {"\xc2\xad", "SHY"},     {"\xd8\x9c", "ALM"},     {"\xe2\x80\x8b", "ZWSP"},
        {"\xe2\x80\x8c", "ZWNJ"}, {"\xe2\x80\x8d", "ZWJ"}, {"\xe2\x80\x8e", "LRM"}, {"\xe2\x80\x8f", "RLM"}, {"\xe2\x80\xa8", "LS"},
        {"\xe2\x80\xa9", "PS"},   {"\xe2\x80\xaa", "LRE"}, {"\xe2\x80\xab", "RLE"}, {"\xe2\x80\xac", "PDF"}, {"\xe2\x80\xad", "LRO"},
        {"\xe2\x80\xae", "RLO"},  {"\xe2\x81\xa0", "WJ"},  {"\xe2\x81\xa6", "LRI"}, {"\xe2\x81\xa7", "RLI"}, {"\xe2\x81\xa8", "FSI"},
        {"\xe2\x81\xa9", "PDI"},  {"\xef\xbb\xbf", "BOM"},
    };
    for (const Sign &sign : kSigns)
        SendScintilla(SCI_SETREPRESENTATION, sign.utf8, sign.name);
}

void CodeEditor::applyColors(const QPalette &colors)
{
    m_colors = colors;
    applyAllColors();
}

void CodeEditor::applyAllColors()
{
    const QPalette &colors = m_colors;
    const QColor base = colors.color(QPalette::Base);
    const QColor text = colors.color(QPalette::Text);
    setPaper(base);
    setColor(text);
    setFont(fixedFont());
    if (lexer())
        applyLexerColors();
    setCaretForegroundColor(text);
    setCaretLineBackgroundColor(mixed(base, text, 0.06));
    setSelectionBackgroundColor(colors.color(QPalette::Highlight));
    setSelectionForegroundColor(colors.color(QPalette::HighlightedText));
    setMarginsFont(fixedFont());
    setMarginsBackgroundColor(mixed(base, text, 0.05));
    setMarginsForegroundColor(mixed(base, text, 0.6));
    setFoldMarginColors(mixed(base, text, 0.05), mixed(base, text, 0.05));
    for (int marker = int(SC_MARKNUM_FOLDEREND); marker <= int(SC_MARKNUM_FOLDEROPEN); ++marker) {
        setMarkerForegroundColor(base, marker);
        setMarkerBackgroundColor(mixed(base, text, 0.6), marker);
    }
    setMatchedBraceBackgroundColor(mixed(base, toneColor(Tone::Info, colors), 0.35));
    setMatchedBraceForegroundColor(text);
    setUnmatchedBraceBackgroundColor(base);
    setUnmatchedBraceForegroundColor(text);
    applyMarkColors();
}

void CodeEditor::markLines(std::span<const int> lines, Tone tone)
{
    m_lineTone = tone;
    applyMarkColors();
    markerDeleteAll(kLineMarker);
    for (const int line : lines)
        markerAdd(line, kLineMarker);
}

void CodeEditor::applyMarkColors()
{
    const QColor bad = toneColor(Tone::Bad, m_colors);
    const QColor warning = toneColor(Tone::Warning, m_colors);
    setMarkerBackgroundColor(bad, kErrorMarker);
    setMarkerForegroundColor(bad, kErrorMarker);
    setMarkerBackgroundColor(warning, kWarningMarker);
    setMarkerForegroundColor(warning, kWarningMarker);
    setMarkerBackgroundColor(toneBackground(m_lineTone, m_colors), kLineMarker);
    setIndicatorForegroundColor(bad, kErrorIndicator);
    setIndicatorForegroundColor(warning, kWarningIndicator);
    for (const int indicator : {kHitIndicator, kFilterIndicator}) {
        setIndicatorForegroundColor(warning, indicator);
        SendScintilla(SCI_INDICSETALPHA, static_cast<unsigned long>(indicator), 70L);
        SendScintilla(SCI_INDICSETOUTLINEALPHA, static_cast<unsigned long>(indicator), 160L);
    }
}

void CodeEditor::applyLexerColors()
{
    const QPalette &colors = m_colors;
    const bool dark = isDark(colors);
    const QColor text = colors.color(QPalette::Text);
    const QColor string = toneColor(Tone::Good, colors);
    lexer()->setDefaultFont(fixedFont());
    lexer()->setFont(fixedFont());
    lexer()->setPaper(colors.color(QPalette::Base));
    lexer()->setColor(text);
    if (qobject_cast<QsciLexerDiff *>(lexer())) {
        lexer()->setColor(toneColor(Tone::Bad, colors), QsciLexerDiff::LineRemoved);
        lexer()->setColor(string, QsciLexerDiff::LineAdded);
        lexer()->setColor(mixed(colors.color(QPalette::Base), text, 0.6), QsciLexerDiff::Position);
        return;
    }
    lexer()->setColor(toneColor(Tone::Info, colors), QsciLexerJSON::Property);
    lexer()->setColor(string, QsciLexerJSON::String);
    // Where a long text was cut into display rows its pieces look unclosed; that is no error.
    lexer()->setColor(string, QsciLexerJSON::UnclosedString);
    lexer()->setColor(string, QsciLexerJSON::EscapeSequence);
    lexer()->setColor(string, QsciLexerJSON::IRI);
    lexer()->setColor(string, QsciLexerJSON::IRICompact);
    lexer()->setColor(dark ? QColor(0xe0, 0xa0, 0xf0) : QColor(0x8a, 0x2b, 0x9a), QsciLexerJSON::Number);
    lexer()->setColor(toneColor(Tone::Warning, colors), QsciLexerJSON::Keyword);
    lexer()->setColor(mixed(colors.color(QPalette::Base), text, 0.75), QsciLexerJSON::Operator);
    lexer()->setEolFill(false, QsciLexerJSON::UnclosedString);
    lexer()->setEolFill(false, QsciLexerJSON::Error);
}

} // namespace persistence
