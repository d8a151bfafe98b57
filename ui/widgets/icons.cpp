#include "ui/widgets/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <array>

using namespace Qt::StringLiterals;

// Outside of every namespace, as Qt wants it; static libraries do not register their resources by themselves.
static void registerIconResources()
{
    Q_INIT_RESOURCE(icons);
}

namespace persistence {

namespace {

struct Picture
{
    IconId id;
    const char *file;
};

constexpr std::array kPictures = {
    Picture{IconId::App, "app"},
    Picture{IconId::AllRecords, "records"},
    Picture{IconId::Record, "record"},
    Picture{IconId::Room, "room"},
    Picture{IconId::User, "user"},
    Picture{IconId::Message, "message"},
    Picture{IconId::Misc, "misc"},
    Picture{IconId::File, "file"},
    Picture{IconId::LivechatRoom, "livechat"},
    Picture{IconId::Discussion, "discussion"},
    Picture{IconId::VideoConference, "video-conference"},
    Picture{IconId::UnknownModel, "unknown"},
    Picture{IconId::NoKey, "no-key"},
    Picture{IconId::Unreadable, "unreadable"},
    Picture{IconId::CustomFields, "custom-fields"},
    Picture{IconId::Range, "range"},
    Picture{IconId::Problem, "problem"},
    Picture{IconId::Key, "key"},
    Picture{IconId::SameKey, "same-key"},
    Picture{IconId::TypeObject, "type-object"},
    Picture{IconId::TypeArray, "type-array"},
    Picture{IconId::TypeText, "type-text"},
    Picture{IconId::TypeNumber, "type-number"},
    Picture{IconId::TypeBool, "type-bool"},
    Picture{IconId::TypeNull, "type-null"},
    Picture{IconId::TypeDate, "type-date"},
    Picture{IconId::TypeObjectId, "type-objectid"},
    Picture{IconId::TypeBinary, "type-binary"},
    Picture{IconId::TypeOther, "type-other"},
    Picture{IconId::Open, "open"},
    Picture{IconId::Folder, "folder"},
    Picture{IconId::Import, "import"},
    Picture{IconId::Table, "table"},
    Picture{IconId::Save, "save"},
    Picture{IconId::Export, "export"},
    Picture{IconId::SaveCopy, "save-copy"},
    Picture{IconId::Undo, "undo"},
    Picture{IconId::Redo, "redo"},
    Picture{IconId::Draft, "draft"},
    Picture{IconId::Discard, "discard"},
    Picture{IconId::Hidden, "hidden"},
    Picture{IconId::Back, "back"},
    Picture{IconId::Forward, "forward"},
    Picture{IconId::Up, "up"},
    Picture{IconId::Previous, "previous"},
    Picture{IconId::Next, "next"},
    Picture{IconId::Find, "find"},
    Picture{IconId::Filter, "filter"},
    Picture{IconId::Copy, "copy"},
    Picture{IconId::Refresh, "refresh"},
    Picture{IconId::Close, "close"},
    Picture{IconId::Stop, "stop"},
    Picture{IconId::Theme, "theme"},
    Picture{IconId::Light, "light"},
    Picture{IconId::Dark, "dark"},
    Picture{IconId::Clock, "clock"},
    Picture{IconId::Locked, "locked"},
    Picture{IconId::Unlocked, "unlocked"},
    Picture{IconId::Info, "info"},
    Picture{IconId::Warning, "warning"},
    Picture{IconId::Error, "error"},
    Picture{IconId::Check, "check"},
    Picture{IconId::Tree, "tree"},
    Picture{IconId::Text, "text"},
    Picture{IconId::Expand, "expand"},
    Picture{IconId::Collapse, "collapse"},
    Picture{IconId::Help, "help"},
    Picture{IconId::Keyboard, "keyboard"},
    Picture{IconId::Sidebar, "sidebar"},
    Picture{IconId::FullScreen, "full-screen"},
    Picture{IconId::Quit, "quit"},
    Picture{IconId::Drop, "drop"},
    Picture{IconId::Document, "document"},
    Picture{IconId::History, "history"},
    Picture{IconId::Revert, "revert"},
    Picture{IconId::Undone, "undone"},
    Picture{IconId::Compare, "compare"},
    Picture{IconId::FieldAdded, "field-added"},
    Picture{IconId::FieldRemoved, "field-removed"},
    Picture{IconId::FieldChanged, "field-changed"},
    Picture{IconId::FieldRetyped, "field-retyped"},
    Picture{IconId::FieldMoved, "field-moved"},
    Picture{IconId::Delete, "delete"},
    Picture{IconId::ChangeRecords, "change-records"},
    Picture{IconId::ReplaceTexts, "replace-texts"},
    Picture{IconId::Columns, "columns"},
    Picture{IconId::Add, "add"},
    Picture{IconId::Swap, "swap"},
    Picture{IconId::Bookmark, "bookmark"},
};

// Rows stand in the order of the ids, so a picture is found without a search.
constexpr bool isInOrder()
{
    for (size_t i = 0; i < kPictures.size(); ++i) {
        if (int(kPictures[i].id) != int(i) + 1)
            return false;
    }
    return true;
}
static_assert(isInOrder());

QString fileOf(IconId id)
{
    return u":/icons/"_s + QLatin1String(kPictures[size_t(id) - 1].file) + u".svg"_s;
}

QColor paletteColor(QIcon::Mode mode)
{
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::WindowText);
    case QIcon::Selected:
        return palette.color(QPalette::HighlightedText);
    default:
        return palette.color(QPalette::WindowText);
    }
}

// A plain copy of the black drawing, with every pixel in the wanted colour.
QPixmap tinted(IconId id, QSize pixels, const QColor &color)
{
    if (pixels.isEmpty())
        return {};
    const QString key = u"persistence-icon-%1-%2-%3-%4"_s.arg(QString::number(int(id)), QString::number(pixels.width()),
                                                              QString::number(pixels.height()), color.name(QColor::HexArgb));
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    QSvgRenderer renderer(fileOf(id));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), color);
    painter.end();
    pixmap = QPixmap::fromImage(std::move(image));
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TintedIconEngine final : public QIconEngine
{
public:
    explicit TintedIconEngine(IconId id, QColor color = {}) : m_id(id), m_color(color) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        painter->drawPixmap(rect, tinted(m_id, rect.size() * ratio, colorFor(mode)));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override { return tinted(m_id, size, colorFor(mode)); }
    // The size is in device pixels already; QIcon sets the ratio on what it gets.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override { return tinted(m_id, size, colorFor(mode)); }
    QIconEngine *clone() const override { return new TintedIconEngine(m_id, m_color); }
    bool isNull() override { return m_id == IconId::None; }
    QString key() const override { return u"persistence-tinted"_s; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        return m_color.isValid() && (mode == QIcon::Normal || mode == QIcon::Active) ? m_color : paletteColor(mode);
    }

    IconId m_id;
    QColor m_color;
};

} // namespace

QIcon icon(IconId id)
{
    return icon(id, {});
}

QIcon icon(IconId id, const QColor &color)
{
    registerIconResources();
    return id == IconId::None ? QIcon() : QIcon(new TintedIconEngine(id, color));
}

QIcon applicationIcon()
{
    registerIconResources();
    QIcon result;
    QSvgRenderer renderer(u":/icons/persistence-browser.svg"_s);
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        result.addPixmap(pixmap);
    }
    return result;
}

QList<IconId> allIcons()
{
    QList<IconId> ids;
    for (const Picture &picture : kPictures)
        ids.append(picture.id);
    return ids;
}

} // namespace persistence
