#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QString>

#include <sys/mount.h>

namespace persistence::test {

inline constexpr int kDiskSize = 4 * 1024 * 1024;

/// A small disk in memory, which only root can make.
class SmallDisk final
{
public:
    explicit SmallDisk(const QString &folder) : m_folder(QFile::encodeName(folder))
    {
        QDir().mkpath(folder);
        m_isMounted =
            ::mount("none", m_folder.constData(), "tmpfs", 0, QByteArray("size=" + QByteArray::number(kDiskSize)).constData()) == 0;
    }
    ~SmallDisk()
    {
        if (m_isMounted)
            ::umount2(m_folder.constData(), MNT_DETACH);
    }
    Q_DISABLE_COPY_MOVE(SmallDisk)

    [[nodiscard]] bool isMounted() const { return m_isMounted; }

private:
    QByteArray m_folder;
    bool m_isMounted;
};

} // namespace persistence::test
