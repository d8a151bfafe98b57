#pragma once

#include "ui/editor/loadedrecord.h"

#include <QWidget>

namespace persistence {

class EditBuffer;
class FlowLayout;
class KeyChip;
class PlainLabel;

/// Says which record is shown: its app and record id, when it was updated, what is unusual about it, and its key as chips.
class RecordHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit RecordHeader(QWidget *parent = nullptr);

    void showRecord(const LoadedRecord &loaded);
    void clear();
    /// What edits of the key go to; null: read-only.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    /// The group that the list shows, marked among the chips.
    void setCurrentGroup(const Group &group);
    void setLocalTime(bool localTime);

    [[nodiscard]] QList<KeyChip *> chips() const { return m_chips; }

signals:
    void groupRequested(const Group &group);

private:
    void showMarks(RecordMarks marks);
    void showKey(const std::vector<KeyPart> &key);
    void showUpdated();

    PlainLabel *m_app;
    PlainLabel *m_recordId;
    PlainLabel *m_updated;
    QWidget *m_badgeRow;
    FlowLayout *m_badges;
    QWidget *m_chipRow;
    FlowLayout *m_chipLayout;
    QList<KeyChip *> m_chips;
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
