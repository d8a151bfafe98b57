#pragma once

#include "model/base/latestjob.h"
#include "model/bson/path.h"
#include "model/items/differencemodel.h"
#include "model/workspace/history.h"

#include <QWidget>

class QToolButton;

namespace persistence {

class CompareView;
class PlainLabel;
class Workspace;

/// What chosen changes did. A change of the whole workspace shows one of its records before and after, with steps to the others; versions
/// of one record are compared with each other or with now. Documents are read by jobs; late ones drop themselves.
class ChangeView final : public QWidget
{
    Q_OBJECT

public:
    explicit ChangeView(QWidget *parent = nullptr);
    ~ChangeView() override;

    /// Null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void clear(const QString &title, const QString &sentence);
    void showChange(const Change &change);
    /// A version of a record (an invalid change: before its first one) against another one, or against now.
    void showVersions(RecordRow record, ChangeRow before, std::optional<ChangeRow> after);
    /// What the newest change did to a record, against now.
    void showLastChange(RecordRow record, ChangeRow change);

    [[nodiscard]] CompareView *compareView() const { return m_compare; }
    /// The record on show; invalid for none.
    [[nodiscard]] RecordRow record() const { return m_record; }
    [[nodiscard]] bool isBusy() const { return m_job.isRunning(); }

signals:
    void recordRequested(RecordRow record);
    /// The field at \a path of a record is to be what it is in \a version.
    void fieldRevertRequested(RecordRow record, const QByteArray &version, const persistence::bson::Path &path);
    void failed(const Error &error);

private:
    /// What a job read.
    struct Loaded;
    using Load = std::function<Result<Loaded>(Workspace &)>;

    QWidget *createBar();
    void start(const Load &load);
    void take(const Loaded &loaded);
    void showImage(size_t index);
    void showNothing();

    std::shared_ptr<Workspace> m_workspace;
    Change m_change;
    std::shared_ptr<const std::vector<qint64>> m_images; ///< of the change on show
    size_t m_index = 0;
    RecordRow m_record;
    LatestJob m_job;
    QWidget *m_bar;
    QToolButton *m_previous;
    QToolButton *m_next;
    PlainLabel *m_position;
    PlainLabel *m_name;
    QToolButton *m_goTo;
    CompareView *m_compare;
};

} // namespace persistence
