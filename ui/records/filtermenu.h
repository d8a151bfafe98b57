#pragma once

#include "model/edit/splice.h"
#include "model/find/filter.h"

#include <QObject>

#include <functional>

class QMenu;
class QModelIndex;

namespace persistence {

class RecordColumns;
class RecordTableModel;

/// What the context menus of cells and fields offer to make of a value: a filter, or the colours of the table.
class FilterMenu final : public QObject
{
    Q_OBJECT

public:
    /// \a filterNow gives the filter that is shown; all outlive this.
    FilterMenu(const RecordTableModel &model, RecordColumns &columns, std::function<Filter()> filterNow, QWidget *parent);

    /// What can be made of a cell of the table.
    void addCell(QMenu &menu, const QModelIndex &index);
    /// What can be made of a field with this value.
    void addField(QMenu &menu, const FieldPath &path, const FieldValue &value);

signals:
    void filterWanted(const persistence::Filter &filter);
    /// What was typed as the other end of a range is none, for this reason.
    void endRefused(const QString &reason);

private:
    void addTerm(QMenu &menu, const FilterTerm &term);
    void askForOtherEnd(const FieldPath &path, const FieldValue &value);

    const RecordTableModel &m_model;
    RecordColumns &m_columns;
    std::function<Filter()> m_filterNow;
};

} // namespace persistence
