#pragma once

#include "model/edit/editbuffer.h"

#include <QPointer>
#include <QWidget>

#include <memory>

class QStackedWidget;

namespace persistence {

class DraftKeeper;
class Editing;
class EmptyState;
class FilterMatcher;
class FooterStrip;
class HitWatch;
class MessageBar;
class RecordFetch;
class RecordFooter;
class RecordHeader;
class ValueView;
enum class FooterAction;
enum class IconId;
struct LoadedRecord;

/// One record: header with its key, value, and a footer that says its state. Reads the record by a job; the old one stays until the new
/// one is there. What is typed goes to a buffer that the draft keeper owns, so it stays whatever is shown next.
class RecordView final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordView(QWidget *parent = nullptr);
    ~RecordView() override;

    /// Both null for none; they outlive what is shown.
    void setEditing(Editing *editing, DraftKeeper *drafts);
    /// An invalid row shows the empty state.
    void showRecord(RecordRow row);
    /// Shows a draft whose record is not in the workspace: a new one, or one that is gone.
    void showDraft(EditBuffer *buffer);
    /// The record that was asked for last.
    [[nodiscard]] RecordRow record() const { return m_row; }
    /// Whether the record that was asked for is the one on screen.
    [[nodiscard]] bool isBusy() const;
    /// The group that the list shows: marked among the chips.
    void setCurrentGroup(const Group &group);
    /// What the list is filtered by: what it finds in the record is marked. Null for nothing.
    void setMatcher(const std::shared_ptr<const FilterMatcher> &matcher);
    void setLocalTime(bool localTime);
    /// Shows a hint in place of the value.
    void setValueHidden(bool isHidden);

    /// What is edited of the record on screen; null if none is shown.
    [[nodiscard]] EditBuffer *buffer() const { return m_buffer; }
    /// Takes everything that was typed into the buffer.
    void flush();
    /// Saves the draft on screen.
    void save();

    [[nodiscard]] ValueView *value() const { return m_value; }
    [[nodiscard]] RecordHeader *header() const { return m_header; }

    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray &state);

signals:
    /// The user wants to see hidden values.
    void showValuesRequested();
    void groupRequested(const Group &group);
    /// A record in a group is wanted, such as one with the same key.
    void placeRequested(const Group &group, RecordRow record);
    /// A record is on screen now.
    void shown(RecordRow row);
    void unlockRequested();
    /// A draft is to be compared with what is saved.
    void compareRequested(EditBuffer *buffer);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *createRecordPage();
    void connectSignals();
    void take(const std::shared_ptr<const LoadedRecord> &loaded);
    void display(const LoadedRecord &loaded, EditBuffer *buffer);
    void setBuffer(EditBuffer *buffer);
    void showConflict();
    void showLock();
    void takeSaved(EditBuffer *buffer);
    void act(FooterAction action);
    void showFailure(const Error &error);
    void showNone(IconId icon, const QString &title, const QString &text);
    void showDetail(const QString &addition);

    RecordFetch *m_loader;
    QPointer<Editing> m_editing;
    QPointer<DraftKeeper> m_drafts;
    QPointer<EditBuffer> m_buffer;
    RecordRow m_row;
    RecordRow m_shownRow;
    Group m_group;
    QStackedWidget *m_pages;
    EmptyState *m_empty;
    RecordHeader *m_header;
    MessageBar *m_message;
    ValueView *m_value;
    QStackedWidget *m_valuePages;
    FooterStrip *m_strip;
    RecordFooter *m_footer;
    HitWatch *m_hits;
};

} // namespace persistence
