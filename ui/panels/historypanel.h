#pragma once

#include "model/base/latestjob.h"
#include "model/items/itemtext.h"
#include "model/workspace/history.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QTableView;
class QToolButton;

namespace persistence {

class ChangeView;
class Editing;
class EmptyState;
class HistoryModel;
class MessageBar;
class PlainLabel;
class Reverts;

/// The history: changes of the record on screen or of everything on the left, what the chosen ones did on the right, and ways back.
class HistoryPanel final : public QWidget
{
    Q_OBJECT

public:
    enum class Scope { Record, All };

    explicit HistoryPanel(QWidget *parent = nullptr);
    ~HistoryPanel() override;

    /// Null for none.
    void setEditing(Editing *editing);
    /// The record whose changes the scope Record lists; invalid for none.
    void setRecord(RecordRow record);
    void setScope(Scope scope);
    [[nodiscard]] Scope scope() const;
    void setTimeZone(TimeZone zone);
    /// Presentation mode: neither shows nor copies a value.
    void setValuesHidden(bool areHidden);
    void refresh();

    /// Always the same, so that the window does not move while another change is looked at.
    [[nodiscard]] QSize sizeHint() const override { return {1'000, 280}; }

signals:
    void recordRequested(RecordRow record);
    /// The limit of the history is to be looked at.
    void sizeRequested();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void createControls();
    QWidget *createList();
    QWidget *createDetails();
    void connectSignals();
    void fitTimes(TimeZone zone);
    void fitColumn(int column, const QString &widest);
    void showScope();
    void showContents();
    void selectFirst();
    void showSelection();
    void showUsage();
    void updateButtons();
    void showMenu(const QPoint &position);
    void revertSelected();
    void revertField();
    [[nodiscard]] bool isNewestVersion(int row) const;
    [[nodiscard]] QList<int> selectedRows() const;

    HistoryModel *m_model;
    QTabBar *m_scope;
    QLineEdit *m_filter;
    PlainLabel *m_usage;
    QToolButton *m_size;
    MessageBar *m_messages;
    Reverts *m_reverts;
    QStackedWidget *m_pages;
    QTableView *m_table;
    EmptyState *m_empty;
    ChangeView *m_details;
    QPushButton *m_revertField;
    QPushButton *m_revertSelected;
    QPushButton *m_revertSince;
    QPointer<Editing> m_editing;
    RecordRow m_record;
    LatestJob m_usageJob;
    bool m_isStale = false;
};

} // namespace persistence
