#include "ui/editor/imagepreview.h"

#include "model/items/itemtext.h"
#include "ui/widgets/plainlabel.h"

#include <QBuffer>
#include <QImageReader>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

/// Of the picture on screen, in logical pixels.
constexpr QSize kShown(320, 320);

/// Reads a picture of a known format: only three decoders ever see bytes of a record, whatever plug-ins are installed.
class PictureReader final
{
public:
    explicit PictureReader(const QByteArray &bytes)
    {
        m_buffer.setData(bytes);
        m_buffer.open(QIODevice::ReadOnly);
        m_reader.setDevice(&m_buffer);
        m_reader.setAutoDetectImageFormat(false);
        m_reader.setFormat(imageFormatOf(bytes));
    }

    QImageReader *operator->() { return &m_reader; }

private:
    QBuffer m_buffer;
    QImageReader m_reader;
};

QString dimensions(QSize size)
{
    return ImagePreview::tr("%1 × %2").arg(numberText(size.width()), numberText(size.height()));
}

} // namespace

QByteArray imageFormatOf(QByteArrayView bytes)
{
    if (bytes.startsWith(QByteArrayView("\x89PNG\r\n\x1a\n", 8)))
        return "png";
    if (bytes.startsWith(QByteArrayView("\xff\xd8\xff", 3)))
        return "jpeg";
    return bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a") ? "gif" : "";
}

Result<QImage> decodeImage(const QByteArray &bytes, QSize bounds)
{
    PictureReader reader(bytes);
    const QSize size = reader->size();
    if (!size.isValid() || size.isEmpty())
        return Error{ErrorKind::Failed, ImagePreview::tr("This starts like a picture, but it is none that can be shown."), {}};
    if (qint64(size.width()) * size.height() > kMaxPixels)
        return Error{ErrorKind::TooLarge, ImagePreview::tr("This picture is too large to be shown: %1 pixels.").arg(dimensions(size)), {}};
    // JPEG is decoded at that size at once; the others are scaled afterwards.
    if (size.width() > bounds.width() || size.height() > bounds.height())
        reader->setScaledSize(size.scaled(bounds, Qt::KeepAspectRatio).expandedTo(QSize(1, 1)));
    QImage image = reader->read();
    if (image.isNull())
        return Error{ErrorKind::Failed, ImagePreview::tr("This picture is damaged: %1.").arg(reader->errorString()), {}};
    return image;
}

ImagePreview::ImagePreview(QWidget *parent) : QWidget(parent), m_text(new PlainLabel({}, this))
{
    setObjectName(u"imagePreview"_s);
    m_text->setObjectName(u"imageText"_s);
    m_text->setDimmed(true);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->addStretch(1);
    layout->addWidget(m_text);
    hide();
}

ImagePreview::~ImagePreview() = default;

void ImagePreview::setBytes(const QByteArray &bytes)
{
    m_job.drop();
    m_image = {};
    const QByteArray format = imageFormatOf(bytes);
    setVisible(!format.isEmpty());
    if (format.isEmpty())
        return;
    m_text->setText(tr("Reading the picture…"));
    const QSize bounds = kShown * devicePixelRatio();
    auto work = [bytes, bounds](Progress &) { return decodeImage(bytes, bounds); };
    m_job.start(std::move(work), [this, bytes, format](const Result<QImage> &image) { take(image, format, PictureReader(bytes)->size()); });
}

void ImagePreview::take(const Result<QImage> &image, const QByteArray &format, QSize size)
{
    if (image) {
        m_image = *image;
        m_image.setDevicePixelRatio(devicePixelRatio());
        m_text->setText(tr("%1, %2 pixels").arg(QString::fromLatin1(format).toUpper(), dimensions(size)));
        setAccessibleName(m_text->text());
    } else {
        m_text->setText(image.error().message);
    }
    update();
}

QSize ImagePreview::sizeHint() const
{
    return kShown + QSize(16, 16 + m_text->sizeHint().height());
}

void ImagePreview::paintEvent(QPaintEvent *)
{
    if (m_image.isNull())
        return;
    const QRect area = rect().adjusted(8, 8, -8, -16 - m_text->height());
    QSize shown = m_image.deviceIndependentSize().toSize();
    if (shown.width() > area.width() || shown.height() > area.height())
        shown.scale(area.size(), Qt::KeepAspectRatio);
    const QRect target(area.center() - QPoint(shown.width() / 2, shown.height() / 2), shown);
    QPainter painter(this);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target, m_image);
}

} // namespace persistence
