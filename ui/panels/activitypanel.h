#pragma once

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace persistence {

class ActivityModel;
class EmptyState;

/// The log of what the program did, and the choice to see only what wrote something.
class ActivityPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ActivityPanel(QWidget *parent = nullptr);

    [[nodiscard]] ActivityModel *model() const { return m_model; }
    /// Puts the selected lines on the clipboard, tab-separated; all of them if none is selected.
    void copy() const;

private:
    void showContents();

    ActivityModel *m_model;
    QTableView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace persistence
