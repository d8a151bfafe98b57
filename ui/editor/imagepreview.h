#pragma once

#include "model/base/latestjob.h"

#include <QImage>
#include <QWidget>

namespace persistence {

class PlainLabel;

/// "png", "jpeg" or "gif" if \a bytes start like such a picture; else empty. Nothing is decoded.
[[nodiscard]] QByteArray imageFormatOf(QByteArrayView bytes);

/// The picture that \a bytes hold, no larger than \a bounds; of a GIF the first frame. An error of kind TooLarge for one of more than
/// kMaxPixels, which is told by its head alone: a small file may claim any size. Any thread.
[[nodiscard]] Result<QImage> decodeImage(const QByteArray &bytes, QSize bounds);
inline constexpr qint64 kMaxPixels = 32'000'000;

/// Shows the picture in some bytes, decoded by a job, or why it cannot be shown. Hidden while the bytes are no picture.
class ImagePreview final : public QWidget
{
    Q_OBJECT

public:
    explicit ImagePreview(QWidget *parent = nullptr);
    ~ImagePreview() override;

    void setBytes(const QByteArray &bytes);
    [[nodiscard]] const QImage &image() const { return m_image; }

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void take(const Result<QImage> &image, const QByteArray &format, QSize size);

    QImage m_image;
    PlainLabel *m_text;
    LatestJob m_job;
};

} // namespace persistence
