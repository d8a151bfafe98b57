#include "model/transfer/workspacesink.h"

#include "model/record/recordindex.h"
#include "model/workspace/bodyreader.h"
#include "model/workspace/bulkwriter.h"
#include "model/workspace/recordbatch.h"

#include <QCoreApplication>
#include <QDateTime>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

constexpr qsizetype kBatchSize = 2 * 1024 * 1024;

class WorkspaceSink final : public RecordSink
{
public:
    WorkspaceSink(std::unique_ptr<BulkWriter> writer, const QString &source, BodyReader &labels, CopiedLabels copied, Progress &progress)
        : m_writer(std::move(writer))
        , m_source(source)
        , m_labels(labels)
        , m_copied(copied)
        , m_progress(progress)
    {
    }

    Result<void> begin() override
    {
        const auto begun = m_writer->begin({m_source, Texts::tr("workspace"), {}, QDateTime::currentMSecsSinceEpoch()});
        if (!begun)
            return begun.error();
        m_batch.importRow = m_writer->imports().last().row;
        return {};
    }

    Result<void> write(const SinkRecord &record) override
    {
        const Collection owner = record.collection == Collection::Messages ? Collection::Messages : Collection::Persistence;
        if (!indexRecord(bson::DocumentView(record.body), owner, m_index))
            return Error{
                ErrorKind::Failed, Texts::tr("A record would be without its app, which no workspace can hold. Keep the field appId."), {}};
        m_batch.addRecord(record.body, m_index);
        ++m_batch.position;
        return m_batch.size() < kBatchSize ? Result<void>() : append();
    }

    Result<void> end() override
    {
        auto read = m_labels.labels(m_progress, [this](Label label) {
            if (m_copied == CopiedLabels::All || label.kind == LabelKind::App)
                m_batch.addLabel(std::move(label));
            return m_batch.size() < kBatchSize || append().isOk();
        });
        if (!read)
            return read;
        if (auto appended = append(); !appended)
            return appended;
        if (auto ended = m_writer->end(Texts::tr("workspace"), {}); !ended)
            return ended;
        return m_writer->finish(m_progress);
    }

private:
    [[nodiscard]] Result<void> append()
    {
        auto appended = m_writer->append(m_batch);
        m_batch.clear();
        return appended;
    }

    std::unique_ptr<BulkWriter> m_writer;
    QString m_source;
    BodyReader &m_labels;
    CopiedLabels m_copied;
    Progress &m_progress;
    RecordBatch m_batch;
    RecordIndex m_index;
};

} // namespace

Result<std::unique_ptr<RecordSink>> makeWorkspaceSink(const QString &path, const QString &source, BodyReader &labels, CopiedLabels copied,
                                                      Progress &progress)
{
    auto writer = BulkWriter::create(path, SameId::KeepBoth);
    if (!writer)
        return writer.error();
    return std::unique_ptr<RecordSink>(std::make_unique<WorkspaceSink>(*std::move(writer), source, labels, copied, progress));
}

} // namespace persistence
