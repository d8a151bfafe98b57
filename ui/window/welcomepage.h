#pragma once

#include <QStringList>
#include <QWidget>

namespace persistence {

class EmptyState;

/// What the window shows when nothing is open: what to do, and the files of before.
class WelcomePage final : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

    void setRecentFiles(const QList<QStringList> &recent);

signals:
    void openRequested();
    void openFolderRequested();
    void sampleRequested();
    void recentRequested(const QStringList &files);

private:
    EmptyState *m_state;
};

} // namespace persistence
