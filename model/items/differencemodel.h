#pragma once

#include "model/base/latestjob.h"
#include "model/edit/diff.h"
#include "model/items/iconid.h"

#include <QAbstractTableModel>

namespace persistence {

/// Two documents to compare, with what they are called; nothing where there is no document, such as before a record was made.
struct Comparison
{
    std::optional<QByteArray> before;
    std::optional<QByteArray> after;
    QString beforeTitle; ///< "As it came", "Saved"
    QString afterTitle;  ///< "Now", "Draft"
};

/// The picture of a kind of difference, and its word: "changed", "type only".
IconId differenceIcon(DifferenceKind kind);
QString differenceWord(DifferenceKind kind);
/// One side of a difference in a line, with its type where the other one is of another type; empty where it is missing.
QString differenceText(const Difference &difference, const std::optional<bson::Element> &side, bool localTime);

/// The fields of two documents side by side, one row each: what differs, or all. A job compares; the rows before stay until it is done.
/// Lives on the thread of the window.
class DifferenceModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { KindColumn, PathColumn, BeforeColumn, AfterColumn, ColumnCount };

    explicit DifferenceModel(QObject *parent = nullptr);
    ~DifferenceModel() override;

    void compare(Comparison comparison);
    /// No rows, and nothing is compared.
    void clear();
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }
    /// What was compared last; null before the first time.
    [[nodiscard]] std::shared_ptr<const Comparison> comparison() const;

    /// Off: rows for equal fields as well.
    void setOnlyDifferences(bool only);
    /// Only rows whose path or values contain \a text, in either case.
    void setFilter(const QString &text);
    void setLocalTime(bool localTime);
    /// Hides the values on both sides, in copies as well.
    void setValuesHidden(bool areHidden);

    /// The differences in all, whatever is shown.
    [[nodiscard]] qint64 differenceCount() const;
    /// In one line: "2 changed, 1 added".
    [[nodiscard]] QString summary() const;
    /// The difference in a row; null outside of the table. Valid until the next change of the rows.
    [[nodiscard]] const Difference *differenceAt(int row) const;
    /// The given rows as lines of text: sign, path, before → after.
    [[nodiscard]] QString copyText(const QList<int> &rows) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

signals:
    /// The rows of the newest compare() are there.
    void compared();

private:
    /// The documents, and the fields that point into them.
    struct Compared;

    void take(std::shared_ptr<const Compared> compared);
    void chooseRows();
    [[nodiscard]] bool isChosen(const Difference &difference) const;
    [[nodiscard]] QString text(const Difference &difference, int column) const;

    std::shared_ptr<const Compared> m_compared;
    std::vector<quint32> m_rows; ///< which of the fields are shown
    bool m_onlyDifferences = true;
    bool m_localTime = false;
    bool m_areValuesHidden = false;
    QString m_filter;
    LatestJob m_job;
};

} // namespace persistence
