#pragma once

#include "model/transfer/importer.h"
#include "model/workspace/workspace.h"
#include "tests/support/recorddocument.h"

#include <QFile>
#include <QTemporaryDir>

namespace persistence {

/// Small workspaces for tests, in a folder of their own.
class WorkspaceFiles final
{
public:
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    /// A record of app "poll" under `room GENERAL` and `user <id>`.
    static QByteArray record(const QByteArray &id, const QByteArray &text = "text")
    {
        return recordDocument(
            id, "poll", {{"room", "GENERAL"}, {"user", id}}, [&](bson::Builder &value) { value.appendString("text", text); },
            1'700'000'000'000);
    }

    /// A closed workspace with \a count records.
    QString make(const QString &name, int count = 20) const
    {
        const QString dump = path(name + QStringLiteral(".bson"));
        QFile file(dump);
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(dump));
        for (int i = 0; i < count; ++i)
            file.write(record("id" + QByteArray::number(i)));
        file.close();
        ImportProgress progress;
        const auto imported = importToNewWorkspace(path(name), {{dump}, SameId::Replace}, progress);
        if (!imported)
            qFatal("%s", qPrintable(imported.error().message));
        return path(name);
    }

private:
    QTemporaryDir m_folder;
};

} // namespace persistence
