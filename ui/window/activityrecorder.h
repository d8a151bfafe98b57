#pragma once

#include "model/edit/editing.h"
#include "model/items/activitymodel.h"

namespace persistence {

class ExportRunner;
class Opener;

/// Writes into the log what the parts of the window do.
class ActivityRecorder final : public QObject
{
    Q_OBJECT

public:
    /// All outlive this.
    ActivityRecorder(ActivityModel &log, const Opener &opener, const ExportRunner &exports, QObject *parent = nullptr);

    /// The changes of what is open from now on; null for none.
    void setEditing(const Editing *editing);

private:
    void watchOpener(const Opener &opener);
    void watchExports(const ExportRunner &exports);
    void fail(int number, const Error &error);

    ActivityModel &m_log;
    QPointer<const Editing> m_editing;
    // The numbers in the log of what runs or ran last.
    int m_opening = 0;
    int m_export = 0;
    int m_change = 0;
};

} // namespace persistence
