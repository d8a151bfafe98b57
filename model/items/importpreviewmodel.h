#pragma once

#include "model/transfer/importer.h"

#include <QAbstractItemModel>

namespace persistence {

/// What an import has found so far: apps > association models with their counts, as stored, without names. Stands in for the tree until
/// the workspace is there. Rows are added, never moved or removed, so that what is expanded stays. Roles as in roles.h.
class ImportPreviewModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    explicit ImportPreviewModel(QObject *parent = nullptr);

    /// Takes a newer snapshot; groups keep their place.
    void setCounts(const std::vector<ImportProgress::GroupCount> &counts);
    void clear();

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    using QObject::parent;
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct ModelRow
    {
        QByteArray name;
        qint64 records = 0;
    };
    struct AppRow
    {
        QByteArray appId;
        qint64 records = 0;
        std::vector<ModelRow> models;
    };

    void setCount(const ImportProgress::GroupCount &count);
    void setModelCount(int row, const ImportProgress::GroupCount &count);

    /// A row of an association model carries the number of its app and 1; a row of an app carries 0.
    std::vector<AppRow> m_apps;
};

} // namespace persistence
