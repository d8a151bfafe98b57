#pragma once

#include "model/edit/merge.h"

#include <QAbstractTableModel>

namespace persistence {

/// The fields that differ between what a draft began with, the draft, and what is stored now, with the choice for each. A field that one
/// side changed is settled; one that both changed differently is a conflict until somebody chooses.
class ConflictModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { FieldColumn, BeforeColumn, MineColumn, NowColumn, ResultColumn, ColumnCount };
    enum Role {
        IsConflictRole = Qt::UserRole + 100, ///< bool: both sides changed it differently, whether it was chosen since or not
        IsChosenRole,                        ///< bool: it is known what the field becomes
    };

    explicit ConflictModel(QObject *parent = nullptr);
    ~ConflictModel() override;

    void setDocuments(const QByteArray &before, const QByteArray &mine, const QByteArray &now);

    void keepMine(int row);
    void takeNow(int row);
    /// The field becomes what \a json writes; an error with line and column if it writes nothing.
    [[nodiscard]] Result<void> setResult(int row, QByteArrayView json);
    /// What the field becomes as JSON, to be edited; what is mine as long as nothing was chosen. Empty: it is not there.
    [[nodiscard]] QByteArray resultJson(int row) const;

    [[nodiscard]] int conflictCount() const;
    /// Conflicts that nobody has decided yet.
    [[nodiscard]] int openCount() const;
    /// The document of now with everything that was settled and chosen; an error while something is open.
    [[nodiscard]] Result<QByteArray> merged() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    /// Nothing: not chosen yet.
    using Choice = std::optional<MergeValue>;

    void choose(int row, MergeValue value);
    [[nodiscard]] QString text(int row, int column) const;

    QByteArray m_before;
    QByteArray m_mine;
    QByteArray m_now;
    std::vector<MergeField> m_fields; ///< point into the three documents
    std::vector<Choice> m_choices;
};

} // namespace persistence
