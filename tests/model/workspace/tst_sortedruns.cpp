#include "model/workspace/sortedruns.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>
#include <random>
#include <thread>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

/// While it is set, no thread but this one gets memory.
std::atomic<bool> s_isMemoryShort = false;
const std::thread::id s_testThread = std::this_thread::get_id();

} // namespace

void *operator new(size_t size)
{
    if (s_isMemoryShort && std::this_thread::get_id() != s_testThread)
        throw std::bad_alloc();
    if (void *memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

void operator delete(void *memory) noexcept
{
    std::free(memory);
}

void operator delete(void *memory, size_t) noexcept
{
    std::free(memory);
}

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

/// \a majors: how many there are, far from each other; \a start: what all keys begin with, and \a middle what most go on with.
std::vector<Owned> randomEntries(size_t count, quint32 majors, const QByteArray &start, const QByteArray &middle)
{
    constexpr quint64 kFar = 0x9e3779b97f4a7c15ULL;
    std::mt19937 random(20261123);
    std::vector<Owned> entries;
    entries.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        QByteArray key = start;
        if (random() % 8 != 0)
            key += middle;
        for (quint32 length = random() % 12; length > 0; --length)
            key.append(char(random() % 3 == 0 ? 0 : random()));
        entries.push_back({(random() % majors) * kFar, key, qint64(i % 1000), quint32(random() % 3)});
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
    void tellsTheReaderThatTheMergingThreadHasNoMemory();
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
    QTest::addColumn<quint32>("majors");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("middle");
    QTest::newRow("one run") << 900 << 4U << "shared/"_ba
                             << ""_ba;
    QTest::newRow("runs in memory") << 2'500 << 4U << "shared/"_ba
                                    << ""_ba;
    QTest::newRow("runs in the file as well") << 60'000 << 4U << "shared/"_ba
                                              << ""_ba;
    QTest::newRow("one major") << 60'000 << 1U << "shared/"_ba
                               << ""_ba;
    QTest::newRow("two majors") << 60'000 << 2U << ""_ba
                                << ""_ba;
    QTest::newRow("majors of their own for nearly all") << 60'000 << 4'000'000U << ""_ba
                                                        << ""_ba;
    QTest::newRow("keys that are alike for longer than a number holds") << 60'000 << 3U << ""_ba
                                                                        << "the same for most/"_ba;
}

void SortedRunsTest::sortsLikeAPlainSort()
{
    QFETCH(const int, count);
    QFETCH(const quint32, majors);
    QFETCH(const QByteArray, start);
    QFETCH(const QByteArray, middle);
    std::vector<Owned> entries = randomEntries(size_t(count), majors, start, middle);
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

void SortedRunsTest::tellsTheReaderThatTheMergingThreadHasNoMemory()
{
    SortedRuns runs({}, kRunEntries);
    for (qint64 i = 0; i < 10; ++i)
        QVERIFY(runs.add({0, "key", i, 0, 0, false}).isOk());
    QVERIFY(runs.finish().isOk());
    s_isMemoryShort = true;
    bool isTold = false;
    try {
        const auto merge = runs.merge();
        merge->advance();
    } catch (const std::bad_alloc &) {
        isTold = true;
    }
    s_isMemoryShort = false;
    QVERIFY(isTold);
}

QTEST_GUILESS_MAIN(SortedRunsTest)
#include "tst_sortedruns.moc"
