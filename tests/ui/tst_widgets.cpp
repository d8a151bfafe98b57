#include "ui/widgets/emptystate.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/jobbar.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/plainlabel.h"
#include "ui/widgets/plaintext.h"
#include "ui/widgets/savebytes.h"

#include <QApplication>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

namespace {

const auto kHostile = u"<img src='file:///etc/passwd'> & %1 %2 <b>x</b>"_s;

// Pixels of the drawing, and the colour of the strongest one.
std::pair<int, QColor> drawn(const QPixmap &pixmap)
{
    const QImage image = pixmap.toImage();
    int count = 0;
    QColor strongest(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor color = image.pixelColor(x, y);
            count += color.alpha() > 0;
            if (color.alpha() > strongest.alpha())
                strongest = color;
        }
    }
    return {count, strongest};
}

} // namespace

class tst_Widgets : public QObject
{
    Q_OBJECT

private slots:
    void labelsNeverTakeTextForHtml();
    void toolTipsAreMarkedAndEscaped();
    void buttonTextsKeepTheirAmpersands();
    void messageBoxesArePlainInEveryLabel();
    void everyIconDrawsSomething();
    void iconsFollowThePalette();
    void messageBarRunsItsButtonAndGoes();
    void jobBarNamesRateAndProblems();
    void jobBarCancelsItsJob();
    void jobBarOffersNoCancelInAFinalStage();
    void savesBytesOverAnOlderFile();
    void keepsTheOlderFileWhenSavingFails();
};

void tst_Widgets::labelsNeverTakeTextForHtml()
{
    const PlainLabel label(kHostile);
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QCOMPARE(label.text(), kHostile);
}

void tst_Widgets::toolTipsAreMarkedAndEscaped()
{
    const QString shown = plainToolTip(kHostile);
    QVERIFY(shown.startsWith(u"<qt>"_s));
    QVERIFY(!shown.contains(u"<img"_s));
    QVERIFY(plainToolTip({}).isEmpty());
    QVERIFY(plainToolTip(QString(100'000, u'x')).size() < 1'100);
}

void tst_Widgets::buttonTextsKeepTheirAmpersands()
{
    QCOMPARE(plainButtonText(u"a & b"_s), u"a && b"_s);
}

void tst_Widgets::messageBoxesArePlainInEveryLabel()
{
    QWidget parent;
    openMessage(&parent, Tone::Bad, kHostile, kHostile);
    auto *box = parent.findChild<QMessageBox *>();
    QVERIFY(box);
    QVERIFY(box->informativeText().isEmpty());
    for (const QLabel *label : box->findChildren<QLabel *>())
        QCOMPARE(label->textFormat(), Qt::PlainText);
    box->close();
}

void tst_Widgets::everyIconDrawsSomething()
{
    QVERIFY(allIcons().size() >= 40);
    for (const IconId id : allIcons())
        QVERIFY2(drawn(icon(id).pixmap(24, 24)).first > 10, qPrintable(QString::number(int(id))));
    QVERIFY(icon(IconId::None).isNull());
}

void tst_Widgets::iconsFollowThePalette()
{
    const QPalette before = QApplication::palette();
    QPalette palette = before;
    palette.setColor(QPalette::WindowText, Qt::red);
    palette.setColor(QPalette::HighlightedText, Qt::green);
    QApplication::setPalette(palette);
    const QIcon stop = icon(IconId::Stop);
    QCOMPARE(drawn(stop.pixmap(24, 24)).second, QColor(Qt::red));
    QCOMPARE(drawn(stop.pixmap(24, 24, QIcon::Selected)).second, QColor(Qt::green));
    palette.setColor(QPalette::WindowText, Qt::blue);
    QApplication::setPalette(palette);
    QCOMPARE(drawn(stop.pixmap(24, 24)).second, QColor(Qt::blue)); // the same icon, without being made again
    QCOMPARE(stop.pixmap(QSize(24, 24), 2.0).size(), QSize(48, 48));
    QApplication::setPalette(before);
}

void tst_Widgets::messageBarRunsItsButtonAndGoes()
{
    QWidget window;
    MessageBar bar(&window);
    int runs = 0;
    bar.showMessage(Tone::Warning, kHostile, {{u"Run & go"_s, [&] { ++runs; }}});
    QVERIFY(!bar.isHidden());
    QCOMPARE(bar.text(), kHostile);
    bar.findChild<QPushButton *>()->click();
    QCOMPARE(runs, 1);
    QVERIFY(bar.isHidden());
}

void tst_Widgets::jobBarNamesRateAndProblems()
{
    Progress progress;
    progress.records = 1'204;
    progress.done = 50'000'000;
    progress.total = 150'000'000;
    progress.problems = 1;
    QCOMPARE(JobBar::describe(progress, 5'000), u"1,204 records · 10.0 MB a second · 10 s left · 1 problem so far"_s);
    // Too early to tell.
    QCOMPARE(JobBar::describe(progress, 100), u"1,204 records · 1 problem so far"_s);
    // A job that counts records has no bytes.
    progress.done = 1'204;
    progress.total = 2'408;
    progress.problems = 0;
    QCOMPARE(JobBar::describe(progress, 2'000), u"1,204 records · 602 a second · 2 s left"_s);
}

void tst_Widgets::jobBarCancelsItsJob()
{
    QWidget window;
    JobBar bar(&window);
    auto progress = std::make_shared<Progress>();
    bar.watch(progress);
    QVERIFY(!bar.isHidden());
    bar.findChild<QPushButton *>(u"cancelJob"_s)->click();
    QVERIFY(progress->isCancelled());
    bar.finish();
    QVERIFY(bar.isHidden());
}

void tst_Widgets::jobBarOffersNoCancelInAFinalStage()
{
    QWidget window;
    JobBar bar(&window);
    const auto *cancel = bar.findChild<QPushButton *>(u"cancelJob"_s);
    auto progress = std::make_shared<Progress>();
    bar.watch(progress);
    QVERIFY(cancel->isEnabled());
    {
        const FinalStage stage(progress.get(), u"Re-key: writing to the disk"_s);
        QTRY_VERIFY(!cancel->isEnabled());
        QVERIFY(!cancel->toolTip().isEmpty());
        QCOMPARE(bar.findChild<PlainLabel *>(u"jobStage"_s)->text(), u"Re-key: writing to the disk"_s);
        QTest::keyClick(&bar, Qt::Key_Escape);
        QVERIFY(!progress->isCancelled());
    }
    QTRY_VERIFY(cancel->isEnabled());
    QVERIFY(!progress->isCancelled());
}

void tst_Widgets::savesBytesOverAnOlderFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"a.json"_s);
    QVERIFY(saveBytes(path, "old").isOk());
    QVERIFY(saveBytes(path, "new").isOk());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), "new");
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"a.json"_s});
}

void tst_Widgets::keepsTheOlderFileWhenSavingFails()
{
    const auto saved = saveBytes(u"/nowhere/at/all.json"_s, "x");
    QVERIFY(!saved);
    QVERIFY(saved.error().message.contains(u"all.json"_s));
}

QTEST_MAIN(tst_Widgets)
#include "tst_widgets.moc"
