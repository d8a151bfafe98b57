#pragma once

#include <QStatusBar>

class QAction;
class QToolButton;

namespace persistence {

class PlainLabel;

/// The last line of the window: what is open, whether it can be changed, how much is in it, and the switches for time and colours.
class StatusLine final : public QStatusBar
{
    Q_OBJECT

public:
    /// \a problems, \a timeZone and \a theme are actions of the window, each shown as a button.
    StatusLine(QAction *problems, QAction *timeZone, QAction *theme, QWidget *parent = nullptr);

    void showFile(const QString &name);
    /// Why it cannot be changed; empty: it can.
    void showLock(const QString &lockText);
    /// How much is edited and not saved; nothing for 0.
    void showDrafts(int count);
    void showCounts(qint64 records, qint64 problems);
    /// Which imports are incomplete, see ImportNotice::told(); empty for none.
    void showIncomplete(const QString &sentences);
    void showNothing();
    [[nodiscard]] QString text() const;

private:
    QToolButton *addButton(QAction *action);
    void showProblems();

    PlainLabel *m_file;
    PlainLabel *m_locked;
    PlainLabel *m_drafts;
    PlainLabel *m_records;
    QToolButton *m_problems;
    qint64 m_problemCount = 0;
    bool m_isIncomplete = false;
};

} // namespace persistence
