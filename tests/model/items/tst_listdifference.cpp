#include "model/items/listdifference.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

struct Recorder
{
    std::vector<int> list;
    QStringList steps;

    void remove(int first, int count)
    {
        list.erase(list.begin() + first, list.begin() + first + count);
        steps.append(u"-%1×%2"_s.arg(QString::number(first), QString::number(count)));
    }
    void insert(int first, const int *keys, int count)
    {
        list.insert(list.begin() + first, keys, keys + count);
        steps.append(u"+%1×%2"_s.arg(QString::number(first), QString::number(count)));
    }
    void move(int from, int to)
    {
        std::rotate(list.begin() + to, list.begin() + from, list.begin() + from + 1);
        steps.append(u"%1→%2"_s.arg(QString::number(from), QString::number(to)));
    }
};

QString steps(const std::vector<int> &from, const std::vector<int> &to)
{
    Recorder recorder{from, {}};
    applyDifference(from, to, recorder);
    return recorder.list == to ? recorder.steps.join(u' ') : u"wrong result"_s;
}

} // namespace

class TestListDifference final : public QObject
{
    Q_OBJECT

private slots:
    void doesNothingForEqualLists() { QCOMPARE(steps({1, 2, 3}, {1, 2, 3}), QString()); }
    void removesRunsFromTheBack() { QCOMPARE(steps({1, 2, 3, 4, 5, 6}, {1, 4, 6}), u"-4×1 -1×2"_s); }
    void insertsRuns() { QCOMPARE(steps({1, 4}, {1, 2, 3, 4, 5}), u"+1×2 +4×1"_s); }
    void movesWhatChangedItsPlace() { QCOMPARE(steps({1, 2, 3}, {3, 1, 2}), u"2→0"_s); }
    void replacesEverything() { QCOMPARE(steps({1, 2}, {3, 4}), u"-0×2 +0×2"_s); }
    void fillsAndEmpties()
    {
        QCOMPARE(steps({}, {1, 2}), u"+0×2"_s);
        QCOMPARE(steps({1, 2}, {}), u"-0×2"_s);
    }

    void reachesEveryRandomList()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 500; ++round) {
            std::vector<int> pool(20);
            std::iota(pool.begin(), pool.end(), 0);
            std::shuffle(pool.begin(), pool.end(), random);
            const std::vector<int> from(pool.begin(), pool.begin() + random.bounded(20));
            std::shuffle(pool.begin(), pool.end(), random);
            const std::vector<int> to(pool.begin(), pool.begin() + random.bounded(20));
            QVERIFY(steps(from, to) != u"wrong result"_s);
        }
    }
};

QTEST_GUILESS_MAIN(TestListDifference)
#include "tst_listdifference.moc"
