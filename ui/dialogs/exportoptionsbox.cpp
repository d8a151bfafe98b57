#include "ui/dialogs/exportoptionsbox.h"

#include "ui/widgets/flowlayout.h"

#include <QCheckBox>
#include <QComboBox>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

constexpr char kSeparators[] = {',', ';', '\t'};

} // namespace

ExportOptionsBox::ExportOptionsBox(QWidget *parent)
    : QWidget(parent)
    , m_names(new QCheckBox(tr("&Names beside ids"), this))
    , m_escape(new QCheckBox(tr("&Escape formulas"), this))
    , m_byteOrderMark(new QCheckBox(tr("&Byte order mark"), this))
    , m_gzip(new QCheckBox(tr("Compress with g&zip"), this))
    , m_manifest(new QCheckBox(tr("&Manifest beside the file"), this))
    , m_separator(new QComboBox(this))
    , m_dates(new QComboBox(this))
    , m_decimals(new QComboBox(this))
{
    createChecks();
    createBoxes();
    auto *layout = new FlowLayout(this);
    for (QWidget *option : {static_cast<QWidget *>(m_names), static_cast<QWidget *>(m_escape), static_cast<QWidget *>(m_byteOrderMark),
                            static_cast<QWidget *>(m_separator), static_cast<QWidget *>(m_dates), static_cast<QWidget *>(m_decimals),
                            static_cast<QWidget *>(m_gzip), static_cast<QWidget *>(m_manifest)})
        layout->addWidget(option);
    setFormat(m_format);
}

void ExportOptionsBox::createChecks()
{
    m_names->setObjectName(u"exportNames"_s);
    m_names->setChecked(true);
    m_escape->setObjectName(u"escapeFormulas"_s);
    m_escape->setChecked(true);
    m_byteOrderMark->setObjectName(u"byteOrderMark"_s);
    m_gzip->setObjectName(u"gzip"_s);
    m_manifest->setObjectName(u"manifest"_s);
    for (QCheckBox *check : {m_names, m_escape, m_byteOrderMark, m_gzip, m_manifest})
        connect(check, &QCheckBox::toggled, this, &ExportOptionsBox::changed);
}

void ExportOptionsBox::createBoxes()
{
    m_separator->addItems({tr("Comma"), tr("Semicolon"), tr("Tab")});
    m_separator->setAccessibleName(tr("Between cells"));
    m_dates->addItems({tr("Dates as ISO 8601"), tr("Dates for spreadsheets, UTC"), tr("Dates as milliseconds")});
    m_dates->setAccessibleName(tr("Dates"));
    m_decimals->addItems({tr("Decimal point"), tr("Decimal comma")});
    m_decimals->setAccessibleName(tr("Decimals"));
    for (QComboBox *box : {m_separator, m_dates, m_decimals})
        connect(box, &QComboBox::currentIndexChanged, this, &ExportOptionsBox::changed);
}

void ExportOptionsBox::setFormat(ExportFormat format)
{
    m_format = format;
    const ExportFormatInfo &info = exportFormat(format);
    const bool isCsv = format == ExportFormat::Csv;
    m_names->setVisible(info.isTable);
    m_escape->setVisible(isCsv);
    m_byteOrderMark->setVisible(isCsv);
    m_separator->setVisible(isCsv);
    m_dates->setVisible(isCsv || format == ExportFormat::Markdown);
    m_decimals->setVisible(isCsv);
    m_gzip->setVisible(info.isStream() || format == ExportFormat::Folder);
    m_manifest->setVisible(info.isFile());
}

void ExportOptionsBox::read(ExportOptions &options) const
{
    const ExportFormatInfo &info = exportFormat(m_format);
    options.hasNames = info.isTable && m_names->isChecked();
    options.escapesFormulas = m_escape->isChecked();
    options.hasByteOrderMark = m_byteOrderMark->isChecked();
    options.isGzipped = (info.isStream() || m_format == ExportFormat::Folder) && m_gzip->isChecked();
    options.separator = kSeparators[m_separator->currentIndex()];
    options.cells.dates = CellDates(m_dates->currentIndex());
    options.cells.decimalPoint = m_decimals->currentIndex() == 1 ? ',' : '.';
}

bool ExportOptionsBox::hasManifest() const
{
    return exportFormat(m_format).isFile() && m_manifest->isChecked();
}

} // namespace persistence
