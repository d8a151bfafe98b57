#include "app/commands/treeprinter.h"

#include "app/commands/console.h"
#include "app/commands/selection.h"
#include "model/record/recordindex.h"
#include "model/record/valuepreview.h"
#include "model/workspace/reader.h"

#include <QCoreApplication>

#include <algorithm>

namespace persistence {

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(Command)
};

constexpr qint64 kPage = 256;
constexpr int kPreviewCharacters = 60;
constexpr qsizetype kCountColumn = 76;

/// Writes nodes one by one, as an indented tree or as nested JSON. Each node is opened and closed; children come between.
class NodeWriter
{
public:
    virtual ~NodeWriter() = default;
    virtual void open(const QString &text, qint64 records, bson::Builder &fields, bool isLast) = 0;
    virtual void close() = 0;
    virtual void end() {}

protected:
    NodeWriter() = default;
    Q_DISABLE_COPY_MOVE(NodeWriter)
};

class TextWriter final : public NodeWriter
{
public:
    void open(const QString &text, qint64 records, bson::Builder &, bool isLast) override
    {
        QString line;
        for (qsizetype i = 1; i < m_isLast.size(); ++i)
            line += m_isLast[i] ? QStringLiteral("   ") : QStringLiteral("│  ");
        if (!m_isLast.isEmpty())
            line += isLast ? QStringLiteral("└─ ") : QStringLiteral("├─ ");
        line += text;
        if (records >= 0) {
            const QString count = console::number(records);
            line += QString(std::max<qsizetype>(2, kCountColumn - line.size() - count.size()), u' ') + count;
        }
        console::print(line + u'\n');
        m_isLast.append(isLast);
    }

    void close() override { m_isLast.removeLast(); }

private:
    QList<bool> m_isLast;
};

class JsonWriter final : public NodeWriter
{
public:
    JsonWriter() { console::print(QByteArrayLiteral("[")); }

    void open(const QString &, qint64 records, bson::Builder &fields, bool) override
    {
        if (!m_hasChildren.isEmpty() && !m_hasChildren.last())
            console::print(QByteArrayLiteral(",\"children\":["));
        else if (m_hasChildren.isEmpty() ? m_isAfterFirst : true)
            console::print(QByteArrayLiteral(",\n"));
        m_isAfterFirst = true;
        if (!m_hasChildren.isEmpty())
            m_hasChildren.last() = true;
        if (records >= 0)
            console::appendNumber(fields, "records", records);
        QByteArray text = console::plainJson(fields.finish());
        text.chop(1);
        console::printJson(text);
        m_hasChildren.append(false);
    }

    void close() override { console::print(m_hasChildren.takeLast() ? QByteArrayLiteral("]}") : QByteArrayLiteral("}")); }

    void end() override { console::print(QByteArrayLiteral("]\n")); }

private:
    QList<bool> m_hasChildren;
    bool m_isAfterFirst = false;
};

QString shownId(QByteArrayView id)
{
    return id.isEmpty() ? Texts::tr("(empty)") : console::shown(id);
}

class TreePrinter final
{
public:
    TreePrinter(Reader &reader, const TreeOptions &options, Progress &progress, NodeWriter &writer)
        : m_reader(reader)
        , m_options(options)
        , m_progress(progress)
        , m_writer(writer)
    {
    }

    Result<void> print(const QList<AppSummary> &apps)
    {
        for (qsizetype i = 0; i < apps.size(); ++i) {
            if (auto printed = printApp(apps[i], i + 1 == apps.size()); !printed)
                return printed;
        }
        m_writer.end();
        return {};
    }

private:
    bson::Builder &fields()
    {
        m_fields.clear();
        return m_fields;
    }

    Result<void> printApp(const AppSummary &app, bool isLast)
    {
        bson::Builder &builder = fields();
        QString text = app.version.isEmpty() ? nameAndId(app.name, app.appId)
                                             : nameAndId(app.name, app.appId) + QStringLiteral("  ") + console::shown(app.version);
        if (app.collection == Collection::Messages) {
            text = Texts::tr("Custom fields of messages");
            builder.appendString("collection", "rocketchat_message");
        } else {
            builder.appendString("app", app.appId);
            if (!app.name.isEmpty())
                builder.appendString("name", app.name);
        }
        m_writer.open(text, app.records, builder, isLast);
        if (m_options.depth > 1) {
            const auto models = m_reader.models(app.row);
            if (!models)
                return models.error();
            for (qsizetype i = 0; i < models->size(); ++i) {
                if (auto printed = printModel(app, models->at(i), i + 1 == models->size()); !printed)
                    return printed;
            }
        }
        m_writer.close();
        return {};
    }

    Result<void> printModel(const AppSummary &app, const ModelSummary &model, bool isLast)
    {
        bson::Builder &builder = fields();
        QString text = shownId(model.name);
        if (model.kind == ModelKind::Stored) {
            builder.appendString("model", model.name);
        } else {
            text = model.kind == ModelKind::NoKey ? Texts::tr("Records without a key") : Texts::tr("Unreadable associations");
            builder.appendString("group", model.kind == ModelKind::NoKey ? "no key" : "unreadable associations");
        }
        m_writer.open(text, model.records, builder, isLast);
        if (m_options.depth > 2) {
            const auto targets = m_reader.targets(app.row, model.row);
            if (!targets)
                return targets.error();
            for (qint64 start = 0; start < targets->size(); start += kPage) {
                if (auto printed = printTargets(*targets, start, {app.row, model.row, {}}, model.kind == ModelKind::Stored); !printed)
                    return printed;
            }
        }
        m_writer.close();
        return {};
    }

    Result<void> printTargets(const TargetList &targets, qint64 start, Group group, bool hasIds)
    {
        if (m_progress.isCancelled())
            return Error::cancelled();
        std::vector<TargetRow> page;
        for (qint64 i = start; i < std::min(start + kPage, targets.size()); ++i)
            page.push_back(targets.at(i));
        const auto summaries = m_reader.targetSummaries(page);
        if (!summaries)
            return summaries.error();
        for (qsizetype i = 0; i < summaries->size(); ++i) {
            const TargetSummary &target = summaries->at(i);
            const bool isLast = start + i + 1 == targets.size();
            group.target = target.row;
            if (hasIds) {
                bson::Builder &builder = fields();
                builder.appendString("id", target.id);
                if (!target.label.isEmpty())
                    builder.appendString("name", target.label);
                m_writer.open(nameAndId(target.label, target.id), target.records, builder, isLast);
            }
            if (m_options.depth > 3) {
                if (auto printed = printRecords(group); !printed)
                    return printed;
            }
            if (hasIds)
                m_writer.close();
        }
        return {};
    }

    Result<void> printRecords(const Group &group)
    {
        const auto rows = m_reader.records(group, m_progress);
        if (!rows)
            return rows.error();
        for (size_t start = 0; start < rows->size(); start += size_t(kPage)) {
            const auto summaries = m_reader.recordSummaries(std::span(*rows).subspan(start, std::min(size_t(kPage), rows->size() - start)));
            if (!summaries)
                return summaries.error();
            for (qsizetype i = 0; i < summaries->size(); ++i)
                if (auto printed = printRecord(summaries->at(i), start + size_t(i) + 1 == rows->size()); !printed)
                    return printed;
        }
        return {};
    }

    Result<void> printRecord(const RecordSummary &record, bool isLast)
    {
        // The checksum of a large document is over more than its head.
        if (record.isDamaged || record.size > record.head.size()) {
            if (const auto whole = m_reader.record(record.row); !whole)
                return whole.error();
        }
        bson::Builder &builder = fields();
        const QByteArray id = record.recordId.toDisplayText().toUtf8();
        builder.appendString("record", id);
        console::appendNumber(builder, "size", record.size);
        QString value = valuePreview(bson::DocumentView(record.head), record.collection, kPreviewCharacters);
        if (value.isEmpty() && record.size > record.head.size())
            value = QStringLiteral("…");
        const QString text = value.isEmpty() ? console::shown(id) : console::shown(id) + QStringLiteral("  ") + value;
        m_writer.open(text, -1, builder, isLast);
        m_writer.close();
        return {};
    }

    Reader &m_reader;
    const TreeOptions &m_options;
    Progress &m_progress;
    NodeWriter &m_writer;
    bson::Builder m_fields;
};

} // namespace

QString nameAndId(QByteArrayView name, QByteArrayView id)
{
    return name.isEmpty() ? shownId(id) : console::shown(name) + QStringLiteral("  ") + shownId(id);
}

Result<void> printTree(Reader &reader, const TreeOptions &options, Progress &progress)
{
    const auto apps = chosenApps(reader, options.app);
    if (!apps)
        return apps.error();
    if (options.isJson) {
        JsonWriter writer;
        return TreePrinter(reader, options, progress, writer).print(*apps);
    }
    TextWriter writer;
    return TreePrinter(reader, options, progress, writer).print(*apps);
}

} // namespace persistence
