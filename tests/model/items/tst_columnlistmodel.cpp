#include "model/items/columnlistmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

FieldColumn field(const QByteArray &path, qint64 records, bson::Type type = bson::Type::String)
{
    FieldColumn column;
    column.path = FieldPath::parse(path).value();
    column.types.add(type);
    column.records = records;
    column.total = 1'000;
    return column;
}

QString printList(const ColumnListModel &model)
{
    QString text;
    for (int row = 0; row < model.rowCount(); ++row) {
        text += model.index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked ? u"[x] "_s : u"[ ] "_s;
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        text += cells.join(u" | "_s) + u'\n';
    }
    return text;
}

} // namespace

class tst_columnlistmodel : public QObject
{
    Q_OBJECT

private slots:
    void listsShownFieldsFirst();
    void tellsWhatIsChosen();
    void movesFields();
    void takesTitlesAndFormats();
    void roundsNoShareToALie();
};

void tst_columnlistmodel::listsShownFieldsFirst()
{
    ColumnListModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    const QList<FieldColumn> all = {field("data.rating", 1'000, bson::Type::Int32), field("data.text", 4), field("data[\"a.b\"]", 996)};
    model.setFields({all[1]}, all);
    QCOMPARE(printList(model),
             u"[x] text | Text | <1% | Automatic\n[ ] rating | Int32 | 100% | Automatic\n[ ] [\"a.b\"] | Text | >99% | Automatic\n"_s);
}

void tst_columnlistmodel::tellsWhatIsChosen()
{
    ColumnListModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setFields({}, {field("data.a", 1), field("data.b", 1)});
    const QSignalSpy changed(&model, &ColumnListModel::changed);
    QVERIFY(model.setData(model.index(1, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(model.shown(), QList<FieldColumn>{field("data.b", 1)});
    model.setAllShown(true);
    QCOMPARE(model.shown().size(), 2);
    QCOMPARE(changed.count(), 2);
}

void tst_columnlistmodel::movesFields()
{
    ColumnListModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setFields({field("data.a", 1), field("data.b", 1), field("data.c", 1)}, {});
    model.move(0, 1);
    model.move(0, -1);
    model.move(2, 1);
    model.move(2, -1);
    QStringList names;
    for (const FieldColumn &shown : model.shown())
        names.append(shown.shownTitle());
    QCOMPARE(names, QStringList({u"b"_s, u"c"_s, u"a"_s}));
}

void tst_columnlistmodel::takesTitlesAndFormats()
{
    ColumnListModel model;
    const QAbstractItemModelTester tester(&model, kFatal);
    model.setFields({field("data.closesAt", 1)}, {});
    QVERIFY(model.setData(model.index(0, 0), u" Closes "_s));
    QVERIFY(model.setData(model.index(0, ColumnListModel::FormatColumn), int(ColumnFormat::Milliseconds)));
    QVERIFY(!model.setData(model.index(0, ColumnListModel::FormatColumn), 99));
    QCOMPARE(model.shown().first().title, u"Closes"_s);
    QCOMPARE(model.shown().first().format, ColumnFormat::Milliseconds);
    QVERIFY(model.setData(model.index(0, 0), QString()));
    QCOMPARE(model.shown().first().shownTitle(), u"closesAt"_s);
    QVERIFY(model.setData(model.index(0, 0), u"closesAt"_s));
    QVERIFY(model.shown().first().title.isEmpty());
}

void tst_columnlistmodel::roundsNoShareToALie()
{
    QCOMPARE(fillText(0, 1'000), u"0%"_s);
    QCOMPARE(fillText(1, 1'000), u"<1%"_s);
    QCOMPARE(fillText(999, 1'000), u">99%"_s);
    QCOMPARE(fillText(1'000, 1'000), u"100%"_s);
    QCOMPARE(fillText(0, 0), QString());
}

QTEST_GUILESS_MAIN(tst_columnlistmodel)
#include "tst_columnlistmodel.moc"
