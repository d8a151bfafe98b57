#include "model/items/fieldvalues.h"
#include "tests/support/smallworkspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using tests::record;

/// The values of fields, counted when they are wanted and kept for a while.
class tst_fieldvalues : public QObject
{
    Q_OBJECT

private slots:
    void countsWhenWantedAndKeepsTheLastFields();
    void forgetsWithTheGroup();
    void anotherWishDropsTheOneBefore();
    void tellsWhoWaitsThatCountingWasDropped();
    void tellsNothingWhileValuesAreHidden();

private:
    static FieldPath path(const char *text) { return *FieldPath::parse(text); }

    tests::SmallWorkspace m_small{record("1", "a", "room R", R"({"n":4,"m":1})") + record("2", "b", "room R", R"({"n":4})")};
};

void tst_fieldvalues::countsWhenWantedAndKeepsTheLastFields()
{
    FieldValues values;
    QSignalSpy counted(&values, &FieldValues::counted);
    values.setGroup(m_small.workspace(), {});
    QVERIFY(!values.find(path("data.n")));
    values.want(path("data.n"));
    values.want(path("data.n"));
    QVERIFY(counted.wait(20'000));
    QCOMPARE(values.find(path("data.n"))->values.first().records, 2);
    for (const char *other : {"data.a", "data.b", "data.c", "data.d"}) {
        values.want(path(other));
        QVERIFY(counted.wait(20'000));
    }
    QCOMPARE(counted.size(), 5);
    QVERIFY(!values.find(path("data.n")));
    QVERIFY(values.find(path("data.a")));
}

void tst_fieldvalues::forgetsWithTheGroup()
{
    FieldValues values;
    QSignalSpy counted(&values, &FieldValues::counted);
    values.setGroup(m_small.workspace(), {});
    values.want(path("data.n"));
    QVERIFY(counted.wait(20'000));
    values.setGroup(m_small.workspace(), {});
    QVERIFY(values.find(path("data.n")));
    values.setGroup(m_small.workspace(), {(*m_small.workspace()->reader())->apps()->first().row, {}, {}});
    QVERIFY(!values.find(path("data.n")));
    values.want(path("data.n"));
    QVERIFY(counted.wait(20'000));
    QCOMPARE(values.find(path("data.n"))->values.first().records, 1);
    values.forget();
    QVERIFY(!values.find(path("data.n")));
}

void tst_fieldvalues::anotherWishDropsTheOneBefore()
{
    FieldValues values;
    QSignalSpy counted(&values, &FieldValues::counted);
    values.setGroup(m_small.workspace(), {});
    values.want(path("data.n"));
    values.want(path("data.m"));
    QVERIFY(counted.wait(20'000));
    QVERIFY(values.find(path("data.m")));
    QVERIFY(!values.find(path("data.n")));
    QCOMPARE(counted.size(), 1);
}

void tst_fieldvalues::tellsWhoWaitsThatCountingWasDropped()
{
    FieldValues values;
    QSignalSpy counted(&values, &FieldValues::counted);
    values.setGroup(m_small.workspace(), {});
    values.forget();
    QCOMPARE(counted.size(), 0);
    values.want(path("data.n"));
    values.forget();
    QCOMPARE(counted.size(), 1);
    QVERIFY(!values.find(path("data.n")));
    values.want(path("data.n"));
    QVERIFY(counted.wait(20'000));
    QVERIFY(values.find(path("data.n")));
}

void tst_fieldvalues::tellsNothingWhileValuesAreHidden()
{
    FieldValues values;
    QSignalSpy counted(&values, &FieldValues::counted);
    values.setGroup(m_small.workspace(), {});
    values.want(path("data.n"));
    QVERIFY(counted.wait(20'000));
    values.setHidden(true);
    QVERIFY(!values.find(path("data.n")));
    values.setHidden(false);
    QVERIFY(values.find(path("data.n")));
}

QTEST_GUILESS_MAIN(tst_fieldvalues)
#include "tst_fieldvalues.moc"
