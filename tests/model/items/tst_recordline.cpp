#include "model/items/recordline.h"

#include "model/bson/builder.h"
#include "tests/model/workspace/workspacefiles.h"

#include <QTest>

using namespace persistence;
using namespace Qt::StringLiterals;

class RecordLineTest final : public QObject
{
    Q_OBJECT

private slots:
    void showsKeyAndValue();
    void showsNoValueOfADamagedRecord();
    void showsAnEllipsisForWhatIsCutOff_data();
    void showsAnEllipsisForWhatIsCutOff();
    void saysThatAValueIsLargeThatIsNotReached();
};

namespace {

QByteArray noLabel(QByteArrayView, QByteArrayView)
{
    return {};
}

} // namespace

void RecordLineTest::showsKeyAndValue()
{
    RecordSummary summary;
    summary.head = WorkspaceFiles::record("id1", "hello");
    const RecordLine line = recordLine(summary, &noLabel);
    QVERIFY2(line.key.contains(QStringLiteral("GENERAL")), qPrintable(line.key));
    QVERIFY2(line.value.contains(QStringLiteral("hello")), qPrintable(line.value));
}

void RecordLineTest::showsNoValueOfADamagedRecord()
{
    RecordSummary summary;
    summary.isDamaged = true;
    const RecordLine line = recordLine(summary, &noLabel);
    QVERIFY2(line.value.contains(QStringLiteral("checksum")), qPrintable(line.value));
}

void RecordLineTest::showsAnEllipsisForWhatIsCutOff_data()
{
    QTest::addColumn<qsizetype>("kept");
    QTest::addColumn<QString>("shown");
    QTest::newRow("first member") << qsizetype(30) << u"{…}"_s;
    QTest::newRow("later member") << qsizetype(60) << u"{title: x, …}"_s;
    QTest::newRow("nothing") << qsizetype(100'000) << u"{title: x, items: [0, 1, 2], long: "_s + QString(164, u'y') + u'…';
}

void RecordLineTest::showsAnEllipsisForWhatIsCutOff()
{
    QFETCH(qsizetype, kept);
    QFETCH(QString, shown);
    bson::Builder builder;
    builder.appendString("_id", "id1");
    builder.openDocument("data");
    builder.appendString("title", "x");
    builder.openArray("items");
    for (qint32 i = 0; i < 3; ++i)
        builder.appendInt32(QByteArray::number(i), i);
    builder.close();
    builder.appendString("long", QByteArray(1'000, 'y'));
    builder.close();
    const QByteArray document = builder.finish().toByteArray();
    RecordSummary summary;
    summary.head = document.left(kept);
    summary.size = document.size();
    QCOMPARE(recordLine(summary, &noLabel).value, shown);
}

void RecordLineTest::saysThatAValueIsLargeThatIsNotReached()
{
    bson::Builder builder;
    builder.appendString("_id", QByteArray(1'000, 'x'));
    const QByteArray document = builder.finish().toByteArray();
    RecordSummary summary;
    summary.head = document.left(100);
    summary.size = document.size();
    QCOMPARE(recordLine(summary, &noLabel).value, u"(a large value)"_s);
}

QTEST_GUILESS_MAIN(RecordLineTest)
#include "tst_recordline.moc"
