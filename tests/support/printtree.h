#pragma once

#include "model/items/roles.h"

#include <QAbstractItemModel>

namespace persistence::tests {

/// A tree as indented lines for people: "name [raw id] count", down to \a depth levels. A picture to compare with.
inline QString printTree(const QAbstractItemModel &model, int depth = 10, const QModelIndex &parent = {}, int level = 0)
{
    QString text;
    for (int row = 0; level < depth && row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        text += QString(level * 2, QLatin1Char(' ')) + index.data(NameRole).toString();
        if (const QString raw = index.data(RawIdRole).toString(); !raw.isEmpty())
            text += QStringLiteral(" [%1]").arg(raw);
        if (const QString count = index.data(CountTextRole).toString(); !count.isEmpty())
            text += u' ' + count;
        text += u'\n' + printTree(model, depth, index, level + 1);
    }
    return text;
}

} // namespace persistence::tests
