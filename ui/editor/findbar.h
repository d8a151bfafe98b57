#pragma once

#include "ui/editor/textsearch.h"

#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QTimer;

namespace persistence {

class PlainLabel;

/// The lines below a text that find and replace in it. It knows nothing of the text: it asks, and is told what there was.
class FindBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FindBar(QWidget *parent = nullptr);

    /// Shows the bar with \a text selected in it, ready to be typed over; with \a replaces also the line to replace.
    void open(const QString &text, bool replaces);
    /// What to begin with, such as what the list is filtered by; nothing that a person typed is replaced. Searches for nothing yet.
    void suggest(const SearchTerms &terms);
    /// Whether the text can be edited; otherwise replacing is grey and says why.
    void setCanReplace(bool canReplace);
    [[nodiscard]] SearchTerms terms() const;
    [[nodiscard]] bool isReplacing() const;

    void showHits(const SearchHits &hits);
    void showReplaced(qsizetype count);
    void showError(const QString &sentence);

    void findNext();
    void findPrevious();

signals:
    void wanted(const SearchTerms &terms, bool forward);
    /// The terms were changed, or the text is to be counted further: hits are to be shown, and the first from where the search began.
    void changed(const SearchTerms &terms, qsizetype countLimit);
    void replaceWanted(const SearchTerms &terms, const QString &with);
    void replaceAllWanted(const SearchTerms &terms, const QString &with);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void createFindRow(QHBoxLayout *row);
    void createReplaceRow(QHBoxLayout *row);
    void connectSignals();
    void ask(bool forward);
    void search(qsizetype countLimit);

    QTimer *m_pause;
    qsizetype m_countLimit = SearchStart{}.countLimit;
    bool m_canReplace = false;
    SearchTerms m_suggested;
    QLineEdit *m_edit;
    QCheckBox *m_matchCase;
    QCheckBox *m_wholeWord;
    QCheckBox *m_regex;
    PlainLabel *m_result;
    QPushButton *m_continue;
    QWidget *m_replaceRow;
    QLineEdit *m_with;
    QPushButton *m_replace;
    QPushButton *m_replaceAll;
};

} // namespace persistence
