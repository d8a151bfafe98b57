#pragma once

#include "model/items/draftmarks.h"
#include "model/items/itemtext.h"

#include <QAbstractTableModel>
#include <QPointer>

#include <memory>

namespace persistence {

class Reader;
class Workspace;

/// All drafts of a workspace, of every group, in the order in which they were begun. Follows the keeper; lives on the thread of the window.
class DraftListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { RecordColumn, KeyColumn, AppColumn, StateColumn, EditedColumn, ColumnCount };

    explicit DraftListModel(QObject *parent = nullptr);
    ~DraftListModel() override;

    /// Null for none; outlives what is shown. Names of apps and ids are read from \a workspace.
    void setDrafts(DraftKeeper *drafts, const std::shared_ptr<Workspace> &workspace);
    void setTimeZone(TimeZone zone);

    /// Null beyond the last row.
    [[nodiscard]] EditBuffer *draftAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    void follow();
    void showChanged(EditBuffer *buffer);
    [[nodiscard]] QString text(const EditBuffer &buffer, int column) const;

    std::shared_ptr<Workspace> m_workspace; ///< goes behind its reader
    std::unique_ptr<Reader> m_reader;
    QPointer<DraftKeeper> m_drafts;
    QList<QPointer<EditBuffer>> m_rows;
    QHash<QByteArray, QByteArray> m_appNames;
    TimeZone m_timeZone = TimeZone::Utc;
};

} // namespace persistence
