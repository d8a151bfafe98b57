#pragma once

#include "model/base/latestjob.h"
#include "model/transfer/exportscope.h"

#include <QWidget>

#include <memory>

class QListView;
class QRadioButton;
class QStandardItemModel;

namespace persistence {

class PlainLabel;

/// Which fields to export: all, or some of a list that is read from the records once it is asked for.
class FieldChoice final : public QWidget
{
    Q_OBJECT

public:
    explicit FieldChoice(std::shared_ptr<Workspace> workspace, QWidget *parent = nullptr);
    ~FieldChoice() override;

    /// The records whose fields are offered; the choice starts anew.
    void setScope(const ExportScope &scope);
    /// The checked fields; empty for all.
    [[nodiscard]] std::vector<bson::Path> chosen() const;
    /// All, or at least one of the list.
    [[nodiscard]] bool isValid() const;

signals:
    void changed();

private:
    void readFields();
    void showFields(const Result<std::vector<bson::Path>> &fields);
    void update();

    std::shared_ptr<Workspace> m_workspace;
    ExportScope m_scope;
    std::vector<bson::Path> m_fields;
    QRadioButton *m_all;
    QRadioButton *m_some;
    QStandardItemModel *m_model;
    QListView *m_list;
    PlainLabel *m_state;
    LatestJob m_job;
};

} // namespace persistence
