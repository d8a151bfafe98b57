#include "model/edit/editing.h"
#include "model/workspace/workspace.h"
#include "tests/model/edit/editing.h"
#include "tests/support/smallworkspace.h"

#include <QSignalSpy>
#include <QTest>

using namespace persistence;
using namespace persistence::test;
using namespace Qt::StringLiterals;
using tests::SmallWorkspace;

namespace {

Editing::Work addition(const QByteArray &id)
{
    return [id](Session &session, Progress &) { return session.apply(additionOf(newRecord("app", {}, valueOf("{}"), id))); };
}

qint64 countIn(const Workspace &workspace)
{
    return (*workspace.reader())->recordCount().value();
}

} // namespace

class tst_editing : public QObject
{
    Q_OBJECT

private slots:
    void makesChangesOneAfterAnotherAndTells();
    void refusesChangesWhileLocked();
    void tellsFailuresToWhoeverListens();
    void writesWhatWasAskedForBeforeItGoes();
    void doesNotCallWhoIsGone();
};

void tst_editing::makesChangesOneAfterAnotherAndTells()
{
    const SmallWorkspace files;
    Editing editing(files.workspace(), {});
    QStringList heard;
    connect(&editing, &Editing::changed, this, [&heard](const Applied &applied) { heard.append(applied.title + u'!'); });
    for (const char *id : {"r1", "r2"}) {
        editing.run(QStringLiteral("Add"), addition(id), this,
                    [&heard](const Result<Applied> &result) { heard.append(result ? result->title : result.error().message); });
    }
    QVERIFY(editing.isBusy());
    QTRY_COMPARE(heard, QStringList({u"Add a record"_s, u"Add a record!"_s, u"Add a record"_s, u"Add a record!"_s}));
    QVERIFY(!editing.isBusy());
    QCOMPARE(countIn(*files.workspace()), 2);
}

void tst_editing::refusesChangesWhileLocked()
{
    const SmallWorkspace files;
    Editing editing(files.workspace(), QStringLiteral("Locked: opened from a dump."));
    QSignalSpy failures(&editing, &Editing::failed);
    const QSignalSpy locks(&editing, &Editing::lockChanged);
    editing.run(QStringLiteral("Add"), addition("r1"), this);
    QCOMPARE(failures.count(), 1);
    QCOMPARE(failures.first().first().value<Error>().kind, ErrorKind::Permission);
    editing.unlock();
    QVERIFY(!editing.isLocked());
    QCOMPARE(locks.count(), 1);
    editing.run(QStringLiteral("Add"), addition("r1"), this);
    QTRY_COMPARE(countIn(*files.workspace()), 1);
}

void tst_editing::tellsFailuresToWhoeverListens()
{
    const SmallWorkspace files;
    Editing editing(files.workspace(), {});
    QSignalSpy failures(&editing, &Editing::failed);
    const auto failing = [](Session &session, Progress &progress) { return session.undo(progress); };
    QString heard;
    editing.run(QStringLiteral("Undo"), failing, this, [&heard](const Result<Applied> &result) { heard = result.error().message; });
    QTRY_VERIFY(!heard.isEmpty());
    QCOMPARE(failures.count(), 0);
    editing.run(QStringLiteral("Undo"), failing, this);
    QTRY_COMPARE(failures.count(), 1);
}

void tst_editing::writesWhatWasAskedForBeforeItGoes()
{
    const SmallWorkspace files;
    {
        Editing editing(files.workspace(), {});
        for (int i = 0; i < 20; ++i)
            editing.run(QStringLiteral("Add"), addition("r" + QByteArray::number(i)), this);
    }
    QCOMPARE(countIn(*files.workspace()), 20);
}

void tst_editing::doesNotCallWhoIsGone()
{
    const SmallWorkspace files;
    Editing editing(files.workspace(), {});
    QSignalSpy changes(&editing, &Editing::changed);
    bool isCalled = false;
    {
        const QObject context;
        editing.run(QStringLiteral("Add"), addition("r1"), &context, [&isCalled](const Result<Applied> &) { isCalled = true; });
    }
    QTRY_COMPARE(changes.count(), 1);
    QVERIFY(!isCalled);
}

QTEST_GUILESS_MAIN(tst_editing)
#include "tst_editing.moc"
