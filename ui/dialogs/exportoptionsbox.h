#pragma once

#include "model/transfer/exportformat.h"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace persistence {

/// The options of the chosen format; those that it has no use for are hidden.
class ExportOptionsBox final : public QWidget
{
    Q_OBJECT

public:
    explicit ExportOptionsBox(QWidget *parent = nullptr);

    void setFormat(ExportFormat format);
    /// Puts what is chosen into \a options, whose format must be the one set.
    void read(ExportOptions &options) const;
    [[nodiscard]] bool hasManifest() const;

signals:
    void changed();

private:
    void createChecks();
    void createBoxes();

    ExportFormat m_format = ExportFormat::Csv;
    QCheckBox *m_names;
    QCheckBox *m_escape;
    QCheckBox *m_byteOrderMark;
    QCheckBox *m_gzip;
    QCheckBox *m_manifest;
    QComboBox *m_separator;
    QComboBox *m_dates;
    QComboBox *m_decimals;
};

} // namespace persistence
