#pragma once

#include "model/edit/editing.h"
#include "model/workspace/groups.h"
#include "ui/window/recordchoices.h"

class QDialog;
class QMenu;
class QWidget;

namespace persistence {

class Actions;
class Browser;
class MessageBar;

/// What can be done with the keys and the apps of many records at once. Adds itself to the context menus of the table and the tree.
class KeyCommands final : public QObject
{
    Q_OBJECT

public:
    /// All outlive this. Dialogs belong to \a window.
    KeyCommands(const Actions &actions, Browser &browser, MessageBar &messages, QWidget *window);
    ~KeyCommands() override;

    /// Null for none; closes the dialog of the one before.
    void setEditing(Editing *editing);

signals:
    /// A change was accepted; \a work makes it.
    void requested(const QString &title, const persistence::Editing::Work &work);

private:
    void fillMenu(QMenu &menu, const std::optional<Group> &group);
    void changeKeys(const QList<RecordSelection> &selections);
    void moveToApp(const QList<RecordSelection> &selections);
    void moveTo(const QByteArray &appId, const RecordSelection &selection);
    void showError(const Error &error);

    Browser &m_browser;
    MessageBar &m_messages;
    QWidget *m_window;
    QPointer<Editing> m_editing;
    QPointer<QDialog> m_dialog;
};

} // namespace persistence
