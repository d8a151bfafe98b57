#pragma once

#include "model/workspace/groups.h"

#include <QList>

#include <functional>

class QWidget;

namespace persistence {

/// Records that are to get another app.
struct AppMove
{
    QList<AppSummary> apps; ///< to choose from, with their names
    QByteArray from;        ///< the app id that they have now; empty if they have several
    qint64 records = 1;
};

/// "Poll (c33fa1a6-…)" for people; the id alone where no name is known.
[[nodiscard]] QString appText(const QList<AppSummary> &apps, const QByteArray &appId);

/// Asks which app the records are to belong to, by name or by any app id, and says what that means. Does not block; \a done hears the app
/// id once somebody agreed.
void openAppChooser(QWidget *parent, const AppMove &move, const std::function<void(const QByteArray &appId)> &done);

} // namespace persistence
