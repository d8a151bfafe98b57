#pragma once

#include "model/edit/editbuffer.h"
#include "model/edit/fieldtext.h"
#include "ui/editor/fielddelegate.h"

#include <QTableView>

class QMenu;

namespace persistence {

class ValueTableModel;

/// An array of objects as a table: cells edit in place, items are added, removed and moved. Sorting by a click on a column changes the view
/// only; a third click goes back to the order of the items.
class ValueTableView final : public QTableView
{
    Q_OBJECT

public:
    explicit ValueTableView(ValueTableModel *model, QWidget *parent = nullptr);

    /// What edits go to; null: read-only. The item model follows the buffer by itself.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes what was typed into an open cell editor into the buffer.
    void commitOpenEditor();
    /// What to mark; null for nothing.
    void setHits(std::shared_ptr<const RecordHits> hits) { m_delegate->setHits(std::move(hits)); }
    void setZone(DateZone zone) { m_delegate->setZone(zone); }

    /// The place of the current cell in the document; empty if there is none.
    [[nodiscard]] bson::Path currentPath() const;
    /// Selects the cell that \a path is or is in.
    void reveal(const bson::Path &path);

    void addItem(bool likeFirst);
    void removeItems();
    void cloneItem();
    /// The items of the selected cells one place up (-1) or down (1), in one step; they stay selected.
    void moveItems(int direction);
    /// Takes the fields of the selected cells out of their items.
    void removeFields();
    void copyCells();

signals:
    void noticed(const persistence::FieldNotice &notice);
    void refused(const persistence::Error &error);
    /// The cell holds what is better looked at in the tree.
    void treeRequested(const persistence::bson::Path &path);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;

private:
    void editCurrent();
    bool runKey(const QKeyEvent &event);
    bool report(const Result<void> &edited);
    [[nodiscard]] QList<int> selectedItems() const;
    void fillEditMenu(QMenu &menu);

    ValueTableModel *m_model;
    FieldDelegate *m_delegate;
    QPointer<EditBuffer> m_buffer;
};

} // namespace persistence
