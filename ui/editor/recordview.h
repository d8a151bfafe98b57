#pragma once

#include "model/base/error.h"
#include "model/base/ids.h"
#include "model/workspace/groups.h"

#include <QWidget>

#include <memory>

class QStackedWidget;

namespace persistence {

class EmptyState;
class FooterStrip;
class MessageBar;
class RecordHeader;
class RecordFetch;
class ValueView;
class Workspace;
struct LoadedRecord;

/// One record: header with its key, value, and a footer that says its state. Reads the record by a job; the old one stays until the new
/// one is there. Read-only.
class RecordView final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordView(QWidget *parent = nullptr);
    ~RecordView() override;

    /// Null for none. \a lockedReason is the sentence of the footer, such as "Locked: opened from a dump."
    void setWorkspace(std::shared_ptr<Workspace> workspace, const QString &lockedReason);
    /// An invalid row shows the empty state.
    void showRecord(RecordRow row);
    /// The record that was asked for last.
    [[nodiscard]] RecordRow record() const { return m_row; }
    /// Whether the record that was asked for is the one on screen.
    [[nodiscard]] bool isBusy() const;
    /// The group that the list shows: marked among the chips.
    void setCurrentGroup(const Group &group);
    void setLocalTime(bool localTime);

    [[nodiscard]] ValueView *value() const { return m_value; }
    [[nodiscard]] RecordHeader *header() const { return m_header; }

    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    void groupRequested(const Group &group);
    /// A record is on screen now.
    void shown(RecordRow row);

private:
    QWidget *createRecordPage();
    void connectSignals();
    void take(const std::shared_ptr<const LoadedRecord> &loaded);
    void showFailure(const Error &error);
    void showDetail(const QString &addition);

    RecordFetch *m_loader;
    RecordRow m_row;
    RecordRow m_shownRow;
    Group m_group;
    qint64 m_size = 0;
    QString m_lockedReason;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    RecordHeader *m_header;
    MessageBar *m_message;
    ValueView *m_value;
    FooterStrip *m_footer;
};

} // namespace persistence
