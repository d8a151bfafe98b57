#include "model/sources/gzipstream.h"
#include "tests/model/sources/sourcereading.h"
#include "tests/support/dumpwriter.h"

#include <QTest>

using namespace persistence;

namespace {

struct Inflated
{
    QByteArray bytes;
    qint64 size = 0;
    QString reason;
    QString error;
};

/// Reads all; keeps the bytes only as long as there are few.
Inflated inflate(const QByteArray &compressed, HugeRatio hugeRatio = HugeRatio::Refuse, qsizetype chunk = 1 << 20)
{
    const auto stream = makeGzipStream(std::make_unique<StreamBuffer>(memoryStream(compressed, chunk)), hugeRatio);
    Inflated inflated;
    std::vector<char> buffer(1 << 20);
    for (;;) {
        const auto count = stream->read(buffer.data(), qsizetype(buffer.size()));
        if (!count) {
            inflated.error = count.error().message;
            break;
        }
        if (*count == 0)
            break;
        inflated.size += *count;
        if (inflated.size < 10000000)
            inflated.bytes.append(buffer.data(), *count);
    }
    inflated.reason = stream->incompleteReason();
    return inflated;
}

} // namespace

class GzipStreamTest final : public QObject
{
    Q_OBJECT

private slots:
    void readsAllMembers()
    {
        const QByteArray members = gzipped("one ") + gzipped("") + gzipped("two ") + gzipped(QByteArray(100000, 'x'));
        for (const qsizetype chunk : {1, 7, 1 << 20}) {
            const Inflated inflated = inflate(members, HugeRatio::Refuse, chunk);
            QCOMPARE(inflated.bytes, "one two " + QByteArray(100000, 'x'));
            QCOMPARE(inflated.reason, QString());
        }
    }

    void reportsWhatFollows()
    {
        const Inflated inflated = inflate(gzipped("content") + "garbage");
        QCOMPARE(inflated.bytes, "content");
        QVERIFY(inflated.reason.contains(QString::number(gzipped("content").size())));
    }

    void reportsACut()
    {
        const QByteArray whole = gzipped("some content that is long enough to be cut");
        for (qsizetype size = 1; size < whole.size(); ++size)
            QVERIFY(!inflate(whole.first(size)).reason.isEmpty());
    }

    void verifiesChecksumAndSize()
    {
        QByteArray compressed = gzipped("content");
        for (qsizetype i = compressed.size() - 8; i < compressed.size(); ++i) {
            QByteArray damaged = compressed;
            damaged[i] = char(damaged[i] ^ 1);
            const Inflated inflated = inflate(damaged);
            QCOMPARE(inflated.bytes, "content");
            QVERIFY(!inflated.reason.isEmpty());
        }
    }

    void refusesBombsUnlessAllowed()
    {
        // A member of 64 MiB that is a thousand times smaller, often enough for more than the limit.
        const QByteArray bomb = gzipped(QByteArray(64 * 1024 * 1024, '\0'), 9).repeated(18);
        const Inflated refused = inflate(bomb);
        QVERIFY(!refused.error.isEmpty());
        QVERIFY(refused.size <= kBombSize + (1 << 20));
        const Inflated allowed = inflate(bomb, HugeRatio::Allow);
        QCOMPARE(allowed.error + allowed.reason, QString());
        QCOMPARE(allowed.size, qint64(18) * 64 * 1024 * 1024);
    }

    void tellsGzipFromADocumentOfThatLength()
    {
        QVERIFY(isGzip(gzipped("x")));
        QVERIFY(!isGzip("\x1f"));
        // A BSON document of 559,903 bytes starts with the magic number and the method of gzip.
        QByteArray document("\x1f\x8b\x08\0\x02_id\0", 9);
        document.append(QByteArray(1000, '\0'));
        QVERIFY(!isGzip(document));
    }
};

QTEST_APPLESS_MAIN(GzipStreamTest)
#include "tst_gzipstream.moc"
