#pragma once

#include "model/find/filter.h"

#include <QFrame>
#include <QTimer>

class QBoxLayout;
class QComboBox;
class QLineEdit;
class QToolButton;

namespace persistence {

class FilterCompleter;
class PlainLabel;
class SavedFilterMenu;

/// Where people type what the record table is to show. What is typed counts after a pause, on Enter and on leaving the box; Esc clears it.
/// A text that is no filter is marked and says why, and the filter before it stays.
class FilterBar final : public QFrame
{
    Q_OBJECT

public:
    /// How long typing pauses before the filter runs, in milliseconds.
    static constexpr int kPauseMs = 300;

    /// Where the filter looks, as the menu beside it lists it: in the record on screen, whose hits are marked; or for records.
    enum class Scope { Value, Group, Everything };

    explicit FilterBar(QWidget *parent = nullptr);

    [[nodiscard]] const Filter &filter() const { return m_filter; }
    /// Writes a filter that was not typed.
    void setFilter(const Filter &filter);
    [[nodiscard]] Scope scope() const;
    void setScope(Scope scope);
    /// Puts the cursor into the box; again: looks in the next wider scope.
    void activate();
    [[nodiscard]] QLineEdit *edit() const { return m_edit; }
    [[nodiscard]] SavedFilterMenu *saved() const { return m_saved; }
    [[nodiscard]] FilterCompleter *completer() const { return m_completer; }

    /// As narrow as what stands beside the line: that has a row of its own then.
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void changed();
    /// Enter was pressed in the scope of one value: on to the next hit.
    void stepWanted();
    /// Chosen in the context menu of the box.
    void replaceRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QLayout *createLine();
    void arrange();
    [[nodiscard]] int widthBeside(bool hasSavedText) const;
    void connectSignals();
    void parse();
    void showError(const FilterError &error);
    void showHelp();
    void showMenu(const QPoint &position);

    Filter m_filter;
    QBoxLayout *m_line; ///< the box for text, and what stands beside it or below it
    QLineEdit *m_edit;
    FilterCompleter *m_completer = nullptr;
    QComboBox *m_scope;
    QToolButton *m_savedButton;
    SavedFilterMenu *m_saved;
    QToolButton *m_help;
    PlainLabel *m_error;
    QTimer m_pause;
};

} // namespace persistence
