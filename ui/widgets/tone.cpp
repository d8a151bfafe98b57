#include "ui/widgets/tone.h"

#include <tuple>

namespace persistence {

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

QColor mixed(const QColor &bottom, const QColor &top, double share)
{
    const auto part = [share](float a, float b) { return float(a + (b - a) * share); };
    return QColor::fromRgbF(part(bottom.redF(), top.redF()), part(bottom.greenF(), top.greenF()), part(bottom.blueF(), top.blueF()));
}

QColor secondaryText(const QPalette &palette, QPalette::ColorGroup group, bool isSelected)
{
    // A selection lies between both colours of the theme, so that less of the difference can be given up.
    const auto [back, text, share] =
        isSelected ? std::tuple(QPalette::Highlight, QPalette::HighlightedText, 0.88) : std::tuple(QPalette::Base, QPalette::Text, 0.65);
    return mixed(palette.color(group, back), palette.color(group, text), share);
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Neutral:
        return palette.color(QPalette::WindowText);
    case Tone::Info:
        return dark ? QColor(0x7d, 0xb8, 0xf5) : QColor(0x1b, 0x5e, 0xa8);
    case Tone::Good:
        return dark ? QColor(0x7f, 0xd0, 0x8f) : QColor(0x1e, 0x7a, 0x34);
    case Tone::Warning:
        return dark ? QColor(0xf0, 0xc0, 0x60) : QColor(0x8a, 0x5a, 0x00);
    case Tone::Alert:
        return dark ? QColor(0xff, 0xa6, 0x57) : QColor(0xa8, 0x43, 0x00);
    case Tone::Bad:
        return dark ? QColor(0xff, 0x8f, 0x85) : QColor(0xb3, 0x26, 0x1e);
    }
    return {};
}

QColor toneBackground(Tone tone, const QPalette &palette)
{
    const double share = tone == Tone::Neutral ? 0.08 : 0.16;
    return mixed(palette.color(QPalette::Window), toneColor(tone, palette), share);
}

QColor hueBackground(int number, const QPalette &palette)
{
    // By five twelfths of the circle, so that neighbours differ much: equal steps of a number are what apps count with.
    constexpr int kStep = 150;
    const QColor colour = QColor::fromHsv(number % 12 * kStep % 360, 200, isDark(palette) ? 255 : 220);
    return mixed(palette.color(QPalette::Base), colour, isDark(palette) ? 0.24 : 0.20);
}

IconId toneIcon(Tone tone)
{
    switch (tone) {
    case Tone::Neutral:
        return IconId::None;
    case Tone::Info:
        return IconId::Info;
    case Tone::Good:
        return IconId::Check;
    case Tone::Warning:
    case Tone::Alert:
        return IconId::Warning;
    case Tone::Bad:
        return IconId::Error;
    }
    return IconId::None;
}

} // namespace persistence
