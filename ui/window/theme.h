#pragma once

#include <QObject>
#include <QPalette>

namespace persistence {

/// Which colours the window uses.
enum class Theme { System, Light, Dark };

/// Our two palettes, for the Fusion style.
QPalette lightPalette();
QPalette darkPalette();

/// Gives the application its colours, and follows the system while the theme is Theme::System. One for the application.
class ThemeSwitch final : public QObject
{
    Q_OBJECT

public:
    explicit ThemeSwitch(QObject *parent = nullptr);

    void setTheme(Theme theme);
    [[nodiscard]] Theme theme() const { return m_theme; }
    /// Whether dark colours are on the screen now.
    [[nodiscard]] bool isDark() const;

signals:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void apply();

    Theme m_theme = Theme::System;
    bool m_systemIsDark = false;
    bool m_isApplying = false;
};

} // namespace persistence
