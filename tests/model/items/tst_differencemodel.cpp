#include "model/items/differencemodel.h"
#include "model/items/iconid.h"
#include "model/items/roles.h"
#include "tests/model/edit/editing.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

/// The table as lines: kind, path, before, after.
QStringList picture(const DifferenceModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < DifferenceModel::ColumnCount; ++column)
            cells.append(model.index(row, column).data().toString());
        lines.append(cells.join(u" | "_s));
    }
    return lines;
}

} // namespace

class TestDifferenceModel final : public QObject
{
    Q_OBJECT

private:
    static void compare(DifferenceModel &model, const QByteArray &before, const QByteArray &after)
    {
        QSignalSpy compared(&model, &DifferenceModel::compared);
        model.compare({documentOf(before), documentOf(after), u"Then"_s, u"Now"_s});
        QVERIFY(compared.wait(20'000));
    }

private slots:
    void namesEachKindByIconAndWord();
    void showsEqualFieldsWhenAsked();
    void filtersByPathAndValue();
    void showsAMissingDocumentAsAllAddedOrRemoved();
    void copiesRowsAsText();
    void showsHostileTextsAsTheyAre();
};

void TestDifferenceModel::namesEachKindByIconAndWord()
{
    DifferenceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    compare(model, R"({"a":1,"m":true,"n":false,"old":"x","r":1,"t":"1"})", R"({"a":2,"n":false,"m":true,"r":1.0,"t":1,"new":{"b":1}})");
    QCOMPARE(picture(model), QStringList({
                                 u"changed | a | 1 | 2"_s,
                                 u"order only | n | false | false"_s,
                                 u"type only | r | 1 (Int32) | 1.0 (Double)"_s,
                                 u"type only | t | 1 (Text) | 1 (Int32)"_s,
                                 u"added | new |  | {b: 1}"_s,
                                 u"removed | old | x | "_s,
                             }));
    QSet<int> icons;
    for (int row = 0; row < model.rowCount(); ++row)
        icons.insert(model.index(row, DifferenceModel::KindColumn).data(IconIdRole).toInt());
    QCOMPARE(icons.size(), 5);
    QCOMPARE(model.summary(), u"1 changed, 2 type only, 1 order only, 1 added, 1 removed"_s);
    QCOMPARE(model.headerData(DifferenceModel::BeforeColumn, Qt::Horizontal).toString(), u"Then"_s);
    QCOMPARE(model.headerData(DifferenceModel::AfterColumn, Qt::Horizontal).toString(), u"Now"_s);
}

void TestDifferenceModel::showsEqualFieldsWhenAsked()
{
    DifferenceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    compare(model, R"({"a":1,"b":[1,2]})", R"({"a":2,"b":[1,2]})");
    QCOMPARE(model.rowCount(), 1);
    QSignalSpy resets(&model, &DifferenceModel::modelReset);
    model.setOnlyDifferences(false);
    QCOMPARE(resets.size(), 1);
    QCOMPARE(picture(model), QStringList({u"changed | a | 1 | 2"_s, u"same | b | [1, 2] | [1, 2]"_s}));
    QCOMPARE(model.differenceCount(), 1);
}

void TestDifferenceModel::filtersByPathAndValue()
{
    DifferenceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    compare(model, R"({"rating":1,"text":"good","other":1})", R"({"rating":2,"text":"RATING is bad","other":2})");
    QCOMPARE(model.rowCount(), 3);
    model.setFilter(u"rating"_s);
    QCOMPARE(model.rowCount(), 2);
    model.setFilter({});
    QCOMPARE(model.rowCount(), 3);
}

void TestDifferenceModel::showsAMissingDocumentAsAllAddedOrRemoved()
{
    DifferenceModel model;
    QSignalSpy compared(&model, &DifferenceModel::compared);
    model.compare({{}, documentOf(R"({"a":1})"), {}, {}});
    QVERIFY(compared.wait(20'000));
    QCOMPARE(picture(model), QStringList{u"added | a |  | 1"_s});
    model.clear();
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.comparison());
}

void TestDifferenceModel::copiesRowsAsText()
{
    DifferenceModel model;
    compare(model, R"({"a":{"b":1},"c":true})", R"({"a":{"b":2,"d":"x"}})");
    QCOMPARE(model.copyText({0, 1, 2, 99}), u"~ a.b: 1 → 2\n+ a.d: x\n- c: true"_s);
}

void TestDifferenceModel::showsHostileTextsAsTheyAre()
{
    DifferenceModel model;
    compare(model, R"({"<b>%1":"a\u202eb"})", R"({"<b>%1":"<img src=x>%2"})");
    QCOMPARE(picture(model), QStringList{u"changed | [\"<b>%1\"] | a‹U+202E›b | <img src=x>%2"_s});
}

QTEST_GUILESS_MAIN(TestDifferenceModel)
#include "tst_differencemodel.moc"
