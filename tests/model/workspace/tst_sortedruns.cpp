#include "model/workspace/sortedruns.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <random>

using namespace persistence;

namespace {

constexpr size_t kRunEntries = 1000;

struct Owned
{
    quint64 major;
    QByteArray key;
    qint64 record;
    quint32 position;

    auto tie() const { return std::tie(major, key, record, position); }
    bool operator<(const Owned &other) const
    {
        if (major != other.major)
            return major < other.major;
        const int order = key.compare(other.key);
        return order != 0 ? order < 0 : std::tie(record, position) < std::tie(other.record, other.position);
    }
    bool operator==(const Owned &other) const { return tie() == other.tie(); }
};

std::vector<Owned> randomEntries(size_t count)
{
    std::mt19937 random(20261123);
    std::vector<Owned> entries;
    entries.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        QByteArray key = "shared/";
        for (quint32 length = random() % 12; length > 0; --length)
            key.append(char(random() % 3 == 0 ? 0 : random()));
        entries.push_back({random() % 4, key, qint64(i % 1000), quint32(random() % 3)});
    }
    return entries;
}

std::vector<Owned> merged(const SortedRuns &runs)
{
    std::vector<Owned> entries;
    const auto merge = runs.merge();
    while (merge->advance()) {
        const SortedRuns::Entry &entry = merge->entry();
        const bool isOther = entries.empty() || entries.back().major != entry.major || entries.back().key != entry.key;
        if (entry.startsKey != isOther)
            qFatal("entry %zu: startsKey is wrong", entries.size());
        entries.push_back({entry.major, entry.key.toByteArray(), entry.record, entry.position});
    }
    if (!merge->state())
        qFatal("%s", qPrintable(merge->state().error().message));
    return entries;
}

} // namespace

class SortedRunsTest final : public QObject
{
    Q_OBJECT

private slots:
    void givesNothingForNothing();
    void sortsLikeAPlainSort_data();
    void sortsLikeAPlainSort();
    void leavesNoFileBehind();
    void saysSoWhereNoFileCanBeMade();
};

void SortedRunsTest::givesNothingForNothing()
{
    SortedRuns runs(QDir::tempPath());
    QVERIFY(runs.finish().isOk());
    QVERIFY(!runs.merge()->advance());
}

void SortedRunsTest::sortsLikeAPlainSort_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one run") << 900;
    QTest::newRow("runs in memory") << 2'500;
    QTest::newRow("runs in the file as well") << 60'000;
}

void SortedRunsTest::sortsLikeAPlainSort()
{
    QFETCH(const int, count);
    std::vector<Owned> entries = randomEntries(size_t(count));
    const QTemporaryDir folder;
    SortedRuns runs(folder.path(), kRunEntries);
    for (const Owned &entry : entries)
        QVERIFY(runs.add({entry.major, entry.key, entry.record, entry.position, 0, false}).isOk());
    QVERIFY(runs.finish().isOk());
    QCOMPARE(runs.size(), count);
    std::sort(entries.begin(), entries.end());
    QVERIFY(merged(runs) == entries);
    QVERIFY2(merged(runs) == entries, "a second merge gives the same");
}

void SortedRunsTest::leavesNoFileBehind()
{
    const QTemporaryDir folder;
    SortedRuns runs(folder.path(), kRunEntries);
    for (qint64 i = 0; i < 12'000; ++i)
        QVERIFY(runs.add({0, "key", i, 0, 0, false}).isOk());
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot), QStringList());
}

void SortedRunsTest::saysSoWhereNoFileCanBeMade()
{
    SortedRuns runs(QStringLiteral("/nonexistent"), kRunEntries);
    Result<void> added;
    for (qint64 i = 0; added && i < 20'000; ++i)
        added = runs.add({0, "key", i, 0, 0, false});
    QVERIFY(!added);
}

QTEST_GUILESS_MAIN(SortedRunsTest)
#include "tst_sortedruns.moc"
