#include "model/items/recordline.h"

#include "model/bson/builder.h"
#include "tests/model/workspace/workspacefiles.h"

#include <QTest>

using namespace persistence;

class RecordLineTest final : public QObject
{
    Q_OBJECT

private slots:
    void showsKeyAndValue();
    void showsNoValueOfADamagedRecord();
    void saysThatAValueIsLargeWhoseFirstMemberIsCutOff();
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

void RecordLineTest::saysThatAValueIsLargeWhoseFirstMemberIsCutOff()
{
    bson::Builder builder;
    builder.appendString("_id", "id1");
    builder.openDocument("data");
    builder.appendString("text", QByteArray(1'000, 'x'));
    builder.close();
    const QByteArray document = builder.finish().toByteArray();
    RecordSummary summary;
    summary.head = document.left(100);
    summary.size = document.size();
    QCOMPARE(recordLine(summary, &noLabel).value, QStringLiteral("(a large value)"));
}

QTEST_GUILESS_MAIN(RecordLineTest)
#include "tst_recordline.moc"
