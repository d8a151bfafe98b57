#pragma once

#include "model/insight/rekeyplan.h"

#include <QAbstractTableModel>
#include <QCache>

#include <memory>

namespace persistence {

class Reader;
class Workspace;
struct Error;

/// The records of a re-keying: each with its old key, its new one, and a mark where that clashes. Rows are virtual: what they show is read
/// a page at a time when a view asks. Those that clash come first. Lives on the thread of the window.
class RekeyModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { OldKeyColumn, NewKeyColumn, HintColumn, RecordIdColumn, ColumnCount };

    explicit RekeyModel(QObject *parent = nullptr);
    ~RekeyModel() override;

    /// Shows another plan for records of that workspace; an empty one for none.
    void setPlan(const std::shared_ptr<Workspace> &workspace, RekeyPlan plan);
    [[nodiscard]] const RekeyPlan &plan() const { return m_plan; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    void failed(const Error &error);

private:
    struct Line
    {
        QString oldKey, newKey, recordId;
    };

    [[nodiscard]] Line lineAt(int row) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] Line lineOf(const RecordSummary &summary) const;
    void readPage(int row) const;

    RekeyPlan m_plan;
    std::unique_ptr<Reader> m_reader;
    mutable QCache<qint64, Line> m_lines{2'000};
};

} // namespace persistence
