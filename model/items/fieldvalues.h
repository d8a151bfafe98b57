#pragma once

#include "model/base/latestjob.h"
#include "model/find/valuecounts.h"

#include <QObject>

#include <memory>

namespace persistence {

/// The values that occur at fields in the records of a group, the most frequent first, for those who complete what is typed. A job counts
/// the values of a field when they are wanted; those of the last few fields are kept. Lives on the thread of the window.
class FieldValues final : public QObject
{
    Q_OBJECT

public:
    /// Of each field.
    static constexpr qsizetype kMaxListed = 10'000;
    /// Fields.
    static constexpr qsizetype kMaxKept = 4;

    explicit FieldValues(QObject *parent = nullptr);
    ~FieldValues() override;

    /// Whose values there are from now on; none without a workspace.
    void setGroup(std::shared_ptr<Workspace> workspace, const Group &group);
    /// The records may have changed.
    void forget();
    /// While values are hidden, none are told.
    void setHidden(bool areHidden);
    [[nodiscard]] bool areHidden() const { return m_areHidden; }

    /// Null while they are not counted.
    [[nodiscard]] std::shared_ptr<const ValueCounts> find(const FieldPath &path) const;
    /// Counts the values at \a path, unless that is being done; other counting ends. counted() follows, unless stop() is called.
    void want(const FieldPath &path);
    void stop();

signals:
    /// What find() gives is another thing now: values were counted, or their counting was dropped.
    void counted();

private:
    struct Counted
    {
        FieldPath path;
        std::shared_ptr<const ValueCounts> counts;
    };

    void drop();

    std::shared_ptr<Workspace> m_workspace;
    Group m_group;
    bool m_areHidden = false;
    QList<Counted> m_kept; ///< the last one first
    FieldPath m_wanted;    ///< what the job counts
    LatestJob m_job;
};

} // namespace persistence
