#include "model/edit/editing.h"
#include "model/workspace/workspace.h"
#include "tests/ui/windowtest.h"
#include "ui/editor/textview.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/importnotice.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/pathbar.h"
#include "ui/window/welcomepage.h"

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace persistence;
using namespace Qt::StringLiterals;
using tests::textRecord;

/// The whole window, offscreen: dumps and workspaces that are opened, kept, imported and left.
class tst_OpeningFiles : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void keepsTheWorkspaceOfAnUnchangedDump();
    void opensAWorkspaceThatWasSavedAsACopy();
    void savesACopyOfAWorkspaceThatIsNotThereAnyMore();
    void saysThatTheWorkspaceIsNotThereAnyMoreWhereARecordIsRead();
    void makesADamagedKeptWorkspaceAgain();
    void importsMoreFilesIntoAWorkspace();
    void opensFilesThatAreDropped();
    void saysWhatIsWrongWithAFile();
    void saysHowManyRecordsCouldNotBeRead();
    void removesAKeptDumpAfterAsking();
    void offersToReadAHugeGzipAnyway();
    void goesOnWithAHugeGzipThatIsImported();
    void saysThatAFileIsEmpty_data();
    void saysThatAFileIsEmpty();
    void namesTheFoldersOfFilesOfTheSameName();
    void leavesAWorkspaceAsOneFile();
};

void tst_OpeningFiles::initTestCase()
{
    QDir(keptWorkspacesFolder()).removeRecursively();
}

void tst_OpeningFiles::init()
{
    showWindow();
}

void tst_OpeningFiles::keepsTheWorkspaceOfAnUnchangedDump()
{
    const QString dump = writeFile(u"kept.bson"_s, textRecord("1", "app", "one"));
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    open({dump});
    open({dump});
    QVERIFY(opened[0][0].value<OpenedFiles>().import.has_value());
    QVERIFY(!opened[1][0].value<OpenedFiles>().import.has_value());
    // Another content is another workspace.
    writeFile(u"kept.bson"_s, textRecord("1", "app", "one") + textRecord("2", "app", "two"));
    open({dump});
    QVERIFY(opened[2][0].value<OpenedFiles>().import.has_value());
    QTRY_COMPARE(table()->model()->rowCount(), 2);
}

void tst_OpeningFiles::opensAWorkspaceThatWasSavedAsACopy()
{
    open({writeFile(u"copied.bson"_s, textRecord("1", "app", "one"))});
    open({savedCopy(u"copy.pbw"_s)});
    QVERIFY(!m_window->opened().isDump);
    QCOMPARE(table()->model()->rowCount(), 1);
}

void tst_OpeningFiles::savesACopyOfAWorkspaceThatIsNotThereAnyMore()
{
    open({writeFile(u"gone.bson"_s, textRecord("1", "app", "one"))});
    const std::shared_ptr<Workspace> workspace = m_window->opened().workspace;
    // What still looks at the file that was opened would say the same in its own words.
    m_window->opener()->stop();
    m_window->findChild<PathBar *>()->setWorkspace(workspace);
    QVERIFY(QFile::remove(workspace->path()));
    const QSignalSpy saved(m_window->opener(), &Opener::copySaved);
    bool isLookedForAfterwards = false;
    const QObject context;
    connect(m_window->importNotice(), &ImportNotice::failed, &context, [&] { isLookedForAfterwards |= saved.count() == 1; });
    m_window->opener()->saveCopy(workspace, filePath(u"rescued.pbw"_s));
    QTRY_VERIFY_WITH_TIMEOUT(isLookedForAfterwards, 20'000);
    QCOMPARE(m_window->messageBar()->text(), u"Saved a complete copy as rescued.pbw."_s);
}

void tst_OpeningFiles::saysThatTheWorkspaceIsNotThereAnyMoreWhereARecordIsRead()
{
    open({writeFile(u"gone.bson"_s, textRecord("1", "app", "one"))});
    QVERIFY(QFile::remove(m_window->opened().workspace->path()));
    table()->setCurrentIndex(table()->model()->index(0, 0));
    const QList<MessageBar *> messages = recordView()->findChildren<MessageBar *>();
    QTRY_VERIFY(std::any_of(messages.begin(), messages.end(), [](const MessageBar *message) {
        return message->isVisible() && message->text().contains(u"was moved, deleted or replaced"_s);
    }));
}

void tst_OpeningFiles::makesADamagedKeptWorkspaceAgain()
{
    const QString dump = writeFile(u"damaged.bson"_s, textRecord("1", "app", "one"));
    open({dump});
    action(ActionId::Close)->trigger();
    QFile kept(keptWorkspacePath({dump}));
    QVERIFY(kept.open(QIODevice::ReadWrite));
    QVERIFY(kept.resize(kept.size() / 2 + 100)); // no whole pages
    kept.close();
    open({dump});
    QVERIFY(m_window->opened().import.has_value());
}

void tst_OpeningFiles::importsMoreFilesIntoAWorkspace()
{
    open({writeFile(u"first.bson"_s, textRecord("1", "app", "one"))});
    open({savedCopy(u"more.pbw"_s)});
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    m_window->importMore({writeFile(u"second.bson"_s, textRecord("1", "app", "one") + textRecord("2", "app", "two"))});
    QVERIFY(merged.wait(20'000));
    QCOMPARE(merged[0][0].value<ImportResult>().unchanged, 1);
    QTRY_COMPARE(table()->model()->rowCount(), 2);
    // A dump stays as it is: more files are opened together with it.
    open({filePath(u"first.bson"_s)});
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    m_window->importMore({filePath(u"second.bson"_s)});
    QVERIFY(opened.wait(20'000));
    QCOMPARE(m_window->opened().files.size(), 2);
}

void tst_OpeningFiles::opensFilesThatAreDropped()
{
    QMimeData data;
    data.setUrls(
        {QUrl(u"https://example.org/dump.bson"_s), QUrl::fromLocalFile(writeFile(u"dropped.bson"_s, textRecord("1", "app", "one")))});
    QSignalSpy opened(m_window->opener(), &Opener::opened);
    QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &drop);
    QVERIFY(opened.wait(20'000));
    QCOMPARE(opened[0][0].value<OpenedFiles>().files, QStringList{filePath(u"dropped.bson"_s)}); // never the address
}

void tst_OpeningFiles::saysWhatIsWrongWithAFile()
{
    QSignalSpy failed(m_window->opener(), &Opener::failed);
    m_window->open({filePath(u"not there.bson"_s)});
    QVERIFY(failed.wait(20'000));
    QVERIFY(m_window->messageBar()->isVisible());
    QVERIFY(m_window->messageBar()->text().contains(u"not there.bson"_s));
    QVERIFY(!m_window->hasWorkspace());
}

void tst_OpeningFiles::saysHowManyRecordsCouldNotBeRead()
{
    open({writeFile(u"bad.json"_s, R"({"_id":"1","appId":"a","associations":[],"data":{}})"
                                   "\nnot json\n"
                                   R"({"_id":"2","appId":"a","associations":[],"data":{}})")});
    QVERIFY(m_window->messageBar()->text().startsWith(u"Read 3 records: 2 are good, 1 could not be read."_s));
    QTRY_COMPARE(action(ActionId::ShowProblems)->iconText(), u"1 problem"_s);
    auto *problems = m_window->findChild<QTableView *>(u"problemsTable"_s);
    QTRY_COMPARE(problems->model()->rowCount(), 1);
    emit problems->activated(problems->model()->index(0, 0));
    QVERIFY(m_window->findChild<QWidget *>(u"wholeText"_s)->findChild<TextView *>()->text().startsWith("not json"));
}

void tst_OpeningFiles::removesAKeptDumpAfterAsking()
{
    open({writeFile(u"kept-to-remove.bson"_s, textRecord("a", "app", "x"))});
    const QString kept = m_window->opened().workspace->path();
    const std::weak_ptr<Workspace> first = m_window->opened().workspace;
    open({writeFile(u"other.bson"_s, textRecord("b", "app", "x"))});
    QTRY_VERIFY_WITH_TIMEOUT(first.expired(), 20'000); // the check of it, which was dropped, holds it until it ends
    action(ActionId::KeptDumps)->trigger();
    auto *dialog = m_window->findChild<QDialog *>(u"keptWorkspaces"_s);
    auto *list = dialog->findChild<QTreeView *>(u"keptList"_s);
    auto *remove = dialog->findChild<QPushButton *>(u"keptRemove"_s);
    QVERIFY(!remove->isEnabled());
    const int before = list->model()->rowCount();
    const auto select = [list](const QString &name) {
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data().toString() == name)
                list->setCurrentIndex(list->model()->index(row, 0));
        }
    };
    // What is open stays.
    select(u"other.bson (open)"_s);
    QVERIFY(!remove->isEnabled());
    select(u"kept-to-remove.bson"_s);
    remove->click();
    auto *question = dialog->findChild<MessageBar *>();
    QVERIFY(question->text().contains(u"kept-to-remove.bson"_s));
    QVERIFY(QFile::exists(kept));
    for (QAbstractButton *button : question->findChildren<QAbstractButton *>()) {
        if (button->text() == u"Remove"_s)
            button->click();
    }
    QVERIFY2(!QFile::exists(kept), qPrintable(question->text()));
    QCOMPARE(list->model()->rowCount(), before - 1);
    dialog->close();
}

void tst_OpeningFiles::offersToReadAHugeGzipAnyway()
{
    emit m_window->opener()->failed({filePath(u"huge.gz"_s)}, {ErrorKind::TooLarge, u"It would be huge."_s, {}});
    QStringList buttons;
    for (const QAbstractButton *button : m_window->messageBar()->findChildren<QAbstractButton *>())
        buttons.append(button->text());
    QVERIFY(buttons.contains(u"Read it anyway"_s));
}

void tst_OpeningFiles::goesOnWithAHugeGzipThatIsImported()
{
    open({writeFile(u"small.bson"_s, textRecord("1", "app", "one"))});
    emit m_window->opener()->mergeStopped({writeFile(u"large.bson"_s, textRecord("2", "app", "two"))},
                                          {ErrorKind::TooLarge, u"It would be huge."_s, {}});
    m_window->editing()->unlock();
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    for (QPushButton *button : m_window->messageBar()->findChildren<QPushButton *>()) {
        if (button->text() == u"Read it anyway"_s)
            button->click();
    }
    QVERIFY(merged.wait(20'000));
    QTRY_COMPARE(table()->model()->rowCount(), 2);
}

void tst_OpeningFiles::saysThatAFileIsEmpty_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("no bytes") << QByteArray();
    QTest::newRow("an empty gzip") << QByteArray::fromHex("1f8b080000000000000303000000000000000000");
    QTest::newRow("an empty array") << QByteArray("[]");
}

void tst_OpeningFiles::saysThatAFileIsEmpty()
{
    QFETCH(QByteArray, content);
    const QString file = writeFile(u"nothing.json"_s, content);
    for (int i = 0; i < 2; ++i) { // the second time as well
        QSignalSpy failed(m_window->opener(), &Opener::failed);
        m_window->open({file});
        QVERIFY(failed.wait(20'000));
        QCOMPARE(m_window->messageBar()->text(), u"nothing.json is empty: there is nothing in it to open."_s);
        QVERIFY(!m_window->hasWorkspace());
    }
}

void tst_OpeningFiles::namesTheFoldersOfFilesOfTheSameName()
{
    const QStringList before{u"/srv/before/dump.archive"_s};
    const QStringList after{u"/srv/after/dump.archive"_s};
    const QStringList other{u"/srv/after/other.archive"_s};
    for (const QStringList &files : {other, before, after})
        m_session->addRecentFiles(files);
    showWindow();
    QStringList texts;
    for (const QToolButton *button : m_window->findChild<WelcomePage *>()->findChildren<QToolButton *>())
        texts.append(button->text());
    const QStringList wanted{u"dump.archive in /srv/after"_s, u"dump.archive in /srv/before"_s, u"other.archive"_s};
    QCOMPARE(texts, wanted);
    QCOMPARE(distinctNames({{QDir::homePath() + u"/a/x"_s}, {u"/a/x"_s}}), (QStringList{u"x in ~/a"_s, u"x in /a"_s}));
}

void tst_OpeningFiles::leavesAWorkspaceAsOneFile()
{
    const QString dump = writeFile(u"left.bson"_s, textRecord("1", "app", "one"));
    open({dump});
    const QString copy = savedCopy(u"left.pbw"_s);
    const auto filesBeside = [this] { return QDir(m_folder->path()).entryList({u"left.pbw?*"_s}); };
    open({copy});
    selectRow(0);
    QVERIFY(!filesBeside().isEmpty());
    open({dump});
    QTRY_COMPARE(filesBeside(), QStringList());
    open({copy});
    m_window->close();
    m_window.reset();
    QCOMPARE(filesBeside(), QStringList());
}

QTEST_MAIN(tst_OpeningFiles)
#include "tst_openingfiles.moc"
