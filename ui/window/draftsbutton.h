#pragma once

#include "model/edit/editbuffer.h"

#include <QToolButton>

class QMenu;

namespace persistence {

class DraftKeeper;
class DraftListModel;

/// "Save (2 drafts)" in the tool bar: a menu of all drafts with what can be done with each.
class DraftsButton final : public QToolButton
{
    Q_OBJECT

public:
    /// \a save and \a showDrafts are actions of the window. \a drafts tells the texts of the drafts.
    DraftsButton(QAction *save, QAction *showDrafts, DraftListModel *drafts, QWidget *parent = nullptr);

signals:
    void goToRequested(EditBuffer *buffer);
    void compareRequested(EditBuffer *buffer);
    void saveRequested(const QList<EditBuffer *> &buffers);
    void discardRequested(const QList<EditBuffer *> &buffers);

private:
    void update();
    void fillMenu();
    void addDraft(int row);
    [[nodiscard]] QList<EditBuffer *> all() const;

    QAction *m_save;
    QAction *m_showDrafts;
    DraftListModel *m_model;
    QMenu *m_menu;
};

} // namespace persistence
