#pragma once

#include "ui/window/theme.h"

#include <QByteArray>
#include <QStringList>

#include <memory>
#include <optional>

class QSettings;

namespace persistence {

/// What the window remembers from one start to the next. The only place that reads and writes settings. Broken settings read as defaults.
class WindowSession final
{
public:
    /// Keeps its settings in \a file, or where the system wants them if that is empty.
    explicit WindowSession(const QString &file = {});
    ~WindowSession();
    Q_DISABLE_COPY_MOVE(WindowSession)

    static constexpr int kMaxRecentFiles = 10;

    /// Lists of files or folders that were opened together, the newest first.
    [[nodiscard]] QList<QStringList> recentFiles() const;
    void addRecentFiles(const QStringList &files);
    void removeRecentFiles(const QStringList &files);
    void clearRecentFiles();

    /// What was open at the end; empty for nothing.
    [[nodiscard]] QStringList lastFiles() const;
    void setLastFiles(const QStringList &files);

    /// The state of the window when these files were left; empty if it is not known.
    [[nodiscard]] QByteArray place(const QStringList &files) const;
    /// Kept as long as they are among the recent files.
    void setPlace(const QStringList &files, const QByteArray &place);

    /// Whether the user locked or unlocked the workspace at \a path; nothing if neither.
    [[nodiscard]] std::optional<bool> isLocked(const QString &path) const;
    void setLocked(const QString &path, bool isLocked);

    [[nodiscard]] Theme theme() const;
    void setTheme(Theme theme);
    /// In percent; 100 if nothing was chosen.
    [[nodiscard]] int scale() const;
    void setScale(int percent);
    [[nodiscard]] bool localTime() const;
    void setLocalTime(bool localTime);

    /// A state that a widget made of itself, under a fixed name.
    [[nodiscard]] QByteArray state(const QString &name) const;
    void setState(const QString &name, const QByteArray &state);

private:
    std::unique_ptr<QSettings> m_settings;
};

} // namespace persistence
