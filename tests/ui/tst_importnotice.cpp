#include "model/edit/editing.h"
#include "model/items/historymodel.h"
#include "model/items/recordtablemodel.h"
#include "model/workspace/mergewriter.h"
#include "tests/support/recorddocument.h"
#include "tests/support/smallworkspace.h"
#include "tests/ui/windowtest.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/window/importnotice.h"
#include "ui/window/keptworkspaces.h"
#include "ui/window/statusline.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

constexpr int kMany = 60'000;

QByteArray lines(const QByteArray &prefix, int count)
{
    QByteArray text;
    for (int i = 0; i < count; ++i)
        text += tests::record(prefix + QByteArray::number(i), "app", "misc " + prefix, R"({"rating": 5})") + '\n';
    return text;
}

/// The identity under which an import of the file is known again.
QByteArray identityOf(const QString &path)
{
    const QFileInfo info(path);
    return info.canonicalFilePath().toUtf8() + '\0' + QByteArray::number(info.size()) + '\0' +
           QByteArray::number(info.lastModified().toMSecsSinceEpoch());
}

} // namespace

/// What the window says and offers when only a part of an import is here.
class tst_ImportNotice : public tests::WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();

    void tellsWhatACancelledMergeLeft();
    void readsTheRestOfAStoppedImport();
    void removesAStoppedImportInOneStep();
    void startsOverWithAnImportThatWasRemoved();
    void saysThatTheSourceIsGone();
    void asksToUnlockFirst();
    void tellsOfAStoppedImportEachTimeItIsOpened();
    void tellsOfACutDumpEachTimeItIsOpened();
    void leadsToEveryIncompleteImport();
    void goesOnToTheNextIncompleteImportOnceOneIsDone();
    void keepsItsHeightFromOneImportToTheNext();
    void bringsBackWhatWasClosedWithTheProblems();
    void neverSaysThatThereAreNoProblemsInTheStatusOfWhatIsIncomplete();
    void saysNothingOnceALaterImportFinishedIt();
    void refreshesAfterAMergeThatFailedHalfWay();
    void listsAMergeInTheOpenHistory();

private:
    [[nodiscard]] MessageBar *notice() const { return m_window->importNotice()->bar(); }
    [[nodiscard]] int shownRecords() const { return int(browser()->findChild<RecordTableModel *>()->recordCount()); }
    [[nodiscard]] QString problemsText() const;
    [[nodiscard]] QPushButton *button(const MessageBar *bar, const QString &text) const;
    /// Opens a workspace of its own with ten records.
    void openWorkspace();
    /// Imports \a count records and stops in the middle of their file, as a kill does.
    QString stopImport(int count, const QString &name = u"more"_s);
    /// A workspace of its own with three of them, of which one.json is the oldest.
    void openThreeStopped();
    void press(const QString &text) const { button(notice(), text)->click(); }
    [[nodiscard]] QToolButton *statusProblems() const { return m_window->findChild<QToolButton *>(u"statusProblems"_s); }
    [[nodiscard]] QString statusText() const { return statusProblems()->text(); }
    /// Until some of their records are here.
    std::shared_ptr<Progress> beginMerge(const QStringList &files) const;
};

void tst_ImportNotice::initTestCase()
{
    QDir(keptWorkspacesFolder()).removeRecursively();
}

void tst_ImportNotice::init()
{
    showWindow();
}

QString tst_ImportNotice::problemsText() const
{
    const auto *panel = m_window->findChild<QWidget *>(u"problemsPanel"_s);
    return panel->findChild<QLabel *>(u"emptySentence"_s)->text();
}

QPushButton *tst_ImportNotice::button(const MessageBar *bar, const QString &text) const
{
    for (QPushButton *button : bar->findChildren<QPushButton *>()) {
        if (button->text() == text && button->isVisibleTo(bar))
            return button;
    }
    return nullptr;
}

void tst_ImportNotice::openWorkspace()
{
    open({writeFile(u"first.json"_s, lines("first", 10))});
    open({savedCopy(u"work.pbw"_s)});
}

QString tst_ImportNotice::stopImport(int count, const QString &name)
{
    const QByteArray prefix = name.toUtf8();
    const QString fileName = name + u".json"_s;
    const QString file = writeFile(fileName, lines(prefix, 2 * count));
    MergeWriter writer(*m_window->opened().workspace, SameId::Replace);
    const auto begun = writer.begin({fileName, u"JSON"_s, identityOf(file), 0});
    RecordBatch batch;
    RecordIndex index;
    batch.importRow = writer.imports().last().row;
    for (int i = 0; i < count; ++i) {
        const QByteArray body = recordDocument(prefix + QByteArray::number(i), "app", {{"misc", prefix}},
                                               [](bson::Builder &value) { value.appendInt32("rating", 5); });
        indexRecord(bson::DocumentView(body), Collection::Persistence, index);
        batch.addRecord(body, index);
    }
    batch.position = count;
    if (!begun || !writer.append(batch) || !writer.keep())
        qFatal("cannot import");
    return file;
}

void tst_ImportNotice::openThreeStopped()
{
    openWorkspace();
    for (const QString &name : {u"one"_s, u"two"_s, u"three"_s})
        stopImport(10, name);
    action(ActionId::Refresh)->trigger();
    QTRY_COMPARE(notice()->text(), u"1 of 3: The import of three.json was stopped. 10 of its records are here."_s);
}

std::shared_ptr<Progress> tst_ImportNotice::beginMerge(const QStringList &files) const
{
    std::shared_ptr<Progress> progress;
    const auto connection = connect(m_window->opener(), &Opener::started, this, [&](const auto &started) { progress = started; });
    m_window->importMore(files);
    disconnect(connection);
    QElapsedTimer clock;
    clock.start();
    while (progress->records == 0 && clock.elapsed() < 120'000)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 1);
    return progress;
}

void tst_ImportNotice::tellsWhatACancelledMergeLeft()
{
    openWorkspace();
    QSignalSpy stopped(m_window->opener(), &Opener::mergeStopped);
    beginMerge({writeFile(u"more.json"_s, lines("more", kMany))})->cancel();
    QVERIFY(stopped.count() == 1 || stopped.wait(120'000));
    QTRY_VERIFY(notice()->isVisible());
    QVERIFY2(notice()->text().startsWith(u"The import of more.json was stopped. "_s), qPrintable(notice()->text()));
    QVERIFY(button(notice(), u"Read the rest"_s) && button(notice(), u"Remove them"_s));
    // Table, status and problems tell what is there, without being asked to.
    QTRY_VERIFY(shownRecords() > 10);
    QVERIFY(shownRecords() < 10 + kMany);
    QVERIFY2(notice()->text().contains(QLocale().toString(shownRecords() - 10)), qPrintable(notice()->text()));
    QTRY_VERIFY(
        m_window->findChild<StatusLine *>()->findChild<QLabel *>(u"statusRecords"_s)->text().contains(QLocale().toString(shownRecords())));
    QCOMPARE(problemsText(), notice()->text());
}

void tst_ImportNotice::readsTheRestOfAStoppedImport()
{
    openWorkspace();
    stopImport(10);
    action(ActionId::Refresh)->trigger();
    QTRY_COMPARE(notice()->text(), u"The import of more.json was stopped. 10 of its records are here."_s);
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    button(notice(), u"Read the rest"_s)->click();
    QVERIFY(merged.wait(20'000));
    QTRY_COMPARE(shownRecords(), 30);
    QTRY_COMPARE(problemsText(), u"Everything in the file was read."_s);
    QVERIFY(!notice()->isVisible());
}

void tst_ImportNotice::removesAStoppedImportInOneStep()
{
    openWorkspace();
    stopImport(10);
    action(ActionId::Refresh)->trigger();
    QTRY_VERIFY(notice()->isVisible());
    QTRY_COMPARE(shownRecords(), 20);
    button(notice(), u"Remove them"_s)->click();
    QTRY_COMPARE(shownRecords(), 10);
    QTRY_VERIFY(!notice()->isVisible());
    QTRY_COMPARE(problemsText(), u"Everything in the file was read."_s);
    // Taken back, they are here again, and are told again.
    button(m_window->messageBar(), u"Undo"_s)->click();
    QTRY_COMPARE(shownRecords(), 20);
    QTRY_VERIFY(notice()->isVisible());
}

void tst_ImportNotice::startsOverWithAnImportThatWasRemoved()
{
    openWorkspace();
    const QString file = stopImport(10);
    action(ActionId::Refresh)->trigger();
    QTRY_VERIFY(notice()->isVisible());
    QTRY_COMPARE(shownRecords(), 20);
    button(notice(), u"Remove them"_s)->click();
    QTRY_COMPARE(shownRecords(), 10);
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    m_window->importMore({file});
    QVERIFY(merged.wait(20'000));
    QTRY_COMPARE(shownRecords(), 30);
    QCOMPARE(merged[0][0].value<ImportResult>().good, 20);
}

void tst_ImportNotice::saysThatTheSourceIsGone()
{
    openWorkspace();
    QFile::remove(stopImport(10));
    action(ActionId::Refresh)->trigger();
    QTRY_VERIFY(notice()->isVisible());
    button(notice(), u"Read the rest"_s)->click();
    QVERIFY2(m_window->messageBar()->text().startsWith(u"The rest of more.json cannot be read: there is no file "_s),
             qPrintable(m_window->messageBar()->text()));
    QTRY_VERIFY(notice()->isVisible());
}

void tst_ImportNotice::asksToUnlockFirst()
{
    openWorkspace();
    stopImport(10);
    m_window->editing()->lock(u"Locked: by you."_s);
    action(ActionId::Refresh)->trigger();
    QTRY_VERIFY(notice()->isVisible());
    QTRY_COMPARE(shownRecords(), 20);
    button(notice(), u"Remove them"_s)->click();
    QTRY_VERIFY(button(m_window->messageBar(), u"Unlock"_s));
    QTRY_VERIFY(notice()->isVisible());
    button(m_window->messageBar(), u"Unlock"_s)->click();
    QTRY_COMPARE(shownRecords(), 10);
}

void tst_ImportNotice::tellsOfAStoppedImportEachTimeItIsOpened()
{
    openWorkspace();
    stopImport(10);
    const QString path = m_window->opened().workspace->path();
    for (int i = 0; i < 2; ++i) {
        showWindow();
        open({path});
        QTRY_COMPARE(notice()->text(), u"The import of more.json was stopped. 10 of its records are here."_s);
        QVERIFY(button(notice(), u"Read the rest"_s) && button(notice(), u"Remove them"_s));
        QCOMPARE(problemsText(), notice()->text());
        // Another message does not take its place, and closed it stays closed.
        m_window->messageBar()->showMessage(Tone::Info, u"Something else."_s);
        QVERIFY(notice()->isVisible());
        notice()->clear();
        action(ActionId::Refresh)->trigger();
        QTest::qWait(100);
        QVERIFY(!notice()->isVisible());
    }
}

void tst_ImportNotice::tellsOfACutDumpEachTimeItIsOpened()
{
    const QString dump = writeFile(u"cut.json"_s, lines("cut", 10) + R"({"_id":"last","appId":"a",)");
    for (int i = 0; i < 2; ++i) {
        open({dump});
        QTRY_COMPARE(notice()->text(), u"cut.json is incomplete: The file ends inside a document; everything before it was read. "
                                       "What arrived is here: 10 records."_s);
        QVERIFY(!button(notice(), u"Read the rest"_s) && !button(notice(), u"Remove them"_s));
        action(ActionId::Close)->trigger();
        QVERIFY(!notice()->isVisible());
    }
}

void tst_ImportNotice::leadsToEveryIncompleteImport()
{
    openThreeStopped();
    const QString whole = problemsText();
    QCOMPARE(whole.count(u'\n'), 2);
    button(notice(), u"Show next"_s)->setFocus();
    for (const auto &[number, name] : {std::pair(u"2"_s, u"two.json"_s), {u"3"_s, u"one.json"_s}, {u"1"_s, u"three.json"_s}}) {
        // Again and again by one key.
        QTRY_VERIFY(button(notice(), u"Show next"_s)->hasFocus());
        QTest::keyClick(button(notice(), u"Show next"_s), Qt::Key_Space);
        QVERIFY2(notice()->text().startsWith(u"%1 of 3: The import of %2 was"_s.arg(number, name)), qPrintable(notice()->text()));
        QVERIFY2(whole.contains(name), qPrintable(whole));
    }
    // Looked at once more, what is shown stays.
    press(u"Show next"_s);
    action(ActionId::Refresh)->trigger();
    QTest::qWait(100);
    QVERIFY(notice()->text().contains(u"two.json"_s));
}

void tst_ImportNotice::goesOnToTheNextIncompleteImportOnceOneIsDone()
{
    openThreeStopped();
    press(u"Show next"_s);
    press(u"Remove them"_s);
    QTRY_COMPARE(notice()->text(), u"2 of 2: The import of one.json was stopped. 10 of its records are here."_s);
    press(u"Read the rest"_s);
    QTRY_COMPARE(notice()->text(), u"The import of three.json was stopped. 10 of its records are here."_s);
    QVERIFY(!button(notice(), u"Show next"_s));
    // Another one comes first.
    stopImport(10, u"four"_s);
    action(ActionId::Refresh)->trigger();
    QTRY_VERIFY(notice()->text().startsWith(u"1 of 2: The import of four.json"_s));
}

void tst_ImportNotice::keepsItsHeightFromOneImportToTheNext()
{
    openWorkspace();
    stopImport(10, u"an export with a name that needs a line more than the others do in a window as narrow as this one is"_s);
    stopImport(10, u"two"_s);
    m_window->resize(700, 600);
    action(ActionId::Refresh)->trigger();
    QTRY_VERIFY(notice()->isVisible());
    QTRY_COMPARE(notice()->width(), m_window->centralWidget()->width());
    const int low = notice()->height();
    press(u"Show next"_s);
    QTRY_VERIFY(notice()->height() > low);
    const int high = notice()->height();
    press(u"Show next"_s);
    QCoreApplication::processEvents();
    QCOMPARE(notice()->height(), high);
    m_window->resize(900, 600);
    QTRY_VERIFY(notice()->height() <= low);
}

void tst_ImportNotice::bringsBackWhatWasClosedWithTheProblems()
{
    openThreeStopped();
    press(u"Show next"_s);
    notice()->clear();
    // One less is nothing that was not known.
    const auto work = [](Session &session, Progress &progress) { return session.revertChange(ChangeRow{1}, progress); };
    m_window->editing()->run(u"Remove the first"_s, work, this, [](const Result<Applied> &applied) { QVERIFY(applied.isOk()); });
    QTRY_COMPARE(shownRecords(), 30);
    QTRY_COMPARE(problemsText().count(u'\n'), 1);
    QVERIFY(!notice()->isVisible());
    action(ActionId::ShowProblems)->trigger();
    QVERIFY2(notice()->isVisible() && notice()->text().contains(u"two.json"_s), qPrintable(notice()->text()));
    notice()->clear();
    action(ActionId::ShowProblems)->trigger(); // hides them
    QVERIFY(!notice()->isVisible());
}

void tst_ImportNotice::neverSaysThatThereAreNoProblemsInTheStatusOfWhatIsIncomplete()
{
    const auto hasPicture = [this](IconId id) {
        const QSize size(16, 16);
        return statusProblems()->icon().pixmap(size).toImage() == icon(id).pixmap(size).toImage();
    };
    openWorkspace();
    QTRY_COMPARE(statusText(), u"No problems"_s);
    QVERIFY(hasPicture(IconId::Check));
    stopImport(10);
    action(ActionId::Refresh)->trigger();
    QTRY_COMPARE(statusText(), u"Incomplete"_s);
    QVERIFY(hasPicture(IconId::Warning));
    QVERIFY(action(ActionId::ShowProblems)->toolTip().contains(u"The import of more.json was stopped."_s));
    // Closed, it is as incomplete as before.
    notice()->clear();
    QCOMPARE(statusText(), u"Incomplete"_s);
    m_window->importMore({writeFile(u"odd.json"_s, "{\"_id\": \"odd\"}\n")});
    QTRY_COMPARE(statusText(), u"1 problem, incomplete"_s);
    action(ActionId::ShowProblems)->trigger();
    const auto *told = m_window->findChild<QLabel *>(u"problemsIncomplete"_s);
    QVERIFY(told->isVisible() && told->text().contains(u"more.json"_s));
    m_window->resize(700, 500);
    QTRY_VERIFY(told->height() < 2 * told->fontMetrics().height());
    press(u"Remove them"_s);
    QTRY_COMPARE(statusText(), u"1 problem"_s);
    QVERIFY(!told->isVisible());
    QVERIFY(!action(ActionId::ShowProblems)->toolTip().contains(u"more.json"_s));
}

void tst_ImportNotice::saysNothingOnceALaterImportFinishedIt()
{
    openWorkspace();
    const QString file = writeFile(u"more.json"_s, lines("more", 10) + R"({"_id":"last","appId":"a",)");
    m_window->importMore({file});
    QTRY_VERIFY(notice()->isVisible());
    QVERIFY(button(notice(), u"Remove them"_s));
    writeFile(u"more.json"_s, lines("more", 20)); // the file is whole now
    m_window->importMore({file});
    QVERIFY(!notice()->isVisible()); // not to be removed while more of it comes
    QTRY_COMPARE(shownRecords(), 30);
    QTRY_VERIFY(!notice()->isVisible());
    const QString path = m_window->opened().workspace->path();
    action(ActionId::Close)->trigger();
    open({path});
    QTest::qWait(100);
    QVERIFY(!notice()->isVisible());
}

void tst_ImportNotice::refreshesAfterAMergeThatFailedHalfWay()
{
    openWorkspace();
    const QString large = writeFile(u"large.json"_s, lines("large", kMany));
    const QString gone = writeFile(u"gone.json"_s, lines("gone", 10));
    QSignalSpy stopped(m_window->opener(), &Opener::mergeStopped);
    beginMerge({large, gone});
    QFile::remove(gone);
    QVERIFY(stopped.count() == 1 || stopped.wait(120'000));
    QVERIFY2(m_window->messageBar()->text().contains(u"gone.json"_s), qPrintable(m_window->messageBar()->text()));
    QTRY_COMPARE_WITH_TIMEOUT(shownRecords(), 10 + kMany, 30'000);
}

void tst_ImportNotice::listsAMergeInTheOpenHistory()
{
    openWorkspace();
    action(ActionId::ShowHistory)->trigger();
    const auto *history = m_window->findChild<HistoryModel *>();
    QTRY_VERIFY(!history->isLoading());
    QSignalSpy merged(m_window->opener(), &Opener::merged);
    m_window->importMore({writeFile(u"more.json"_s, lines("more", 2'000) + lines("first", 5))});
    QVERIFY(merged.wait(20'000));
    QTRY_COMPARE(history->rowCount(), 1);
    QCOMPARE(history->index(0, HistoryModel::RecordsColumn).data().toString(), QLocale().toString(2'000));
}

QTEST_MAIN(tst_ImportNotice)
#include "tst_importnotice.moc"
