#include "ui/window/windowsession.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

const auto kRecent = u"recentFiles"_s;
const auto kLast = u"lastFiles"_s;
const auto kTheme = u"theme"_s;
const auto kScale = u"scale"_s;
const auto kLocalTime = u"localTime"_s;
const auto kLocks = u"locks"_s;
const auto kPlaces = u"places"_s;
const auto kStates = u"state/"_s;

/// Files are listed in one line each.
QString placeKey(const QStringList &files)
{
    return files.join(u'\n');
}

} // namespace

WindowSession::WindowSession(const QString &file)
    : m_settings(file.isEmpty()
                     ? std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, u"persistence-browser"_s, u"window"_s)
                     : std::make_unique<QSettings>(file, QSettings::IniFormat))
{
}

WindowSession::~WindowSession() = default;

QList<QStringList> WindowSession::recentFiles() const
{
    QList<QStringList> lists;
    const QVariantList stored = m_settings->value(kRecent).toList();
    for (const QVariant &entry : stored) {
        if (const QStringList files = entry.toStringList(); !files.isEmpty())
            lists.append(files);
    }
    return lists;
}

void WindowSession::addRecentFiles(const QStringList &files)
{
    QList<QStringList> lists = recentFiles();
    lists.removeAll(files);
    lists.prepend(files);
    QVariantList stored;
    for (const QStringList &entry : lists.first(qMin<qsizetype>(lists.size(), kMaxRecentFiles)))
        stored.append(QVariant(entry));
    m_settings->setValue(kRecent, stored);
}

void WindowSession::removeRecentFiles(const QStringList &files)
{
    QVariantList stored;
    for (const QStringList &entry : recentFiles()) {
        if (entry != files)
            stored.append(QVariant(entry));
    }
    m_settings->setValue(kRecent, stored);
}

void WindowSession::clearRecentFiles()
{
    m_settings->remove(kRecent);
    m_settings->remove(kPlaces);
}

QStringList WindowSession::lastFiles() const
{
    return m_settings->value(kLast).toStringList();
}

void WindowSession::setLastFiles(const QStringList &files)
{
    m_settings->setValue(kLast, files);
}

QByteArray WindowSession::place(const QStringList &files) const
{
    return m_settings->value(kPlaces).toMap().value(placeKey(files)).toByteArray();
}

void WindowSession::setPlace(const QStringList &files, const QByteArray &place)
{
    const QVariantMap earlier = m_settings->value(kPlaces).toMap();
    QVariantMap places;
    for (const QStringList &recent : recentFiles()) {
        const QString key = placeKey(recent);
        const QVariant kept = recent == files ? QVariant(place) : earlier.value(key);
        if (kept.isValid())
            places.insert(key, kept);
    }
    m_settings->setValue(kPlaces, places);
}

std::optional<bool> WindowSession::isLocked(const QString &path) const
{
    const QVariantMap locks = m_settings->value(kLocks).toMap();
    const auto lock = locks.find(path);
    return lock == locks.end() ? std::optional<bool>() : lock->toBool();
}

void WindowSession::setLocked(const QString &path, bool isLocked)
{
    QVariantMap locks = m_settings->value(kLocks).toMap();
    locks.insert(path, isLocked);
    m_settings->setValue(kLocks, locks);
}

Theme WindowSession::theme() const
{
    const QString name = m_settings->value(kTheme).toString();
    return name == u"light"_s ? Theme::Light : name == u"dark"_s ? Theme::Dark : Theme::System;
}

void WindowSession::setTheme(Theme theme)
{
    m_settings->setValue(kTheme, theme == Theme::Light ? u"light"_s : theme == Theme::Dark ? u"dark"_s : u"system"_s);
}

int WindowSession::scale() const
{
    return m_settings->value(kScale, 100).toInt();
}

void WindowSession::setScale(int percent)
{
    m_settings->setValue(kScale, percent);
}

bool WindowSession::localTime() const
{
    return m_settings->value(kLocalTime, false).toBool();
}

void WindowSession::setLocalTime(bool localTime)
{
    m_settings->setValue(kLocalTime, localTime);
}

QByteArray WindowSession::state(const QString &name) const
{
    return m_settings->value(kStates + name).toByteArray();
}

void WindowSession::setState(const QString &name, const QByteArray &state)
{
    m_settings->setValue(kStates + name, state);
}

} // namespace persistence
