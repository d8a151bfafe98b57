#pragma once

#include "model/base/latestjob.h"

#include <QByteArray>
#include <QWidget>

#include <memory>
#include <optional>
#include <span>
#include <vector>

class QMenu;

namespace persistence {

class CodeEditor;
class FindBar;
enum class Tone;
struct SearchHits;
struct SearchTerms;
struct TextFilter;
struct TextRange;

/// A text with line numbers, folding, colours, marks, finding and replacing. Read-only until a text is set to be edited.
class TextView final : public QWidget
{
    Q_OBJECT

public:
    enum class Language { Json, Diff, Plain };

    explicit TextView(QWidget *parent = nullptr);
    ~TextView() override;

    /// Shows \a utf8 from its start, without a way back to the text before. Read-only texts need rows no longer than kMaxDisplayRow (see
    /// cutIntoDisplayRows()).
    void setText(const QByteArray &utf8, Language language, bool isEditable = false);
    void clear();
    /// The text became another one elsewhere: what differs is replaced, so that cursor, scroll position and folding stay; one undo.
    void replaceText(const QByteArray &utf8);
    /// The same as an act of the person: typed() follows.
    void typeText(const QByteArray &utf8);
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] QString selectedText() const;
    [[nodiscard]] bool isEditable() const;
    /// The same text is edited from now on, or only read.
    void setEditable(bool isEditable);

    /// Marks the word at \a offset, in bytes, as the place of an error or of a warning; a negative offset takes the mark away.
    void markError(qint64 offset, bool isWarning = false);
    /// Gives lines (counted from 0) the background of \a tone, until another text is set.
    void markLines(std::span<const int> lines, Tone tone);
    /// Scrolls to a line, counted from 0; the cursor goes to its start.
    void showLine(int line);
    /// The cursor goes there, the line unfolds, the text gets the focus.
    void goTo(qint64 offset);
    /// Asks for a line and goes there.
    void openGoToLine();

    /// What the list is filtered by: marked while it is there.
    void setFilter(const TextFilter &filter);
    /// What finding begins with.
    void suggestToFind(const SearchTerms &terms);
    void openFind();
    /// What is being looked for, while the cursor is in the line that it is typed into.
    [[nodiscard]] QString textBeingFound() const;
    void openReplace();
    void findNext();
    void findPrevious();

    void unfoldAll();
    /// Folds everything deeper than \a level; 1 leaves only the outermost bracket open.
    void foldToLevel(int level);

    /// Steps of the text size; 0 is the system's.
    void setZoom(int steps);
    void zoomBy(int steps);

    // Undo of what was typed; another text from setText() ends it.
    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    void undo();
    void redo();

signals:
    /// The person changed the text.
    void typed();
    /// Something was not done, or was done otherwise; \a sentence says what and why.
    void noticed(const QString &sentence);
    void focusLeft();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void createEditor();
    void connectSignals();
    void search(const SearchTerms &terms, const TextRange &from, bool forward, qsizetype countLimit);
    void showHits(const SearchHits &hits);
    void markFiltered();
    void replaceHit(const SearchTerms &terms, const QString &with);
    void replaceAllHits(const SearchTerms &terms, const QString &with);
    void openFindBar(bool replaces);
    void closeFindBar();
    void showContextMenu(const QPoint &position);
    void addEditing(QMenu *menu);

    CodeEditor *m_editor;
    FindBar *m_findBar;
    std::unique_ptr<TextFilter> m_filter;
    LatestJob m_search;
    LatestJob m_marking;
    bool m_isApplying = false;
    bool m_isLoading = false;
};

} // namespace persistence
