#pragma once

#include <QByteArray>
#include <QWidget>

class QsciScintilla;

namespace persistence {

class FindBar;

/// A read-only text with line numbers, folding, colours and finding. The only class that knows QScintilla.
/// QScintilla traps: it does not build with QT_NO_KEYWORDS, it needs Qt's PrintSupport, and its accessibility bridge is slow beyond 4 MB,
/// so a new text is one replacement.
class TextView final : public QWidget
{
    Q_OBJECT

public:
    enum class Language { Json, Plain };

    explicit TextView(QWidget *parent = nullptr);
    ~TextView() override;

    /// Shows \a utf8, with rows no longer than kMaxDisplayRow (see cutIntoDisplayRows()).
    void setText(const QByteArray &utf8, Language language);
    void clear();
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] QString selectedText() const;

    void openFind();
    void findNext();
    void findPrevious();
    void setFoldedToLevelOne(bool folded);

    /// Steps of the text size; 0 is the system's.
    void setZoom(int steps);

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void createEditor();
    void applyColors();
    void applyLexerColors();
    void find(const QString &text, bool matchCase, bool forward);
    void showContextMenu(const QPoint &position);

    QsciScintilla *m_editor;
    FindBar *m_findBar;
    bool m_isApplying = false;
};

} // namespace persistence
