#include "model/transfer/aheadsink.h"

#include <QTest>

using namespace persistence;

namespace {

/// Keeps what it gets, until it is full.
class Shelf final : public ByteSink
{
public:
    explicit Shelf(qsizetype limit) : m_limit(limit) {}

    Result<void> write(QByteArrayView bytes) override
    {
        if (m_bytes.size() + bytes.size() > m_limit)
            return Error{ErrorKind::NoSpace, QStringLiteral("full"), {}};
        m_bytes += bytes;
        return {};
    }

    Result<void> finish() override
    {
        m_isFinished = true;
        return {};
    }

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }
    [[nodiscard]] bool isFinished() const { return m_isFinished; }

private:
    qsizetype m_limit;
    QByteArray m_bytes;
    bool m_isFinished = false;
};

QByteArray piece(int i)
{
    return QByteArray(i % 97, char('a' + i % 26));
}

} // namespace

class AheadSinkTest final : public QObject
{
    Q_OBJECT

private slots:
    void handsOnAllBytesInOrder();
    void tellsTheErrorOfTheOtherSinkAndStops();
    void canBeGivenUpAtAnyTime();
};

void AheadSinkTest::handsOnAllBytesInOrder()
{
    Shelf shelf(1'000'000);
    QByteArray expected;
    AheadSink sink(shelf);
    for (int i = 0; i < 2000; ++i) {
        QVERIFY(sink.write(piece(i)).isOk());
        expected += piece(i);
    }
    QVERIFY(sink.finish().isOk());
    QCOMPARE(shelf.bytes(), expected);
    QVERIFY(shelf.isFinished());
}

void AheadSinkTest::tellsTheErrorOfTheOtherSinkAndStops()
{
    for (const qsizetype limit : {0, 1, 100, 5000}) {
        Shelf shelf(limit);
        AheadSink sink(shelf);
        Result<void> written;
        for (int i = 0; i < 2000 && written; ++i)
            written = sink.write(piece(i));
        if (written)
            written = sink.finish();
        QVERIFY(!written);
        QCOMPARE(written.error().kind, ErrorKind::NoSpace);
        QVERIFY(!shelf.isFinished());
    }
    // The last piece fails: only finish() can tell.
    Shelf shelf(3);
    AheadSink sink(shelf);
    QVERIFY(sink.write("four").isOk());
    QVERIFY(!sink.finish());
    QVERIFY(!shelf.isFinished());
}

void AheadSinkTest::canBeGivenUpAtAnyTime()
{
    for (int pieces = 0; pieces < 50; ++pieces) {
        Shelf shelf(1'000'000);
        {
            AheadSink sink(shelf);
            for (int i = 0; i < pieces; ++i)
                QVERIFY(sink.write(piece(i)).isOk());
        }
        QVERIFY(!shelf.isFinished());
    }
}

QTEST_APPLESS_MAIN(AheadSinkTest)
#include "tst_aheadsink.moc"
