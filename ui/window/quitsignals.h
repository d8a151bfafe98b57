#pragma once

#include <QObject>

class QSocketNotifier;

namespace persistence {

/// Turns SIGTERM, SIGHUP and SIGINT into a normal quit, so that drafts are kept; SIGPIPE is ignored. One for the program.
class QuitSignals final : public QObject
{
    Q_OBJECT

public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;
    Q_DISABLE_COPY_MOVE(QuitSignals)

signals:
    void received();

private:
    QSocketNotifier *m_notifier = nullptr;
};

} // namespace persistence
