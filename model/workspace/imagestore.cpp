#include "model/workspace/imagestore.h"

#include "model/workspace/database.h"
#include "model/workspace/imagedelta.h"
#include "model/workspace/statement.h"

#include <QCoreApplication>

#include <vector>

namespace persistence {

namespace {

bool isDelta(const std::optional<QByteArray> &stored)
{
    return stored && ImageDelta::isDelta(*stored);
}

Error damagedVersion(RecordRow record)
{
    return {ErrorKind::Damaged,
            QCoreApplication::translate("History",
                                        "An older version of a record is damaged: it does not match its checksum. The file was not "
                                        "changed. Run \"verify\" to see what else is damaged."),
            QStringLiteral("record row %1").arg(record.value)};
}

} // namespace

/// What a new delta of the record is to be numbered: the newest image tells how many deltas are in a row.
Result<int> ImageStore::nextLinks(RecordRow record)
{
    // The head of a large document is read alone.
    constexpr const char *kNewest = R"sql(
        SELECT substr(before, 1, 16) FROM change_image WHERE record = ? ORDER BY change DESC, id DESC LIMIT 1)sql";
    Statement statement(m_database, kNewest);
    const auto row = statement.bind(record).step();
    if (!row)
        return row.error();
    return *row ? ImageDelta::linksOf(statement.view(0)) + 1 : 1;
}

Result<qint64> ImageStore::keep(ChangeRow change, RecordRow record, const std::optional<QByteArrayView> &before,
                                const std::optional<QByteArrayView> &after)
{
    QByteArray keptBefore, keptAfter;
    if (before && after) {
        const auto links = nextLinks(record);
        if (!links)
            return links.error();
        keptBefore = ImageDelta::of(*before, *after, *links);
    } else if (before) {
        keptBefore = before->toByteArray();
    }
    if (after)
        keptAfter = ImageDelta::ofEqual(*after);
    Statement insert(m_database, "INSERT INTO change_image (change, record, before, after) VALUES (?, ?, ?, ?)");
    insert.bind(change).bind(record);
    before ? insert.bind(keptBefore) : insert.bindNull();
    after ? insert.bind(keptAfter) : insert.bindNull();
    if (auto inserted = insert.run(); !inserted)
        return inserted.error();
    return keptBefore.size() + keptAfter.size();
}

Result<std::optional<StoredImage>> ImageStore::nextImage(const StoredImage &image)
{
    constexpr const char *kNext = R"sql(
        SELECT id, change, before, after FROM change_image WHERE record = ? AND (change, id) > (?, ?) ORDER BY change, id LIMIT 1)sql";
    Statement statement(m_database, kNext);
    const auto row = statement.bind(image.record).bind(image.change).bind(image.number).step();
    if (!row)
        return row.error();
    if (!*row)
        return std::optional<StoredImage>();
    return std::optional(StoredImage{statement.integer(0), statement.row<ChangeRow>(1), image.record, statement.optionalBytes(2),
                                     statement.optionalBytes(3)});
}

Result<std::optional<QByteArray>> ImageStore::body(RecordRow record)
{
    Statement statement(m_database, "SELECT body FROM record WHERE id = ?");
    const auto row = statement.bind(record).step();
    if (!row)
        return row.error();
    return *row ? statement.optionalBytes(0) : std::optional<QByteArray>();
}

Result<void> ImageStore::complete(StoredImage &image)
{
    // Forward to the first document that is whole, then back.
    std::vector<QByteArray> deltas;
    std::optional<QByteArray> document = image.after;
    StoredImage last = image;
    while (isDelta(document)) {
        deltas.push_back(*document);
        auto next = nextImage(last);
        if (!next)
            return next.error();
        if (!*next) {
            auto newest = body(image.record);
            if (!newest)
                return newest.error();
            document = *std::move(newest);
            break;
        }
        last = *std::move(*next);
        document = last.before;
        if (isDelta(document)) {
            deltas.push_back(*document);
            document = last.after;
        }
    }
    if (isDelta(image.before))
        deltas.insert(deltas.begin(), *image.before);
    for (size_t i = deltas.size(); i-- > 0;) {
        if (document)
            document = ImageDelta::apply(deltas[i], *document);
        if (!document)
            return damagedVersion(image.record);
        if (isDelta(image.before) ? i == 1 : i == 0)
            image.after = document;
    }
    if (isDelta(image.before))
        image.before = document;
    return {};
}

} // namespace persistence
