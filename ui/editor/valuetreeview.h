#pragma once

#include "model/base/latestjob.h"
#include "model/edit/fieldtext.h"
#include "ui/editor/fielddelegate.h"

#include <QTreeView>

#include <memory>
#include <optional>

class QMenu;

namespace persistence {

class EditBuffer;
class FieldActions;
class RowTools;
class ValueTreeModel;
struct CellLink;

/// A value as a tree: copying, and with a buffer editing in place, by keys, by the buttons at a row and by dragging.
class ValueTreeView final : public QTreeView
{
    Q_OBJECT

public:
    explicit ValueTreeView(ValueTreeModel *model, QWidget *parent = nullptr);
    ~ValueTreeView() override;

    /// Opens the first levels of small values, and selects the row of \a path or the nearest one above it.
    void reveal(const QList<QByteArray> &path, qsizetype valueSize);
    /// Opens what is above the field at \a path, which starts at the document, and selects it.
    void revealField(const bson::Path &path);
    /// The selected path; kept by the caller while the record changes.
    [[nodiscard]] QList<QByteArray> currentPath() const;

    /// What edits go to; null: read-only. The item model follows the buffer by itself.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes what was typed into an open cell editor into the buffer.
    void commitOpenEditor();
    /// What to mark; null for nothing.
    void setHits(std::shared_ptr<const RecordHits> hits) { m_delegate->setHits(std::move(hits)); }
    void setZone(DateZone zone);
    [[nodiscard]] FieldActions &actions() const { return *m_actions; }

    void copyValue();
    void copyPath();
    /// The way to the current field from the value on, as RFC 6901 writes it.
    void copyPointer();
    /// The selected value as relaxed Extended JSON; made by a job, since it may be large.
    void copyJson();
    /// Shows the whole of a text or the bytes of a binary in a window of their own.
    void openWhole();
    /// Opens the editor for the value of the current row: in its cell, or in a window for long texts and binaries.
    void editCurrentValue();
    void editCurrentName();
    /// Opens the part of a bar that holds a row; see ValueTreeModel::rangeLinks().
    void showRange(const QModelIndex &bar, qint64 row);

signals:
    /// Something to tell, with what can be done about it; the view goes on without an answer.
    void noticed(const persistence::FieldNotice &notice);
    void refused(const persistence::Error &error);
    /// The context menu of a field is about to be shown; whoever can do something with it adds that.
    void menuOpening(QMenu *menu, const persistence::bson::Path &path, const persistence::FieldValue &value);
    /// Another field is selected; \a path leads to it from the document on.
    void currentFieldChanged(const persistence::bson::Path &path);

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

protected slots:
    void closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint) override;

private:
    void createColumns();
    void fitColumns();
    void connectSignals();
    void expandFirstLevels();
    bool runKey(const QKeyEvent &event);
    void startAdded(const QModelIndex &row);
    /// Makes a cell the current one and opens its editor, so that the view knows whose editor it is when the current cell changes.
    void openCell(const QModelIndex &cell);
    void editNext(const QModelIndex &from, bool isForward);
    void openWindow(const QModelIndex &row);
    [[nodiscard]] std::optional<CellLink> linkAt(const QPoint &position) const;
    void fillRangeMenu(QMenu &menu, const QModelIndex &bar);

    ValueTreeModel *m_model;
    FieldDelegate *m_delegate;
    FieldActions *m_actions = nullptr;
    RowTools *m_tools = nullptr; ///< null while the view is being made
    /// A row that was added just now and has no name yet; Esc takes it back.
    QPersistentModelIndex m_fresh;
    QPointer<EditBuffer> m_buffer;
    /// What the user gave to the columns of names and types; they are narrower where there is no room.
    int m_nameWidth;
    int m_typeWidth;
    bool m_isFitting = false;
    LatestJob m_copyJob;
};

} // namespace persistence
