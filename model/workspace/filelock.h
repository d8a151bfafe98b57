#pragma once

#include <QString>

#include <memory>

namespace persistence {

/// The lock that tells programs of ours from each other: a side file that is locked as long as it is held. The kernel lets go of it with
/// the process, however that ends, so no lock is ever left behind; a file that is left behind counts for nothing. It holds process, program
/// and host, one a line, for whoever is refused.
class FileLock final
{
public:
    /// What became of an attempt.
    struct Attempt
    {
        std::unique_ptr<FileLock> lock; ///< null: not ours
        /// Who holds it, such as "persistence-browser (process 12 on host)"; empty where nobody does and the file cannot be made.
        QString holder;
        int errorNumber = 0; ///< why the file cannot be made
    };

    [[nodiscard]] static Attempt take(const QString &path);
    /// Removes the file and lets go.
    ~FileLock();
    Q_DISABLE_COPY_MOVE(FileLock)

private:
    FileLock(QByteArray path, int descriptor) : m_path(std::move(path)), m_descriptor(descriptor) {}

    QByteArray m_path;
    int m_descriptor;
};

} // namespace persistence
