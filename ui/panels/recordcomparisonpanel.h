#pragma once

#include "model/base/latestjob.h"
#include "model/items/recordcomparison.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace persistence {

class CompareView;
class ComparisonLists;
class EmptyState;
class JobBar;
class KindBar;
class MessageBar;
class PlainLabel;
class RecordComparisonModel;
enum class TimeZone;
struct Comparison;

/// Two workspaces, dumps or groups compared: how many records differ in which way, the list of them, and the fields of the selected one.
/// Jobs compare, filter and read; nothing is changed. Lets the workspaces go when it is cleared.
class RecordComparisonPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordComparisonPanel(QWidget *parent = nullptr);
    ~RecordComparisonPanel() override;

    void compare(const ComparisonOrder &order);
    void clear();
    /// What is open in the window: its records can be gone to.
    void setOpenWorkspace(std::shared_ptr<Workspace> workspace);
    /// The open workspace was changed: what is listed may be older.
    void setStale();
    void setTimeZone(TimeZone zone);
    void setValuesHidden(bool areHidden);

    [[nodiscard]] RecordComparisonModel *model() const { return m_model; }
    [[nodiscard]] CompareView *compareView() const { return m_details; }

signals:
    /// A record of the open workspace is wanted in the tree.
    void recordRequested(RecordRow record);

private:
    QWidget *createHead();
    void createFilter();
    QWidget *createList();
    void connectSignals();
    void compareAgain(bool isOtherKey);
    void showState();
    void showOrder();
    void showContents();
    void showSelection();
    void showRecord(const Result<Comparison> &comparison);
    void followProgress();
    void showMenu(const QPoint &position);
    void goToRecord();
    void copySelection();
    void showError(const Error &error);
    /// The current record in the open workspace; invalid if it is only in the other one.
    [[nodiscard]] RecordRow openRecord() const;

    RecordComparisonModel *m_model;
    ComparisonLists *m_lists;
    std::weak_ptr<Workspace> m_open;
    PlainLabel *m_title;
    QToolButton *m_swap;
    QComboBox *m_by;
    QCheckBox *m_onlyValues;
    QToolButton *m_again;
    QToolButton *m_copy;
    QToolButton *m_export;
    KindBar *m_kinds;
    QLineEdit *m_filter;
    QTimer m_pause; ///< of typing, before it filters
    MessageBar *m_messages;
    JobBar *m_jobBar;
    QStackedWidget *m_pages;
    QTableView *m_table;
    EmptyState *m_empty;
    CompareView *m_details;
    bool m_areValuesHidden = false;
    LatestJob m_recordJob;
    std::shared_ptr<Progress> m_followed; ///< of the job that runs
    QTimer m_announce;                    ///< before that is worth showing
};

} // namespace persistence
