#pragma once

#include <QFont>
#include <QObject>
#include <QPalette>

#include <array>

namespace persistence {

/// Which colours the window uses.
enum class Theme { System, Light, Dark };

/// Our two palettes, for the Fusion style.
QPalette lightPalette();
QPalette darkPalette();

/// The scales that can be chosen, in percent of what the system has.
inline constexpr std::array kScales = {80, 90, 100, 110, 125, 150, 175, 200};

/// Gives the application its colours, and follows the system while the theme is Theme::System; and its scale. One for the application.
class ThemeSwitch final : public QObject
{
    Q_OBJECT

public:
    explicit ThemeSwitch(QObject *parent = nullptr);

    void setTheme(Theme theme);
    [[nodiscard]] Theme theme() const { return m_theme; }
    /// Whether dark colours are on the screen now.
    [[nodiscard]] bool isDark() const;

    /// Texts and pictures in percent of what the system has; brought into the range of kScales.
    void setScale(int percent);
    [[nodiscard]] int scale() const { return m_scale; }

signals:
    void changed();
    void scaleChanged(int percent);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    QFont m_systemFont;
    int m_scale = 100;
    Theme m_theme = Theme::System;
    bool m_systemIsDark = false;
    bool m_isApplying = false;
};

} // namespace persistence
