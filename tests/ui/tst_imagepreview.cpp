#include "ui/editor/imagepreview.h"
#include "model/bson/builder.h"
#include "model/edit/fieldtext.h"
#include "ui/editor/valuewindows.h"
#include "ui/editor/wholetext.h"

#include <QBuffer>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QtEndian>

using namespace Qt::StringLiterals;
using namespace persistence;

namespace {

QByteArray picture(const char *format, QSize size = {40, 30})
{
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, format))
        qFatal("cannot write %s", format);
    return bytes;
}

/// One black pixel.
QByteArray gif()
{
    return QByteArray::fromHex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b");
}

quint32 crc32(QByteArrayView bytes)
{
    quint32 crc = ~0U;
    for (const char byte : bytes) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320U : 0);
    }
    return ~crc;
}

/// A PNG of a few bytes that claims to be \a side pixels wide and high.
QByteArray bomb(quint32 side)
{
    QByteArray bytes = picture("PNG");
    qToBigEndian(side, bytes.data() + 16);
    qToBigEndian(side, bytes.data() + 20);
    qToBigEndian(crc32(QByteArrayView(bytes).sliced(12, 17)), bytes.data() + 29);
    return bytes;
}

bson::Element binaryIn(bson::Builder &builder, const QByteArray &bytes)
{
    builder.appendBinary("v", 0, bytes);
    return *bson::DocumentView(builder.finish()).begin();
}

} // namespace

/// Pictures that stand in binaries.
class tst_ImagePreview : public QObject
{
    Q_OBJECT

private slots:
    void knowsPicturesByTheirContent();
    void decodesEachFormat_data();
    void decodesEachFormat();
    void scalesDownWhatIsLarger();
    void refusesAPictureThatClaimsToBeHuge();
    void saysThatAPictureIsDamaged();
    void standsBesideTheBytes();
    void followsTheBytesThatAreTyped();
};

void tst_ImagePreview::knowsPicturesByTheirContent()
{
    QCOMPARE(imageFormatOf(picture("PNG")), QByteArray("png"));
    QCOMPARE(imageFormatOf(picture("JPEG")), QByteArray("jpeg"));
    QCOMPARE(imageFormatOf(gif()), QByteArray("gif"));
    QCOMPARE(imageFormatOf("<svg xmlns='http://www.w3.org/2000/svg'/>"), QByteArray());
    QCOMPARE(imageFormatOf({}), QByteArray());
}

void tst_ImagePreview::decodesEachFormat_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QSize>("size");
    QTest::newRow("PNG") << picture("PNG") << QSize(40, 30);
    QTest::newRow("JPEG") << picture("JPEG") << QSize(40, 30);
    QTest::newRow("GIF") << gif() << QSize(1, 1);
}

void tst_ImagePreview::decodesEachFormat()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QSize, size);
    const auto image = decodeImage(bytes, {320, 320});
    QVERIFY2(image.isOk(), image ? "" : qPrintable(image.error().message));
    QCOMPARE(image->size(), size);
}

void tst_ImagePreview::scalesDownWhatIsLarger()
{
    QCOMPARE(decodeImage(picture("PNG", {1'000, 500}), {100, 100})->size(), QSize(100, 50));
    QCOMPARE(decodeImage(picture("JPEG", {2, 1'000}), {100, 100})->size(), QSize(1, 100));
}

void tst_ImagePreview::refusesAPictureThatClaimsToBeHuge()
{
    const auto image = decodeImage(bomb(60'000), {320, 320});
    QVERIFY(!image);
    QCOMPARE(image.error().kind, ErrorKind::TooLarge);
    QVERIFY(image.error().message.contains(u"60,000 × 60,000"_s));
    QVERIFY(!decodeImage(bomb(0x7fffffff), {320, 320}));
}

void tst_ImagePreview::saysThatAPictureIsDamaged()
{
    QVERIFY(!decodeImage(picture("PNG").left(60), {320, 320}));
    QVERIFY(!decodeImage(QByteArray("\xff\xd8\xff", 3), {320, 320}));
    ImagePreview preview;
    preview.setBytes(gif().left(10));
    QVERIFY(!preview.isHidden());
    QTRY_VERIFY(preview.findChild<QLabel *>(u"imageText"_s)->text().startsWith(u"This "_s));
    QVERIFY(preview.image().isNull());
    preview.setBytes("no picture");
    QVERIFY(preview.isHidden());
}

void tst_ImagePreview::standsBesideTheBytes()
{
    QWidget window;
    bson::Builder builder;
    openWholeText(&window, u"v"_s, binaryIn(builder, picture("PNG")));
    auto *preview = window.findChild<ImagePreview *>();
    QTRY_COMPARE(preview->findChild<QLabel *>(u"imageText"_s)->text(), u"PNG, 40 × 30 pixels"_s);
    QVERIFY(window.findChild<QPushButton *>(u"saveWhole"_s));
}

void tst_ImagePreview::followsTheBytesThatAreTyped()
{
    QWidget window;
    bson::Builder builder;
    openHexWindow(&window, u"v"_s, FieldValue(binaryIn(builder, "abc")), [](const FieldValue &) {});
    auto *preview = window.findChild<ImagePreview *>();
    QVERIFY(preview->isHidden());
    window.findChild<QPlainTextEdit *>()->setPlainText(QString::fromLatin1(gif().toHex()));
    QTRY_VERIFY(!preview->image().isNull());
}

QTEST_MAIN(tst_ImagePreview)
#include "tst_imagepreview.moc"
