#include "tests/bench/followtask.h"

#include "model/bson/builder.h"
#include "model/edit/fieldedits.h"
#include "model/items/valuetablemodel.h"
#include "model/items/valuetreemodel.h"
#include "tests/bench/measurement.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence::bench {

namespace {

/// A list of 2,500 objects of about 400 bytes.
Record largeRecord()
{
    bson::Builder builder;
    builder.appendString("_id", "bench");
    builder.appendString("appId", "bench");
    builder.openDocument("data");
    builder.openArray("items");
    for (int i = 0; i < 2'500; ++i) {
        builder.openDocument(QByteArray::number(i));
        builder.appendInt32("number", i);
        builder.appendString("text", QByteArray(360, 'x'));
        builder.close();
    }
    builder.close();
    builder.close();
    Record record;
    record.row = {1};
    record.body = builder.finish().toByteArray();
    return record;
}

/// Opens every row, as far as a person would ever come.
void openAll(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    for (int row = 0; row < model.rowCount(parent); ++row)
        openAll(model, model.index(row, 0, parent));
}

bson::Path fieldPath(int item)
{
    return bson::Path({{"data", -1}, {"items", -1}, {{}, item}, {"number", -1}});
}

FieldValue number(int value)
{
    return FieldValue::fromJson(QByteArray::number(value)).value();
}

/// The median of 51 edits of fields all over the list, each through the buffer.
void reportEdits(const QString &name, EditBuffer &buffer)
{
    QList<double> times;
    for (int i = 0; i < 51; ++i) {
        const QByteArray body = setField(buffer.edited(), fieldPath(i * 49), number(-i - 1)).value();
        const Stopwatch watch;
        (void)buffer.change(u"edit"_s, body);
        times.append(watch.milliseconds());
    }
    std::sort(times.begin(), times.end());
    report(name, times[times.size() / 2]);
}

} // namespace

QString measureValueEdits()
{
    {
        EditBuffer buffer(largeRecord());
        ValueTreeModel model;
        model.follow(&buffer, false, false);
        openAll(model);
        reportEdits(u"edit of one field of 1 MB, tree with all rows open"_s, buffer);
    }
    {
        EditBuffer buffer(largeRecord());
        ValueTableModel model;
        model.follow(&buffer, bson::Path({{"data", -1}, {"items", -1}}), false);
        reportEdits(u"edit of one field of 1 MB, table of 2,500 items"_s, buffer);
    }
    return {};
}

} // namespace persistence::bench
