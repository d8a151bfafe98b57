#include "ui/records/tablelayout.h"

#include <QDataStream>
#include <QTest>

using namespace persistence;

class tst_TableLayout : public QObject
{
    Q_OBJECT

private slots:
    void comesBackAsItWas();
    void readsWhatAnOlderVersionKept();
    void isNothingForBytesThatNobodyKept();
};

void tst_TableLayout::comesBackAsItWas()
{
    TableLayout layout;
    layout.columns = {TableLayout::Column::ofFixed(0), TableLayout::Column::ofFixed(1, true)};
    TableLayout::Column field;
    field.path = "data.rating";
    field.title = QStringLiteral("Stars");
    field.format = ColumnFormat::Seconds;
    field.width = 80;
    layout.columns.append(field);
    layout.pinned = 1;
    layout.order = {RecordOrder::By::Field, *FieldPath::parse("data.rating"), true};
    layout.colouring = *FieldPath::parse("data.category");
    QCOMPARE(TableLayout::fromBytes(layout.toBytes()), layout);
}

/// Version 1: columns, pinned ones and order.
void tst_TableLayout::readsWhatAnOlderVersionKept()
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream << quint32(1) << qint32(1) << qint32(-1) << QByteArray("data.a") << QString() << qint32(0) << qint32(50) << false;
    stream << qint32(1) << qint32(RecordOrder::By::Size) << QByteArray() << true;
    const auto layout = TableLayout::fromBytes(bytes);
    QVERIFY(layout);
    QCOMPARE(layout->columns.size(), 1);
    QCOMPARE(layout->columns.first().path, "data.a");
    QVERIFY(layout->order.isDescending);
    QVERIFY(layout->colouring.isEmpty());
}

void tst_TableLayout::isNothingForBytesThatNobodyKept()
{
    QVERIFY(!TableLayout::fromBytes({}));
    QByteArray cut = TableLayout().toBytes();
    cut.chop(1);
    QVERIFY(!TableLayout::fromBytes(cut));
    QByteArray later = TableLayout().toBytes();
    later[3] = 99;
    QVERIFY(!TableLayout::fromBytes(later));
}

QTEST_APPLESS_MAIN(tst_TableLayout)
#include "tst_tablelayout.moc"
