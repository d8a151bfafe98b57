#include "model/items/recordtablemodel.h"
#include "tests/support/heldreaders.h"
#include "tests/support/smallworkspace.h"
#include "ui/editor/lookupjob.h"
#include "ui/editor/recordfetch.h"
#include "ui/panels/changeview.h"
#include "ui/records/recordcolumns.h"
#include "ui/records/recordtableview.h"
#include "ui/tree/navigatorfilter.h"
#include "ui/window/opener.h"
#include "ui/window/pathbar.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

/// Who asks a part of the window for something else does not wait for the end of what it does, and is told nothing of that.
class TestReplacedRequests final : public QObject
{
    Q_OBJECT

private slots:
    void readsTheNextRecordWhileTheOneBeforeHangs();
    void answersTheNextQuestionWhileTheOneBeforeHangs();
    void surveysAnotherGroup();
    void findsAnotherTextInTheTree();
    void showsAnotherVersion();
    void showsTheWayToAnotherGroup();
    void checksAnotherWorkspace();

private:
    const SmallWorkspace m_small{record("r1", "app", "room A") + record("r2", "app", "room B")};
    const std::shared_ptr<Workspace> m_workspace = m_small.workspace();
};

void TestReplacedRequests::readsTheNextRecordWhileTheOneBeforeHangs()
{
    RecordFetch fetch;
    fetch.setWorkspace(m_workspace);
    const QSignalSpy failed(&fetch, &RecordFetch::failed);
    std::vector<std::shared_ptr<const LoadedRecord>> loaded;
    connect(&fetch, &RecordFetch::loaded, this, [&](const std::shared_ptr<const LoadedRecord> &record) { loaded.push_back(record); });
    HeldReaders readers;
    fetch.load(RecordRow{1});
    QTRY_COMPARE(readers.count(), 1);
    fetch.load(RecordRow{2});
    QTRY_COMPARE(readers.count(), 2);
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!fetch.isBusy());
    QCOMPARE(loaded.size(), size_t(1));
    QCOMPARE(loaded.front()->record.row, RecordRow{2});
    QVERIFY(failed.isEmpty());
}

void TestReplacedRequests::answersTheNextQuestionWhileTheOneBeforeHangs()
{
    LookupJob<int> lookup;
    lookup.setWorkspace(m_workspace);
    QList<int> answers;
    const auto ask = [&](int question) {
        lookup.ask([question](KeyLookup &, Progress &) { return Result<int>(question); },
                   [&](const Result<int> &answer) { answers.append(*answer); });
    };
    HeldReaders readers;
    ask(1);
    QTRY_COMPARE(readers.count(), 1);
    ask(2);
    QTRY_COMPARE(readers.count(), 2);
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_COMPARE(answers, QList<int>{2});
    QVERIFY(!lookup.isBusy());
}

void TestReplacedRequests::surveysAnotherGroup()
{
    RecordTableModel model;
    RecordTableView view;
    view.setRecords(&model);
    RecordColumns columns(&model, &view);
    columns.setWorkspace(m_workspace);
    const QSignalSpy surveyed(&columns, &RecordColumns::surveyed);
    HeldReaders readers;
    columns.showGroup({});
    QTRY_COMPARE(readers.count(), 1);
    columns.showGroup({AppRow{1}, {}, {}, {}});
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!columns.isSurveying());
    QCOMPARE(surveyed.size(), 1);
}

void TestReplacedRequests::findsAnotherTextInTheTree()
{
    NavigatorFilter filter;
    filter.setWorkspace(m_workspace);
    const QSignalSpy found(&filter, &NavigatorFilter::found);
    HeldReaders readers;
    filter.setText(u"A"_s);
    filter.run();
    QTRY_COMPARE(readers.count(), 1);
    filter.setText(u"B"_s);
    filter.run();
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!filter.isRunning());
    QCOMPARE(found.size(), 1);
}

void TestReplacedRequests::showsAnotherVersion()
{
    ChangeView view;
    view.setWorkspace(m_workspace);
    HeldReaders readers;
    view.showVersions(RecordRow{1}, {}, {});
    QTRY_COMPARE(readers.count(), 1);
    view.showVersions(RecordRow{2}, {}, {});
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_VERIFY(!view.isBusy());
    QCOMPARE(view.record(), RecordRow{2});
}

void TestReplacedRequests::showsTheWayToAnotherGroup()
{
    PathBar bar;
    bar.setWorkspace(m_workspace);
    HeldReaders readers;
    bar.showGroup({});
    QTRY_COMPARE(readers.count(), 1);
    bar.showGroup({AppRow{1}, {}, {}, {}});
    QVERIFY(readers.isHolding());
    readers.letGo();
    QTRY_COMPARE(bar.text(), u"app"_s);
}

void TestReplacedRequests::checksAnotherWorkspace()
{
    const SmallWorkspace other;
    Opener opener;
    const QSignalSpy damaged(&opener, &Opener::damaged);
    HeldReaders readers;
    opener.check(m_workspace);
    QTRY_COMPARE(readers.count(), 1);
    opener.check(other.workspace());
    QVERIFY(readers.isHolding());
    readers.letGo();
    opener.stop();
    QVERIFY(damaged.isEmpty());
}

QTEST_MAIN(TestReplacedRequests)
#include "tst_replacedrequests.moc"
