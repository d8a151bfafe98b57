#pragma once

#include "model/base/latestjob.h"
#include "model/edit/draftkeeper.h"

class QMenu;

namespace persistence {

class Actions;
class Browser;
struct FieldColumn;

/// The actions that change things, for what is open: save, undo, redo, lock and unlock. Knows which undo is meant by where the focus is.
class EditCommands final : public QObject
{
    Q_OBJECT

public:
    /// Both outlive this.
    EditCommands(Actions &actions, Browser &browser, QObject *parent = nullptr);
    ~EditCommands() override;

    /// Both null for none; they outlive this or the next call.
    void setEditing(Editing *editing, DraftKeeper *drafts);

    /// Presentation mode: the names of changes leave out stored texts.
    void setValuesHidden(bool areHidden);

    /// Shows again what can be done; cheap.
    void update();

signals:
    void unlockRequested();
    /// Something was taken back or repeated: its title, for a message.
    void stepped(const QString &title);
    void failed(const Error &error);
    /// Records are to be deleted with the next save; \a field is the one whose cell was current, null for none.
    void marked(const QList<QPointer<persistence::EditBuffer>> &drafts, const persistence::FieldColumn *field);

private:
    struct Titles
    {
        QString undo; ///< of the newest change that stands; empty if there is none
        QString redo;
    };

    void connectActions();
    void readTitles();
    [[nodiscard]] bool isInsideValue() const;
    void beginRecord();
    void cloneRecord();
    void deleteRecords();
    void showNew(const Result<Record> &record);
    void save();
    void fillMenu(QMenu &menu);
    [[nodiscard]] QString shownTitle(const QString &title) const;
    void undo();
    void redo();
    /// \a title: of the change; \a name: of the step, with a place for it.
    void step(const QString &title, const QString &name, Result<Applied> (Session::*way)(Progress &));

    Actions &m_actions;
    Browser &m_browser;
    QPointer<Editing> m_editing;
    QPointer<DraftKeeper> m_drafts;
    Titles m_titles;
    bool m_areValuesHidden = false;
    LatestJob m_titleJob;
    LatestJob m_recordJob;
};

} // namespace persistence
