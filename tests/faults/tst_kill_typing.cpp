#include "model/edit/draftkeeper.h"
#include "model/workspace/workspace.h"
#include "tests/support/smallworkspace.h"
#include "ui/editor/recordview.h"
#include "ui/editor/textpage.h"
#include "ui/editor/textview.h"
#include "ui/editor/valueview.h"
#include "ui/window/browser.h"
#include "ui/window/mainwindow.h"
#include "ui/window/start.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <cstdio>

#include <signal.h>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

constexpr const char *kTyped = "{\"rating\": 5, \"note\": \"half-ty";

/// The program with text typed into the first record by real keys. It says "typed", and "kept" once that is a draft on the disk.
class Typist final : public QObject
{
public:
    Typist() { startTimer(20); }

protected:
    void timerEvent(QTimerEvent *event) override
    {
        auto *window = findWindow();
        if (!window || !window->hasWorkspace())
            return;
        if (m_hasTyped)
            return sayIfKept(*window, event->timerId());
        auto *table = window->browser()->findChild<QTableView *>(u"recordTable"_s);
        RecordView *view = window->browser()->recordView();
        if (table->model()->rowCount() == 0)
            return;
        table->setCurrentIndex(table->model()->index(0, 0));
        if (view->isBusy() || !view->buffer())
            return;
        view->value()->setForm(ValueView::Form::Text);
        TextPage *page = view->value()->text();
        if (page->isBuilding() || page->view()->text().isEmpty())
            return;
        auto *editor = page->view()->findChild<QAbstractScrollArea *>();
        QWidget *target = editor ? static_cast<QWidget *>(editor) : page->view();
        target->setFocus();
        QTest::keyClick(target, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(target, QString::fromLatin1(kTyped));
        m_hasTyped = true;
        say("typed");
    }

private:
    static void say(const char *word)
    {
        std::puts(word);
        std::fflush(stdout);
    }
    void sayIfKept(const MainWindow &window, int timerId)
    {
        const DraftKeeper &keeper = *window.drafts();
        const QList<EditBuffer *> drafts = keeper.drafts();
        if (drafts.isEmpty() || drafts.front()->text() != kTyped || !keeper.status(drafts.front()).isKept)
            return;
        killTimer(timerId);
        say("kept");
    }
    static MainWindow *findWindow()
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (auto *window = qobject_cast<MainWindow *>(widget))
                return window;
        }
        return nullptr;
    }

    bool m_hasTyped = false;
};

int runTypist(int argc, char **argv)
{
    QApplication application(argc, argv);
    Typist typist;
    return runWindow(application, {QString::fromLocal8Bit(argv[2])});
}

} // namespace

/// Half-typed text survives the end of the program, whatever ends it (reliability guide, K6 and K7).
class tst_KillTyping : public QObject
{
    Q_OBJECT

private slots:
    void keepsTypedText_data();
    void keepsTypedText();
};

void tst_KillTyping::keepsTypedText_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("when");
    QTest::newRow("kill -9 once it is kept") << SIGKILL << QByteArray("kept");
    QTest::newRow("SIGTERM at once") << SIGTERM << QByteArray("typed");
    QTest::newRow("SIGHUP at once") << SIGHUP << QByteArray("typed");
    QTest::newRow("SIGINT at once") << SIGINT << QByteArray("typed");
}

void tst_KillTyping::keepsTypedText()
{
    QFETCH(int, signal);
    QFETCH(QByteArray, when);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"typed.pbw"_s);
    {
        const tests::SmallWorkspace files(tests::record("r1", "app", "room GENERAL", R"({"rating": 1})"));
        Progress progress;
        QVERIFY(files.workspace()->copyTo(path, progress));
    }
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s})
        environment.insert(name, folder.path());
    process.setProcessEnvironment(environment);
    process.start(QCoreApplication::applicationFilePath(), {u"--type"_s, path});
    QByteArray said;
    connect(&process, &QProcess::readyReadStandardOutput, this, [&] { said += process.readAllStandardOutput(); });
    QTRY_VERIFY_WITH_TIMEOUT(said.contains(when), 60'000);
    QCOMPARE(::kill(pid_t(process.processId()), signal), 0);
    QVERIFY(process.waitForFinished(60'000));
    if (signal != SIGKILL) {
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 0);
    }
    const auto workspace = Workspace::open(path, Workspace::Access::ReadWrite);
    QVERIFY(workspace);
    QVERIFY(!(*workspace)->isReadOnly());
    const auto drafts = readDrafts(**workspace);
    QCOMPARE(drafts->size(), 1U);
    QCOMPARE(drafts->front().draft.text, QByteArray(kTyped));
}

int main(int argc, char **argv)
{
    if (argc > 2 && qstrcmp(argv[1], "--type") == 0)
        return runTypist(argc, argv);
    QCoreApplication application(argc, argv);
    tst_KillTyping test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_kill_typing.moc"
