#pragma once

#include "model/base/result.h"
#include "model/transfer/exporter.h"

#include <QByteArray>

namespace persistence {

/// What an export is and how to check it, as a small JSON file that lies beside the data: program, source, filter, format, fields, counts,
/// redaction, and the SHA-256 of each file. Holds no time and no path, so equal exports have equal manifests.
class ExportManifest final
{
public:
    /// Reads and hashes \a files, which are to be called \a names.
    [[nodiscard]] static Result<ExportManifest> of(const QStringList &files, const QStringList &names, const ExportRequest &request,
                                                   const ExportResult &result);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    /// Writes it to a file, complete or not at all.
    [[nodiscard]] Result<void> write(const QString &path) const;

private:
    explicit ExportManifest(QByteArray text) : m_text(std::move(text)) {}

    QByteArray m_text;
};

} // namespace persistence
