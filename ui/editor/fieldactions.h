#pragma once

#include "model/edit/fieldedits.h"
#include "model/items/valuetreemodel.h"

#include <QObject>

class QTreeView;

namespace persistence {

struct FieldNotice;

/// What can be done with the selected fields and items of a value: each action is one step of the buffer. Without a buffer, or while it is
/// locked, they do nothing.
class FieldActions final : public QObject
{
    Q_OBJECT

public:
    FieldActions(ValueTreeModel *model, QTreeView *view);

    void setBuffer(EditBuffer *buffer) { m_buffer = buffer; }
    [[nodiscard]] bool isEnabled() const { return m_buffer && m_model->isEditable(); }

    /// The rows that actions work on: members that are there, in the order of the tree.
    [[nodiscard]] QModelIndexList rows() const;
    [[nodiscard]] QModelIndex current() const;
    /// A current row that is an object or array that is there.
    [[nodiscard]] bool isContainer(const QModelIndex &row) const;
    /// The first item of the array that a row is, or is in; nothing if there is none.
    [[nodiscard]] std::optional<bson::Element> firstItem(const QModelIndex &row) const;

    void addAfter();
    /// At the end of the current object or array; of the whole value if no row is current.
    void addInside();
    /// An item shaped as the first one of its array, with empty values.
    void addLikeFirst();
    void remove();
    void clone();
    /// The selected fields one place up (-1) or down (1) among their neighbours, in one step; they stay selected.
    void move(int direction);
    void changeType(bson::Type type);
    /// An empty array or object in place of a null or an empty text; false if the row is something else.
    bool startContainer(bson::Type type);
    /// Makes a row as it is stored: an added one goes, a removed one comes back.
    void takeBack(const QModelIndex &row);

    /// The selected fields to the clipboard: as JSON for others, exactly for this program.
    void copyFields();
    void cut();
    void paste();

signals:
    /// A row was added and wants a name, or a value.
    void added(const QModelIndex &row);
    void refused(const persistence::Error &error);
    void noticed(const persistence::FieldNotice &notice);

private:
    [[nodiscard]] std::optional<std::vector<qint64>> selectedSiblings(const bson::Path &container) const;
    void selectMembers(const bson::Path &container, std::span<const qint64> positions, qint64 current);
    bool report(const Result<void> &edited);
    void add(const bson::Path &container, qint64 position, const QByteArray &wantedName, const FieldValue &value, bool isEdited);
    void pasteText(const QString &text);
    void pasteFields(bson::DocumentView fields);
    [[nodiscard]] ValueTreeModel::Place placeBehindCurrent() const;

    ValueTreeModel *m_model;
    QTreeView *m_view;
    QPointer<EditBuffer> m_buffer;
};

} // namespace persistence
