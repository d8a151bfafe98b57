// Drafts that are being written while the program is killed, at every place where it writes (a sample of them unless PB_FAULTS=all).
// Recipe KILL, row K1 of the reliability guide, section 5. This program starts itself as the one that is killed.
#include "model/workspace/drafts.h"
#include "model/workspace/workspace.h"
#include "tests/faults/faultpoints.h"
#include "tests/support/smallworkspace.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstdio>
#include <limits>

using namespace Qt::StringLiterals;
using namespace persistence;
using namespace persistence::test;

namespace {

/// Each state of the draft is longer than the one before, so that pages are added, and the last ones take large texts.
constexpr int kStates = 6;

QByteArray textOf(int state)
{
    return "{\"typed\": \"" + QByteArray(state * state * 1000, char('a' + state));
}

/// Keeps one draft of the first record in state after state, and says when each is on the disk; the last is discarded again.
int writeDrafts(const QString &path)
{
    const auto workspace = Workspace::open(path, Workspace::Access::ReadWrite);
    if (!workspace)
        return 1;
    Drafts drafts(**workspace);
    Draft draft;
    draft.record = RecordRow{1};
    for (int state = 1; state <= kStates; ++state) {
        draft.text = textOf(state);
        const auto kept = drafts.keep(draft);
        if (!kept)
            return 2;
        draft.row = *kept;
        std::printf("ACK %d\n", state);
        std::fflush(stdout);
    }
    return drafts.discard(draft.row) ? 0 : 3;
}

} // namespace

class KillDraftsTest final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void keepsTheDraftThatWasAcknowledgedLast();

private:
    [[nodiscard]] QString path() const { return m_folder.filePath(u"w.pbw"_s); }
    void restore() const;

    QTemporaryDir m_folder;
    QByteArray m_base;
};

void KillDraftsTest::initTestCase()
{
    if (const QString reason = whyNoStrace(); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    const tests::SmallWorkspace files(tests::record("r1", "app", "room GENERAL", R"({"typed": ""})"));
    Progress progress;
    QVERIFY(files.workspace()->copyTo(path(), progress));
    m_base = contentOf(path());
}

void KillDraftsTest::restore() const
{
    for (const QString &name : namesIn(m_folder.path()))
        QFile::remove(m_folder.filePath(name));
    writeFile(path(), m_base);
}

void KillDraftsTest::keepsTheDraftThatWasAcknowledgedLast()
{
    const bool isAll = qEnvironmentVariable("PB_FAULTS") == u"all";
    const QString self = QCoreApplication::applicationFilePath();
    const QStringList arguments{u"--write"_s, path()};
    const QByteArray fingerprint = fingerprintOf(path());
    restore();
    int kills = 0;
    for (const FaultPoint &point : faultPoints(arguments, m_folder.path(), isAll ? std::numeric_limits<int>::max() : 6, self)) {
        restore();
        const ProgramResult killed = runAndKill(arguments, point, self);
        kills += killed.isKilled ? 1 : 0;
        const QByteArray place = point.syscall.toUtf8() + ' ' + QByteArray::number(point.number);
        QVERIFY2(runProgram({u"verify"_s, path()}).code == 0, place);
        QCOMPARE(fingerprintOf(path()), fingerprint);
        const auto workspace = Workspace::open(path(), Workspace::Access::ReadWrite);
        QVERIFY2(workspace, place);
        const auto drafts = Drafts(**workspace).list();
        QVERIFY2(drafts, place);
        const qsizetype told = killed.out.count("ACK");
        if (drafts->isEmpty()) {
            QVERIFY2(told == 0 || told == kStates, place);
            continue;
        }
        // What was said is there; the next state may be there as well, unsaid.
        const QByteArray text = drafts->front().text;
        QVERIFY2(drafts->size() == 1 && (text == textOf(int(told)) || text == textOf(int(told) + 1)), place);
    }
    qInfo("%d kill points", kills);
    QVERIFY(kills > 10);
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc > 2 && qstrcmp(argv[1], "--write") == 0)
        return writeDrafts(QString::fromLocal8Bit(argv[2]));
    KillDraftsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kill_drafts.moc"
