#pragma once

#include "model/base/progress.h"
#include "model/base/result.h"
#include "model/record/label.h"
#include "model/record/recordindex.h"
#include "model/workspace/groups.h"

#include <functional>
#include <memory>
#include <span>

namespace persistence {

class Database;
class Workspace;

/// An id that can stand under an association model.
struct IdOffer
{
    QByteArray id;
    QByteArray label;   ///< resolved name such as "#general"; empty if unknown
    qint64 records = 0; ///< records of the app under it; 0 for an id that only labels know

    bool operator==(const IdOffer &) const = default;
};

/// Where keys are looked up: which records are filed under which associations, and which ids there are. Everything is found through the
/// index, and bounded by what the caller takes. Reads through a connection of its own, one thread at a time.
class KeyLookup final
{
public:
    explicit KeyLookup(std::unique_ptr<Database> database);
    ~KeyLookup();
    Q_DISABLE_COPY_MOVE(KeyLookup)
    [[nodiscard]] static Result<std::unique_ptr<KeyLookup>> open(const Workspace &workspace);

    /// The app of records with that app id; invalid if it has none.
    [[nodiscard]] Result<AppRow> app(QByteArrayView appId);
    /// Where an app's records with that association are filed; the row is invalid if there are none. The label is not filled in.
    [[nodiscard]] Result<TargetSummary> target(AppRow app, const Association &association);
    /// The one group of an app's records with unreadable associations.
    [[nodiscard]] Result<TargetSummary> unreadable(AppRow app);
    [[nodiscard]] Result<Group> groupOf(TargetRow target);

    /// The distinct records filed under all of \a targets, in the order of their rows, to \a receive, which returns false to stop. Goes
    /// through those of the first target: put the smallest one there.
    [[nodiscard]] Result<void> recordsUnder(std::span<const TargetRow> targets, Progress &progress,
                                            const std::function<bool(RecordRow)> &receive);
    /// The distinct records of an app, to \a receive, which returns false to stop.
    [[nodiscard]] Result<void> recordsOf(AppRow app, Progress &progress, const std::function<bool(RecordRow)> &receive);
    /// How many records recordsUnder() looked at so far, for callers that bound the work.
    [[nodiscard]] qint64 examined() const { return m_examined; }
    /// The front of a record's document with its list of associations in it; empty if the record is gone.
    [[nodiscard]] Result<QByteArray> documentWithKey(RecordRow row);

    /// What the labels know of an id, whatever it stands for.
    [[nodiscard]] Result<QList<Label>> labelsOf(QByteArrayView id);
    /// The ids of an app under \a model that start with \a prefix, in byte order, at most \a most of them.
    [[nodiscard]] Result<QList<IdOffer>> idsOf(AppRow app, QByteArrayView model, QByteArrayView prefix, int most);
    /// The labels of what \a model stands for whose id or name starts with \a prefix: "#general" for "#gen" and for "Gen". Goes through all
    /// labels of that kind if few match: about 0.2 s for a million.
    [[nodiscard]] Result<QList<IdOffer>> labelsStartingWith(QByteArrayView model, QByteArrayView prefix, int most, Progress &progress);
    /// The resolved name for an id under an association model; empty if unknown.
    [[nodiscard]] Result<QByteArray> label(QByteArrayView model, QByteArrayView id);

private:
    [[nodiscard]] Result<TargetSummary> target(AppRow app, ModelKind kind, QByteArrayView model, QByteArrayView id);

    std::unique_ptr<Database> m_database;
    qint64 m_examined = 0;
};

} // namespace persistence
