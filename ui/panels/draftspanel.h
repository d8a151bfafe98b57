#pragma once

#include "model/edit/editbuffer.h"
#include "model/items/iconid.h"
#include "model/items/itemtext.h"

#include <QWidget>

#include <memory>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace persistence {

class DraftKeeper;
class DraftListModel;
class EmptyState;
class Workspace;

/// All drafts of the workspace: where each belongs, what it will do, and the buttons to go there, save and discard.
class DraftsPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit DraftsPanel(QWidget *parent = nullptr);
    ~DraftsPanel() override;

    /// Null for none; outlives what is shown.
    void setDrafts(DraftKeeper *drafts, const std::shared_ptr<Workspace> &workspace);
    void setTimeZone(TimeZone zone);
    [[nodiscard]] DraftListModel *model() const { return m_model; }

signals:
    void goToRequested(EditBuffer *buffer);
    void compareRequested(EditBuffer *buffer);
    void saveRequested(const QList<EditBuffer *> &buffers);
    void discardRequested(const QList<EditBuffer *> &buffers);
    /// What saving would write, in words, for these.
    void operationsRequested(const QList<EditBuffer *> &buffers);

private:
    QPushButton *addButton(IconId picture, const QString &text);
    [[nodiscard]] QList<EditBuffer *> selected() const;
    void showMenu(const QPoint &position);
    void update();

    DraftListModel *m_model;
    QTableView *m_view;
    EmptyState *m_empty;
    QStackedWidget *m_pages;
    QWidget *m_buttons;
    QPushButton *m_goTo;
    QPushButton *m_compare;
    QPushButton *m_operations;
    QPushButton *m_discard;
    QPushButton *m_save;
};

} // namespace persistence
