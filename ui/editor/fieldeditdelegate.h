#pragma once

#include "model/edit/fieldtext.h"
#include "ui/widgets/icondelegate.h"

#include <QPersistentModelIndex>
#include <QPointer>

namespace persistence {

/// Something to tell after a value was typed, with another value to store instead. The typed one is stored already: nothing waits for the
/// answer.
struct FieldNotice
{
    QPersistentModelIndex index;
    QString text;
    QString offer; ///< what the button says that stores the other value; empty for none
    FieldValue instead;
    QString dismiss; ///< what the button says that leaves all as it is; empty for none
};

/// Edits values in their cells: by the editor that makeFieldEditor() has for the type, or a line for a name. What is left with the cell is
/// stored, never dropped. The item model has the roles of ValueTreeModel. What cells look like is a matter of those who derive from it.
class FieldEditDelegate : public IconDelegate
{
    Q_OBJECT

public:
    using IconDelegate::IconDelegate;

    void setZone(DateZone zone) { m_zone = zone; }
    [[nodiscard]] DateZone zone() const { return m_zone; }
    /// The editor that is open now; null if there is none.
    [[nodiscard]] QWidget *openEditor() const { return m_editor; }

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

signals:
    void noticed(const persistence::FieldNotice &notice) const;

protected:
    bool eventFilter(QObject *editor, QEvent *event) override;

private:
    void commitValue(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const;

    DateZone m_zone = DateZone::Utc;
    mutable QPointer<QWidget> m_editor;
};

} // namespace persistence
