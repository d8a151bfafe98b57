#include "ui/panels/comparisonlists.h"

#include "model/workspace/workspace.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace persistence {

namespace {

Result<QByteArray> textOf(const ComparisonOrder &order, const std::vector<ComparedRecord> &records, bool hasTitles, Progress &progress)
{
    QByteArray text;
    bool isWanted = hasTitles;
    const auto poured = pourComparedRecords(order, records, progress, [&](const QStringList &cells) -> Result<void> {
        if (std::exchange(isWanted, true))
            appendTextLine(cells, TextListFormat::TabSeparated, text);
        return {};
    });
    return poured ? Result<QByteArray>(text) : poured.error();
}

/// The files of both sides, which no list may replace.
Untouchable filesOf(const ComparisonOrder &order)
{
    Untouchable files = untouchableFiles(order.before.workspace->path(), order.before.files);
    const Untouchable others = untouchableFiles(order.after.workspace->path(), order.after.files);
    files.insert(files.end(), others.begin(), others.end());
    return files;
}

} // namespace

ComparisonLists::ComparisonLists(QWidget *window) : QObject(window), m_window(window)
{
}

ComparisonLists::~ComparisonLists() = default;

void ComparisonLists::copy(const ComparisonOrder &order, std::vector<ComparedRecord> records, bool hasTitles)
{
    if (m_job || records.empty())
        return;
    auto work = [order, records = std::move(records), hasTitles](Progress &progress) {
        progress.setStage(tr("Copying the list"));
        return textOf(order, records, hasTitles, progress);
    };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work), [this](const Result<QByteArray> &text) {
        m_job.reset();
        if (text)
            QGuiApplication::clipboard()->setText(QString::fromUtf8(*text));
        else
            emit failed(text.error());
        emit changed();
    });
    emit changed();
}

void ComparisonLists::chooseExport(const ComparisonOrder &order, std::vector<ComparedRecord> records)
{
    auto *dialog = new QFileDialog(m_window, tr("Export list"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("All files (*)")});
    dialog->selectFile(u"comparison.csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, order, records = std::move(records)](const QString &path) { exportTo(path, order, records); });
    dialog->open();
}

void ComparisonLists::exportTo(const QString &path, const ComparisonOrder &order, std::vector<ComparedRecord> records)
{
    if (m_job || records.empty())
        return;
    auto work = [order, records = std::move(records), path](Progress &progress) -> Result<qint64> {
        progress.setStage(tr("Exporting to %1").arg(QFileInfo(path).fileName()));
        const auto written = writeTextList(path, filesOf(order), TextListFormat::Csv, [&](const ReceiveLine &receive) {
            return pourComparedRecords(order, records, progress, receive);
        });
        return written ? Result<qint64>(qint64(records.size())) : written.error();
    };
    m_job = Job::start(std::make_shared<Progress>(), std::move(work), [this, path](const Result<qint64> &count) {
        m_job.reset();
        if (count)
            emit exported(path, *count);
        else
            emit failed(count.error());
        emit changed();
    });
    emit changed();
}

} // namespace persistence
