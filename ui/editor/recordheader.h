#pragma once

#include "ui/editor/loadedrecord.h"

#include <QPointer>
#include <QWidget>

class QToolButton;

namespace persistence {

class EditBuffer;
class FlowLayout;
class KeyChip;
class KeyEditor;
class PlainLabel;
class Workspace;

/// Says which record is shown: its app and record id, when it was updated, what is unusual about it, and its key as chips. Key and app are
/// edited here, as steps of the record's buffer.
class RecordHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordHeader(QWidget *parent = nullptr);

    /// Where names, offers and hints come from; null for none.
    void setWorkspace(std::shared_ptr<Workspace> workspace);
    void showRecord(const LoadedRecord &loaded);
    void clear();
    /// What edits of key and app go to; null: read-only.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// Takes what is being typed into the buffer.
    void flush();
    /// The group that the list shows, marked among the chips.
    void setCurrentGroup(const Group &group);
    void setLocalTime(bool localTime);

    [[nodiscard]] QList<KeyChip *> chips() const;
    [[nodiscard]] KeyEditor *key() const { return m_key; }

signals:
    void groupRequested(const Group &group);
    /// A record in a group is wanted, such as one with the same key.
    void placeRequested(const Group &group, RecordRow record);

private:
    void createLine();
    void follow();
    void showMarks(RecordMarks marks);
    void showApp();
    void showUpdated();
    void chooseApp();
    [[nodiscard]] QList<AppSummary> apps() const;
    [[nodiscard]] QByteArray nameOfApp(const QByteArray &appId) const;
    [[nodiscard]] EditBuffer *shownBuffer() const;
    [[nodiscard]] bool canMove() const;

    std::shared_ptr<Workspace> m_workspace;
    QPointer<EditBuffer> m_buffer;
    bool m_isLocked = true;
    RecordRow m_row;
    Collection m_collection = Collection::Persistence;
    QByteArray m_storedApp; ///< of the record as it was read, with its name
    QByteArray m_storedAppName;
    PlainLabel *m_app;
    QToolButton *m_appMenu;
    PlainLabel *m_recordId;
    PlainLabel *m_updated;
    QWidget *m_badgeRow;
    FlowLayout *m_badges;
    KeyEditor *m_key;
    RecordMarks m_marks;
    std::optional<qint64> m_updatedAt;
    bool m_localTime = false;
    bool m_hasRecord = false;
};

/// What a mark means, in words for a badge, and for its tooltip.
struct MarkText
{
    RecordMark mark;
    QString text;
    QString explanation;
};
QList<MarkText> markTexts();

} // namespace persistence
