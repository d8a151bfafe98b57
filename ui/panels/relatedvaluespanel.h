#pragma once

#include "model/find/filter.h"
#include "model/workspace/groups.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QStackedWidget;
class QTableView;

namespace persistence {

class EmptyState;
class JobBar;
class MessageBar;
class PlainLabel;
class ValueCountsModel;
class Workspace;

/// The values of the selected path in all records of the group, the most frequent first, missing and null included. A click filters the
/// group by a value. Counts only while it is visible, by a job, a moment after the path or the group became another one.
class RelatedValuesPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit RelatedValuesPanel(QWidget *parent = nullptr);
    ~RelatedValuesPanel() override;

    /// Null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void setGroup(const Group &group);
    /// The selected path, from the document on; empty for none.
    void setPath(const bson::Path &path);
    /// Records were changed.
    void refresh();
    void setLocalTime(bool localTime);
    void setValuesHidden(bool areHidden);

    [[nodiscard]] ValueCountsModel *model() const { return m_model; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// Only records with the value, or without any, are wanted.
    void filterRequested(const persistence::Filter &filter);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void createTable();
    void connectSignals();
    void want();
    void count();
    void showState();
    void requestFilter();
    void copy() const;

    std::shared_ptr<Workspace> m_workspace;
    Group m_group;
    FieldPath m_path;
    bool m_isStale = true; ///< what is shown is not what is selected
    bool m_areHidden = false;
    QTimer m_pause;    ///< of moving through fields, before it counts
    QTimer m_announce; ///< before counting is worth showing
    ValueCountsModel *m_model;
    PlainLabel *m_title;
    PlainLabel *m_summary;
    MessageBar *m_messages;
    QStackedWidget *m_pages;
    QTableView *m_table;
    EmptyState *m_empty;
    JobBar *m_jobBar;
};

} // namespace persistence
