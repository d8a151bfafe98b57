#include "tests/support/smallworkspace.h"

#include "model/transfer/importer.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace persistence::tests {

SmallWorkspace::SmallWorkspace(const QByteArray &lines)
{
    ImportProgress progress;
    ImportOptions options;
    options.sources = {writeLines(lines)};
    const QString path = m_folder.filePath(u"test.pbw"_s);
    const auto imported = importToNewWorkspace(path, options, progress);
    if (!imported)
        qFatal("%s", qPrintable(imported.error().message));
    auto opened = Workspace::open(path, Workspace::Access::ReadWrite);
    if (!opened)
        qFatal("%s", qPrintable(opened.error().message));
    m_workspace = *opened;
}

void SmallWorkspace::import(const QByteArray &lines)
{
    ImportProgress progress;
    ImportOptions options;
    options.sources = {writeLines(lines)};
    const auto imported = importToWorkspace(*m_workspace, options, progress);
    if (!imported)
        qFatal("%s", qPrintable(imported.error().message));
}

QString SmallWorkspace::writeLines(const QByteArray &lines)
{
    QFile file(m_folder.filePath(u"lines%1.json"_s.arg(++m_files)));
    if (!file.open(QIODevice::WriteOnly) || file.write(lines) != lines.size())
        qFatal("cannot write the lines of a test");
    return file.fileName();
}

QByteArray record(const QByteArray &id, const QByteArray &app, const QByteArray &key, const QByteArray &data)
{
    QByteArray associations;
    if (!key.isEmpty()) {
        for (const QByteArray &part : key.split(',')) {
            const qsizetype space = part.indexOf(' ');
            associations += associations.isEmpty() ? "" : ",";
            associations += R"({"model":")" + part.first(space) + R"(","id":")" + part.sliced(space + 1) + R"("})";
        }
    }
    return R"({"_id":")" + id + R"(","appId":")" + app + R"(","associations":[)" + associations + R"(],"data":)" + data +
           R"(,"_updatedAt":{"$date":"2026-01-31T12:00:05Z"}})" + "\n";
}

} // namespace persistence::tests
