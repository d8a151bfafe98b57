#include "model/workspace/imagedelta.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace persistence;

namespace {

QByteArray randomBytes(QRandomGenerator &random, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    std::generate(bytes.begin(), bytes.end(), [&] { return char(1 + random.bounded(255)); });
    return bytes;
}

/// A few places changed, as edits do: pieces replaced by others of equal or another size.
QByteArray edited(QRandomGenerator &random, QByteArray bytes)
{
    for (int i = random.bounded(4); i >= 0; --i) {
        const auto start = qsizetype(random.bounded(quint32(bytes.size() + 1)));
        const qsizetype left = std::min<qsizetype>(random.bounded(20), bytes.size() - start);
        bytes.replace(start, left, randomBytes(random, random.bounded(2) == 0 ? left : random.bounded(20)));
    }
    return bytes;
}

} // namespace

class ImageDeltaTest final : public QObject
{
    Q_OBJECT

private slots:
    void givesEveryDocumentBack();
    void keepsOneEditOfALargeDocumentInFewBytes();
    void keepsADocumentWholeThatHasLittleInCommonWithTheNext();
    void keepsADocumentWholeAfterManyDeltas();
    void makesNothingOfAnotherDocument();
    void survivesDamagedDeltas();
};

void ImageDeltaTest::givesEveryDocumentBack()
{
    QRandomGenerator random(7);
    for (int i = 0; i < 20'000; ++i) {
        const QByteArray next = randomBytes(random, random.bounded(400));
        const QByteArray document = edited(random, next);
        const QByteArray stored = ImageDelta::of(document, next, 1);
        QVERIFY(stored.size() <= std::max<qsizetype>(document.size(), 13));
        QCOMPARE(ImageDelta::isDelta(stored) ? ImageDelta::apply(stored, next).value_or("nothing") : stored, document);
    }
    const QByteArray document = randomBytes(random, 100);
    QCOMPARE(ImageDelta::apply(ImageDelta::ofEqual(document), document), document);
}

void ImageDeltaTest::keepsOneEditOfALargeDocumentInFewBytes()
{
    QRandomGenerator random(8);
    QByteArray next = randomBytes(random, 1'000'000);
    QByteArray document = next;
    // A field, and the lengths of the three documents around it.
    for (const qsizetype length : {0, 60, 4'000})
        document[length] = char(next[length] + 1);
    document.replace(700'000, 10, "another text");
    const QByteArray stored = ImageDelta::of(document, next, 1);
    QVERIFY(stored.size() < 100);
    QCOMPARE(ImageDelta::apply(stored, next), document);
}

void ImageDeltaTest::keepsADocumentWholeThatHasLittleInCommonWithTheNext()
{
    QRandomGenerator random(9);
    const QByteArray document = randomBytes(random, 1000);
    QCOMPARE(ImageDelta::of(document, randomBytes(random, 1000), 1), document);
    QCOMPARE(ImageDelta::of(document, document.first(400), 1), document);
}

void ImageDeltaTest::keepsADocumentWholeAfterManyDeltas()
{
    const QByteArray document(1000, 'a');
    const QByteArray next = document + 'b';
    QCOMPARE(ImageDelta::linksOf(ImageDelta::of(document, next, ImageDelta::kMaxLinks)), ImageDelta::kMaxLinks);
    QCOMPARE(ImageDelta::of(document, next, ImageDelta::kMaxLinks + 1), document);
    QCOMPARE(ImageDelta::linksOf(document), 0);
}

void ImageDeltaTest::makesNothingOfAnotherDocument()
{
    const QByteArray document(1000, 'a');
    const QByteArray next = document + 'b';
    const QByteArray stored = ImageDelta::of(document, next, 1);
    QVERIFY(ImageDelta::isDelta(stored));
    QVERIFY(!ImageDelta::apply(stored, next + 'c'));
    QVERIFY(!ImageDelta::apply(stored, {}));
    QVERIFY(!ImageDelta::apply(document, next));
    QVERIFY(!ImageDelta::apply(ImageDelta::ofEqual(document), next));
}

void ImageDeltaTest::survivesDamagedDeltas()
{
    QRandomGenerator random(10);
    const QByteArray next = randomBytes(random, 500);
    QByteArray document = next;
    document.replace(200, 10, "another text");
    const QByteArray stored = ImageDelta::of(document, next, 1);
    QVERIFY(ImageDelta::isDelta(stored));
    for (qsizetype size = 0; size < stored.size(); ++size) {
        const auto made = ImageDelta::apply(stored.first(size), next);
        QVERIFY(!made || *made == document);
    }
    for (qsizetype place = 0; place < stored.size(); ++place) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray damaged = stored;
            damaged[place] = char(damaged[place] ^ (1 << bit));
            const auto made = ImageDelta::apply(damaged, next);
            QVERIFY(!made || *made == document);
        }
    }
}

QTEST_APPLESS_MAIN(ImageDeltaTest)
#include "tst_imagedelta.moc"
