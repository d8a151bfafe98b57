#include "model/bson/archivechecksum.h"

#include <QTest>

using namespace persistence;

class ArchiveChecksumTest final : public QObject
{
    Q_OBJECT

private slots:
    void hasThePublishedCheckValue()
    {
        ArchiveChecksum checksum;
        QCOMPARE(checksum.value(), quint64(0));
        checksum.add("123456789");
        QCOMPARE(checksum.value(), quint64(0x995DC9BBDF1939FA));
    }

    void doesNotDependOnBorders()
    {
        QByteArray bytes;
        for (int i = 0; i < 1000; ++i)
            bytes.append(char(i * 37 + i / 7));
        ArchiveChecksum whole;
        whole.add(bytes);
        for (qsizetype size = 1; size < 70; ++size) {
            ArchiveChecksum pieces;
            for (qsizetype start = 0; start < bytes.size(); start += size)
                pieces.add(QByteArrayView(bytes).sliced(start, qMin(size, bytes.size() - start)));
            QCOMPARE(pieces.value(), whole.value());
        }
    }
};

QTEST_APPLESS_MAIN(ArchiveChecksumTest)
#include "tst_archivechecksum.moc"
