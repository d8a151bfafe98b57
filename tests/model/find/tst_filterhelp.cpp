#include "model/find/filter.h"
#include "model/find/filterhelp.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace persistence;

class tst_filterhelp : public QObject
{
    Q_OBJECT

private slots:
    void showsOnlyFiltersThatCanBeRead();
    void isInTheManual();
};

void tst_filterhelp::showsOnlyFiltersThatCanBeRead()
{
    for (const FilterHelpLine &line : filterHelp()) {
        QVERIFY(!line.meaning.isEmpty());
        for (const QString &example : QString::fromUtf8(line.example).split(u"  "_s)) {
            FilterError error;
            QVERIFY2(Filter::parse(example.toUtf8(), &error), qPrintable(example + u": "_s + error.reason));
        }
    }
}

void tst_filterhelp::isInTheManual()
{
    QFile manual(QStringLiteral(PB_MANUAL));
    QVERIFY(manual.open(QIODevice::ReadOnly));
    // The manual writes hyphens, quotes and backslashes in its own way.
    const QByteArray text = manual.readAll().replace("\\-", "-").replace("\\(dq", "\"");
    for (const FilterHelpLine &line : filterHelp()) {
        for (const QString &example : QString::fromUtf8(line.example).split(u"  "_s))
            QVERIFY2(text.contains(example.toUtf8()), qPrintable(example));
    }
}

QTEST_GUILESS_MAIN(tst_filterhelp)
#include "tst_filterhelp.moc"
