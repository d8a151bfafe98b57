#include "model/workspace/savedfilters.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace persistence;
using namespace persistence::tests;

class tst_savedfilters : public QObject
{
    Q_OBJECT

private slots:
    void keepsFiltersByName()
    {
        const SmallWorkspace files(record("r1", "app", "room A"));
        SavedFilters saved(*files.workspace());
        QVERIFY(saved.list()->isEmpty());
        QVERIFY(saved.keep({0, "Unhappy", "data.rating<=2", "app > misc > feedback"}));
        QVERIFY(saved.keep({0, "Alice", "user:@alice", {}}));
        QVERIFY(saved.keep({0, "Unhappy", "data.rating<=1", {}}));
        const auto list = saved.list();
        QCOMPARE(list->size(), 2);
        QCOMPARE(list->at(0).name, QByteArray("Alice"));
        QCOMPARE(list->at(1).filter, QByteArray("data.rating<=1"));
        QVERIFY(saved.remove(list->at(0).row));
        QVERIFY(saved.remove(list->at(0).row));
        QCOMPARE(saved.list()->size(), 1);
    }

    void keepsAnyName()
    {
        const SmallWorkspace files(record("r1", "app", "room A"));
        SavedFilters saved(*files.workspace());
        const QByteArray name("a\0b'\"%2 <b>&", 13);
        QVERIFY(saved.keep({0, name, "x", {}}));
        QCOMPARE(saved.list()->first().name, name);
    }
};

QTEST_GUILESS_MAIN(tst_savedfilters)
#include "tst_savedfilters.moc"
