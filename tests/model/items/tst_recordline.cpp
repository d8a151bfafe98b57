#include "model/items/recordline.h"

#include "tests/model/workspace/workspacefiles.h"

#include <QTest>

using namespace persistence;

class RecordLineTest final : public QObject
{
    Q_OBJECT

private slots:
    void showsKeyAndValue();
    void showsNoValueOfADamagedRecord();
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

QTEST_GUILESS_MAIN(RecordLineTest)
#include "tst_recordline.moc"
