#include "ui/window/theme.h"

#include "ui/widgets/tone.h"

#include <QApplication>
#include <QEvent>
#include <QPainter>
#include <QProxyStyle>
#include <QScopedValueRollback>
#include <QStyleFactory>
#include <QStyleOption>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

struct Colors
{
    QRgb window, base, alternate, text, button, highlight, inactiveHighlight, highlightedText, link, dimmed, disabled, toolTip, mid;
};

QPalette paletteOf(const Colors &c)
{
    QPalette palette{QColor(c.button), QColor(c.window)};
    const auto set = [&](QPalette::ColorRole role, QRgb color) { palette.setColor(role, QColor(color)); };
    set(QPalette::Window, c.window);
    set(QPalette::Base, c.base);
    set(QPalette::AlternateBase, c.alternate);
    set(QPalette::Button, c.button);
    set(QPalette::ToolTipBase, c.toolTip);
    set(QPalette::Highlight, c.highlight);
    set(QPalette::HighlightedText, c.highlightedText);
    set(QPalette::Link, c.link);
    set(QPalette::LinkVisited, c.link);
    set(QPalette::PlaceholderText, c.dimmed);
    set(QPalette::Mid, c.mid);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText, QPalette::BrightText}) {
        set(role, c.text);
        palette.setColor(QPalette::Disabled, role, QColor(c.disabled));
    }
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, QColor(c.disabled));
    // A list without the focus keeps a visible, calmer selection: less colour, but no less contrast to its text.
    palette.setColor(QPalette::Inactive, QPalette::Highlight, QColor(c.inactiveHighlight));
    return palette;
}

/// Space beside the text of a cell and of a header, in pixels at 100%: a number at the right of its column must not touch the next text.
constexpr int kCellMargin = 5;
/// The strip that the arrow of a button with a menu needs, in pixels at 100%.
constexpr int kMenuArrow = 14;

// Fusion outlines check boxes darker than the window, which cannot be seen in dark colours; its buttons of dialogs bring black icons; it
// draws the arrow of a button that opens a menu into the corner, over the text, and that of a selected row of a tree dark on dark.
class OutlinedStyle final : public QProxyStyle
{
public:
    explicit OutlinedStyle(int scale) : QProxyStyle(QStyleFactory::create(u"Fusion"_s)), m_scale(scale) {}

    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override
    {
        const int size = QProxyStyle::pixelMetric(metric, option, widget);
        switch (metric) {
        case PM_SmallIconSize:
        case PM_ListViewIconSize:
        case PM_ButtonIconSize:
        case PM_TabBarIconSize:
        case PM_ToolBarIconSize:
        case PM_LineEditIconSize:
        case PM_LargeIconSize:
        case PM_MessageBoxIconSize:
        case PM_IndicatorWidth:
        case PM_IndicatorHeight:
        case PM_ExclusiveIndicatorWidth:
        case PM_ExclusiveIndicatorHeight:
        case PM_ScrollBarExtent:
            return size * m_scale / 100;
        case PM_FocusFrameHMargin:
        case PM_HeaderMargin:
            return std::max(size, kCellMargin * m_scale / 100);
        default:
            return size;
        }
    }

    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents, const QWidget *widget) const override
    {
        QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
        if (type == CT_ToolButton && opensMenuOnly(option))
            size.rwidth() += menuArrow();
        return size;
    }

    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override
    {
        if (control == CC_ToolButton && opensMenuOnly(option))
            drawMenuButton(*qstyleoption_cast<const QStyleOptionToolButton *>(option), painter, widget);
        else
            QProxyStyle::drawComplexControl(control, option, painter, widget);
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const override
    {
        return hint == SH_DialogButtonBox_ButtonsHaveIcons ? 0 : QProxyStyle::styleHint(hint, option, widget, data);
    }

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const override
    {
        if (element == PE_IndicatorBranch && option->state.testFlag(State_Selected)) {
            QStyleOption selected(*option);
            selected.palette.setBrush(QPalette::WindowText, option->palette.highlightedText());
            QProxyStyle::drawPrimitive(element, &selected, painter, widget);
            return;
        }
        QProxyStyle::drawPrimitive(element, option, painter, widget);
        if (element != PE_IndicatorCheckBox)
            return;
        painter->save();
        painter->setPen(mixed(option->palette.color(QPalette::Window), option->palette.color(QPalette::WindowText), 0.45));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
    }

private:
    [[nodiscard]] int menuArrow() const { return kMenuArrow * m_scale / 100; }

    /// Whether all of the button opens its menu.
    static bool opensMenuOnly(const QStyleOption *option)
    {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        return button && button->features.testFlag(QStyleOptionToolButton::HasMenu) &&
               !button->features.testFlag(QStyleOptionToolButton::MenuButtonPopup);
    }

    void drawMenuButton(const QStyleOptionToolButton &button, QPainter *painter, const QWidget *widget) const
    {
        QStyleOptionToolButton frame(button);
        frame.features.setFlag(QStyleOptionToolButton::HasMenu, false);
        QStyleOptionToolButton label(frame);
        frame.text.clear();
        frame.icon = QIcon();
        QProxyStyle::drawComplexControl(CC_ToolButton, &frame, painter, widget);

        const QRect &all = button.rect;
        const int arrowWidth = menuArrow();
        label.rect = visualRect(button.direction, all, all.adjusted(0, 0, -arrowWidth, 0));
        proxy()->drawControl(CE_ToolButtonLabel, &label, painter, widget);
        QStyleOption arrow(button);
        arrow.rect = visualRect(button.direction, all, QRect(all.right() - arrowWidth, all.top(), arrowWidth, all.height()));
        proxy()->drawPrimitive(PE_IndicatorArrowDown, &arrow, painter, widget);
    }

    int m_scale;
};

} // namespace

QPalette lightPalette()
{
    return paletteOf({.window = 0xfff3f4f6,
                      .base = 0xffffffff,
                      .alternate = 0xfff7f8fa,
                      .text = 0xff1d2126,
                      .button = 0xffeceef1,
                      .highlight = 0xff1f66b5,
                      .inactiveHighlight = 0xff4d647c,
                      .highlightedText = 0xffffffff,
                      .link = 0xff1b5ea8,
                      .dimmed = 0xff5c6570,
                      .disabled = 0xff9aa1ab,
                      .toolTip = 0xffffffff,
                      .mid = 0xffc3c8cf});
}

QPalette darkPalette()
{
    return paletteOf({.window = 0xff25282c,
                      .base = 0xff1b1d20,
                      .alternate = 0xff202327,
                      .text = 0xffe6e8eb,
                      .button = 0xff32363b,
                      .highlight = 0xff2c6ab2,
                      .inactiveHighlight = 0xff3a4b5e,
                      .highlightedText = 0xffffffff,
                      .link = 0xff7db8f5,
                      .dimmed = 0xffa2abb5,
                      .disabled = 0xff6f7781,
                      .toolTip = 0xff32363b,
                      .mid = 0xff43484e});
}

ThemeSwitch::ThemeSwitch(QObject *parent)
    : QObject(parent)
    , m_systemFont(QApplication::font())
    , m_systemIsDark(persistence::isDark(QApplication::palette()))
{
    QApplication::setStyle(new OutlinedStyle(m_scale));
    qApp->installEventFilter(this);
    apply();
}

void ThemeSwitch::setTheme(Theme theme)
{
    if (m_theme == theme)
        return;
    m_theme = theme;
    apply();
    emit changed();
}

void ThemeSwitch::setScale(int percent)
{
    percent = std::clamp(percent, kScales.front(), kScales.back());
    if (m_scale == percent)
        return;
    m_scale = percent;
    QFont font = m_systemFont;
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * percent / 100);
    else
        font.setPixelSize(qMax(1, font.pixelSize() * percent / 100));
    QApplication::setStyle(new OutlinedStyle(m_scale));
    QApplication::setFont(font);
    apply();
    emit scaleChanged(percent);
}

bool ThemeSwitch::isDark() const
{
    return m_theme == Theme::Dark || (m_theme == Theme::System && m_systemIsDark);
}

bool ThemeSwitch::eventFilter(QObject *watched, QEvent *event)
{
    // The system changed its colours. Qt 6.4 has no Qt::ColorScheme: its palette says whether they are dark.
    if (watched == qApp && event->type() == QEvent::ThemeChange && !m_isApplying) {
        QApplication::setPalette(QPalette());
        m_systemIsDark = persistence::isDark(QApplication::palette());
        apply();
        emit changed();
    }
    return QObject::eventFilter(watched, event);
}

void ThemeSwitch::apply()
{
    const QScopedValueRollback guard(m_isApplying, true);
    QApplication::setPalette(isDark() ? darkPalette() : lightPalette());
}

} // namespace persistence
