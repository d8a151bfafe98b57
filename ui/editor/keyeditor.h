#pragma once

#include "model/edit/editbuffer.h"
#include "model/insight/keyinsight.h"
#include "ui/editor/keyparts.h"

#include <QPointer>
#include <QWidget>

class QToolButton;

namespace persistence {

class AssociationEdit;
class FlowArea;
class KeyChip;
class KeyHintList;
class KeyWatch;
class MessageBar;
class PlainLabel;
class RecordHits;

/// The key of a record: a chip for each association, in order, and below them what there is to say about it. Unlocked, associations are
/// added, edited in place, removed and reordered, each as one step of the record's buffer. What is odd stays as it is stored unless it is
/// touched; new pairs are written as {model, id}.
class KeyEditor final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyEditor(QWidget *parent = nullptr);
    ~KeyEditor() override;

    void setWorkspace(std::shared_ptr<Workspace> workspace);
    /// The stored key with what is known of it.
    void setKnown(const std::vector<KeyPart> &key);
    /// What edits go to; null: only the stored key is shown.
    void setBuffer(EditBuffer *buffer, bool isLocked);
    void setCurrentGroup(const Group &group);
    /// What to mark in the chips; null for nothing.
    void setHits(std::shared_ptr<const RecordHits> hits);
    /// Takes what was typed into the buffer, as Enter does.
    void commitOpenEditor();
    /// Opens the editor of a new association at the end.
    void addAssociation();

    /// The chips scroll where they need more height than \a height, in pixels; one line is always in sight.
    void setRoom(int height);

    [[nodiscard]] QList<KeyChip *> chips() const { return m_chips; }
    [[nodiscard]] AssociationEdit *openEditor() const { return m_edit; }
    [[nodiscard]] KeyHintList *hints() const { return m_hints; }
    [[nodiscard]] bool isLookingForHints() const;

signals:
    void groupRequested(const persistence::Group &group);
    void placeRequested(const persistence::Group &group, persistence::RecordRow record);

private:
    void createButtons();
    void connectSignals();
    void follow();
    void askForHints();
    void showHits();
    void updateChips(std::vector<EditedPart> now);
    void arrange();
    KeyChip *createChip(const EditedPart &part);
    void edit(int index);
    bool closeEditor(int focused);
    void remove(int index);
    void move(int from, int to);
    void normalise();
    /// One step of the buffer; the focus goes to chip number \a focused, or stays where it is if that is -1.
    void change(const QString &title, const std::vector<KeyItem> &key, int focused);
    void showError(const Error &error);
    void takeInsight(const KeyInsight &insight);
    void showHints();
    void showMenu(int index, const QPoint &position);
    void showDropPlace(const QPoint &position);
    void focusChip(int index);
    void bringIntoSight(QWidget *widget);
    [[nodiscard]] int dropIndex(const QPoint &position) const;
    [[nodiscard]] bool isEditable() const;
    [[nodiscard]] bool isKeyEdited() const;
    [[nodiscard]] std::vector<EditedPart> parts() const;

    std::shared_ptr<Workspace> m_workspace;
    QPointer<EditBuffer> m_buffer;
    bool m_isLocked = true;
    std::vector<KeyPart> m_known;
    std::vector<EditedPart> m_shown;
    QByteArray m_asked; ///< app and key that the hints are about
    Group m_group;
    std::shared_ptr<const RecordHits> m_hits;
    FlowArea *m_area;
    QList<KeyChip *> m_chips;
    PlainLabel *m_noKey;
    QToolButton *m_add;
    QToolButton *m_normalise;
    QToolButton *m_hintToggle;
    QWidget *m_dropMark;
    MessageBar *m_message;
    KeyHintList *m_hints;
    KeyWatch *m_watch;
    AssociationEdit *m_edit = nullptr; ///< while one association is being edited
    int m_editIndex = 0;
    KeyItem m_editStart; ///< what the editor began with
};

} // namespace persistence
