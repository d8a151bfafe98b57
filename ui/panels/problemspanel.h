#pragma once

#include "model/base/error.h"

#include <QWidget>

#include <memory>

class QStackedWidget;
class QTableView;

namespace persistence {

class EmptyState;
class PlainLabel;
class ProblemModel;
class Workspace;

/// What could not be read on import, with place and reason. Opening a line shows the bytes that were kept.
class ProblemsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsPanel(QWidget *parent = nullptr);
    ~ProblemsPanel() override;

    /// Null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void refresh();
    /// Why not everything was read, in lines; empty: everything was.
    void setIncomplete(const QString &sentences);

signals:
    void failed(const Error &error);

private:
    [[nodiscard]] QWidget *createList();
    void openBytes(int row);
    void showContents();

    ProblemModel *m_model;
    QTableView *m_view;
    PlainLabel *m_incomplete; ///< above the list
    EmptyState *m_empty;
    QStackedWidget *m_pages;
};

} // namespace persistence
