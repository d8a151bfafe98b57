#include "model/sources/foldersource.h"

#include "model/sources/folderlisting.h"
#include "model/sources/sourcetext.h"

#include <QFileInfo>

namespace persistence {

namespace {

class FolderSource final : public RecordSource
{
public:
    FolderSource(const QString &path, QList<FolderFile> files, FileOpener open)
        : m_path(path)
        , m_files(std::move(files))
        , m_open(std::move(open))
    {
        for (const FolderFile &file : m_files)
            m_total += file.size;
    }

    Result<bool> next(SourceItem &item) override
    {
        for (;;) {
            if (!m_current) {
                if (m_next == m_files.size())
                    return false;
                const FolderFile &file = m_files[m_next++];
                auto opened = m_open(file.path, file.collection);
                if (!opened)
                    return opened.error();
                m_current = std::move(*opened);
                m_name = file.path;
            }
            const auto hasItem = m_current->next(item);
            if (!hasItem || *hasItem)
                return hasItem;
            leaveFile();
        }
    }

    QString placed(const QString &fault) const override { return m_current ? m_current->placed(fault) : fault; }
    QString name() const override { return m_name.isEmpty() ? m_path : m_name; }
    QString format() const override { return SourceText::tr("dump folder"); }
    qint64 bytesRead() const override { return m_readBefore + (m_current ? m_current->bytesRead() : 0); }
    qint64 bytesTotal() const override { return m_total; }
    QString incompleteReason() const override { return m_reason; }

private:
    void leaveFile()
    {
        const QString reason = m_current->incompleteReason();
        if (!reason.isEmpty() && m_reason.isEmpty())
            m_reason = SourceText::tr("%1: %2").arg(QFileInfo(m_name).fileName(), reason);
        m_readBefore += m_current->bytesRead();
        m_current.reset();
    }

    QString m_path;
    QList<FolderFile> m_files;
    FileOpener m_open;
    qsizetype m_next = 0;
    std::unique_ptr<RecordSource> m_current;
    QString m_name;
    qint64 m_readBefore = 0;
    qint64 m_total = 0;
    QString m_reason;
};

} // namespace

Result<std::unique_ptr<RecordSource>> openFolderSource(const QString &path, FileOpener open)
{
    auto files = listFolder(path);
    if (!files)
        return files.error();
    return std::unique_ptr<RecordSource>(std::make_unique<FolderSource>(path, std::move(*files), std::move(open)));
}

} // namespace persistence
