#pragma once

#include "ui/widgets/tone.h"

#include <Qsci/qsciscintilla.h>

#include <QByteArray>
#include <QPalette>

#include <optional>
#include <span>
#include <vector>

namespace persistence {

/// A stretch of a text, in bytes of its UTF-8.
struct TextRange
{
    qsizetype begin = 0;
    qsizetype end = 0;

    bool operator==(const TextRange &) const = default;
};

/// The QScintilla widget of a TextView: colours of the palette, marks, and texts as bytes. Only TextView uses it.
/// QScintilla traps: it does not build with QT_NO_KEYWORDS, it needs Qt's PrintSupport, its own setText() and text() stop at a NUL, and its
/// accessibility bridge is slow beyond 4 MB, so that a new text is always one replacement.
class CodeEditor final : public QsciScintilla
{
    Q_OBJECT

public:
    enum class Language { Json, Diff, Plain };

    /// Typing and pasting stop at this many bytes (performance guide, section 6).
    static constexpr qsizetype kMaxEditedSize = 4'000'000;
    /// A line that is edited is drawn anew with each key; longer ones would make that slow. In bytes.
    static constexpr qsizetype kMaxEditedLine = 100'000;

    explicit CodeEditor(QWidget *parent = nullptr);

    /// A new text, with no way back to the old one. Read-only unless \a isEditable.
    void load(const QByteArray &utf8, Language language, bool isEditable);
    /// Replaces what differs between the text and \a utf8, so that cursor, scroll position and folding stay. One undo.
    void replaceText(const QByteArray &utf8);
    void setEditable(bool isEditable);
    [[nodiscard]] QByteArray bytes() const;
    [[nodiscard]] qsizetype size() const;

    [[nodiscard]] TextRange selection() const;
    void select(TextRange range);
    void replaceRange(TextRange range, const QByteArray &utf8);
    /// Underlines the text at \a range and marks its line in the margin.
    void markError(std::optional<TextRange> range, bool isWarning);
    void markHits(std::span<const TextRange> hits);
    /// Gives lines (counted from 0) the background of \a tone; only those.
    void markLines(std::span<const int> lines, Tone tone);
    /// The same for what the filter of the list found, which stays while something else is looked for.
    void markFiltered(std::span<const TextRange> hits);

    /// The colours of \a colors, until there are others.
    void applyColors(const QPalette &colors);

signals:
    /// The clipboard holds too much to be edited here; \a reason says so in a sentence.
    void pasteRefused(const QString &reason);
    /// One long line of JSON was pasted, and laid out.
    void pasteLaidOut();

protected:
    bool canInsertFromMimeData(const QMimeData *source) const override;
    QByteArray fromMimeData(const QMimeData *source, bool &rectangular) const override;
    bool event(QEvent *event) override;

private:
    void setUp();
    void fill(int indicator, std::span<const TextRange> ranges);
    void applyAllColors();
    void applyLexerColors();
    void applyMarkColors();
    void showControlCharacters();
    [[nodiscard]] QString reasonToRefuse(const QByteArray &pasted) const;
    bool leaveToTheWindow(const QKeyEvent &event) const;

    QPalette m_colors;
    Tone m_lineTone = Tone::Warning; ///< of marked lines
};

/// The length of the longest line of \a utf8 in bytes.
[[nodiscard]] qsizetype longestLine(QByteArrayView utf8);

} // namespace persistence
