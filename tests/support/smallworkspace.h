#pragma once

#include "model/workspace/workspace.h"

#include <QTemporaryDir>

namespace persistence::tests {

/// A workspace for one test, imported from lines of Extended JSON; gone with its folder.
class SmallWorkspace final
{
public:
    explicit SmallWorkspace(const QByteArray &lines = {});

    /// Merges more lines into it.
    void import(const QByteArray &lines);
    [[nodiscard]] const std::shared_ptr<Workspace> &workspace() const { return m_workspace; }

private:
    QString writeLines(const QByteArray &lines);

    QTemporaryDir m_folder;
    int m_files = 0;
    std::shared_ptr<Workspace> m_workspace;
};

/// One record as a line: `record("r1", "app", "room GENERAL,misc feedback", R"({"rating": 5})")`. An empty key: no associations.
QByteArray record(const QByteArray &id, const QByteArray &app, const QByteArray &key, const QByteArray &data = "{}");

} // namespace persistence::tests
