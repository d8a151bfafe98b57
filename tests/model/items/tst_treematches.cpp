#include "model/items/treematches.h"
#include "model/workspace/reader.h"
#include "tests/support/smallworkspace.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::tests;

class TestTreeMatches final : public QObject
{
    Q_OBJECT

private:
    SmallWorkspace m_workspace{record("r1", "poll", "room GENERAL,misc feedback") + record("r2", "poll", "room other") +
                               record("r3", "pollster", "misc room-17") + record("r4", "zoom", "")};

    TreeMatches find(const QString &needle)
    {
        const auto reader = m_workspace.workspace()->reader();
        Progress progress;
        return *TreeMatches::find(**reader, needle, progress);
    }

private slots:
    void findsIdsInEitherCase()
    {
        const TreeMatches matches = find(u"GenEral"_s);
        QCOMPARE(matches.shown(), 1);
        QCOMPARE(matches.all(), 4);
    }

    void keepsAMatchingAppWhole() { QCOMPARE(find(u"POLLSTER"_s).shown(), 1); }

    void keepsAMatchingModelWhole()
    {
        // The model `room` with two ids, and the id `room-17` of another model.
        QCOMPARE(find(u"room"_s).shown(), 3);
    }

    void findsAppsWithoutIds()
    {
        const TreeMatches matches = find(u"zoo"_s);
        QVERIFY(!matches.isEmpty());
        QCOMPARE(matches.shown(), 0);
    }

    void findsNothing() { QVERIFY(find(u"nothing like this"_s).isEmpty()); }

    void stopsWhenCancelled()
    {
        const auto reader = m_workspace.workspace()->reader();
        Progress progress;
        progress.cancel();
        const auto matches = TreeMatches::find(**reader, u"a"_s, progress);
        QVERIFY(!matches);
        QCOMPARE(int(matches.error().kind), int(ErrorKind::Cancelled));
    }
};

QTEST_GUILESS_MAIN(TestTreeMatches)
#include "tst_treematches.moc"
